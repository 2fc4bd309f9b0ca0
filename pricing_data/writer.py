"""Rates to a folder of price files: sorted, digits untouched, so that a refresh is the smallest diff.

Nothing is written that `pricing_data.reader` would refuse.
"""

from __future__ import annotations

from hashlib import sha256
from itertools import groupby
from operator import attrgetter
from typing import TYPE_CHECKING

from costmodel.errors import CorruptPrices
from pricing_data import manifest, rows, specs
from pricing_data.manifest import FileEntry, Manifest

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from pathlib import Path

    from costmodel.instance_type import InstanceType
    from pricing_data.manifest import SourceEntry
    from pricing_data.rows import Row


def write(
    folder: Path,
    rates: Mapping[str, Iterable[Row]],
    instances: Iterable[InstanceType],
    names: Mapping[str, str],
    sources: Mapping[str, SourceEntry],
) -> Manifest:
    """Write a whole folder: ``rates`` and ``names`` by region code, ``sources`` by id.

    Raises `CorruptPrices` before the first file is touched.
    """
    urls = {key: entry.url for key, entry in sources.items()}
    texts = {f"{region}.csv": rate_text(rates[region], urls, f"{region}.csv") for region in names}
    texts[specs.FILE] = instance_text(instances)
    contents = Manifest({file: entry(text) for file, text in texts.items()}, names, sources)
    folder.mkdir(parents=True, exist_ok=True)
    for file, text in (texts | {manifest.NAME: manifest.dumped(contents)}).items():
        replace(folder / file, text)
    return contents


def rate_text(tiers: Iterable[Row], urls: Mapping[str, str], file: str) -> str:
    """A region's file; raises `CorruptPrices` when the rows of a key do not make a rate."""
    ordered = sorted(tiers, key=lambda row: (row.key, float(row.start)))
    lines = [rows.HEADER]
    for _, group in groupby(ordered, key=attrgetter("key")):
        block = list(group)
        rows.rate(block, urls, file, len(lines) + 1)
        lines += [joined(row, file, at) for at, row in enumerate(block, len(lines) + 1)]
    return ended(lines)


def joined(cells: Iterable[str], file: str, line: int) -> str:
    """One line. A cell that would need quoting is refused: the reader splits at every comma."""
    text = ",".join(cells)
    rows.parsed(text, file, line)
    if any(sign in text for sign in '\n\r"'):
        raise rows.corrupt(file, line, f"quotes and line breaks are not allowed, got {text!r}")
    return text


def instance_text(instances: Iterable[InstanceType]) -> str:
    """The file of instance types, sorted by name."""
    lines = [specs.HEADER, *(specs.text(kind) for kind in sorted(instances, key=attrgetter("name")))]
    for at, line in enumerate(lines[1:], 2):
        specs.parsed(line, specs.FILE, at)
    if len({line.partition(",")[0] for line in lines}) != len(lines):
        message = f"{specs.FILE}: an instance type stands there twice"
        raise CorruptPrices(message)
    return ended(lines)


def ended(lines: list[str]) -> str:
    """Lines as text with a line feed after each."""
    return "\n".join(lines) + "\n"


def entry(text: str) -> FileEntry:
    """What the manifest says of a file."""
    return FileEntry(sha256(text.encode()).hexdigest(), text.count("\n") - 1)


def replace(path: Path, text: str) -> None:
    """Put ``text`` in the place of a file at once; a file that is the same already is not touched."""
    content = text.encode()
    if path.exists() and path.read_bytes() == content:
        return
    fresh = path.with_suffix(".new")
    fresh.write_bytes(content)
    fresh.replace(path)
