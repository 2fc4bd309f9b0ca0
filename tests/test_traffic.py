"""A week of hours whose mean is 1."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from costmodel import InvalidWorkload, TrafficProfile

OFFICE = TrafficProfile(tuple(168 / 50 if 9 <= hour % 24 < 19 and hour < 120 else 0.0 for hour in range(168)))


def test_constant_traffic_is_one_in_every_hour() -> None:
    even = TrafficProfile.constant()

    assert even.levels == (1.0,) * 168
    assert (even.peak, even.busiest_day) == (1.0, 1.0)
    assert even.load_duration() == ((1.0, 1.0),)


def test_fifty_office_hours_carry_the_whole_week() -> None:
    assert OFFICE.peak == 3.36
    assert OFFICE.busiest_day == pytest.approx(3.36 * 10 / 24, rel=1e-14)
    assert OFFICE.load_duration() == ((0.0, 118 / 168), (3.36, 50 / 168))


def test_the_load_duration_curve_sorts_hours_by_load() -> None:
    levels = tuple(float(level) for level in np.tile([2.25, 0.25, 1.0, 0.5], 42))

    assert TrafficProfile(levels).load_duration() == ((0.25, 0.25), (0.5, 0.25), (1.0, 0.25), (2.25, 0.25))


@given(st.lists(st.floats(0, 50), min_size=168, max_size=168).filter(any))
def test_the_load_duration_curve_holds_the_whole_week(raw: list[float]) -> None:
    profile = TrafficProfile(tuple(np.divide(raw, np.mean(raw))))

    assert sum(share for _, share in profile.load_duration()) == pytest.approx(1, rel=1e-12)
    assert sum(level * share for level, share in profile.load_duration()) == pytest.approx(1, rel=1e-9)
    assert profile.load_duration()[-1][0] == profile.peak >= profile.busiest_day >= 1 - 1e-9


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


def test_the_busiest_day_is_any_24_hours_in_a_row() -> None:
    """From Monday noon to Tuesday noon, and over the end of the week."""
    for first in (12, 156):
        levels = np.zeros(168)
        levels[(np.arange(24) + first) % 168] = 7

        assert TrafficProfile(tuple(levels)).busiest_day == pytest.approx(7, rel=1e-15)
