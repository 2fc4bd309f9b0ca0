"""Ranges instead of numbers: how often each option is the cheapest, what moves it, and what to measure first."""

from __future__ import annotations

import json
from math import isnan

import numpy as np
import pytest
from scipy import integrate
from scipy.stats import triang

import costmodel as cm
from costmodel.distributions import Between, Samples
from costmodel.information import measure_first
from costmodel.scenario import Scenario, read
from costmodel.sensitivity import tornado
from costmodel.uncertainty import outcomes

API = cm.Workload(10e6, 120, 512, cpu_ms=1)

FUNCTION, FLEET = cm.Lambda(), cm.EC2Fleet("m6i.large", count=1)

EACH = 0.0000002 + 0.06 * 0.0000166667
"""One request of the function. [USD]"""

FIXED = 720 * 0.096
"""The fleet. [USD/month]"""

VOLUME = Between(10e6, 40e6, 100e6)


def law(given):
    return triang((given.likely - given.low) / (given.high - given.low), loc=given.low, scale=given.high - given.low)


@pytest.mark.parametrize("given", [VOLUME, Between(0, 0, 5), Between(1, 7, 7)])
def test_three_points_are_scipys_triangle(given):
    places = np.linspace(0, 1, 101)

    assert given.at(places) == pytest.approx(law(given).ppf(places), rel=1e-12, abs=1e-12)


def test_measured_values_come_back_as_often_as_they_were_measured():
    drawn = np.asarray(Samples((1, 5, 5, 9)).at(np.arange(0, 1, 1 / 64)))

    assert [np.count_nonzero(drawn == value) for value in (1, 5, 9)] == [16, 32, 16]


def test_probability_of_the_cheapest_is_the_chance_to_stay_below_break_even(prices):
    found = outcomes(API, [FUNCTION, FLEET], prices, {"requests_per_month": VOLUME}, samples=1 << 14)

    exact = law(VOLUME).cdf(FIXED / EACH)
    assert 0.2 < exact < 0.9
    assert found.probability["Lambda"] == pytest.approx(exact, abs=2e-4)
    assert sum(found.probability.values()) + found.none_works == pytest.approx(1)


def test_probability_with_two_inputs_is_an_integral(prices):
    wait = Between(40, 120, 400)
    exact, _ = integrate.quad(
        lambda ms: law(wait).pdf(ms) * law(VOLUME).cdf(FIXED / (2e-7 + ms / 2000 * 0.0000166667)), 40, 400, points=[120]
    )
    exactly = cm.Lambda(billing_increment_ms=0)

    found = outcomes(
        API, [exactly, FLEET], prices, {"requests_per_month": VOLUME, "duration_ms": wait}, samples=1 << 14
    )

    assert found.probability["Lambda"] == pytest.approx(exact, abs=2e-3)


def test_quantiles_of_a_bill_are_those_of_its_input(prices):
    found = outcomes(API, [FUNCTION], prices, {"requests_per_month": VOLUME}, samples=1 << 14)

    shares = [0.05, 0.5, 0.95]
    assert found.quantiles("Lambda", shares) == pytest.approx(law(VOLUME).ppf(shares) * EACH, rel=1e-3)


def test_the_same_seed_gives_the_same_bits_and_another_does_not(prices):
    def run(seed):
        return outcomes(API, [FUNCTION, FLEET], prices, {"requests_per_month": VOLUME}, samples=256, seed=seed)

    assert (run(1).costs == run(1).costs).all()
    assert (run(1).costs != run(2).costs).any()


def test_more_samples_come_closer(prices):
    exact = law(VOLUME).cdf(FIXED / EACH)

    def error(samples):
        runs = (
            outcomes(API, [FUNCTION, FLEET], prices, {"requests_per_month": VOLUME}, samples=samples, seed=seed)
            for seed in range(8)
        )
        return np.mean([abs(run.probability["Lambda"] - exact) for run in runs])

    assert error(4096) < error(64) / 4


def test_a_range_of_no_width_is_the_plain_comparison(prices):
    plain = cm.compare(API, [FUNCTION, FLEET], prices)
    nowhere = {
        "requests_per_month": Between(10e6, 10e6, 10e6), "EC2 1 × m6i.large.relative_speed": Between(1, 1, 1),
        "rates.ec2.m6i.large": Between(0.096, 0.096, 0.096),
    }  # fmt: skip

    found = outcomes(API, [FUNCTION, FLEET], prices, nowhere, samples=64)

    assert found.probability[str(plain.cheapest)] == 1
    for name, total in plain.totals.items():
        assert set(found.totals[name]) == {total}
    told = measure_first(found)
    assert [told.everything, *(one.usd for one in told.inputs)] == [0, 0, 0, 0]


