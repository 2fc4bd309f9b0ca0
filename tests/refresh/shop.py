"""A small region in two states: as it was (`OLD`), and a tenth dearer, as the fake AWS sells it today (`NEW`)."""

from __future__ import annotations

from collections import Counter
from datetime import UTC, datetime
from decimal import Decimal
from itertools import groupby
from operator import attrgetter
from typing import TYPE_CHECKING, NamedTuple

import pricing_data
from pricing_data import checks, deposit, edition, manifest, reader, rows, store, writer
from pricing_data.aws import bulk, catalog, query
from pricing_data.outcome import Status

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from pathlib import Path

    from pricing_data.aws.source import PriceSource
    from pricing_data.outcome import Outcome, Report
    from pricing_data.rows import Row

REGION = "eu-west-1"

LARGE = {"ec2": 150, "rds": 8, "elasticache": 8}
"""Types that are kept of the services that have hundreds: EC2's need a second page."""

BESIDE = frozenset({"reserved", "spot", "cpu_credits"})
"""Words of EC2's rates that are not of an instance at its On-Demand price."""

START = datetime(2026, 1, 1, 12, tzinfo=UTC)

DEARER = Decimal("1.1")

SOURCES: Mapping[str, Callable[[], PriceSource]] = {"api": query.QueryApi, "bulk": bulk.BulkFiles}

Prices = dict[str, tuple[tuple[Decimal, str], ...]]
"""Key to price and upper edge of each tier."""


class Shop(NamedTuple):
    """A data folder with one set in it, and what was in force and is sold."""

    data: Path
    old: Prices
    new: Prices


def stock(region: str = REGION) -> list[Row]:
    """The rows of the small region."""
    contents = manifest.read(reader.SNAPSHOT)
    lines = reader.region_table(region, reader.SNAPSHOT, contents)
    every = [rows.parsed(line, lines.file, at) for at, line in enumerate(lines.lines[1:], 2)]
    left = Counter(LARGE)
    types: set[str] = set()
    for row in every:
        service = row.key.partition(".")[0]
        if left[service] and BESIDE.isdisjoint(row.key.split(".")):
            left[service] -= 1
            types.add(row.key)
    return [row for row in every if row.key.partition(".")[0] not in LARGE or kept(row.key, types)]


def kept(key: str, types: set[str]) -> bool:
    """Whether a rate is about a type that is kept, or about none."""
    plain = key.partition(".reserved.")[0].removesuffix(".spot")
    return plain in types or ".cpu_credits." in key


def dearer(found: list[Row]) -> list[Row]:
    """The same, a tenth dearer; Spot prices, which are in no price list, stay."""
    return [
        row if row.key.endswith(".spot") else row._replace(price=f"{Decimal(row.price) * DEARER:f}") for row in found
    ]


def write(place: Path, found: list[Row], region: str = REGION) -> Path:
    """A price folder of one region."""
    contents = manifest.read(reader.SNAPSHOT)
    used = {row.source for row in found}
    sources = {name: entry for name, entry in contents.sources.items() if name in used}
    kinds = reader.instance_types(reader.SNAPSHOT, contents).values()
    writer.write(place, {region: found}, kinds, {region: contents.regions[region]}, sources)
    return place


def opened(data: Path, place: Path) -> Path:
    """A data folder whose first set is the price folder ``place``."""
    deposit.add(data, manifest.read(place), edition.read(place).files, START)
    return data


def prices(found: list[Row]) -> Prices:
    """What rows say."""
    return {
        key: tuple((Decimal(row.price), row.up_to) for row in block)
        for key, block in groupby(found, key=attrgetter("key"))
    }


def in_force(region: str = REGION) -> Prices:
    """What is loaded now, rate by rate."""
    folder = store.current(store.data_dir())
    book = pricing_data.load(region).rates
    assert checks.problems(folder) == []
    lines = reader.region_table(region, folder, manifest.read(folder))
    found = prices([rows.parsed(line, lines.file, at) for at, line in enumerate(lines.lines[1:], 2)])
    assert {key: tuple(tier.price for tier in book[key].tiers) for key in book} == {
        key: tuple(float(price) for price, _ in tiers) for key, tiers in found.items()
    }
    return found


def service(key: str) -> str:
    """The short name of the service of a rate."""
    return catalog.service_of(key)


def assert_whole(shop: Shop, report: Report | None) -> None:
    """Every service's rates in force are the old ones, or the new ones, as its outcome says: never a mixture."""
    adopted = {one.service for one in report.outcomes if one.status is not Status.FAILED} if report else set()
    held = {change.key for one in report.outcomes for change in one.held} if report else set()
    kept = held | {key for one in report.outcomes for key in one.gone} if report else set()
    skipped = " ".join(text for one in report.outcomes for text in one.skipped) if report else ""
    expected = {
        key: shop.new[key] if service(key) in adopted and key not in kept and f"'{key}'" not in skipped else old
        for key, old in shop.old.items()
    }
    found = in_force()
    assert {key: found.get(key) for key in expected} == expected
    assert {key for key in found.keys() - expected.keys() if not upfront(key)} == set()


def upfront(key: str) -> bool:
    """Whether a rate is of a reservation that the embedded prices do not have."""
    return key.endswith((".partial_upfront", ".all_upfront"))


def outcomes(report: Report) -> Mapping[str, Outcome]:
    """By service."""
    return {one.service: one for one in report.outcomes}


def sets(data: Path) -> list[str]:
    """Names of everything that is in the folder of sets, what is unfinished too."""
    return sorted(path.name for path in (data / store.SETS).iterdir())
