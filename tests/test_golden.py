"""Bills as a reviewer reads them. ``--golden-update`` rewrites ``tests/golden``; the diff is the review."""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple

import pytest

from costmodel import (
    AutoScaling,
    ColdStarts,
    Commitment,
    ComputeOption,
    EC2Fleet,
    Fargate,
    Hybrid,
    Lambda,
    LambdaEdge,
    ManagedInstances,
    PriceBook,
    ProvisionedConcurrency,
    RequestPath,
    Schedule,
    SnapStart,
    TenantIsolation,
    WaitingTarget,
    WebFunctions,
    Workload,
    compare,
    requests_per_month,
)
from costmodel.extras import ApplicationLoadBalancer, Database, EbsVolume, Egress, EventPollers, HttpApi, Logs
from costmodel.service_table import FunctionRow, from_table
from costmodel.shapes import shape
from tests.books import PATHS, PRICES, changed
from tests.test_traffic import OFFICE

FOLDER = Path(__file__).parent / "golden"


class Scenario(NamedTuple):
    """One question."""

    workload: Workload
    function: ComputeOption
    fleet: ComputeOption
    prices: PriceBook = PRICES


COMMON = Database("db.m6g.large", relief="proxy")
"""What both sides use."""

SERVICE = from_table(
    [
        FunctionRow("api", 40_000_000, 80, 512, cpu_ms=12),
        FunctionRow("images", 2_000_000, 1_800, 3_008),
        FunctionRow("mail", 5_000_000, 350, 256, architecture="arm64"),
    ]
)

