"""Who wins where: the cheapest option that works, over two fields at once."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from costmodel.compare import Comparison, compare
from costmodel.sweep import sweep

if TYPE_CHECKING:
    from collections.abc import Sequence

    import numpy as np
    from numpy.typing import ArrayLike, NDArray

    from costmodel.option import ComputeOption
    from costmodel.rates import PriceBook
    from costmodel.workload import Workload


@dataclass(frozen=True, eq=False, slots=True)
class Winners:
    """A map of the cheapest option that works."""

    comparison: Comparison
    """Over volumes (rows) and durations (columns)."""
    names: tuple[str, ...]
    best: NDArray[np.intp]
    """Place of the cheapest option in ``names``, -1 where none works; shape (volumes, durations)."""


def winners(
    workload: Workload,
    options: Sequence[ComputeOption],
    prices: PriceBook,
    *,
    requests_per_month: ArrayLike,
    duration_ms: ArrayLike,
) -> Winners:
    """The cheapest option for every pair of volume and duration.

    CPU time goes with the duration where it was measured at the workload's own.
    """
    many = sweep(workload, requests_per_month=requests_per_month, duration_ms=duration_ms)
    if workload.cpu_ms is not None:
        many = many.vary(cpu_ms=workload.cpu_ms * (many.duration_ms / workload.duration_ms))
    found = compare(many, options, prices)
    return Winners(found, tuple(found.bills), found.best)
