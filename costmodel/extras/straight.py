"""What meters in straight lines: no place where its lines or limits jump or bend by their own doing."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Callable

    from costmodel.option import Footprint
    from costmodel.rates import PriceBook
    from costmodel.workload import Workload


class Straight:
    """The answer about steps of everything that follows the load in a straight line."""

    __slots__ = ()

    def steps(
        self,
        workload: Workload,
        prices: PriceBook,
        beside: Callable[[Workload], Footprint],
        field: str,
        low: float,
        high: float,
    ) -> np.ndarray:
        """None: tier edges, and where a need passes what is allowed, are found from the numbers."""
        _ = workload, prices, beside, field, low, high
        return np.empty(0)
