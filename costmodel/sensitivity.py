"""What moves the answer: each input at its low and at its high, the others at their median."""

from __future__ import annotations

from dataclasses import dataclass
from math import inf, isfinite
from typing import TYPE_CHECKING

from costmodel.compare import compare
from costmodel.errors import InvalidQuestion
from costmodel.ranges import Range, single
from costmodel.settings import RATES, setting
from costmodel.varied import Varied, priced
from costmodel.workload import RANGES

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from costmodel.compare import Comparison
    from costmodel.distributions import Distribution
    from costmodel.option import ComputeOption
    from costmodel.rates import PriceBook
    from costmodel.workload import Workload

MEDIAN = 0.5

SHARE = Range(0, 1)


@dataclass(frozen=True)
class Effect:
    """What one input does to the answer."""

    input: str
    low: float
    """The input's low value."""
    high: float
    at_low: float
    """The answer there; NaN where an option that it is about does not work. [USD/month]"""
    at_high: float
    """[USD/month]"""
    cheapest_at_low: str | None
    cheapest_at_high: str | None

    @property
    def width(self) -> float:
        """How far the answer moves; infinite where an option stops working. [USD/month]"""
        moved = abs(self.at_high - self.at_low)
        return moved if isfinite(moved) else inf


@dataclass(frozen=True)
class Tornado:
    """The answer at the median of all inputs, and what each input does to it, widest first."""

    about: str
    """The option whose bill is asked for, or that is cheapest at the median and compared with ``against``."""
    against: str
    """The next cheapest at the median; empty where one bill is asked for."""
    base: float
    """[USD/month]"""
    cheapest: str | None
    """At the median."""
    effects: tuple[Effect, ...]

    def flips(self, effect: Effect) -> bool:
        """Whether another option is the cheapest at one end of the input."""
        return {effect.cheapest_at_low, effect.cheapest_at_high} != {self.cheapest}


def tornado(
    workload: Workload,
    options: Sequence[ComputeOption],
    prices: PriceBook,
    ranges: Mapping[str, Distribution],
    *,
    low: float = 0.1,
    high: float = 0.9,
    total_of: str | None = None,
) -> Tornado:
    """How far each input alone moves the answer, between two of its quantiles.

    The answer is what the option that is cheapest at the median saves against the next (negative where it has become
    the dearer of the two), or the bill of ``total_of``.
    """
    single("low", low, SHARE, InvalidQuestion)
    single("high", high, Range(low, 1), InvalidQuestion)
    asked = Varied(workload, tuple(options), prices, ranges)
    base = _at(asked, {})
    names = tuple(base)
    if total_of is not None and total_of not in names:
        raise InvalidQuestion("total_of", total_of, "one of " + ", ".join(names))
    ranked = sorted(names, key=lambda name: (base[name][1], base[name][0]))
    if total_of is None and len(names) == 1:
        raise InvalidQuestion("tornado()", "one option", "asked of two options or more, or of total_of")
    about, against = (total_of, "") if total_of else (ranked[0], ranked[1])
    found = [_effect(asked, name, (low, high), about, against) for name in ranges]
    effects = tuple(sorted(found, key=lambda one: -one.width))
    return Tornado(about, against, _answer(base, about, against), _cheapest(base), effects)


Point = dict[str, tuple[float, bool]]
"""Bill of each option, and whether it fails."""


def _at(asked: Varied, places: Mapping[str, float]) -> Point:
    """All options with some inputs at a place of theirs and the others at their median."""
    values = {name: float(given.at(places.get(name, MEDIAN))) for name, given in asked.ranges.items()}
    options, prices = list(asked.options), asked.prices
    for name, value in values.items():
        if name.startswith(RATES):
            prices = priced(prices, name, value)
        elif name not in RANGES:
            found = setting(name, asked.options)
            options[found.place] = found.put(options, value)
    load = asked.workload.vary(**{name: value for name, value in values.items() if name in RANGES})
    each = [compare(load, [option], prices) for option in options]
    return {before.name: _one(one) for before, one in zip(asked.options, each, strict=True)}


def _one(found: Comparison) -> tuple[float, bool]:
    [name] = found.bills
    return float(found.totals[name]), not found.feasible[name]


def _effect(asked: Varied, name: str, shares: tuple[float, float], about: str, against: str) -> Effect:
    at_low, at_high = (_at(asked, {name: share}) for share in shares)
    low, high = (float(asked.ranges[name].at(share)) for share in shares)
    answers = _answer(at_low, about, against), _answer(at_high, about, against)
    return Effect(name, low, high, *answers, _cheapest(at_low), _cheapest(at_high))


def _answer(point: Point, about: str, against: str) -> float:
    names = (about, against) if against else (about,)
    if any(point[name][1] for name in names):
        return float("nan")
    return point[against][0] - point[about][0] if against else point[about][0]


def _cheapest(point: Point) -> str | None:
    works = [name for name, (_, fails) in point.items() if not fails]
    return min(works, key=lambda name: point[name][0]) if works else None
