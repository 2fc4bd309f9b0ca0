"""Every point at which the cheaper option changes."""

from __future__ import annotations

from dataclasses import dataclass
from types import MappingProxyType
from typing import TYPE_CHECKING

import numpy as np

from costmodel.compare import awaited
from costmodel.errors import InvalidQuestion, TooManySteps
from costmodel.pieces import BOTH, NEITHER, ONE, Pieces, Search

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from costmodel.option import ComputeOption
    from costmodel.rates import PriceBook
    from costmodel.workload import Workload

SEARCHED: Mapping[str, tuple[float, float]] = MappingProxyType(
    {"requests_per_month": (1e4, 1e10), "duration_ms": (1.0, 900_000.0), "memory_mb": (128.0, 10_240.0)}
)
"""Fields along which options are compared, and where unless it is said: what Lambda allows. [unit of the field]"""


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
    low: float | None = None,
    high: float | None = None,
) -> list[Crossing]:
    """Every point between ``low`` and ``high`` where the cheaper option changes; left out, those of `SEARCHED`.

    Fleet costs climb in steps, so there may be none, one or several. An option that cannot serve the load is
    not the cheaper one, so the edge of a fixed fleet's capacity is a crossing too.

    Raises `TooManySteps` where two costs stay so close, over millions of fleet sizes, that they cross without end.
    """
    if field not in SEARCHED:
        raise InvalidQuestion("field", field, "one of " + ", ".join(SEARCHED))
    if workload.shape:
        raise InvalidQuestion("the workload of crossings()", workload.shape, "one scenario; pick one with .at(index)")
    for option in (one, other):
        for key in awaited(option, prices):
            _ = prices[key]  # raises: what has no price crosses nothing
    low, high = (
        given if given is not None else usual for given, usual in zip((low, high), SEARCHED[field], strict=True)
    )
    search = Search(workload, (one, other), prices, field)
    return list(_changes(_joined(search.pieces(*search.ends(low, high))), (one.name, other.name, None)))


MOST_PIECES = 1_000_000
"""Straight pieces that one search walks through; it takes about a second."""

TIE = -1


def _joined(found: Iterable[Pieces]) -> Pieces:
    parts, total = [], 0
    for part in found:
        parts.append(part)
        total += len(part.starts)
        if total > MOST_PIECES:
            raise TooManySteps("more than a million steps of the two costs: ask for a smaller range")
    return Pieces(*map(np.concatenate, zip(*parts, strict=True)))


def _changes(pieces: Pieces, names: tuple[str, str, None]) -> Iterator[Crossing]:
    """Walk both ends of every piece; a crossing is where the winner is not the one before."""
    first, last = _winner(pieces, pieces.first), _winner(pieces, pieces.last)
    with np.errstate(divide="ignore", invalid="ignore"):
        meets = pieces.starts + pieces.first / (pieces.first - pieces.last) * (pieces.stops - pieces.starts)
    places = np.stack([pieces.starts, np.where(first == TIE, pieces.starts, meets)], axis=1).ravel()
    winners, kinds = np.stack([first, last], axis=1).ravel(), np.tile(["jumps", "meets"], len(first))
    decided = winners != TIE
    places, winners, kinds = places[decided], winners[decided], kinds[decided]
    for i in np.flatnonzero(np.diff(winners)):
        yield Crossing(float(places[i + 1]), names[winners[i]], names[winners[i + 1]], str(kinds[i + 1]))


def _winner(pieces: Pieces, gap: np.ndarray) -> np.ndarray:
    """0 or 1 for the cheaper option, 2 where neither works, `TIE` where they cost the same."""
    cheaper = np.where(np.abs(gap) <= pieces.noise, TIE, np.where(gap > 0, 1, 0))
    works = pieces.works
    return np.select([works == BOTH, works == ONE, works == NEITHER], [cheaper, 0, 2], 1)
