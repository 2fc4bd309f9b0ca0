"""What an option of serving a workload is."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

from costmodel.bill import Metered

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    import numpy as np

    from costmodel.limits import Limit
    from costmodel.ranges import Range
    from costmodel.rates import PriceBook
    from costmodel.workload import Workload


class ComputeOption(Metered, Protocol):
    """What every option answers."""

    @property
    def ranges(self) -> Mapping[str, Range]:
        """Workload fields that it can serve at all, whatever the volume."""

    def limits(self, workload: Workload, prices: PriceBook) -> Iterable[Limit]:
        """What this volume needs against what the option can do."""

    def steps(self, workload: Workload, prices: PriceBook, field: str, low: float, high: float) -> np.ndarray:
        """Values of ``field`` between ``low`` and ``high`` at which metering jumps or bends.

        Between two neighbours every quantity is a straight line in ``field``. Tier edges need not be named:
        they are found from the quantities.
        """
