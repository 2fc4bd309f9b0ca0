"""The collected price data to a price folder."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pricing_data import writer
from tools.snapshot import (
    databases,
    documents,
    ec2,
    instance_types,
    metered,
    region_names,
    spot,
    stated,
    storage,
    transfer,
)
from tools.snapshot.sources import SOURCES

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from pricing_data.manifest import Manifest
    from pricing_data.rows import Row

FAMILIES = (metered, ec2, spot, storage, databases, transfer, documents, stated)


def collected(folder: Path) -> Iterator[tuple[str, Row]]:
    """Region and row of every price, whatever the place."""
    for family in FAMILIES:
        yield from family.rates(folder)


def by_region(rates: list[tuple[str, Row]], names: dict[str, str]) -> dict[str, list[Row]]:
    """The rows of each named region; other places are left out."""
    regions: dict[str, list[Row]] = {region: [] for region in names}
    for region, row in rates:
        if region in regions:
            regions[region].append(row)
    return regions


def build(folder: Path, target: Path) -> Manifest:
    """Write ``target`` from the collected price data in ``folder``.

    Raises ValueError or `CorruptPrices` when the data break a law; then nothing is written.
    """
    metered.requests_agree(folder)
    rates = list(collected(folder))
    here = region_names.complete(rates)
    names = {code: name for code, name in region_names.names(folder).items() if code in here}
    regions = by_region(rates, names)
    used = {row.source for rows in regions.values() for row in rows}
    sources = {key: entry for key, entry in SOURCES.items() if key in used}
    return writer.write(target, regions, instance_types.types(folder), names, sources)
