"""EC2 fleets: how many instances a load needs and why, what a fixed fleet cannot carry, and the talk's formula."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest

from costmodel import (
    AutoScaling,
    EC2Fleet,
    InstanceType,
    InvalidOption,
    Schedule,
    Tier,
    TrafficProfile,
    UnknownInstanceType,
    UnknownRate,
    WaitingTarget,
    Workload,
    bill,
)
from costmodel.limits import round_up
from costmodel.options.staffing import Staff
from tests.test_traffic import OFFICE

if TYPE_CHECKING:
    from costmodel import PriceBook

SECONDS = 720 * 3600
ONE_A_SECOND = Workload(requests_per_month=SECONDS, duration_ms=1, memory_mb=128)


def instances(fleet: EC2Fleet, workload: Workload, prices: PriceBook) -> float:
    [line] = [line for line in bill(fleet, workload, prices).lines if line.name == "Instances"]
    return float(line.quantity) / float(workload.hours_per_month)


def surplus(fleet: EC2Fleet, workload: Workload, prices: PriceBook) -> float:
    """Mean CPU beyond the baseline that is paid for. [vCPU]"""
    found = [line for line in bill(fleet, workload, prices).lines if line.name == "CPU credits, surplus"]
    return sum(float(line.quantity) for line in found) / float(workload.hours_per_month)


def needs(fleet: EC2Fleet, workload: Workload, prices: PriceBook) -> dict[str, float]:
    """Instances that each resource takes at the peak."""
    level = workload.traffic.peak
    return {need.name: float(need.instances(level)) for need in Staff(fleet, workload, prices).needs}


def rps(per_second: float, *, cpu_ms: float = 0, duration_ms: float = 1, memory_mb: float = 128) -> Workload:
    return Workload(per_second * SECONDS, duration_ms, memory_mb, cpu_ms=cpu_ms)


# --- the talk ----------------------------------------------------------------------------------------


def test_one_server_costs_thirty_days_of_hours(prices: PriceBook) -> None:
    talk = bill(EC2Fleet("t3.medium", count=1), ONE_A_SECOND, prices)

    assert talk.total == pytest.approx(720 * 0.0416, rel=1e-15)
    assert talk.option == "EC2 1 × t3.medium"


def test_the_calculators_month_has_730_hours(prices: PriceBook) -> None:
    found = bill(EC2Fleet("t3.medium", count=2), replace(ONE_A_SECOND, hours_per_month=730), prices).total

    assert found == pytest.approx(2 * 730 * 0.0416, rel=1e-15)


def test_a_fixed_fleet_costs_the_same_whatever_the_load(prices: PriceBook) -> None:
    fleet = EC2Fleet("m6i.large", count=3)

    assert {bill(fleet, rps(volume, cpu_ms=50), prices).total for volume in (0.001, 1, 1_000)} == {3 * 720 * 0.096}


# --- how many ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("vcpu", "count"), [(0.01, 1), (1.19, 1), (1.2, 1), (1.21, 2), (2.4, 2), (2.41, 3), (120, 100), (120.1, 101)]
)
def test_cpu_is_shared_out_at_the_target(prices: PriceBook, vcpu: float, count: int) -> None:
    """Two vCPUs at 60 %."""
    assert instances(EC2Fleet("m6i.large"), rps(1, cpu_ms=vcpu * 1000), prices) == count


@pytest.mark.parametrize(("target", "count"), [(0.5, 10), (0.8, 7), (1.0, 5)])
def test_a_higher_target_needs_fewer(prices: PriceBook, target: float, count: int) -> None:
    assert instances(EC2Fleet("m6i.large", target_utilization=target), rps(100, cpu_ms=100), prices) == count


@pytest.mark.parametrize(("speed", "count"), [(1, 9), (2, 5), (0.5, 17)])
def test_a_faster_vcpu_needs_less_time(prices: PriceBook, speed: float, count: int) -> None:
    assert instances(EC2Fleet("m6i.large", relative_speed=speed), rps(100, cpu_ms=100), prices) == count


def test_a_type_that_is_not_burstable_has_no_credits(prices: PriceBook) -> None:
    assert list(needs(EC2Fleet("m7g.large"), ONE_A_SECOND, prices)) == ["CPU", "Memory", "Network"]
    assert list(needs(EC2Fleet("m7g.large", credits="standard"), ONE_A_SECOND, prices)) == ["CPU", "Memory", "Network"]


@pytest.mark.parametrize(("memory", "count"), [(79.36, 1), (79.37, 2), (1024, 13), (2048, 26)])
def test_requests_in_flight_hold_memory(prices: PriceBook, memory: float, count: int) -> None:
    """100 in flight by Little's law; m6i.large has 8,192 − 256 MiB for them."""
    assert instances(EC2Fleet("m6i.large"), rps(10, duration_ms=10_000, memory_mb=memory), prices) == count


