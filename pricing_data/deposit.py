"""A complete new set beside the others, then one rename: it is there as a whole, or not at all.

Every file and every folder is on the disk before the rename, and the rename before anyone is told.
"""

from __future__ import annotations

import os
import secrets
import shutil
from datetime import UTC, timedelta
from typing import TYPE_CHECKING

from pricing_data import manifest
from pricing_data.store import ARCHIVE, SETS, Unwritable, named, sets, written

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime
    from pathlib import Path

    from pricing_data.manifest import Manifest

FRESH = ".new-"
"""Beginning of the name of a set that is being written."""


def add(data: Path, contents: Manifest, files: Mapping[str, bytes], now: datetime, shelf_name: str = SETS) -> Path:
    """Keep a new set, and say where; the caller holds the lock (`pricing_data.lock`).

    ``now`` with a time zone. A set is never named older than the newest there is, whatever the clock says; one for
    `pricing_data.store.ARCHIVE` is named after the day that it is of.
    Raises `Unwritable`; then everything is as it was.
    """
    document = manifest.dumped(contents).encode()
    shelf = data / shelf_name
    fresh = shelf / f"{FRESH}{os.getpid()}-{secrets.token_hex(4)}"
    try:
        shelf.mkdir(parents=True, exist_ok=True)
        target = shelf / named(following(data, now) if shelf_name == SETS else now.astimezone(UTC), document)
        _fill(fresh, {**files, manifest.NAME: document})
        _publish(fresh, target)
    except OSError as error:
        shutil.rmtree(fresh, ignore_errors=True)
        raise Unwritable(f"{shelf}: new prices cannot be kept here: {error.strerror or error}") from error
    return target


def following(data: Path, now: datetime) -> datetime:
    """``now`` in UTC, or the second after the newest set where that is later."""
    stamps = [stamp for stamp in map(written, sets(data)) if stamp]
    return max([now.astimezone(UTC), *(stamp + timedelta(seconds=1) for stamp in stamps[:1])])


def clean(data: Path) -> int:
    """Remove what died while it was written, and count it; the caller holds the lock, so nobody is writing."""
    left = [path for shelf in (SETS, ARCHIVE) for path in (data / shelf).glob(f"{FRESH}*") if path.is_dir()]
    for path in left:
        shutil.rmtree(path, ignore_errors=True)
    return len(left)


def _fill(folder: Path, files: Mapping[str, bytes]) -> None:
    folder.mkdir()
    for name, content in files.items():
        with (folder / name).open("wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
    _settle(folder)


def _publish(fresh: Path, target: Path) -> None:
    """The one step that counts; taken back when the disk cannot promise to remember it."""
    os.replace(fresh, target)  # noqa: PTH105  as the system names it
    try:
        _settle(target.parent)
    except OSError:
        os.replace(target, fresh)  # noqa: PTH105
        raise


def _settle(folder: Path) -> None:
    """Have the names in a folder on the disk; Windows has no such call and needs none."""
    if os.name == "nt":
        return
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
