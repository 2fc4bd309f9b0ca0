"""What differs between two prices for the same thing."""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass
from decimal import Decimal
from itertools import groupby
from operator import attrgetter
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from pricing_data.rows import Row

HUNDRED = Decimal(100)


class Step(NamedTuple):
    """The old and the new price from a quantity on."""

    start: str
    """[unit of the rate]"""
    old: str
    """[USD per unit]"""
    new: str
    """[USD per unit]"""

    @property
    def percent(self) -> Decimal:
        """How much dearer it has become; negative is cheaper. [%]"""
        return (Decimal(self.new) / Decimal(self.old) - 1) * HUNDRED


@dataclass(frozen=True)
class Change:
    """A rate whose prices or tier edges are not what they were."""

    key: str
    unit: str
    steps: tuple[Step, ...]
    """At every edge of either list, in order."""

    @property
    def percent(self) -> Decimal:
        """The largest of all steps, up or down. [%]"""
        return max((step.percent for step in self.steps), key=abs)

    def __str__(self) -> str:
        """One line: key, then old, new and per cent of every step that differs."""
        moved = [step for step in self.steps if Decimal(step.old) != Decimal(step.new)]
        return f"{self.key}: {'; '.join(map(self._told, moved)) or 'tier edges moved'}"

    def _told(self, step: Step) -> str:
        start = "" if Decimal(step.start) == 0 else f" from {Decimal(step.start):,f}"
        return f"{step.old} → {step.new} USD/{self.unit}{start} ({step.percent:+,.1f} %)"


def grouped(rows: Iterable[Row]) -> dict[str, tuple[Row, ...]]:
    """Key to its tiers, from the lowest edge up."""
    ordered = sorted(rows, key=lambda row: (row.key, Decimal(row.start)))
    return {key: tuple(tiers) for key, tiers in groupby(ordered, key=attrgetter("key"))}


def change(old: Sequence[Row], new: Sequence[Row]) -> Change | None:
    """What differs in price between two lists of tiers, each from 0 up; None when nothing does."""
    edges = sorted({Decimal(row.start) for row in (*old, *new)})
    steps = tuple(Step(f"{edge:f}", at(old, edge).price, at(new, edge).price) for edge in edges)
    same = [(Decimal(row.start), Decimal(row.price)) for row in old]
    if same == [(Decimal(row.start), Decimal(row.price)) for row in new]:
        return None
    return Change(new[0].key, new[0].unit, steps)


def at(tiers: Sequence[Row], quantity: Decimal) -> Row:
    """The tier that charges what comes after ``quantity``."""
    return tiers[bisect_right([Decimal(row.start) for row in tiers], quantity) - 1]


@dataclass(frozen=True)
class Difference:
    """What two price lists of one region do not share, each sorted by key."""

    new: tuple[str, ...]
    gone: tuple[str, ...]
    changed: tuple[Change, ...]
    confirmed: int
    """Rates at the same price, whatever their dates."""


def difference(old: Mapping[str, Sequence[Row]], new: Mapping[str, Sequence[Row]]) -> Difference:
    """What leads from ``old`` to ``new``, both `grouped`."""
    changed = tuple(_changes(old, new))
    return Difference(
        new=tuple(sorted(new.keys() - old.keys())),
        gone=tuple(sorted(old.keys() - new.keys())),
        changed=changed,
        confirmed=len(old.keys() & new.keys()) - len(changed),
    )


def _changes(old: Mapping[str, Sequence[Row]], new: Mapping[str, Sequence[Row]]) -> Iterator[Change]:
    for key in sorted(old.keys() & new.keys()):
        if old[key] != new[key] and (found := change(old[key], new[key])):
            yield found
