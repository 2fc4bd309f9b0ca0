"""Two options along one field, cut into pieces on which both costs are straight lines.

Fleets climb in steps, tiers bend, limits cut off: between two such points every bill is a straight line. Two
points inside a piece give its line, so nothing is searched by eye on a grid.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from costmodel.compare import compare
from costmodel.errors import InvalidQuestion, TooManySteps
from costmodel.ranges import number
from costmodel.steps import reaches, thirds
from costmodel.workload import RANGES

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from costmodel.option import ComputeOption
    from costmodel.rates import Num, PriceBook
    from costmodel.workload import Workload

SAME = 1e-12
"""Places that differ by less than this share are the same."""

NOISE = 1e-13
"""Costs that differ by less than this share are the same: the rounding of a sum of lines."""

BLOCKS = 32
"""Into how many blocks a range with too many steps is split."""

DEEPEST = 5
"""How often a block is split again: a range then has 32⁵ blocks, and two costs this close cross without end."""

NEITHER, ONE, OTHER, BOTH = range(4)
"""Which of the two options can serve the load."""


class Pieces(NamedTuple):
    """Straight pieces: their ends, and the gap between the two costs at either end."""

    starts: np.ndarray
    stops: np.ndarray
    first: np.ndarray
    """Cost of the one less the other at the start. [USD/month]"""
    last: np.ndarray
    """... and at the stop. [USD/month]"""
    noise: np.ndarray
    """Gaps below this are rounding. [USD/month]"""
    works: np.ndarray
    """`NEITHER`, `ONE`, `OTHER` or `BOTH`."""


@dataclass(frozen=True, eq=False, slots=True)
class Search:
    """Two options along one field."""

    workload: Workload
    options: tuple[ComputeOption, ComputeOption]
    prices: PriceBook
    field: str

    def at(self, places: Num) -> Workload:
        """The workload at some values of the field."""
        return self.workload.vary(**{self.field: places})

    def ends(self, low: float, high: float) -> tuple[float, float]:
        """The range to search: what was asked, inside what both options allow."""
        low, high = (
            float(number(name, end, RANGES[self.field], InvalidQuestion))
            for name, end in (("low", low), ("high", high))
        )
        ranges = [option.ranges[self.field] for option in self.options if self.field in option.ranges]
        low, high = max([low, *(one.low for one in ranges)]), min([high, *(one.high for one in ranges)])
        if low >= high:
            allowed = f"a range of {self.field}, inside what both options allow"
            raise InvalidQuestion("low and high", f"{low:,g} and {high:,g}", allowed)
        return low, high

    def pieces(self, low: float, high: float, depth: int = 0) -> Iterator[Pieces]:
        """The pieces from ``low`` to ``high``, in order; raises `TooManySteps` where two costs cross without end."""
        try:
            steps = [option.steps(self.at(low), self.prices, self.field, low, high) for option in self.options]
        except TooManySteps:
            if depth == DEEPEST:
                raise
            yield from self.blocks(low, high, depth)
        else:
            yield self.straight(_edges([low, high], *steps))

    def blocks(self, low: float, high: float, depth: int) -> Iterator[Pieces]:
        """The range in blocks: where the costs are too far apart to cross, a block is one piece whatever its steps.

        That holds because no cost falls while the load rises, or by no more than the option's `dip`: between its ends
        a cost lies between its ends' costs.
        """
        places = np.geomspace(low, high, BLOCKS + 1)
        places[0], places[-1] = low, high
        one, other, works = self.costs(places)
        gap, noise = one - other, NOISE * np.maximum(one, other)
        slack = sum(option.dip(self.at(high), self.prices) for option in self.options)
        apart = (one[1:] + slack < other[:-1]) | (other[1:] + slack < one[:-1]) | (works[1:] != BOTH)
        closed = apart & (works[1:] == works[:-1])
        for i in range(BLOCKS):
            here, next_ = slice(i, i + 1), slice(i + 1, i + 2)
            if closed[i]:
                yield Pieces(places[here], places[next_], gap[here], gap[next_], noise[here], works[here])
            else:
                yield from self.pieces(float(places[i]), float(places[i + 1]), depth + 1)

    def straight(self, edges: np.ndarray) -> Pieces:
        """The pieces between ``edges``, which hold every step: each is the line through two points inside it."""
        edges = _edges(edges, *self.bends(edges))
        one, other, works = self.costs(thirds(edges))
        near, far = np.split(one - other, 2)
        noise = NOISE * np.maximum(*np.split(np.maximum(one, other), 2))
        return Pieces(edges[:-1], edges[1:], 2 * near - far, 2 * far - near, noise, works[: len(near)])

    def costs(self, places: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
        """Both costs, and which options work, at some values of the field."""
        both = compare(self.at(places), self.options, self.prices)
        one, other = both.totals.values()
        first, second = both.feasible.values()
        return np.asarray(one), np.asarray(other), np.where(first, ONE, 0) + np.where(second, OTHER, 0)

    def bends(self, edges: np.ndarray) -> Iterator[np.ndarray]:
        """Where a quantity passes a tier's edge, or a need passes what is allowed, inside a straight piece."""
        places = thirds(edges)
        many = self.at(places)
        for option in self.options:
            for line in option.lines(many, self.prices):
                for tier in line.rate.tiers[:-1]:
                    yield reaches(places, line.quantity - tier.up_to)
            for limit in option.limits(many, self.prices):
                yield reaches(places, np.subtract(limit.needs, limit.allows))


def _edges(known: Sequence[float] | np.ndarray, *more: np.ndarray) -> np.ndarray:
    """All points in order, each once, none outside the ends of ``known``."""
    points = np.unique(np.concatenate([known, *more]))
    points = points[(points >= np.min(known)) & (points <= np.max(known))]
    return np.asarray(points[np.append(np.diff(points) > SAME * points[1:], True)])
