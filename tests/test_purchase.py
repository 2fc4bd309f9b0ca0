"""Commitments and Spot: AWS's own scenarios, brute force over every level, and hours that add up."""

from __future__ import annotations

from fractions import Fraction
from math import floor

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from costmodel import AutoScaling, Commitment, EC2Fleet, InvalidOption, Rate, Tier, UnknownRate, Workload, bill
from costmodel.options.commitment import best_level
from costmodel.options.savings import Applied, Usage, applied
from costmodel.options.scaling import Week
from costmodel.options.staffing import Staff
from costmodel.shapes import office_hours
from tests.books import EC2, HOURLY, PRICES
from tests.test_scaling import loads_of_a_week, profile

SECONDS = 720 * 3600
ON_DEMAND = HOURLY["m7g.large"]
COMPUTE = 0.0599
"""m7g.large, Compute Savings Plan, 1 year, nothing upfront."""
SPOT = 0.0310


def at_mean_vcpu(vcpu, traffic):
    return Workload(SECONDS, 1, 128, cpu_ms=vcpu * 1000, traffic=traffic)


def book(**hourly):
    """The frozen book with other prices of m7g.large."""
    keys = {
        "on_demand": "ec2.m7g.large",
        "compute": "ec2.m7g.large.savings_plan.compute.1yr.no_upfront",
        "spot": "ec2.m7g.large.spot",
    }
    return PRICES.with_rates(
        {keys[name]: Rate(keys[name], "instance·h", (Tier(price),), EC2) for name, price in hourly.items()}
    )


def hours_of(made):
    """Instance hours a week under each name of a bill."""
    return {line.name: float(line.quantity) / 720 * 168 for line in made.lines}


@st.composite
def fleets(draw, /, **settings):
    return EC2Fleet(
        "m7g.large",
        minimum=draw(st.integers(1, 3)),
        scaling=draw(
            st.sampled_from([None, AutoScaling(), AutoScaling(lag_minutes=0, scale_in_minutes=0), AutoScaling(step=3)])
        ),
        **settings,
    )


LOADS = st.builds(at_mean_vcpu, st.sampled_from([0.1, 1.0, 3.0, 9.0]), loads_of_a_week().map(profile))


# --- AWS's scenarios ---------------------------------------------------------------------------------

AWS_HOUR = (
    Usage("r5.4xlarge", 4, on_demand=1.0, plan=0.7),
    Usage("m5.24xlarge Windows", 1, on_demand=10.0, plan=8.2),
    Usage("Fargate vCPU", 400, on_demand=0.04, plan=0.03),
    Usage("Fargate GB", 1600, on_demand=0.004, plan=0.003),
    Usage("Lambda GB-s", 1_000_000 * 3 * 0.5, on_demand=0.000015, plan=0.00001275),
    Usage("Lambda requests", 1_000_000, on_demand=0.0000002, plan=0.0000002),
)
"""https://docs.aws.amazon.com/savingsplans/latest/userguide/sp-applying.html: an hour of usage and its prices."""


def test_scenario_1_a_plan_of_50_covers_everything():
    hour = applied(50.0, AWS_HOUR)

    assert hour.used == pytest.approx(47.13, abs=0.0051)
    assert hour.unused == pytest.approx(50 - 47.125)
    assert hour.on_demand == 0
    assert applied(0, AWS_HOUR).on_demand == pytest.approx(59.10, abs=0.0051)


def test_scenario_3_a_plan_of_19_60_leaves_windows_and_lambda_on_demand():
    hour = applied(19.60, AWS_HOUR)

    assert hour.on_demand == pytest.approx(32.70, abs=0.0051)
    assert hour.used == pytest.approx(19.60)
    assert hour.unused == pytest.approx(0, abs=1e-12)


