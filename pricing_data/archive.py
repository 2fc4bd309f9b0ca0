"""Sets of the past: prices as they were on a day before this machine's first refresh.

A set of the past starts from nothing but what was read, holds only that, and is never in force:
``pricing_data.load(region, as_of=...)`` finds it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from pricing_data import deposit, edition, lock, rows, specs, store, writer
from pricing_data.aws.source import Fetched
from pricing_data.draft import Draft
from pricing_data.edition import Edition
from pricing_data.manifest import Manifest
from pricing_data.outcome import Report

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime
    from pathlib import Path

    from pricing_data.draft import Answer


def keep(answers: Sequence[Answer], data: Path, then: datetime) -> Report:
    """Check ``answers`` and keep what is sound as one set of the past, named after ``then``.

    Nothing is held back for having changed: the past is what it was. Raises `pricing_data.store.Unwritable`.
    """
    base = store.first(data, edition.read)
    regions = {answer.region for answer in answers if isinstance(answer, Fetched)}
    draft = Draft(nothing(base, regions), "all", base.units())
    for answer in answers:
        draft.take(answer)
    fresh = draft.finished()
    if fresh is draft.base:
        return Report(tuple(draft.outcomes), None)
    with lock.held(data):
        deposit.clean(data)
        folder = deposit.add(data, fresh.contents, fresh.files, then, store.ARCHIVE)
    return Report(tuple(draft.outcomes), folder)


def nothing(base: Edition, regions: set[str]) -> Edition:
    """A folder of ``regions`` without a price; the sizes of instance types are those of today's."""
    empty = writer.ended([rows.HEADER])
    names = {region: name for region, name in base.contents.regions.items() if region in regions}
    files = {f"{region}.csv": empty for region in names} | {specs.FILE: base.files[specs.FILE].decode()}
    entries = {name: writer.entry(text) for name, text in files.items()}
    return Edition(Manifest(entries, names, {}), {name: text.encode() for name, text in files.items()})
