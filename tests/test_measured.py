"""A week out of measured counts: series with known answers, real formats, and any text at all."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

import numpy as np
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from costmodel.errors import InvalidWorkload
from costmodel.measured import Measured, read_traffic
from costmodel.notes import Note
from costmodel.samples import Series
from costmodel.samples.clock import Clock
from costmodel.samples.moments import moment
from costmodel.samples.periods import periods

if TYPE_CHECKING:
    from collections.abc import Callable

MONDAY = datetime(2026, 11, 16, tzinfo=UTC)

TOKYO, NEW_YORK = "Asia/Tokyo", "America/New_York"

ZONES = ["UTC", TOKYO, NEW_YORK, "Asia/Kolkata", "Asia/Kathmandu", "Australia/Lord_Howe", "America/Sao_Paulo"]

HOUR, DAY, WEEK = 3600, 86400, 7 * 86400


def week_load(hour: int) -> float:
    """Some load that differs in every hour of the week."""
    return 10 + hour % 24 + 5 * (hour // 24)


def csv(
    load: Callable[[datetime], float], seconds: float, span: int = WEEK, start: datetime = MONDAY, form: str = "%FT%TZ"
) -> str:
    """A table of ``load``, requests a second, in periods of ``seconds``."""
    times = [start + timedelta(seconds=seconds * n) for n in range(int(span / seconds))]
    return "time,count\n" + "\n".join(f"{time:{form}},{load(time) * seconds!r}" for time in times)


def by_hour(time: datetime) -> float:
    return week_load(time.weekday() * 24 + time.hour)


def expected(loads: list[float]) -> Any:
    return pytest.approx(np.array(loads) / np.mean(loads), rel=1e-9)


WEEK_LOADS = [week_load(hour) for hour in range(168)]


# --- known answers -----------------------------------------------------------------------------------


@pytest.mark.parametrize("zone", ZONES)
@pytest.mark.parametrize("seconds", [60, 300, 1800, HOUR, 4 * HOUR, DAY])
def test_a_flat_series_is_flat_in_every_zone(zone: str, seconds: int) -> None:
    found = read_traffic(csv(lambda _: 3, seconds, 3 * WEEK), zone)

    assert found.profile.levels == pytest.approx(np.ones(168), abs=1e-9)
    assert found.profile.within_hour == pytest.approx(1, abs=1e-9)
    assert found.requests_per_month() == pytest.approx(3 * HOUR * 720, rel=1e-12)
    assert found.requests_per_month(730) == pytest.approx(3 * HOUR * 730, rel=1e-12)
    assert found.interval_s == seconds


@pytest.mark.parametrize("seconds", [1, 60, 300, 900, HOUR])
def test_a_known_week_comes_back(seconds: int) -> None:
    span = WEEK if seconds >= 60 else 2 * DAY
    found = read_traffic(csv(by_hour, seconds, span))

    assert np.array(found.profile.levels[:48]) / found.profile.levels[0] == pytest.approx(
        np.array(WEEK_LOADS[:48]) / WEEK_LOADS[0], rel=1e-9
    )
    assert found.interval_s == seconds
    assert found.profile.within_hour == pytest.approx(1, abs=1e-9)
    if span == WEEK:
        assert found.profile.levels == expected(WEEK_LOADS)
        assert found.notes == ()
        assert found.requests_per_hour == pytest.approx(np.mean(WEEK_LOADS) * HOUR, rel=1e-12)


def test_days_are_spread_evenly_and_say_so() -> None:
    found = read_traffic(csv(lambda time: 1 + time.weekday(), DAY, 2 * WEEK))

    assert found.profile.levels == expected([1 + hour // 24 for hour in range(168)])
    assert [note.explain() for note in found.notes] == [
        "Each count is of 24 hours and was spread evenly over them: the peaks inside are not known."
    ]


def test_six_hours_are_spread_over_the_hours_they_cover() -> None:
    found = read_traffic(csv(lambda time: time.hour // 6, 6 * HOUR))

    assert found.profile.levels == expected([hour % 24 // 6 for hour in range(168)])


def test_periods_that_straddle_an_hour_are_split_by_time() -> None:
    """90 minutes from midnight: the second hour is half of the first period, half of the second."""
    found = read_traffic(csv(lambda time: 2.0 if time == MONDAY else 1.0, 5400))

    assert np.array(found.profile.levels[:3]) / found.profile.levels[10] == pytest.approx([2, 1.5, 1], rel=1e-9)


@pytest.mark.parametrize(("zone", "hours"), [(TOKYO, 9), (NEW_YORK, -5), ("Pacific/Kiritimati", 14)])
def test_another_zone_rotates_the_week(zone: str, hours: int) -> None:
    found = read_traffic(csv(by_hour, HOUR), zone)

    assert found.profile.levels == expected(list(np.roll(WEEK_LOADS, hours)))
    assert found.first.utcoffset() == timedelta(hours=hours)
    assert (found.first, found.last) == (MONDAY, MONDAY + timedelta(days=7))


def test_a_zone_of_half_hours_splits_hours_but_loses_none() -> None:
    """India is 5:30 ahead: each of its hours is half of one hour of UTC and half of the next."""
    found = read_traffic(csv(by_hour, HOUR), "Asia/Kolkata")

    halves = (np.roll(WEEK_LOADS, 5) + np.roll(WEEK_LOADS, 6)) / 2
    assert found.profile.levels == expected(list(halves))


@pytest.mark.parametrize("month", [3, 11], ids=["set forward", "set back"])
@pytest.mark.parametrize("seconds", [300, HOUR])
def test_the_clock_may_change_inside(month: int, seconds: int) -> None:
    """A load that follows the clock in New York, over two changed weeks, is that of the clock."""
    start = datetime(2026, month, 1, 5, tzinfo=UTC) if month == 3 else datetime(2026, 10, 25, 4, tzinfo=UTC)
    text = csv(lambda time: by_hour(time.astimezone(ZoneInfo(NEW_YORK))), seconds, 3 * WEEK, start)

    found = read_traffic(text, NEW_YORK)

    assert found.profile.levels == expected(WEEK_LOADS)


@pytest.mark.parametrize("month", [4, 10], ids=["set back", "set forward"])
def test_the_clock_may_change_by_half_an_hour(month: int) -> None:
    """As on Lord Howe Island, at 02:00 of a Sunday: half an hour of the week is missing or twice there."""
    zone = ZoneInfo("Australia/Lord_Howe")
    text = csv(lambda time: by_hour(time.astimezone(zone)), 300, 3 * WEEK, datetime(2026, month, 1, tzinfo=UTC))

    assert read_traffic(text, str(zone)).profile.levels == expected(WEEK_LOADS)


def test_one_week_without_the_hour_that_was_skipped_takes_it_from_the_other_days() -> None:
    """Sunday 2026-03-08 has no 02:00 in New York."""
    text = csv(
        lambda time: 1.0 + time.astimezone(ZoneInfo(NEW_YORK)).hour,
        HOUR,
        WEEK - HOUR,
        datetime(2026, 3, 2, 5, tzinfo=UTC),
    )

    found = read_traffic(text, NEW_YORK)

    assert found.profile.levels == expected([1.0 + hour % 24 for hour in range(168)])


def test_a_day_whose_clock_skipped_an_hour_takes_it_from_its_neighbours() -> None:
    text = csv(
        lambda time: 1.0 + time.astimezone(ZoneInfo(NEW_YORK)).hour, HOUR, DAY, datetime(2026, 3, 8, 5, tzinfo=UTC)
    )

    levels = np.array(read_traffic(text, NEW_YORK).profile.levels)

    assert levels[2] / levels[1] == pytest.approx(1.5, rel=1e-9)  # between 2 and 4


def test_midnight_may_be_the_hour_that_was_skipped() -> None:
    """2018-11-04 began at 01:00 in São Paulo: midnight lies between 23:00 and 01:00, of 24 and 2."""
    zone = ZoneInfo("America/Sao_Paulo")
    text = csv(lambda time: 1.0 + time.astimezone(zone).hour, HOUR, DAY, datetime(2018, 11, 3, 4, tzinfo=UTC))

    levels = np.array(read_traffic(text, str(zone)).profile.levels)

    assert levels[0] / levels[1] == pytest.approx(13 / 2, rel=1e-9)


def test_a_change_is_found_to_the_second() -> None:
    change = datetime(2026, 10, 3, 15, 30, tzinfo=UTC).timestamp() * 1000

    clock = Clock.between(ZoneInfo("Australia/Lord_Howe"), int(change) - 86_400_123, int(change) + 1)

    assert list(clock.changes // 1000) == [change // 1000]
    assert list(clock.offsets / 3_600_000) == [10.5, 11]


def wall(start: str, count: int, minutes: int = 60) -> str:
    """A table by a clock on the wall of New York, without offsets."""
    zone = ZoneInfo(NEW_YORK)
    first = datetime.fromisoformat(start).replace(tzinfo=zone).astimezone(UTC)
    times = [(first + timedelta(minutes=minutes * n)).astimezone(zone) for n in range(count)]
    return "\n".join(f"{time:%F %H:%M},{by_hour(time)}" for time in times)


@pytest.mark.parametrize("start", ["2026-10-26", "2026-03-02"], ids=["set back", "set forward"])
@pytest.mark.parametrize("minutes", [30, 60])
def test_times_without_an_offset_follow_a_clock_that_is_changed(start: str, minutes: int) -> None:
    found = read_traffic(wall(start, 14 * 24 * 60 // minutes, minutes), NEW_YORK)

    assert found.profile.levels == expected(WEEK_LOADS)
    assert [note.explain() for note in found.notes] == [
        "The times have no offset from UTC: they were read as times in America/New_York."
    ]


def test_a_time_that_the_clock_never_showed_is_told() -> None:
    """Written in UTC and read as New York's, 02:00 and 03:00 of 2026-03-08 are one moment."""
    text = csv(by_hour, HOUR, WEEK, datetime(2026, 3, 2, tzinfo=UTC), "%F %T")

    with pytest.raises(InvalidWorkload, match=r"line 149 must be a moment that stands there once .*03:00:00'"):
        read_traffic(text, NEW_YORK)

    assert read_traffic(text, NEW_YORK, written_in="UTC").first == datetime(2026, 3, 2, tzinfo=UTC)


