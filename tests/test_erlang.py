from __future__ import annotations

import time
from decimal import Decimal, localcontext
from fractions import Fraction
from math import erf, exp, factorial, log, pi, sqrt
from typing import TYPE_CHECKING

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from costmodel import erlang, limits
from costmodel.erlang import LARGEST, WaitingTarget, outgrown
from costmodel.errors import InvalidOption

if TYPE_CHECKING:
    from collections.abc import Callable

    from costmodel.rates import Num

    Sweep = Callable[[np.ndarray], tuple[Num, Num]]

TARGET = WaitingTarget(0.05, 0.1)

LOADS = st.floats(0, 2_000)
SERVICES = st.floats(0.001, 100)
TARGETS = st.builds(WaitingTarget, st.floats(1e-6, 0.9), st.floats(0, 10))


def erlang_b(servers: Num, load: Num) -> np.ndarray:
    return np.asarray(erlang.erlang_b(servers, load))


def erlang_c(servers: Num, load: Num) -> np.ndarray:
    return np.asarray(erlang.erlang_c(servers, load))


def chance_of_waiting(servers: Num, load: Num, service_s: Num, longer_than_s: Num) -> np.ndarray:
    return np.asarray(erlang.chance_of_waiting(servers, load, service_s, longer_than_s))


def instances_needed(load: Num, service_s: Num, each: int, target: WaitingTarget) -> np.ndarray:
    return np.asarray(erlang.instances_needed(load, service_s, each, target))


def exact_b(servers: int, load: Fraction) -> Fraction:
    """Erlang's own fraction, every term of the sum."""
    terms = [load**k / factorial(k) for k in range(servers + 1)]
    return terms[-1] / sum(terms)


def exact_c(servers: int, load: Fraction) -> Fraction:
    """The textbook's sum over the states of the queue, and not by way of B."""
    if load >= servers:
        return Fraction(1)
    waiting = load**servers / factorial(servers) * servers / (servers - load)
    return waiting / (sum(load**k / factorial(k) for k in range(servers)) + waiting)


def fewest(load: Fraction, service_s: float, each: int, target: WaitingTarget) -> int:
    """Instances one by one, with the exact fraction, until the target is kept."""
    count = 1
    while True:
        servers = count * each
        tail = exp(-float(servers - load) * target.seconds / service_s) if servers > load else 1.0
        if exact_c(servers, load) * Fraction(tail) <= Fraction(target.probability):
            return count
        count += 1


# --- what others published -----------------------------------------------------------------------------------


@pytest.mark.parametrize(("servers", "load", "chance"), [(10, 5, 0.018385), (100, 90, 0.026957), (132, 123, 0.0312)])
def test_erlang_b_of_the_tables(servers, load, chance):
    assert erlang_b(servers, load) == pytest.approx(chance, abs=5e-7 if chance != 0.0312 else 5e-5)


@pytest.mark.parametrize(
    ("servers", "load", "logarithm"),
    [
        (100, 120, -1.62826407041),
        (10_000, 12_000, -1.78927734649),
        (100, 20, -84.1661482002),
        (100, 1e4, -0.01004931575),
    ],
)
def test_erlang_b_as_mathematica_has_it(servers, load, logarithm):
    # Values "based on mma results" in the unit tests of the capacity_planning package, erlang_queues (read 2026-11-24).
    assert np.log(erlang_b(servers, load)) == pytest.approx(logarithm, abs=1e-9)


@pytest.mark.parametrize(
    ("servers", "load", "logarithm"),
    [(100, 90, -1.52813224460), (10_000, 9_000, -56.8266885378), (100, 10, -143.375505741)],
)
def test_erlang_c_as_mathematica_has_it(servers, load, logarithm):
    # As above.
    assert np.log(erlang_c(servers, load)) == pytest.approx(logarithm, abs=1e-8)


@pytest.mark.parametrize(
    ("servers", "load", "chance"),
    [(10, 5, 0.036105), (10, 8, 0.409180), (3, 2, 0.444444), (5, 2.5, 0.130371), (100, 90, 0.216940)],
)
def test_erlang_c_of_the_tables(servers, load, chance):
    assert erlang_c(servers, load) == pytest.approx(chance, abs=5e-7)


@pytest.mark.parametrize(("servers", "load", "chance"), [(132, 123, 0.3211), (12_421, 12_345, 0.3812), (900, 1_000, 1)])
def test_erlang_c_of_staffing_exercises(servers, load, chance):
    # Expected values of a widely copied staffing exercise (erlang.py, calc_wait_probability; read 2026-11-24).
    assert erlang_c(servers, load) == pytest.approx(chance, abs=5e-5)


