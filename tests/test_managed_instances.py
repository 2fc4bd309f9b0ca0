"""Managed Instances: AWS's own example, sizes and concurrency by hand, and what AWS does not offer."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

import costmodel as cm
from costmodel.errors import InvalidOption
from costmodel.options.execution_environments import held, requests_at_once
from costmodel.options.managed_instances import ManagedInstances
from tests.books import EC2, PRICES

XLARGE = cm.InstanceType("m7g.xlarge", 4, 16_384, "arm64")
BOOK = replace(
    PRICES.with_rates(
        {
            "ec2.m7g.xlarge": cm.Rate("ec2.m7g.xlarge", "instance·h", (cm.Tier(0.1632),), EC2),
            "ec2.m7g.xlarge.savings_plan.compute.3yr.no_upfront": cm.Rate(
                "ec2.m7g.xlarge.savings_plan.compute.3yr.no_upfront", "instance·h", (cm.Tier(0.0457),), EC2
            ),
        }
    ),
    instances={**PRICES.instances, "m7g.xlarge": XLARGE},
)
API = cm.Workload(100_000_000, duration_ms=200, memory_mb=512, cpu_ms=20)


def test_aws_own_example() -> None:
    """100 million requests and 2,000 hours of m7g.xlarge under a three-year Compute Savings Plan: 20 + 91.40 + 48.96.

    https://aws.amazon.com/lambda/pricing/, Managed Instances section (read 2026-11-23): 160.36.
    """
    plan = cm.Commitment(years=3)
    option = ManagedInstances("m7g.xlarge", "python", count=4, commitment=plan, zones=1)

    bill = cm.bill(option, API.vary(hours_per_month=500.0), BOOK)

    requests, hours, fee = bill.lines
    assert hours.quantity == fee.quantity / 0.15 == 2_000
    assert [float(line.cost) for line in (requests, hours, fee)] == pytest.approx([20, 91.40, 48.96])
    assert bill.total == pytest.approx(160.36)


def test_there_is_no_charge_for_duration() -> None:
    names = [line.name for line in cm.bill(ManagedInstances("m7g.large", "nodejs"), API, PRICES).lines]

    assert names == ["Requests", "Instances", "Management fee"]


def test_the_fee_is_on_the_on_demand_price_whatever_is_committed() -> None:
    plan, usual = (
        cm.bill(ManagedInstances("m7g.large", "java", commitment=commitment, count=3), API, PRICES)
        for commitment in (cm.Commitment(), None)
    )

    assert plan.lines[-1].cost == usual.lines[-1].cost == pytest.approx(3 * 720 * 0.0816 * 0.15)


@pytest.mark.parametrize(
    ("vcpu", "gib", "environment_gb", "ratio", "found"),
    [(2, 8, 2, 2, 1), (4, 16, 2, 2, 3), (4, 16, 4, 2, 1), (4, 16, 4, 4, 3), (8, 64, 8, 8, 7), (16, 32, 2, 2, 15)],
)
def test_an_instance_holds_what_one_vcpu_and_one_gb_less_leave(
    vcpu: float, gib: float, environment_gb: float, ratio: float, found: int
) -> None:
    assert held(cm.InstanceType("x", vcpu, gib * 1_024), environment_gb, ratio) == found


@pytest.mark.parametrize(
    ("runtime", "vcpu", "found"),
    [("nodejs", 1, 64), ("java", 2, 64), ("python", 4, 64), ("rust", 1, 1_600), ("nodejs", 32, 1_600)],
)
def test_requests_at_once_follow_the_runtime(runtime: str, vcpu: float, found: int) -> None:
    assert requests_at_once(runtime, vcpu) == found


def test_the_load_alone_says_how_many_instances_there_are() -> None:
    """38.6 requests a second, 0.77 vCPU; 7.7 in flight × 512 MB are 3,951 MiB of 2,048 each: memory decides."""
    option = ManagedInstances("m7g.large", "python", scaling=None, zones=1)
    [_, instances, _] = cm.bill(option, API, PRICES).lines

    assert instances.factors[0].value == 3  # the minimum of three environments
    busy = cm.bill(option, API.vary(requests_per_month=400e6), PRICES).lines[1]
    assert busy.factors[0].value == 8
    assert "Memory decides" in "\n".join(busy.reasons())


def test_waiting_requests_are_held_by_the_concurrency_of_the_runtime() -> None:
    """16 at once in Python, at 60 % of it: 9.6; 154 in flight take 17 instances."""
    slow = cm.Workload(100_000_000, duration_ms=4_000, memory_mb=512, cpu_ms=1)
    option = ManagedInstances("m7g.large", "python", scaling=None, zones=1, request_memory_mb=1)

    assert cm.bill(option, slow, PRICES).lines[1].factors[0].value == 17


def test_connections_are_counted_by_environment() -> None:
    option = ManagedInstances("m7g.xlarge", "python", count=4)

    assert option.footprint(API, BOOK).most == 12


def test_what_it_cannot_do_is_told() -> None:
    limits = {
        one.name: one for one in ManagedInstances("m7g.large", "java").limits(API.vary(duration_ms=901_000), PRICES)
    }

    assert limits["Duration"].exceeded
    assert limits["vCPUs of the capacity provider"].exceeded
    assert not limits["vCPUs of the capacity provider"].hard


@pytest.mark.parametrize(
    ("settings", "field"),
    [
        ({"instance_type": "t3.medium"}, "instance_type"),
        ({"instance_type": "m7g.medium"}, "instance_type"),
        ({"instance_type": None}, "instance_type"),
        ({"runtime": "elixir"}, "runtime"),
        ({"gb_per_vcpu": 3}, "gb_per_vcpu"),
        ({"environment_gb": 1}, "environment_gb"),
        ({"minimum_environments": -1}, "minimum_environments"),
        ({"commitment": "plan"}, "commitment"),
        ({"target_utilization": 2}, "target_utilization"),
    ],
)
def test_what_is_not_offered_is_refused_by_name(settings: dict[str, Any], field: str) -> None:
    with pytest.raises(InvalidOption) as error:
        ManagedInstances(**{"instance_type": "m7g.large", "runtime": "python", **settings})
    assert error.value.field == field


def test_an_environment_too_large_for_its_instance_is_refused() -> None:
    with pytest.raises(InvalidOption, match="small enough for m7g"):
        _ = cm.bill(ManagedInstances("m7g.large", "python", environment_gb=8), API, PRICES).total


# --- growth within 5 minutes --------------------------------------------------------------------------

TRIPLED = cm.TrafficProfile((1.5,) * 84 + (0.5,) * 84)
"""Half of the week a third of the other half."""


def growth(option: ManagedInstances, workload: cm.Workload) -> float:
    [limit] = [one for one in option.limits(workload, PRICES) if one.name == "Growth of the load within 5 minutes"]
    assert not limit.hard
    return float(limit.needs)


@pytest.mark.parametrize(("ramp_s", "times"), [(60, 3), (300, 3), (600, 2), (1_200, 1.5)])
def test_a_load_may_double_within_five_minutes(ramp_s, times):
    """A load that triples over so many seconds has become so many times its beginning after 300."""
    busy = replace(API, requests_per_month=1e10, traffic=TRIPLED)

    assert growth(ManagedInstances("m7g.large", "nodejs", ramp_s=ramp_s), busy) == pytest.approx(times)


def test_what_the_fewest_environments_carry_need_not_grow():
    quiet = replace(API, requests_per_month=1e5, traffic=TRIPLED)

    assert growth(ManagedInstances("m7g.large", "nodejs"), quiet) < 1


@pytest.mark.parametrize("settings", [{"count": 4}, {"scaling": None}], ids=str)
def test_instances_that_never_grow_have_no_such_limit(settings):
    option = ManagedInstances("m7g.large", "nodejs", **settings)

    assert "Growth of the load within 5 minutes" not in [limit.name for limit in option.limits(API, PRICES)]
