"""Memory and duration: published tables, power tuning's own encoding, laws of the two parts, and brute force."""

from __future__ import annotations

import base64
import json
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

import costmodel as cm
from costmodel.best_memory import best_memory, tuned
from costmodel.errors import InvalidQuestion
from costmodel.memory_curve import MemoryCurve, TwoPartDuration, fit
from costmodel.power_tuning import read_curve, share_link
from tests.books import PRICES

EPSAGON = ((128, 376.05), (256, 198.56), (768, 65.48), (1536, 30.53), (2560, 25.36))
"""Measured by https://github.com/epsagon/lambda-memory-performance-benchmark, README, 2018-02-09. [MB, ms]"""

API = cm.Workload(10_000_000, duration_ms=120, memory_mb=512)


# --- the import ------------------------------------------------------------------------------------------------------


def test_power_tunings_own_test_vector_is_read_and_written() -> None:
    """Memories 1, 2, 3, durations 2, 2, 1, costs 3, 2, 2, as in test/unit/test-utils.js of the tool, are too small for
    Lambda; the bytes behind them are asked for here at memories that exist."""
    link = "https://prefix/#gAAAAYAB;AAAAQAAAAEAAAIA/;AABAQAAAAEAAAABA"

    curve = read_curve(link)

    assert curve.points == ((128, 2), (256, 2), (384, 1))
    assert share_link(curve, [3, 2, 2], "https://prefix/") == link


@given(
    st.lists(
        st.tuples(st.integers(128, 10_240), st.floats(1, 9e5, width=32)), min_size=2, max_size=30,
        unique_by=lambda point: point[0],
    )
)  # fmt: skip
def test_what_is_written_as_a_link_is_read_again(points: list[tuple[int, float]]) -> None:
    curve = MemoryCurve(tuple(points))

    assert read_curve(share_link(curve, [1.0] * len(points))) == curve


def test_the_first_run_of_a_comparison_is_taken() -> None:
    one, other = (share_link(MemoryCurve(((128, time), (256, 1.0))), [1, 1], "").strip("#") for time in (3.0, 9.0))

    assert read_curve(f"https://lambda-power-tuning.show/#{one};{other}").points[0] == (128, 3)


STATS = [{"value": 512, "averageDuration": 300.5, "averagePrice": 1e-6}, {"value": 1024, "averageDuration": 150.0}]


@pytest.mark.parametrize(
    "given",
    [
        {"power": "512", "cost": 1e-6, "duration": 300.5, "stats": STATS},
        {"results": {"stats": STATS}},
        STATS,
        {
            "results": {
                "stateMachine": {"visualization": share_link(MemoryCurve(((512, 300.5), (1024, 150.0))), [1, 1])}
            }
        },
        [{"power": "512", "duration": "300.5"}, {"power": 1024, "duration": 150}],
    ],
    ids=["output", "results", "stats", "link", "text"],
)
def test_the_tools_json_is_read_with_and_without_its_statistics(given: object) -> None:
    assert read_curve(json.dumps(given)).points == ((512, 300.5), (1024, 150))


@pytest.mark.parametrize(
    "text", ["512, 300\n1024, 150", "1,024\t150\n\n512\t300", "512;300\r\n1024;150", "５１２ 300\n1024 150"]
)
def test_lines_of_memory_and_duration_are_read(text: str) -> None:
    assert read_curve(text).points == ((512, 300), (1024, 150))


