"""Products of AWS's price list to rows. The same for the Query API and the bulk files.

What is wrong with a rate that every region must have refuses the service; what is wrong with one
instance type among hundreds, or with a rate that some regions lack, leaves that one out and says so.
"""

from __future__ import annotations

import re
from collections import defaultdict
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, NamedTuple

from pricing_data.aws import catalog, reservations, terms
from pricing_data.aws.faults import BadPriceList
from pricing_data.rows import Row

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from pricing_data.aws.catalog import RateRule, Service
    from pricing_data.aws.terms import Price

Product = dict[str, Any]
"""``product`` (sku, productFamily, attributes) and ``terms``, as the Query API writes them."""

DAY = len("2026-09-25")

HOLE = re.compile(r"\{[^}]*\}")
"""An attribute in the key of a family of rates."""


class Read(NamedTuple):
    """What a price list says of one service in one region."""

    rows: tuple[Row, ...]
    skipped: tuple[str, ...]
    """One sentence for each rate that is listed but cannot be used."""


@dataclass
class Found:
    """What has been found so far."""

    prices: dict[str, list[tuple[RateRule, Price]]] = field(default_factory=lambda: defaultdict(list))
    problems: list[tuple[RateRule, BadPriceList]] = field(default_factory=list)


def read(service: Service, region: str, products: Iterable[Product], source_id: str) -> Read:
    """The rows of a service; raises `BadPriceList` naming the first required rate that cannot be used."""
    found = Found()
    for product in products:
        attributes = catalog.attributes_of(product["product"])
        rule = answered(service, attributes) if placed(service, attributes, region) else None
        if rule:
            note(found, rule, attributes, product)
    single = [prices[0] for key, prices in found.prices.items() if only_one(found, key, prices)]
    refused(service, found, {rule.key for rule, _ in single})
    rows = sorted((row for _, price in single for row in rows_of(price, source_id)), key=place)
    return Read(tuple(rows), tuple(dict.fromkeys(str(error) for _, error in found.problems)))


def answered(service: Service, attributes: Mapping[str, str]) -> RateRule | None:
    """The rate of ``service`` that a product with these attributes answers, if any."""
    return next((rule for rule in service.rates if rule.matches(attributes)), None)


def placed(service: Service, attributes: Mapping[str, str], region: str) -> bool:
    """Whether a product is sold in a region: it is of the region, or of a service whose prices are of no region."""
    return bool(service.anywhere) or here(attributes, region)


def here(attributes: Mapping[str, str], region: str) -> bool:
    """Whether a product is of the region itself: not of all ("Any"), nor of a Local Zone."""
    kind = attributes.get("locationType") or attributes.get("fromLocationType") or "AWS Region"
    code = attributes.get("regionCode") or attributes.get("fromRegionCode")
    if kind != "AWS Region":
        return False
    name = attributes.get("location") or attributes.get("fromLocation") or ""
    if code:
        return code == region and name != "Any"
    return bool(name) and name.replace("Europe (", "EU (") == catalog.location(region)


def note(found: Found, rule: RateRule, attributes: Mapping[str, str], product: Product) -> None:
    """Add every price of a product, and what is wrong with them."""
    key = catalog.key_of(rule.key, attributes)
    if not key:
        sku = product["product"].get("sku", "")
        found.problems.append((rule, BadPriceList(rule.key, f"cannot be named from the product with SKU {sku}")))
        return
    with problems(found, rule):
        found.prices[key].append((rule, terms.on_demand(key, rule, product)))
    for name, offer in reservations.offers(attributes, rule, product):
        with problems(found, rule):
            found.prices[name].append((rule, reservations.price(name, rule, offer, product)))


@contextmanager
def problems(found: Found, rule: RateRule) -> Iterator[None]:
    """Note what is wrong with one price; what is wrong with the whole list is raised."""
    try:
        yield
    except BadPriceList as error:
        if error.key == "":
            raise
        found.problems.append((rule, error))


def only_one(found: Found, key: str, prices: list[tuple[RateRule, Price]]) -> bool:
    """Whether exactly one product answers ``key``; several are a problem, not a choice."""
    if len(prices) > 1:
        skus = ", ".join(sorted(price.sku for _, price in prices))
        what = f"is answered by {len(prices)} products of the price list, not one: SKU {skus}"
        found.problems.append((prices[0][0], BadPriceList(key, what)))
    return len(prices) == 1


def refused(service: Service, found: Found, usable: set[str]) -> None:
    """Raise `BadPriceList` when a required rate is missing, or wrong."""
    for rule in service.rates:
        errors = [error for other, error in found.problems if other is rule]
        if rule.required and (rule.key not in usable or (errors and not rule.family)):
            raise errors[0] if errors else BadPriceList(HOLE.sub("*", rule.key), "is not in AWS's price list")


def rows_of(price: Price, source_id: str) -> Iterable[Row]:
    """One row for each tier."""
    for start, up_to, amount in price.tiers:
        yield Row(price.key, price.unit, start, up_to, amount, price.sku, source_id, price.as_of)


def place(row: Row) -> tuple[str, float]:
    """Where a row stands."""
    return row.key, float(row.start)


def listed(products: Iterable[Product]) -> tuple[str, str]:
    """The newest version and day among products."""
    versions = [(p.get("version", ""), p.get("publicationDate", "")[:DAY]) for p in products]
    return max(versions, default=("", ""))
