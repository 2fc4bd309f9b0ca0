"""The commands ``history`` and ``diff``: which prices there were, and what changed between them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from costmodel.errors import CorruptPrices, CostModelError
from pricing_data import ages, edition, manifest, reader, store
from pricing_data.cli_words import BadInput, Failed, listed
from pricing_data.difference import difference, grouped

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from pricing_data.edition import Edition
    from pricing_data.manifest import Manifest


@click.command()
def history() -> None:
    """Every set of prices on this machine, newest first, and the newest compute price list in each."""
    data = store.data_dir()
    force = store.current(data)
    for folder in (*store.sets(data), reader.SNAPSHOT):
        click.echo(told(folder) + ("  in force" if folder == force else ""))
    for folder in store.sets(data, store.ARCHIVE):
        click.echo(told(folder, past=True) + "  of the past")


@click.command()
@click.argument("old", required=False)
@click.argument("new", required=False)
@click.option("--region", "regions", multiple=True, help="Only this region; may be repeated.")
def diff(old: str | None, new: str | None, regions: tuple[str, ...]) -> None:
    """Prices that differ between two sets: OLD and NEW, or OLD and those in force, or the last two.

    A set is named by the beginning of its name in ``history``; ``snapshot`` is the one that came with the program.
    """
    data = store.data_dir()
    try:
        after = store.picked(new, data) if new else store.current(data)
        before = store.picked(old, data) if old else preceding(after, data)
        lines = list(differences(edition.read(before), edition.read(after), regions))
    except CorruptPrices as error:
        raise Failed(str(error)) from error
    except CostModelError as error:
        raise BadInput(str(error)) from error
    click.echo(f"{before.name} → {after.name}")
    for line in lines or ["No price differs."]:
        click.echo(line)


def preceding(folder: Path, data: Path) -> Path:
    """The sound-looking folder that was in force before ``folder``; the embedded prices have none but themselves."""
    older = [place for place in store.folders(data) if place != folder and place.name < folder.name]
    return older[0] if older else reader.SNAPSHOT


def told(folder: Path, *, past: bool = False) -> str:
    """One line about a set; one of the past is named after its day, and may hold any services."""
    when = store.written(folder)
    start = f"{folder.name:24}  {f'{when:%Y-%m-%d %H:%M} UTC' if when else 'with the program':20}"
    if when and not store.intact(folder):
        return f"{start}  damaged"
    try:
        contents = manifest.read(folder)
        if past:
            return f"{folder.name:24}  {', '.join(contents.regions)}  {_count(contents):,} rows"
        days = [ages.newest(reader.region_table(region, folder, contents)) for region in contents.regions]
    except CorruptPrices as error:
        return f"{start}  damaged: {error}"
    return f"{start}  prices of {max(days)}  {len(contents.regions)} regions  {_count(contents):,} rows"


def _count(contents: Manifest) -> int:
    return sum(entry.rows for entry in contents.files.values())


def differences(old: Edition, new: Edition, regions: tuple[str, ...]) -> Iterator[str]:
    """What differs, region by region."""
    for region in regions or new.contents.regions:
        if region not in new.contents.regions or region not in old.contents.regions:
            raise BadInput(f"region '{region}' is not in both sets")
        if old.files[f"{region}.csv"] != new.files[f"{region}.csv"]:
            yield from of_region(region, old, new)


def of_region(region: str, old: Edition, new: Edition) -> Iterator[str]:
    """What differs in one region: a line that counts, then one per change."""
    found = difference(grouped(old.rows(region)), grouped(new.rows(region)))
    counts = f"{len(found.changed):,} changed, {len(found.new):,} new, {len(found.gone):,} gone"
    yield f"{region}: {counts}, {found.confirmed:,} at the same price"
    yield from (f"  {change}" for change in found.changed)
    if found.new:
        yield f"  new: {listed(found.new)}"
    if found.gone:
        yield f"  gone: {listed(found.gone)}"