def test_a_call_centre_of_100_calls_in_half_an_hour_needs_14_agents():
    # https://github.com/rodrigo-arenas/pyworkforce: 100 calls of 3 minutes in 30, 80 % answered within 0.33 minutes.
    assert instances_needed(10.0, 180, 1, WaitingTarget(0.2, 0.33 * 60)) == 14
    assert 1 - chance_of_waiting(14, 10.0, 180, 0.33 * 60) == pytest.approx(0.888, abs=5e-4)


@pytest.mark.parametrize(
    ("alpha", "beta"), [(0.5, 0.5061), (0.2, 1.0615), (0.1, 1.4202), (0.05, 1.7398), (0.01, 2.3749)]
)
def test_large_fleets_follow_halfin_and_whitt(alpha, beta):
    # S. Halfin and W. Whitt, Operations Research 29 (1981): c = a + β √a, α = 1 / (1 + β Φ(β) / φ(β)).
    phi, cumulated = exp(-(beta**2) / 2) / sqrt(2 * pi), (1 + erf(beta / sqrt(2))) / 2
    load = 1e6

    needed = float(instances_needed(load, 1.0, 1, WaitingTarget(alpha, 0)))

    assert 1 / (1 + beta * cumulated / phi) == pytest.approx(alpha, rel=2e-4)
    assert (needed - load) / sqrt(load) == pytest.approx(beta, abs=3e-3)  # the limit is missed by 2 servers


# --- exact fractions -----------------------------------------------------------------------------------------


@pytest.mark.parametrize("load", ["1/1000", "1/2", "5", "99/2", "100", "353/4", "400"])
@pytest.mark.parametrize("servers", [0, 1, 2, 17, 49, 100, 101, 130, 350, 400, 460])
def test_both_formulas_equal_the_exact_fractions(servers, load):
    exact = Fraction(load)

    assert erlang_b(servers, float(exact)) == pytest.approx(float(exact_b(servers, exact)), rel=1e-13, abs=1e-300)
    assert erlang_c(servers, float(exact)) == pytest.approx(float(exact_c(servers, exact)), rel=1e-12, abs=1e-300)


@pytest.mark.parametrize(
    ("servers", "load"), [(1_000_000, 10**6), (1_002_000, 10**6), (998_000, 10**6), (30_000, 10**6)]
)
def test_starting_late_equals_the_whole_recursion_in_fifty_digits(servers, load):
    with localcontext() as context:
        context.prec = 50
        inverse = Decimal(1)
        for k in range(1, servers + 1):
            inverse = 1 + inverse * k / load
        exact = float(1 / inverse)

    assert erlang_b(servers, load) == pytest.approx(exact, rel=1e-12)


@pytest.mark.parametrize("each", [1, 3, 8])
@pytest.mark.parametrize(
    "target", [WaitingTarget(0.5, 0), WaitingTarget(0.05, 0.1), WaitingTarget(0.001, 0.4)], ids=str
)
def test_the_count_is_the_fewest_of_all(each, target):
    loads = [Fraction(n, 8) for n in (1, 3, 7, 8, 9, 20, 63, 64, 65, 100, 237, 480)]

    found = instances_needed(np.array([float(load) for load in loads]), 0.25, each, target)

    assert found.tolist() == [fewest(load, 0.25, each, target) for load in loads]


# --- the chance of waiting a while ---------------------------------------------------------------------------


def test_one_server_waits_as_the_textbook_says():
    load, service, seconds = 0.7, 0.2, np.array([0, 0.1, 1.5])

    assert chance_of_waiting(1, load, service, seconds) == pytest.approx(0.7 * np.exp(-0.3 * seconds / 0.2), rel=1e-14)


def test_an_overloaded_queue_makes_everybody_wait():
    assert chance_of_waiting(np.array([3, 4, 5]), 4.0, 1.0, 100.0).tolist()[:2] == [1, 1]
    assert chance_of_waiting(5, 4.0, 1.0, 100.0) < 1
    assert erlang_c(0, 0.0) == 1


def test_no_load_waits_for_nothing():
    assert erlang_b(np.array([0, 1, 5_000]), 0.0).tolist() == [1, 0, 0]
    assert erlang_c(np.array([1, 5_000]), 0.0).tolist() == [0, 0]


def test_chances_too_small_for_a_float_are_zero_and_take_no_time():
    start = time.perf_counter()

    assert erlang_b(10**9, 5.0) == 0
    assert erlang_c(10**9, 5.0) == 0
    assert erlang_b(10, 1e14) == pytest.approx(1)
    assert time.perf_counter() - start < 0.5


