"""What this AWS sells: every product of every service in every region, made when it is asked for."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import cached_property
from typing import TYPE_CHECKING

from pricing_data import manifest, reader, rows
from tools.fake_aws import decoys, offers
from tools.fake_aws.offers import Offer, Place

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from pricing_data.rows import Row
    from tools.fake_aws.faults import Wrong
    from tools.fake_aws.terms import Json

ANYWHERE = "aws-other"
"""Where the lists are that are of no region."""

PUBLISHED = datetime(2026, 11, 20, 18, 47, 46, tzinfo=UTC)
"""When every price list of this AWS was published."""


@dataclass(eq=False)
class World:
    """Products made from a folder of price files.

    ``wrong`` are the faults of the lists themselves, and ``now`` is the time at which Spot prices are asked for.
    """

    folder: Path = reader.SNAPSHOT
    published: datetime = PUBLISHED
    now: datetime = PUBLISHED
    wrong: tuple[Wrong, ...] = ()
    older: tuple[datetime, ...] = (datetime(2025, 10, 30, 1, 2, 3, tzinfo=UTC),)
    """When the lists that can still be had by their version were published."""
    files: dict[tuple[str, str], Path] = field(default_factory=dict)
    """Files that are sent in the place of a service's list in a region, such as a larger one."""
    recorded: tuple[Json, ...] = ()
    """Real products, as the API gave them: sold in the place of those with their usage type, or beside the others."""
    _made: dict[tuple[str, str], list[Json]] = field(default_factory=dict)

    @property
    def version(self) -> str:
        """Of every price list, such as 20261120184746."""
        return f"{self.published:%Y%m%d%H%M%S}"

    @cached_property
    def offers(self) -> dict[str, list[Offer]]:
        """Service code to what its list holds."""
        return offers.read()

    @cached_property
    def contents(self) -> manifest.Manifest:
        """What the folder holds."""
        return manifest.read(self.folder)

    @property
    def regions(self) -> dict[str, str]:
        """Code to the name in the price lists."""
        return dict(self.contents.regions)

    @property
    def services(self) -> tuple[str, ...]:
        """Service codes, but for those that are missing."""
        return tuple(name for name in sorted(self.offers) if not any(one.hides(name) for one in self.wrong))

    def places(self, service: str) -> list[str]:
        """Where a service has a list: in every region, or nowhere in particular."""
        return [ANYWHERE] if any(one.anywhere for one in self.offers[service]) else list(self.regions)

    def place(self, region: str) -> Place:
        """A region and its name."""
        return Place(region, self.regions.get(region, "Any"))

    def rows(self, region: str) -> list[Row]:
        """Every price of a region, as the folder has it."""
        lines = reader.region_table(region, self.folder, self.contents)
        return [rows.parsed(line, lines.file, at) for at, line in enumerate(lines.lines[1:], 2)]

    def products(self, service: str, region: str) -> list[Json]:
        """A service's price list in one region, decoys and faults and all."""
        if (service, region) not in self._made:
            self._made[service, region] = list(self._products(service, region))
        return self._made[service, region]

    def change(self, *wrong: Wrong) -> None:
        """Let these be what is wrong with the lists from now on."""
        self.wrong = wrong
        self._made.clear()

    def _products(self, service: str, region: str) -> Iterator[Json]:
        if service not in self.services or region not in self.places(service):
            return
        priced = self.rows(next(iter(self.regions)) if region == ANYWHERE else region)
        true = list(offers.products(priced, self.offers[service], self.place(region)))
        real = {used(one): one for one in self.recorded if sold_in(one, service, region)}
        true = [*(one for one in true if used(one) not in real), *real.values()]
        for one in self.wrong:
            true = one.applied(true, service)
        dated = {"version": self.version, "publicationDate": f"{self.published:%Y-%m-%dT%H:%M:%SZ}"}
        yield from ({**product, **dated} for product in decoys.beside(true, service))


def used(product: Json) -> tuple[str, str]:
    """What a product is billed as."""
    said = product["product"]["attributes"]
    return said["usagetype"], said["operation"]


def sold_in(product: Json, service: str, region: str) -> bool:
    """Whether a recorded product is of a service and region."""
    said = product["product"]["attributes"]
    return (product["serviceCode"], said.get("regionCode")) == (service, region)
