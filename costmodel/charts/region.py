"""Where a region is widest: the place for its name."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray


def heart(region: NDArray[np.bool_], wide: int, tall: int) -> tuple[int, int, float]:
    """Row and column of the middle of the box that lies deepest inside a region, and the share of it inside.

    The box is ``tall`` rows by ``wide`` columns; among places that hold it whole, the one with most room around wins.

    >>> region = np.zeros((9, 9), dtype=bool)
    >>> region[2:7, 2:7] = True
    >>> heart(region, 3, 3)
    (4, 4, 1.0)
    """
    best, found = -1.0, (0, 0, 0.0)
    for grow in (1, 1.25, 1.6, 2, 2.5, 3.2, 4):
        rows, columns = min(round(tall * grow), region.shape[0]), min(round(wide * grow), region.shape[1])
        inside = _sums(region, rows, columns) / (rows * columns)
        row, column = np.unravel_index(int(np.argmax(np.round(inside, 9) - _off_middle(inside))), inside.shape)
        share = float(inside[row, column])
        if share >= best:
            best, found = share, (int(row) + rows // 2, int(column) + columns // 2, share)
    return found


def _off_middle(inside: np.ndarray) -> np.ndarray:
    """A hair against the borders of the whole: of many equal places the middle one is taken."""
    rows, columns = np.ogrid[: inside.shape[0], : inside.shape[1]]
    middle = ((inside >= inside.max() - 1e-9).nonzero()[0].mean(), (inside >= inside.max() - 1e-9).nonzero()[1].mean())
    away = np.hypot(rows - middle[0], columns - middle[1])
    return np.asarray(away / (away.max() + 1) * 1e-6)


def _sums(region: NDArray[np.bool_], rows: int, columns: int) -> np.ndarray:
    """Cells of the region in every box of so many rows and columns."""
    total = np.zeros((region.shape[0] + 1, region.shape[1] + 1))
    total[1:, 1:] = region.cumsum(axis=0).cumsum(axis=1)
    below = total[rows:] - total[:-rows]
    return np.asarray(below[:, columns:] - below[:, :-columns])
