"""Offers of one SKU: On-Demand tiers and reservations, as the price list nests them."""

from __future__ import annotations

from decimal import Decimal
from hashlib import sha256
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

Json = dict[str, Any]
"""An object of the price list."""

ON_DEMAND = "JRTCKXETXF"
"""Offer term code that every On-Demand price has."""

EFFECTIVE = "2026-11-01T00:00:00Z"

RESERVED = {
    ("standard", "1yr", "No Upfront"): "4NA7Y494T4",
    ("standard", "3yr", "No Upfront"): "BPH4J8HBKS",
    ("convertible", "1yr", "No Upfront"): "7NE97W5U4E",
    ("convertible", "3yr", "No Upfront"): "Z2E3P23VKM",
    ("standard", "1yr", "Partial Upfront"): "HU7G6KETJZ",
    ("standard", "3yr", "Partial Upfront"): "38NPMPTW36",
    ("convertible", "1yr", "Partial Upfront"): "CUZHX8X6JH",
    ("convertible", "3yr", "Partial Upfront"): "R5XV2EPZQZ",
    ("standard", "1yr", "All Upfront"): "6QCMYABX3D",
    ("standard", "3yr", "All Upfront"): "NQ3QZPMQV9",
    ("convertible", "1yr", "All Upfront"): "VJWZNREJX2",
    ("convertible", "3yr", "All Upfront"): "MZU6U2429S",
}
"""Class, length and payment to offer term code."""

HOURS = {"1yr": 8_760, "3yr": 26_280}
"""[h]"""

PARTS = {"No Upfront": ("0", "1"), "Partial Upfront": ("0.475", "0.475"), "All Upfront": ("0.92", "0")}
"""Shares of the No Upfront price that are paid at once, in whole dollars, and by the hour. Made up."""

LETTERS = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"


def code(*words: str, length: int = 16) -> str:
    """A SKU or rate code for what ``words`` name: always the same one."""
    digest = sha256("\n".join(words).encode()).digest()
    return "".join(LETTERS[byte % len(LETTERS)] for byte in digest[:length])


def money(text: str) -> str:
    """A price with at least ten decimals, as the price list writes it.

    >>> money("0.0544"), money("0.00000000012345")
    ('0.0544000000', '0.00000000012345')
    """
    number = Decimal(text)
    exponent = number.as_tuple().exponent
    return f"{number:.10f}" if isinstance(exponent, int) and exponent > -10 else f"{number:f}"  # noqa: PLR2004 - ten decimals


def on_demand(sku: str, unit: str, tiers: Sequence[tuple[str, str, str]], words: str = "") -> Json:
    """The On-Demand offer of ``sku``; ``tiers`` are lower edge, upper edge and price.

    The tiers come in the order of their rate codes, which is any order but theirs.
    """
    offer = f"{sku}.{ON_DEMAND}"
    dimensions = [
        dimension(f"{offer}.{code(sku, start, length=10)}", unit, price, (start, end), words)
        for start, end, price in tiers
    ]
    return {offer: term(sku, ON_DEMAND, sorted(dimensions, key=lambda found: str(found["rateCode"])), {})}


def dimension(rate_code: str, unit: str, price: str, edges: tuple[str, str] | None, words: str = "") -> Json:
    """One tier; a fee that is paid once has no edges."""
    ends = {"beginRange": edges[0], "endRange": edges[1]} if edges else {}
    text = words or (f"${price} per {unit}" if edges else "Upfront Fee")
    paid = {"USD": money(price) if edges else price}
    return {"unit": unit, **ends, "description": text, "appliesTo": [], "rateCode": rate_code, "pricePerUnit": paid}


def term(sku: str, offer: str, dimensions: Iterable[Json], attributes: Mapping[str, str]) -> Json:
    """One offer."""
    return {
        "priceDimensions": {str(found["rateCode"]): found for found in dimensions},
        "sku": sku,
        "effectiveDate": EFFECTIVE,
        "offerTermCode": offer,
        "termAttributes": dict(attributes),
    }


def reserved(sku: str, prices: Mapping[tuple[str, str], str]) -> Json:
    """Reservations by class and length: No Upfront at ``prices``, and what costs less because it is paid at once."""
    offers = {}
    for (kind, length), price in prices.items():
        for payment in PARTS:
            offer = RESERVED[kind, length, payment]
            fee, hourly = paid(price, length, payment)
            hours = dimension(f"{sku}.{offer}.6YS6EN2CT7", "Hrs", hourly, ("0", "Inf"))
            upfront = [dimension(f"{sku}.{offer}.2TG2D8R56U", "Quantity", fee, None)] if fee != "0" else []
            said = {"LeaseContractLength": length, "OfferingClass": kind, "PurchaseOption": payment}
            offers[f"{sku}.{offer}"] = term(sku, offer, [*upfront, hours], said)
    return offers


def paid(price: str, length: str, payment: str) -> tuple[str, str]:
    """The fee, in whole dollars, and the hourly price of a reservation that costs ``price`` without a fee.

    >>> paid("0.063", "1yr", "Partial Upfront"), paid("0.063", "3yr", "All Upfront")
    (('262', '0.029925'), ('1523', '0'))
    """
    once, hourly = (Decimal(share) * Decimal(price) for share in PARTS[payment])
    fee = max(round(once * HOURS[length]), 1) if once else 0
    return f"{fee}", f"{hourly.normalize():f}"
