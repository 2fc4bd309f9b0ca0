"""Laws of fleets: what must never make one cheaper, over shapes, loads and settings, and exactly where each holds.

Two of them have an edge, and both edges are CPU credits of burstable types in unlimited mode. One more instance costs
its price and saves at most the surplus of its baseline, so more instances never cost less only where an instance hour
costs at least its baseline's surplus: it does in the frozen book, and not for t3a.nano On-Demand in us-east-1, nor for
many Spot and committed prices. And a group that follows its load settles credits hour by hour where a fixed fleet
settles them day by day, so following the load may cost more than it saves.
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from costmodel import (
    AutoScaling,
    Commitment,
    EC2Fleet,
    InstanceType,
    Rate,
    Tier,
    TrafficProfile,
    WaitingTarget,
    Workload,
    bill,
    compare,
)
from costmodel.options.staffing import Staff
from costmodel.shapes import office_hours
from tests.books import EC2, HOURLY, PRICES
from tests.books import TYPES as BOOK_TYPES
from tests.test_scaling import loads_of_a_week, profile

SECONDS = 720 * 3600

ROUNDING = 1 + 1e-12

CREDIT = 0.05
"""T3 and T3a, unlimited mode. [USD/vCPU-hour]"""

EVEN_TYPES = ("m7g.large", "m6i.large")
"""Not burstable; both have a commitment in the frozen book."""

TYPES = (*EVEN_TYPES, "t3.medium", "t3.nano")

WAITING = (None, WaitingTarget(0.2, 1.0), WaitingTarget(0.05, 0.1), WaitingTarget(0.001, 0.0))

BUYING: tuple[dict[str, Commitment], ...] = (
    {},
    {"commitment": Commitment()},
    {"commitment": Commitment(instances=3)},
    {"commitment": Commitment(instances=40)},
)

SCALING = (None, AutoScaling(), AutoScaling(step=4), AutoScaling(lag_minutes=30, scale_in_minutes=30))


def cost(fleet, load, prices=PRICES):
    return bill(fleet, load, prices).total


@st.composite
def loads(draw):
    return Workload(
        draw(st.sampled_from([0.5, 20, 300])) * SECONDS,
        draw(st.sampled_from([5, 80, 900])),
        draw(st.sampled_from([10, 100, 250])),
        traffic=profile(draw(loads_of_a_week()), draw(st.sampled_from([1.0, 1.5]))),
        parallelism=draw(st.sampled_from([1.0, 0.05])),
    )


@st.composite
def fleets(draw, types=TYPES, scaling=SCALING, *, bought=True):
    kind = draw(st.sampled_from(types))
    return EC2Fleet(
        kind,
        target_utilization=draw(st.sampled_from([0.35, 0.6, 1.0])),
        minimum=draw(st.integers(1, 4)),
        workers=draw(st.sampled_from([None, 2, 16])),
        waiting=draw(st.sampled_from(WAITING)),
        zones=draw(st.integers(1, 4)),
        scaling=draw(st.sampled_from(scaling)),
        credits=draw(st.sampled_from([None, "standard"])),
        **(draw(st.sampled_from(BUYING)) if bought and kind in EVEN_TYPES else {}),
    )


# --- stricter never costs less -----------------------------------------------------------------------


@given(fleets(), loads(), st.data())
def test_more_zones_to_spare_never_cost_less(fleet, load, data):
    spare = data.draw(st.integers(0, fleet.zones - 1))
    costs = [cost(replace(fleet, spare_zones=one), load) for one in range(spare + 1)]

    assert (np.diff(costs) >= -1e-12 * costs[-1]).all()


@given(fleets(), loads())
def test_more_zones_with_none_to_spare_never_cost_less(fleet, load):
    costs = [cost(replace(fleet, zones=one), load) for one in range(1, 7)]

    assert (np.diff(costs) >= -1e-12 * costs[-1]).all()


def test_more_zones_cost_less_where_one_of_them_is_to_spare():
    """Half as much again with 3 zones, twice as much with 2."""
    load = Workload(SECONDS, 1, 10, cpu_ms=4_700)
    two, three = (cost(EC2Fleet("m6i.large", zones=zones, spare_zones=1), load) for zones in (2, 3))

    assert (two, three) == (pytest.approx(8 * 720 * 0.096), pytest.approx(6 * 720 * 0.096))


@given(fleets(), loads())
def test_a_lower_target_never_costs_less(fleet, load):
    costs = [cost(replace(fleet, target_utilization=target), load) for target in (1.0, 0.8, 0.6, 0.4, 0.1)]

    assert (np.diff(costs) >= -1e-12 * costs[-1]).all()


@given(fleets(), loads())
def test_a_higher_minimum_never_costs_less(fleet, load):
    costs = [cost(replace(fleet, minimum=minimum), load) for minimum in (1, 2, 5, 17)]

    assert (np.diff(costs) >= -1e-12 * costs[-1]).all()


@given(fleets(), loads())
def test_fewer_workers_never_cost_less(fleet, load):
    costs = [cost(replace(fleet, workers=workers), load) for workers in (64, 16, 5, 1)]

    assert (np.diff(costs) >= -1e-12 * costs[-1]).all()


@given(fleets(), loads())
def test_a_stricter_waiting_target_never_costs_less(fleet, load):
    targets = [None, *(WaitingTarget(share, wait) for share, wait in ((0.5, 2), (0.2, 2), (0.2, 0.1), (0.01, 0.1)))]
    costs = [cost(replace(fleet, waiting=target), load) for target in (*targets, WaitingTarget(0.01, 0))]

    assert (np.diff(costs) >= -1e-12 * costs[-1]).all()


@given(fleets(), loads())
def test_more_requests_never_cost_less(fleet, load):
    volumes = np.geomspace(0.1, 10, 300) * load.requests_per_month
    costs = np.broadcast_to(cost(fleet, load.vary(requests_per_month=volumes)), 300)

    assert (np.diff(costs) >= -1e-12 * costs[-1]).all()


def test_the_types_of_these_laws_cost_at_least_the_surplus_of_their_baseline():
    """The condition under which more instances never cost less in unlimited mode."""
    burstable = [kind for kind in BOOK_TYPES.values() if kind.baseline is not None]

    assert {kind.name for kind in burstable} == {"t3.nano", "t3.medium"}
    assert all(HOURLY[kind.name] >= kind.sustained_vcpu * CREDIT for kind in burstable)


def test_more_requests_may_cost_less_where_an_instance_costs_less_than_the_surplus_it_saves():
    """t3a.nano On-Demand in us-east-1: 0.0047 USD an hour, and its baseline saves 2 × 5 % × 0.05 = 0.005."""
    kind = InstanceType("t3a.nano", 2, 512, baseline=0.05)
    rates = {"ec2.t3a.nano": ("instance·h", 0.0047), "ec2.cpu_credits.t3a": ("vCPU·h", CREDIT)}
    prices = PRICES.with_rates({key: Rate(key, unit, (Tier(price),), EC2) for key, (unit, price) in rates.items()})
    load = Workload(np.array([1.1999, 1.2001]) * SECONDS, 1, 10, cpu_ms=1_000)

    before, after = cost(EC2Fleet("t3a.nano", spec=kind), load, prices)

    assert after == pytest.approx(before - 720 * (0.005 - 0.0047) + 720 * CREDIT * 0.0002, abs=1e-6)
    assert after < before


def test_one_more_instance_may_cost_less_where_it_is_cheaper_than_the_surplus_it_saves():
    """t3.nano committed for three years: 0.0022 an hour, and its baseline saves 0.1 vCPU × 0.05 = 0.005."""
    key = "ec2.t3.nano.reserved.standard.3yr.no_upfront"
    prices = PRICES.with_rates({key: Rate(key, "instance·h", (Tier(0.0022),), EC2)})
    fleet = EC2Fleet("t3.nano", commitment=Commitment("standard_reserved", years=3))
    load = Workload(SECONDS, 1, 10, cpu_ms=4_000)

    tight, wide = (cost(replace(fleet, target_utilization=target), load, prices) for target in (0.6, 0.3))

    assert wide < tight


# --- following the load ------------------------------------------------------------------------------


@given(fleets(scaling=SCALING[1:]), loads(), st.sampled_from([0, 0.3, 1]))
def test_a_fleet_that_scales_costs_at_most_the_same_fleet_fixed_at_its_peak(fleet, load, spot):
    """On-Demand, with any commitment, with any share on Spot: every hour holds at most the peak's instances, and what
    a bill charges for an hour never falls with its instances. Surplus credits are the exception, see below."""
    surplus = fleet.instance_type.startswith("t3") and fleet.credits != "standard"
    assume(not surplus)
    fleet = replace(fleet, spot_share=spot if fleet.instance_type == "m7g.large" else 0)
    peak = int(Staff(fleet, load, PRICES).week.most)
    fixed = replace(fleet, scaling=None, count=peak)

    assert cost(fleet, load) <= cost(fixed, load) * ROUNDING


def test_following_the_load_may_cost_more_credits_than_it_saves():
    """One instance all week either way; the fixed one earns at night what it spends in the same day's office hours."""
    load = Workload(SECONDS, 1, 10, cpu_ms=240, traffic=office_hours())
    fixed, follows = EC2Fleet("t3.medium"), EC2Fleet("t3.medium", scaling=AutoScaling())

    assert [Staff(one, load, PRICES).week.mean for one in (fixed, follows)] == [1, pytest.approx(1)]
    assert cost(follows, load) > cost(fixed, load)