@pytest.mark.parametrize(
    "text",
    [
        "", "512, 300", "512, 300\n512, 200", "512\n1024", "fast, 300\n1024, 150", "64, 1\n128, 1", "512, 0\n1024, 1",
        "512, nan\n1024, 1", "{}", "{", "[1, 2]", "[{}, {}]", '{"results": {}}',
        '[{"value": "x", "averageDuration": 1}]', '[{"value": 1' + "0" * 400 + ', "averageDuration": 1}]',
        '{"stats": [{"value": 512, "averageDuration": null}, {"value": 1024, "averageDuration": 1}]}',
        "https://lambda-power-tuning.show/#", "https://lambda-power-tuning.show/#gAAAAQ==;AAAAQAAAg",
        "https://lambda-power-tuning.show/#gAAAAQ==;AAAAQA==;AACAPw==", "x#!;!;!", "x#gA;AAAA;AAAA",
    ],
)  # fmt: skip
def test_nonsense_is_refused_in_words(text: str) -> None:
    with pytest.raises((InvalidQuestion, cm.InvalidInput)) as error:
        read_curve(text)
    assert "must be" in str(error.value)


@pytest.mark.parametrize(
    "heading",
    [
        "memory,duration",
        "Memory (MB);p50 (ms)",
        '"memory_mb","duration_ms"',
        "# memory, duration",
        "メモリ\t時間",
        "512MB at",
    ],
)
def test_the_heading_of_a_table_is_skipped(heading: str) -> None:
    assert read_curve(f"{heading}\n512, 300\n1024, 150").points == ((512, 300), (1024, 150))


def test_only_the_first_line_may_be_a_heading() -> None:
    with pytest.raises(InvalidQuestion, match="must be"):
        read_curve("512, 300\nmemory, duration\n1024, 150")
    with pytest.raises(InvalidQuestion, match="got 'memory'"):
        read_curve("memory, 300\n512, 300\n1024, 150")


# --- the curve -------------------------------------------------------------------------------------------------------


def test_between_two_points_time_falls_as_cpu_bound_work_does() -> None:
    work = TwoPartDuration(cpu_ms=200, wait_ms=30)
    curve = MemoryCurve(tuple((memory, float(work.duration_ms(memory))) for memory in (128.0, 512.0, 1_769.0)))

    between = np.array([128.0, 200.0, 300.0, 512.0, 1_000.0, 1_769.0])

    assert curve.duration_ms(between) == pytest.approx(work.duration_ms(between))


def test_outside_what_was_measured_nothing_is_said() -> None:
    with pytest.raises(InvalidQuestion, match="memory_mb must be 128 to 2,560 MB as measured, got 3,008"):
        MemoryCurve(EPSAGON).duration_ms(3_008)


@pytest.mark.parametrize(
    "points",
    [None, 5, "512", [512, 1_024], [(512,), (1_024, 1.0)], [(512, 1.0), (1_024, 1.0, 2.0)], [None, None]],
    ids=repr,
)
def test_points_that_are_no_pairs_are_refused_in_words(points: object) -> None:
    with pytest.raises(InvalidQuestion, match="points of a memory curve must be") as error:
        MemoryCurve(points)  # type: ignore[arg-type]  # that is the point
    assert error.value.field == "points of a memory curve"


@pytest.mark.parametrize("memory", [0, -1, 127, 10_241, float("nan"), "512", np.array([512, 0])], ids=repr)
@pytest.mark.parametrize(
    "curve", [TwoPartDuration(100, 50), MemoryCurve(((128, 2.0), (10_240, 1.0)))], ids=["parts", "points"]
)
def test_a_memory_that_lambda_does_not_offer_has_no_duration(curve: MemoryCurve, memory: float) -> None:
    with pytest.raises(InvalidQuestion) as error:
        curve.duration_ms(memory)
    assert error.value.field == "memory_mb"


@given(st.floats(1, 1e4), st.floats(0, 1e4), st.sampled_from([1.0, 2.0, 6.0]))
def test_two_parts_are_found_again_from_points_they_make(cpu: float, wait: float, parallelism: float) -> None:
    work = TwoPartDuration(cpu, wait, parallelism)
    points = [(memory, float(work.duration_ms(memory))) for memory in (128.0, 256.0, 1_024.0, 3_008.0, 10_240.0)]

    found = fit(points, parallelism)

    assert found.parts.cpu_ms == pytest.approx(cpu, rel=1e-6)
    assert found.parts.wait_ms == pytest.approx(wait, rel=1e-6, abs=1e-6 * cpu)
    assert found.error < 1e-6