def test_memory_of_a_request_may_be_measured(prices: PriceBook) -> None:
    waiting = rps(10, duration_ms=10_000, memory_mb=1024)

    assert instances(EC2Fleet("m6i.large", request_memory_mb=20), waiting, prices) == 1
    assert instances(EC2Fleet("m6i.large", system_memory_mb=8_092), waiting, prices) == 1024


@pytest.mark.parametrize(("measured", "count"), [(30, 4), (25, 4), (24.9, 5), (1_000, 1), (0.5, 200)])
def test_measured_throughput_binds_when_it_is_the_least(prices: PriceBook, measured: float, count: int) -> None:
    assert instances(EC2Fleet("m6i.large", requests_per_second=measured), rps(100, cpu_ms=1), prices) == count


def test_the_scarcest_resource_decides(prices: PriceBook) -> None:
    """CPU asks for 4.17, memory for 12.9, throughput for 2: 13."""
    fleet, workload = (
        EC2Fleet("m6i.large", requests_per_second=50),
        rps(100, cpu_ms=50, duration_ms=1_000, memory_mb=1024),
    )

    assert needs(fleet, workload, prices) == {
        "CPU": pytest.approx(5 / 1.2),
        "Memory": pytest.approx(100 * 1024 / 7936),
        "Requests a second": pytest.approx(2),
        "Network": pytest.approx(100 * 11 * 1024 * 8 / 12.5e9),
    }
    assert instances(fleet, workload, prices) == 13


def test_the_peak_hour_sizes_the_fleet_and_it_runs_all_month(prices: PriceBook) -> None:
    workload = rps(100, cpu_ms=50)

    even, peaky = (
        instances(EC2Fleet("m6i.large"), replace(workload, traffic=shape), prices)
        for shape in (workload.traffic, OFFICE)
    )

    assert (even, peaky) == (5, 14)


@pytest.mark.parametrize("minimum", [1, 2, 5])
def test_a_sized_fleet_keeps_its_minimum(prices: PriceBook, minimum: int) -> None:
    assert instances(EC2Fleet("t3.medium", minimum=minimum), rps(0.001, cpu_ms=1), prices) == minimum


@pytest.mark.parametrize(
    ("count", "rounded"),
    [(40.0, 40), (40.00000001, 40), (39.99999999, 40), (40.0000001, 41), (0.1 + 0.2, 1), (3 * (1 + 2**-50), 3)],
)
def test_forty_and_a_billionth_instances_are_forty(count: float, rounded: int) -> None:
    assert round_up(count) == rounded


def test_a_whole_number_of_instances_is_never_one_more(prices: PriceBook) -> None:
    counts = np.arange(1, 20_001, dtype=float)
    exact = replace(ONE_A_SECOND, requests_per_month=counts * SECONDS, cpu_ms=1_200)

    found = bill(EC2Fleet("m6i.large"), exact, prices).lines[0].factors[0].value

    assert np.array_equal(found, counts)


def test_a_whole_number_is_itself_however_large() -> None:
    assert round_up(2e9) == 2e9


# --- cpu credits -------------------------------------------------------------------------------------

WEEK = TrafficProfile((*(2.0,) * 24, *(0.5,) * 72, *(1.5,) * 24, *(1.0,) * 48))
"""Days at 2, 0.5, 0.5, 0.5, 1.5, 1 and 1 times the mean."""


