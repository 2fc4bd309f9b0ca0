"""A whole price folder in memory: the one that is in force, and the next one made from it.

Regions in which nothing changed keep their file, byte for byte.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from itertools import count
from sys import intern
from typing import TYPE_CHECKING

from pricing_data import manifest as manifests
from pricing_data import rows, table, writer
from pricing_data.manifest import Manifest

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from pathlib import Path

    from pricing_data.aws.source import Fetched
    from pricing_data.manifest import SourceEntry
    from pricing_data.rows import Row


@dataclass(frozen=True)
class Edition:
    """The bytes of every file of a price folder, as its manifest names them."""

    contents: Manifest
    files: Mapping[str, bytes]

    def lines(self, region: str) -> list[str]:
        """The lines of one region, without the header."""
        return table.split(self.files[f"{region}.csv"], f"{region}.csv")[1:]

    def rows(self, region: str) -> list[Row]:
        """Every tier of one region; raises `CorruptPrices`."""
        return [_shared(rows.parsed(line, f"{region}.csv", at)) for at, line in enumerate(self.lines(region), 2)]

    def units(self) -> dict[str, str]:
        """Key to unit of every rate of every region."""
        pairs = (line.split(",", 2) for region in self.contents.regions for line in self.lines(region))
        return {key: unit for key, unit, _ in pairs}

    def with_regions(self, regions: Mapping[str, Iterable[Row]], sources: Mapping[str, SourceEntry]) -> Edition:
        """The same folder with some regions' rows in the place of theirs; sources that no row names are left out.

        Raises `CorruptPrices` for rows that the reader would refuse.
        """
        known = {**self.contents.sources, **sources}
        urls = {key: entry.url for key, entry in known.items()}
        texts = {f"{region}.csv": writer.rate_text(tiers, urls, f"{region}.csv") for region, tiers in regions.items()}
        files = {**self.files, **{name: text.encode() for name, text in texts.items()}}
        entries = {**self.contents.files, **{name: writer.entry(text) for name, text in texts.items()}}
        fresh = Edition(Manifest(entries, self.contents.regions, known), files)
        used = set(fresh.named())
        return replace(fresh, contents=replace(fresh.contents, sources={key: known[key] for key in sorted(used)}))

    def named(self) -> Iterator[str]:
        """The source of every line."""
        return (line.rsplit(",", 2)[1] for region in self.contents.regions for line in self.lines(region))


def read(folder: Path) -> Edition:
    """Every file of a folder; raises `CorruptPrices` unless each is the one that the manifest names."""
    contents = manifests.read(folder)
    return Edition(contents, {name: table.verified(folder / name, entry) for name, entry in contents.files.items()})


def relabelled(fetched: Fetched, known: Mapping[str, SourceEntry]) -> Fetched:
    """The same answer under a source id that means no other document: ``-2`` and so on is added where it does."""
    label = next(one for one in _numbered(fetched.source_id) if known.get(one, fetched.source) == fetched.source)
    if label == fetched.source_id:
        return fetched
    return replace(fetched, source_id=label, rows=tuple(row._replace(source=label) for row in fetched.rows))


def compact(fetched: Fetched) -> Fetched:
    """The same answer in less memory: equal texts of all answers, of which there are many, are one."""
    return replace(fetched, rows=tuple(map(_shared, fetched.rows)))


def _shared(row: Row) -> Row:
    return rows.Row(*map(intern, row))


def _numbered(name: str) -> Iterator[str]:
    yield name
    yield from (f"{name}-{number}" for number in count(2))
