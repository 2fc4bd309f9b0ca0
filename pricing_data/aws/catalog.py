"""Which product of AWS's price list answers which rate key; read from ``catalog.toml``.

>>> services()["alb"].code
'AWSELB'
"""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from fnmatch import translate
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping

FILE = Path(__file__).with_name("catalog.toml")

PREFIX = re.compile(r"(?:[A-Z]{3}\d{1,2}|EU)-")
"""What stands before a usage type and says the region: ``APN1-``, ``EU-``; us-east-1 has ``USE1-`` or none."""

PLACEHOLDER = re.compile(r"{(\w+)}")

SAFE = re.compile(r"[\w.-]+")
"""What may stand in a key: it becomes a cell of a file."""


@dataclass(frozen=True, slots=True)
class Query:
    """One listing of the Query API."""

    name: str
    code: str
    filters: tuple[tuple[str, str, str], ...]
    """Type, field, value."""

    def asked(self, region: str) -> list[dict[str, str]]:
        """The filters for one region, as GetProducts takes them."""
        names = {"{region}": region, "{location}": location(region)}
        return [{"Type": kind, "Field": field, "Value": names.get(value, value)} for kind, field, value in self.filters]


@dataclass(frozen=True, slots=True)
class RateRule:
    """How the price list names one rate, or a family of rates."""

    key: str
    unit: str
    accepts: tuple[str, ...]
    families: tuple[str, ...]
    """Product families; empty is any."""
    match: tuple[tuple[str, re.Pattern[str]], ...]
    """Attribute, and what it must be."""
    required: bool
    reserved: str

    @property
    def family(self) -> bool:
        """Whether the key stands for many."""
        return "{" in self.key

    def matches(self, attributes: Mapping[str, str]) -> bool:
        """Whether a product with these attributes (`attributes_of`) is meant."""
        if self.families and attributes["productFamily"] not in self.families:
            return False
        return all(wanted.match(attributes.get(name, "")) for name, wanted in self.match)


@dataclass(frozen=True, slots=True)
class Service:
    """What one refresh adopts or refuses as a whole."""

    name: str
    title: str
    code: str
    """AWS's service code."""
    page: str
    queries: tuple[Query, ...]
    rates: tuple[RateRule, ...]
    anywhere: str = ""
    """For prices that are of no region, such as those of the edge: what the index of its bulk files calls that."""

    @property
    def required(self) -> tuple[str, ...]:
        """Keys that every region has; a family stands as its template, such as ``ec2.{instanceType}``."""
        return tuple(rate.key for rate in self.rates if rate.required)


def bare(usage_type: str) -> str:
    """A usage type without its region.

    >>> bare("APN1-Lambda-GB-Second"), bare("BoxUsage:t3.medium")
    ('Lambda-GB-Second', 'BoxUsage:t3.medium')
    """
    found = PREFIX.match(usage_type)
    return usage_type[found.end() :] if found else usage_type


def attributes_of(product: Mapping[str, Any]) -> dict[str, str]:
    """What rules look at: the attributes, the product family, and the usage type without its region."""
    attributes = dict(product.get("attributes", {}))
    usage = bare(attributes.get("usagetype", ""))
    family = product.get("productFamily", "")
    return attributes | {"productFamily": family, "usagetype": usage, "size": usage.rpartition(":")[2]}


def key_of(template: str, attributes: Mapping[str, str]) -> str:
    """The key of one product; empty when an attribute that it needs is missing or strange."""
    values = {name: attributes.get(name, "") for name in PLACEHOLDER.findall(template)}
    if not all(SAFE.fullmatch(words().get(value, value)) for value in values.values()):
        return ""
    return PLACEHOLDER.sub(lambda found: words().get(values[found[1]], values[found[1]].lower()), template)


def service_of(key: str) -> str:
    """The short name of the service that a key belongs to.

    >>> service_of("ec2.m7g.large.savings_plan.compute.1yr.no_upfront"), service_of("ec2.t3.micro")
    ('savings_plans', 'ec2')
    """
    if ".savings_plan." in key:
        return "savings_plans"
    return "spot" if key.startswith("ec2.") and key.endswith(".spot") else key.partition(".")[0]


def location(region: str) -> str:
    """What the price lists call a region, such as "EU (Ireland)"; empty for one they do not have."""
    return str(_document()["locations"].get(region, ""))


@cache
def words() -> Mapping[str, str]:
    """AWS's words to those of our keys, where small letters are not enough."""
    return MappingProxyType(_document()["words"])


@cache
def services() -> Mapping[str, Service]:
    """Every service whose price list the program reads, by short name."""
    document = _document()
    queries = {name: Query(name, q["code"], tuple(map(tuple, q["filters"]))) for name, q in document["queries"].items()}
    return MappingProxyType({name: _service(name, entry, queries) for name, entry in document["services"].items()})


@cache
def _document() -> dict[str, Any]:
    return tomllib.loads(FILE.read_text(encoding="utf-8"))


def _service(name: str, entry: Mapping[str, Any], queries: Mapping[str, Query]) -> Service:
    rates = tuple(map(_rule, entry["rates"]))
    return Service(
        name=name,
        title=entry["title"],
        code=entry["code"],
        page=entry["page"],
        queries=tuple(queries[each] for each in entry["queries"]),
        rates=rates,
        anywhere=entry.get("anywhere", ""),
    )


def _rule(entry: Mapping[str, Any]) -> RateRule:
    wanted = {name: [some] if isinstance(some, str) else some for name, some in entry["match"].items()}
    return RateRule(
        key=entry["key"],
        unit=entry["unit"],
        accepts=tuple(entry["accepts"]),
        families=tuple(wanted.pop("productFamily", ())),
        match=tuple((name, _pattern(options)) for name, options in wanted.items()),
        required=entry.get("required", False),
        reserved=entry.get("reserved", ""),
    )


def _pattern(options: list[str]) -> re.Pattern[str]:
    return re.compile("|".join(translate(option.replace("[", "[[]")) for option in options))
