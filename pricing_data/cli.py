"""``python -m pricing_data``: how old the prices are, and whether the files are sound."""

from __future__ import annotations

from collections import defaultdict
from pathlib import Path
from typing import TYPE_CHECKING

import click

from costmodel.errors import CostModelError
from pricing_data import ages, checks, manifest, reader, rows

if TYPE_CHECKING:
    from collections.abc import Iterator

FOLDER = click.option(
    "--folder",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    default=reader.SNAPSHOT,
    help="Folder of price files; the ones that come with the program by default.",
)


class BadInput(click.ClickException):
    """One line on standard error, and the exit code of a wrong command."""

    exit_code = 2


@click.group()
def main() -> None:
    """AWS's published prices on this machine."""


@main.command()
@click.option("--region", required=True, help="Region code, such as ap-northeast-1.")
@FOLDER
def status(region: str, folder: Path) -> None:
    """One line per service: oldest and newest date, number of rates, sources."""
    try:
        for line in report(region, folder):
            click.echo(line)
    except CostModelError as error:
        raise BadInput(str(error)) from error


@main.command()
@FOLDER
def verify(folder: Path) -> None:
    """Check every file against the manifest, and every rate against the laws."""
    found = checks.problems(folder)
    for problem in found:
        click.echo(problem, err=True)
    if found:
        raise SystemExit(1)
    contents = manifest.read(folder)
    count = sum(entry.rows for entry in contents.files.values())
    click.echo(f"{len(contents.regions)} regions, {len(contents.files)} files, {count:,} rows: sound")


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