@pytest.mark.parametrize("order", [AWS_HOUR, AWS_HOUR[::-1]])
@pytest.mark.parametrize(
    ("dollars", "left_over"),
    [
        (2.10, 1 + 10 + 16 + 6.4 + 22.5 + 0.2),  # three of four r5
        (7.60, 10 + 16 + 22.5 + 0.2),  # r5 and as much of Fargate as 4.80 pay for, either part of it
        (19.60 + 4.10, 5 + 22.5 + 0.2),  # half of the Windows hour
        (19.60 + 8.20 + 19.125, 0.2),  # all but the requests, which save nothing
    ],
)
def test_the_highest_discount_is_covered_first_in_whatever_order_usage_is_told(order, dollars, left_over):
    assert applied(dollars, order).on_demand == pytest.approx(left_over)


@given(
    st.lists(st.tuples(st.integers(0, 9), st.integers(1, 100)), max_size=5),
    st.integers(0, 500),
)
def test_a_commitment_against_usage_in_exact_fractions(some, dollars):
    usages = [Usage(str(k), amount, on_demand=1.0, plan=plan / 100) for k, (amount, plan) in enumerate(some)]
    left, beside = Fraction(dollars, 100), Fraction(0)
    for amount, plan in sorted(some, key=lambda one: one[1]):
        take = min(left, Fraction(plan, 100) * amount)
        left -= take
        beside += amount - take / Fraction(plan, 100)

    found = applied(dollars / 100, usages)

    assert found.on_demand == pytest.approx(float(beside), abs=1e-9)
    assert found.unused == pytest.approx(float(left), abs=1e-9)
    assert found.used + found.unused == pytest.approx(dollars / 100)


@given(fleets(commitment=Commitment(usd_per_hour=0.2)), LOADS)
def test_the_fleets_own_commitment_is_the_same_rule_hour_by_hour(fleet, load):
    week = Staff(fleet, load, PRICES).week
    each = [applied(0.2, [Usage("m7g", float(count), ON_DEMAND, COMPUTE)]) for count in week.counts]
    cost = sum(hours * (0.2 + one.on_demand) for hours, one in zip(week.hours, each, strict=True)) / 168 * 720

    assert bill(fleet, load, PRICES).total == pytest.approx(cost, rel=1e-12)


def test_an_hour_without_usage_loses_the_whole_commitment():
    assert applied(5.0, []) == Applied(used=0.0, unused=5.0, on_demand=0.0)


# --- the best level ----------------------------------------------------------------------------------


def exact(week, level, committed, on_demand):
    """What a week costs at one level, in fractions. [USD]"""
    return sum(
        Fraction(hours) * (committed * level + on_demand * max(Fraction(float(count)) - level, Fraction(0)))
        for hours, count in zip(week.hours, week.counts, strict=True)
    )


@given(
    st.lists(st.tuples(st.integers(1, 60), st.integers(0, 12)), min_size=1, max_size=8),
    st.integers(1, 120),
)
def test_no_level_beats_the_best_one(parts, cents):
    """Every whole level and every half, over weeks of any hours; On-Demand costs 1.00."""
    counts = sorted(count for _, count in parts)
    total = sum(hours for hours, _ in parts)
    week = Week(tuple(168 * hours / total for hours, _ in parts), tuple(float(count) for count in counts))
    price = Fraction(cents, 100)

    level, _ = best_level(week, float(price))
    best = exact(week, Fraction(float(level)), price, Fraction(1))

    tried = {exact(week, Fraction(half, 2), price, Fraction(1)) for half in range(2 * counts[-1] + 4)}
    assert float(best) <= float(min(tried)) * (1 + 1e-9)
    assert float(level) in {0.0, *week.counts}


@given(fleets(), LOADS, st.integers(1, 110))
def test_the_best_level_costs_what_the_cheapest_of_all_levels_costs(fleet, load, share):
    prices = book(on_demand=0.10, compute=0.001 * share)
    most = int(Staff(fleet, load, prices).week.most)

    def cost(**level):
        return bill(changed(fleet, **level), load, prices).total

    best = cost()
    every = [cost(instances=level) for level in range(most + 2)]

    assert best == pytest.approx(min(every), rel=1e-12)


def changed(fleet, **level):
    return EC2Fleet(fleet.instance_type, minimum=fleet.minimum, scaling=fleet.scaling, commitment=Commitment(**level))


@given(fleets(), LOADS)
def test_a_best_commitment_costs_no_more_than_on_demand(fleet, load):
    on_demand = bill(fleet, load, PRICES).total

    assert bill(changed(fleet), load, PRICES).total <= on_demand * (1 + 1e-12)


