"""The shape of traffic: a week of 168 hours whose mean is 1."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import TYPE_CHECKING

import numpy as np

from costmodel.errors import InvalidWorkload
from costmodel.ranges import Range, number, single
from costmodel.units import HOURS_PER_DAY, HOURS_PER_WEEK

if TYPE_CHECKING:
    from costmodel.display import Say

MEAN_TOLERANCE = 1e-9
"""How far from 1 the mean of the levels may lie; levels of a real series are divided by their mean first."""

WITHIN_HOUR = Range(1, 1_000, note="times the mean of its hour")

DAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")

Levels = tuple[tuple[float, float], ...]
"""Load levels, lowest first, and how many hours of the week each counts. [hour / mean hour, h/week]"""

Moments = tuple[tuple[float, float, float], ...]
"""The level that a fleet is held at, lowest first, the load meanwhile, and for how long.
[hour / mean hour, hour / mean hour, h/week]"""


def hour_name(hour: int, say: Say = str) -> str:
    """An hour of the week as people say it.

    >>> hour_name(34)
    'Tue 10:00'
    """
    return f"{say(DAYS[hour // HOURS_PER_DAY])} {hour % HOURS_PER_DAY:02d}:00"


@dataclass(frozen=True)
class TrafficProfile:
    """Requests of each hour of a week, relative to the mean hour.

    >>> TrafficProfile.constant().peak
    1.0

    Raises `InvalidWorkload` unless there are 168 levels, none negative, with mean 1.
    """

    levels: tuple[float, ...]
    """Monday 00:00 to Sunday 23:00. [hour / mean hour]"""
    within_hour: float = 1.0
    """The busiest moments of an hour against its mean: what a fleet must still carry. [1]"""

    def __post_init__(self) -> None:
        levels = np.asarray(number("traffic", self.levels, Range(0, note="in every hour"), InvalidWorkload))
        if levels.shape != (HOURS_PER_WEEK,):
            raise InvalidWorkload("traffic", f"{levels.size} levels", f"{HOURS_PER_WEEK} levels, one an hour")
        if abs(levels.mean() - 1) > MEAN_TOLERANCE:
            raise InvalidWorkload("traffic", float(levels.mean()), "levels whose mean is 1")
        object.__setattr__(self, "levels", tuple(levels.tolist()))
        burst = single("peak within the hour", self.within_hour, WITHIN_HOUR, InvalidWorkload)
        object.__setattr__(self, "within_hour", burst)

    @classmethod
    def constant(cls) -> TrafficProfile:
        """The same load in every hour: the talk's, and the default."""
        return CONSTANT

    @cached_property
    def peak_hour(self) -> int:
        """The busiest hour of the week, counted from Monday 00:00; the first of several."""
        return int(np.argmax(self.levels))

    @cached_property
    def peak(self) -> float:
        """The busiest moments of the busiest hour. [load / mean load]"""
        return max(self.levels) * self.within_hour

    @cached_property
    def rise(self) -> float:
        """The steepest climb: from one hour's mean to the busiest moments of the next. [load / mean load]"""
        before = np.roll(self.levels, 1)
        return float(np.max(np.asarray(self.levels) * self.within_hour - before))

    @cached_property
    def neighbours(self) -> tuple[tuple[float, float], ...]:
        """Each pair of levels that follow each other in the week, once. [hour / mean hour]"""
        return tuple(sorted(set(zip((self.levels[-1], *self.levels[:-1]), self.levels, strict=True))))

    @cached_property
    def days(self) -> tuple[float, ...]:
        """The means of Monday to Sunday. [day / mean day]"""
        return tuple(np.reshape(self.levels, (-1, HOURS_PER_DAY)).mean(axis=1).tolist())

    @cached_property
    def credit_headroom(self) -> float:
        """Mean load that a burstable instance can carry all week without running out of CPU credits.

        In multiples of its baseline: 1 for constant load; less where busy hours need more credits than a day earns,
        the most that an instance can hold. https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/burstable-credits-baseline-concepts.html
        (read 2026-11-23). [1]
        """
        low, high = 0.0, 1.0
        if self._lasts(high):
            return high
        for _ in range(60):
            middle = (low + high) / 2
            low, high = (middle, high) if self._lasts(middle) else (low, middle)
        return low

    def load_duration(self) -> tuple[tuple[float, float], ...]:
        """Each distinct level and the share of the week it lasts, lowest first. [hour / mean hour, 1]"""
        return tuple((level, hours / HOURS_PER_WEEK) for level, hours in self.followed())

    def followed(self, lag_h: float = 0, delay_h: float = 0, on: tuple[bool, ...] | None = None) -> Levels:
        """The levels that a fleet is held at which follows the load, and for how long.

        Capacity for the next hour stands ``lag_h`` before it begins, and that of the last hour goes ``delay_h``
        after it ended; both together at most an hour. Hours in which the fleet is not ``on`` are left out.
        """
        held: dict[float, float] = defaultdict(float)
        for level, _, hours in self.moments(lag_h, delay_h, on):
            held[level] += hours
        return tuple(held.items())

    def moments(self, lag_h: float = 0, delay_h: float = 0, on: tuple[bool, ...] | None = None) -> Moments:
        """The same with the load that there is meanwhile: smaller where instances came early or have yet to go."""
        return _moments(self.levels, lag_h, delay_h, on)

    def _lasts(self, load: float) -> bool:
        """Whether credits last all week at ``load`` times the baseline: two weeks show every stretch of one."""
        owed = worst = 0.0
        for level in self.levels * 2:
            owed = max(0.0, owed + load * level - 1)
            worst = max(worst, owed)
        return worst <= HOURS_PER_DAY


@lru_cache(maxsize=256)
def _moments(week: tuple[float, ...], lag_h: float, delay_h: float, on: tuple[bool, ...] | None) -> Moments:
    lasts: dict[tuple[float, float], float] = defaultdict(float)
    for hour, level in enumerate(week):
        before, after = week[hour - 1], week[(hour + 1) % HOURS_PER_WEEK]
        if on and not on[hour]:
            lasts[after, 0.0] += lag_h if on[(hour + 1) % HOURS_PER_WEEK] else 0.0  # started before it opens
            continue
        lasts[max(before, level), level] += delay_h
        lasts[max(level, after), level] += lag_h
        lasts[level, level] += 1 - lag_h - delay_h
    return tuple(sorted((held, load, hours) for (held, load), hours in lasts.items() if hours > 0))


CONSTANT = TrafficProfile((1.0,) * HOURS_PER_WEEK)
