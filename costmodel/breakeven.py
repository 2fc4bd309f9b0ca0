"""Every point at which the cheaper option changes.

Fleets climb in steps, tiers bend, limits cut off: between two such points every bill is a straight line in
the field searched. Two points on a piece give its line, and lines are solved, not searched.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from costmodel.compare import compare
from costmodel.errors import InvalidQuestion
from costmodel.ranges import number
from costmodel.workload import RANGES

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from costmodel.options import ComputeOption
    from costmodel.rates import Num, PriceBook
    from costmodel.workload import Workload

FIELDS = ("requests_per_month", "duration_ms", "memory_mb")
"""Fields along which every quantity is a straight line between steps."""

SAME = 1e-12
"""Places that differ by less than this share are the same."""

NOISE = 1e-13
"""Costs that differ by less than this share are the same: the rounding of a sum of lines."""


@dataclass(frozen=True, slots=True)
class Crossing:
    """One value of the field at which the cheaper option changes."""

    at: float
    """[unit of the field]"""
    before: str | None
    """The cheaper option below; None where none is feasible."""
    after: str | None
    """The cheaper option above; None where none is feasible."""
    kind: str
    """``meets``: the costs are equal here. ``jumps``: one of them steps, or becomes infeasible, here."""


def crossings(
    workload: Workload,
    one: ComputeOption,
    other: ComputeOption,
    prices: PriceBook,
    *,
    field: str = "requests_per_month",
    low: float = 1e4,
    high: float = 1e10,
) -> list[Crossing]:
    """Every point between ``low`` and ``high`` where the cheaper option changes.

    Fleet costs climb in steps, so there may be none, one or several. An option that cannot serve the load is
    not the cheaper one, so the edge of a fixed fleet's capacity is a crossing too.
    """
    if field not in FIELDS:
        raise InvalidQuestion("field", field, "one of " + ", ".join(FIELDS))
    if workload.shape:
        raise InvalidQuestion("the workload of crossings()", workload.shape, "one scenario; pick one with .at(index)")
    search = Search(workload, (one, other), prices, field)
    return list(_changes(search.pieces(*search.ends(low, high)), (one.name, other.name)))


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
    """Which of the two is feasible: two rows."""


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
        asked = [
            float(number(name, end, RANGES[self.field], InvalidQuestion))
            for name, end in (("low", low), ("high", high))
        ]
        ranges = [option.ranges[self.field] for option in self.options if self.field in option.ranges]
        low, high = max([asked[0], *(one.low for one in ranges)]), min([asked[1], *(one.high for one in ranges)])
        if low >= high:
            allowed = f"a range of {self.field}, inside what both options allow"
            raise InvalidQuestion("low and high", f"{low:,g} and {high:,g}", allowed)
        return low, high

    def pieces(self, low: float, high: float) -> Pieces:
        """The straight pieces from ``low`` to ``high``."""
        steps = [option.steps(self.at(low), self.prices, self.field, low, high) for option in self.options]
        edges = _edges([low, high], *steps)
        edges = _edges(edges, *self.bends(edges))
        both = compare(self.at(_thirds(edges)), self.options, self.prices)
        (one, other), works = both.totals.values(), np.array(list(both.feasible.values()))
        near, far = np.split(np.subtract(one, other), 2)
        noise = NOISE * np.maximum(*np.split(np.maximum(one, other), 2))
        return Pieces(edges[:-1], edges[1:], 2 * near - far, 2 * far - near, noise, works[:, : len(near)])

    def bends(self, edges: np.ndarray) -> Iterator[np.ndarray]:
        """Where a quantity passes a tier's edge, or a need passes what is allowed, inside a straight piece."""
        places = _thirds(edges)
        many = self.at(places)
        for option in self.options:
            for line in option.lines(many, self.prices):
                for tier in line.rate.tiers[:-1]:
                    yield _reaches(places, line.quantity - tier.up_to)
            for limit in option.limits(many, self.prices):
                yield _reaches(places, np.subtract(limit.needs, limit.allows))


def _thirds(edges: np.ndarray) -> np.ndarray:
    """One and two thirds into every piece: first all of the one, then all of the other."""
    widths = np.diff(edges) / 3
    return np.concatenate([edges[:-1] + widths, edges[1:] - widths])


def _edges(known: Sequence[float] | np.ndarray, *more: np.ndarray) -> np.ndarray:
    """All points in order, each once, none outside the ends of ``known``."""
    points = np.unique(np.concatenate([known, *more]))
    points = points[(points >= np.min(known)) & (points <= np.max(known))]
    return np.asarray(points[np.append(np.diff(points) > SAME * points[1:], True)])


def _reaches(thirds: np.ndarray, gap: Num) -> np.ndarray:
    """Where a straight line through ``gap`` at the thirds of each piece reaches zero inside the piece."""
    near, far = np.split(thirds, 2)
    first, last = np.split(np.broadcast_to(gap, len(thirds)), 2)
    with np.errstate(divide="ignore", invalid="ignore"):
        steps = first / (first - last)
        found = near + steps * (far - near)
    return np.asarray(found[(steps >= -1) & (steps <= 2)])  # noqa: PLR2004 - two thirds further is the piece's end


TIE, NEITHER = -1, 2


def _changes(pieces: Pieces, names: tuple[str, str]) -> Iterator[Crossing]:
    """Walk both ends of every piece; a crossing is where the winner is not the one before."""
    first, last = _winner(pieces, pieces.first), _winner(pieces, pieces.last)
    with np.errstate(divide="ignore", invalid="ignore"):
        meets = pieces.starts + pieces.first / (pieces.first - pieces.last) * (pieces.stops - pieces.starts)
    places = np.stack([pieces.starts, np.where(first == TIE, pieces.starts, meets)], axis=1).ravel()
    winners, kinds = np.stack([first, last], axis=1).ravel(), np.tile(["jumps", "meets"], len(first))
    decided = winners != TIE
    places, winners, kinds = places[decided], winners[decided], kinds[decided]
    called = [*names, None]
    for i in np.flatnonzero(np.diff(winners)):
        yield Crossing(float(places[i + 1]), called[winners[i]], called[winners[i + 1]], str(kinds[i + 1]))


def _winner(pieces: Pieces, gap: np.ndarray) -> np.ndarray:
    """0 or 1 for the cheaper option, `TIE` where they cost the same, `NEITHER` where none works."""
    cheaper = np.where(np.abs(gap) <= pieces.noise, TIE, np.where(gap > 0, 1, 0))
    one, other = pieces.works
    return np.select([one & other, one, other], [cheaper, 0, 1], NEITHER)