@pytest.mark.parametrize(
    ("kind", "vcpu", "count", "beyond"),
    [
        ("t3.medium", 0.4, 1, 0),
        ("t3.medium", 0.41, 1, 0.01),
        ("t3.medium", 1.2, 1, 0.8),
        ("t3.medium", 4, 4, 2.4),
        ("t3.nano", 0.1, 1, 0),
        ("t3.nano", 1.3, 2, 1.1),
    ],
)
def test_a_burstable_type_pays_for_cpu_beyond_its_baseline(
    prices: PriceBook, kind: str, vcpu: float, count: int, beyond: float
) -> None:
    """t3.medium earns for 20 % of two vCPUs, t3.nano for 5 %; 60 % of two vCPUs is the target."""
    load = rps(1, cpu_ms=vcpu * 1000)

    assert instances(EC2Fleet(kind), load, prices) == count
    assert surplus(EC2Fleet(kind), load, prices) == pytest.approx(beyond, rel=1e-12, abs=1e-15)


def test_surplus_credits_cost_five_cents_a_vcpu_hour(prices: PriceBook) -> None:
    """0.6 vCPU beyond 0.4 for 720 hours."""
    one = bill(EC2Fleet("t3.medium", count=1), rps(1, cpu_ms=1_000), prices)

    assert [line.name for line in one.lines] == ["Instances", "CPU credits, surplus"]
    assert one.total == pytest.approx(720 * 0.0416 + 0.6 * 720 * 0.05, rel=1e-14)


def test_instances_burn_no_more_cpu_than_they_have(prices: PriceBook) -> None:
    """Four t3.medium have 8 vCPU and earn 1.6, however much is asked of them."""
    assert surplus(EC2Fleet("t3.medium", count=4), rps(1, cpu_ms=416_778), prices) == pytest.approx(6.4, rel=1e-14)
    capped = EC2Fleet("t3.medium", scaling=AutoScaling(maximum=4))
    assert surplus(capped, rps(1, cpu_ms=416_778), prices) == pytest.approx(6.4, rel=1e-14)


def test_an_instance_cheaper_than_its_credits_makes_the_bill_step_down(prices: PriceBook) -> None:
    """The one exception to "more never costs less", as of t3a.nano: $0.0047 an hour earns credits worth $0.005."""
    cheap = prices.with_rates({"ec2.t3.nano": replace(prices["ec2.t3.nano"], tiers=(Tier(0.0047),))})

    one, two = (float(bill(EC2Fleet("t3.nano"), rps(1, cpu_ms=vcpu), cheap).total) for vcpu in (1_200, 1_200.001))

    assert two - one == pytest.approx(720 * (0.0047 - 0.005), rel=1e-3)


def test_what_a_day_saves_only_that_day_may_spend(prices: PriceBook) -> None:
    """1 vCPU on average against the 0.8 that two earn: 1.2 too much on Monday, 0.7 on Friday, 0.2 on either of the
    weekend, and what the quiet days save is lost: 2.3 vCPU-days a week."""
    busy = replace(rps(1, cpu_ms=1_000), traffic=WEEK)

    assert surplus(EC2Fleet("t3.medium", count=2), busy, prices) == pytest.approx(2.3 / 7, rel=1e-14)


def test_a_quiet_night_pays_for_a_busy_day(prices: PriceBook) -> None:
    """0.2 vCPU on average are 0.672 in office hours and 0.28 over an office day: two vCPUs earn 0.4."""
    office = replace(rps(1, cpu_ms=200), traffic=OFFICE)

    assert surplus(EC2Fleet("t3.medium", count=1), office, prices) == 0


def test_instances_that_come_and_go_save_nothing_for_the_day(prices: PriceBook) -> None:
    """The same load hour by hour: 0.672 − 0.4 in 50 hours of 168."""
    office = replace(rps(1, cpu_ms=200), traffic=OFFICE)
    fleet = EC2Fleet("t3.medium", scaling=AutoScaling(lag_minutes=5, scale_in_minutes=15))

    assert surplus(fleet, office, prices) == pytest.approx(0.272 * 50 / 168, rel=1e-12)


def test_a_fleet_that_is_off_at_night_earns_nothing_there(prices: PriceBook) -> None:
    """0.336 vCPU every day against half of 0.4; on Saturday and Sunday there is no load, and nothing to save for."""
    office = replace(rps(1, cpu_ms=240), traffic=OFFICE)
    fleet = EC2Fleet("t3.medium", schedule=Schedule(8, 20))

    assert surplus(fleet, office, prices) == pytest.approx((0.336 - 0.2) * 5 / 7, rel=1e-12)


