"""A folder of price files to rates, with every check on the way in.

The checksum of a file is compared with the manifest before anything in it is believed; a line is
taken apart when its rate is asked for. Everything wrong is a `CorruptPrices` that names file and line.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from costmodel.errors import UnknownRegion
from costmodel.rates import PriceBook, Rate
from pricing_data import manifest, rows, specs, table

if TYPE_CHECKING:
    from collections.abc import Mapping

SNAPSHOT = Path(__file__).with_name("snapshot")
"""The prices that come with the program."""


class Rates(table.Lazy[Rate]):
    """One region's rates, by key."""

    def __init__(self, lines: table.Table, urls: Mapping[str, str]) -> None:
        super().__init__(lines)
        self._urls = urls

    def build(self, lines: list[str], file: str, line: int) -> Rate:
        """The rate of one block of lines; raises `CorruptPrices`."""
        tiers = [rows.parsed(text, file, at) for at, text in enumerate(lines, line)]
        return rows.rate(tiers, self._urls, file, line)


def region_table(region: str, folder: Path, contents: manifest.Manifest) -> table.Table:
    """The lines of one region; raises `UnknownRegion` or `CorruptPrices`."""
    if region not in contents.regions:
        raise UnknownRegion(region, known=tuple(contents.regions))
    return table.read(folder, f"{region}.csv", rows.HEADER, contents)


def instance_types(folder: Path, contents: manifest.Manifest) -> specs.Types:
    """The instance types of a folder."""
    return specs.Types(table.read(folder, specs.FILE, specs.HEADER, contents))


def book(region: str, folder: Path) -> PriceBook:
    """One region's prices and every instance type's specification."""
    contents = manifest.read(folder)
    rates = Rates(region_table(region, folder, contents), contents.urls)
    return PriceBook(region, rates, instance_types(folder, contents))
