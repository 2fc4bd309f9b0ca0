"""Fleets that follow their load, against a simulation of every minute of a week in plain loops."""

from __future__ import annotations

from dataclasses import dataclass
from math import ceil

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from costmodel import AutoScaling, EC2Fleet, InvalidOption, Schedule, TrafficProfile, Workload, bill, compare, sweep
from costmodel.options.scaling import Week, Zones
from costmodel.options.staffing import Staff
from costmodel.shapes import SHAPES
from tests.books import PRICES, TYPES

WEEK_MINUTES = 168 * 60
SECONDS = 720 * 3600


def profile(loads, within_hour=1.0):
    """Any 168 loads as a profile of mean 1."""
    mean = sum(loads) / len(loads)
    return TrafficProfile(tuple(load / mean for load in loads), within_hour=within_hour)


def loads_of_a_week():
    """Weeks that repeat a short pattern, with idle hours, plateaus and spikes."""
    pattern = st.lists(st.sampled_from([0, 0, 1, 1, 2, 3, 7, 20]), min_size=1, max_size=24).filter(any)
    return pattern.map(lambda some: tuple(float(some[hour % len(some)]) for hour in range(168)))


def up(count):
    """Rounded up, a billionth forgiven."""
    return ceil(count * (1 - 1e-9))


