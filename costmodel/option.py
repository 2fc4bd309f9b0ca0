"""What an option of serving a workload is, and what may stand around it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

from costmodel.bill import Factor, Metered

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    import numpy as np

    from costmodel.bill import Line
    from costmodel.limits import Limit
    from costmodel.ranges import Range
    from costmodel.rates import Num, PriceBook
    from costmodel.workload import Workload

LAMBDA, EC2, FARGATE, MANAGED, WEB = "lambda", "ec2", "fargate", "managed_instances", "web_functions"
"""What a request runs on, as far as its surroundings care."""

FUNCTIONS = frozenset({LAMBDA, MANAGED})
"""What a load balancer or a function URL invokes as a function."""


@dataclass(frozen=True, eq=False, slots=True)
class Footprint:
    """What an option keeps alive, for what stands around it."""

    runs_on: str
    """`LAMBDA`, `EC2`, `FARGATE`, `MANAGED` or `WEB`."""
    running: Factor
    """Instances running, or environments busy, on average over the month. [instance]"""
    existing: Factor
    """The same with stopped instances, whose volumes are still paid for. [instance]"""
    most: Num
    """Instances or environments at the busiest moment. [instance]"""


class ComputeOption(Metered, Protocol):
    """What every option answers."""

    @property
    def ranges(self) -> Mapping[str, Range]:
        """Workload fields that it can be configured with at all."""

    def limits(self, workload: Workload, prices: PriceBook) -> Iterable[Limit]:
        """What this load needs against what the option can do."""

    def steps(self, workload: Workload, prices: PriceBook, field: str, low: float, high: float) -> np.ndarray:
        """Values of ``field`` between ``low`` and ``high`` at which metering jumps or bends.

        Between two neighbours every quantity is a straight line in ``field``. Tier edges need not be named:
        they are found from the quantities.
        """

    def footprint(self, workload: Workload, prices: PriceBook) -> Footprint:
        """What it keeps alive."""

    def dip(self, workload: Workload, prices: PriceBook) -> float:
        """How far its bill can fall at most, anywhere, while the load rises; 0 for nearly all. [USD/month]"""


class Extra(Protocol):
    """Something around an option that is paid for beside it, or that limits it."""

    @property
    def name(self) -> str:
        """How the path is told: Lambda + HTTP API."""

    def lines(self, workload: Workload, prices: PriceBook, beside: Footprint) -> Iterable[Line]:
        """What it adds to the bill."""

    def limits(self, workload: Workload, prices: PriceBook, beside: Footprint) -> Iterable[Limit]:
        """What this load needs against what it lets through."""

    def steps(
        self,
        workload: Workload,
        prices: PriceBook,
        beside: Callable[[Workload], Footprint],
        field: str,
        low: float,
        high: float,
    ) -> np.ndarray:
        """Where its own metering or limits jump or bend; what follows the option's own steps need not be named."""
