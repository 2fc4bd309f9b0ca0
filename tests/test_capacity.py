"""What one instance can take, resource by resource, and which of them decides."""

from __future__ import annotations

from math import ceil, exp, factorial

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from costmodel import AutoScaling, EC2Fleet, WaitingTarget, Workload, bill, compare
from costmodel.capacity import Asked, Constraint, Queue, needed
from costmodel.options.deciding import Decides
from costmodel.options.staffing import Staff
from costmodel.shapes import office_hours
from tests.books import PRICES, TYPES

SECONDS = 720 * 3600

CPU = Constraint("CPU", 1.5, 1.2, "vCPU", "add instances", "2 × 0.6")
CREDITS = Constraint("CPU credits", 3.0, 0.4, "vCPU", "take unlimited mode", all_week=True)


def at_once(servers, load, service_s, seconds):
    """Erlang C as the textbook sums it, and the chance to wait longer than that: no recursion, no logarithms."""
    if load >= servers:
        return 1.0
    full = load**servers / factorial(servers) * servers / (servers - load)
    waits = full / (sum(load**k / factorial(k) for k in range(servers)) + full)
    return waits * exp(-(servers - load) * seconds / service_s)


def fewest(load, service_s, each, target):
    """Instances of ``each`` servers, one more at a time."""
    count = 0
    while load and at_once(count * each, load, service_s, target.seconds) > target.probability * (1 + 1e-9):
        count += 1
    return count


# --- one resource ------------------------------------------------------------------------------------


@pytest.mark.parametrize(("level", "taken", "instances"), [(0, 0, 0), (1, 1.5, 1.25), (4, 6, 5)])
def test_a_resource_is_used_in_proportion_to_the_load(level, taken, instances):
    assert CPU.taken(level) == taken
    assert CPU.instances(level) == pytest.approx(instances)


@pytest.mark.parametrize("level", [0, 1, 4])
def test_what_is_used_up_over_the_week_does_not_ask_for_the_hour(level):
    assert CREDITS.taken(level) == 3
    assert CREDITS.instances(level) == pytest.approx(7.5)
    assert (
        CREDITS.words(level, "in the busiest hour") == "CPU credits: 3 vCPU over the week ÷ 0.4 vCPU per instance = 7.5"
    )


def test_levels_and_demands_may_be_arrays():
    many = Constraint("CPU", np.array([1.0, 2.0]), 0.5, "vCPU", "add instances")

    assert np.asarray(many.instances(np.array([[1.0], [3.0]]))).tolist() == [[2, 4], [6, 12]]


def test_the_largest_need_counts_each_rounded_up():
    memory = Constraint("Memory", 9.0, 3.0, "MiB", "take a larger type")

    assert needed([CPU], 1) == 2
    assert needed([CPU, memory], 1) == 3
    assert needed([CPU, memory, CREDITS], 1) == 8
    assert np.asarray(needed([CPU, CREDITS], np.array([0, 1, 10]))).tolist() == [8, 8, 13]


@pytest.mark.parametrize(("demand", "count"), [(40 * (1 + 1e-12), 40), (40.1, 41), (40, 40), (1e-15, 1), (0, 0)])
def test_the_dust_of_floats_takes_no_instance(demand, count):
    assert needed([Constraint("CPU", demand, 1.0, "vCPU", "add instances")], 1) == count


# --- words -------------------------------------------------------------------------------------------


def test_a_need_is_said_with_its_numbers_at_the_busiest_hour():
    assert Asked(CPU, 4, 34).explain() == (
        "CPU: 6 vCPU in the busiest hour (Tue 10:00) ÷ 1.2 vCPU (2 × 0.6) per instance = 5"
    )
    assert Asked(CPU, 4).explain() == "CPU: 6 vCPU in the busiest hour ÷ 1.2 vCPU (2 × 0.6) per instance = 5"


@pytest.mark.parametrize(
    ("fleet", "said"),
    [
        (EC2Fleet("m6i.large"), "CPU decides"),
        (EC2Fleet("m6i.large", request_memory_mb=4_000), "Memory decides"),
        (EC2Fleet("m6i.large", minimum=30), "the minimum of 30 decides"),
        (EC2Fleet("m6i.large", zones=6, minimum=2, target_utilization=1), "one instance in each of 6 zones"),
        (EC2Fleet("m6i.large", scaling=AutoScaling(maximum=1)), "the maximum of 1 holds it"),
        (EC2Fleet("m6i.large", count=3), "CPU runs out first"),
    ],
)
def test_what_decides_is_said(fleet, said):
    load = Workload(100e6, 120, 512)

    assert Decides(Staff(fleet, load, PRICES)).explain() == said


def test_words_can_be_those_of_another_language():
    said = {
        "vCPU": "Kerne",
        "CPU": "Rechenzeit",
        "{name}: {demand} {when} ÷ {each} per instance = {need}": "{name} {need}",
    }

    assert CPU.words(4, "x", lambda text: said.get(text, text)) == "Rechenzeit 5"


def test_a_queue_says_its_load_its_servers_and_its_target():
    queue = Queue(8.0, 0.2, 4, WaitingTarget(0.05, 0.1))

    assert queue.words(1, "in the busiest hour") == (
        "Waiting time: 8 erlangs in the busiest hour, 4 servers per instance, "
        "at most 5.0 % of the requests waiting longer than 0.1 s = 3"
    )


