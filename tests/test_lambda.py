"""AWS Lambda: worked examples of the pricing page, billing increments, /tmp, provisioned concurrency, the quota."""

from __future__ import annotations

import math
from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np
import pytest

from costmodel import InvalidOption, Lambda, PriceBook, ProvisionedConcurrency, TrafficProfile, Workload, bill
from costmodel.options.rounding import Rounding
from tests.books import changed
from tests.test_traffic import OFFICE

if TYPE_CHECKING:
    from costmodel import Limit

SECONDS = 720 * 3600
EVEN = Workload(requests_per_month=100 * SECONDS, duration_ms=120, memory_mb=1024)
"""100 requests a second, 12 in flight."""


def costs(option: Lambda, workload: Workload, prices: PriceBook) -> dict[str, float]:
    return {line.name: float(line.cost) for line in bill(option, workload, prices).lines}


def quantities(option: Lambda, workload: Workload, prices: PriceBook) -> dict[str, float]:
    return {line.name: float(line.quantity) for line in bill(option, workload, prices).lines}


# --- published ---------------------------------------------------------------------------------------


def test_three_million_requests_of_120_ms(prices: PriceBook) -> None:
    workload = Workload(requests_per_month=3_000_000, duration_ms=120, memory_mb=1536)

    one = bill(Lambda(), workload, prices.with_free_tier())

    assert quantities(Lambda(), workload, prices) == {
        "Requests": 3_000_000,
        "Duration": pytest.approx(540_000, rel=1e-14),
    }
    assert [float(line.cost) for line in one.lines] == pytest.approx([0.4, 140_000 * 0.0000166667], rel=1e-12)
    assert round(float(one.total), 2) == 2.73


def test_six_million_requests_with_2_gb_of_storage(prices: PriceBook) -> None:
    workload = Workload(requests_per_month=6_000_000, duration_ms=280, memory_mb=4096)

    found = costs(Lambda(ephemeral_storage_mb=2048), workload, prices.with_free_tier())

    assert found["Requests"] == pytest.approx(1.00, abs=0.005)
    assert found["Duration"] == pytest.approx(6_320_000 * 0.0000166667, rel=1e-12)
    assert found["Ephemeral storage"] == pytest.approx(2_520_000 * 0.0000000309, rel=1e-12)
    assert round(sum(found.values()), 2) == 106.41


def test_storage_is_charged_by_its_own_size_and_not_by_memory(prices: PriceBook) -> None:
    small, large = (
        quantities(Lambda(ephemeral_storage_mb=10_240), replace(EVEN, memory_mb=memory), prices)["Ephemeral storage"]
        for memory in (128, 10_240)
    )

    assert small == large == pytest.approx(100 * SECONDS * 0.12 * 9.5, rel=1e-14)


def test_the_first_512_mb_of_storage_are_free(prices: PriceBook) -> None:
    assert "Ephemeral storage" not in costs(Lambda(ephemeral_storage_mb=512), EVEN, prices)


def test_arm_is_charged_at_arms_rates(prices: PriceBook) -> None:
    found = costs(Lambda(architecture="arm64"), EVEN, prices)

    assert found["Duration"] == pytest.approx(31_104_000 * 0.0000133334, rel=1e-14)


# --- billed duration ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("increment", "duration", "billed"),
    [
        (1, 120, 120),
        (1, 120.2, 121),
        (1, 0.2, 1),
        (1, 120.00000001, 120),
        (1, 120.000001, 121),
        (100, 1, 100),
        (100, 100, 100),
        (100, 100.1, 200),
        (100, 300, 300),
        (0, 120.2, 120.2),
    ],
)
def test_duration_is_rounded_up_to_the_increment(increment: float, duration: float, billed: float) -> None:
    assert Rounding(duration, increment).billed_ms == billed


def test_every_whole_millisecond_is_billed_as_itself() -> None:
    """Also where milliseconds came from a division that left a rounding behind."""
    whole = np.arange(1, 900_001, dtype=float)

    assert np.array_equal(Rounding(whole / 1000 * 1000, 1).billed_ms, whole)


def test_a_month_of_the_talk_by_the_100_ms(prices: PriceBook) -> None:
    talk = Workload(requests_per_month=1_000_000, duration_ms=30, memory_mb=128)

    found = quantities(Lambda(billing_increment_ms=100), talk, prices)

    assert found["Duration"] == pytest.approx(1_000_000 * 0.1 / 8, rel=1e-14)


# --- provisioned concurrency -------------------------------------------------------------------------


def test_environments_are_charged_all_month_and_what_they_cannot_take_spills(prices: PriceBook) -> None:
    """5 environments take 5 ÷ 0.12 s of 100 requests a second."""
    found = quantities(Lambda(provisioned_concurrency=5), EVEN, prices)

    gb_s = 100 * SECONDS * 0.12
    assert found == {
        "Requests": 100 * SECONDS,
        "Provisioned concurrency": 5 * SECONDS,
        "Duration, provisioned": pytest.approx(gb_s * 5 / 12, rel=1e-14),
        "Duration, on demand": pytest.approx(gb_s * 7 / 12, rel=1e-14),
    }


