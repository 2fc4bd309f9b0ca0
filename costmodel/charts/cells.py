"""The cells of a map that are drawn, and which of them words cover."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from costmodel.charts.labels import Frame
from costmodel.charts.style import height, width

if TYPE_CHECKING:
    from costmodel.charts.labels import Box
    from costmodel.winners import Winners

INSIDE = 400
"""Height of the map. [px]"""

INNER = 240
"""Its width on a phone. [px]"""

CELLS = (120, 90)
"""Most cells of the picture: volumes and durations."""


class Cells:
    """What of a map is drawn: not more cells than a browser likes."""

    def __init__(self, winners: Winners) -> None:
        rows, columns = (_some(size, most) for size, most in zip(winners.best.shape, CELLS, strict=True))
        picked, shape = np.ix_(rows, columns), winners.best.shape
        work = winners.comparison.workload
        self.names = winners.names
        self.best = winners.best[picked].T
        self.volumes, self.durations = (
            np.broadcast_to(field, shape)[picked] for field in (work.requests_per_month, work.duration_ms)
        )
        self.volumes, self.durations = self.volumes[:, 0], self.durations[0]
        totals = winners.comparison.totals
        self.costs = {name: np.broadcast_to(total, shape)[picked].T for name, total in totals.items()}
        works = [np.broadcast_to(one, shape)[picked].T for one in winners.comparison.feasible.values()]
        self.alone = (np.sum(works, axis=0) == 1) & (len(self.names) > 1)
        self.frame = Frame(_ends(self.volumes), _ends(self.durations), INSIDE, INNER)


def _some(size: int, most: int) -> np.ndarray:
    """Places of evenly spread cells, both ends among them."""
    return np.unique(np.linspace(0, size - 1, min(size, most)).round().astype(int))


def _ends(values: np.ndarray) -> tuple[float, float]:
    """Outer edges of the first and the last cell, in logarithms."""
    logs = np.log10(values)
    half = (logs[-1] - logs[0]) / max(len(logs) - 1, 1) / 2
    return float(logs[0] - half), float(logs[-1] + half)


def size(drawn: Cells, text: str) -> tuple[int, int]:
    """How many cells words cover on a phone: columns and rows."""
    rows, columns = drawn.best.shape
    wide, tall = width(text) / INNER * columns, (height(text) + 4) / INSIDE * rows
    return max(1, min(round(wide), columns)), max(1, min(round(tall), rows))


def box(drawn: Cells, row: int, column: int, text: str) -> Box:
    """The place of words around a cell. [px]"""
    rows, columns = drawn.best.shape
    x, y = (column + 0.5) / columns * INNER, INSIDE - (row + 0.5) / rows * INSIDE
    return x - width(text) / 2, y - height(text) / 2, x + width(text) / 2, y + height(text) / 2


def covered(drawn: Cells, box: Box) -> np.ndarray:
    """The cells that words cover."""
    rows, columns = drawn.best.shape
    x, y = (np.arange(columns) + 0.5) / columns * INNER, INSIDE - (np.arange(rows) + 0.5) / rows * INSIDE
    return np.outer((y > box[1]) & (y < box[3]), (x > box[0]) & (x < box[2]))
