"""Terms of a product to prices: tiers in order, in units we know, in US dollars, above zero."""

from __future__ import annotations

from decimal import Decimal, InvalidOperation
from typing import TYPE_CHECKING, Any, NamedTuple

from pricing_data.aws.faults import BadPriceList

if TYPE_CHECKING:
    from collections.abc import Mapping

    from pricing_data.aws.catalog import RateRule

DAY = len("2026-09-25")

ENDLESS = "Inf"

Tier = tuple[str, str, str]
"""Lower edge, upper edge (``Inf`` for the last), price; all text."""


class Price(NamedTuple):
    """A rate's price."""

    key: str
    unit: str
    tiers: tuple[Tier, ...]
    sku: str
    as_of: str


def on_demand(key: str, rule: RateRule, product: Mapping[str, Any]) -> Price:
    """The On-Demand price of a product; raises `BadPriceList`."""
    offers = list(product.get("terms", {}).get("OnDemand", {}).values())
    if len(offers) != 1:
        raise BadPriceList(key, f"must have one On-Demand term, has {len(offers)}")
    return priced(key, rule.unit, rule.accepts, offers[0], product)


def priced(
    key: str, unit: str, accepts: tuple[str, ...], offer: Mapping[str, Any], product: Mapping[str, Any]
) -> Price:
    """The price in one term."""
    dimensions = list(offer.get("priceDimensions", {}).values())
    known_units(key, accepts, dimensions)
    return Price(key, unit, tiers(key, dimensions), product["product"]["sku"], dated(offer, product))


def known_units(key: str, accepts: tuple[str, ...], dimensions: list[Mapping[str, Any]]) -> None:
    """Raise `BadPriceList` when a price is per something else than the rate is."""
    strange = sorted({d.get("unit", "none") for d in dimensions} - set(accepts))
    if strange:
        raise BadPriceList(key, f"must be priced per {' or '.join(accepts)}, is per {', '.join(strange)}")


def dated(offer: Mapping[str, Any], product: Mapping[str, Any]) -> str:
    """The day of the price list, or else the day since when the offer holds."""
    return str(product.get("publicationDate") or offer.get("effectiveDate", ""))[:DAY]


def tiers(key: str, dimensions: list[Mapping[str, Any]]) -> tuple[Tier, ...]:
    """Tiers in order, from 0 to ``Inf``; a free allowance in front is left out.

    AWS lists them in any order. The paid tier that follows a free one begins at 0.
    """
    found = sorted((edges(key, each) for each in dimensions), key=lambda tier: tier[0])
    while len(found) > 1 and found[0][2] == 0:
        found = [(Decimal(0), *found[1][1:]), *found[2:]]
    ends = [Decimal(0), *(end for _, end, _ in found)]
    if ends[-1] != Decimal(ENDLESS) or [start for start, _, _ in found] != ends[:-1]:
        raise BadPriceList(key, f"must have tiers from 0 without a gap to {ENDLESS}, has {shown(found)}")
    if any(price <= 0 for _, _, price in found):
        raise BadPriceList(key, "costs nothing in AWS's price list; a missing price is left out, never 0")
    return tuple((text(start), text(end), text(price)) for start, end, price in found)


def edges(key: str, dimension: Mapping[str, Any]) -> tuple[Decimal, Decimal, Decimal]:
    """Lower edge, upper edge and price of one dimension."""
    prices = dimension.get("pricePerUnit", {})
    if set(prices) != {"USD"}:
        raise BadPriceList("", f"'{key}' must be priced in USD, is in {', '.join(sorted(prices)) or 'no currency'}")
    start, end = dimension.get("beginRange") or "0", dimension.get("endRange") or ENDLESS
    return number(key, start), Decimal(ENDLESS) if end == ENDLESS else number(key, end), number(key, prices["USD"])


def number(key: str, value: str) -> Decimal:
    """A number that AWS wrote; raises `BadPriceList` when it is none."""
    try:
        found = Decimal(value)
    except (InvalidOperation, TypeError, ValueError):
        found = Decimal("nan")
    if not found.is_finite() or found < 0:
        raise BadPriceList(key, f"has {value!r} where a number is expected")
    return found


def text(value: Decimal) -> str:
    """All digits of a number, without zeros behind the last one.

    >>> text(Decimal("0.0000002000")), text(Decimal("6000000000"))
    ('0.0000002', '6000000000')
    """
    if not value.is_finite():
        return ENDLESS
    digits = f"{value:f}"
    return digits.rstrip("0").rstrip(".") if "." in digits else digits


def shown(found: list[tuple[Decimal, Decimal, Decimal]]) -> str:
    """Tiers for an error message."""
    return ", ".join(f"{text(start)} to {text(end)}" for start, end, _ in found) or "none"