def test_days_of_a_clock_are_its_own_days() -> None:
    """The days of New York in which the clock changes have 23 and 25 hours."""
    days = [datetime(2026, 1, 1) + timedelta(days=n) for n in range(365)]  # noqa: DTZ001 - on purpose without a zone
    hours = [
        (datetime.combine(day + timedelta(days=1), day.time(), ZoneInfo(NEW_YORK)).astimezone(UTC)
         - day.replace(tzinfo=ZoneInfo(NEW_YORK)).astimezone(UTC)) / timedelta(hours=1)
        for day in days
    ]  # fmt: skip
    assert set(hours) == {23, 24, 25}

    found = read_traffic("\n".join(f"{day:%F},{length}" for day, length in zip(days, hours, strict=True)), NEW_YORK)

    assert found.profile.levels == pytest.approx(np.ones(168), abs=1e-9)
    assert found.interval_s == DAY
    assert found.requests_per_hour == pytest.approx(1, rel=1e-12)
    assert found.last - found.first == timedelta(days=365)


# --- holes -------------------------------------------------------------------------------------------


def without(text: str, left_out: Callable[[datetime], bool]) -> str:
    """The table without the periods that begin at such times."""
    head, *lines = text.splitlines()
    return "\n".join([head, *(line for line in lines if not left_out(datetime.fromisoformat(line.split(",")[0])))])


def weeks(*kept: int) -> Callable[[datetime], bool]:
    return lambda time: (time - MONDAY).days // 7 not in kept


def notes(found: Measured) -> list[str]:
    return [note.explain() for note in found.notes]


