"""Weeks of traffic with a name, for whoever has no measured one.

Every number here is an assumption of ours, not a measurement: each is an argument, and `costmodel.measured` reads
the real week. Hours are those of a clock where the users are.
"""

from __future__ import annotations

from inspect import signature
from types import MappingProxyType
from typing import TYPE_CHECKING

import numpy as np

from costmodel.errors import InvalidWorkload
from costmodel.ranges import Range, single
from costmodel.traffic import WITHIN_HOUR, TrafficProfile
from costmodel.units import HOURS_PER_DAY, HOURS_PER_WEEK

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

WORKDAYS = 5
"""Monday to Friday. [day/week]"""

OPENS, CLOSES = Range(0, 23, unit="o'clock"), Range(1, 24, unit="o'clock")

SHARE = Range(0, 1, note="of the busy hours")

TIMES = Range(1, 1_000_000, note="times the other hours")

HOUR_OF_WEEK = Range(0, HOURS_PER_WEEK - 1, note="hours after Monday 00:00")


def constant(within_hour: float = 1.0) -> TrafficProfile:
    """The same load in every hour: machines that call machines."""
    return _week(np.ones(HOURS_PER_WEEK), within_hour)


def office_hours(start: int = 9, end: int = 18, rest: float = 0.05, within_hour: float = 1.0) -> TrafficProfile:
    """An internal system: busy Monday to Friday from ``start`` to ``end``, at other times ``rest`` of that."""
    days = np.arange(HOURS_PER_WEEK) < WORKDAYS * HOURS_PER_DAY
    return _week(np.where(days & _window(start, end), 1.0, single("rest", rest, SHARE, InvalidWorkload)), within_hour)


def day_and_night(start: int = 8, end: int = 23, night: float = 0.2, within_hour: float = 1.0) -> TrafficProfile:
    """A service for the public, alike on every day: ``night`` of the day's load between ``end`` and ``start``."""
    return _week(np.where(_window(start, end), 1.0, single("night", night, SHARE, InvalidWorkload)), within_hour)


def weekdays(weekend: float = 0.3, within_hour: float = 1.0) -> TrafficProfile:
    """Machines of businesses: even through Monday to Friday, ``weekend`` of that on Saturday and Sunday."""
    days = np.arange(HOURS_PER_WEEK) < WORKDAYS * HOURS_PER_DAY
    return _week(np.where(days, 1.0, single("weekend", weekend, SHARE, InvalidWorkload)), within_hour)


def evening_peak(start: int = 19, end: int = 23, times: float = 3, within_hour: float = 1.0) -> TrafficProfile:
    """Entertainment at home: ``times`` the load of the other hours from ``start`` to ``end`` on every day."""
    return _week(np.where(_window(start, end), single("times", times, TIMES, InvalidWorkload), 1.0), within_hour)


def spike(hour: int = 10, times: float = 10, within_hour: float = 1.0) -> TrafficProfile:
    """A sale or a mailing: one hour of the week, counted from Monday 00:00, at ``times`` the load of the others."""
    at = np.arange(HOURS_PER_WEEK) == _whole("hour", hour, HOUR_OF_WEEK)
    return _week(np.where(at, single("times", times, TIMES, InvalidWorkload), 1.0), within_hour)


def batch(start: int = 2, end: int = 4, rest: float = 0.0, within_hour: float = 1.0) -> TrafficProfile:
    """A nightly job started by cron: everything between ``start`` and ``end``, ``rest`` of that in the other hours."""
    return _week(np.where(_window(start, end), 1.0, single("rest", rest, SHARE, InvalidWorkload)), within_hour)


SHAPES: Mapping[str, Callable[..., TrafficProfile]] = MappingProxyType(
    {
        "constant": constant,
        "office_hours": office_hours,
        "day_and_night": day_and_night,
        "weekdays": weekdays,
        "evening_peak": evening_peak,
        "spike": spike,
        "batch": batch,
    },
)
"""Every shape by the name that scenario files use; names stay as they are."""


def shape(name: str, /, **numbers: float) -> TrafficProfile:
    """The named week, with other numbers than its own where given.

    >>> shape("spike", times=5).peak_hour
    10

    Raises `InvalidWorkload` for a name, a number's name or a number that is not allowed.
    """
    if str(name) not in SHAPES:
        raise InvalidWorkload("traffic", name, "one of " + ", ".join(SHAPES))
    known = signature(SHAPES[name]).parameters
    for unknown in numbers.keys() - known.keys():
        raise InvalidWorkload(f"a number of {name}", unknown, "one of " + ", ".join(known))
    return SHAPES[name](**numbers)


def _week(loads: np.ndarray, within_hour: float) -> TrafficProfile:
    within_hour = single("within_hour", within_hour, WITHIN_HOUR, InvalidWorkload)
    return TrafficProfile(tuple((loads / loads.mean()).tolist()), within_hour=within_hour)


def _window(start: int, end: int) -> np.ndarray:
    """Which hours of the week lie between two times of the day; past midnight where ``end`` comes first."""
    opens, closes = _whole("start", start, OPENS), _whole("end", end, CLOSES)
    if opens == closes:
        raise InvalidWorkload("end", end, f"another hour than start, {opens}")
    length = (closes - opens) % HOURS_PER_DAY or HOURS_PER_DAY  # 0 to 24 is the whole day
    return np.asarray((np.arange(HOURS_PER_WEEK) - opens) % HOURS_PER_DAY < length)


def _whole(field: str, value: object, allowed: Range) -> int:
    found = single(field, value, allowed, InvalidWorkload)
    if not found.is_integer():
        raise InvalidWorkload(field, value, f"a whole number, {allowed}")
    return int(found)
