"""A week of traffic out of measured counts: exports of CloudWatch, or any list of times and counts."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from costmodel.errors import InvalidWorkload
from costmodel.notes import Note
from costmodel.samples import read_samples
from costmodel.samples.clock import DAY, HOUR, MINUTE, SECOND, Clock, at, time_zone
from costmodel.samples.periods import limits, periods, utc
from costmodel.traffic import TrafficProfile
from costmodel.units import HOURS_PER_DAY, HOURS_PER_WEEK, TALK_MONTH_H

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

    from costmodel.samples import Series
    from costmodel.samples.periods import Periods

MONDAY = 3 * HOURS_PER_DAY
"""Hours from Monday 00:00 to the start of 1970-01-01, a Thursday. [h]"""

QUIET = 1e-9
"""A week with fewer requests has none. [request/h]"""

ROUNDING = 1e-9
"""How far below the mean an hour may lie and still be at it."""


@dataclass(frozen=True)
class Measured:
    """A measured week, and what it was made from."""

    profile: TrafficProfile
    requests_per_hour: float
    """Mean over the hours of the week. [request/h]"""
    first: datetime
    """Start of the first period."""
    last: datetime
    """End of the last period."""
    interval_s: float
    """Length of a period. [s]"""
    timezone: str
    samples: int
    """Periods with a count."""
    notes: tuple[Note, ...]

    def requests_per_month(self, hours_per_month: float = TALK_MONTH_H) -> float:
        """[request/month]"""
        return self.requests_per_hour * hours_per_month


def read_traffic(
    text: str, timezone: str = "UTC", *, series: str | None = None, written_in: str | None = None
) -> Measured:
    """Read the week of ``timezone`` out of ``text``: CSV, or the JSON of ``aws cloudwatch``.

    ``series`` chooses one of several by its label or Id. Times without an offset are of the zone ``written_in``, or
    of ``timezone``. Periods missing inside count as 0, since CloudWatch leaves out empty ones; more than a week without
    any was not measured, unless counts come a few days at a time. Each hour of the week is its requests over the time
    that was measured of it; one that was not measured is like the same hour of the days that were. Raises
    `InvalidWorkload` naming line or field, value and what is allowed.
    """
    written_in = written_in or timezone
    zone, home = time_zone("timezone", timezone), time_zone("written_in", written_in)
    found = read_samples(text, series)
    moments, counts, local = found.numbers()
    low, high = limits(moments)
    clock = Clock.between(zone, low, high)
    moments = utc(moments, Clock.between(home, low, high)) if local else moments
    each = periods(moments, counts, found, clock)
    edges, hour = _hours(each, clock)
    counted = _counted(each, edges)
    hours = _measured(each, edges) / HOUR
    rates = _week(counted, hours, hour)
    mean = float(rates.mean())
    if not mean > QUIET:
        raise InvalidWorkload("the counts", float(each.counts.sum()), "above 0 in some period")
    profile = TrafficProfile(tuple((rates / mean).tolist()), within_hour=_within_hour(each, edges, counted))
    notes = tuple(_notes(each, found, hours=np.unique(hour[hours > 0]).size, clock=written_in if local else ""))
    first, last = at(each.start[0], zone), at(each.end[-1], zone)
    return Measured(profile, mean, first, last, each.length / SECOND, timezone, each.counts.size, notes)


def _hours(each: Periods, clock: Clock) -> tuple[np.ndarray, np.ndarray]:
    """Where the hours on the wall begin and end within the span [ms], and which hour of the week each is."""
    start, end = int(each.start[0]), int(each.end[-1])
    parts = [np.array([start, end]), clock.changes, each.holes.ravel()]
    for minutes in np.unique(clock.offsets % HOUR):  # hours begin at a quarter or half of UTC's in some zones
        begins = np.arange(start // HOUR * HOUR - minutes, end, HOUR)
        parts.append(begins[clock.wall(begins) % HOUR == 0])
    edges = np.unique(np.concatenate(parts))
    edges = edges[(edges >= start) & (edges <= end)]
    return edges, (clock.wall(edges[:-1]) // HOUR + MONDAY) % HOURS_PER_WEEK


def _measured(each: Periods, edges: np.ndarray) -> np.ndarray:
    """Time measured between the edges: none of it in a hole, all of it elsewhere. [ms]"""
    inside = np.searchsorted(each.holes.ravel(), edges[:-1], "right") % 2  # after its first moment, before its last
    return np.where(inside, 0, np.diff(edges))


def _counted(each: Periods, edges: np.ndarray) -> np.ndarray:
    """Requests between the edges: each count is spread evenly over its period. [request]"""
    after = np.cumsum(each.counts)
    moments = np.column_stack((each.start, each.end)).ravel()
    so_far = np.column_stack((after - each.counts, after)).ravel()
    return np.asarray(np.maximum(np.diff(np.interp(edges, moments, so_far)), 0))


def _week(counted: np.ndarray, hours: np.ndarray, hour: np.ndarray) -> np.ndarray:
    """Requests over hours measured, of each hour of the week. [request/h]"""
    covered = np.bincount(hour, hours, HOURS_PER_WEEK)
    seen = covered > 0
    rates = np.bincount(hour, counted, HOURS_PER_WEEK) / np.where(seen, covered, 1)
    days, seen_days = rates.reshape(-1, HOURS_PER_DAY), seen.reshape(-1, HOURS_PER_DAY)
    known = np.flatnonzero(seen_days.any(axis=0))
    typical = np.sum(days, axis=0, where=seen_days)[known] / seen_days.sum(axis=0)[known]
    # an hour that no day had, because the clock was set forward in it, lies between its neighbours
    typical = np.interp(np.arange(HOURS_PER_DAY), known, typical, period=HOURS_PER_DAY)
    return np.asarray(np.where(seen_days, days, typical).ravel())


def _within_hour(each: Periods, edges: np.ndarray, counted: np.ndarray) -> float:
    """The largest ratio of a period's rate to its hour's, over the whole hours at or above the mean of the span.

    A quiet hour's one request says nothing about what a fleet must carry, so hours below the mean are left out.
    Periods below a minute, CloudWatch's standard, are added up to minutes: shorter ones mostly show chance. [1]
    """
    if each.length >= HOUR:
        return 1.0
    width, start, counts = each.length, each.start, each.counts
    if width < MINUTE:
        minutes, place = np.unique(start // MINUTE, return_inverse=True)
        width, start, counts = MINUTE, np.maximum(minutes * MINUTE, start[0]), np.bincount(place, counts)
    cell = np.searchsorted(edges, start, "right") - 1
    busy = (np.diff(edges) == HOUR) & (counted >= counted.sum() / each.span * HOUR * (1 - ROUNDING))
    own = busy[cell] & (counted[cell] > 0)
    ratios = counts[own] * (HOUR / width) / counted[cell[own]]
    return float(np.clip(ratios.max(initial=1.0), 1.0, HOUR / width))


def _notes(each: Periods, found: Series, hours: int, clock: str) -> Iterator[Note]:
    yield from _notes_on_text(found, clock)
    if each.holes.size:
        days = round(float(np.diff(each.holes).sum()) / DAY, 1)
        yield Note(
            "More than a week without a count was taken as not measured: {days} days in all. "
            "If they had no requests, write a count of 0 for each of them.",
            (("days", days),),
        )
    if each.empty:
        width = max(each.length, MINUTE) / SECOND
        template = "Periods of {seconds} seconds without a count, taken as 0: {count}."
        yield Note(template, (("seconds", width), ("count", each.empty)))
    if each.length > HOUR:
        template = "Each count is of {hours} hours and was spread evenly over them: the peaks inside are not known."
        yield Note(template, (("hours", each.length / HOUR),))
    if each.uneven:
        template = "The times are not quite regular: each count was taken to be of {seconds} seconds."
        yield Note(template, (("seconds", each.length / SECOND),))
    if hours < HOURS_PER_WEEK:
        template = "Only {days} days were measured: hours that were not seen are like the same hours of the other days."
        yield Note(template, (("days", round(each.span / DAY, 1)),))


def _notes_on_text(found: Series, clock: str) -> Iterator[Note]:
    if found.partial:
        yield Note("CloudWatch calls this answer partial: some periods may be missing.")
    if found.total:
        yield Note("The last line is a total and was left out.")
    if clock:
        yield Note("The times have no offset from UTC: they were read as times in {zone}.", (("zone", clock),))