def test_rates_of_provisioned_environments(prices: PriceBook) -> None:
    found = costs(Lambda(provisioned_concurrency=12), EVEN, prices)

    assert found["Provisioned concurrency"] == pytest.approx(12 * SECONDS * 0.0000041667, rel=1e-14)
    assert found["Duration, provisioned"] == pytest.approx(12 * SECONDS * 0.0000097222, rel=1e-14)
    assert found["Duration, on demand"] == pytest.approx(0, abs=1e-9)


def test_an_environment_takes_ten_requests_a_second_at_most(prices: PriceBook) -> None:
    found = quantities(Lambda(provisioned_concurrency=8), replace(EVEN, duration_ms=7), prices)

    assert found["Duration, provisioned"] == pytest.approx(0.8 * 100 * SECONDS * 0.007, rel=1e-14)


@pytest.mark.parametrize(
    ("hours", "charged_s"), [(1, 3600), (1 / 12, 300), (0.09, 600), (100.01, 360_300), (720, SECONDS)]
)
def test_enabled_time_is_charged_by_the_five_minutes(prices: PriceBook, hours: float, charged_s: float) -> None:
    option = Lambda(provisioned_concurrency=ProvisionedConcurrency(1, hours_per_month=hours))

    assert quantities(option, EVEN, prices)["Provisioned concurrency"] == pytest.approx(charged_s, rel=1e-14)


def test_requests_outside_the_enabled_hours_run_on_demand(prices: PriceBook) -> None:
    option = Lambda(provisioned_concurrency=ProvisionedConcurrency(100, hours_per_month=180))

    found = quantities(option, EVEN, prices)

    assert found["Duration, provisioned"] == pytest.approx(100 * SECONDS * 0.12 / 4, rel=1e-14)


def test_a_typed_share_of_requests_arrives_while_enabled(prices: PriceBook) -> None:
    """90 % in a quarter of the time is 360 a second; 24 environments take 200 of them."""
    option = Lambda(provisioned_concurrency=ProvisionedConcurrency(24, hours_per_month=180, share_of_requests=0.9))

    found = quantities(option, EVEN, prices)

    assert found["Duration, provisioned"] == pytest.approx(100 * SECONDS * 0.12 * 0.9 * 200 / 360, rel=1e-14)


def test_each_hour_fills_the_environments_by_itself(prices: PriceBook) -> None:
    """Half the hours have 50 requests a second, half 150; 12 environments take 100."""
    halves = TrafficProfile((0.5, 1.5) * 84)

    found = quantities(Lambda(provisioned_concurrency=12), replace(EVEN, traffic=halves), prices)

    assert found["Duration, provisioned"] == pytest.approx(SECONDS * 0.12 * (50 + 100) / 2, rel=1e-14)


def test_environments_for_the_busiest_hour_take_all_that_arrives_while_enabled(prices: PriceBook) -> None:
    """Enabled in the 50 busy hours of the week, in which everything arrives, evenly."""
    hours = 720 * 50 / 168
    workload = replace(EVEN, traffic=OFFICE)
    enough = 1.01 * float(workload.peak_concurrency)
    ready = ProvisionedConcurrency(math.ceil(enough), hours_per_month=hours, share_of_requests=1)

    found = quantities(Lambda(provisioned_concurrency=ready), workload, prices)

    assert found["Duration, on demand"] == pytest.approx(0, abs=1e-6)


def test_a_number_of_environments_means_all_month(prices: PriceBook) -> None:
    short, spelt = Lambda(provisioned_concurrency=5), Lambda(provisioned_concurrency=ProvisionedConcurrency(5, 720, 1))

    assert short.provisioned == ProvisionedConcurrency(5)
    assert costs(short, EVEN, prices) == costs(spelt, EVEN, prices)


def test_all_the_months_hours_are_all_month(prices: PriceBook) -> None:
    uneven = replace(EVEN, traffic=OFFICE)
    spelt = Lambda(provisioned_concurrency=ProvisionedConcurrency(20, hours_per_month=720))

    assert costs(spelt, uneven, prices) == pytest.approx(costs(Lambda(provisioned_concurrency=20), uneven, prices))


def test_it_cannot_be_enabled_longer_than_the_month(prices: PriceBook) -> None:
    option = Lambda(provisioned_concurrency=ProvisionedConcurrency(5, hours_per_month=725))

    with pytest.raises(
        InvalidOption, match="provisioned hours_per_month must be at most the month's 720 hours, got 725"
    ):
        _ = bill(option, EVEN, prices).total
    assert bill(option, replace(EVEN, hours_per_month=730), prices).total > 0


# --- would it work -----------------------------------------------------------------------------------


