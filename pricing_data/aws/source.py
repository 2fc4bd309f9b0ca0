"""What every way to read AWS's prices has in common."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from pricing_data.manifest import SourceEntry
    from pricing_data.rows import Row

Progress = Callable[[str, int, int | None], None]
"""Called with what is being read, how much is done, and how much there is if known.

It may raise `pricing_data.aws.faults.Cancelled` to stop.
"""


@dataclass(frozen=True)
class Fetched:
    """One service's prices in one region, complete."""

    service: str
    """Short name, such as ``lambda``: a key of `pricing_data.aws.catalog.services`."""
    region: str
    rows: tuple[Row, ...]
    """Sorted by key and lower edge; ``source`` of each is `source_id`."""
    source_id: str
    source: SourceEntry
    version: str
    """Of the price list, such as 20260925174521; empty where it has none."""
    skipped: tuple[str, ...] = ()
    """Keys that are offered but not priced usably, one sentence each."""


class PriceSource(Protocol):
    """A way to read prices."""

    @property
    def name(self) -> str:
        """Short name, such as ``api`` or ``bulk``."""

    @property
    def services(self) -> tuple[str, ...]:
        """The short names that `fetch` understands."""

    def fetch(self, service: str, region: str, progress: Progress) -> Fetched:
        """Every price of ``service`` in ``region``; raises a `pricing_data.aws.faults.RefreshError`."""


def silent(what: str, done: int, total: int | None) -> None:
    """The `Progress` that tells nobody."""
