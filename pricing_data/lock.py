"""One writer at a time, whoever dies: the system lets go of the lock with the process that holds it."""

from __future__ import annotations

import sys
import time
from contextlib import contextmanager
from typing import TYPE_CHECKING

from pricing_data.store import Unwritable

if TYPE_CHECKING:
    from collections.abc import Iterator
    from io import BufferedRandom
    from pathlib import Path

FILE = ".lock"

PATIENCE_S = 30.0
"""Writing takes a second or two; who waits longer than this is told. [s]"""

PAUSE_S = 0.02

if sys.platform == "win32":
    import msvcrt

    def _take(file: BufferedRandom) -> None:
        msvcrt.locking(file.fileno(), msvcrt.LK_NBLCK, 1)
else:
    import fcntl

    def _take(file: BufferedRandom) -> None:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)


@contextmanager
def held(folder: Path, patience_s: float = PATIENCE_S) -> Iterator[None]:
    """Hold the folder's lock. Raises `Unwritable` when it cannot be made, or is not free in ``patience_s``."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
        file = (folder / FILE).open("a+b")
    except OSError as error:
        raise Unwritable(f"{folder}: new prices cannot be kept here: {error.strerror or error}") from error
    with file:
        _wait(file, folder, patience_s)
        yield


def _wait(file: BufferedRandom, folder: Path, patience_s: float) -> None:
    until = time.monotonic() + patience_s
    while True:
        try:
            _take(file)
        except OSError as error:
            if time.monotonic() >= until:
                raise Unwritable(f"{folder}: another refresh has been writing for {patience_s:g} s") from error
            time.sleep(PAUSE_S)
        else:
            return
