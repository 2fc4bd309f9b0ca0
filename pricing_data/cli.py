"""``python -m pricing_data``: how old the prices are, fresher ones, and whether the files are sound.

Exit codes: 0 all is well, 1 something failed or waits to be accepted, 2 the command was wrong.
"""

from __future__ import annotations

from collections import defaultdict
from pathlib import Path
from typing import TYPE_CHECKING

import click

from costmodel.errors import CostModelError
from pricing_data import ages, checks, cli_archive, cli_history, cli_refresh, manifest, reader, rows, store
from pricing_data.cli_words import BadInput

if TYPE_CHECKING:
    from collections.abc import Iterator

FOLDER = click.option(
    "--folder",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    help="Folder of price files, instead of the newest refreshed set or the ones that come with the program.",
)


@click.group()
def main() -> None:
    """AWS's published prices on this machine."""


main.add_command(cli_archive.archive)
main.add_command(cli_refresh.refresh)
main.add_command(cli_history.diff)
main.add_command(cli_history.history)


@main.command()
@click.option("--region", required=True, help="Region code, such as ap-northeast-1.")
@FOLDER
def status(region: str, folder: Path | None) -> None:
    """One line per service: oldest and newest date, number of rates, sources."""
    try:
        place, lines = (folder, list(report(region, folder))) if folder else in_force(region, store.data_dir())
    except CostModelError as error:
        raise BadInput(str(error)) from error
    if when := store.written(place):
        click.echo(f"{place.name}, refreshed {when:%Y-%m-%d %H:%M} UTC")
    for line in lines:
        click.echo(line)


@main.command()
@FOLDER
def verify(folder: Path | None) -> None:
    """Check every file against its manifest, and every rate against the laws: all refreshed sets, and the embedded."""
    data = store.data_dir()
    places = [folder] if folder else [*store.sets(data), *store.sets(data, store.ARCHIVE), reader.SNAPSHOT]
    if not all([sound(place, named=len(places) > 1) for place in places]):  # noqa: C419  each one is told
        raise SystemExit(1)


def sound(folder: Path, *, named: bool) -> bool:
    """Tell whether one folder is sound, in one line, or one per problem."""
    start = f"{folder.name}: " if named else ""
    found = checks.problems(folder)
    if store.written(folder) and not store.intact(folder):
        found = [f"{manifest.NAME}: not the one that the set was named after", *found]
    for problem in found:
        click.echo(start + problem, err=True)
    if not found:
        contents = manifest.read(folder)
        count = sum(entry.rows for entry in contents.files.values())
        click.echo(f"{start}{len(contents.regions)} regions, {len(contents.files)} files, {count:,} rows: sound")
    return not found


def in_force(region: str, data: Path) -> tuple[Path, list[str]]:
    """The folder that is read for a region, and its report; a newer set that is damaged is told."""
    place, lines = store.first(data, lambda folder: (folder, list(report(region, folder))))
    for newer in store.sets(data):
        if newer.name <= place.name and place != reader.SNAPSHOT:
            break
        click.echo(f"{newer.name}: damaged and not used; `verify` says where", err=True)
    return place, lines


def report(region: str, folder: Path) -> Iterator[str]:
    """The lines of ``status``."""
    lines = reader.region_table(region, folder, manifest.read(folder))
    days = ages.by_service(lines)
    keys, sources = defaultdict(set), defaultdict(set)
    for at, line in enumerate(lines.lines[1:], 2):
        row = rows.parsed(line, lines.file, at)
        service = row.key.partition(".")[0]
        keys[service].add(row.key)
        sources[service].add(row.source)
    for service in sorted(keys):
        oldest, newest = days.get(service, ("undated", "undated"))
        names = ", ".join(sorted(sources[service]))
        yield f"{service:12} {oldest:10} to {newest:10} {len(keys[service]):6,} rates  {names}"
