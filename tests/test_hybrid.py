"""A base of instances or tasks with Lambda for the rest: by hand, hour by hour, and against every size there is."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import costmodel as cm
from costmodel.base_load import best_base
from costmodel.document import parsed, plain
from costmodel.errors import InvalidOption, InvalidQuestion
from costmodel.option import EC2, FARGATE
from costmodel.options.hybrid import Hybrid
from costmodel.shapes import SHAPES, shape
from tests.books import PATHS, PRICES

if TYPE_CHECKING:
    from collections.abc import Iterator

FLEET = cm.EC2Fleet("m6i.large")
TASKS = cm.Fargate(1, 2)
HALF = cm.TrafficProfile((0.0,) * 84 + (2.0,) * 84)
"""Half of the week nothing, in the other half twice the mean."""
LOAD = cm.Workload(cm.requests_per_month(50, per="second"), duration_ms=100, memory_mb=1769, traffic=HALF)
"""100 requests a second or none; 10 vCPU, of which one m6i.large carries 1.2, and a task of one vCPU 0.6."""


def lines(option: Hybrid, workload: cm.Workload = LOAD) -> dict[str, float]:
    return {line.name: float(line.quantity) for line in cm.bill(option, workload, PATHS).lines}


# --- by hand ---------------------------------------------------------------------------------------------------------


def test_the_base_carries_each_hour_up_to_its_size_and_lambda_the_rest() -> None:
    """Five instances carry 6 of the 10 vCPU in the busy half of the week: 40 of 100 requests a second spill over."""
    found = lines(Hybrid(FLEET, cm.Lambda(), 5))

    assert found["Instances"] == 5 * 720
    assert found["Lambda: Requests"] == pytest.approx(0.4 * 129_600_000)
    assert found["Lambda: Duration"] == pytest.approx(0.4 * 129_600_000 * 0.1 * 1769 / 1024)


def test_a_base_of_tasks_carries_each_hour_up_to_its_size_and_lambda_the_rest() -> None:
    """Ten tasks carry what five instances of two vCPU do."""
    found = lines(Hybrid(TASKS, cm.Lambda(), 10))

    assert found["vCPU"] == 10 * 720
    assert found["Memory"] == 10 * 720 * 2
    assert found["Lambda: Requests"] == pytest.approx(0.4 * 129_600_000)
    assert found["Lambda: Duration"] == pytest.approx(0.4 * 129_600_000 * 0.1 * 1769 / 1024)


def test_tasks_of_a_base_are_charged_as_tasks_of_a_service() -> None:
    """The same lines as of so many tasks whatever the load: disk, licence, Spot and what is committed to."""
    for service in (
        replace(TASKS, ephemeral_storage_gb=50, architecture="arm64"),
        replace(TASKS, operating_system="windows"),
        replace(TASKS, spot_share=0.25, commitment=cm.Commitment(instances=9)),
    ):
        alone = cm.bill(replace(service, count=10), LOAD, PATHS)
        base = [
            line for line in cm.bill(Hybrid(service, cm.Lambda(), 10), LOAD, PATHS).lines if "Lambda" not in line.name
        ]

        assert [(line.name, line.cost) for line in base] == [(line.name, line.cost) for line in alone.lines]


def test_no_base_is_lambda_alone_and_a_full_base_leaves_it_nothing() -> None:
    alone = cm.bill(cm.Lambda(), LOAD, PRICES).total

    assert cm.bill(Hybrid(FLEET, cm.Lambda(), 0), LOAD, PRICES).total == pytest.approx(alone, rel=1e-14)
    assert lines(Hybrid(FLEET, cm.Lambda(), 9))["Lambda: Requests"] == 0


def test_a_base_that_may_lose_a_zone_carries_what_is_left_of_it() -> None:
    spread = replace(FLEET, zones=2, spare_zones=1)

    assert lines(Hybrid(spread, cm.Lambda(), 10))["Lambda: Requests"] == pytest.approx(0.4 * 129_600_000)


def test_the_bill_says_what_the_base_carries_and_what_spills_over() -> None:
    text = cm.bill(Hybrid(FLEET, cm.Lambda(), 5), LOAD, PRICES).explain()

    assert text.count("the base carries 60 requests a second; 40 % of the requests spill over to Lambda") == 1


def test_the_tiers_of_lambda_see_only_what_spills_over() -> None:
    many = LOAD.vary(requests_per_month=float(LOAD.requests_per_month) * 1_000)
    line = cm.bill(Hybrid(FLEET, cm.Lambda(), 5_000), many, PRICES).lines[-1]

    assert line.cost == pytest.approx(PRICES["lambda.duration.x86_64"].cost(0.4 * 129.6e9 * 0.1 * 1769 / 1024))


def test_the_function_needs_concurrency_only_for_the_most_that_spills_over() -> None:
    found = {one.name: one for one in Hybrid(FLEET, cm.Lambda(), 5).limits(LOAD, PRICES)}

    assert found["Concurrent executions"].needs == pytest.approx(0.4 * 10)
    assert found["Memory of one request"].allows == 8192 - 256


@pytest.mark.parametrize("size", [0, 100, 4_000, 6_000, 10**6])
@pytest.mark.parametrize("name", ["evening_peak", "spike", "weekdays"])
def test_environments_are_started_as_fast_as_what_spills_over_climbs(name: str, size: int) -> None:
    """Above a base a climb is as steep as without it, as long as both of its ends spill over."""
    load = cm.Workload(2e10, 120, 512, traffic=replace(shape(name), within_hour=1.5))
    hybrid = Hybrid(FLEET, cm.Lambda(), size)
    level = float(hybrid.carried(load, PRICES))
    before = load.traffic.levels[-1]
    steepest = 0.0
    for mean in load.traffic.levels:
        steepest = max(steepest, max(mean * 1.5 - level, 0.0) - max(before - level, 0.0))
        before = mean

    [found] = [one for one in hybrid.limits(load, PRICES) if one.name == "Environments started within 10 s"]
    [alone] = [one for one in cm.Lambda().limits(load, PRICES) if one.name == found.name]

    assert found.needs == pytest.approx(alone.needs * steepest / load.traffic.rise, rel=1e-9, abs=1e-6)


def test_the_footprint_is_the_base_and_the_environments_beside_it() -> None:
    kept = Hybrid(FLEET, cm.Lambda(), 5).footprint(LOAD, PRICES)

    assert kept.running.value == 5
    assert kept.most == pytest.approx(5 + 4)
    assert kept.runs_on == EC2


def test_around_a_base_of_tasks_stands_what_stands_around_tasks() -> None:
    kept = Hybrid(TASKS, cm.Lambda(), 10).footprint(LOAD, PRICES)

    assert (kept.running.name, kept.running.value, kept.runs_on) == ("tasks", 10, FARGATE)
    assert kept.most == pytest.approx(10 + 4)


# --- against an hour-by-hour sum -------------------------------------------------------------------------------------


@settings(max_examples=50, deadline=None)
@given(
    requests=st.floats(1e6, 1e10), name=st.sampled_from(sorted(SHAPES)), size=st.integers(0, 60),
    memory=st.floats(128, 8_000),
)  # fmt: skip
def test_an_hour_by_hour_sum_makes_the_same_bill(requests: float, name: str, size: int, memory: float) -> None:
    load = cm.Workload(requests, 120.0, memory, traffic=shape(name))
    need = max(  # instances for the mean load, by CPU, memory and network
        float(load.mean_rps) * float(load.cpu_ms_per_request) / 1_000 / 1.2,
        float(load.concurrency) * memory / (8192 - 256),
        float(load.mean_rps) * 11 * 1024 * 8 / 1e9 / 12.5,
    )
    over = sum(max(0.0, level - size / need) for level in load.traffic.levels) / 168

    found = lines(Hybrid(FLEET, cm.Lambda(), size), load)

    assert found["Lambda: Requests"] == pytest.approx(requests * over, rel=1e-9, abs=1e-6)


# --- the best base ---------------------------------------------------------------------------------------------------


def every_size(workload: cm.Workload, fleet: cm.EC2Fleet, function: cm.Lambda, most: int) -> Iterator[float]:
    for size in range(most + 1):
        if size == 0 or size >= fleet.zones:
            yield float(cm.bill(Hybrid(fleet, function, size), workload, PRICES).total)


WEEKS = st.lists(st.floats(0.0, 5.0), min_size=168, max_size=168).filter(lambda levels: sum(levels) > 1)


@settings(max_examples=60, deadline=None)
@given(
    levels=WEEKS, requests=st.floats(1e6, 2e9), fleet=st.sampled_from(["m6i.large", "c7g.large", "m7g.large"]),
    zones=st.sampled_from([(1, 0), (2, 0), (2, 1), (3, 1)]), arm=st.booleans(),
)  # fmt: skip
def test_no_base_at_all_is_cheaper_than_the_best(
    levels: list[float], requests: float, fleet: str, zones: tuple[int, int], *, arm: bool
) -> None:
    week = cm.TrafficProfile(tuple((np.array(levels) / np.mean(levels)).tolist()))
    load = cm.Workload(requests, 120, 512, traffic=week)
    base = cm.EC2Fleet(fleet, zones=zones[0], spare_zones=zones[1])
    function = cm.Lambda(architecture="arm64" if arm else "x86_64")
    best = best_base(load, base, function, PRICES)

    cheapest = min(every_size(load, base, function, most=int(max(size for size, _ in best.costs)) + 6))

    assert best.usd <= cheapest * (1 + 1e-12)


BOUGHT: dict[str, dict[str, Any]] = {
    "reserved": {"commitment": cm.Commitment("standard_reserved", instances=5)},
    "more-reserved": {"commitment": cm.Commitment("standard_reserved", instances=23)},
    "best-level": {"commitment": cm.Commitment("standard_reserved")},
    "spot": {"spot_share": 0.5},
    "a-third-on-spot": {"spot_share": 1 / 3},
    "reserved-and-spot": {"spot_share": 0.3, "commitment": cm.Commitment("standard_reserved", instances=8)},
}
SPOT = PRICES.with_rates({"ec2.m6i.large.spot": replace(PRICES["ec2.m7g.large.spot"], key="ec2.m6i.large.spot")})


@settings(max_examples=150, deadline=None)
@given(
    name=st.sampled_from(sorted(SHAPES)), requests=st.floats(1e7, 3e9), bought=st.sampled_from(sorted(BOUGHT)),
    zones=st.sampled_from([(1, 0), (2, 0), (2, 1), (3, 1)]), cpu=st.sampled_from([None, 20.0]),
)  # fmt: skip
def test_no_base_is_cheaper_than_the_best_however_its_instances_are_bought(
    name: str, requests: float, bought: str, zones: tuple[int, int], cpu: float | None
) -> None:
    """What is committed to is paid for anyway, and Spot comes in whole instances: both bend the cost of a base."""
    load = cm.Workload(requests, 120, 512, traffic=shape(name), cpu_ms=cpu)
    fleet = cm.EC2Fleet("m6i.large", zones=zones[0], spare_zones=zones[1], **BOUGHT[bought])
    best = best_base(load, fleet, cm.Lambda(), SPOT)
    most = int(max(size for size, _ in best.costs)) + 30

    every = [size for size in range(most) if size == 0 or size >= fleet.zones]
    cheapest = min(float(cm.bill(Hybrid(fleet, cm.Lambda(), size), load, SPOT).total) for size in every)

    assert best.usd <= cheapest * (1 + 1e-12)


TASKS_BOUGHT: dict[str, cm.Fargate] = {
    "on-demand": TASKS,
    "small": cm.Fargate(0.25, 0.5, request_memory_mb=20),
    "arm": cm.Fargate(2, 8, architecture="arm64", ephemeral_storage_gb=60),
    "windows": cm.Fargate(1, 2, operating_system="windows"),
    "committed": replace(TASKS, commitment=cm.Commitment(instances=11)),
    "committed-usd": replace(TASKS, commitment=cm.Commitment(usd_per_hour=0.7)),
    "best-level": replace(TASKS, commitment=cm.Commitment()),
    "spot": replace(TASKS, spot_share=0.5),
    "committed-and-spot": replace(TASKS, spot_share=0.3, commitment=cm.Commitment(instances=8)),
}


@settings(max_examples=150, deadline=None)
@given(
    name=st.sampled_from(sorted(SHAPES)), requests=st.floats(1e7, 2e9), bought=st.sampled_from(sorted(TASKS_BOUGHT)),
    zones=st.sampled_from([(1, 0), (2, 0), (2, 1), (3, 1)]), cpu=st.sampled_from([None, 20.0]),
)  # fmt: skip
def test_no_base_of_tasks_is_cheaper_than_the_best_however_they_are_bought(
    name: str, requests: float, bought: str, zones: tuple[int, int], cpu: float | None
) -> None:
    load = cm.Workload(requests, 120, 512, traffic=shape(name), cpu_ms=cpu)
    service = replace(TASKS_BOUGHT[bought], zones=zones[0], spare_zones=zones[1])
    best = best_base(load, service, cm.Lambda(), PATHS)
    most = int(max(size for size, _ in best.costs)) + 30

    every = [size for size in range(most) if size == 0 or size >= service.zones]
    cheapest = min(float(cm.bill(Hybrid(service, cm.Lambda(), size), load, PATHS).total) for size in every)

    assert best.usd <= cheapest * (1 + 1e-12)


def test_the_best_base_of_tasks_is_measured_against_the_service_alone() -> None:
    load = cm.Workload(600e6, 120, 512, traffic=shape("day_and_night"), cpu_ms=15)
    service = cm.Fargate(1, 2, request_memory_mb=60)

    best = best_base(load, service, cm.Lambda(), PATHS)

    fixed, pure = cm.bill(service, load, PATHS).total, cm.bill(cm.Lambda(), load, PATHS).total
    assert best.pure == ("Fargate 1 vCPU, 2 GB", min(fixed, pure))
    assert best.hybrid.name == f"Hybrid {best.hybrid.instances} × Fargate 1 vCPU, 2 GB + Lambda"
    assert best.saving > 0


def test_the_best_base_uses_what_is_reserved_anyway() -> None:
    load = cm.Workload(1e9, 120, 512, traffic=shape("office_hours"), cpu_ms=20)
    fleet = cm.EC2Fleet("m6i.large", commitment=cm.Commitment("standard_reserved", instances=5))

    assert best_base(load, fleet, cm.Lambda(), PRICES).hybrid.instances == 5


def test_the_best_base_is_told_with_its_saving_against_the_best_pure_option() -> None:
    load = cm.Workload(600e6, 120, 512, traffic=shape("day_and_night"))
    function, fleet = cm.Lambda(), cm.EC2Fleet("m6i.large", minimum=2)

    best = best_base(load, fleet, function, PRICES)

    fixed, pure = cm.bill(fleet, load, PRICES).total, cm.bill(function, load, PRICES).total
    assert best.pure == ("EC2 m6i.large", min(fixed, pure))
    assert best.saving == pytest.approx(min(fixed, pure) - best.usd)
    assert (best.hybrid.instances, best.saving > 40) == (2, True)


def test_lambda_alone_is_the_best_base_of_little_traffic() -> None:
    assert best_base(cm.Workload(1e5, 120, 512), FLEET, cm.Lambda(), PRICES).hybrid.instances == 0


def test_a_base_beats_both_where_tiers_make_lambda_cheaper_the_more_it_does() -> None:
    """Above all tiers the cost bulges between the kinks; brute force over every size finds nothing better."""
    load = cm.Workload(3e10, 500, 1024, traffic=shape("evening_peak"), cpu_ms=80)
    best = best_base(load, cm.EC2Fleet("m6i.large"), cm.Lambda(), PRICES)
    around = [best.hybrid.instances + step for step in (-50, -1, 1, 50, 400) if best.hybrid.instances + step >= 0]

    others = [cm.bill(Hybrid(FLEET, cm.Lambda(), size), load, PRICES).total for size in around]

    assert best.usd <= min(others)


def test_bases_that_break_a_limit_are_left_out_and_none_left_says_why() -> None:
    long = cm.Workload(1e6, 901_000, 512)

    with pytest.raises(InvalidQuestion, match="Duration: needs 901,000 ms"):
        best_base(long, FLEET, cm.Lambda(), PRICES)


def test_many_scenarios_have_no_one_base() -> None:
    with pytest.raises(InvalidQuestion, match="one scenario"):
        best_base(LOAD.vary(requests_per_month=np.array([1e6, 2e6])), FLEET, cm.Lambda(), PRICES)


# --- crossings and settings ------------------------------------------------------------------------------------------


def test_crossings_along_the_requests_are_where_the_costs_meet() -> None:
    even = replace(LOAD, traffic=cm.TrafficProfile.constant())

    found = cm.crossings(even, Hybrid(FLEET, cm.Lambda(), 5), cm.Lambda(), PRICES, low=1e5, high=1e10)

    assert [crossing.kind for crossing in found] == ["meets"]
    there = even.vary(requests_per_month=found[0].at)
    costs = [cm.bill(option, there, PRICES).total for option in (Hybrid(FLEET, cm.Lambda(), 5), cm.Lambda())]
    assert costs[0] == pytest.approx(costs[1], rel=1e-9)


def test_along_any_other_field_the_question_is_refused() -> None:
    with pytest.raises(InvalidQuestion, match="requests_per_month where a hybrid is compared"):
        cm.crossings(LOAD, Hybrid(FLEET, cm.Lambda(), 5), cm.Lambda(), PRICES, field="memory_mb", low=128, high=1e4)


@pytest.mark.parametrize(
    ("fleet", "function", "instances", "field"),
    [
        (cm.EC2Fleet("m6i.large", count=2), cm.Lambda(), 1, "count"),
        (cm.EC2Fleet("m6i.large", scaling=cm.AutoScaling()), cm.Lambda(), 1, "scaling"),
        (cm.EC2Fleet("m6i.large", schedule=cm.Schedule(8, 20)), cm.Lambda(), 1, "schedule"),
        (cm.EC2Fleet("t3.medium"), cm.Lambda(), 1, "instance_type"),
        (FLEET, cm.Lambda(provisioned_concurrency=2), 1, "provisioned_concurrency"),
        (FLEET, cm.Lambda(snapstart=cm.SnapStart("python")), 1, "snapstart"),
        (FLEET, cm.Lambda(commitment=cm.Commitment()), 1, "commitment"),
        (FLEET, cm.Lambda(cold_starts=cm.ColdStarts(300)), 1, "cold_starts"),
        (FLEET, cm.Lambda(), -1, "instances"),
        (FLEET, cm.Lambda(), 1.5, "instances"),
        (cm.EC2Fleet("m6i.large", zones=3), cm.Lambda(), 2, "instances"),
        (cm.Fargate(1, 2, count=2), cm.Lambda(), 1, "count"),
        (cm.Fargate(1, 2, scaling=cm.AutoScaling()), cm.Lambda(), 1, "scaling"),
        (cm.Fargate(1, 2, schedule=cm.Schedule(8, 20)), cm.Lambda(), 1, "schedule"),
        (cm.Fargate(1, 2, zones=3), cm.Lambda(), 2, "instances"),
        ("m6i.large", cm.Lambda(), 2, "fleet"),
        (cm.Lambda(), cm.Lambda(), 2, "fleet"),
        (FLEET, FLEET, 2, "function"),
    ],
)
def test_what_makes_no_hybrid_is_refused_by_name(fleet: Any, function: Any, instances: Any, field: str) -> None:
    with pytest.raises(InvalidOption) as error:
        Hybrid(fleet, function, instances)
    assert error.value.field == field


@pytest.mark.parametrize("fleet", [FLEET, TASKS], ids=["instances", "tasks"])
def test_a_hybrid_can_be_written_and_read(fleet: Any) -> None:
    option = Hybrid(fleet, cm.Lambda(architecture="arm64"), 3)

    assert parsed(plain(option), "options[0]") == option


def test_the_best_base_is_found_behind_the_free_tier() -> None:
    """A cheap task, and Lambda's free tier for the rest: the least stands where just so much spills over."""
    load = cm.Workload(2e7, 120, 512, traffic=shape("day_and_night"), cpu_ms=60)
    tasks, book = cm.Fargate(0.25, 0.5, spot_share=1, request_memory_mb=20), PATHS.with_free_tier()

    found = best_base(load, tasks, cm.Lambda(), book)

    every = (float(cm.bill(cm.Hybrid(tasks, cm.Lambda(), size), load, book).total) for size in range(12))
    assert found.usd == pytest.approx(min(every), rel=1e-12)
