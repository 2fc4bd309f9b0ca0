"""What can go wrong with an AWS: on the wire (`Fault`), or in the price lists themselves (`Wrong`)."""

from __future__ import annotations

from copy import deepcopy
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from typing import TYPE_CHECKING

from tools.fake_aws import terms

if TYPE_CHECKING:
    from tools.fake_aws.terms import Json


class Kind(StrEnum):
    """How a call fails."""

    THROTTLED = "throttled"
    ERROR = "error"
    """500 and an error of AWS's own."""
    CUT = "cut"
    """The connection ends in the middle of the answer."""
    TRUNCATED = "truncated"
    """Half of the answer, with status 200 and a length that fits."""
    EXPIRED = "expired"
    """The NextToken is not known any more."""
    STALLED = "stalled"
    """Half of the answer comes, then nothing for `Fault.seconds`, and then the connection ends."""
    DENIED = "denied"


@dataclass(frozen=True)
class Fault:
    """Calls that fail: of those that match, this ``share``, and at most ``times`` of them."""

    kind: Kind
    share: float = 1
    """0.5 is every second call."""
    times: int | None = None
    where: str = ""
    """Part of the operation's name or of the file's address; empty is everywhere."""
    after: int = 0
    """Calls that go well first."""
    seconds: float = 30
    """How long a stall is. [s]"""

    def strikes(self, what: str, seen: int) -> bool:
        """Whether it matches, and hits the call after ``seen`` that matched before."""
        count = seen - self.after
        if self.where not in what or count < 0:
            return False
        struck = int(count * self.share)
        return int((count + 1) * self.share) > struck and (self.times is None or struck < self.times)


class How(StrEnum):
    """What is wrong with a product."""

    DUPLICATE = "duplicate"
    """A second SKU with the same attributes and another price."""
    TIERS = "tiers"
    """The second tier begins before the first ends; where there is one tier, it does not begin at 0."""
    ZERO = "zero"
    CNY = "cny"
    HUNDREDFOLD = "hundredfold"
    UNIT = "unit"
    """A unit nobody knows."""
    MISSING = "missing"


@dataclass(frozen=True)
class Wrong:
    """A fault of the price list of ``service``: of all its products, or of those with ``usagetype`` at the end."""

    how: How
    service: str
    usagetype: str = ""

    def hides(self, service: str) -> bool:
        """Whether the whole service is missing."""
        return self.how is How.MISSING and not self.usagetype and service == self.service

    def applied(self, products: list[Json], service: str) -> list[Json]:
        """The products with what is wrong in them."""
        if service != self.service:
            return products
        return [changed for product in products for changed in self._of(product)]

    def _of(self, product: Json) -> list[Json]:
        if not product["product"]["attributes"]["usagetype"].endswith(self.usagetype):
            return [product]
        if self.how is How.MISSING:
            return []
        copy = deepcopy(product)
        if self.how is How.DUPLICATE:
            return [product, renamed(copy)]
        for offers in copy["terms"].values():
            for offer in offers.values():
                edit(offer, self.how)
        return [copy]


def renamed(product: Json) -> Json:
    """The same product under another SKU at ten times the price."""
    old = product["product"]["sku"]
    product["product"]["sku"] = terms.code("again", old)
    [offer] = product["terms"]["OnDemand"].values()
    tiers = [
        (one["beginRange"], one["endRange"], str(Decimal(one["pricePerUnit"]["USD"]) * 10))
        for one in offer["priceDimensions"].values()
    ]
    unit = next(iter(offer["priceDimensions"].values()))["unit"]
    product["terms"] = {"OnDemand": terms.on_demand(product["product"]["sku"], unit, tiers)}
    return product


def edit(offer: Json, how: How) -> None:
    """Put what is wrong into the tiers of one offer."""
    dimensions = list(offer["priceDimensions"].values())
    for one in dimensions:
        price = Decimal(one["pricePerUnit"]["USD"])
        if how is How.ZERO:
            one["pricePerUnit"] = {"USD": "0.0000000000"}
        elif how is How.CNY:
            one["pricePerUnit"] = {"CNY": one["pricePerUnit"]["USD"]}
        elif how is How.HUNDREDFOLD:
            one["pricePerUnit"] = {"USD": terms.money(str(price * 100))}
        elif how is How.UNIT:
            one["unit"] = "Fortnights"
    if how is How.TIERS:
        last = max((one for one in dimensions if "beginRange" in one), key=lambda one: Decimal(one["beginRange"]))
        last["beginRange"] = str(Decimal(last["beginRange"]) // 2) if last["beginRange"] != "0" else "5"
