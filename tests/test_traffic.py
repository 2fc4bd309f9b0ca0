"""A week of hours whose mean is 1."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from costmodel import InvalidWorkload, TrafficProfile
from costmodel.traffic import hour_name

OFFICE = TrafficProfile(tuple(168 / 50 if 9 <= hour % 24 < 19 and hour < 120 else 0.0 for hour in range(168)))


def test_constant_traffic_is_one_in_every_hour() -> None:
    even = TrafficProfile.constant()

    assert even.levels == (1.0,) * 168
    assert (even.peak, even.credit_headroom, even.rise) == (1.0, 1.0, 0.0)
    assert even.days == (1.0,) * 7
    assert even.load_duration() == ((1.0, 1.0),)


def test_fifty_office_hours_carry_the_whole_week() -> None:
    assert OFFICE.peak == 3.36
    assert OFFICE.days == pytest.approx((*(3.36 * 10 / 24,) * 5, 0, 0), rel=1e-14)
    assert OFFICE.rise == 3.36
    assert OFFICE.load_duration() == ((0.0, 118 / 168), (3.36, 50 / 168))


def test_the_load_duration_curve_sorts_hours_by_load() -> None:
    levels = tuple(float(level) for level in np.tile([2.25, 0.25, 1.0, 0.5], 42))

    assert TrafficProfile(levels).load_duration() == ((0.25, 0.25), (0.5, 0.25), (1.0, 0.25), (2.25, 0.25))


@given(st.lists(st.floats(0, 50), min_size=168, max_size=168).filter(any))
def test_the_load_duration_curve_holds_the_whole_week(raw: list[float]) -> None:
    profile = TrafficProfile(tuple(np.divide(raw, np.mean(raw))))

    assert sum(share for _, share in profile.load_duration()) == pytest.approx(1, rel=1e-12)
    assert sum(level * share for level, share in profile.load_duration()) == pytest.approx(1, rel=1e-9)
    assert profile.load_duration()[-1][0] == profile.peak >= max(profile.days) >= 1 - 1e-9
    assert sum(profile.days) == pytest.approx(7, rel=1e-9)


def test_profiles_are_facts_that_can_be_keys() -> None:
    same = TrafficProfile(OFFICE.levels)

    assert same == OFFICE
    assert len({same, OFFICE}) == 1


@pytest.mark.parametrize(
    ("levels", "message"),
    [
        ((1.0,) * 167, "traffic must be 168 levels, one an hour, got '167 levels'"),
        ((2.0,) * 168, "traffic must be levels whose mean is 1, got 2"),
        ((0.0,) * 168, "traffic must be levels whose mean is 1, got 0"),
        ((-1.0, 3.0, *(1.0,) * 166), "traffic must be 0 or more in every hour, got -1"),
        ((float("nan"), *(1.0,) * 167), "traffic must be 0 or more in every hour, got nan"),
        ((float("inf"), *(1.0,) * 167), "traffic must be 0 or more in every hour, got inf"),
    ],
    ids=["too few", "mean 2", "mean 0", "negative", "nan", "infinite"],
)
def test_a_week_that_cannot_be_is_refused(levels: tuple[float, ...], message: str) -> None:
    with pytest.raises(InvalidWorkload) as caught:
        TrafficProfile(levels)

    assert str(caught.value) == message


@pytest.mark.parametrize("levels", ["flat", ("a",) * 168, None, (None,) * 168])
def test_levels_that_are_no_numbers_are_refused_by_name(levels: Any) -> None:
    with pytest.raises(InvalidWorkload):
        TrafficProfile(levels)


def test_the_peak_within_the_hour_raises_the_peak_and_not_the_volume() -> None:
    bursts = TrafficProfile(OFFICE.levels, within_hour=1.5)

    assert bursts.peak == pytest.approx(5.04, rel=1e-14)
    assert bursts.rise == pytest.approx(5.04, rel=1e-14)
    assert bursts.load_duration() == OFFICE.load_duration()


@pytest.mark.parametrize("bad", [0.99, 1001, 0, -1, float("nan"), float("inf"), "2", None, True])
def test_a_burst_below_its_mean_is_refused(bad: Any) -> None:
    with pytest.raises(InvalidWorkload, match="peak within the hour must be"):
        TrafficProfile(OFFICE.levels, within_hour=bad)


def test_the_steepest_climb_may_go_over_the_end_of_the_week() -> None:
    """From Sunday's last hour at 0.5 to Monday's first at 4."""
    levels = (4.0, *(1.0,) * 159, *(0.625,) * 8)

    assert TrafficProfile(levels).rise == 3.375


# --- credits -----------------------------------------------------------------------------------------


def lasts(levels: tuple[float, ...], load: float, weeks: int = 6) -> bool:
    """Whether a full store of 24 hours of credits survives some weeks at ``load`` times the baseline."""
    store = 24.0
    for level in levels * weeks:
        store = min(24.0, store + 1 - load * level)
        if store < -1e-9:
            return False
    return True


def test_office_hours_spend_in_ten_hours_what_a_day_can_hold() -> None:
    """At u times the baseline an office day takes 33.6 u and earns 24 hours' credits, of which u = 1 lacks 9.6 a day.

    On Monday morning 24 are saved. After Friday evening 5 × 33.6 u are spent, and earned are 10 hours of each day and
    14 of each of four nights: 24 + 50 + 56 = 168 u, so u = 130/168.
    """
    assert OFFICE.credit_headroom == pytest.approx(130 / 168, rel=1e-12)


def test_one_busy_day_lives_on_what_was_saved() -> None:
    """Seven times the mean for a day, then nothing: 24 saved and 24 earned are 7 × 24 u."""
    levels = (*(7.0,) * 24, *(0.0,) * 144)

    assert TrafficProfile(levels).credit_headroom == pytest.approx(2 / 7, rel=1e-12)


def test_a_busy_stretch_over_the_end_of_the_week_is_one_stretch() -> None:
    levels = (*(7.0,) * 12, *(0.0,) * 144, *(7.0,) * 12)

    assert TrafficProfile(levels).credit_headroom == pytest.approx(2 / 7, rel=1e-12)


def test_a_quiet_night_is_carried_into_the_day_in_full() -> None:
    """1.5 by day, 0.5 at night: six hours' credits to borrow, 24 to have."""
    assert TrafficProfile(((0.5,) * 12 + (1.5,) * 12) * 7).credit_headroom == 1


