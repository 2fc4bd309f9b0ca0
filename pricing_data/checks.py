"""The laws of a price folder, each file read in full."""

from __future__ import annotations

from itertools import groupby
from operator import attrgetter
from typing import TYPE_CHECKING

from costmodel.errors import CorruptPrices
from pricing_data import manifest, reader, rows, specs, table, writer

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

    from pricing_data.manifest import Manifest
    from pricing_data.rows import Row


def problems(folder: Path) -> list[str]:
    """Everything wrong with a folder, one sentence each; an empty list is a sound folder."""
    try:
        contents = manifest.read(folder)
    except CorruptPrices as error:
        return [str(error)]
    found = [*strays(folder, contents), *of_types(folder, contents)]
    tiers: dict[str, list[Row]] = {}
    for region in contents.regions:
        try:
            tiers[region] = of_region(region, folder, contents)
        except CorruptPrices as error:
            found.append(str(error))
    found += two_units(tiers.items())
    # What a damaged file would have named is not known.
    return found if len(tiers) < len(contents.regions) else [*found, *unused(tiers.values(), contents)]


def of_region(region: str, folder: Path, contents: Manifest) -> list[Row]:
    """Every row of a region; raises `CorruptPrices` for the first thing wrong with it."""
    lines = reader.region_table(region, folder, contents)
    tiers = [rows.parsed(line, lines.file, at) for at, line in enumerate(lines.lines[1:], 2)]
    at = 2
    for _, group in groupby(tiers, key=attrgetter("key")):
        block = list(group)
        rows.rate(block, contents.urls, lines.file, at)
        at += len(block)
    if writer.rate_text(tiers, contents.urls, lines.file) != writer.ended(lines.lines):
        message = f"{lines.file}: not sorted by key and from"
        raise CorruptPrices(message)
    return tiers


def of_types(folder: Path, contents: Manifest) -> Iterator[str]:
    """What is wrong with the instance types."""
    try:
        types = reader.instance_types(folder, contents)
        lines = table.read(folder, specs.FILE, specs.HEADER, contents).lines
        if writer.instance_text(types.values()) != writer.ended(lines):
            yield f"{specs.FILE}: not sorted by name, or not in the writer's form"
    except CorruptPrices as error:
        yield str(error)


def strays(folder: Path, contents: Manifest) -> Iterator[str]:
    """Files that the manifest does not name."""
    for path in sorted(folder.iterdir()):
        if path.name not in contents.files and path.name != manifest.NAME:
            yield f"{path.name}: not in the manifest"


def two_units(regions: Iterable[tuple[str, list[Row]]]) -> Iterator[str]:
    """Keys that are charged in one unit here and in another there."""
    units: dict[str, str] = {}
    for region, tiers in regions:
        for row in tiers:
            if units.setdefault(row.key, row.unit) != row.unit:
                yield f"{region}.csv: '{row.key}' is per {row.unit}, elsewhere per {units[row.key]}"


def unused(regions: Iterable[list[Row]], contents: Manifest) -> Iterator[str]:
    """Sources that no rate names."""
    named = {row.source for tiers in regions for row in tiers}
    for key in sorted(set(contents.sources) - named):
        yield f"{manifest.NAME}: no rate names source '{key}'"