def test_what_does_not_work_is_counted_and_never_the_cheapest(prices):
    slow = Between(100e3, 900e3, 1_700e3)

    found = outcomes(API.vary(requests_per_month=1e3), [FUNCTION, FLEET], prices, {"duration_ms": slow}, samples=4096)

    assert found.infeasible["Lambda"] == pytest.approx(0.5, abs=1e-3)
    assert found.probability["Lambda"] == pytest.approx(0.5, abs=1e-3)
    assert found.quantiles("Lambda", [1.0])[0] <= 1e3 * 900 * 0.5 * 0.0000166667 + 1e3 * 2e-7
    assert measure_first(found).choice == FLEET.name


def test_where_nothing_works_no_bill_has_quantiles(prices):
    found = outcomes(API, [FUNCTION], prices, {"duration_ms": Between(1e6, 1e6, 2e6)}, samples=16)

    assert found.none_works == 1
    assert isnan(found.quantiles("Lambda")[0])


def test_a_setting_is_evaluated_at_the_middle_of_its_parts(prices):
    speed = Between(0.5, 1, 2)
    sized = cm.EC2Fleet("m6i.large")
    load = API.vary(cpu_ms=200, requests_per_month=300e6)

    found = outcomes(load, [FUNCTION, sized], prices, {"EC2 m6i.large.relative_speed": speed}, samples=1024)

    middles = [float(speed.at((part + 0.5) / 8)) for part in range(8)]
    byhand = {cm.bill(cm.EC2Fleet("m6i.large", relative_speed=one), load, prices).total for one in middles}
    assert set(found.totals["EC2 m6i.large"]) == byhand
    assert len(set(found.totals["Lambda"])) == 1


def test_a_setting_of_a_nested_part_is_reached(prices):
    fleet = cm.RequestPath(cm.EC2Fleet("m6i.large", count=None, scaling=cm.AutoScaling()))
    name = f"{fleet.name}.option.scaling.step"

    found = outcomes(
        API.vary(cpu_ms=20, requests_per_month=3e9), [fleet], prices, {name: Between(1, 1, 40)}, samples=64
    )

    assert len(set(found.totals[fleet.name])) > 1


def test_an_uncertain_price_moves_only_who_pays_it(prices):
    found = outcomes(API, [FUNCTION, FLEET], prices, {"rates.ec2.m6i.large": Between(0.05, 0.1, 0.2)}, samples=64)

    assert len(set(found.totals[FLEET.name])) == 8
    assert len(set(found.totals["Lambda"])) == 1


@pytest.mark.parametrize(
    ("name", "given", "said"),
    [
        ("requests_per_month", Between(0, 1, 2), "requests_per_month must be above 0"),
        ("requests", VOLUME, "ranges must be one of requests_per_month"),
        ("Lambda.nothing", VOLUME, "ranges.Lambda.nothing must be one of architecture"),
        ("Lambda.architecture", VOLUME, "ranges.Lambda.architecture must be one of"),
        ("Lambda.ephemeral_storage_mb", Between(1, 600, 700), "ephemeral_storage_mb must be 512 to 10,240 MB"),
        ("Lambda.provisioned_concurrency.environments", VOLUME, "a setting of a part that is there"),
        ("rates.lambda.duration.x86_64", Between(1, 1, 1), "the key of a price without tiers"),
        ("duration_ms", 5, "ranges.duration_ms must be a Between or Samples, got 5"),
    ],
)
def test_a_range_that_cannot_be_is_named(prices, name, given, said):
    with pytest.raises(cm.InvalidInput, match=said):
        outcomes(API, [FUNCTION, FLEET], prices, {name: given}, samples=16)


@pytest.mark.parametrize(
    ("make", "said"),
    [
        (lambda: Between(2, 1, 3), "likely must be 2 to"),
        (lambda: Between(1, 3, 2), "high must be 3 to"),
        (lambda: Between(1, 2, float("inf")), "high must be"),
        (lambda: Samples(()), "values must be a list of one number or more"),
        (lambda: Samples((1, "x")), r"values\[1\] must be a number"),  # type: ignore[arg-type]
    ],
)
def test_points_out_of_order_are_named(make, said):
    with pytest.raises(cm.InvalidQuestion, match=said):
        make()