NOT_MEASURED = (
    "More than a week without a count was taken as not measured: {} days in all. "
    "If they had no requests, write a count of 0 for each of them."
)


@pytest.mark.parametrize("seconds", [300, HOUR, DAY])
def test_weeks_between_two_measured_weeks_are_neither_time_nor_0(seconds: int) -> None:
    """486,000 requests a month, as published in the report of this mistake: 675 an hour."""
    found = read_traffic(without(csv(lambda _: 675 / HOUR, seconds, 5 * WEEK), weeks(0, 4)))

    assert found.requests_per_month() == pytest.approx(486_000, rel=1e-12)
    assert found.profile.levels == pytest.approx(np.ones(168), rel=1e-9)
    assert found.profile.within_hour == pytest.approx(1, abs=1e-9)
    assert notes(found)[0] == NOT_MEASURED.format(21)
    assert not any("taken as 0" in note for note in notes(found))
    assert found.last - found.first == timedelta(days=35)


def test_a_hole_may_begin_and_end_inside_an_hour() -> None:
    low, high = MONDAY + timedelta(days=6, hours=5, minutes=20), MONDAY + timedelta(days=30, hours=7, minutes=50)

    text = csv(lambda time: by_hour(time.astimezone(ZoneInfo("Asia/Kathmandu"))), 300, 5 * WEEK)

    found = read_traffic(without(text, lambda time: low <= time < high), "Asia/Kathmandu")

    assert found.profile.levels == expected(WEEK_LOADS)
    assert found.requests_per_hour == pytest.approx(np.mean(WEEK_LOADS) * HOUR, rel=1e-9)
    assert notes(found) == [NOT_MEASURED.format(24.1)]


def test_a_hole_does_not_hide_which_hours_were_never_seen() -> None:
    days = (0, 1, 2, 28, 29)  # Monday to Wednesday, then Monday and Tuesday

    found = read_traffic(without(csv(by_hour, HOUR, 5 * WEEK), lambda time: (time - MONDAY).days not in days))

    seen = np.reshape(WEEK_LOADS[:72], (3, 24))
    assert found.profile.levels == expected([*WEEK_LOADS[:72], *np.tile(seen.mean(axis=0), 4)])
    assert notes(found)[1].startswith("Only 5 days were measured")


def closed(time: datetime) -> bool:
    """Outside 09:00 to 18:00 of Monday to Friday."""
    return time.weekday() >= 5 or not 9 <= time.hour < 18


def holiday(time: datetime) -> bool:
    """Closed, or one of nine days in a row without work, of a Saturday to the Sunday of the week after."""
    return closed(time) or 68 <= (time - MONDAY).days < 77


HALF_A_YEAR = csv(lambda _: 1, HOUR, 26 * WEEK)

WORK = HOUR * 45 / 168
"""Requests an hour, of one a second in 45 hours of the week."""


def test_nights_and_weekends_without_counts_are_0() -> None:
    """Friday 18:00 to Monday 09:00 are 63 hours."""
    found = read_traffic(without(HALF_A_YEAR, closed))

    assert found.profile.levels == expected([float(not closed(MONDAY + timedelta(hours=n))) for n in range(168)])
    assert found.requests_per_hour == pytest.approx(WORK, rel=1e-9)
    assert [note.template.partition(":")[0] for note in found.notes] == [
        "Periods of {seconds} seconds without a count, taken as 0"
    ]


def test_nine_holidays_in_half_a_year_leave_the_weeks_of_work_as_they_are() -> None:
    """From Friday 18:00 to the second Monday 09:00 are 9.6 days."""
    found = read_traffic(without(HALF_A_YEAR, holiday))

    assert found.profile == read_traffic(without(HALF_A_YEAR, closed)).profile
    assert found.requests_per_hour == pytest.approx(WORK, rel=1e-9)
    assert notes(found)[0] == NOT_MEASURED.format(9.6)


def test_a_count_of_0_makes_holidays_count() -> None:
    text = without(HALF_A_YEAR, holiday) + f"\n{MONDAY + timedelta(days=72):%FT%TZ},0"

    found = read_traffic(text)

    assert found.requests_per_hour == pytest.approx(WORK * 25 / 26, rel=1e-9)
    assert notes(found)[0].startswith("Periods of 3,600 seconds without a count, taken as 0")


@pytest.mark.parametrize(("days", "zone"), [(7, "UTC"), (8, "UTC"), (7, NEW_YORK)])
def test_a_week_without_a_count_is_0_and_more_is_not_measured(days: int, zone: str) -> None:
    """In New York, the week in which the clock is set back has 169 hours."""
    start = datetime(2026, 10, 19, tzinfo=ZoneInfo(zone))
    times = [start + timedelta(days=n) for n in range(28) if not 7 <= n < 7 + days]

    found = read_traffic("\n".join(f"{time:%F},24" for time in times), zone)

    assert any("not measured" in note for note in notes(found)) == (days > 7)
    assert found.requests_per_hour == pytest.approx(1 if days > 7 else 3 / 4, rel=0.01)


def test_a_job_of_three_days_a_month_rests_between() -> None:
    """18 of 154 days, not 18 of 18."""
    start = datetime(2026, 1, 1, tzinfo=UTC)

    found = read_traffic(without(csv(lambda _: 1, HOUR, 154 * DAY, start), lambda time: time.day > 3))

    assert found.requests_per_hour == pytest.approx(HOUR * 18 / 154, rel=0.1)
    assert notes(found)[0].startswith("Periods of 3,600 seconds without a count, taken as 0")


def test_rare_requests_are_rare() -> None:
    times = [MONDAY + timedelta(hours=hour) for hour in (0, 250, 251, 600, 900, 1111)]

    found = read_traffic("\n".join(f"{time:%FT%TZ},1" for time in times))

    assert found.requests_per_hour == pytest.approx(6 / 1112, rel=0.1)