def test_no_commitment_pays_where_the_plan_costs_as_much():
    load = at_mean_vcpu(3.0, office_hours())
    [line, over] = bill(EC2Fleet("m7g.large", commitment=Commitment()), load, book(compute=ON_DEMAND)).lines

    assert line.cost == 0
    assert over.name == "Instances"
    assert "no commitment pays: it would have to be used in 100 % of the hours" in line.explain()


def test_an_instance_used_in_all_hours_is_said_to_be_although_the_load_moves():
    """Two levels of load, one instance: the level of the night is the level of the day."""
    fleet = EC2Fleet("m7g.large", scaling=AutoScaling(), commitment=Commitment())
    [line] = bill(fleet, at_mean_vcpu(0.1, office_hours()), PRICES).lines

    assert "the last of it is used in 100 % of the hours" in line.explain()


def test_the_best_level_says_how_much_it_is_used_and_from_when_it_pays():
    """The busy third of the week needs 4, the rest 1; a committed one pays from 0.0599 / 0.0816 = 73.4 % on."""
    busy = profile([4.0 if hour < 56 else 1.0 for hour in range(168)])
    scaling = AutoScaling(lag_minutes=0, scale_in_minutes=0)
    load = at_mean_vcpu(2.3, busy)
    [line, over] = bill(EC2Fleet("m7g.large", scaling=scaling, commitment=Commitment()), load, PRICES).lines
    cheap = book(compute=0.02)
    [all_of_it, unused] = bill(EC2Fleet("m7g.large", scaling=scaling, commitment=Commitment()), load, cheap).lines

    assert hours_of(bill(EC2Fleet("m7g.large", scaling=scaling), load, PRICES)) == {"Instances": pytest.approx(336)}
    assert [each.quantity / 720 for each in (line, over)] == pytest.approx([1, 1])
    assert "used in 100 % of the hours, and pays from 73 % on" in line.explain()
    assert [each.quantity / 720 for each in (all_of_it, unused)] == pytest.approx([2, 2])
    assert "used in 33 % of the hours, and pays from 25 % on" in all_of_it.explain()


def test_the_best_level_of_many_scenarios_is_that_of_each():
    vcpus = np.array([0.1, 0.9, 3.0, 11.0])
    fleet = EC2Fleet("m7g.large", scaling=AutoScaling(), commitment=Commitment())
    many = bill(fleet, at_mean_vcpu(vcpus, office_hours()), PRICES).total

    assert np.asarray(many).tolist() == [
        bill(fleet, at_mean_vcpu(vcpu, office_hours()), PRICES).total for vcpu in vcpus
    ]


# --- lines that add up -------------------------------------------------------------------------------


@given(fleets(), LOADS, st.sampled_from([0, 1, 2.5, 4, 9]))
def test_covered_unused_and_left_over_hours_add_up(fleet, load, level):
    week = Staff(fleet, load, PRICES).week
    needed = sum(hours * float(count) for hours, count in zip(week.hours, week.counts, strict=True))
    covered = sum(hours * min(float(count), level) for hours, count in zip(week.hours, week.counts, strict=True))

    found = hours_of(bill(changed(fleet, instances=level), load, PRICES))
    plan, unused, over = (
        found.get(name, 0.0) for name in ("Compute Savings Plan, 1 year", "Unused commitment", "Instances")
    )

    assert plan == pytest.approx(covered)
    assert plan + unused == pytest.approx(168 * level)
    assert plan + over == pytest.approx(needed)


@given(fleets(), LOADS, st.sampled_from([0.0, 0.0599, 0.15, 1.0]))
def test_dollars_an_hour_buy_as_many_instances_as_they_pay_for(fleet, load, dollars):
    by_money = bill(changed(fleet, usd_per_hour=dollars), load, PRICES)
    by_count = bill(changed(fleet, instances=dollars / COMPUTE), load, PRICES)

    assert by_money.total == pytest.approx(by_count.total, rel=1e-12)
    assert hours_of(by_money) == pytest.approx(hours_of(by_count))
    committed = sum(line.cost for line in by_money.lines if line.name != "Instances")
    assert committed == pytest.approx(720 * dollars)


