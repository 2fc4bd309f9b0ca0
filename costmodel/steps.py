"""Places along a field: where a straight line passes whole numbers, and where one reaches another."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from costmodel.errors import TooManySteps

if TYPE_CHECKING:
    from costmodel.rates import Num

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


def between(places: np.ndarray, low: float, high: float) -> np.ndarray:
    """Both ends and the places between them, rising, each once."""
    return np.unique(np.concatenate([[low, high], places[(places > low) & (places < high)]]))


def thirds(edges: np.ndarray) -> np.ndarray:
    """One and two thirds into every piece between ``edges``: first all of the one, then all of the other."""
    widths = np.diff(edges) / 3
    return np.concatenate([edges[:-1] + widths, edges[1:] - widths])


def reaches(places: np.ndarray, gap: Num) -> np.ndarray:
    """Where a straight line through ``gap`` at the `thirds` of each piece reaches zero inside the piece."""
    near, far = np.split(places, 2)
    first, last = np.split(np.broadcast_to(gap, len(places)), 2)
    with np.errstate(divide="ignore", invalid="ignore"):
        steps = first / (first - last)
        found = near + steps * (far - near)
    return np.asarray(found[(steps >= -1) & (steps <= 2)])  # noqa: PLR2004 - two thirds further is the piece's end
