"""Sets of the past: prices as they were on a day before this machine's first refresh.

A set of the past holds only what was read for its day, and is never in force:
``pricing_data.load(region, as_of=...)`` finds it.
"""

from __future__ import annotations

from contextlib import suppress
from datetime import timedelta
from typing import TYPE_CHECKING

from costmodel.errors import CorruptPrices
from pricing_data import deposit, edition, lock, rows, specs, store, writer
from pricing_data.aws.source import Fetched
from pricing_data.draft import Draft
from pricing_data.edition import Edition
from pricing_data.manifest import Manifest
from pricing_data.outcome import Report

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import date, datetime
    from pathlib import Path

    from pricing_data.draft import Answer


def keep(answers: Sequence[Answer], data: Path, then: datetime) -> Report:
    """Check ``answers`` and keep what is sound in a set of the past, of the day of ``then``.

    What was kept of that very day before is part of it, so that services can be read one after another. Nothing is
    held back for having changed: the past is what it was. Raises `pricing_data.store.Unwritable`.
    """
    with lock.held(data):
        deposit.clean(data)
        base = store.first(data, edition.read)
        same = [folder for folder in store.sets(data, store.ARCHIVE) if _day(folder) == then.date()]
        regions = {answer.region for answer in answers if isinstance(answer, Fetched)}
        draft = Draft(begun(base, regions, same), "all", base.units())
        for answer in answers:
            draft.take(answer)
        fresh, folder = draft.finished(), None
        if fresh is not draft.base:
            stamp = max([then, *(when + timedelta(seconds=1) for when in map(store.written, same[:1]) if when)])
            folder = deposit.add(data, fresh.contents, fresh.files, stamp, store.ARCHIVE)
    return Report(tuple(draft.outcomes), folder)


def begun(base: Edition, regions: set[str], same: Sequence[Path]) -> Edition:
    """What was kept of the same day, and ``regions`` without a price; the sizes of instance types are today's."""
    empty = writer.ended([rows.HEADER])
    texts = {f"{region}.csv": empty for region in regions} | {specs.FILE: base.files[specs.FILE].decode()}
    files = {name: text.encode() for name, text in texts.items()}
    entries = {name: writer.entry(text) for name, text in texts.items()}
    names = {region: base.contents.regions[region] for region in regions}
    old = next(_whole(same), None)
    if old is None:
        return Edition(Manifest(entries, names, {}), files)
    contents = Manifest({**entries, **old.contents.files}, {**names, **old.contents.regions}, old.contents.sources)
    return Edition(contents, {**files, **old.files})


def _whole(shelf: Sequence[Path]) -> Iterator[Edition]:
    """Sets that can be read, newest first; a damaged one is passed over."""
    for folder in shelf:
        if store.intact(folder):
            with suppress(CorruptPrices):
                yield edition.read(folder)


def _day(folder: Path) -> date | None:
    when = store.written(folder)
    return when.date() if when else None
