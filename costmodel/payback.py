"""What people and a move cost beside AWS's bill, and in which month a move has paid for itself."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from costmodel.errors import InvalidQuestion
from costmodel.ranges import Range, single

if TYPE_CHECKING:
    from collections.abc import Mapping

    from numpy.typing import NDArray

    from costmodel.projection import Projection

HOURS = Range(0, 1e6, unit="hours")

USD = Range(0, 1e12, unit="USD")


@dataclass(frozen=True)
class People:
    """Hours of people that an option takes: never part of a bill, always shown beside it.

    >>> People(hours_per_month=8, usd_per_hour=75).usd_per_month
    600.0
    """

    hours_per_month: float
    """Patching, scaling, deploying, standing by. [h/month]"""
    usd_per_hour: float
    """What an hour costs, all included. [USD/h]"""

    def __post_init__(self) -> None:
        single("hours_per_month", self.hours_per_month, HOURS, InvalidQuestion)
        single("usd_per_hour", self.usd_per_hour, USD, InvalidQuestion)

    @property
    def usd_per_month(self) -> float:
        """[USD/month]"""
        return float(self.hours_per_month * self.usd_per_hour)


NOBODY: Mapping[str, People] = {}


@dataclass(frozen=True, eq=False)
class Payback:
    """A move from one option to another, month by month."""

    saved: NDArray[np.float64]
    """By the end of each month, less what the move cost; below 0 until it is repaid. [USD]"""

    @property
    def month(self) -> int | None:
        """The first month from whose end on the move stays repaid, counted from 1; None where it never is."""
        owing = np.flatnonzero(self.saved < 0)
        month = int(owing[-1]) + 2 if len(owing) else 1
        return month if month <= len(self.saved) else None


def payback(
    projection: Projection, before: str, after: str, migration_usd: float = 0.0, people: Mapping[str, People] = NOBODY
) -> Payback:
    """When a move from ``before`` to ``after`` has repaid its one-time cost; people's hours count where they are given.

    Raises `InvalidQuestion` where an option is unknown, or cannot serve the load in some month.
    """
    for field, name in (("before", before), ("after", after)):
        if name not in projection.totals:
            raise InvalidQuestion(field, name, "one of " + ", ".join(projection.totals))
        if not projection.feasible[name].all():
            month = int(np.argmin(projection.feasible[name])) + 1
            raise InvalidQuestion(field, name, f"an option that can serve every month; it cannot serve month {month}")
    for name in people.keys() - projection.totals.keys():
        raise InvalidQuestion("people", name, "one of " + ", ".join(projection.totals))
    move = single("migration_usd", migration_usd, USD, InvalidQuestion)
    hours = {name: people[name].usd_per_month if name in people else 0.0 for name in (before, after)}
    monthly = projection.totals[before] + hours[before] - projection.totals[after] - hours[after]
    return Payback(np.cumsum(monthly) - move)