@given(st.integers(1, 1_500), st.floats(0.001, 1_500))
def test_turning_away_is_rarer_than_waiting_and_more_servers_help(servers, load):
    both = np.array([servers, servers + 1])
    lost, waits = erlang_b(both, load), erlang_c(both, load)

    assert lost[0] <= waits[0] <= 1
    assert lost[1] <= lost[0]
    assert waits[1] <= waits[0]


# --- sizing --------------------------------------------------------------------------------------------------


def test_no_load_needs_no_instance_and_any_load_needs_one():
    assert instances_needed(np.array([0.0, 5e-324, 1e-9]), 0.1, 16, TARGET).tolist() == [0, 1, 1]


def test_many_scenarios_of_any_shape_equal_one_by_one():
    loads, services = np.array([[0.0], [0.3], [17.0], [900.0], [3e7]]), np.array([0.01, 0.2, 30.0])

    many = instances_needed(loads, services, 3, TARGET)

    assert many.shape == (5, 3)
    assert many.tolist() == [[float(instances_needed(a, s, 3, TARGET)) for s in services] for a in loads[:, 0].tolist()]
    assert instances_needed(np.empty((0, 2)), 1.0, 3, TARGET).shape == (0, 2)


@given(LOADS, LOADS, SERVICES, SERVICES, st.integers(1, 50), TARGETS)
def test_more_load_or_longer_service_never_needs_fewer(load, more, service, longer, each, target):
    loads, services = sorted([load, load + more]), sorted([service, longer])

    found = instances_needed(np.array(loads)[:, None], np.array(services), each, target)

    assert (np.diff(found, axis=0) >= 0).all()
    assert (np.diff(found, axis=1) >= 0).all()


@pytest.mark.parametrize("target", [TARGET, WaitingTarget(0.2, 0), WaitingTarget(1e-3, 2)], ids=str)
def test_the_count_never_falls_even_between_neighbouring_numbers(target):
    counts = np.arange(1, 300)
    edges = outgrown(counts, 1, target, lambda load: (load, 0.3), 1e-6, 1e4)
    ulps = np.arange(-300, 301)

    found = instances_needed(edges[:, None] + ulps * np.spacing(edges)[:, None], 0.3, 1, target)

    assert (np.diff(found, axis=1) >= 0).all()


@given(LOADS, SERVICES, TARGETS)
def test_twice_the_load_needs_at_most_twice_the_instances(load, service, target):
    assert instances_needed(2 * load, service, 4, target) <= 2 * instances_needed(load, service, 4, target)


@given(LOADS, SERVICES, st.integers(1, 50), TARGETS)
def test_the_count_keeps_the_target_and_one_less_does_not(load, service, each, target):
    count = instances_needed(load, service, each, target)
    kept, broken = (chance_of_waiting(n * each, load, service, target.seconds) for n in (count, max(count - 1, 0)))

    assert load == 0 or kept <= target.probability * (1 + 2e-9)
    assert load == 0 or broken > target.probability


@pytest.mark.parametrize(("servers", "load"), [(1, 0.5), (3, 2.0), (10, 8.0), (100, 90.0), (1_040, 1_000.0)])
def test_rounding_at_the_target_itself_costs_no_server(servers, load):
    chance = float(exact_c(servers, Fraction(load)))

    assert instances_needed(load, 1.0, 1, WaitingTarget(chance, 0)) == servers
    assert instances_needed(load, 1.0, 1, WaitingTarget(chance * (1 - 1e-8), 0)) == servers + 1


def test_the_slack_is_that_of_limits():
    assert erlang.SLACK == limits.SLACK


@pytest.mark.parametrize("seconds", [0, 0.1])
def test_beyond_the_largest_load_the_count_goes_on_without_a_jump(seconds):
    loads = LARGEST * (1 + np.array([-1e-4, -1e-6, 0, 1e-12, 1e-6, 1e-4]))
    target = WaitingTarget(0.05, seconds)

    found = instances_needed(loads, 0.2, 1, target)

    assert (np.diff(found) >= 0).all()
    assert found - loads == pytest.approx(found[2] - LARGEST, abs=2)


@pytest.mark.parametrize("load", [3e6, 2e7])
@pytest.mark.parametrize("target", [WaitingTarget(0.05, 0), TARGET], ids=str)
def test_beyond_the_largest_load_the_count_is_cautious_by_little(load, target, monkeypatch):
    monkeypatch.setattr(erlang, "LARGEST", 1e6)

    found = instances_needed(load, 20.0, 1, target)

    assert chance_of_waiting(found, load, 20.0, target.seconds) <= target.probability * (1 + 1e-4)
    assert found - load == pytest.approx((instances_needed(1e6, 20.0, 1, target) - 1e6) * sqrt(load / 1e6), abs=1)