@given(fleets(scaling=(None,)), loads(), loads_of_a_week(), loads_of_a_week())
def test_a_week_with_a_higher_peak_is_never_cheaper_for_a_fleet_sized_for_it(fleet, load, one, other):
    """Of the same mean. Not for burstable types: their credits follow the shape of the days and not the peak."""
    assume(not fleet.instance_type.startswith("t3"))
    flat, steep = sorted((profile(one), profile(other)), key=lambda traffic: traffic.peak)

    assert cost(fleet, replace(load, traffic=flat)) <= cost(fleet, replace(load, traffic=steep)) * ROUNDING


@given(fleets(scaling=(None,)), loads(), st.sampled_from([1.0, 1.3, 4.0]))
def test_busier_moments_within_the_hours_are_never_cheaper(fleet, load, times):
    busier = TrafficProfile(load.traffic.levels, within_hour=load.traffic.within_hour * times)

    assert cost(fleet, load) <= cost(fleet, replace(load, traffic=busier)) * ROUNDING


@given(fleets(scaling=SCALING[1:2]), loads(), st.integers(0, 30), st.integers(0, 30))
def test_a_quicker_group_is_never_dearer(fleet, load, lag, scale_in):
    assume(not fleet.instance_type.startswith("t3") or fleet.credits == "standard")
    slow = replace(fleet, scaling=AutoScaling(lag_minutes=30, scale_in_minutes=30))
    quick = replace(fleet, scaling=AutoScaling(lag_minutes=lag, scale_in_minutes=scale_in))

    assert cost(quick, load) <= cost(slow, load) * ROUNDING


