"""``python -m tools.snapshot FOLDER`` rewrites the snapshot from the collected price data."""

from __future__ import annotations

from argparse import ArgumentParser
from pathlib import Path

from pricing_data.reader import SNAPSHOT
from tools.snapshot.build import build


def main() -> None:
    """Build, and say how much was built; exit with code 2 when the data cannot be used."""
    parser = ArgumentParser(prog="python -m tools.snapshot", description=__doc__)
    parser.add_argument("folder", type=Path, help="the collected price data")
    parser.add_argument("--into", type=Path, default=SNAPSHOT, help="where to write; the program's own by default")
    arguments = parser.parse_args()
    try:
        contents = build(arguments.folder, arguments.into)
    except (OSError, ValueError, KeyError) as error:
        parser.error(f"{type(error).__name__}: {error}")
    count = sum(entry.rows for entry in contents.files.values())
    print(f"{len(contents.regions)} regions, {count:,} rows")


main()