def test_a_million_erlangs_take_less_than_a_second():
    start = time.perf_counter()

    found = instances_needed(1e6, 0.2, 4, WaitingTarget(0.05, 0))

    assert time.perf_counter() - start < 1
    assert found == pytest.approx((1e6 + 1.74e3) / 4, rel=1e-5)


# --- where a fleet grows -------------------------------------------------------------------------------------


def needed_at(at: Sweep, places: np.ndarray, each: int, target: WaitingTarget) -> np.ndarray:
    load, service_s = at(places)
    return instances_needed(load, service_s, each, target)


def sweep_requests(x: np.ndarray) -> tuple[Num, Num]:
    return x / 7, 0.2


def sweep_duration(x: np.ndarray) -> tuple[Num, Num]:
    return x / 7, x / 500


def sweep_bent(x: np.ndarray) -> tuple[Num, Num]:
    return np.maximum(x / 7, 3.0), np.maximum(x / 500, 0.3)


@pytest.mark.parametrize("target", [TARGET, WaitingTarget(0.999, 0), WaitingTarget(1e-9, 5)], ids=str)
@pytest.mark.parametrize("each", [1, 4, 100])
@pytest.mark.parametrize("at", [sweep_requests, sweep_duration, sweep_bent])
def test_one_more_instance_is_needed_right_after_each_place(at, each, target):
    counts, low, high = np.arange(400), 0.01, 5_000.0

    places = outgrown(counts, each, target, at, low, high)

    inside = np.isfinite(places)
    before, after = (needed_at(at, places[inside] * (1 + side), each, target) for side in (-1e-9, 1e-9))
    first, last = needed_at(at, np.array([low, high]), each, target)
    assert (before <= counts[inside]).all()
    assert (after > counts[inside]).all()
    assert inside.tolist() == [first <= count < last for count in counts.tolist()]
    assert inside.any()


def test_each_place_is_found_to_thirteen_digits():
    # One server: waiting at all has chance a, so the place is the target itself.
    assert outgrown(np.array([1]), 1, WaitingTarget(0.3, 0), lambda x: (x, 1.0), 1e-9, 1e9) == pytest.approx(
        [0.3 * (1 + erlang.SLACK)], rel=2e-13
    )


def test_a_search_may_start_at_zero():
    from_zero = outgrown(np.arange(1, 50), 2, TARGET, sweep_requests, 0, 1e4)

    assert from_zero == pytest.approx(outgrown(np.arange(1, 50), 2, TARGET, sweep_requests, 1e-3, 1e4), rel=1e-12)


def test_levels_multiply_the_load():
    counts, levels = np.arange(1, 30), np.linspace(0.1, 3, 29)

    found = outgrown(counts, 2, TARGET, sweep_duration, 0.01, 1e5, level=levels)

    for count, level, place in zip(counts, levels, found, strict=True):
        alone = outgrown(np.array([count]), 2, TARGET, sweep_duration, 0.01, 1e5, level=level)
        by_hand = instances_needed(place * (1 + 1e-9) / 7 * level, place / 500, 2, TARGET)
        assert alone == pytest.approx([place], rel=1e-12)
        assert by_hand == count + 1


@pytest.mark.parametrize("at", [sweep_requests, sweep_duration])
def test_fleets_beyond_the_largest_load_have_places_too(at, monkeypatch):
    monkeypatch.setattr(erlang, "LARGEST", 1e4)
    counts = np.array([95, 99, 100, 101, 102, 103, 105, 1_000])

    places = outgrown(counts, 100, TARGET, at, 1, 1e10)

    for side, more in ((-1e-9, 0), (1e-9, 1)):
        assert needed_at(at, places * (1 + side), 100, TARGET).tolist() == (counts + more).tolist()


def test_no_counts_have_no_places():
    assert outgrown(np.empty(0), 1, TARGET, sweep_requests, 1, 2).shape == (0,)


# --- settings ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("probability", [0, 1, -0.1, float("nan")])
def test_a_share_outside_its_range_is_refused(probability):
    with pytest.raises(InvalidOption, match="waiting probability must be above 0 and at most"):
        WaitingTarget(probability, 0.1)


@pytest.mark.parametrize("seconds", [-1, float("inf")])
def test_a_time_outside_its_range_is_refused(seconds):
    with pytest.raises(InvalidOption, match="waiting seconds must be 0 to"):
        WaitingTarget(0.05, seconds)


@pytest.mark.parametrize("each", [0, 1.5])
def test_instances_serve_whole_requests_at_once(each):
    with pytest.raises(InvalidOption, match="servers_each must be"):
        instances_needed(1.0, 1.0, each, TARGET)


def test_the_fraction_oracle_agrees_with_the_first_published_table():
    assert log(exact_c(100, Fraction(90))) == pytest.approx(-1.52813224460, abs=1e-10)
