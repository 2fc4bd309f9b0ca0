"""A small price folder, and a source that answers what a test tells it to."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from costmodel.instance_type import InstanceType
from pricing_data import edition, store, writer
from pricing_data.aws.source import Fetched
from pricing_data.deposit import add
from pricing_data.manifest import SourceEntry
from pricing_data.rows import Row

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from pricing_data.aws.source import Progress

START = datetime(2026, 1, 1, 12, 0, tzinfo=UTC)

TYPES = [InstanceType("t3.nano", 2, 512, baseline=0.05), InstanceType("c7g.large", 2, 4096, "arm64")]

OLD = SourceEntry("The list of last year", "https://example.org/2025", "https://example.org", "")

FRESH = SourceEntry("The list of today", "https://example.org/2026", "https://example.org", "")


def row(key: str, price: str, unit: str = "instance·h", start: str = "0", up_to: str = "Inf", **more: str) -> Row:
    """One tier of a rate on the old list."""
    return Row(key, unit, start, up_to, price, **({"sku": "", "source": "old", "as_of": "2025-10-30"} | more))


ROWS = (
    row("lambda.duration.arm64", "0.0000133334", "GB·s", "0", "100", sku="SKU1"),
    row("lambda.duration.arm64", "0.00001", "GB·s", "100", sku="SKU1"),
    row("lambda.duration.x86_64", "0.0000166667", "GB·s"),
    row("lambda.requests", "0.0000002", "request"),
    row("ec2.t3.nano", "0.0052"),
    row("ec2.c7g.large", "0.0725"),
    row("ec2.c7g.large.reserved.standard.1yr.no_upfront", "0.048"),
    row("alb.hours", "0.0225", "h"),
)

REGIONS = {"here": "Here", "there": "There"}


def seeded(data: Path, rows: tuple[Row, ...] = ROWS, when: datetime = START) -> Path:
    """A first set in a data folder, the same prices in two regions, so that tests need not read the embedded ones."""
    place = data.parent / f"{data.name}-seed"
    contents = writer.write(place, dict.fromkeys(REGIONS, rows), TYPES, REGIONS, {"old": OLD})
    return add(data, contents, edition.read(place).files, when)


@dataclass
class FakeSource:
    """Answers with `rows` of the service that is asked for, from a list of today; ``faults`` come before."""

    rows: tuple[Row, ...] = ROWS
    faults: dict[str, Exception] = field(default_factory=dict)
    """By service, or by ``service region``."""
    name: str = "fake"
    services: tuple[str, ...] = ("lambda", "ec2")
    skipped: tuple[str, ...] = ()
    calls: list[tuple[str, str]] = field(default_factory=list)
    meanwhile: Callable[[], object] = lambda: None

    def fetch(self, service: str, region: str, progress: Progress) -> Fetched:
        self.calls.append((service, region))
        progress(f"{service} in {region}", 1, 2)
        self.meanwhile()
        for name in (service, f"{service} {region}"):
            if name in self.faults:
                raise self.faults[name]
        progress(f"{service} in {region}", 2, 2)
        rows = (one for one in self.rows if one.key.startswith(f"{service}."))
        listed = tuple(one._replace(source="today", as_of="2026-01-01") for one in rows)
        return Fetched(service, region, listed, "today", FRESH, "2026", self.skipped)

    def at(self, **prices: str) -> FakeSource:
        """The same with other prices; ``__`` stands for a dot, and every tier gets it."""
        new = {key.replace("__", "."): price for key, price in prices.items()}
        assert set(new) <= {one.key for one in self.rows}
        return replace(self, rows=tuple(one._replace(price=new.get(one.key, one.price)) for one in self.rows), calls=[])

    def without(self, key: str) -> FakeSource:
        """The same with one rate less."""
        return replace(self, rows=tuple(one for one in self.rows if one.key != key), calls=[])


def price(data: Path, key: str, region: str = "here") -> str:
    """The first tier of a rate in force, as the file writes it."""
    lines = (store.current(data) / f"{region}.csv").read_text(encoding="utf-8").splitlines()
    return next(line.split(",")[4] for line in lines if line.startswith(f"{key},"))