@dataclass(frozen=True)
class ByHand:
    """A fleet worked out one minute at a time, with no help from the model."""

    fleet: EC2Fleet
    rps: float
    cpu_s: float
    duration_s: float
    memory_mib: float
    traffic: TrafficProfile

    @property
    def workload(self):
        return Workload(
            self.rps * SECONDS, self.duration_s * 1000, self.memory_mib, cpu_ms=self.cpu_s * 1000, traffic=self.traffic
        )

    def instances(self, load):
        """Instances for one load level."""
        fleet, kind = self.fleet, TYPES[self.fleet.instance_type]
        arrivals = self.rps * load * self.traffic.within_hour
        in_flight = arrivals * self.duration_s
        count = max(
            up(arrivals * self.cpu_s / (kind.vcpu * fleet.target_utilization)),
            up(in_flight * self.memory_mib / (kind.memory_mib - fleet.system_memory_mb)),
            up(in_flight / (fleet.workers * fleet.target_utilization)) if fleet.workers else 0,
        )
        each = 1
        while fleet.spare_zones and each * (fleet.zones - fleet.spare_zones) < count:
            each += 1
        count = max(each * fleet.zones, fleet.minimum, 0 if fleet.spare_zones else count)
        step = fleet.scaling.step if fleet.scaling else 1
        while count % step:
            count += 1
        top = fleet.scaling.maximum if fleet.scaling else None
        return count if top is None else min(count, top)

    def minutes(self):
        """Instances in every minute of the week: enough for the largest load seen lately and soon."""
        levels, scaling = self.traffic.levels, self.fleet.scaling
        load = [levels[minute // 60] for minute in range(WEEK_MINUTES)]
        known = {level: self.instances(level) for level in levels}
        on = [True] * 168
        if self.fleet.schedule:
            on = [self.is_on(hour) for hour in range(168)]
        for minute in range(WEEK_MINUTES):
            if not on[minute // 60]:
                soon = (minute + (int(scaling.lag_minutes) if scaling else 0)) % WEEK_MINUTES
                yield known[load[soon]] if on[soon // 60] else 0
            elif scaling is None:
                yield known[max(levels)]
            else:
                window = range(minute - int(scaling.scale_in_minutes), minute + int(scaling.lag_minutes) + 1)
                ends = {one % WEEK_MINUTES for one in (window[0], minute, window[-1])}
                yield known[max(load[one] for one in ends)]

    def is_on(self, hour):
        """Walk the clock from ``start`` until ``stop``."""
        schedule = self.fleet.schedule
        assert schedule is not None
        clock = schedule.start % 24
        while clock != schedule.stop % 24:
            if clock == hour % 24:
                return not (schedule.workdays_only and hour // 24 in (5, 6))
            clock = (clock + 1) % 24
        return False


MINUTES = st.sampled_from([0, 1, 5, 10, 15, 29, 30])


@st.composite
def scalings(draw):
    return AutoScaling(
        lag_minutes=draw(MINUTES),
        scale_in_minutes=draw(MINUTES),
        step=draw(st.sampled_from([1, 1, 2, 5])),
        maximum=draw(st.sampled_from([None, None, 12, 100])),
    )


@st.composite
def schedules(draw):
    start = draw(st.integers(0, 23))
    stop = draw(st.integers(0, 24).filter(lambda stop: stop % 24 != start))
    return Schedule(start, stop, workdays_only=draw(st.booleans()))


@st.composite
def fleets(draw, scaling=None):
    zones = draw(st.integers(1, 4))
    return EC2Fleet(
        draw(st.sampled_from(["m6i.large", "c7g.large"])),
        target_utilization=draw(st.sampled_from([0.3, 0.6, 1.0])),
        minimum=draw(st.sampled_from([1, 2, 3, 10])),
        workers=draw(st.sampled_from([None, 1, 8, 64])),
        zones=zones,
        spare_zones=draw(st.integers(0, zones - 1)),
        scaling=draw(scalings() if scaling is None else scaling),
        schedule=draw(st.none() | schedules()),
    )


@st.composite
def cases(draw):
    return ByHand(
        draw(fleets(st.none() | scalings())),
        rps=draw(st.sampled_from([0.01, 1, 37, 400])),
        cpu_s=draw(st.sampled_from([0, 0.01, 0.05])),
        duration_s=draw(st.sampled_from([0.02, 0.5, 3])),
        memory_mib=draw(st.sampled_from([16, 200, 1500])),
        traffic=profile(draw(loads_of_a_week()), draw(st.sampled_from([1.0, 1.0, 1.7]))),
    )


@given(cases())
def test_the_bill_charges_the_instances_of_every_minute(case):
    [line] = bill(case.fleet, case.workload, PRICES).lines

    assert line.quantity / 720 == pytest.approx(sum(case.minutes()) / WEEK_MINUTES, rel=1e-12)


@given(cases())
def test_instances_of_every_hour_are_those_its_own_load_takes(case):
    found = Staff(case.fleet, case.workload, PRICES).by_hour()

    for hour, level in enumerate(case.traffic.levels):
        off = case.fleet.schedule is not None and not case.is_on(hour)
        load = level if case.fleet.scaling else max(case.traffic.levels)
        assert found[hour] == (0 if off else case.instances(load))


def test_a_dip_that_is_over_before_anyone_may_leave_has_instances_of_its_own():
    """With half an hour on either side the fleet is never held at the dip's level, and yet the dip has a level."""
    dip = profile([4.0] * 80 + [1.0] + [4.0] * 87)
    fleet = EC2Fleet("m6i.large", scaling=AutoScaling(lag_minutes=30, scale_in_minutes=30))

    found = Staff(fleet, at_mean_vcpu(4, dip), PRICES).by_hour()

    assert (found[79], found[80], found[81]) == (4, 1, 4)


@given(cases())
def test_many_loads_are_staffed_as_each_alone(case):
    volumes = np.array([0.3, 1, 2.5]) * case.rps * SECONDS
    many = bill(case.fleet, sweep(case.workload, requests_per_month=volumes, memory_mb=[10.0, 100.0]), PRICES).total

    alone = [
        [
            bill(case.fleet, case.workload.vary(requests_per_month=volume, memory_mb=memory), PRICES).total
            for memory in (10, 100)
        ]
        for volume in volumes
    ]
    assert np.asarray(many).tolist() == alone


@given(cases())
def test_most_is_what_runs_in_the_busiest_minute_and_existing_ones_are_never_fewer(case):
    beside = case.fleet.footprint(case.workload, PRICES)
    running = list(case.minutes())

    if case.fleet.schedule is None:
        assert beside.most == max(running)
    assert beside.most >= max(running)
    assert beside.running.value == pytest.approx(sum(running) / WEEK_MINUTES, rel=1e-12)
    assert beside.running.value <= beside.existing.value * (1 + 1e-12)
    assert beside.existing.value <= beside.most * (1 + 1e-12)


# --- by numbers that anyone can check ----------------------------------------------------------------

SPIKE = profile([1.0] * 9 + [4.0] + [1.0] * 158)


def instance_hours(fleet, workload):
    return bill(fleet, workload, PRICES).lines[0].quantity / 720 * 168


def at_mean_vcpu(vcpu, traffic):
    return Workload(SECONDS, 1, 128, cpu_ms=vcpu * 1000, traffic=traffic)


@pytest.mark.parametrize(
    ("lag", "scale_in", "hours"),
    [(0, 0, 1), (5, 15, 1 + 20 / 60), (30, 30, 2), (30, 0, 1.5), (0, 30, 1.5)],
)
def test_an_hour_at_four_times_the_load_is_carried_a_while_before_and_after(lag, scale_in, hours):
    """One instance gives 1.2 vCPU; the mean hour takes 1.0 × 168/171, the busy one four times as much."""
    fleet = EC2Fleet("m6i.large", scaling=AutoScaling(lag_minutes=lag, scale_in_minutes=scale_in))

    found = instance_hours(fleet, at_mean_vcpu(1.1, SPIKE))

    assert found == pytest.approx(168 + 3 * hours, rel=1e-12)


def test_the_burst_within_the_hour_is_carried_all_hour():
    burst = TrafficProfile((1.0,) * 168, within_hour=2)

    assert instance_hours(EC2Fleet("m6i.large", scaling=AutoScaling()), at_mean_vcpu(1.1, burst)) == 2 * 168


def test_office_hours_cost_as_many_hours_as_the_office_is_open():
    office = profile([1.0 if hour < 120 and 9 <= hour % 24 < 18 else 0.0 for hour in range(168)])
    fleet = EC2Fleet("m6i.large", schedule=Schedule(8, 19, workdays_only=True))
    load = at_mean_vcpu(0.3, office)

    assert Staff(fleet, load, PRICES).week.most == 1
    assert instance_hours(fleet, load) == pytest.approx(11 * 5)
    assert compare(load, [fleet], PRICES).feasible[fleet.name]


def test_requests_that_come_while_the_fleet_is_off_cannot_be_served():
    fleet = EC2Fleet("m6i.large", schedule=Schedule(8, 20))
    both = compare(at_mean_vcpu(0.3, TrafficProfile.constant()), [fleet], PRICES)

    assert not both.feasible[fleet.name]
    [limit] = both.exceeded(fleet.name)
    assert limit.name == "Requests while the fleet is off"
    assert limit.needs == pytest.approx(50)


def test_a_group_too_small_for_the_peak_is_said_and_costs_its_maximum():
    fleet = EC2Fleet("m6i.large", scaling=AutoScaling(maximum=3))
    load = at_mean_vcpu(1.1, SPIKE)
    both = compare(load, [fleet], PRICES)

    [limit] = both.exceeded(fleet.name)
    assert (limit.name, float(limit.needs), limit.allows) == ("Instances", 4, 3)
    assert Staff(fleet, load, PRICES).week.most == 3


@pytest.mark.parametrize(("name", "make"), SHAPES.items())
def test_a_fleet_that_follows_even_or_named_weeks_is_on_for_168_hours(name, make):
    week = Staff(EC2Fleet("m6i.large", scaling=AutoScaling()), at_mean_vcpu(7, make()), PRICES).week

    assert sum(week.all_hours.hours) == pytest.approx(168), name
    assert week.all_hours is week


# --- schedules and zones -----------------------------------------------------------------------------


@given(schedules())
def test_a_schedule_is_on_from_start_to_stop(schedule):
    by_hand = ByHand(EC2Fleet("m6i.large", schedule=schedule), 1, 0, 1, 1, TrafficProfile.constant())
    on = tuple(by_hand.is_on(hour) for hour in range(168))

    assert schedule.on == on
    assert schedule.hours_on == sum(on)
    assert schedule.days_on == tuple(sum(on[day * 24 : day * 24 + 24]) / 24 for day in range(7))


def test_a_night_shift_runs_past_midnight():
    night = Schedule(22, 6)

    assert [hour for hour in range(24) if night.on[hour]] == [0, 1, 2, 3, 4, 5, 22, 23]


@pytest.mark.parametrize(("start", "stop"), [(8, 8), (0, 24), (24, 0)])
def test_a_schedule_without_a_change_is_refused(start, stop):
    with pytest.raises(InvalidOption, match="another hour than start"):
        Schedule(start, stop)


@given(st.integers(1, 6), st.data(), st.integers(0, 60))
def test_what_is_left_when_zones_are_lost_is_enough_and_one_round_less_is_not(zones, data, count):
    spare = data.draw(st.integers(0, zones - 1))
    rule = Zones(zones, spare)
    total = float(rule.total(float(count)))

    assert total >= zones
    assert rule.left(total) >= count
    if spare:
        assert total % zones == 0
        assert total == zones or rule.left(total - zones) < count


@pytest.mark.parametrize(
    ("zones", "spare", "need", "total"),
    [(1, 0, 4, 4), (2, 0, 1, 2), (2, 1, 4, 8), (3, 1, 4, 6), (3, 1, 5, 9), (3, 2, 4, 12), (3, 1, 0, 3), (3, 0, 0, 3)],
)
def test_a_lost_zone_costs_its_share_of_the_fleet(zones, spare, need, total):
    assert Zones(zones, spare).total(float(need)) == total


@pytest.mark.parametrize(("zones", "spare"), [(0, 0), (7, 0), (2, 2), (1, 1), (2, -1), (2.5, 0)])
def test_zones_that_cannot_be_are_refused(zones, spare):
    with pytest.raises(InvalidOption):
        EC2Fleet("m6i.large", zones=zones, spare_zones=spare)


@pytest.mark.parametrize(
    "wrong",
    [
        {"lag_minutes": 31},
        {"scale_in_minutes": 61},
        {"lag_minutes": -1},
        {"step": 0},
        {"step": 1.5},
        {"maximum": 0},
        {"maximum": 2.5},
    ],
)
def test_settings_of_a_group_that_cannot_be_are_refused(wrong):
    with pytest.raises(InvalidOption, match=next(iter(wrong))):
        AutoScaling(**wrong)


def test_a_week_with_hours_off_has_them_at_zero():
    week = Week((40.0,), (np.array([2.0, 3.0]),))

    assert week.all_hours.hours == (128, 40)
    assert np.asarray(week.all_hours.mean).tolist() == [2 * 40 / 168, 3 * 40 / 168]
