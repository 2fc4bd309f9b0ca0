"""What only costs: no limit of its own, and no place where its metering jumps or bends."""

from __future__ import annotations

from typing import TYPE_CHECKING

from costmodel.extras.straight import Straight

if TYPE_CHECKING:
    from collections.abc import Iterable

    from costmodel.limits import Limit
    from costmodel.option import Footprint
    from costmodel.rates import PriceBook
    from costmodel.workload import Workload


class OnlyCosts(Straight):
    """The answers that are the same for everything that is only paid for."""

    __slots__ = ()

    def limits(self, workload: Workload, prices: PriceBook, beside: Footprint) -> Iterable[Limit]:
        """None."""
        _ = workload, prices, beside
        return ()
