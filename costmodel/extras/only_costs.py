"""What only costs: no limit of its own, and no place where its metering jumps or bends."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from costmodel.limits import Limit
    from costmodel.option import Footprint
    from costmodel.rates import PriceBook
    from costmodel.workload import Workload


class OnlyCosts:
    """The two answers that are the same for everything that is only paid for."""

    __slots__ = ()

    def limits(self, workload: Workload, prices: PriceBook, beside: Footprint) -> Iterable[Limit]:
        """None."""
        _ = workload, prices, beside
        return ()

    def steps(
        self,
        workload: Workload,
        prices: PriceBook,
        beside: Callable[[Workload], Footprint],
        field: str,
        low: float,
        high: float,
    ) -> np.ndarray:
        """None: what follows the option's own steps need not be named, and tier edges are found from quantities."""
        _ = workload, prices, beside, field, low, high
        return np.empty(0)
