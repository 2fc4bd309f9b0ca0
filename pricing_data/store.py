"""Where refreshed prices live, and which of them are in force.

Under ``sets/`` every folder is one complete price folder, in the format of the embedded one, named after when it
was written and what it holds: ``20261124T101500-1a2b3c4d``. A set is never changed once it is there. The newest
that is whole is in force; the prices that came with the program are the floor below all of them.

Errors, besides those of `pricing_data.reader`:

CostModelError
├── UnknownSet (KeyError)    no set of that name, or none as old as asked for
└── Unwritable (OSError)     the folder cannot be written: full, read-only, or busy
"""

from __future__ import annotations

import os
import re
from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from costmodel.errors import CorruptPrices, CostModelError, InvalidQuestion, UnknownName, UnknownRegion
from pricing_data import ages, manifest, reader
from pricing_data.reader import SNAPSHOT

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping

T = TypeVar("T")

VARIABLE = "COSTMODEL_PRICES_DIR"
"""Environment variable that names another data folder."""

SETS = "sets"

ARCHIVE = "archive"
"""Sets of the past, which are never in force."""

STAMP = "%Y%m%dT%H%M%S"

NAME = re.compile(r"\d{8}T\d{6}-[0-9a-f]{8}")

DAY = re.compile(r"\d{4}(-(0[1-9]|1[0-2])(-(0[1-9]|[12]\d|3[01]))?)?")


class UnknownSet(UnknownName):
    """A price set that is not there."""


class Unwritable(CostModelError, OSError):
    """New prices could not be kept; those that were there are untouched."""


def data_dir(environment: Mapping[str, str] = os.environ) -> Path:
    """The folder of refreshed prices: ``COSTMODEL_PRICES_DIR``, else the user's own data folder."""
    if environment.get(VARIABLE):
        return Path(environment[VARIABLE])
    from platformdirs import user_data_path  # noqa: PLC0415  only where nothing else was said

    return user_data_path("lambda-or-ec2", appauthor=False) / "prices"


def named(when: datetime, document: bytes) -> str:
    """The name of a set written at ``when`` (UTC) whose manifest is ``document``."""
    return f"{when:{STAMP}}-{sha256(document).hexdigest()[:8]}"


def written(folder: Path) -> datetime | None:
    """When a set was written (UTC); None for a folder that is not named like one, such as the embedded prices."""
    if not NAME.fullmatch(folder.name):
        return None
    return datetime.strptime(folder.name.partition("-")[0], STAMP).replace(tzinfo=UTC)


def sets(data: Path, shelf: str = SETS) -> list[Path]:
    """Every set, newest first, whole or not."""
    try:
        return sorted((path for path in (data / shelf).iterdir() if NAME.fullmatch(path.name)), reverse=True)
    except OSError:
        return []


def archived(data: Path) -> list[Path]:
    """Sets of the past whose manifest is intact, newest first."""
    return [folder for folder in sets(data, ARCHIVE) if intact(folder)]


def intact(folder: Path) -> bool:
    """Whether a set's manifest is the one that it was named after. Its files are compared when they are read."""
    try:
        return sha256((folder / manifest.NAME).read_bytes()).hexdigest().startswith(folder.name.partition("-")[2])
    except OSError:
        return False


def folders(data: Path) -> Iterator[Path]:
    """Price folders in force, best first: every set whose manifest is intact, then the embedded prices."""
    yield from (folder for folder in sets(data) if intact(folder))
    yield SNAPSHOT


def current(data: Path) -> Path:
    """The folder whose prices are in force."""
    return next(folders(data))


def first(data: Path, read: Callable[[Path], T]) -> T:
    """What ``read`` makes of the newest folder that it can read.

    A set that is damaged gives way to the one before it, as a whole: files of two sets never meet in one answer.
    """
    for folder in folders(data):
        try:
            return read(folder)
        except CorruptPrices:
            if folder == SNAPSHOT:
                raise
    raise AssertionError  # the embedded prices are always the last


def then(region: str, day: str, data: Path) -> Path:
    """The newest folder whose compute prices for ``region`` are not newer than a day, a month or a year.

    The end of the month or the year counts. Raises `UnknownSet` when all are newer, `UnknownRegion`, and
    `InvalidQuestion` for a text that is no date.
    """
    if not DAY.fullmatch(day):
        raise InvalidQuestion("as_of", day, "a day, a month or a year, such as 2025-11")
    seen: list[str] = []
    fitting = [
        (when, folder)
        for shelf in (_published(region, folders(data)), _effective(region, archived(data)))
        for when, folder in _first(shelf, day, seen)
    ]
    if fitting:
        return max(fitting, key=lambda one: one[0])[1]
    if not seen:
        raise UnknownRegion(region, manifest.read(SNAPSHOT).regions)
    raise UnknownSet("price set", day, (), f" or earlier for {region}: the oldest is of {min(seen)}")


def _first(shelf: Iterator[tuple[str, Path]], day: str, seen: list[str]) -> Iterator[tuple[str, Path]]:
    """The first folder of a shelf, newest first, that is not newer than ``day``; the dates looked at are ``seen``."""
    for when, folder in shelf:
        seen.append(when)
        if when[: len(day)] <= day:
            yield when, folder
            return


def _published(region: str, shelf: Iterable[Path]) -> Iterator[tuple[str, Path]]:
    """Folders that can be read, with the day of their newest compute price list."""
    for folder in shelf:
        try:
            yield ages.newest(reader.region_table(region, folder, manifest.read(folder))).isoformat(), folder
        except (CorruptPrices, UnknownRegion):
            continue


def _effective(region: str, shelf: Iterable[Path]) -> Iterator[tuple[str, Path]]:
    """Sets of the past that can be read, with the day that they are of."""
    return ((f"{written(folder):%Y-%m-%d}", folder) for _, folder in _published(region, shelf))


def picked(name: str, data: Path) -> Path:
    """The set called ``name``, or its beginning; ``snapshot`` is the embedded one. Raises `UnknownSet`."""
    if name == SNAPSHOT.name:
        return SNAPSHOT
    known = [*sets(data), *sets(data, ARCHIVE)]
    found = [folder for folder in known if folder.name.startswith(name)]
    if len(found) != 1 or not name:
        raise UnknownSet("price set", name, [*(folder.name for folder in known), SNAPSHOT.name], f" in {data / SETS}")
    return found[0]
