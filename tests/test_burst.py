"""CPU credits of burstable types, against a balance kept minute by minute."""

from __future__ import annotations

from math import ceil

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from costmodel import AutoScaling, EC2Fleet, InvalidOption, Schedule, TrafficProfile, Workload, bill, compare
from costmodel.options.burst import usual_mode
from costmodel.options.staffing import Staff
from costmodel.shapes import SHAPES, office_hours
from tests.books import HOURLY, PRICES
from tests.test_scaling import loads_of_a_week, profile

SECONDS = 720 * 3600
BASELINE = 2 * 0.2
"""vCPU that one t3.medium sustains."""
CREDIT = 0.05
"""USD per vCPU-hour of surplus, T3 Linux."""


def at_mean_vcpu(vcpu, traffic):
    return Workload(SECONDS, 1, 128, cpu_ms=vcpu * 1000, traffic=traffic)


def surplus_usd(fleet, load):
    return sum(line.cost for line in bill(fleet, load, PRICES).lines if line.name == "CPU credits, surplus")


# --- standard mode: the balance ----------------------------------------------------------------------


def runs_out(levels, load, weeks=16):
    """One minute after the other: earn a baseline minute, spend ``load`` times the level, keep at most a day's."""
    most = balance = 24.0 * 60
    for minute in range(weeks * 168 * 60):
        balance = min(most, balance + 1 - load * levels[minute // 60 % 168])
        if balance < -1e-6:
            return True
    return False


WEEKS = {
    **{name: make() for name, make in SHAPES.items()},
    "one busy day": profile([5.0 if hour < 24 else 1.0 for hour in range(168)]),
    "busy weekend": profile([0.1] * 120 + [3.0] * 48),
    "busy over the end of the week": profile([4.0] * 30 + [0.5] * 108 + [4.0] * 30),
    "an hour now and then": profile([9.0 if hour % 31 == 0 else 1.0 for hour in range(168)]),
}


@pytest.mark.parametrize("traffic", WEEKS.values(), ids=WEEKS)
def test_the_headroom_just_lasts_and_a_hundredth_more_does_not(traffic):
    headroom = traffic.credit_headroom

    assert 0 < headroom <= 1
    assert not runs_out(traffic.levels, headroom)
    assert runs_out(traffic.levels, headroom * 1.01)


@given(loads_of_a_week())
def test_the_headroom_lasts_under_any_week_and_a_hundredth_more_does_not(loads):
    """By the hour: inside an hour nothing changes. Carried over more weeks than any debt can hide in."""
    traffic = profile(loads)

    def lasts(load):
        most = balance = 24.0
        for level in traffic.levels * 30:
            balance = min(most, balance + 1 - load * level)
            if balance < -1e-9:
                return False
        return True

    assert lasts(traffic.credit_headroom)
    assert not lasts(traffic.credit_headroom * 1.01)


@pytest.mark.parametrize(("hours", "times"), [(24, 4.0), (48, 3.0), (12, 10.0)])
def test_the_headroom_of_one_burst_is_a_line_of_school_algebra(hours, times):
    """A burst of ``hours`` at level b and load x takes hours × (x b - 1) credits of the 24 that are there."""
    traffic = profile([times if hour < hours else 1.0 for hour in range(168)])
    busy = max(traffic.levels)

    assert traffic.credit_headroom == pytest.approx(min(1, (24 / hours + 1) / busy), rel=1e-9)


@pytest.mark.parametrize("traffic", WEEKS.values(), ids=WEEKS)
@pytest.mark.parametrize("vcpu", [0.3, 1.7, 11.0])
def test_a_sized_fleet_in_standard_mode_never_runs_out_and_one_less_does(traffic, vcpu):
    load = at_mean_vcpu(vcpu, traffic)
    fleet = EC2Fleet("t3.medium", credits="standard", target_utilization=1)
    count = int(Staff(fleet, load, PRICES).week.most)
    by_cpu = ceil(vcpu * traffic.peak / 2 * (1 - 1e-9))

    assert not runs_out(traffic.levels, vcpu / (count * BASELINE))
    assert surplus_usd(fleet, load) == 0
    if count > by_cpu:
        assert runs_out(traffic.levels, vcpu / ((count - 1) * BASELINE))


def test_a_fixed_fleet_in_standard_mode_says_when_credits_do_not_last():
    load = at_mean_vcpu(1.0, office_hours())
    few, enough = (EC2Fleet("t3.medium", count=count, credits="standard") for count in (3, 6))
    both = compare(load, [few, enough], PRICES)

    assert [limit.name for limit in both.exceeded(few.name)] == ["CPU credits"]
    assert both.exceeded(enough.name) == ()
    assert runs_out(office_hours().levels, 1.0 / (3 * BASELINE))


def test_a_fleet_that_is_off_at_night_earns_no_credits_at_night():
    """Stopped instances earn nothing: what the nights brought the whole week must not carry the days."""
    office = profile([1.0 if hour < 120 and 9 <= hour % 24 < 18 else 0.0 for hour in range(168)])
    load = at_mean_vcpu(0.5, office)
    fleet = EC2Fleet("t3.medium", credits="standard", target_utilization=1, schedule=Schedule(9, 18))
    count = int(Staff(fleet, load, PRICES).week.most)

    on = [level for hour, level in enumerate(office.levels) if 9 <= hour % 24 < 18]
    balance = 0.0
    for level in on * 4:
        balance = min(24.0, balance + 1 - 0.5 * level / (count * BASELINE))
        assert balance >= -1e-9


@pytest.mark.parametrize("lag", [0, 20])
def test_instances_that_come_and_go_stay_at_their_baseline_in_standard_mode(lag):
    scaling = AutoScaling(lag_minutes=lag)
    fleet = EC2Fleet("t3.medium", credits="standard", target_utilization=1, scaling=scaling)
    load = at_mean_vcpu(3.0, office_hours())

    for level, count in zip(office_hours().levels, Staff(fleet, load, PRICES).by_hour(), strict=True):
        assert count == max(1, ceil(3.0 * level / BASELINE * (1 - 1e-9)))


# --- unlimited mode: the surplus ---------------------------------------------------------------------


@given(loads_of_a_week(), st.sampled_from([0.2, 1.0, 5.0]), st.integers(1, 8), st.none() | st.just(Schedule(7, 20)))
def test_the_surplus_of_a_fixed_fleet_is_settled_day_by_day(loads, vcpu, count, schedule):
    traffic = profile(loads)
    fleet = EC2Fleet("t3.medium", count=count, schedule=schedule)
    surplus = 0.0
    for day in range(7):
        used = earned = most = 0.0
        for hour in range(24):
            used += vcpu * traffic.levels[day * 24 + hour]
            earned += count * BASELINE if schedule is None or 7 <= hour < 20 else 0
            most += count * 2 if schedule is None or 7 <= hour < 20 else 0
        surplus += max(0.0, min(used, most) - earned)

    found = surplus_usd(fleet, at_mean_vcpu(vcpu, traffic))

    assert found == pytest.approx(surplus / 168 * 720 * CREDIT, rel=1e-9, abs=1e-9)


@given(loads_of_a_week(), st.sampled_from([0.2, 1.0, 5.0]), st.sampled_from([(0, 0), (5, 15), (30, 30)]))
def test_the_surplus_of_instances_that_come_and_go_is_settled_hour_by_hour(loads, vcpu, delays):
    """In every minute: what the load of that minute takes, less what the instances of that minute earn."""
    lag, scale_in = delays
    traffic = profile(loads)
    fleet = EC2Fleet("t3.medium", scaling=AutoScaling(lag_minutes=lag, scale_in_minutes=scale_in))
    load = [traffic.levels[minute // 60] for minute in range(168 * 60)]
    surplus = 0.0
    for minute, level in enumerate(load):
        held = max(level, load[minute - scale_in], load[(minute + lag) % len(load)])
        count = max(1, ceil(vcpu * held / (2 * 0.6) * (1 - 1e-9)))
        surplus += max(0.0, vcpu * level - count * BASELINE) / 60

    found = surplus_usd(fleet, at_mean_vcpu(vcpu, traffic))

    assert found == pytest.approx(surplus / 168 * 720 * CREDIT, rel=1e-9, abs=1e-9)


def test_a_steady_load_of_one_vcpu_on_one_instance_pays_for_what_its_baseline_lacks():
    """AWS: unlimited mode charges 0.05 USD per vCPU-hour above the baseline, for T3 with Linux."""
    load = at_mean_vcpu(1.0, TrafficProfile.constant())
    total = bill(EC2Fleet("t3.medium", count=1), load, PRICES).total

    assert total == pytest.approx(720 * (HOURLY["t3.medium"] + (1.0 - BASELINE) * CREDIT), rel=1e-12)


def test_many_scenarios_pay_the_surplus_of_each():
    vcpus = np.array([0.1, 0.5, 1.0, 3.0])
    many = bill(EC2Fleet("t3.medium"), at_mean_vcpu(vcpus, office_hours()), PRICES).total

    assert np.asarray(many).tolist() == [
        bill(EC2Fleet("t3.medium"), at_mean_vcpu(vcpu, office_hours()), PRICES).total for vcpu in vcpus
    ]


def test_a_type_with_no_credits_has_neither_surplus_nor_limit():
    load = at_mean_vcpu(3.0, office_hours())

    for mode in (None, "standard", "unlimited"):
        both = compare(load, [EC2Fleet("m6i.large", credits=mode)], PRICES)
        [one] = both.bills.values()
        assert [line.name for line in one.lines] == ["Instances"]
        assert "CPU credits" not in {limit.name for limits in both.limits.values() for limit in limits}


def test_t2_is_launched_in_standard_mode_and_later_ones_in_unlimited():
    assert [usual_mode(kind) for kind in ("t2.micro", "t3.micro", "t3a.small", "t4g.nano")] == [
        "standard", "unlimited", "unlimited", "unlimited",
    ]  # fmt: skip


def test_an_unknown_mode_is_refused():
    with pytest.raises(InvalidOption, match="unlimited or standard"):
        EC2Fleet("t3.medium", credits="endless")
