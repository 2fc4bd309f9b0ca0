"""How a fleet follows its load: over zones, with the hours, and off when nobody comes."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from costmodel.display import quantity
from costmodel.errors import InvalidOption
from costmodel.limits import round_up
from costmodel.ranges import Range, scalar, whole
from costmodel.units import HOURS_PER_DAY, HOURS_PER_WEEK

if TYPE_CHECKING:
    from collections.abc import Callable

    from costmodel.display import Say
    from costmodel.rates import Num

MINUTES_PER_H = 60

WORKDAYS = 5

MINUTES = Range(0, 30, unit="minutes")

INSTANCES = Range(1, 1e6, unit="instances")

HOURS = Range(0, HOURS_PER_DAY, unit="o'clock")


@dataclass(frozen=True, kw_only=True)
class AutoScaling:
    """An Auto Scaling group that follows the hours of the week; the fleet's minimum is its floor.

    Raises `InvalidOption` naming the setting, its value and what is allowed.
    """

    lag_minutes: float = 5
    """How long before a busier hour its instances must run: metric, alarm, launch and warm-up: an assumption. [min]"""
    scale_in_minutes: float = 15
    """How long instances stay after the load went: an assumption, the default of target tracking.
    https://docs.aws.amazon.com/autoscaling/ec2/userguide/as-scaling-target-tracking.html (read 2026-11-24). [min]"""
    step: int = 1
    """Instances added or taken away at once. [instance]"""
    maximum: int | None = None
    """The ceiling; None is none. [instance]"""

    def __post_init__(self) -> None:
        scalar("lag_minutes", self.lag_minutes, MINUTES)
        scalar("scale_in_minutes", self.scale_in_minutes, MINUTES)
        whole("step", self.step, INSTANCES)
        if self.maximum is not None:
            whole("maximum", self.maximum, INSTANCES)

    @property
    def lag_h(self) -> float:
        """[h]"""
        return self.lag_minutes / MINUTES_PER_H

    @property
    def scale_in_h(self) -> float:
        """[h]"""
        return self.scale_in_minutes / MINUTES_PER_H


@dataclass(frozen=True)
class Schedule:
    """The hours of the day at which a fleet runs; outside of them it is off.

    >>> Schedule(8, 20).hours_on
    84
    """

    start: int
    """First hour on; 8 is 08:00. [o'clock]"""
    stop: int
    """First hour off; after midnight when not after ``start``. [o'clock]"""
    workdays_only: bool = False
    """Off on Saturdays and Sundays."""

    def __post_init__(self) -> None:
        for name in ("start", "stop"):
            whole(name, getattr(self, name), HOURS)
        if self.start % HOURS_PER_DAY == self.stop % HOURS_PER_DAY:
            raise InvalidOption("stop", self.stop, f"another hour than start ({self.start})")

    @property
    def on(self) -> tuple[bool, ...]:
        """Whether the fleet runs, for each hour of the week."""
        length = (self.stop - self.start) % HOURS_PER_DAY
        return tuple(
            (hour - self.start) % HOURS_PER_DAY < length
            and not (self.workdays_only and hour // HOURS_PER_DAY >= WORKDAYS)
            for hour in range(HOURS_PER_WEEK)
        )

    @property
    def days_on(self) -> tuple[float, ...]:
        """Share of each day, Monday to Sunday, in which the fleet runs. [1]"""
        return tuple(np.reshape(self.on, (-1, HOURS_PER_DAY)).mean(axis=1).tolist())

    @property
    def hours_on(self) -> int:
        """[h/week]"""
        return sum(self.on)


@dataclass(frozen=True, slots=True)
class Zones:
    """Availability Zones that a fleet spans, and how many of them may be lost at the peak.

    The same number of instances in every zone once one may be lost: with 2 zones twice the need, with 3 half as
    much again.
    """

    zones: int = 1
    spare: int = 0

    def __post_init__(self) -> None:
        whole("zones", self.zones, Range(1, 6))
        whole("spare_zones", self.spare, Range(0, self.zones - 1, note=f"of {self.zones} zones"))

    def total(self, count: Num) -> Num:
        """Instances over all zones where ``count`` must be left. [instance]"""
        if not self.spare:
            return np.maximum(count, self.zones)
        return round_up(np.maximum(count, 1) / (self.zones - self.spare)) * self.zones

    def left(self, count: float) -> float:
        """Instances that are left of ``count`` once the spare zones are lost. [instance]"""
        return count if not self.spare else count // self.zones * (self.zones - self.spare)

    def explain(self, say: Say = str) -> str:
        """The rule, where zones may be lost."""
        if not self.spare:
            return ""
        sentence = say("{zones} zones of which {spare} may be lost: {factor} times what the load needs")
        return sentence.format(
            zones=self.zones, spare=self.spare, factor=quantity(self.zones / (self.zones - self.spare))
        )


@dataclass(frozen=True, eq=False, slots=True)
class Week:
    """How many instances run, and for how many hours of a week."""

    hours: tuple[float, ...]
    """[h/week]"""
    counts: tuple[Num, ...]
    """Lowest load first. [instance]"""

    @property
    def most(self) -> Num:
        """At the busiest level. [instance]"""
        return self.counts[-1]

    @property
    def all_hours(self) -> Week:
        """The same with the hours in which the fleet is off."""
        off = HOURS_PER_WEEK - sum(self.hours)
        if off <= 1e-9 * HOURS_PER_WEEK:
            return self
        return Week((off, *self.hours), (np.zeros_like(self.most), *self.counts))

    @property
    def mean(self) -> Num:
        """Instances on average over the week. [instance]"""
        return mean(self.hours, self.counts)

    def each(self, change: Callable[[Num, Num], Num], others: tuple[Num, ...]) -> Week:
        """The same hours with other counts."""
        return Week(self.hours, tuple(change(count, other) for count, other in zip(self.counts, others, strict=True)))

    def explain(self, say: Say = str) -> str:
        """Fewest and most, where they differ."""
        low, high = float(np.min(self.counts[0])), float(np.max(self.counts[-1]))
        if low == high:
            return ""
        return say("{low} to {high} instances over the week").format(low=quantity(low), high=quantity(high))


def mean(hours: tuple[float, ...], values: tuple[Num, ...]) -> Num:
    """Mean over the week; added up in order, so that one scenario and many round alike."""
    if len(hours) == 1 and hours[0] == HOURS_PER_WEEK:
        return values[0]
    total: Num = 0.0
    for each, value in zip(hours, values, strict=True):
        total = total + each * value
    return total / HOURS_PER_WEEK
