"""A checked text file whose lines are only taken apart when somebody asks for them.

A region has thousands of prices and a comparison needs about ten.
"""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Mapping
from dataclasses import dataclass
from hashlib import sha256
from typing import TYPE_CHECKING, TypeVar

from costmodel.errors import CorruptPrices
from pricing_data.rows import corrupt

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from pricing_data.manifest import FileEntry, Manifest

T = TypeVar("T")


@dataclass(frozen=True, eq=False, slots=True)
class Table:
    """The lines of one file, and where the block of each key begins."""

    file: str
    lines: list[str]
    first: Mapping[str, int]

    def block(self, key: str) -> list[str]:
        """Every line of ``key``; raises KeyError when there is none."""
        start, prefix = self.first[key], f"{key},"
        end = start + 1
        while end < len(self.lines) and self.lines[end].startswith(prefix):
            end += 1
        return self.lines[start:end]


class Lazy(Mapping[str, T]):
    """A mapping over a table; each value is made at its first use, iteration and ``in`` make none."""

    def __init__(self, table: Table) -> None:
        self._table = table
        self._made: dict[str, T] = {}

    @abstractmethod
    def build(self, lines: list[str], file: str, line: int) -> T:
        """The value made of one block that begins at ``line``."""

    def __getitem__(self, key: str) -> T:
        """The value of ``key``; raises `CorruptPrices` when its lines are wrong."""
        if key not in self._made:
            lines = self._table.block(key)
            self._made[key] = self.build(lines, self._table.file, self._table.first[key] + 1)
        return self._made[key]

    def __contains__(self, key: object) -> bool:
        """Whether there is a block called ``key``."""
        return key in self._table.first

    def __iter__(self) -> Iterator[str]:
        """Every key, in file order."""
        return iter(self._table.first)

    def __len__(self) -> int:
        """How many keys there are."""
        return len(self._table.first)

    def __repr__(self) -> str:
        """How many there are and in which file, not thousands of values."""
        return f"<{type(self).__name__}: {len(self):,} of {self._table.file}>"


def read(folder: Path, file: str, header: str, manifest: Manifest) -> Table:
    """The table in ``file``; raises `CorruptPrices` unless it is what the manifest names."""
    if file not in manifest.files:
        message = f"{file}: not in the manifest"
        raise CorruptPrices(message)
    lines = split(verified(folder / file, manifest.files[file]), file)
    if lines[0] != header:
        raise corrupt(file, 1, f"header must be '{header}', got '{lines[0]}'")
    if len(lines) - 1 != manifest.files[file].rows:
        message = f"{file}: {manifest.files[file].rows} rows expected, got {len(lines) - 1}"
        raise CorruptPrices(message)
    return Table(file, lines, blocks(lines, file))


def verified(path: Path, entry: FileEntry) -> bytes:
    """The bytes of a file whose checksum is right."""
    try:
        content = path.read_bytes()
    except OSError as error:
        message = f"{path.name}: cannot be read: {error.strerror}"
        raise CorruptPrices(message) from error
    digest = sha256(content).hexdigest()
    if digest != entry.sha256:
        message = f"{path.name}: sha256 must be {entry.sha256[:12]}…, got {digest[:12]}…: changed or cut short"
        raise CorruptPrices(message)
    return content


def split(content: bytes, file: str) -> list[str]:
    """The lines of a UTF-8 text that ends with a line feed."""
    try:
        *lines, rest = content.decode().split("\n")
    except UnicodeDecodeError as error:
        message = f"{file}: not UTF-8: {error}"
        raise CorruptPrices(message) from error
    if rest or not lines:
        raise corrupt(file, len(lines) + 1, "the last line must end with a line feed")
    return lines


def blocks(lines: list[str], file: str) -> dict[str, int]:
    """Key to the index of its first line; raises `CorruptPrices` when a key comes back later."""
    first: dict[str, int] = {}
    last = ""
    for index, line in enumerate(lines[1:], 1):
        key = line.partition(",")[0]
        if key == last:
            continue
        if key in first:
            raise corrupt(file, index + 1, f"'{key}' stands in line {first[key] + 1} already")
        first[key], last = index, key
    return first
