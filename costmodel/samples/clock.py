"""Clocks on the wall: what they show at a moment, and which moment they mean."""

from __future__ import annotations

from bisect import bisect_left
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta, tzinfo
from zoneinfo import ZoneInfo

import numpy as np

from costmodel.errors import InvalidWorkload

SECOND, MINUTE, HOUR, DAY = 1_000, 60_000, 3_600_000, 86_400_000
"""[ms]"""

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)

ZONE = "a time zone such as Asia/Tokyo or UTC"


def time_zone(field: str, name: str) -> tzinfo:
    """The IANA time zone of that name. Raises `InvalidWorkload`."""
    if name == "UTC":  # needs no data, which some machines lack
        return UTC
    try:
        return ZoneInfo(name)
    except (KeyError, ValueError, OSError, TypeError):
        raise InvalidWorkload(field, name, ZONE) from None


def at(ms: int, zone: tzinfo = UTC) -> datetime:
    """A moment as a date and time of ``zone``."""
    return (EPOCH + timedelta(milliseconds=int(ms))).astimezone(zone)


@dataclass(frozen=True, eq=False)
class Clock:
    """A time zone between two moments, as arrays can use it."""

    changes: np.ndarray
    """When the offset changes, in UTC. [ms]"""
    offsets: np.ndarray
    """Offset from UTC before, between and after the changes. [ms]"""

    @classmethod
    def between(cls, zone: tzinfo, low: int, high: int) -> Clock:
        """The clock of ``zone`` from ``low`` to ``high``, which is read once a day."""
        days = range(low - 2 * DAY, high + 3 * DAY, DAY)
        known = [_offset(zone, day) for day in days]
        changes, offsets = [], known[:1]
        for day, before, after in zip(days, known, known[1:], strict=False):
            if before != after:
                changes.append(_change(zone, day))
                offsets.append(after)
        return cls(np.array(changes, np.int64), np.array(offsets, np.int64))

    def wall(self, utc: np.ndarray) -> np.ndarray:
        """What the clock shows. [ms]"""
        return np.asarray(utc + self.offsets[np.searchsorted(self.changes, utc, "right")])

    def utc(self, wall: np.ndarray, *, later: bool = False) -> np.ndarray:
        """When the clock shows this: the first time, or the ``later`` one, where it is set back.

        What it never shows, because it is set forward, is the moment as if it had not been.
        """
        pick = np.minimum if later else np.maximum
        turns = self.changes + pick(self.offsets[:-1], self.offsets[1:])
        return np.asarray(wall - self.offsets[np.searchsorted(turns, wall, "right")])


def _offset(zone: tzinfo, ms: int) -> int:
    return (at(ms, zone).utcoffset() or timedelta()) // timedelta(milliseconds=1)


def _change(zone: tzinfo, day: int) -> int:
    """To the second, when the offset changes in the 24 hours after ``day``. [ms]"""
    seconds = range(day, day + DAY + SECOND, SECOND)
    before = _offset(zone, day)
    return seconds[bisect_left(seconds, 1, key=lambda ms: int(_offset(zone, ms) != before))]
