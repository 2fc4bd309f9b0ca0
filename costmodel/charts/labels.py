"""Where words go: beside their mark, off every curve and off each other.

Boxes are reckoned in pixels of a phone. A wider screen pulls everything apart and leaves words as they are: what is
free there is free everywhere, if nothing stands between the mark and the words either.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import product
from typing import TYPE_CHECKING

import numpy as np

from costmodel.charts.style import INK, NARROW, SIZE, height, width

if TYPE_CHECKING:
    from collections.abc import Sequence

    import plotly.graph_objects as go

DISTANCES = (12, 22, 38, 58, 84, 116)
"""From a mark to its words, nearest first. [px]"""

CLOSE = 1
"""How many of them are tried for words that may be left out: further off they would seem another mark's."""

BESIDE = 6
"""From a mark sideways to words that stand above or below it. [px]"""

LEADER = 22
"""From here on a line leads from the words to the mark. [px]"""

PAD = 3
"""Kept free around words. [px]"""

STRETCH = 4
"""How much wider than a phone a screen may be."""

WRONG_SIDE = 10
"""How many points of a curve words would rather touch than stand on the other side of their mark."""

CURVE, LINE = 3.0, 12.0
"""Distances of the points that stand for a curve, and for a straight line that words may cross if they must. [px]"""

SIDES = ((1, -1), (1, 1), (-1, -1), (-1, 1), (1, 0), (-1, 0), (0, -1), (0, 1))
"""Right or left, above (-1) or below."""

Box = tuple[float, float, float, float]
"""Left, top, right, bottom. [px]"""


@dataclass(frozen=True, slots=True)
class Frame:
    """The inside of a picture, from data to pixels; logarithms where an axis is logarithmic."""

    x: tuple[float, float]
    y: tuple[float, float]
    tall: float
    """[px]"""
    wide: float = NARROW
    """[px]"""

    def pixels(self, x: np.ndarray, y: np.ndarray) -> np.ndarray:
        """Points as rows of pixels from the top left."""
        right = (np.asarray(x) - self.x[0]) / (self.x[1] - self.x[0]) * self.wide
        down = (self.y[1] - np.asarray(y)) / (self.y[1] - self.y[0]) * self.tall
        return np.column_stack([right, down])

    def trail(self, x: np.ndarray, y: np.ndarray, step: float = CURVE) -> np.ndarray:
        """A curve as points so close that no word slips between them."""
        path = self.pixels(x, y)
        path = path[np.isfinite(path).all(axis=1)]
        if not len(path):
            return np.empty((0, 2))
        along = np.concatenate([[0.0], np.cumsum(np.hypot(*np.diff(path, axis=0).T))])
        places = np.arange(0, along[-1], step) if len(path) > 1 else along
        return np.column_stack([np.interp(places, along, path[:, axis]) for axis in (0, 1)])


@dataclass(frozen=True, slots=True)
class Label:
    """Words for one mark."""

    x: float
    y: float
    """Of the mark; logarithms where an axis is logarithmic."""
    text: str
    must: bool = True
    """Whether it is shown even where there is no free place."""
    size: int = SIZE
    side: int = 0
    """Above (-1) or below (1) its mark, where that matters: between two curves words could be either's."""


@dataclass(frozen=True, slots=True)
class Spot:
    """A place for words, off their mark."""

    mark: float
    """From the left. [px]"""
    right: float
    down: float
    side: tuple[int, int]
    box: Box


def place(
    figure: go.Figure,
    frame: Frame,
    labels: Sequence[Label],
    obstacles: np.ndarray,
    taken: Sequence[Box] = (),
    pad: float = PAD,
) -> list[Box]:
    """Write the words, the most important first; those without a free place are left out, unless they must be there.

    Words keep ``pad`` pixels away from ``obstacles``. Gives the places that they take.
    """
    boxes = list(taken)
    for label in labels:
        spots = (
            (spot, _cost(spot, obstacles, boxes, frame, pad) + WRONG_SIDE * (spot.side[1] == -label.side != 0))
            for spot in _spots(label, frame)
        )
        spot, cost = min(spots, key=lambda pair: pair[1])
        if label.must or cost < 1:
            boxes.append(spot.box)
            figure.add_annotation(_note(label, spot))
    return boxes[len(taken) :]


def _spots(label: Label, frame: Frame) -> list[Spot]:
    """Every place around the mark."""
    [[x, y]] = frame.pixels(np.array([label.x]), np.array([label.y]))
    wide, tall = width(label.text, label.size), height(label.text, label.size)
    spots = []
    for far, side in product(DISTANCES if label.must else DISTANCES[:CLOSE], SIDES):
        right, down = side[0] * (min(far, BESIDE) if side[1] else far), side[1] * far
        left = x + right + (0, -wide / 2, -wide)[(side[0] == 0) + 2 * (side[0] < 0)]
        top = y + down + (0, -tall / 2, -tall)[(side[1] == 0) + 2 * (side[1] < 0)]
        spots.append(Spot(x, right, down, side, (left, top, left + wide, top + tall)))
    return spots


def _cost(spot: Spot, obstacles: np.ndarray, boxes: Sequence[Box], frame: Frame, pad: float) -> float:
    """What is wrong with a place: below 1 nothing is, and the nearer the better."""
    left, top, right, bottom = spot.box
    x, y = obstacles[:, 0] - spot.mark, obstacles[:, 1]
    near, far = left - spot.mark, right - spot.mark
    low = max(near / STRETCH - pad, 1) if near > 0 else near - pad
    high = min(far / STRETCH + pad, -1) if far < 0 else far + pad
    hit = (x > low) & (x < high) & (y > top - pad) & (y < bottom + pad)
    clash = sum(left < box[2] and box[0] < right and top < box[3] and box[1] < bottom for box in boxes)
    outside = left < 0 or right > frame.wide or top < 0 or bottom > frame.tall
    return float(np.count_nonzero(hit) + 1_000 * clash + 100 * outside + np.hypot(spot.right, spot.down) / 1_000)


def _note(label: Label, spot: Spot) -> dict[str, object]:
    across, up = spot.side
    far = max(abs(spot.right), abs(spot.down)) >= LEADER
    return {
        "x": label.x, "y": label.y, "text": label.text, "font": {"size": label.size},
        "xanchor": ("center", "left", "right")[across], "yanchor": ("middle", "top", "bottom")[up],
        "align": ("center", "left", "right")[across], "showarrow": True, "ax": spot.right, "ay": spot.down,
        "arrowhead": 0, "arrowwidth": 1, "arrowcolor": INK if far else "rgba(0,0,0,0)", "standoff": 7,
    }  # fmt: skip
