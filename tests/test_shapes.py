"""Named weeks of traffic: every number is visible, and every mean is 1."""

from __future__ import annotations

import inspect
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from costmodel.errors import InvalidWorkload
from costmodel.shapes import SHAPES, batch, day_and_night, evening_peak, office_hours, shape, spike, weekdays
from costmodel.traffic import TrafficProfile

over_every_shape = pytest.mark.parametrize("name", SHAPES)


def test_the_names_that_scenario_files_use_stay() -> None:
    assert list(SHAPES) == [
        "constant",
        "office_hours",
        "day_and_night",
        "weekdays",
        "evening_peak",
        "spike",
        "batch",
    ]


@over_every_shape
def test_every_week_has_mean_1_and_a_default_for_every_number(name: str) -> None:
    profile = shape(name)

    assert abs(np.mean(profile.levels) - 1) < 1e-9
    assert profile == SHAPES[name]()
    assert all(
        one.default is not inspect.Parameter.empty for one in inspect.signature(SHAPES[name]).parameters.values()
    )


@over_every_shape
def test_every_week_may_have_a_peak_within_the_hour(name: str) -> None:
    assert shape(name, within_hour=2).within_hour == 2
    assert shape(name, within_hour=2).peak == pytest.approx(2 * shape(name).peak, rel=1e-12)


def test_constant_is_the_default_of_a_workload() -> None:
    assert shape("constant") == TrafficProfile.constant()


def test_office_hours_are_nine_hours_of_five_days() -> None:
    """45 hours at 1 and 123 at 0.05 are 51.15 in 168 hours."""
    levels = np.reshape(office_hours().levels, (7, 24))

    assert office_hours().peak == pytest.approx(168 / 51.15, rel=1e-12)
    assert np.all(levels[:5, 9:18] == office_hours().peak)
    assert levels[0, 8] == levels[0, 18] == levels[5, 12] == pytest.approx(0.05 * 168 / 51.15, rel=1e-12)


def test_a_week_without_rest_holds_nothing_outside_the_office() -> None:
    assert office_hours(rest=0).peak == pytest.approx(168 / 45, rel=1e-12)
    assert office_hours(rest=0).levels[:9] == (0.0,) * 9


def test_day_and_night_is_alike_on_every_day() -> None:
    """15 hours at 1 and 9 at 0.2 are 16.8 in 24."""
    levels = np.reshape(day_and_night().levels, (7, 24))

    assert np.all(levels == levels[0])
    assert levels[0, [7, 8, 22, 23]] == pytest.approx(np.array([0.2, 1, 1, 0.2]) * 24 / 16.8, rel=1e-12)


def test_a_weekend_is_a_share_of_a_weekday() -> None:
    """Five days at 1 and two at 0.3 are 5.6 in 7."""
    levels = np.reshape(weekdays().levels, (7, 24))

    assert levels[:5] == pytest.approx(np.full((5, 24), 7 / 5.6), rel=1e-12)
    assert levels[5:] == pytest.approx(np.full((2, 24), 0.3 * 7 / 5.6), rel=1e-12)


def test_evenings_are_three_times_the_rest_of_every_day() -> None:
    levels = np.reshape(evening_peak().levels, (7, 24))

    assert np.all(levels == levels[0])
    assert levels[0, 19:23] / levels[0, 18] == pytest.approx([3, 3, 3, 3], rel=1e-12)
    assert levels[0, 23] == levels[0, 18]


@pytest.mark.parametrize("times", [1, 2, 10, 1000])
def test_a_spike_is_one_hour_at_so_many_times_the_others(times: float) -> None:
    profile = spike(hour=100, times=times)

    assert profile.levels[100] / profile.levels[0] == pytest.approx(times, rel=1e-12)
    assert profile.peak == pytest.approx(168 * times / (167 + times), rel=1e-12)
    assert len(set(profile.levels)) == (1 if times == 1 else 2)


def test_a_batch_holds_everything_in_its_window() -> None:
    levels = np.reshape(batch().levels, (7, 24))

    assert np.all(levels[:, 2:4] == 12)
    assert levels.sum() == pytest.approx(168, rel=1e-12)


def test_a_window_goes_past_midnight() -> None:
    levels = np.reshape(batch(start=22, end=2).levels, (7, 24))

    assert [hour for hour in range(24) if levels[0, hour]] == [0, 1, 22, 23]


def test_a_window_of_24_hours_is_the_whole_day() -> None:
    assert batch(start=0, end=24) == shape("constant")


@pytest.mark.parametrize(
    ("name", "numbers", "message"),
    [
        ("lunch", {}, "traffic must be one of constant, office_hours, day_and_night, .*, got 'lunch'"),
        ("spike", {"k": 3}, "a number of spike must be one of hour, times, within_hour, got 'k'"),
        ("spike", {"times": 0.5}, "times must be 1 to 1,000,000 times the other hours, got 0.5"),
        ("spike", {"hour": 168}, "hour must be 0 to 167 hours after Monday 00:00, got 168"),
        ("spike", {"hour": 1.5}, "hour must be a whole number, 0 to 167 .*, got 1.5"),
        ("batch", {"start": 3, "end": 3}, "end must be another hour than start, 3, got 3"),
        ("batch", {"end": 25}, "end must be 1 to 24 o'clock, got 25"),
        ("office_hours", {"rest": -0.1}, "rest must be 0 to 1 of the busy hours, got -0.1"),
        ("office_hours", {"rest": "much"}, "rest must be a number 0 to 1 .*, got 'much'"),
        ("office_hours", {"rest": [0.1, 0.2]}, "rest must be one number, .*, got 'an array of shape"),
        ("constant", {"within_hour": 0.5}, "within_hour must be 1 to 1,000 times the mean of its hour, got 0.5"),
    ],
)
def test_what_is_not_allowed_is_refused_by_name(name: str, numbers: dict[str, Any], message: str) -> None:
    with pytest.raises(InvalidWorkload, match=message):
        shape(name, **numbers)


@given(
    start=st.integers(0, 23),
    end=st.integers(1, 24),
    share=st.floats(0, 1),
    times=st.floats(1, 1e6),
    name=st.sampled_from(["office_hours", "batch", "day_and_night", "evening_peak"]),
)
def test_any_allowed_numbers_make_a_week(start: int, end: int, share: float, times: float, name: str) -> None:
    if start == end:
        end = start + 1
    rest = {"evening_peak": {"times": times}, "day_and_night": {"night": share}}.get(name, {"rest": share})

    assert abs(np.mean(shape(name, start=start, end=end, **rest).levels) - 1) < 1e-9
