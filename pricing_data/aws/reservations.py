"""Reserved Instances: what an hour costs when the upfront fee is spread over the term.

A commitment that is paid in part or in whole on its first day has two price dimensions, the fee (unit ``Quantity``)
and an hourly price, which is 0 for All Upfront. Stored is their sum per hour of the term, used or not.
https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/apply_ri.html
"""

from __future__ import annotations

from decimal import Context, Decimal
from typing import TYPE_CHECKING, Any

from pricing_data.aws import catalog, terms
from pricing_data.aws.faults import BadPriceList
from pricing_data.aws.terms import Price

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from pricing_data.aws.catalog import RateRule

HOURS: Mapping[str, int] = {"1yr": 8_760, "3yr": 26_280}
"""Length of a term: years of 365 days. [h]"""

ONCE = "Quantity"
"""AWS's unit of an upfront fee."""

PAID: Mapping[str, tuple[bool, bool]] = {
    "No Upfront": (False, True),
    "Partial Upfront": (True, True),
    "All Upfront": (True, False),
}
"""Payment option to whether something is paid at once, and by the hour."""

DIVIDED = Context(prec=12)
"""A fee over thousands of hours has no end of digits; 12 that count are kept."""


def offers(
    attributes: Mapping[str, str], rule: RateRule, product: Mapping[str, Any]
) -> Iterator[tuple[str, Mapping[str, Any]]]:
    """Key and term of each reservation of a product; those of another length or payment have no key."""
    found = product.get("terms", {}).get("Reserved", {}).values() if rule.reserved else ()
    for offer in found:
        said = offer.get("termAttributes", {})
        key = catalog.key_of(rule.reserved, dict(attributes) | said)
        if key and said.get("PurchaseOption") in PAID and said.get("LeaseContractLength") in HOURS:
            yield key, offer


def price(key: str, rule: RateRule, offer: Mapping[str, Any], product: Mapping[str, Any]) -> Price:
    """The effective hourly price of a reservation; raises `BadPriceList`."""
    said = offer["termAttributes"]
    fee, hourly = parts(key, rule, list(offer.get("priceDimensions", {}).values()))
    if (fee > 0, hourly > 0) != PAID[said["PurchaseOption"]]:
        raise BadPriceList(key, f"is {said['PurchaseOption']}, and costs {fee:f} USD at once and {hourly:f} USD/h")
    spread = effective(fee, hourly, HOURS[said["LeaseContractLength"]])
    tiers = (("0", terms.ENDLESS, terms.text(spread)),)
    return Price(key, rule.unit, tiers, product["product"]["sku"], terms.dated(offer, product))


def parts(key: str, rule: RateRule, dimensions: list[Mapping[str, Any]]) -> tuple[Decimal, Decimal]:
    """The upfront fee and the hourly price, each 0 where the term has none. [USD, USD/h]"""
    fees = [each for each in dimensions if each.get("unit") == ONCE]
    hours = [each for each in dimensions if each.get("unit") != ONCE]
    terms.known_units(key, rule.accepts, hours)
    if len(fees) > 1 or len(hours) > 1:
        raise BadPriceList(key, f"has {len(fees)} upfront fees and {len(hours)} hourly prices, not one of each")
    return amount(key, fees), amount(key, hours)


def amount(key: str, dimensions: list[Mapping[str, Any]]) -> Decimal:
    """What the one dimension costs, from the first unit on; 0 where there is none."""
    for dimension in dimensions:
        start, end, found = terms.edges(key, dimension)
        if (start, end) != (Decimal(0), Decimal(terms.ENDLESS)):
            raise BadPriceList(key, f"must have one price from 0 to {terms.ENDLESS}")
        return found
    return Decimal(0)


def effective(fee: Decimal, hourly: Decimal, hours: int) -> Decimal:
    """``fee / hours + hourly``: AWS's own digits without a fee, else 12 digits that count. [USD/h]

    >>> effective(Decimal(263), Decimal("0.03"), 8_760)  # c4.large in 2017, one year, Partial Upfront
    Decimal('0.0600228310502')
    """
    return DIVIDED.divide(fee + hourly * hours, Decimal(hours)) if fee else hourly