# --- buying ------------------------------------------------------------------------------------------


@given(fleets(types=EVEN_TYPES, bought=False), loads())
def test_the_best_commitment_costs_at_most_on_demand(fleet, load):
    assert cost(replace(fleet, commitment=Commitment()), load) <= cost(fleet, load) * ROUNDING


@given(fleets(types=("m7g.large",), bought=False), loads(), st.sampled_from([1, 7, 23, 1000]))
def test_the_best_commitment_costs_at_most_any_other(fleet, load, instances):
    best = cost(replace(fleet, commitment=Commitment()), load)

    assert best <= cost(replace(fleet, commitment=Commitment(instances=instances)), load) * ROUNDING
    assert best <= cost(replace(fleet, commitment=Commitment(usd_per_hour=0.07 * instances)), load) * ROUNDING


@given(fleets(types=("m7g.large",), bought=False), loads())
def test_more_on_spot_is_never_dearer_where_spot_is_cheaper(fleet, load):
    costs = [cost(replace(fleet, spot_share=share), load) for share in (0, 0.1, 0.25, 0.5, 0.9, 1)]

    assert (np.diff(costs) <= 1e-12 * costs[0]).all()


@given(fleets(), loads())
def test_a_fleet_sized_for_its_load_can_serve_it(fleet, load):
    """No hard limit of its own is exceeded: what it was sized for it carries."""
    assert compare(load, [fleet], PRICES).feasible[fleet.name]


@given(fleets(scaling=(None,)), loads())
def test_as_many_instances_as_a_sized_fleet_has_are_enough_when_fixed_and_one_third_is_not(fleet, load):
    spare = replace(fleet, spare_zones=fleet.zones - 1, minimum=1)
    count = int(Staff(spare, load, PRICES).week.most)
    fixed = replace(spare, count=count)

    assert compare(load, [fixed], PRICES).feasible[fixed.name]
    if count > 12 * spare.zones:
        few = replace(spare, count=count // 12)
        assert not compare(load, [few], PRICES).feasible[few.name]


# --- the busiest moment, said ------------------------------------------------------------------------


def test_ten_million_requests_of_a_minute_are_228_at_once_and_the_fleet_is_sized_for_them():
    """10,000,000 × 60 s ÷ (730 × 3,600 s) = 228.3 requests in flight; a fleet of 14 × 16 workers holds 224."""
    load = Workload(1e7, 60_000, 128, cpu_ms=0, hours_per_month=730)
    fleet = EC2Fleet("m6i.large", workers=16, target_utilization=1)
    said = bill(fleet, load, PRICES).explain()

    assert load.concurrency == pytest.approx(228.31, abs=0.005)
    assert "Workers: 228.311 requests at once in the busiest hour ÷ 16 requests at once (16 × 1) per instance" in said
    assert Staff(fleet, load, PRICES).week.most == 15
    assert not compare(load, [EC2Fleet("m6i.large", workers=16, count=14)], PRICES).feasible["EC2 14 × m6i.large"]


def test_headroom_on_workers_counts_too():
    load = Workload(1e7, 60_000, 128, cpu_ms=0, hours_per_month=730)
    said = bill(EC2Fleet("m6i.large", workers=16), load, PRICES).explain()

    assert "÷ 9.6 requests at once (16 × 0.6) per instance = 23.78" in said
    assert "24 instance × 730 h/month" in said
