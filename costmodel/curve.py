"""Where to look at a cost curve so that a few hundred points draw it truly."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Sequence

    from costmodel.options import ComputeOption
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
    steps = np.unique(option.steps(workload.vary(requests_per_month=low), prices, "requests_per_month", low, high))
    steps = steps[(steps > low) & (steps < high)][:DRAWN_STEPS]
    return np.concatenate([steps * (1 - HAIR), steps * (1 + 3 * HAIR)])