def test_a_week_of_every_month_is_several_exports() -> None:
    found = read_traffic(without(csv(by_hour, HOUR, 13 * WEEK), weeks(0, 4, 8, 12)))

    assert found.profile.levels == expected(WEEK_LOADS)
    assert notes(found) == [NOT_MEASURED.format(63)]


# --- what is missing ---------------------------------------------------------------------------------


def test_empty_periods_inside_count_as_0_and_are_told() -> None:
    lines = csv(lambda _: 1, HOUR, 2 * WEEK).splitlines()
    gaps = [line for n, line in enumerate(lines) if n - 1 not in (5, 6, 100)]

    found = read_traffic("\n".join(gaps))

    assert [found.profile.levels[hour] / found.profile.levels[0] for hour in (5, 6, 100, 101)] == pytest.approx(
        [0.5, 0.5, 0.5, 1]
    )
    assert [note.explain() for note in found.notes] == ["Periods of 3,600 seconds without a count, taken as 0: 3."]
    assert found.samples == 333


def test_an_empty_cell_is_an_empty_period() -> None:
    lines = csv(lambda _: 1, HOUR).splitlines()
    lines[6] = lines[6].split(",")[0] + ","
    left_out = lines[:6] + lines[7:]

    assert read_traffic("\n".join(lines)).profile == read_traffic("\n".join(left_out)).profile
    assert read_traffic("\n".join(lines)).notes[0].numbers == (("seconds", 3600.0), ("count", 1))


def test_weeks_that_are_not_whole_do_not_bias() -> None:
    """Ten days: Monday to Wednesday were seen twice."""
    found = read_traffic(csv(by_hour, HOUR, 10 * DAY))

    assert found.profile.levels == expected(WEEK_LOADS)
    assert found.requests_per_hour == pytest.approx(np.mean(WEEK_LOADS) * HOUR, rel=1e-12)


def test_a_week_that_begins_inside_an_hour_is_averaged_by_the_time_it_covers() -> None:
    found = read_traffic(csv(by_hour, 900, 8 * DAY + 1800, MONDAY + timedelta(minutes=30)))

    assert found.profile.levels == expected(WEEK_LOADS)


def test_days_that_were_not_measured_repeat_the_others() -> None:
    found = read_traffic(csv(by_hour, HOUR, 3 * DAY))

    seen = np.reshape(WEEK_LOADS[:72], (3, 24))
    assert found.profile.levels == expected([*WEEK_LOADS[:72], *np.tile(seen.mean(axis=0), 4)])
    assert [note.explain() for note in found.notes] == [
        "Only 3 days were measured: hours that were not seen are like the same hours of the other days."
    ]


def test_less_than_a_day_is_refused() -> None:
    read_traffic(csv(by_hour, HOUR, DAY))

    with pytest.raises(InvalidWorkload, match="over at least 24 hours, got '2026-11-16 00:00 to 2026-11-16 23:00 UTC'"):
        read_traffic(csv(by_hour, HOUR, 23 * HOUR))


# --- within the hour ---------------------------------------------------------------------------------


def test_the_peak_within_the_hour_is_that_of_busy_hours() -> None:
    """Busy hours hold half their requests in 5 of 60 minutes: 6 times their mean. Quiet ones all in one."""

    def load(time: datetime) -> float:
        if 9 <= time.hour < 18:
            return 660 if time.minute < 5 else 60
        return 1 if time.minute == 0 else 0

    found = read_traffic(csv(load, 60))

    assert found.profile.within_hour == pytest.approx(660 * 60 / (660 * 5 + 60 * 55), rel=1e-9)
    assert read_traffic(csv(load, 300)).profile.within_hour == pytest.approx(6, rel=1e-9)


def test_a_single_burst_in_a_busy_hour_counts() -> None:
    burst = MONDAY + timedelta(hours=30, minutes=30)

    found = read_traffic(csv(lambda time: 61 if time == burst else 1, 60))

    assert found.profile.within_hour == pytest.approx(61 * 60 / 120, rel=1e-9)


def test_hours_and_days_say_nothing_about_what_is_inside() -> None:
    assert read_traffic(csv(by_hour, HOUR)).profile.within_hour == 1
    assert read_traffic(csv(by_hour, DAY)).profile.within_hour == 1


def test_seconds_are_added_up_to_minutes() -> None:
    found = read_traffic(csv(lambda time: 60.0 * (time.second == 0), 1, DAY))

    assert found.interval_s == 1
    assert found.profile.within_hour == pytest.approx(1, rel=1e-9)