def test_standard_mode_adds_instances_until_credits_last(prices: PriceBook) -> None:
    fleet = EC2Fleet("t3.medium", credits="standard")

    counts = [instances(fleet, rps(1, cpu_ms=vcpu * 1000), prices) for vcpu in (0.4, 0.41, 4)]

    assert counts == [1, 2, 10]
    assert surplus(fleet, rps(1, cpu_ms=4_000), prices) == 0


def test_t2_is_standard_unless_told(prices: PriceBook) -> None:
    small = InstanceType("t2.micro", 1, 1024, baseline=0.1)
    book = prices.with_rates(
        {
            "ec2.t2.micro": replace(prices["ec2.t3.nano"], key="ec2.t2.micro"),
            "ec2.cpu_credits.t2": replace(prices["ec2.cpu_credits.t3"], key="ec2.cpu_credits.t2"),
        }
    )
    usual, unlimited = (EC2Fleet("t2.micro", spec=small, credits=mode) for mode in (None, "unlimited"))

    assert instances(usual, rps(1, cpu_ms=250), book) == 3
    assert surplus(usual, rps(1, cpu_ms=250), book) == 0
    assert instances(unlimited, rps(1, cpu_ms=250), book) == 1
    assert surplus(unlimited, rps(1, cpu_ms=250), book) == pytest.approx(0.15, rel=1e-14)


def test_surplus_without_a_price_is_an_error_and_never_free(prices: PriceBook) -> None:
    without = replace(prices, rates={key: rate for key, rate in prices.rates.items() if "cpu_credits" not in key})
    fleet = EC2Fleet("t3.medium", count=1)

    assert bill(fleet, rps(1, cpu_ms=400), without).total == pytest.approx(29.952)
    with pytest.raises(UnknownRate, match=r"no rate 'ec2.cpu_credits.t3'"):
        _ = bill(fleet, rps(1, cpu_ms=401), without).total


@pytest.mark.parametrize("mode", ["Unlimited", "", "none", 1])
def test_a_mode_that_aws_does_not_have_is_refused(mode: Any) -> None:
    with pytest.raises(InvalidOption, match="credits must be unlimited or standard, got"):
        EC2Fleet("t3.medium", credits=mode)


# --- workers, zones, waiting -------------------------------------------------------------------------


def test_requests_in_flight_take_workers_at_the_target(prices: PriceBook) -> None:
    """100 in flight; 8 workers at 60 % are 4.8."""
    load = rps(100, duration_ms=1_000, memory_mb=1)

    assert instances(EC2Fleet("m6i.large", workers=8), load, prices) == 21
    assert instances(EC2Fleet("m6i.large", workers=8, target_utilization=1), load, prices) == 13


@pytest.mark.parametrize(
    ("zones", "spare", "count"), [(1, 0, 5), (3, 0, 5), (6, 0, 6), (2, 1, 10), (3, 1, 9), (3, 2, 15)]
)
def test_a_zone_may_be_lost_at_the_peak(prices: PriceBook, zones: int, spare: int, count: int) -> None:
    """Five are needed: with 3 zones three in each, so that six are left."""
    fleet = EC2Fleet("m6i.large", zones=zones, spare_zones=spare)

    assert instances(fleet, rps(1, cpu_ms=5 * 1_200), prices) == count


@pytest.mark.parametrize(("seconds", "servers"), [(0, 5), (0.5, 4), (2, 3)])
def test_few_may_wait(prices: PriceBook, seconds: float, servers: int) -> None:
    """Two erlangs, mean one second: by Erlang's tables C(3, 2) = 4/9, C(4, 2) = 4/23, C(5, 2) = 0.0597; at most 11 %
    may wait longer, each chance falling as exp(−(c − 2) t)."""
    fleet = EC2Fleet("m6i.large", workers=1, target_utilization=1, waiting=WaitingTarget(0.11, seconds))

    assert instances(fleet, rps(2, duration_ms=1_000), prices) == servers


# --- cpu by default ----------------------------------------------------------------------------------


