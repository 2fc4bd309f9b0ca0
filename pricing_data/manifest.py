"""The list of files with their checksums, of regions with their names, and of sources."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any

from costmodel.errors import CorruptPrices

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

NAME = "manifest.json"

SCHEMA = 1
"""Version of the folder's layout; a folder with another one is refused."""


@dataclass(frozen=True, slots=True)
class FileEntry:
    """What a file must be."""

    sha256: str
    rows: int
    """Lines below the header."""


@dataclass(frozen=True, slots=True)
class SourceEntry:
    """Where prices were read."""

    title: str
    url: str
    """The document itself, pinned to the version that was read where it has versions."""
    page: str
    """AWS's own page for the same prices as they are today."""
    note: str


@dataclass(frozen=True, slots=True)
class Manifest:
    """The contents of a price folder."""

    files: Mapping[str, FileEntry]
    regions: Mapping[str, str]
    """Code to name, such as ``ap-northeast-1`` to ``Asia Pacific (Tokyo)``."""
    sources: Mapping[str, SourceEntry]

    @property
    def urls(self) -> dict[str, str]:
        """Source id to address."""
        return {key: entry.url for key, entry in self.sources.items()}


def made(document: Mapping[str, Any]) -> Manifest:
    """The manifest that a JSON document describes."""
    if document["schema"] != SCHEMA:
        message = f"{NAME}: schema {SCHEMA} expected, got {document['schema']!r}"
        raise CorruptPrices(message)
    return Manifest(
        files={name: FileEntry(**entry) for name, entry in document["files"].items()},
        regions=dict(sorted(document["regions"].items())),
        sources={name: SourceEntry(**entry) for name, entry in document["sources"].items()},
    )


def read(folder: Path) -> Manifest:
    """The manifest of ``folder``; raises `CorruptPrices` when it is missing or not one."""
    try:
        return made(json.loads((folder / NAME).read_bytes()))
    except CorruptPrices:
        raise
    except OSError as error:
        message = f"{NAME}: cannot be read: {error.strerror}"
        raise CorruptPrices(message) from error
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        message = f"{NAME}: not a manifest: {error!r}"
        raise CorruptPrices(message) from error


def dumped(manifest: Manifest) -> str:
    """The manifest as JSON text: sorted, so that a change is a small diff."""
    return json.dumps({"schema": SCHEMA} | asdict(manifest), ensure_ascii=False, indent=1, sort_keys=True) + "\n"