def test_single_requests_with_their_times_are_a_series_too() -> None:
    """A request every 37 to 143 seconds: the minutes without one are empty, not the seconds."""
    rng = np.random.default_rng(1)
    times = MONDAY.timestamp() + np.cumsum(rng.integers(37, 143, 14_000))

    found = read_traffic("\n".join(f"{time:.0f},1" for time in times))

    assert found.requests_per_hour == pytest.approx(3600 / 89.5, rel=0.01)
    assert found.interval_s == 1
    assert 1 < found.profile.within_hour <= 60
    empty = round((times[-1] + 1 - times[0]) / 60) - np.unique(times // 60).size
    assert found.notes[0].explain() == f"Periods of 60 seconds without a count, taken as 0: {empty:,}."


# --- interval ----------------------------------------------------------------------------------------


def test_the_interval_is_what_all_steps_are_multiples_of() -> None:
    times = [MONDAY + timedelta(minutes=minute) for minute in (0, 2, 5, 9, 2000)]

    assert read_traffic("\n".join(f"{time:%FT%TZ},1" for time in times)).interval_s == 60


def test_a_clock_that_is_not_quite_regular_is_told() -> None:
    rng = np.random.default_rng(1)
    times = [MONDAY + timedelta(seconds=300 * n + int(late)) for n, late in enumerate(rng.integers(0, 4, 2016))]

    found = read_traffic("\n".join(f"{time:%FT%TZ},300" for time in times))

    assert found.interval_s == pytest.approx(300, abs=2)
    assert found.profile.levels == pytest.approx(np.ones(168), abs=0.02)
    assert found.profile.within_hour < 1.1
    assert "not quite regular" in found.notes[-1].explain()


def test_counts_more_than_a_week_apart_say_nothing() -> None:
    with pytest.raises(InvalidWorkload, match="the times must be at most a week apart, got '240 hours'"):
        read_traffic(csv(by_hour, 10 * DAY, 60 * DAY))


def test_periods_that_would_overlap_end_where_the_next_begins() -> None:
    late = np.random.default_rng(1).integers(0, 9_000, 2016)
    start = 300_000 * np.arange(5_000_000, 5_002_016) + late
    found = Series([], [], [])

    each = periods(start, np.ones(2016), found, Clock.between(UTC, int(start[0]), int(start[-1])))

    assert each.uneven
    assert np.all(each.end[:-1] <= each.start[1:])
    assert np.all(each.end > each.start)


# --- formats -----------------------------------------------------------------------------------------

CONSOLE = """Id,m1
StatusCode,Complete
Messages,
Full label,ap-northeast-1:AWS/Lambda FunctionName:api Invocations Sum 3600
Label,Invocations
"""
"""The lines before the data, as in files that others published."""


def console(heads: str = CONSOLE, form: str = "{time},{count}") -> str:
    times = [MONDAY + timedelta(hours=n) for n in range(168)]
    return heads + "\n".join(
        form.format(time=f"{time:%Y/%m/%d %H:%M:%S}", count=week_load(n)) for n, time in enumerate(times)
    )


def statistics(**changes: Any) -> str:
    """What ``aws cloudwatch get-metric-statistics --statistics Sum`` prints, in no order."""
    points = [
        {"Timestamp": f"{MONDAY + timedelta(hours=n):%FT%T}+00:00", "Sum": float(week_load(n)), "Unit": "Count"}
        | changes
        for n in range(168)
    ]
    np.random.default_rng(3).shuffle(points)
    return json.dumps({"Label": "Invocations", "Datapoints": points}, indent=4)


def data(*pages: tuple[str, str, int, int], status: str = "Complete") -> str:
    """What ``aws cloudwatch get-metric-data`` prints: newest first."""
    return json.dumps(
        {
            "MetricDataResults": [
                {
                    "Id": name,
                    "Label": label,
                    "Timestamps": [f"{MONDAY + timedelta(hours=n):%FT%T}+00:00" for n in reversed(range(low, high))],
                    "Values": [float(week_load(n)) for n in reversed(range(low, high))],
                    "StatusCode": status,
                }
                for name, label, low, high in pages
            ],
            "Messages": [],
        }
    )


def rows(form: str, heads: str = "", line: str = "{time},{count}") -> str:
    """The known week in some spelling of time."""
    times = [MONDAY + timedelta(hours=n) for n in range(168)]
    return heads + "\n".join(line.format(time=time.strftime(form), count=week_load(n)) for n, time in enumerate(times))


FULL_WIDTH = str.maketrans("0123456789:/", "０１２３４５６７８９：／")

FORMATS = {
    "ISO": rows("%FT%TZ"),
    "offset": rows("%FT%T+00:00"),
    "offset without colon": rows("%F %T+0000"),
    "no offset": rows("%F %T"),
    "minutes": rows("%F %H:%M"),
    "UTC": rows("%F %T UTC"),
    "milliseconds": rows("%F %T.000"),
    "slashes": rows("%Y/%m/%d %H:%M"),
    "spreadsheet": rows("%Y/%-m/%-d %-H:%M", "日時,リクエスト数\n"),
    "kanji": rows("%Y年%-m月%-d日 %-H時%M分", "日時,件数\n"),
    "weekday": rows("%Y/%-m/%-d(月) %-H:%M", "日時,件数\n"),
    "weekday of full width": rows("%Y年%-m月%-d日（月・祝）%-H:%M", "日時,件数\n"),
    "English weekday": rows("%Y-%m-%d (%a) %H:%M"),
    "hours in kanji": rows("%Y年%-m月%-d日 %-H時", "日時,件数\n"),
    "full width": rows("%Y/%m/%d %H:%M", "日時,件数\n").translate(FULL_WIDTH),
    "halves of the day": rows("%Y/%-m/%-d %-I:%M:%S %p"),
    "halves of the day, small": rows("%F %I:%M%p").replace("AM", "am").replace("PM", "pm"),
    "halves of the day in kanji": rows("%F %p%I時%M分")
    .translate({ord("M"): None})
    .replace("A12", "A00")
    .replace("P12", "P00")
    .replace("A", "午前")
    .replace("P", "午後"),
    "halves of the day, with offset": rows("%F %I:%M %p +0000"),
    "two columns": rows("%Y/%-m/%-d,%-H:%M"),
    "two columns with headings": rows("%Y/%-m/%-d(%a),%H:%M:%S", "日付,時刻,件数\n"),
    "two columns, kanji": rows("%Y年%-m月%-d日\t%-H時", "日付\t時刻\t件数\n", "{time}\t{count}"),
    "two columns, count between": rows("%H:%M,%F", "", "{count},{time}").replace(" ", ""),
    "total": rows("%FT%TZ", "time,n\n") + "\n合計,123456\n",
    "total, spaced": rows("%FT%TZ", "time,n\n") + "\n合　計,123456\n,,\n",
    "Total": rows("%FT%TZ", "time,n\n") + "\nTotal,123456",
    "a name that is no total": rows("%FT%TZ", "name,time,n\n", "total,{time},{count}"),
    "seconds": "\n".join(f"{MONDAY.timestamp() + HOUR * n:.0f},{week_load(n)}" for n in range(168)),
    "milliseconds since 1970": "\n".join(f"{MONDAY.timestamp() + HOUR * n:.0f}000,{week_load(n)}" for n in range(168)),
    "header": rows("%FT%TZ", "timestamp,value\n"),
    "BOM": rows("%FT%TZ", "\ufefftimestamp,value\n"),
    "semicolon": rows("%FT%TZ", "", "{time};{count}"),
    "tab": rows("%FT%TZ", "time\tn\n", "{time}\t{count}"),
    "CRLF": rows("%FT%TZ").replace("\n", "\r\n"),
    "blank lines": rows("%FT%TZ").replace("\n", "\n\n"),
    "count first": rows("%FT%TZ", "", "{count},{time}"),
    "a name beside": rows("%FT%TZ", "time,function,n\n", "{time},api,{count}"),
    "quoted": rows("%FT%TZ", "", '"{time}","0,{count:03}"').replace('"0,', '"1,'),
    "backwards": "\n".join(reversed(rows("%FT%TZ").splitlines())),
    "console": console(),
    "console, prefixed": "data:text/csv;charset=utf-8," + console(),
    "get-metric-statistics": statistics(),
    "get-metric-data": data(("m1", "Invocations", 0, 168)),
    "get-metric-data, pages": data(("m1", "Invocations", 100, 168), ("m1", "Invocations", 0, 100)),
    "pairs": json.dumps([[f"{MONDAY + timedelta(hours=n):%FT%TZ}", week_load(n)] for n in range(168)]),
    "pairs of numbers": json.dumps([[(MONDAY + timedelta(hours=n)).timestamp(), week_load(n)] for n in range(168)]),
}


@pytest.mark.parametrize("name", FORMATS)
def test_every_format_is_the_same_week(name: str) -> None:
    found = read_traffic(FORMATS[name])

    more = 1000 if name == "quoted" else 0
    assert found.profile.levels == expected([more + load for load in WEEK_LOADS])
    assert found.samples == 168
    assert (found.first, found.last) == (MONDAY, MONDAY + timedelta(days=7))


@pytest.mark.parametrize("name", ["spreadsheet", "console", "kanji"])
def test_times_without_an_offset_are_those_of_the_zone(name: str) -> None:
    found = read_traffic(FORMATS[name], TOKYO)

    assert found.profile.levels == expected(WEEK_LOADS)
    assert found.first == datetime(2026, 11, 16, tzinfo=ZoneInfo(TOKYO))


def test_times_may_be_written_in_another_zone_than_the_week() -> None:
    assert (
        read_traffic(FORMATS["no offset"], TOKYO, written_in="UTC").profile
        == read_traffic(FORMATS["ISO"], TOKYO).profile
    )


TWO = CONSOLE.replace("m1", "m1,m2").replace("Complete", "Complete,Complete").replace(
    "api Invocations Sum 3600", "api Invocations Sum 3600,ap-northeast-1:AWS/Lambda FunctionName:api Errors Sum 3600"
).replace("Label,Invocations", "Label,Invocations,Errors")  # fmt: skip


def test_one_of_several_columns_is_chosen_by_any_of_its_names() -> None:
    text = console(TWO, "{time},{count},1")

    assert read_traffic(text, series="Invocations").profile.levels == expected(WEEK_LOADS)
    assert read_traffic(text, series="m2").profile.levels == pytest.approx(np.ones(168))
    with pytest.raises(InvalidWorkload, match="the series must be one of Invocations, Errors, got None"):
        read_traffic(text)
    with pytest.raises(InvalidWorkload, match="the series must be one of Invocations, Errors, got 'Duration'"):
        read_traffic(text, series="Duration")


def test_columns_without_names_are_counted() -> None:
    text = rows("%FT%TZ", "", "{time},{count},1")

    assert read_traffic(text, series="column 2").profile.levels == expected(WEEK_LOADS)
    with pytest.raises(InvalidWorkload, match="the series must be one of column 2, column 3, got None"):
        read_traffic(text)


def test_one_of_several_results_is_chosen_by_id_or_label() -> None:
    text = data(("m1", "Invocations", 0, 168), ("m2", "Errors", 3, 60))

    assert read_traffic(text, series="m1") == read_traffic(text, series="Invocations")
    assert read_traffic(text, series="Errors").samples == 57
    with pytest.raises(InvalidWorkload, match="the series must be one of Invocations, Errors, got None"):
        read_traffic(text)


def test_a_partial_answer_is_told() -> None:
    found = read_traffic(data(("m1", "Invocations", 0, 168), status="PartialData"))

    assert found.notes[0].explain().startswith("CloudWatch calls this answer partial")


def test_the_period_that_the_console_states_is_taken() -> None:
    text = CONSOLE.replace("3600", "60") + "\n".join(f"2026/11/{day} 10:00:00,60" for day in range(16, 26))

    found = read_traffic(text)

    assert found.interval_s == 60
    assert found.profile.within_hour == pytest.approx(60)
    assert [hour for hour in range(168) if found.profile.levels[hour]] == [10 + 24 * day for day in range(7)]


def test_a_stated_period_that_is_longer_than_the_steps_is_not_believed() -> None:
    times = [MONDAY + timedelta(minutes=30 * n) for n in range(336)]

    found = read_traffic(CONSOLE + "\n".join(f"{time:%F %T},50" for time in times))

    assert found.interval_s == 1800
    assert found.requests_per_hour == pytest.approx(100, rel=1e-12)


@pytest.mark.parametrize(
    ("written", "hour"),
    [
        ("12:30 AM", 0), ("0:30 AM", 0), ("1:30 am", 1), ("AM 11:30", 11), ("12:30 PM", 12), ("0:30 PM", 12),
        ("11:30PM", 23), ("午前0:30", 0), ("午前 11時30分", 11), ("午後0時30分", 12),
        ("午後11:30:00", 23), ("23時30分", 23),
    ],
)  # fmt: skip
def test_halves_of_the_day_are_those_of_a_clock(written: str, hour: int) -> None:
    text = f"2026/11/16 {written},5\n2026/11/20 0:30,7"

    assert read_traffic(text).first == MONDAY + timedelta(hours=hour, minutes=30)


def test_a_clock_beside_days_that_stand_there_once_is_not_theirs() -> None:
    """It may be that of the day's peak."""
    text = rows("%F", "", "{time}").splitlines()[::24]
    text = [f"{day[:10]},{9 + n}:15,{1 + n}" for n, day in enumerate(text)]

    found = read_traffic("\n".join(text))

    assert (found.first, found.interval_s) == (MONDAY, DAY)


@pytest.mark.parametrize("name", ["total", "total, spaced", "Total"])
def test_a_total_is_left_out_and_told(name: str) -> None:
    assert notes(read_traffic(FORMATS[name])) == ["The last line is a total and was left out."]
    assert notes(read_traffic(FORMATS["a name that is no total"])) == []


# --- what cannot be read -----------------------------------------------------------------------------

LINES = rows("%FT%TZ", "time,count\n").splitlines()


def changed(line: int, text: str) -> str:
    return "\n".join([*LINES[: line - 1], text, *LINES[line:]])


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "line 1 must be a time and a count, such as 2026-11-24 09:00:00,120, got ''"),
        ("hello, world", "line 1 must be a time and a count, .*, got 'hello, world'"),
        (changed(7, "2026-11-16T05:00:00Z,abc"), "line 7 must be a count of 0 or more, got 'abc'"),
        (changed(7, "2026-11-16T05:00:00Z,-1"), "line 7 must be a count of 0 or more, got '-1'"),
        (changed(7, "2026-11-16T05:00:00Z,nan"), "line 7 must be a count of 0 or more, got 'nan'"),
        (changed(7, "2026-11-16T05:00:00Z,1e13"), "line 7 must be a count of 0 or more, got '1e13'"),
        (changed(7, "yesterday,5"), "line 7 must be a time such as 2026-11-24 09:00, .*, got 'yesterday'"),
        (changed(7, "2026-02-30 09:00,5"), "line 7 must be a time .*, got '2026-02-30 09:00'"),
        (changed(7, "11/16/2026 05:00,5"), "line 7 must be a time .*, got '11/16/2026 05:00'"),
        (changed(1, "16/11/2026 05:00,5"), "line 1 must be a time .*, got '16/11/2026 05:00'"),
        (changed(7, "0001-01-01,5"), "line 7 must be a time .*, got '0001-01-01'"),
        (changed(7, "total,5"), "line 7 must be a time .*, got 'total'"),
        (changed(169, "totals,5"), "line 169 must be a time .*, got 'totals'"),
        (rows("%m/%d/%Y %H:%M", "time,n\n"), "line 2 must be a time .*, the year first, .*, got '11/16/2026 00:00'"),
        (rows("%d.%m.%Y %H:%M", "time;n\n", "{time};{count}"), "line 2 must be a time .*, got '16.11.2026 00:00'"),
        (rows("令和8年%-m月%-d日 %-H時", "日時,件数\n"), "line 2 must be a time .*, got '令和8年11月16日 0時'"),
        (rows("api,令和8年%-m月%-d日", "name,日時,件数\n"), "line 2 must be a time .*, got '令和8年11月16日'"),
        ("日時,件数\n46328.375,100\n46328.5,120", "line 2 must be a time .* since 1970, got '46328.375'"),
        ("report\n\ntime\tn\n1/2/2026\t5", "line 4 must be a time .*, got '1/2/2026'"),
        ("2026/11/2,5\n2026/11/3,5\n2026/11/3,5", "line 3 must be a date that stands there once, .* got '2026/11/3'"),
        ("2026/11/2,0:00,5\n2026/11/2,,5\n", "line 2 must be a date and a time of day, got '2026/11/2 '"),
        (rows("%F", "", "{time},100件"), "line 1 must be a count of 0 or more, got '100件'"),
        (changed(7, "2026-11-16 05:00,5"), "line 7 must be a time with an offset from UTC if the others .*, got"),
        (changed(7, "2026-11-16T04:00:00Z,5"), "line 7 must be a moment that stands there once .*T04:00:00Z'"),
        (changed(7, '2026-11-16T05:00:00Z,"5'), "line 7 must be a count of 0 or more|line 169"),
        (changed(7, "1999-11-16T05:00:00Z,5"), "the times must be two or more, within 3,660 days, got '168 of them'"),
        ("\n".join(LINES[:2]), "the times must be two or more, within 3,660 days, got '1 of them'"),
        (rows("%FT%TZ", "", "{time},0"), "the counts must be above 0 in some period, got 0"),
        (rows("%FT%TZ", "", "{time},"), "the times must be two or more, got '0 with a count'"),
        (rows("%FT%TZ", "", "{time},many"), "line 1 must be a count of 0 or more, got 'many'"),
        (console(CONSOLE.replace("Sum", "Average")), "the statistic in CloudWatch must be Sum, got 'Average'"),
        (console(CONSOLE.replace("Sum", "p99")), "the statistic in CloudWatch must be Sum, got 'p99'"),
        (statistics(Unit="Milliseconds"), r"Datapoints\[0\] must be a Timestamp and a Sum in the unit Count, .*, got"),
        (statistics(Sum="x"), r"Datapoints\[0\] must be a count of 0 or more, got 'x'"),
        (statistics(Sum=True), r"Datapoints\[0\] must be a count of 0 or more, got True"),
        (statistics(Timestamp="noon"), r"Datapoints\[0\] must be a time .*, got 'noon'"),
        (statistics().replace("Sum", "Average"), r"Datapoints\[0\] must be a Timestamp and a Sum"),
        (data(("m", "x", 0, 168)).replace("10.0", '"a"'), r"MetricDataResults\[0\], value 167 must be a count .* 'a'"),
        ('{"MetricDataResults": []}', "the series must be one of at least one result, got None"),
        ('{"MetricDataResults": [5]}', r"MetricDataResults\[0\] must be as many Timestamps as Values, got"),
        ('{"Datapoints": []}', "the times must be two or more, within 3,660 days, got '0 of them'"),
        ('{"Datapoints": 5}', "the JSON must be an answer with Datapoints .*, got"),
        ('{"a": 1,\n "b": }', "line 2 must be JSON, got 'Expecting value'"),
        ("[" * 100_000, "line 1 must be JSON, got 'RecursionError'"),
        ("[[1e999, 1], [2, 3]]", r"the list\[0\] must be a time .*, got inf"),
        ("[[" + "9" * 400 + ", 1]]", r"the list\[0\] must be a time"),
        ("[[" + "9" * 5000 + ", 1]]", "line 1 must be JSON"),
        ('[["2026-11-16", ' + "9" * 400 + "]]", r"the list\[0\] must be a count"),
        ("[" * 900 + "]" * 900, r"the list\[0\] must be a Timestamp and a Sum|line 1 must be JSON"),
        ("[null]", r"the list\[0\] must be a Timestamp and a Sum .*, got None"),
        ("2026-11-16,1\n" + "x" * 200_000, "line 2 must be a line of CSV, got 'field larger than field limit"),
    ],
)  # fmt: skip
def test_what_cannot_be_read_is_named(text: str, message: str) -> None:
    with pytest.raises(InvalidWorkload, match=message):
        read_traffic(text)


