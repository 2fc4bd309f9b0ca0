"""Where to look at a cost curve so that a few hundred points draw it truly."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from costmodel.errors import TooManySteps

if TYPE_CHECKING:
    from collections.abc import Sequence

    from costmodel.option import ComputeOption
    from costmodel.rates import PriceBook
    from costmodel.workload import Workload

SMOOTH_POINTS = 200
"""Points spread evenly on the logarithmic axis."""

DRAWN_STEPS = 60
"""Steps of each option that are drawn as steps; later ones are narrower than the line is thick."""

HAIR = 1e-9
"""Distance of the two points that draw one riser, as a share of the place."""


def curve_points(
    workload: Workload, options: Sequence[ComputeOption], prices: PriceBook, low: float, high: float
) -> np.ndarray:
    """Request volumes from ``low`` to ``high`` that show every visible step of every option. [request/month]"""
    risers = [_risers(workload, option, prices, low, high) for option in options]
    return np.unique(np.concatenate([np.geomspace(low, high, SMOOTH_POINTS), *risers]))


def _risers(workload: Workload, option: ComputeOption, prices: PriceBook, low: float, high: float) -> np.ndarray:
    """Both feet of the first steps of one option."""
    steps = np.unique(_steps(workload.vary(requests_per_month=low), option, prices, low, high))
    steps = steps[(steps > low) & (steps < high)][:DRAWN_STEPS]
    return np.concatenate([steps * (1 - HAIR), steps * (1 + 3 * HAIR)])


def _steps(workload: Workload, option: ComputeOption, prices: PriceBook, low: float, high: float) -> np.ndarray:
    """The option's steps, or the lower ones of too many."""
    while True:
        try:
            return option.steps(workload, prices, "requests_per_month", low, high)
        except TooManySteps:
            high = (low * high) ** 0.5