def test_the_tornado_is_two_comparisons_an_input(prices):
    wait = Between(100, 120, 140)
    found = tornado(API, [FUNCTION, FLEET], prices, {"duration_ms": wait, "requests_per_month": VOLUME})

    median = float(VOLUME.at(0.5))
    low, high = (float(VOLUME.at(share)) for share in (0.1, 0.9))
    assert [one.input for one in found.effects] == ["requests_per_month", "duration_ms"]
    assert (found.about, found.against) == ("Lambda", FLEET.name)
    assert found.base == pytest.approx(FIXED - median * EACH)
    volume = found.effects[0]
    assert (volume.at_low, volume.at_high) == pytest.approx((FIXED - low * EACH, FIXED - high * EACH))
    assert (volume.cheapest_at_low, volume.cheapest_at_high) == ("Lambda", FLEET.name)
    assert found.flips(volume)


def test_an_input_that_stops_an_option_is_the_widest(prices):
    slow = {"duration_ms": Between(100, 100, 2e6), "requests_per_month": Between(1, 2, 3)}

    found = tornado(API, [FUNCTION, FLEET], prices, slow)

    assert found.effects[0].input == "duration_ms"
    assert found.effects[0].width == float("inf")


def test_information_about_the_only_input_is_worth_its_closed_form(prices):
    found = outcomes(API, [FUNCTION, FLEET], prices, {"requests_per_month": VOLUME}, samples=1 << 14)

    told = measure_first(found)

    chance = law(VOLUME)
    cost, _ = integrate.quad(lambda n: chance.pdf(n) * min(FIXED, EACH * n), 10e6, 100e6, points=[40e6, FIXED / EACH])
    exact = min(FIXED, EACH * chance.mean()) - cost
    assert told.everything == pytest.approx(exact, rel=1e-3)
    assert told.inputs[0].usd == pytest.approx(exact, rel=0.02)


def test_the_worth_of_one_of_two_inputs_is_its_closed_form(prices):
    wait = Between(40, 120, 400)
    exactly = cm.Lambda(billing_increment_ms=0)
    found = outcomes(
        API, [exactly, FLEET], prices, {"requests_per_month": VOLUME, "duration_ms": wait}, samples=1 << 16
    )

    told = measure_first(found)

    volume, each = law(VOLUME), 2e-7 + law(wait).mean() / 2000 * 0.0000166667
    cost, _ = integrate.quad(lambda n: volume.pdf(n) * min(FIXED, each * n), 10e6, 100e6, points=[40e6, FIXED / each])
    exact = min(FIXED, each * volume.mean()) - cost
    worth = {one.input: one for one in told.inputs}
    assert worth["requests_per_month"].usd == pytest.approx(exact, rel=0.02)
    assert worth["requests_per_month"].checked <= worth["requests_per_month"].usd
    assert all(0 <= one.usd <= told.everything for one in told.inputs)


def test_ranges_are_part_of_a_scenario_and_of_no_older_one():
    given: dict[str, Between | Samples] = {
        "requests_per_month": VOLUME,
        "Lambda.ephemeral_storage_mb": Samples((512, 1024)),
    }
    asked = Scenario(region="us-east-1", workload=API, options=(FUNCTION, FLEET), ranges=given)

    assert read(asked.text()).ranges == given
    assert json.loads(asked.text())["ranges"]["requests_per_month"] == {
        "part": "Between", "low": 10e6, "likely": 40e6, "high": 100e6,
    }  # fmt: skip
    assert "ranges" not in Scenario(region="us-east-1", workload=API, options=(FUNCTION,)).data()


@pytest.mark.parametrize(
    ("ranges", "said"),
    [
        ([], "scenario.ranges must be an object"),
        ("x", "scenario.ranges must be an object, got 'x'"),
        ({"duration_ms": 3}, "ranges.duration_ms must be a Between or Samples, got 3"),
        ({"duration_ms": {"part": "Between", "low": 1}}, "ranges.duration_ms.likely must be said"),
        ({"nothing": {"part": "Between", "low": 1, "likely": 1, "high": 1}}, "ranges must be one of"),
    ],
)
def test_a_wrong_range_in_a_document_is_named(ranges, said):
    asked = Scenario(region="us-east-1", workload=API, options=(FUNCTION,)).data()

    with pytest.raises(cm.InvalidInput, match=said):
        read(json.dumps({**asked, "ranges": ranges}))


def test_a_table_has_one_row_an_option(prices):
    table = outcomes(API, [FUNCTION, FLEET], prices, {"requests_per_month": VOLUME}, samples=64).frame()

    assert list(table["option"]) == ["Lambda", FLEET.name]
    assert table["cheapest"].sum() == 1