SCENARIOS: dict[str, Scenario] = {
    "cron": Scenario(
        Workload(requests_per_month(1, per="hour"), duration_ms=20_000, memory_mb=256),
        Lambda(architecture="arm64"),
        EC2Fleet("t3.nano", count=1),
    ),
    "webhook": Scenario(Workload(200_000, duration_ms=80.4, memory_mb=128), Lambda(), EC2Fleet("t3.nano", minimum=2)),
    "rest-10m": Scenario(
        Workload(10_000_000, duration_ms=120, memory_mb=512), Lambda(), EC2Fleet("t3.medium", minimum=2)
    ),
    "image-resize": Scenario(
        Workload(2_000_000, duration_ms=1_800, memory_mb=3_008, parallelism=2, traffic=OFFICE),
        Lambda(ephemeral_storage_mb=4_096),
        EC2Fleet("c7g.large"),
    ),
    "provisioned-concurrency": Scenario(
        Workload(50_000_000, duration_ms=100, memory_mb=1_024, traffic=OFFICE),
        Lambda(architecture="arm64", provisioned_concurrency=5),
        EC2Fleet("m7g.large", requests_per_second=40),
    ),
    "above-all-tiers": Scenario(
        Workload(1_000_000_000, duration_ms=2_000, memory_mb=10_240, hours_per_month=730),
        Lambda(),
        EC2Fleet("m6i.large", request_memory_mb=200),
    ),
    "talk-2019": Scenario(
        Workload(requests_per_month(10, per="second"), duration_ms=30, memory_mb=128, cpu_ms=1),
        Lambda(billing_increment_ms=100),
        EC2Fleet("t3.medium", count=1),
    ),
    "overloaded-fixed-fleet": Scenario(
        Workload(requests_per_month(12_000, per="second"), duration_ms=120, memory_mb=512),
        Lambda(),
        EC2Fleet("t3.medium", count=4, requests_per_second=300),
    ),
    "free-tier": Scenario(
        Workload(3_000_000, duration_ms=120, memory_mb=1_536), Lambda(), EC2Fleet("t3.medium"), PRICES.with_free_tier()
    ),
    "free-tier-all-of-it": Scenario(
        Workload(900_000, duration_ms=50, memory_mb=256),
        Lambda(),
        EC2Fleet("t3.nano", count=1),
        PRICES.with_free_tier(),
    ),
    "office-hours-committed": Scenario(
        Workload(500_000_000, duration_ms=120, memory_mb=512, traffic=shape("office_hours", within_hour=1.5)),
        Lambda(),
        EC2Fleet(
            "m6i.large",
            scaling=AutoScaling(),
            minimum=2,
            zones=2,
            spare_zones=1,
            waiting=WaitingTarget(0.01, 0.2),
            commitment=Commitment("standard_reserved"),
        ),
    ),
    "following-the-load-committed": Scenario(
        Workload(500_000_000, duration_ms=120, memory_mb=512, traffic=shape("evening_peak")),
        Lambda(
            provisioned_concurrency=ProvisionedConcurrency(30, target_utilization=0.7, minimum=4),
            cold_starts=ColdStarts(400),
            commitment=Commitment(usd_per_hour=0.2),
        ),
        EC2Fleet("m6i.large"),
    ),
    "tenants-or-a-queue": Scenario(
        Workload(30_000_000, duration_ms=500, memory_mb=1024),
        RequestPath(Lambda(tenants=TenantIsolation(200, 15), name="Lambda by tenant"), (HttpApi(),)),
        RequestPath(Lambda(snapstart=SnapStart("python")), (EventPollers("sqs", 3),)),
        PATHS,
    ),
    "at-the-edge": Scenario(Workload(80_000_000, duration_ms=6.2, memory_mb=128), LambdaEdge(event="viewer"), Lambda()),
    "off-at-night": Scenario(
        Workload(40_000_000, duration_ms=100, memory_mb=512, traffic=shape("day_and_night")),
        Lambda(architecture="arm64"),
        EC2Fleet("m7g.large", schedule=Schedule(8, 22), spot_share=0.5, minimum=2),
    ),
    "credits-run-out": Scenario(
        Workload(80_000_000, duration_ms=100, memory_mb=512, traffic=shape("evening_peak")),
        Lambda(),
        EC2Fleet("t3.medium", count=2, credits="standard"),
    ),
    "whole-path": Scenario(
        Workload(300_000_000, duration_ms=200, memory_mb=512, traffic=shape("weekdays")),
        RequestPath(Lambda(), (HttpApi(), Logs(), Egress(), COMMON)),
        RequestPath(
            EC2Fleet("m6i.large", scaling=AutoScaling(maximum=40), minimum=2),
            (ApplicationLoadBalancer(), EbsVolume(), Logs(), Egress(), COMMON),
        ),
        PATHS,
    ),
    "several-functions": Scenario(
        SERVICE[0],
        SERVICE[1],
        EC2Fleet("m7g.large", minimum=2),
    ),
    "managed-instances": Scenario(
        Workload(400_000_000, duration_ms=200, memory_mb=512, cpu_ms=20, traffic=shape("day_and_night")),
        ManagedInstances("m7g.large", "nodejs", request_memory_mb=60, commitment=Commitment()),
        EC2Fleet("m7g.large", minimum=2, request_memory_mb=60),
    ),
    "fargate": Scenario(
        Workload(50_000_000, duration_ms=120, memory_mb=512, cpu_ms=15, traffic=shape("weekdays")),
        Fargate(0.5, 1, scaling=AutoScaling(), minimum=2, zones=2, request_memory_mb=60),
        Lambda(),
        PATHS,
    ),
    "web-functions-without-a-price": Scenario(
        Workload(10_000_000, duration_ms=120, memory_mb=512, cpu_ms=15), Lambda(), WebFunctions()
    ),
    "hybrid": Scenario(
        Workload(600_000_000, duration_ms=120, memory_mb=512, traffic=shape("day_and_night")),
        Hybrid(EC2Fleet("m6i.large", zones=2), Lambda(), 2),
        EC2Fleet("m6i.large", zones=2),
    ),
    "hybrid-fargate": Scenario(
        Workload(600_000_000, duration_ms=120, memory_mb=512, cpu_ms=15, traffic=shape("day_and_night")),
        RequestPath(
            Hybrid(Fargate(1, 2, zones=2, request_memory_mb=60, ephemeral_storage_gb=30), Lambda(), 4),
            (ApplicationLoadBalancer(), EbsVolume()),
        ),
        RequestPath(
            Fargate(1, 2, zones=2, request_memory_mb=60, ephemeral_storage_gb=30), (ApplicationLoadBalancer(),)
        ),
        PATHS,
    ),
    "behind-the-wrong-door": Scenario(
        Workload(1_000_000, duration_ms=31_000, memory_mb=12_000, response_kb=7_000),
        RequestPath(Lambda(), (HttpApi(),)),
        RequestPath(EC2Fleet("m6i.large"), (ApplicationLoadBalancer(),)),
        PATHS,
    ),
}
"""One file each."""


def explained(scenario: Scenario) -> str:
    return compare(scenario.workload, [scenario.function, scenario.fleet], scenario.prices).explain() + "\n"


@pytest.mark.parametrize("name", SCENARIOS)
def test_the_bill_reads_as_reviewed(name: str, request: pytest.FixtureRequest) -> None:
    path, found = FOLDER / f"{name}.txt", explained(SCENARIOS[name])

    if request.config.getoption("--golden-update"):
        path.write_text(found, encoding="utf-8")

    assert path.is_file(), f"{path.name} is missing: write it with --golden-update and read it"
    assert found == path.read_text(encoding="utf-8")


def test_no_golden_bill_is_left_without_a_scenario() -> None:
    assert {path.name for path in FOLDER.iterdir()} == {f"{name}.txt" for name in SCENARIOS}


def test_a_bill_reads_the_same_from_an_array(prices: PriceBook) -> None:
    function, fleet = SCENARIOS["rest-10m"].function, SCENARIOS["rest-10m"].fleet
    many = changed(SCENARIOS["rest-10m"].workload, requests_per_month=[1e6, 1e7])

    found = compare(many, [function, fleet], prices).at(1).explain() + "\n"

    assert found == (FOLDER / "rest-10m.txt").read_text(encoding="utf-8")