def test_a_published_benchmark_is_cpu_and_hardly_any_waiting() -> None:
    found = fit(EPSAGON, parallelism=2)

    assert found.parts.cpu_ms * 1_769 / 128 == pytest.approx(376, rel=0.05)
    assert found.error < 0.05


def test_no_part_is_ever_below_nothing() -> None:
    rising = fit([(128, 100.0), (1_024, 200.0), (2_048, 300.0)]).parts
    steep = fit([(128, 1_000.0), (256, 400.0), (512, 100.0)]).parts

    assert rising.cpu_ms == steep.wait_ms == 0
    assert rising.wait_ms == pytest.approx(200)
    assert steep.cpu_ms > 0


@pytest.mark.parametrize(
    "wrong", [{"cpu_ms": -1, "wait_ms": 1}, {"cpu_ms": 0, "wait_ms": 0}, {"cpu_ms": 1, "wait_ms": 1, "parallelism": 0}]
)
def test_parts_that_cannot_be_are_refused(wrong: dict[str, float]) -> None:
    with pytest.raises(InvalidQuestion):
        TwoPartDuration(**wrong)


# --- laws, and the best memory ---------------------------------------------------------------------------------------


@given(st.floats(128, 1_769), st.floats(1, 10_000))
def test_below_a_vcpu_the_gb_seconds_of_cpu_stay_and_those_of_waiting_grow(memory: float, part: float) -> None:
    cpu, wait = TwoPartDuration(part, 0), TwoPartDuration(0, part)

    assert cpu.duration_ms(memory) * memory == pytest.approx(part * 1_769)
    assert wait.duration_ms(memory) * memory == pytest.approx(part * memory)


def test_waiting_is_cheapest_at_the_least_memory_and_as_fast_there() -> None:
    best = best_memory(API, TwoPartDuration(0, 80), cm.Lambda(), PRICES)

    assert (best.cheapest.memory_mb, best.fastest.memory_mb) == (128, 128)


def test_cpu_is_fastest_where_more_memory_brings_no_more_of_it() -> None:
    best = best_memory(API, TwoPartDuration(100, 20, parallelism=2), cm.Lambda(), PRICES)

    assert best.fastest.memory_mb == 2 * 1_769
    assert best.fastest.duration_ms == pytest.approx(20 + 50)


@pytest.mark.parametrize("curve", [MemoryCurve(EPSAGON), TwoPartDuration(100.3, 7.7), TwoPartDuration(3, 500)])
def test_the_cheapest_memory_is_the_cheapest_of_all(curve: MemoryCurve | TwoPartDuration) -> None:
    low, high = curve.memories
    costs = {}
    for memory in range(int(low), int(high) + 1, 7):  # every seventh, billed by itself
        load = cm.Workload(1e7, float(curve.duration_ms(memory)), memory)
        costs[memory] = float(cm.bill(cm.Lambda(), load, PRICES).total)

    best = best_memory(API, curve, cm.Lambda(), PRICES)

    assert best.cheapest.usd <= min(costs.values())
    there = cm.Workload(1e7, float(curve.duration_ms(best.cheapest.memory_mb)), best.cheapest.memory_mb)
    assert best.cheapest.usd == pytest.approx(cm.bill(cm.Lambda(), there, PRICES).total)


def test_epsagons_cheapest_memory_is_what_its_table_says_at_its_points() -> None:
    """Billed by the millisecond, the least GB-seconds of the measured points are at 1,536 MB."""
    seconds = {memory: memory * duration for memory, duration in EPSAGON}
    assert min(seconds, key=lambda memory: seconds[memory]) == 1_536

    best = best_memory(API, MemoryCurve(EPSAGON), cm.Lambda(billing_increment_ms=0), PRICES)

    assert best.cheapest.memory_mb == 1_536
    assert best.fastest.memory_mb == 2_560