@given(st.lists(st.floats(0, 50), min_size=168, max_size=168).filter(lambda raw: np.mean(raw) > 0))
def test_credits_last_up_to_the_headroom_and_no_further(raw: list[float]) -> None:
    levels = tuple(np.divide(raw, np.mean(raw)).tolist())
    headroom = TrafficProfile(levels).credit_headroom

    assert 0 < headroom <= 1
    assert lasts(levels, headroom * (1 - 1e-9))
    assert headroom == 1 or not lasts(levels, headroom * (1 + 1e-6))


# --- what follows the load ---------------------------------------------------------------------------


def test_without_a_delay_a_fleet_is_held_at_the_hours_own_levels() -> None:
    assert dict(OFFICE.followed()) == {0.0: 118, 3.36: 50}
    assert list(OFFICE.followed()) == sorted(OFFICE.followed())


def test_a_fleet_comes_early_and_goes_late() -> None:
    """Five days, each 5 minutes before and 15 minutes after the ten hours."""
    held = dict(OFFICE.followed(lag_h=5 / 60, delay_h=15 / 60))

    assert held[3.36] == pytest.approx(50 + 5 * 20 / 60, rel=1e-14)
    assert sum(held.values()) == pytest.approx(168, rel=1e-14)


def test_only_hours_in_which_the_fleet_is_on_are_followed() -> None:
    mornings = tuple(hour % 24 < 12 for hour in range(168))

    assert dict(OFFICE.followed(on=mornings)) == {0.0: 84 - 15, 3.36: 15}


@given(
    st.lists(st.floats(0, 50), min_size=168, max_size=168).filter(lambda raw: np.mean(raw) > 0),
    st.floats(0, 0.5),
    st.floats(0, 0.5),
)
def test_a_fleet_that_follows_is_never_held_below_the_load(raw: list[float], lag: float, delay: float) -> None:
    profile = TrafficProfile(tuple(np.divide(raw, np.mean(raw)).tolist()))
    moments = profile.moments(lag, delay)

    assert sum(hours for _, _, hours in moments) == pytest.approx(168, rel=1e-12)
    assert sum(load * hours for _, load, hours in moments) == pytest.approx(168, rel=1e-9)
    assert all(held >= load for held, load, _ in moments)


@pytest.mark.parametrize(
    ("hour", "name"), [(0, "Mon 00:00"), (23, "Mon 23:00"), (24, "Tue 00:00"), (105, "Fri 09:00"), (167, "Sun 23:00")]
)
def test_hours_have_names(hour: int, name: str) -> None:
    assert hour_name(hour) == name


def test_the_busiest_hour_is_the_first_of_the_busiest() -> None:
    assert (OFFICE.peak_hour, TrafficProfile.constant().peak_hour) == (9, 0)
