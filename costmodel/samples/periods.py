"""Periods in the order of time: when each count begins and ends."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np

from costmodel.errors import InvalidWorkload
from costmodel.samples.clock import DAY, HOUR, MINUTE, SECOND, Clock, at
from costmodel.samples.moments import is_day
from costmodel.samples.series import brief

if TYPE_CHECKING:
    from costmodel.samples.series import Series

MOST_DAYS = 3_660
"""Longest measurement: ten years; more is a mistake in a time. [day]"""

LONGEST = 7 * DAY
"""Longest period of one count: more says nothing about a week. [ms]"""

ONCE = "a moment that stands there once (a clock that is set forward shows no time for an hour)"

DAY_ONCE = "a date that stands there once, or a date with a time of day"

HOLE = 7 * DAY + HOUR
"""Time without a count up to which there were no requests: a week, in which a clock may be set back. [ms]

CloudWatch leaves out periods without requests, so a hole alone does not say whether anything was measured in it. More
than a week is more than nights, weekends and most holidays leave empty. Our choice; lines with the count 0 decide it.
"""

ONE_EXPORT, MANY_EXPORTS = DAY, 7 * DAY // 2
"""How long counts must go on, both before and after a hole, for it to part two exports; the second where there are
several holes: counts of three days a month are the rhythm of a job, and the time between them is quiet. [ms]"""

NEAR, MOSTLY = 0.1, 0.9
"""Times are of a clock that is not quite regular if 90 % of the steps lie within 10 % of the middle one: our choice."""


@dataclass(frozen=True, eq=False)
class Periods:
    """Counts that do not overlap."""

    start: np.ndarray
    """[ms]"""
    end: np.ndarray
    """[ms]"""
    counts: np.ndarray
    """[request]"""
    length: int
    """[ms]"""
    uneven: bool
    """Whether the times are not quite regular."""

    @property
    def span(self) -> int:
        """Time measured: from the start of the first to the end of the last, without the holes. [ms]"""
        return int(self.end[-1] - self.start[0] - np.diff(self.holes).sum())

    @cached_property
    def holes(self) -> np.ndarray:
        """Where nothing was measured between two exports: rows of first and last moment. [ms]"""
        place = np.flatnonzero(self.start[1:] - self.end[:-1] > HOLE)
        last = np.concatenate((self.end[place], self.end[-1:]))
        lasts = last - np.concatenate((self.start[:1], self.start[place + 1]))
        enough = lasts >= (ONE_EXPORT if place.size == 1 else MANY_EXPORTS)
        place = place[enough[:-1] & enough[1:]]
        return np.column_stack((self.end[place], self.start[place + 1]))

    @property
    def empty(self) -> int:
        """Periods within the time measured without a count; minutes, where periods are shorter."""
        width = max(self.length, MINUTE)
        seen = self.counts.size if self.length >= MINUTE else np.unique(self.start // MINUTE).size
        return max(0, round(self.span / width) - seen)


def limits(moments: np.ndarray) -> tuple[int, int]:
    """Between which moments the periods lie. Raises `InvalidWorkload` where there are none, or too many years. [ms]"""
    if moments.size <= 1 or moments.max() - moments.min() > MOST_DAYS * DAY:
        raise InvalidWorkload("the times", f"{moments.size} of them", f"two or more, within {MOST_DAYS:,} days")
    return int(moments.min()), int(moments.max()) + LONGEST


def utc(shown: np.ndarray, clock: Clock) -> np.ndarray:
    """When the clock showed this: a time that stands there twice is of the hour that it was set back. [ms]"""
    found = clock.utc(shown)
    order = np.argsort(found, kind="stable")
    again = order[1:][np.diff(found[order]) == 0]
    found[again] = clock.utc(shown[again], later=True)
    return found


def periods(start: np.ndarray, counts: np.ndarray, found: Series, clock: Clock) -> Periods:
    """Put counts in order and find how long each was taken.

    That is what the text states, else what all steps between times are multiples of; whole days of ``clock`` where
    days are not all of 24 hours. Raises `InvalidWorkload`.
    """
    order = np.argsort(start, kind="stable")
    twice = order[1:][np.diff(start[order]) == 0]
    if twice.size:
        time = found.times[twice[0]]
        raise InvalidWorkload(found.places[twice[0]], brief(time), DAY_ONCE if is_day(time) else ONCE)
    order = order[~np.isnan(counts[order])]
    start, counts = start[order], counts[order]
    if start.size <= 1:
        raise InvalidWorkload("the times", f"{start.size} with a count", "two or more")
    length, days, uneven = _length(start, clock.wall(start), (found.period_s or 0) * SECOND)
    if length > LONGEST:
        raise InvalidWorkload("the times", f"{length / HOUR:,.6g} hours", "at most a week apart")
    end = clock.utc(clock.wall(start) + length) if days else start + length
    end[:-1] = np.minimum(end[:-1], start[1:])
    if end[-1] - start[0] < DAY:
        ends = " to ".join(f"{at(moment):%Y-%m-%d %H:%M}" for moment in (start[0], end[-1]))
        raise InvalidWorkload("the times", f"{ends} UTC", "over at least 24 hours")
    return Periods(start, end, counts, length, uneven)


def _length(start: np.ndarray, wall: np.ndarray, stated: int) -> tuple[int, bool, bool]:
    """Length of a period [ms], whether it is in days of the clock, and whether times are not quite regular."""
    steps = np.diff(start)
    if 0 < stated <= steps.min():
        return stated, False, False
    common, shown = int(np.gcd.reduce(steps)), int(np.gcd.reduce(np.diff(wall)))
    if shown > common and shown % DAY == 0:
        return shown, True, False
    middle = int(np.median(steps))
    if common < middle and np.mean(np.abs(steps - middle) <= NEAR * middle) >= MOSTLY:
        return middle, False, bool(common < (1 - NEAR) * middle)
    return common, False, False