def test_without_a_measurement_a_request_burns_lambdas_whole_share(prices: PriceBook) -> None:
    """884.5 MB are half a vCPU: 20 a second of 100 ms keep one vCPU busy."""
    workload = Workload(20 * SECONDS, duration_ms=100, memory_mb=884.5)

    assert Staff(EC2Fleet("m6i.large"), workload, prices).cpu == pytest.approx(1, rel=1e-14)


# --- would it work -----------------------------------------------------------------------------------


def test_a_fixed_fleet_is_judged_at_all_of_its_cpu(prices: PriceBook) -> None:
    fleet = EC2Fleet("m6i.large", count=2, target_utilization=0.1)

    limits = {one.name: one for one in fleet.limits(rps(1, cpu_ms=3_999), prices)}

    assert limits["CPU"].needs == pytest.approx(3.999)
    assert limits["CPU"].allows == 4
    assert not limits["CPU"].exceeded
    assert limits["Memory"].allows == 2 * 7936


@pytest.mark.parametrize(("vcpu", "exceeded"), [(4, False), (4.000000001, False), (4.00000001, True), (5, True)])
def test_a_fixed_fleet_that_is_too_small_says_so(prices: PriceBook, vcpu: float, exceeded: bool) -> None:  # noqa: FBT001
    [cpu] = [
        one for one in EC2Fleet("m6i.large", count=2).limits(rps(1, cpu_ms=vcpu * 1000), prices) if one.name == "CPU"
    ]

    assert bool(cpu.exceeded) is exceeded
    assert cpu.hard


def test_a_fixed_burstable_fleet_may_use_all_of_its_cpu_and_pays_for_it(prices: PriceBook) -> None:
    fleet, full, more = EC2Fleet("t3.medium", count=1), rps(1, cpu_ms=2_000), rps(1, cpu_ms=2_001)

    assert [limit.name for limit in fleet.limits(full, prices) if limit.exceeded] == ["CPU with room for bursts"]
    assert [limit.name for limit in fleet.limits(more, prices) if limit.exceeded] == ["CPU"]
    assert surplus(fleet, full, prices) == pytest.approx(1.6, rel=1e-14)


def test_a_fixed_burstable_fleet_in_standard_mode_runs_out_of_credits_before_cpu(prices: PriceBook) -> None:
    fleet = EC2Fleet("t3.medium", count=2, credits="standard")

    limits = {one.name: one for one in fleet.limits(rps(1, cpu_ms=1_000), prices)}

    assert limits["CPU credits"].exceeded
    assert limits["CPU credits"].hard
    assert limits["CPU credits"].explain().startswith("CPU credits: needs 1 vCPU, has 0.8 vCPU (")
    assert not limits["CPU"].exceeded


def test_a_fixed_fleet_loses_its_spare_zone(prices: PriceBook) -> None:
    """Seven over three zones leave two in each of the other two: 8 vCPU of 14."""
    limits = {
        one.name: one
        for one in EC2Fleet("m6i.large", count=7, zones=3, spare_zones=1).limits(rps(1, cpu_ms=9_000), prices)
    }

    assert limits["CPU"].needs == pytest.approx(9)
    assert limits["CPU"].allows == 8
    assert limits["Memory"].allows == 4 * 7936


def test_a_group_at_its_maximum_says_what_it_would_need(prices: PriceBook) -> None:
    """9 vCPU at 60 % of two are 7.5."""
    fleet = EC2Fleet("m6i.large", scaling=AutoScaling(maximum=5))

    limits = {one.name: one for one in fleet.limits(rps(1, cpu_ms=9_000), prices)}

    assert (limits["Instances"].needs, limits["Instances"].allows, limits["Instances"].hard) == (8, 5, True)
    assert instances(fleet, rps(1, cpu_ms=9_000), prices) == 5


def test_requests_that_come_while_the_fleet_is_off_are_told(prices: PriceBook) -> None:
    """Even traffic, on from 8 to 20: half of it comes at night; office hours are 9 to 19."""
    fleet = EC2Fleet("m6i.large", schedule=Schedule(8, 20))

    at_night, by_day = (
        next(
            one
            for one in fleet.limits(replace(ONE_A_SECOND, traffic=shape), prices)
            if one.name == "Requests while the fleet is off"
        )
        for shape in (TrafficProfile.constant(), OFFICE)
    )

    assert at_night.needs == pytest.approx(50)
    assert (at_night.allows, bool(at_night.exceeded)) == (0, True)
    assert (by_day.needs, bool(by_day.exceeded)) == (0, False)


