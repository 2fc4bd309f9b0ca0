"""How old prices are, read from the dates the price lists themselves carry."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from costmodel.errors import CorruptPrices

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pricing_data.table import Table

FULL = len("2025-10-30")

COMPUTE = ("lambda", "ec2")

BESIDE = frozenset({"reserved", "savings_plan", "spot", "cpu_credits"})
"""Words in a rate's name that say it is not the On-Demand price of an instance or a function."""


def dated(table: Table) -> Iterator[tuple[str, str]]:
    """Key and date text of every line that has a date."""
    for line in table.lines[1:]:
        day = line.rpartition(",")[2]
        if day:
            yield line.partition(",")[0], day


def by_service(table: Table) -> dict[str, tuple[str, str]]:
    """First word of the key to the oldest and the newest date among its rates."""
    days: dict[str, set[str]] = {}
    for key, day in dated(table):
        days.setdefault(key.partition(".")[0], set()).add(day)
    return {service: (min(found), max(found)) for service, found in sorted(days.items())}


def sources(table: Table) -> dict[str, set[str]]:
    """First word of the key to the ids of the sources of its rates."""
    found: dict[str, set[str]] = {}
    for line in table.lines[1:]:
        found.setdefault(line.partition(".")[0], set()).add(line.rsplit(",", 2)[1])
    return dict(sorted(found.items()))


def compute(key: str) -> bool:
    """Whether a rate is one of the two the program compares, Lambda or EC2, at its On-Demand price."""
    service, *words = key.split(".")
    return service in COMPUTE and BESIDE.isdisjoint(words)


def newest(table: Table) -> date:
    """The newest full date among Lambda and EC2 On-Demand rates; raises `CorruptPrices` when none has one."""
    days = [day for key, day in dated(table) if compute(key) and len(day) == FULL]
    if not days:
        message = f"{table.file}: no Lambda or EC2 rate says on which day it was published"
        raise CorruptPrices(message)
    return date.fromisoformat(max(days))