def limit_of(name: str, option: Lambda, workload: Workload, prices: PriceBook) -> Limit:
    [limit] = [limit for limit in option.limits(workload, prices) if limit.name == name]
    return limit


def needed(workload: Workload, prices: PriceBook) -> float:
    return float(limit_of("Concurrent executions", Lambda(), workload, prices).needs)


def test_concurrent_executions_follow_the_busiest_hour(prices: PriceBook) -> None:
    assert needed(EVEN, prices) == pytest.approx(12, rel=1e-14)
    assert needed(replace(EVEN, traffic=OFFICE), prices) == pytest.approx(12 * 3.36, rel=1e-14)


def test_short_requests_need_a_tenth_of_their_rate(prices: PriceBook) -> None:
    """20,000 requests a second of 50 ms need 1,000 environments but a quota of 2,000."""
    fast = Workload(requests_per_month=20_000 * SECONDS, duration_ms=50, memory_mb=128)

    assert needed(fast, prices) == pytest.approx(2_000, rel=1e-14)


@pytest.mark.parametrize(("rps", "exceeded"), [(8_000, False), (8_333.33, False), (8_334, True), (12_000, True)])
def test_the_quota_is_a_thousand_unless_raised(prices: PriceBook, rps: float, exceeded: bool) -> None:  # noqa: FBT001
    limit = limit_of("Concurrent executions", Lambda(), replace(EVEN, requests_per_month=rps * SECONDS), prices)

    assert bool(limit.exceeded) is exceeded
    assert (limit.allows, limit.hard) == (1_000, False)


def test_a_raised_quota_is_used(prices: PriceBook) -> None:
    crowd = replace(EVEN, requests_per_month=12_000 * SECONDS)

    limit = limit_of("Concurrent executions", Lambda(concurrency_quota=1_440), crowd, prices)

    assert limit.needs == pytest.approx(1_440)
    assert not limit.exceeded


@pytest.mark.parametrize(
    ("name", "field", "most", "unit"),
    [
        ("Duration", "duration_ms", 900_000, "ms"),
        ("Memory", "memory_mb", 10_240, "MB"),
        ("Request size", "request_kb", 6_144, "KB"),
        ("Response size", "response_kb", 6_144, "KB"),
    ],
)
def test_what_no_invocation_may_take_is_a_hard_limit(
    prices: PriceBook, name: str, field: str, most: float, unit: str
) -> None:
    at, beyond = (limit_of(name, Lambda(), changed(EVEN, **{field: value}), prices) for value in (most, most + 1))

    assert (at.needs, at.allows, at.unit, at.hard) == (most, most, unit, True)
    assert [bool(limit.exceeded) for limit in (at, beyond)] == [False, True]
    assert beyond.source.startswith("https://docs.aws.amazon.com/lambda/")


def started(option: Lambda, workload: Workload, prices: PriceBook) -> Limit:
    return limit_of("Environments started within 10 s", option, workload, prices)


def test_even_traffic_starts_nothing(prices: PriceBook) -> None:
    assert started(Lambda(), EVEN, prices).needs == 0


@pytest.mark.parametrize(("ramp_s", "share"), [(60, 1 / 6), (10, 1), (1, 1), (3_600, 1 / 360)])
def test_a_steep_rise_starts_environments_in_its_first_ten_seconds(
    prices: PriceBook, ramp_s: float, share: float
) -> None:
    """1,200 in flight on average are 4,032 in office hours, and none before."""
    crowd = replace(EVEN, requests_per_month=10_000 * SECONDS, traffic=OFFICE)

    limit = started(Lambda(ramp_s=ramp_s), crowd, prices)

    assert limit.needs == pytest.approx(4_032 * share, rel=1e-12)
    assert (limit.allows, limit.hard) == (1_000, False)
    assert bool(limit.exceeded) is (share == 1)


def test_short_requests_rise_by_a_tenth_of_their_rate(prices: PriceBook) -> None:
    """20,000 a second of 50 ms, 3.36 times that in office hours: 6,720 environments' worth of rate."""
    fast = Workload(20_000 * SECONDS, duration_ms=50, memory_mb=128, traffic=OFFICE)

    assert started(Lambda(ramp_s=10), fast, prices).needs == pytest.approx(6_720, rel=1e-12)


# --- what it keeps alive -----------------------------------------------------------------------------


def test_environments_busy_on_average_and_at_the_busiest_moment(prices: PriceBook) -> None:
    kept = Lambda().footprint(replace(EVEN, traffic=OFFICE), prices)

    assert kept.runs_on == "lambda"
    assert kept.running.value == pytest.approx(12, rel=1e-14)
    assert kept.most == pytest.approx(12 * 3.36, rel=1e-14)


def test_provisioned_environments_are_alive_all_the_time(prices: PriceBook) -> None:
    assert Lambda(provisioned_concurrency=50).footprint(EVEN, prices).most == 50