@given(fleets(spot_share=0.4), LOADS)
def test_spot_is_a_whole_number_of_instances_in_every_hour(fleet, load):
    week = Staff(fleet, load, PRICES).week
    spot = rest = 0.0
    for hours, count in zip(week.hours, map(float, week.counts), strict=True):
        spot += hours * floor(count * 0.4 + 1e-9)
        rest += hours * (count - floor(count * 0.4 + 1e-9))

    found = hours_of(bill(fleet, load, PRICES))

    assert found == {"Instances": pytest.approx(rest), "Instances, Spot": pytest.approx(spot)}


@pytest.mark.parametrize(("share", "on_spot"), [(0, 0), (0.1, 1), (0.3, 3), (0.29, 2), (0.99, 9), (1, 10)])
def test_a_share_on_spot_is_rounded_down(share, on_spot):
    found = hours_of(bill(EC2Fleet("m7g.large", count=10, spot_share=share), at_mean_vcpu(1, office_hours()), PRICES))

    assert found.get("Instances, Spot", 0.0) == pytest.approx(168 * on_spot)
    assert found["Instances"] == pytest.approx(168 * (10 - on_spot))


def test_a_commitment_covers_what_is_not_on_spot():
    fleet = EC2Fleet("m7g.large", count=10, spot_share=0.5, commitment=Commitment(instances=4))
    made = bill(fleet, at_mean_vcpu(1, office_hours()), PRICES)

    assert {name: hours / 168 for name, hours in hours_of(made).items()} == {
        "Compute Savings Plan, 1 year": pytest.approx(4),
        "Instances": pytest.approx(1),
        "Instances, Spot": pytest.approx(5),
    }
    assert made.total == pytest.approx(720 * (4 * COMPUTE + ON_DEMAND + 5 * SPOT))


# --- prices and settings -----------------------------------------------------------------------------


def test_reserved_instances_stand_in_where_there_are_no_savings_plan_rates_and_it_is_said():
    """AWS sells no such price twice: m6i.large has Convertible ones only in the frozen book."""
    [line] = bill(
        EC2Fleet("m6i.large", count=1, commitment=Commitment()), at_mean_vcpu(1, office_hours()), PRICES
    ).lines

    assert line.cost == pytest.approx(720 * 0.07053)
    assert "the price of Reserved Instances stands in, to be checked" in line.explain()
    [own] = bill(EC2Fleet("m7g.large", count=1, commitment=Commitment()), at_mean_vcpu(1, office_hours()), PRICES).lines
    assert "stands in" not in own.explain()


def test_a_plan_without_a_price_is_refused():
    with pytest.raises(UnknownRate, match=r"ec2\.c7g\.large\.savings_plan\.compute\.3yr"):
        _ = bill(EC2Fleet("c7g.large", commitment=Commitment(years=3)), at_mean_vcpu(1, office_hours()), PRICES).lines


def test_spot_without_a_price_is_refused():
    with pytest.raises(UnknownRate, match=r"ec2\.c7g\.large\.spot"):
        _ = bill(EC2Fleet("c7g.large", spot_share=0.5), at_mean_vcpu(1, office_hours()), PRICES).lines


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"plan": "savings_plan"}, "plan"),
        ({"years": 2}, "years"),
        ({"payment": "later"}, "payment"),
        ({"instances": -1}, "commitment instances"),
        ({"instances": 1, "usd_per_hour": 1}, "commitment"),
        ({"plan": "standard_reserved", "usd_per_hour": 1}, "usd_per_hour"),
        ({"plan": "convertible_reserved", "instances": 1.5}, "commitment instances"),
    ],
)
def test_commitments_that_cannot_be_bought_are_refused(wrong, field):
    with pytest.raises(InvalidOption, match=field):
        Commitment(**wrong)


@pytest.mark.parametrize("share", [-0.1, 1.1, "half"])
def test_a_share_that_is_none_is_refused(share):
    with pytest.raises(InvalidOption, match="spot_share"):
        EC2Fleet("m7g.large", spot_share=share)