NO_ZONES = ["Tokyo", "../etc/passwd", "America", "/", "a\0b", "Asia/Tokyo ", "é" * 300]


@pytest.mark.parametrize(
    ("field", "zone"),
    [("timezone", ""), *((field, zone) for field in ("timezone", "written_in") for zone in NO_ZONES)],
)
def test_a_zone_that_does_not_exist_is_named(field: str, zone: str) -> None:
    with pytest.raises(InvalidWorkload, match=f"{field} must be a time zone such as Asia/Tokyo or UTC, got"):
        read_traffic(FORMATS["no offset"], **{field: zone})


@pytest.mark.parametrize(
    "text",
    [
        "2026-11-16 13:00 PM", "2026-11-16 AM 9:00 AM", "2026-11-16 午後12:00", "2026-11-16 午前12時", "2026/11/16 9",
        "2026/11/16 9:", "2026/11/169:00", "2026/11/16(祭) 9:00", "2026/11/16(月 9:00", "9:00", "11/16/2026 9:00",
        "16.11.2026 9:00", "令和8年11月16日 9時", "46328.375",
    ],
)  # fmt: skip
def test_what_could_be_another_moment_is_no_time(text: str) -> None:
    assert moment(text) is None


def test_an_empty_zone_of_writing_is_the_zone_of_the_week() -> None:
    assert read_traffic(FORMATS["no offset"], TOKYO, written_in="") == read_traffic(FORMATS["no offset"], TOKYO)