PUBLISHED = (
    "https://lambda-power-tuning.show/#gAAAAQACAAQABsAL;ZooQR4yvkUa/pQRGRC5zRaADHUVjOftE;"
    "QdWhOEMkoziDT5Q4xhiIOMYYiDi6RNc4"
)
"""The example of https://github.com/alexcasalboni/aws-lambda-power-tuning, README-INPUT-OUTPUT.md (read 2026-11-27)."""


def test_power_tunings_published_link_holds_the_costs_that_the_model_makes() -> None:
    """Billed by 100 ms at USD 0.000000208 for each at 128 MB, as the tool did before December 2020."""
    costs = np.frombuffer(base64.b64decode(PUBLISHED.split(";")[2]), "<f4").astype(float)
    key = "lambda.duration.x86_64"
    then = cm.Rate(key, "GB·s", (cm.Tier(0.000000208 * 10 * 8),), PRICES[key].source)
    memory, duration = np.array(read_curve(PUBLISHED).points).T
    made = cm.bill(cm.Lambda(billing_increment_ms=100), cm.Workload(1, duration, memory), changed_rate(then))

    assert made.total - PRICES["lambda.requests"].cost(1) == pytest.approx(costs, rel=1e-6)


@given(st.floats(1, 10_000))
def test_of_memories_that_cost_the_same_the_smallest_is_taken(cpu: float) -> None:
    best = best_memory(API, TwoPartDuration(cpu, 0), cm.Lambda(billing_increment_ms=0), PRICES)

    assert best.cheapest.memory_mb == 128


def changed_rate(rate: cm.Rate) -> cm.PriceBook:
    return replace(PRICES, rates={**PRICES.rates, rate.key: rate})


def test_a_memory_at_which_the_function_would_run_too_long_is_left_out() -> None:
    best = best_memory(cm.Workload(1_000, 1, 512), TwoPartDuration(800_000, 0), cm.Lambda(), PRICES)

    assert best.memory_mb[0] * 900 >= 1_769 * 800
    with pytest.raises(InvalidQuestion, match="a memory at which the function works"):
        best_memory(API, TwoPartDuration(0, 901_000), cm.Lambda(), PRICES)


def test_another_architecture_takes_its_factor_of_the_duration() -> None:
    load = tuned(API, TwoPartDuration(100, 50), 1_769, duration_factor=0.8)

    assert load.memory_mb == 1_769
    assert load.duration_ms == pytest.approx(120)
    assert load.cpu_ms == pytest.approx(80)


def test_a_request_burns_the_same_cpu_at_every_memory_and_the_fleet_does_not_grow_with_it() -> None:
    """Waiting of half a second: at 128 MB at most 500 × 128 / 1,769 = 36.2 ms of CPU, so no more at 10,240 MB."""
    curve = MemoryCurve(((128, 500.0), (1_024, 490.0), (10_240, 480.0)))

    fleets = [cm.bill(cm.EC2Fleet("m6i.large", request_memory_mb=1), tuned(API, curve, memory), PRICES).total
              for memory in (128.0, 1_024.0, 10_240.0)]  # fmt: skip

    assert tuned(API, curve, 10_240).cpu_ms == pytest.approx(500 * 128 / 1_769)
    assert fleets[0] == fleets[1] == fleets[2]


def test_measured_cpu_stays_and_takes_the_factor_of_another_architecture() -> None:
    measured = API.vary(cpu_ms=30.0)
    curve = MemoryCurve(EPSAGON)

    assert tuned(measured, curve, 512).cpu_ms == 30
    assert tuned(measured, curve, 512, duration_factor=0.8).cpu_ms == pytest.approx(24)


def test_parallel_work_may_burn_all_the_cpu_that_it_found() -> None:
    load = tuned(API, TwoPartDuration(100, 20, parallelism=2), 3_538)

    assert load.parallelism == 2
    assert not [limit for limit in cm.Lambda().limits(load, PRICES) if limit.exceeded]
