"""The ways to serve a workload. A new option is one module here and one name in `OPTIONS`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

from costmodel.options.aws_lambda import Lambda
from costmodel.options.ec2 import EC2Fleet

__all__ = ["OPTIONS", "ComputeOption", "EC2Fleet", "Lambda"]

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    import numpy as np

    from costmodel.bill import Line
    from costmodel.limits import Limit
    from costmodel.ranges import Range
    from costmodel.rates import PriceBook
    from costmodel.workload import Workload


class ComputeOption(Protocol):
    """What every option answers."""

    @property
    def name(self) -> str:
        """How bills and verdicts call it."""

    @property
    def ranges(self) -> Mapping[str, Range]:
        """Workload fields that it can serve at all, whatever the volume."""

    def lines(self, workload: Workload, prices: PriceBook) -> Iterable[Line]:
        """How much is used, and under which published rate."""

    def limits(self, workload: Workload, prices: PriceBook) -> Iterable[Limit]:
        """What this volume needs against what the option can do."""

    def steps(self, workload: Workload, prices: PriceBook, field: str, low: float, high: float) -> np.ndarray:
        """Values of ``field`` between ``low`` and ``high`` at which metering jumps or bends.

        Between two neighbours every quantity is a straight line in ``field``. Tier edges need not be named:
        they are found from the quantities.
        """


OPTIONS: tuple[type[ComputeOption], ...] = (Lambda, EC2Fleet)
"""Every kind of option; the laws in ``tests/test_conformance.py`` run over them."""