# --- any text at all ---------------------------------------------------------------------------------

WORDS = [
    "2026-11-16", "2026-11-17 00:00", "2026/1/5 9:00", "1795510800", "1795510800000", "2026-11-25T00:00:00+14:00",
    "9999-12-31", "0", "1", "1e300", "-1", "1,000", '"', ",", ";", "\t", "\n", "\r", "\0", "[", "]", "{", "}", ":",
    '"Datapoints"', '"Timestamp"', '"Sum"', '"MetricDataResults"', '"Timestamps"', '"Values"', "null", "Full label",
    "Sum 300", "Average 60", "\ufeff", " ", "\u2028", "٣", "１２", "2026-W48-1", "T", "+25:00", "Z",
]  # fmt: skip

SHORT = {name: text[:1500] for name, text in FORMATS.items()}


def reads_or_refuses(text: str, zone: str = "UTC") -> None:
    try:
        found = read_traffic(text, zone)
    except InvalidWorkload:
        return
    assert abs(np.mean(found.profile.levels) - 1) < 1e-9
    assert found.requests_per_month() > 0
    assert found.last - found.first >= timedelta(hours=24)
    assert all(note.explain() for note in found.notes)


@given(st.text())
@example("٣,1\n")
def test_any_text_is_read_or_refused(text: str) -> None:
    reads_or_refuses(text)