# --- queues ------------------------------------------------------------------------------------------


@given(
    st.sampled_from([0, 0.05, 0.9, 3.0, 17.3, 60.0]),
    st.sampled_from([0.01, 0.2, 5.0]),
    st.sampled_from([1, 2, 8, 50]),
    st.sampled_from([0.5, 0.05, 0.001]),
    st.sampled_from([0.0, 0.1, 2.0]),
)
def test_a_queue_needs_as_many_instances_as_the_textbook_says(load, service_s, each, share, seconds):
    target = WaitingTarget(share, seconds)

    assert Queue(load, service_s, each, target).instances(1.0) == fewest(load, service_s, each, target)


@pytest.mark.parametrize("workers", [None, 8])
def test_a_fleet_waits_for_workers_and_without_them_for_vcpus(workers):
    load = Workload(40 * SECONDS, 500, 64, cpu_ms=100)
    target = WaitingTarget(0.05, 0.05)
    fleet = EC2Fleet("m6i.large", workers=workers, waiting=target, target_utilization=1)
    busy, service_s, each = (4.0, 0.1, 2) if workers is None else (20.0, 0.5, 8)

    assert Staff(fleet, load, PRICES).week.most == fewest(busy, service_s, each, target)
    assert f"Waiting time: {busy:g} erlangs in the busiest hour, {each} servers" in bill(fleet, load, PRICES).explain()


def test_a_queue_that_scales_is_sized_in_every_hour():
    load = Workload(40 * SECONDS, 500, 64, cpu_ms=0, traffic=office_hours())
    target = WaitingTarget(0.02, 0.1)
    fleet = EC2Fleet("m6i.large", workers=8, waiting=target, scaling=AutoScaling(), target_utilization=1)

    for level, count in zip(load.traffic.levels, Staff(fleet, load, PRICES).by_hour(), strict=True):
        by_workers = ceil(20 * level / 8 * (1 - 1e-9))
        by_memory = ceil(20 * level * 64 / (8192 - 256) * (1 - 1e-9))
        assert count == max(1, by_workers, by_memory, fewest(20 * level, 0.5, 8, target))


@pytest.mark.parametrize("count", [3, 4, 5])
def test_a_fixed_fleet_whose_queue_is_too_long_says_so(count):
    load = Workload(40 * SECONDS, 500, 64, cpu_ms=0)
    fleet = EC2Fleet("m6i.large", count=count, workers=8, waiting=WaitingTarget(0.001, 0.0))
    both = compare(load, [fleet], PRICES)
    enough = fewest(20.0, 0.5, 8, WaitingTarget(0.001, 0.0))

    assert enough == 5
    assert both.feasible[fleet.name] == (count >= enough)
    assert ("Waiting time" in [limit.name for limit in both.exceeded(fleet.name)]) == (count < enough)


# --- a whole fleet by hand ---------------------------------------------------------------------------


@given(
    kind=st.sampled_from(sorted(TYPES)),
    rps=st.sampled_from([0.2, 9, 300]),
    duration_ms=st.sampled_from([10, 250, 4_000]),
    memory=st.sampled_from([0.5, 20, 150]),
    cpu_ms=st.sampled_from([0.0, 3.0, 90.0]),
    workers=st.sampled_from([None, 1, 30]),
    measured=st.sampled_from([None, 2.5, 100]),
    target=st.sampled_from([0.3, 0.75, 1.0]),
)
def test_a_fleet_is_the_largest_of_its_needs(*, kind, rps, duration_ms, memory, cpu_ms, workers, measured, target):
    load = Workload(rps * SECONDS, duration_ms, memory, cpu_ms=cpu_ms, traffic=office_hours())
    fleet = EC2Fleet(
        kind, workers=workers, requests_per_second=measured, target_utilization=target, relative_speed=1.25
    )
    busy, spec = max(office_hours().levels), TYPES[kind]
    in_flight = rps * busy * duration_ms / 1000

    needs = {
        "CPU": rps * busy * cpu_ms / 1000 / 1.25 / (spec.vcpu * target),
        "Memory": in_flight * memory / (spec.memory_mib - 256),
        "Workers": in_flight / (workers * target) if workers else 0,
        "Requests a second": rps * busy / measured if measured else 0,
        "Network": rps * busy * 11 * 1024 * 8 / 1e9 / (spec.gigabits or 1),
    }

    found = Staff(fleet, load, PRICES)
    assert {need.name: float(need.instances(busy)) for need in found.needs} == pytest.approx(
        {name: need for name, need in needs.items() if name in ("CPU", "Memory", "Network") or need}, rel=1e-9
    )
    assert found.week.most == max(1, *(ceil(need * (1 - 1e-9)) for need in needs.values()))


def test_a_fixed_fleet_is_judged_at_full_use_and_a_sized_one_at_its_target():
    load = Workload(SECONDS, 1, 16, cpu_ms=7_900)
    sized, fixed = EC2Fleet("m6i.large"), EC2Fleet("m6i.large", count=4)

    assert Staff(sized, load, PRICES).week.most == 7
    assert compare(load, [fixed], PRICES).feasible[fixed.name]
    assert not compare(load, [EC2Fleet("m6i.large", count=3)], PRICES).feasible["EC2 3 × m6i.large"]
