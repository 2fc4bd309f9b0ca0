"""Cold starts and environments alive, tabulated by ``tools/cold_starts.py`` and straight between the knots."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from costmodel.units import HOURS_PER_WEEK, S_PER_H

if TYPE_CHECKING:
    from costmodel.rates import Num

TABLE = Path(__file__).with_name("cold_starts.npz")


@dataclass(frozen=True, eq=False, slots=True)
class Grid:
    """Values over arrivals in an idle lifetime (x) and duration over it (y).

    Beyond the last knot they go straight on along x, and stay along y.
    """

    x: np.ndarray
    y: np.ndarray
    values: np.ndarray

    def at(self, x: Num, y: Num) -> Num:
        """Between the four knots around, straight along x and along y."""
        i, across = _place(self.x, x)
        j, down = _place(self.y, np.minimum(y, self.y[-1]))
        low = self.values[i, j] * (1 - across) + self.values[i + 1, j] * across
        high = self.values[i, j + 1] * (1 - across) + self.values[i + 1, j + 1] * across
        found: Num = low * (1 - down) + high * down
        return found

    @property
    def drop(self) -> float:
        """How far the values fall at most while x or y rises."""
        return max(float(np.max(np.maximum.accumulate(self.values, axis=axis) - self.values)) for axis in (0, 1))


def _place(knots: np.ndarray, value: Num) -> tuple[np.ndarray, Num]:
    inside = np.maximum(value, knots[0])
    i = np.clip(np.searchsorted(knots, inside, side="right") - 1, 0, len(knots) - 2)
    return i, (inside - knots[i]) / (knots[i + 1] - knots[i])


@lru_cache(maxsize=1)
def stationary() -> tuple[Grid, Grid]:
    """Even load: cold starts in one idle lifetime, and environments alive."""
    with np.load(TABLE) as table:
        x, y, starts, alive = (np.asarray(table[name], dtype=np.float64) for name in ("x", "y", "starts", "alive"))
    few = np.stack([x * np.exp(-x), 1 - np.exp(-x)])  # requests that take no time
    edged = [
        np.pad(np.column_stack([edge, inner]), ((1, 0), (0, 0)))
        for edge, inner in zip(few, (starts, alive), strict=True)
    ]
    x, y = np.append(0.0, x), np.append(0.0, y)
    return Grid(x, y, edged[0]), Grid(x, y, edged[1])


@lru_cache(maxsize=64)
def week(levels: tuple[float, ...], idle_lifetime_s: float) -> tuple[Grid, Grid]:
    """A week of hours: cold starts in its mean hour, and environments alive on average, over x of the mean load.

    Every hour as if its level had always been there, and, where the level rises, what must be started once.
    """
    starts, alive = stationary()
    lifetimes = S_PER_H / idle_lifetime_s
    once = Grid(starts.x, starts.y, alive.values - starts.values * (1 + starts.y))
    cold, there = np.zeros_like(starts.values), np.zeros_like(starts.values)
    for level, (hours, rises) in _changes(levels).items():
        x, y = level * starts.x[:, None], starts.y[None, :]
        cold += hours * lifetimes * starts.at(x, y) + rises * once.at(x, y)
        there += hours * alive.at(x, y)
    all_cold = starts.x[:, None] * lifetimes
    return (
        Grid(starts.x, starts.y, np.clip(cold / HOURS_PER_WEEK, 0, all_cold)),
        Grid(starts.x, starts.y, there / HOURS_PER_WEEK),
    )


def _changes(levels: tuple[float, ...]) -> dict[float, tuple[int, int]]:
    """Each level: hours of the week, and how often a rise ends there less how often one begins there."""
    found: dict[float, tuple[int, int]] = {}
    for hour, level in enumerate(levels):
        before, after = levels[hour - 1], levels[(hour + 1) % HOURS_PER_WEEK]
        hours, rises = found.get(level, (0, 0))
        found[level] = (hours + 1, rises + (level > before) - (after > level))
    return found