@given(st.lists(st.sampled_from(WORDS), max_size=30).map("".join), st.sampled_from(ZONES))
def test_any_words_of_the_formats_are_read_or_refused(text: str, zone: str) -> None:
    reads_or_refuses(text, zone)


@given(
    st.sampled_from(sorted(SHORT)),
    st.lists(st.tuples(st.integers(0, 1500), st.integers(0, 20), st.sampled_from(WORDS) | st.text(max_size=5))),
    st.sampled_from(ZONES),
)
def test_damaged_files_are_read_or_refused(name: str, damage: list[tuple[int, int, str]], zone: str) -> None:
    text = SHORT[name]
    for place, length, words in damage:
        text = text[:place] + words + text[place + length :]
    reads_or_refuses(text, zone)


@given(
    st.lists(
        st.tuples(st.integers(100_000_000, 400_000_000), st.floats(0, 1e12, allow_subnormal=True)),
        min_size=2,
        max_size=40,
    ),
    st.sampled_from(ZONES),
)
def test_any_counts_keep_their_sum(points: list[tuple[int, float]], zone: str) -> None:
    """Over whole weeks, requests per hour times hours are all requests."""
    reads_or_refuses(json.dumps(points), zone)


@given(st.lists(st.integers(0, 1_000_000), min_size=336, max_size=336).filter(any), st.sampled_from(["UTC", TOKYO]))
def test_whole_weeks_keep_every_request(counts: list[int], zone: str) -> None:
    text = json.dumps([[(MONDAY + timedelta(hours=n)).timestamp(), count] for n, count in enumerate(counts)])

    found = read_traffic(text, zone)

    assert found.requests_per_hour * 336 == pytest.approx(sum(counts), rel=1e-9)


def test_notes_can_be_said_in_another_language() -> None:
    note = Note("{count} of {zone}", (("count", 1234.0), ("zone", "UTC")))

    assert note.explain(lambda template: template.replace("of", "/")) == "1,234 / UTC"


def test_a_measured_week_is_a_fact() -> None:
    found = read_traffic(FORMATS["ISO"])

    assert isinstance(found, Measured)
    assert found == read_traffic(FORMATS["ISO"])
    assert hash(found) == hash(read_traffic(FORMATS["ISO"]))
