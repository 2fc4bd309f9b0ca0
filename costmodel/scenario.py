"""Everything one question holds, as one document: the same in a file, on the command line and on the page."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from costmodel.document import check_names, parsed, plain
from costmodel.errors import InvalidQuestion
from costmodel.growth import Growth
from costmodel.own_prices import PRICE, TYPED, unit_of
from costmodel.ranges import Range, single
from costmodel.rates import Rate, Tier
from costmodel.settings import check_ranges
from costmodel.shapes import SHAPES, shape
from costmodel.traffic import TrafficProfile
from costmodel.workload import RANGES, Workload

if TYPE_CHECKING:
    from collections.abc import Mapping

    from costmodel.distributions import Distribution
    from costmodel.option import ComputeOption
    from costmodel.rates import PriceBook

BUILT = ("workload", "options", "growth")
"""Fields of a scenario that are built from objects of their own."""

SCHEMA = 1
"""Version of the document: a reader refuses what it does not know."""

USED = Range(0, 1e18)


@dataclass(frozen=True, kw_only=True, eq=False)
class Scenario:
    """A workload, the options to compare, and how the account is charged.

    Raises `InvalidQuestion` naming the field, its value and what is allowed.
    """

    region: str
    workload: Workload
    options: tuple[ComputeOption, ...]
    free_tier: bool = False
    """Take off Lambda's monthly free tier."""
    used: Mapping[str, float] = field(default_factory=dict)
    """What the rest of the account uses first. [unit of each rate]"""
    rates: Mapping[str, float] = field(default_factory=dict)
    """Prices of your own, such as negotiated ones, instead of the list's. [USD per unit of each rate]"""
    ranges: Mapping[str, Distribution] = field(default_factory=dict)
    """Inputs that are not known exactly, by name; the workload and the options hold what is likely."""
    growth: Growth | None = None
    """How the load grows over the months; None where nothing was said."""

    def __post_init__(self) -> None:
        object.__setattr__(self, "options", tuple(self.options))
        for name, allowed in (("used", USED), ("rates", PRICE)):
            given = getattr(self, name)
            checked = {key: single(f"{name}.{key}", value, allowed, InvalidQuestion) for key, value in given.items()}
            object.__setattr__(self, name, MappingProxyType(checked))
        check_ranges(self.ranges, self.workload, self.options)
        object.__setattr__(self, "ranges", MappingProxyType(dict(self.ranges)))
        if not isinstance(self.growth, Growth | None):
            raise InvalidQuestion("growth", self.growth, "a Growth or None")

    def prices(self, book: PriceBook) -> PriceBook:
        """The book as this scenario is charged; raises `UnknownRate` for a price of one's own that nothing uses."""
        own = {key: Rate(key, unit_of(key, book), (Tier(price),), TYPED) for key, price in self.rates.items()}
        book = book.with_rates(own)
        book = book.with_free_tier() if self.free_tier else book
        return book.already_used(self.used)

    def data(self) -> dict[str, Any]:
        """The document; ranges and growth stand in it where there are any, so that an older question keeps its text."""
        ranges = {"ranges": {name: plain(given) for name, given in self.ranges.items()}} if self.ranges else {}
        growth = {"growth": plain(self.growth)} if self.growth else {}
        return {
            "schema": SCHEMA,
            "region": self.region,
            "workload": _workload_data(self.workload),
            "options": plain(self.options),
            "free_tier": self.free_tier,
            "used": dict(self.used),
            "rates": dict(self.rates),
            **ranges,
            **growth,
        }

    def text(self) -> str:
        """The document as JSON; the same scenario always makes the same text."""
        return json.dumps(self.data(), indent=2, ensure_ascii=False) + "\n"


def read(text: str) -> Scenario:
    """The scenario in a JSON document; raises `InvalidInput` naming the place of what is wrong."""
    try:
        given = json.loads(text.removeprefix("\ufeff"))
    except (ValueError, RecursionError) as error:
        raise InvalidQuestion("scenario", str(error), "a JSON document") from None
    try:
        return _scenario(given)
    except RecursionError:
        raise InvalidQuestion("scenario", "parts in parts without end", "a few parts deep") from None


def _scenario(given: object) -> Scenario:
    if not isinstance(given, dict):
        raise InvalidQuestion("scenario", given, "a JSON object")
    if given.get("schema") != SCHEMA or type(given["schema"]) is not int:
        raise InvalidQuestion("scenario.schema", given.get("schema"), f"{SCHEMA}, the version this program reads")
    facts = {name: value for name, value in given.items() if name != "schema"}
    check_names({name: value for name, value in facts.items() if name not in BUILT}, Scenario, "scenario", BUILT)
    options = facts.get("options")
    if not isinstance(options, list) or not isinstance(facts.get("workload"), dict):
        name, words = ("options", "a list") if not isinstance(options, list) else ("workload", "an object")
        raise InvalidQuestion(f"scenario.{name}", facts.get(name, "nothing"), words)
    facts["workload"] = _workload(facts["workload"])
    facts["options"] = parsed(options, "options")
    ranges = facts.get("ranges", {})
    if not isinstance(ranges, dict):
        raise InvalidQuestion("scenario.ranges", ranges, "an object")
    facts["ranges"] = {name: parsed(one, f"ranges.{name}") for name, one in ranges.items()}
    if facts.get("growth") is not None:
        facts["growth"] = _growth(facts["growth"])
    check_names({"options": facts["options"]}, Scenario, "scenario", facts)
    return Scenario(**facts)


def _growth(given: object) -> Growth:
    """The months; its own name may be left out, since nothing else can stand here."""
    if not isinstance(given, dict) or given.get("part", Growth.__name__) != Growth.__name__:
        raise InvalidQuestion("scenario.growth", given, "an object that is the part Growth")
    try:
        growth: Growth = parsed({"part": Growth.__name__, **given}, "scenario.growth")
    except InvalidQuestion as error:
        field = error.field if error.field.startswith("scenario.") else f"scenario.growth.{error.field}"
        raise InvalidQuestion(field, error.value, error.allowed) from None
    return growth


def _workload_data(workload: Workload) -> dict[str, Any]:
    numbers = {name: getattr(workload, name) for name in RANGES if getattr(workload, name) is not None}
    return {**numbers, "traffic": _traffic_data(workload.traffic)}


def _traffic_data(traffic: TrafficProfile) -> dict[str, Any]:
    """The name of a preset, or all 168 levels."""
    known = (name for name in SHAPES if shape(name).levels == traffic.levels)
    name = next(known, None)
    shown: dict[str, Any] = {"shape": name} if name else {"levels": list(traffic.levels)}
    return {**shown, "within_hour": traffic.within_hour}


def _workload(given: dict[str, Any]) -> Workload:
    settings = {**given, "traffic": _traffic(given.get("traffic", {"shape": "constant"}))}
    check_names(settings, Workload, "workload")
    return Workload(**settings)


def _traffic(given: object) -> TrafficProfile:
    if not isinstance(given, dict) or len({"shape", "levels"} & given.keys()) != 1:
        raise InvalidQuestion("workload.traffic", given, "an object with a shape or with 168 levels")
    numbers = {name: value for name, value in given.items() if name != "shape"}
    if "shape" in given:
        return shape(given["shape"], **numbers)
    unknown = sorted(numbers.keys() - {"levels", "within_hour"})
    if unknown:
        raise InvalidQuestion(f"workload.traffic.{unknown[0]}", numbers[unknown[0]], "levels or within_hour")
    return TrafficProfile(**numbers)
