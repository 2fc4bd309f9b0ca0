"""Where a straight line passes whole numbers: the places at which a fleet grows."""

from __future__ import annotations

import numpy as np

from costmodel.errors import TooManySteps

MOST_STEPS = 5_000
"""Fleet sizes listed at once; a search splits its range where there are more. [instance]"""


def passes(low: float, high: float, first: float, last: float) -> np.ndarray:
    """Where the straight line from ``(low, first)`` to ``(high, last)`` passes a whole number."""
    from_count, to_count = np.ceil(min(first, last)), np.floor(max(first, last))
    if to_count - from_count > MOST_STEPS:
        raise TooManySteps(f"{to_count - from_count:,.0f} fleet sizes between {low:,g} and {high:,g}")
    if first == last:
        return np.empty(0)
    counts = np.arange(from_count, to_count + 1)
    return low + (counts - first) / (last - first) * (high - low)
