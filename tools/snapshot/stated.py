"""Prices that no file of the collection has: stated by AWS in a sentence, or quoted by a document, one by one.

``stated.csv`` holds them in the columns of a price file, with a region in front. ``*`` is every region, which is
what AWS says of CPU credits and what an edge price is; a region's own line stands before it.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from pricing_data.rows import Row
from tools.snapshot import ec2, region_names
from tools.snapshot.raw import table

if TYPE_CHECKING:
    from collections.abc import Iterator

FILE = Path(__file__).with_name("stated.csv")

EVERYWHERE = "*"

CREDITS = "ec2.cpu_credits."
"""Credits are sold where a type of their family is."""


def rates(folder: Path) -> Iterator[tuple[str, Row]]:
    """Region and row of every stated price, wherever what it prices is sold."""
    stated = [(region, Row(*cells)) for region, *cells in (line.values() for line in table(FILE))]
    own = {(region, row.key) for region, row in stated if region != EVERYWHERE}
    yield from ((region, row) for region, row in stated if region != EVERYWHERE)
    families = sold(folder)
    for region in region_names.names(folder):
        for place, row in stated:
            if place == EVERYWHERE and (region, row.key) not in own and offered(row.key, region, families):
                yield region, row


def sold(folder: Path) -> set[tuple[str, str]]:
    """Region and family of every instance type that has an On-Demand price."""
    return {(region, kind.partition(".")[0]) for region, kind in ec2.on_demand(folder)}


def offered(key: str, region: str, families: set[tuple[str, str]]) -> bool:
    """Whether a price means something in a region."""
    return not key.startswith(CREDITS) or (region, key.removeprefix(CREDITS)) in families