def test_a_sized_fleet_grows_as_long_as_one_request_fits(prices: PriceBook) -> None:
    [limit] = EC2Fleet("t3.medium").limits(rps(1e6, cpu_ms=1_000, memory_mb=3_840), prices)

    assert (limit.name, limit.needs, limit.allows) == ("Memory of one request", 3_840, 3_840)
    assert not limit.exceeded


@pytest.mark.parametrize(("memory", "exceeded"), [(256, False), (257, True), (10_240, True)])
@pytest.mark.parametrize("count", [None, 1, 100])
def test_a_request_larger_than_an_instance_does_not_fit(
    prices: PriceBook,
    count: int | None,
    memory: float,
    exceeded: bool,  # noqa: FBT001
) -> None:
    """However many t3.nano there are, each has 512 − 256 MiB for requests."""
    rare = Workload(requests_per_month=10_000, duration_ms=100, memory_mb=memory)

    assert any(limit.exceeded for limit in EC2Fleet("t3.nano", count=count).limits(rare, prices)) is exceeded


def test_a_measured_request_may_fit_where_the_functions_memory_would_not(prices: PriceBook) -> None:
    rare = Workload(requests_per_month=10_000, duration_ms=100, memory_mb=10_240)

    assert not any(limit.exceeded for limit in EC2Fleet("t3.nano", request_memory_mb=100).limits(rare, prices))


# --- types -------------------------------------------------------------------------------------------


def test_a_type_of_ones_own_needs_only_a_price(prices: PriceBook) -> None:
    large = InstanceType("m6i.large", 8, 32_768)

    assert instances(EC2Fleet("m6i.large", spec=large), rps(1, cpu_ms=9_600), prices) == 2


def test_a_type_without_a_price_is_refused(prices: PriceBook) -> None:
    fleet = EC2Fleet("m6i.metal", count=1, spec=InstanceType("m6i.metal", 128, 524_288))

    with pytest.raises(UnknownRate, match=r"no rate 'ec2.m6i.metal' in us-east-1; did you mean 'ec2.m6i.large'\?"):
        _ = bill(fleet, ONE_A_SECOND, prices).total


def test_a_type_without_a_size_is_refused(prices: PriceBook) -> None:
    priced = prices.with_rates({"ec2.m6i.metal": prices["ec2.m6i.large"]})

    with pytest.raises(
        UnknownInstanceType, match=r"no instance type 'm6i.metal' in us-east-1; did you mean 'm6i.large'\?"
    ):
        _ = bill(EC2Fleet("m6i.metal"), ONE_A_SECOND, priced).total


def test_a_type_whose_memory_the_system_takes_is_refused(prices: PriceBook) -> None:
    with pytest.raises(InvalidOption, match=r"system_memory_mb must be below the 512 MiB of t3.nano, got 512"):
        _ = bill(EC2Fleet("t3.nano", system_memory_mb=512), ONE_A_SECOND, prices).total


@pytest.mark.parametrize(
    ("fleet", "name"),
    [
        (EC2Fleet("t3.medium"), "EC2 t3.medium"),
        (EC2Fleet("t3.medium", count=2), "EC2 2 × t3.medium"),
        (EC2Fleet("t3.medium", count=2.0), "EC2 2 × t3.medium"),  # type: ignore[arg-type]
        (EC2Fleet("t3.medium", count=2, label="web"), "web"),
    ],
)
def test_names(fleet: EC2Fleet, name: str) -> None:
    assert fleet.name == name


def test_settings_that_contradict_each_other_are_refused() -> None:
    with pytest.raises(InvalidOption, match=r"maximum must be the minimum \(3\) or more, got 2"):
        EC2Fleet("m6i.large", minimum=3, scaling=AutoScaling(maximum=2))
    with pytest.raises(InvalidOption, match="count must be one or more in each of the 3 zones, got 2"):
        EC2Fleet("m6i.large", count=2, zones=3)
    with pytest.raises(InvalidOption, match="count must be left out of a fleet that scales"):
        EC2Fleet("m6i.large", count=2, scaling=AutoScaling())
