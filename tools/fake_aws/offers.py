"""Our rates as products of AWS's price list: what ``products.toml`` says, filled in."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from functools import cached_property
from itertools import groupby
from operator import attrgetter
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from tools.fake_aws import places, terms

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from pricing_data.rows import Row
    from tools.fake_aws.terms import Json

RESERVATION = re.compile(r"(ec2\..+)\.reserved\.(standard|convertible)\.(1yr|3yr)\.no_upfront")


class Place(NamedTuple):
    """A region."""

    region: str
    location: str
    """What the price list calls it."""


@dataclass(frozen=True)
class Offer:
    """How the price list of one service writes one kind of product."""

    service: str
    servicename: str
    directed: bool
    """Whether the list names both ends of a way instead of a place."""
    said: Mapping[str, Any]
    anywhere: bool = False
    """Whether the list is of no region."""

    @cached_property
    def key(self) -> re.Pattern[str]:
        """Matches the keys of our rates that this answers."""
        return re.compile(self.said["key"])

    def attributes(self, words: Mapping[str, str], place: Place) -> dict[str, str]:
        """Attributes as the list writes them."""
        prefix = "" if self.anywhere else places.prefix(place.region, always=self.said.get("prefixed", False))
        own = {
            "usagetype": prefix + self.said["usagetype"],
            "operation": self.said.get("operation", ""),
            **self.said["attributes"],
        }
        filled = {name: text.format(**words, **place._asdict()) for name, text in own.items()}
        where = {} if self.anywhere else whereabouts(place, directed=self.directed)
        return {**where, **self.named, **filled}

    @property
    def named(self) -> dict[str, str]:
        """The service."""
        return {"servicecode": self.service, "servicename": self.servicename}

    def tiers(self, rows: Sequence[Row]) -> list[tuple[str, str, str]]:
        """Lower edge, upper edge, price; a free first tier where the list has one."""
        free = self.said.get("free", "0")
        paid = [(free if row.start == "0" else row.start, row.up_to, row.price) for row in rows]
        return paid if free == "0" else [("0", free, "0"), *paid]


def whereabouts(place: Place, *, directed: bool) -> dict[str, str]:
    """Where a product is."""
    if directed:
        start = {"fromLocation": place.location, "fromLocationType": "AWS Region"}
        return {**start, "fromRegionCode": place.region}
    return {"location": place.location, "locationType": "AWS Region", "regionCode": place.region}


def read() -> dict[str, list[Offer]]:
    """Service code to what its price list holds."""
    document = tomllib.loads(Path(__file__).with_name("products.toml").read_text(encoding="utf-8"))
    return {
        service: [
            Offer(service, said["servicename"], said.get("directed", False), one, said.get("anywhere", False))
            for one in said["products"]
        ]
        for service, said in document.items()
    }


def product(
    family: str, attributes: Mapping[str, str], sku: str, on_demand: Json, reserved: Json | None = None
) -> Json:
    """One entry of a price list."""
    return {
        "product": {"productFamily": family, "attributes": dict(attributes), "sku": sku},
        "serviceCode": attributes["servicecode"],
        "terms": {"OnDemand": on_demand, **({"Reserved": reserved} if reserved else {})},
    }


def products(rows: Iterable[Row], offers: Sequence[Offer], place: Place) -> Iterator[Json]:
    """Every product that answers one of the ``rows`` of a region. Rows that no offer answers make none."""
    blocks = {key: list(group) for key, group in groupby(rows, key=attrgetter("key"))}
    reservations = reserved(blocks)
    for key, block in blocks.items():
        for offer in offers:
            if match := offer.key.fullmatch(key):
                yield made(offer, match.groupdict(), block, place, reservations.get(key, {}))
                break


def reserved(blocks: Mapping[str, Sequence[Row]]) -> dict[str, dict[tuple[str, str], str]]:
    """Key of the On-Demand rate to the prices of its reservations."""
    found: dict[str, dict[tuple[str, str], str]] = {}
    for key, block in blocks.items():
        if match := RESERVATION.fullmatch(key):
            found.setdefault(match[1], {})[match[2], match[3]] = block[0].price
    return found


def made(
    offer: Offer, words: Mapping[str, str], rows: Sequence[Row], place: Place, prices: Mapping[tuple[str, str], str]
) -> Json:
    """The product that answers one rate."""
    sku = rows[0].sku or terms.code(place.region, rows[0].key)
    titles = {name.capitalize(): text.capitalize() for name, text in words.items()}
    titles |= {name.upper(): text.upper() for name, text in words.items()}
    unit = places.chosen(offer.said["units"], place.region)
    bought = terms.on_demand(sku, unit, offer.tiers(rows))
    attributes = offer.attributes({**words, **titles}, place)
    return product(offer.said["family"], attributes, sku, bought, terms.reserved(sku, prices) if prices else None)
