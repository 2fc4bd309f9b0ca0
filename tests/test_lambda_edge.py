"""Lambda@Edge and isolated tenants: rates and limits of their own."""

from __future__ import annotations

import pytest

import costmodel as cm
from costmodel import ColdStarts, Lambda, LambdaEdge, SnapStart, TenantIsolation, Workload
from tests.books import PRICES

VIEWER = Workload(requests_per_month=1_000_000, duration_ms=4.2, memory_mb=128)


def broken(option: LambdaEdge, workload: Workload) -> set[str]:
    return {limit.name for limit in option.limits(workload, PRICES) if limit.exceeded}


def test_the_edge_has_rates_of_its_own_by_the_millisecond_and_no_free_tier():
    """0.60 a million requests; 1,000,000 × 5 ms × 128 MB are 625 GB·s at 0.00005001."""
    bill = cm.bill(LambdaEdge(), VIEWER, PRICES.with_free_tier())

    assert {line.name: float(line.cost) for line in bill.lines} == {
        "Requests": pytest.approx(0.60),
        "Duration": pytest.approx(0.03125625),
    }


@pytest.mark.parametrize(
    ("event", "workload", "exceeded"),
    [
        ("viewer", VIEWER, set()),
        ("viewer", VIEWER.vary(memory_mb=129), {"Memory"}),
        ("viewer", VIEWER.vary(duration_ms=5_001), {"Duration"}),
        ("origin", VIEWER.vary(duration_ms=30_000, memory_mb=10_240), set()),
        ("origin", VIEWER.vary(duration_ms=30_001), {"Duration"}),
        ("origin", VIEWER.vary(requests_per_month=1e12), {"Concurrent executions"}),
    ],
)
def test_an_event_of_cloudfront_allows_so_much(event, workload, exceeded):
    assert broken(LambdaEdge(event=event), workload) == exceeded


def test_an_unknown_event_is_refused():
    with pytest.raises(cm.InvalidOption, match="event"):
        LambdaEdge(event="edge")


def test_tenants_pay_for_the_memory_of_every_environment_they_start():
    """AWS Lambda pricing page: 1,000 tenants × 200 environments × 1 GB at 0.000167 are 33.40."""
    load = Workload(requests_per_month=10_000_000, duration_ms=2_000, memory_mb=1_024)
    lines = {line.name: line for line in cm.bill(Lambda(tenants=TenantIsolation(1_000, 200)), load, PRICES).lines}

    assert lines["Tenant environments"].cost == pytest.approx(33.40)


@pytest.mark.parametrize(
    ("make", "named"),
    [
        (lambda: TenantIsolation(0, 1), "tenants"),
        (lambda: TenantIsolation(1, -1), "environments_per_tenant"),
        (lambda: Lambda(tenants=TenantIsolation(2, 2), cold_starts=ColdStarts(300)), "cold_starts"),
        (lambda: Lambda(tenants=TenantIsolation(2, 2), provisioned_concurrency=1), "tenants"),
        (lambda: Lambda(tenants=TenantIsolation(2, 2), snapstart=SnapStart("java")), "tenants"),
    ],
    ids=["none", "below none", "pooled cold starts", "provisioned", "snapstart"],
)
def test_tenants_out_of_range_or_beside_what_aws_does_not_offer_are_refused(make, named):
    with pytest.raises(cm.InvalidOption, match=named):
        make()
