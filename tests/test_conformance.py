"""Laws that every option obeys. A new option joins by standing in `costmodel.OPTIONS` and in `CONFIGURED`."""

from __future__ import annotations

from dataclasses import replace
from functools import reduce
from itertools import pairwise
from operator import add
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import costmodel as cm
from costmodel import (
    AutoScaling,
    ColdStarts,
    Commitment,
    EC2Fleet,
    Fargate,
    FunctionService,
    Hybrid,
    Lambda,
    LambdaEdge,
    ManagedInstances,
    ProvisionedConcurrency,
    RequestPath,
    Schedule,
    ServiceFunction,
    SnapStart,
    TenantIsolation,
    TrafficProfile,
    UnitMismatch,
    WaitingTarget,
    WebFunctions,
    Workload,
    bill,
    sweep,
)
from costmodel.bill import CHUNK
from costmodel.extras import (
    ApplicationLoadBalancer,
    CacheNodes,
    CloudFront,
    Database,
    DetailedMonitoring,
    DynamoDb,
    EbsVolume,
    Egress,
    EventPollers,
    FunctionUrl,
    HttpApi,
    InterZone,
    Logs,
    NatGateway,
    NetworkLoadBalancer,
    PublicIPv4,
    RestApi,
)
from costmodel.limits import SLACK
from costmodel.units import product
from tests.books import PATHS as PRICES
from tests.books import TYPES, changed

if TYPE_CHECKING:
    from collections.abc import Iterator

    from costmodel import ComputeOption, PriceBook, Rate
    from costmodel.rates import Num

CONFIGURED: dict[type[Any], dict[str, ComputeOption]] = {
    Lambda: {
        "lambda": Lambda(),
        "lambda-arm": Lambda(architecture="arm64"),
        "lambda-2019": Lambda(billing_increment_ms=100),
        "lambda-unrounded": Lambda(billing_increment_ms=0),
        "lambda-tmp": Lambda(ephemeral_storage_mb=2048),
        "lambda-cold": Lambda(cold_starts=ColdStarts(333)),
        "lambda-cold-java": Lambda(cold_starts=ColdStarts(6_000, idle_lifetime_s=300), ephemeral_storage_mb=1024),
        "lambda-cold-fraction": Lambda(cold_starts=ColdStarts(800, fraction=0.01)),
        "lambda-cold-provisioned": Lambda(cold_starts=ColdStarts(800), provisioned_concurrency=25),
        "lambda-provisioned": Lambda(provisioned_concurrency=25),
        "lambda-office-hours": Lambda(
            provisioned_concurrency=ProvisionedConcurrency(40, hours_per_month=220.3, share_of_requests=0.8)
        ),
        "lambda-provisioned-scheduled": Lambda(
            provisioned_concurrency=ProvisionedConcurrency(40, schedule=Schedule(8, 20, workdays_only=True))
        ),
        "lambda-provisioned-following": Lambda(
            provisioned_concurrency=ProvisionedConcurrency(60, target_utilization=0.7, minimum=3)
        ),
        "lambda-provisioned-following-scheduled": Lambda(
            provisioned_concurrency=ProvisionedConcurrency(30, schedule=Schedule(8, 20), target_utilization=0.9),
            cold_starts=ColdStarts(800),
        ),
        "lambda-provisioned-committed": Lambda(
            provisioned_concurrency=25, commitment=Commitment(usd_per_hour=0.3), cold_starts=ColdStarts(800)
        ),
        "lambda-provisioned-following-committed": Lambda(
            provisioned_concurrency=ProvisionedConcurrency(60, schedule=Schedule(8, 20), target_utilization=0.7),
            commitment=Commitment(usd_per_hour=0.05),
        ),
        "lambda-committed-cold": Lambda(commitment=Commitment(), cold_starts=ColdStarts(800)),
        "lambda-committed-cold-usd": Lambda(commitment=Commitment(usd_per_hour=0.2), cold_starts=ColdStarts(800)),
        "lambda-tenants": Lambda(tenants=TenantIsolation(50, 4), cold_starts=ColdStarts(300, fraction=0.1)),
        "lambda-snapstart-cold": Lambda(snapstart=SnapStart("dotnet"), cold_starts=ColdStarts(300)),
        "lambda-snapstart": Lambda(snapstart=SnapStart(versions=2, restore_fraction=0.02)),
        "lambda-retried": Lambda(attempts=1.2, asynchronous=True, streaming=True),
        "lambda-committed": Lambda(commitment=Commitment()),
        "lambda-committed-usd": Lambda(commitment=Commitment(years=3, usd_per_hour=0.5), attempts=1.5),
    },
    EC2Fleet: {
        "fleet": EC2Fleet("t3.medium"),
        "fleet-nano": EC2Fleet("t3.nano"),
        "fleet-arm": EC2Fleet("m7g.large", minimum=2, target_utilization=0.5),
        "fleet-measured": EC2Fleet("c7g.large", requests_per_second=83),
        "fleet-slow": EC2Fleet("m6i.large", relative_speed=0.8, request_memory_mb=40, system_memory_mb=1024),
        "fleet-own-spec": EC2Fleet("m6i.large", spec=TYPES["c7g.large"], label="mine"),
        "fixed": EC2Fleet("t3.medium", count=3),
        "talk": EC2Fleet("t3.medium", count=1),
        "standard-credits": EC2Fleet("t3.medium", credits="standard"),
        "autoscaled": EC2Fleet("m6i.large", scaling=AutoScaling(), minimum=2),
        "autoscaled-burstable": EC2Fleet("t3.medium", scaling=AutoScaling()),
        "autoscaled-standard": EC2Fleet("t3.nano", scaling=AutoScaling(), credits="standard"),
        "capped": EC2Fleet(
            "c7g.large", scaling=AutoScaling(maximum=12, step=3, lag_minutes=0, scale_in_minutes=30), label="capped"
        ),
        "capped-burstable": EC2Fleet("t3.nano", scaling=AutoScaling(maximum=4)),
        "scheduled": EC2Fleet("m6i.large", schedule=Schedule(8, 20)),
        "scheduled-burstable": EC2Fleet("t3.medium", count=2, schedule=Schedule(22, 6, workdays_only=True)),
        "scheduled-autoscaled": EC2Fleet("t3.medium", scaling=AutoScaling(), schedule=Schedule(8, 20)),
        "zones": EC2Fleet("m6i.large", zones=3, spare_zones=1),
        "fixed-zones": EC2Fleet("m6i.large", count=7, zones=3, spare_zones=1),
        "autoscaled-zones": EC2Fleet("t3.medium", scaling=AutoScaling(), zones=2, spare_zones=1),
        "waiting": EC2Fleet("m6i.large", waiting=WaitingTarget(0.05, 0.1)),
        "waiting-workers": EC2Fleet("m7g.large", waiting=WaitingTarget(0.2, 0.5), workers=16),
        "waiting-fixed": EC2Fleet("m6i.large", count=4, waiting=WaitingTarget(0.05, 0.1)),
        "waiting-autoscaled": EC2Fleet("m6i.large", scaling=AutoScaling(), waiting=WaitingTarget(0.01, 0), workers=4),
        "workers": EC2Fleet("m6i.large", workers=8, target_utilization=0.7),
        "committed": EC2Fleet("m7g.large", commitment=Commitment(), scaling=AutoScaling()),
        "committed-instances": EC2Fleet("m6i.large", commitment=Commitment("standard_reserved", instances=3)),
        "committed-usd": EC2Fleet(
            "m7g.large", commitment=Commitment(years=3, usd_per_hour=0.2), scaling=AutoScaling(), minimum=2
        ),
        "committed-in-vain": EC2Fleet(
            "m6i.large", commitment=Commitment("convertible_reserved"), schedule=Schedule(9, 17)
        ),
        "spot": EC2Fleet("m7g.large", spot_share=0.5),
        "spot-committed": EC2Fleet("m7g.large", spot_share=0.3, commitment=Commitment(), scaling=AutoScaling()),
    },
    LambdaEdge: {
        "edge": LambdaEdge(),
        "edge-viewer": LambdaEdge(event="viewer"),
    },
    FunctionService: {
        "one-function": FunctionService((ServiceFunction("all", 1.0),)),
        "functions": FunctionService(
            (
                ServiceFunction("api", 0.7, 0.5, 1.0),
                ServiceFunction("images", 0.1, 4.0, 2.0, Lambda(ephemeral_storage_mb=2048)),
                ServiceFunction("mail", 0.2, 1.25, 1.0, Lambda(architecture="arm64")),
            )
        ),
    },
    ManagedInstances: {
        "managed": ManagedInstances("m7g.large", "python"),
        "managed-fixed": ManagedInstances("c7g.large", "nodejs", count=4),
        "managed-peak": ManagedInstances("m6i.large", "java", scaling=None, zones=1, minimum_environments=0),
        "managed-committed": ManagedInstances("m7g.large", "rust", commitment=Commitment(), request_memory_mb=30),
    },
    WebFunctions: {
        "web": WebFunctions(),
        "web-slim": WebFunctions(requests_per_environment=1, idle_s=60),
    },
    Hybrid: {
        "hybrid": Hybrid(EC2Fleet("m6i.large"), Lambda(), 2),
        "hybrid-nothing": Hybrid(EC2Fleet("c7g.large"), Lambda(architecture="arm64"), 0),
        "hybrid-cold-typed": Hybrid(EC2Fleet("m6i.large"), Lambda(cold_starts=ColdStarts(300, fraction=0.01)), 2),
        "hybrid-zones": Hybrid(EC2Fleet("m6i.large", zones=3, spare_zones=1, workers=8), Lambda(), 6),
        "hybrid-committed": Hybrid(
            EC2Fleet("m7g.large", commitment=Commitment(), minimum=2), Lambda(ephemeral_storage_mb=1024), 4
        ),
        "hybrid-fargate": Hybrid(Fargate(1, 2), Lambda(), 3),
        "hybrid-fargate-bought": Hybrid(
            Fargate(1, 2, spot_share=0.4, commitment=Commitment(instances=2), ephemeral_storage_gb=30, zones=2),
            Lambda(architecture="arm64"),
            5,
        ),
    },
    Fargate: {
        "fargate": Fargate(0.5, 1),
        "fargate-arm": Fargate(2, 8, architecture="arm64", zones=2, minimum=2),
        "fargate-autoscaled": Fargate(1, 2, scaling=AutoScaling(), request_memory_mb=40, ephemeral_storage_gb=30),
        "fargate-committed": Fargate(1, 2, scaling=AutoScaling(), commitment=Commitment()),
        "fargate-spot": Fargate(4, 16, spot_share=0.5),
        "fargate-windows": Fargate(1, 2, count=3, operating_system="windows"),
    },
    RequestPath: {
        "fargate-behind-alb": RequestPath(
            Fargate(1, 4), (ApplicationLoadBalancer(), EbsVolume(), DetailedMonitoring(), PublicIPv4(), Database())
        ),
        "polled": RequestPath(Lambda(), (EventPollers("sqs", 2), EventPollers("kafka", 1.5, hours_per_month=100))),
        "http-api": RequestPath(Lambda(), (HttpApi(), Logs(), Egress())),
        "rest-api": RequestPath(Lambda(architecture="arm64"), (RestApi(), CloudFront(), CacheNodes("cache.t4g.small"))),
        "lambda-behind-alb": RequestPath(
            Lambda(), (ApplicationLoadBalancer(), NatGateway(), Database(relief="proxy"), InterZone())
        ),
        "lambda-provisioned-database": RequestPath(
            Lambda(provisioned_concurrency=25),
            (FunctionUrl(), Database(relief="bigger", connections_per_environment=2)),
        ),
        "fleet-behind-alb": RequestPath(
            EC2Fleet("m6i.large", minimum=2, zones=2),
            (
                ApplicationLoadBalancer(rules=30),
                EbsVolume(gb=40, iops=4_000),
                Logs(),
                Database(relief="bigger"),
                Egress(),
            ),
        ),
        "autoscaled-behind-alb": RequestPath(
            EC2Fleet("t3.medium", scaling=AutoScaling()),
            (
                ApplicationLoadBalancer(requests_per_connection=20, connection_s=5),
                EbsVolume(),
                PublicIPv4(),
                DetailedMonitoring(),
                Database(relief="proxy"),
            ),
        ),
        "fleet-behind-nlb": RequestPath(EC2Fleet("c7g.large", count=3), (NetworkLoadBalancer(tls=True), Database())),
        "scheduled-behind-http-api": RequestPath(
            EC2Fleet("m6i.large", schedule=Schedule(8, 20)), (HttpApi(), EbsVolume(), DynamoDb(1, 0.5, storage_gb=30))
        ),
        "hybrid-behind-alb": RequestPath(
            Hybrid(EC2Fleet("m6i.large"), Lambda(), 3), (ApplicationLoadBalancer(), EbsVolume(), Logs(), Database())
        ),
        "hybrid-fargate-behind-alb": RequestPath(
            Hybrid(Fargate(1, 4), Lambda(), 3), (ApplicationLoadBalancer(), EbsVolume(), PublicIPv4(), Database())
        ),
        "provisioned-bare": RequestPath(Lambda(provisioned_concurrency=25)),
    },
}
"""A few instances of every kind of option. A new option adds its own."""

EVERY = {name: option for kind in CONFIGURED.values() for name, option in kind.items()}
UNTIDY = ("provisioned", "office", "lambda-committed", "cold")
TIDY = {name: option for name, option in EVERY.items() if not any(part in name for part in UNTIDY)}
"""Options whose quantities only multiply; others divide, and round in the last place."""

over_every = pytest.mark.parametrize("option", EVERY.values(), ids=EVERY)
over_the_tidy = pytest.mark.parametrize("option", TIDY.values(), ids=TIDY)

OFFICE = TrafficProfile(tuple(168 / 50 if 9 <= hour % 24 < 19 and hour < 120 else 0.0 for hour in range(168)))
"""Ten busy hours on five days, nothing else."""

_WAVE = [
    (1 + 0.6 * np.sin((hour - 9) * np.pi / 12)) * (0.7 if hour >= 120 else 1 + hour / 1_000) for hour in range(168)
]
RHYTHM = TrafficProfile(tuple(np.divide(_WAVE, np.mean(_WAVE))), within_hour=1.4)
"""A day and a night, a quieter weekend, no two hours alike, and bursts within the hour."""

API = Workload(requests_per_month=10_000_000, duration_ms=120, memory_mb=512)
BUSY = replace(API, requests_per_month=300_000_000, traffic=RHYTHM)

NEARLY = 1e-15
"""Relative rounding of a few operations."""

VOLUMES = st.floats(1, 1e12)
DURATIONS = st.floats(1, 900_000)
MEMORIES = st.floats(128, 10_240)
PARALLEL = st.sampled_from([0.5, 1.0, 6.0])
SHAPES = st.sampled_from([TrafficProfile.constant(), OFFICE, RHYTHM])
LOADS = st.builds(
    Workload,
    VOLUMES,
    DURATIONS,
    MEMORIES,
    parallelism=PARALLEL,
    traffic=SHAPES,
    hours_per_month=st.sampled_from([720.0, 730.0]),
)
SMALL_LOADS = st.builds(
    Workload, st.floats(1e4, 1e7), st.floats(1, 3_000), MEMORIES, parallelism=PARALLEL, traffic=SHAPES
)
OPTIONS = st.sampled_from(list(EVERY.values()))


def total(option: ComputeOption, workload: Workload, prices: PriceBook = PRICES) -> np.ndarray:
    """What the option costs, in the workload's shape."""
    return np.asarray(bill(option, workload, prices).total)


def total_of_one(option: ComputeOption, workload: Workload, prices: PriceBook = PRICES) -> float:
    return float(bill(option, workload, prices).total)


def many(size: int, seed: int = 7) -> Workload:
    """Scenarios that differ in every field; the seed makes them the same in every run."""
    random = np.random.default_rng(seed)
    return Workload(
        10 ** random.uniform(2, 11, size),
        10 ** random.uniform(0, 5.9, size),
        random.uniform(128, 10_240, size),
        hours_per_month=random.uniform(700, 744, size),
        traffic=OFFICE,
    )


IDLE: dict[str, float] = {
    "lambda-provisioned-following": 3 * 0.5 * 720 * 3_600 * 0.0000041667,
    "lambda-provisioned-following-scheduled": 0.5 * 360 * 3_600 * 0.0000041667,
    "lambda-provisioned-committed": 720 * 0.3,
    "lambda-provisioned-following-committed": 720 * 0.05,
    "lambda-committed-cold-usd": 720 * 0.2,
    "lambda-tenants": 50 * 4 * 0.5 * 0.000167,
    "edge": 0,
    "edge-viewer": 0,
    "polled": 2 * 720 * 0.00925 + 1.5 * 100 * 0.185,
    "lambda-snapstart-cold": 0.5 * 720 * 3_600 * 0.0000015046,
    "lambda-provisioned-scheduled": 40 * 0.5 * 3_086 * 300 * 0.0000041667,
    "lambda-snapstart": 2 * 0.5 * 720 * 3600 * 0.0000015046,
    "lambda-committed-usd": 720 * 0.5,
    "scheduled": 720 / 2 * 0.096,
    "scheduled-burstable": 2 * 720 * 40 / 168 * 0.0416,
    "scheduled-autoscaled": (12 + 5 / 60) * 30 * 0.0416,
    "capped": 3 * 720 * 0.0725,
    "zones": 3 * 720 * 0.096,
    "autoscaled-zones": 2 * 720 * 0.0416,
    "committed": 720 * 0.0599,
    "committed-instances": 3 * 720 * 0.0635,
    "committed-usd": 720 * 0.2,
    "committed-in-vain": 720 / 3 * 0.096,
    "spot-committed": 720 * 0.0599,
    "fargate": 720 * (0.5 * 0.04048 + 0.004445),
    "fargate-arm": 2 * 720 * (2 * 0.03238 + 8 * 0.00356),
    "fargate-autoscaled": 720 * (0.04048 + 2 * 0.004445 + 10 * 0.000111),
    "fargate-committed": 720 * (0.032384 + 2 * 0.003556),
    "fargate-spot": 720 * (4 * 0.04048 + 16 * 0.004445),
    "fargate-windows": 3 * 720 * (0.046552 + 0.046 + 2 * 0.00511175),
    "fargate-behind-alb": 720 * (0.04048 + 4 * 0.004445 + 0.0225 + 2 * 0.005 + 0.005 + 0.152),
    "http-api": 0,
    "rest-api": 720 * 0.0256,
    "lambda-behind-alb": 720 * (0.0225 + 2 * 0.005 + 0.045 + 0.152),
    "lambda-provisioned-database": 25 * 0.5 * 720 * 3600 * 0.0000041667 + 720 * 0.152,
    "fleet-behind-alb": 720 * (2 * 0.096 + 0.0225 + 2 * 0.005 + 0.152) + 2 * (40 * 0.08 + 1_000 * 0.005),
    "autoscaled-behind-alb": 720 * (0.0416 + 0.0225 + 2 * 0.005 + 0.005 + 0.152) + 8 * 0.08 + 7 * 0.30,
    "fleet-behind-nlb": 720 * (3 * 0.0725 + 0.0225 + 2 * 0.005 + 0.152),
    "scheduled-behind-http-api": 720 / 2 * 0.096 + 8 * 0.08 + 30 * 0.25,
    "one-function": 0,
    "functions": 0,
    "managed": 3 * 720 * 0.0816 * 1.15,
    "managed-fixed": 4 * 720 * 0.0725 * 1.15,
    "managed-peak": 720 * 0.096 * 1.15,
    "managed-committed": 3 * 720 * (0.0599 + 0.0816 * 0.15),
    "web": 1e-7 * 600 * 2 * 0.0000020,  # even the one request keeps its environment for a while
    "web-slim": 1e-7 * 60 * 2 * 0.0000020,
    "hybrid": 2 * 720 * 0.096,
    "hybrid-nothing": 0,
    "hybrid-cold-typed": 2 * 720 * 0.096,
    "hybrid-zones": 6 * 720 * 0.096,
    "hybrid-committed": 4 * 720 * 0.0599,
    "hybrid-fargate": 3 * 720 * (0.04048 + 2 * 0.004445),
    "hybrid-fargate-bought": 720
    * (2 * (0.032384 + 2 * 0.003556) + 0.04048 + 2 * 0.004445 + 2 * (0.0125 + 2 * 0.0014) + 5 * 10 * 0.000111),
    "hybrid-fargate-behind-alb": 720 * (3 * (0.04048 + 4 * 0.004445 + 0.005) + 0.0225 + 2 * 0.005 + 0.152),
    "hybrid-behind-alb": 720 * (3 * 0.096 + 0.0225 + 2 * 0.005 + 0.152) + 3 * 8 * 0.08,
    "provisioned-bare": 25 * 0.5 * 720 * 3600 * 0.0000041667,
}
"""What costs money without a single request, worked out by hand: steps of three, one in each of three zones of which
one may be lost, a commitment whether used or not, volumes of stopped instances. [USD/month]"""


def quiet(name: str) -> float:
    """What costs money without a single request, worked out from the option's own settings. [USD/month]"""
    option = EVERY[name]
    if name in IDLE:
        return IDLE[name]
    if isinstance(option, EC2Fleet):
        return PRICES[f"ec2.{option.instance_type}"].tiers[0].price * 720 * (option.count or option.minimum)
    assert isinstance(option, Lambda)
    ready = option.provisioned
    if ready is None:
        return 0.0
    periods = -(-(ready.hours_per_month or 720) * 12 // 1)
    return (
        ready.environments
        * 0.5
        * periods
        * 300
        * PRICES[f"lambda.provisioned_concurrency.{option.architecture}"].tiers[0].price
    )


# --- the list of options -----------------------------------------------------------------------------


def test_every_kind_of_option_is_under_the_laws() -> None:
    assert set(CONFIGURED) == set(cm.OPTIONS)
    assert all(CONFIGURED.values())
    assert all(type(option) is kind for kind, options in CONFIGURED.items() for option in options.values())


# --- a number and a million --------------------------------------------------------------------------


@over_every
def test_an_array_costs_bit_for_bit_what_its_scenarios_cost(option: ComputeOption) -> None:
    workload = many(2 * CHUNK + 17)
    places = [0, 1, CHUNK - 1, CHUNK, CHUNK + 1, 2 * CHUNK - 1, 2 * CHUNK, 2 * CHUNK + 16, *range(5, 2 * CHUNK, 4_999)]

    found = total(option, workload)

    assert found.shape == (2 * CHUNK + 17,)
    assert [found[i] for i in places] == [total_of_one(option, workload.at(i)) for i in places]


@over_every
def test_chunks_cost_bit_for_bit_what_the_whole_costs(option: ComputeOption) -> None:
    workload = many(3 * CHUNK + 1)

    in_chunks, whole = (
        total(option, workload),
        reduce(add, (line.cost for line in bill(option, workload, PRICES).lines)),
    )

    assert np.array_equal(in_chunks, np.broadcast_to(whole, in_chunks.shape))


@over_every
def test_a_sweep_costs_bit_for_bit_what_its_scenarios_cost(option: ComputeOption) -> None:
    workload = sweep(API, requests_per_month=np.geomspace(1e3, 1e11, 11_003), memory_mb=[128, 1769, 3072])
    places = [(0, 0), (0, 2), (5_000, 1), (10_922, 1), (10_922, 2), (10_923, 0), (11_002, 2)]

    found = total(option, workload)

    assert found.shape == (11_003, 3)
    assert [found[place] for place in places] == [total_of_one(option, workload.at(place)) for place in places]


@over_every
def test_arrays_may_be_strided_transposed_or_of_one_element(option: ComputeOption) -> None:
    base = np.geomspace(1e4, 1e9, 24)
    shaped = changed(
        API, requests_per_month=base.reshape(4, 6).T, duration_ms=np.linspace(1, 500, 8)[::2], hours_per_month=[730]
    )

    found = total(option, shaped)

    expected = [[total_of_one(option, shaped.at((i, j))) for j in range(4)] for i in range(6)]
    assert found.tolist() == expected


@over_every
def test_any_field_alone_may_be_the_array(option: ComputeOption) -> None:
    fields: dict[str, Any] = {
        "duration_ms": [1.0, 99.5, 100.0],
        "memory_mb": [128.0, 1769.0],
        "hours_per_month": [720.0, 730.0],
        "cpu_ms": [0.0, 80.0],
    }

    for field, values in fields.items():
        workload = replace(API, **{field: values})
        assert total(option, workload).tolist() == [
            total_of_one(option, replace(API, **{field: value})) for value in values
        ]


@over_every
def test_asked_twice_it_answers_the_same_bits(option: ComputeOption) -> None:
    workload = many(101)
    once = bill(option, workload, PRICES)

    first, again, anew = once.total, once.total, bill(option, workload, PRICES).total

    assert np.array_equal(first, again)
    assert np.array_equal(first, anew)


# --- more never costs less ---------------------------------------------------------------------------


def edges(option: ComputeOption, workload: Workload, prices: PriceBook) -> list[float]:
    """Volumes at which the option's metering or its rates bend."""
    found = [float(step) for step in option.steps(workload, prices, "requests_per_month", 1e3, 1e9)[:400]]
    one = bill(option, workload, prices)
    for line in one.lines:
        per_request = float(line.quantity) / float(workload.requests_per_month)
        found += [tier.up_to / per_request for tier in line.rate.tiers[:-1] if per_request > 0]
    return [edge for edge in found if 1 <= edge <= 1e14]


def neighbours(places: list[float]) -> np.ndarray:
    """Eight floating point numbers on either side of every place, rising, and both sides of the slack."""
    around = [np.asarray(places) * factor for factor in (1, 1 + SLACK, 1 / (1 - SLACK))]
    for start in list(around):
        below, above = start, start
        for _ in range(8):
            below, above = np.nextafter(below, 0), np.nextafter(above, np.inf)
            around += [below, above]
    return np.unique(np.concatenate(around))


@over_the_tidy
@pytest.mark.parametrize("free", [False, True], ids=["paid", "free-tier"])
def test_more_requests_never_cost_less_not_even_by_the_last_bit(option: ComputeOption, free: bool) -> None:  # noqa: FBT001
    prices = PRICES.with_free_tier() if free else PRICES
    rising = np.unique(np.concatenate([neighbours(edges(option, API, prices) or [1e6]), np.geomspace(1, 1e13, 20_000)]))

    costs = total(option, replace(API, requests_per_month=rising), prices)

    assert (np.diff(costs) >= 0).all()


@over_every
def test_more_requests_never_cost_less(option: ComputeOption) -> None:
    rising = np.unique(np.concatenate([neighbours(edges(option, API, PRICES) or [1e6]), np.geomspace(1, 1e13, 20_000)]))

    costs = total(option, replace(API, requests_per_month=rising))

    dip = option.dip(replace(API, requests_per_month=rising), PRICES)
    assert (costs >= np.maximum.accumulate(costs) * (1 - NEARLY) - dip).all()


@settings(max_examples=200)
@given(OPTIONS, LOADS, st.floats(1, 10))
def test_more_requests_never_cost_less_anywhere(option: ComputeOption, workload: Workload, times: float) -> None:
    more = replace(workload, requests_per_month=workload.requests_per_month * times)

    before, after = total_of_one(option, workload), total_of_one(option, more)

    assert after >= before * (1 - NEARLY) - option.dip(more, PRICES)


@settings(max_examples=200)
@given(OPTIONS, LOADS, st.floats(1, 10))
def test_longer_requests_never_cost_less(option: ComputeOption, workload: Workload, times: float) -> None:
    longer = replace(workload, duration_ms=workload.duration_ms * times)

    before, after = total_of_one(option, workload), total_of_one(option, longer)

    assert after >= before * (1 - NEARLY) - option.dip(longer, PRICES)


@settings(max_examples=200)
@given(OPTIONS, LOADS, st.floats(1, 10))
def test_more_memory_never_costs_less(option: ComputeOption, workload: Workload, times: float) -> None:
    larger = replace(workload, memory_mb=workload.memory_mb * times)

    before, after = total_of_one(option, workload), total_of_one(option, larger)

    assert after >= before * (1 - 4e-16)


# --- lines, units, rates -----------------------------------------------------------------------------


@given(OPTIONS, LOADS)
def test_lines_sum_to_the_total(option: ComputeOption, workload: Workload) -> None:
    one = bill(option, workload, PRICES)

    assert one.total == sum(float(line.cost) for line in one.lines)


@given(OPTIONS, LOADS)
def test_no_line_costs_less_than_nothing(option: ComputeOption, workload: Workload) -> None:
    lines = bill(option, workload, PRICES).lines

    assert all(line.cost >= 0 and line.quantity >= 0 for line in lines)


@over_every
def test_the_unit_of_every_line_is_its_rates_unit_a_month(option: ComputeOption) -> None:
    for line in bill(option, API, PRICES).lines:
        units = tuple(factor.unit for factor in line.factors)
        assert set(product((*units, "month")).split("·")) == set(line.rate.unit.split("·"))
        assert product(units) == line.unit


@over_every
def test_a_rate_of_another_unit_is_refused_at_birth(option: ComputeOption) -> None:
    spoilt = PRICES.with_rates({key: replace(rate, unit="banana") for key, rate in PRICES.rates.items()})

    with pytest.raises(UnitMismatch, match="the rate charges per banana"):
        _ = bill(option, API, spoilt).lines


@over_every
def test_a_missing_price_is_an_error_and_never_nothing(option: ComputeOption) -> None:
    for workload in (API, BUSY):
        for line in bill(option, workload, PRICES).lines:
            without = replace(PRICES, rates={key: rate for key, rate in PRICES.rates.items() if key != line.rate.key})
            with pytest.raises(cm.UnknownRate, match=line.rate.key):
                _ = bill(option, workload, without).total


TIERED = {
    f"{rate.key}-{len(rate.tiers)}": rate
    for book in (PRICES, PRICES.with_free_tier())
    for rate in map(book.__getitem__, PRICES.rates)
    if len(rate.tiers) > 1
}


@pytest.mark.parametrize("rate", TIERED.values(), ids=TIERED)
def test_a_rate_is_continuous_at_its_tier_edges(rate: Rate) -> None:
    for tier, following in pairwise(rate.tiers):
        below, at, above = (float(rate.cost(tier.up_to * share)) for share in (1 - 1e-9, 1, 1 + 1e-9))
        assert at - below == pytest.approx(tier.price * tier.up_to * 1e-9, rel=1e-4, abs=at * 4e-16)
        assert above - at == pytest.approx(following.price * tier.up_to * 1e-9, rel=1e-4, abs=at * 4e-16)


# --- what is always on -------------------------------------------------------------------------------


@pytest.mark.parametrize("name", EVERY)
def test_hardly_any_use_costs_only_what_is_always_on(name: str) -> None:
    hardly = Workload(requests_per_month=1e-7, duration_ms=1, memory_mb=512)

    assert total_of_one(EVERY[name], hardly) == pytest.approx(quiet(name), rel=1e-12, abs=1e-11)


# --- the account's tiers -----------------------------------------------------------------------------


@given(OPTIONS, LOADS)
def test_the_free_tier_never_raises_a_bill(option: ComputeOption, workload: Workload) -> None:
    paid, free = total_of_one(option, workload), total_of_one(option, workload, PRICES.with_free_tier())

    assert free <= paid * (1 + 4e-16)


@given(OPTIONS, LOADS)
def test_the_free_tier_saves_at_most_what_it_is_worth(option: ComputeOption, workload: Workload) -> None:
    paid, free = total_of_one(option, workload), total_of_one(option, workload, PRICES.with_free_tier())

    assert paid - free <= 1e6 * 2e-7 + 4e5 * 0.0000166667 + 1e-12 * paid


USED = st.fixed_dictionaries(
    {},
    optional={
        "lambda.requests": st.floats(0, 1e9),
        "lambda.duration.x86_64": st.floats(0, 3e10),
        "lambda.duration.arm64": st.floats(0, 3e10),
    },
)


@given(OPTIONS, LOADS, USED)
def test_free_tier_and_use_by_others_may_be_said_in_either_order(
    option: ComputeOption, workload: Workload, used: dict[str, float]
) -> None:
    one = total_of_one(option, workload, PRICES.with_free_tier().already_used(used))
    other = total_of_one(option, workload, PRICES.already_used(used).with_free_tier())

    assert one == other


@given(st.sampled_from(list(TIERED.values())), st.floats(0, 3e10), st.floats(0, 3e10))
def test_what_is_left_of_a_rate_costs_what_comes_on_top(rate: Rate, used: float, more: float) -> None:
    on_top = float(rate.cost(used + more)) - float(rate.cost(used))

    assert rate.after(used).cost(more) == pytest.approx(
        on_top, rel=1e-9, abs=1e-15 * float(rate.cost(used + more)) + 1e-18 * used
    )


@given(OPTIONS, st.floats(1, 1e6), st.floats(0, 4e5))
def test_use_by_others_never_lowers_a_bill_before_the_first_discount(
    option: ComputeOption, requests: float, used: float
) -> None:
    """Above the first paid tier it may: the account then is in a cheaper one."""
    workload, others = (
        replace(API, requests_per_month=requests),
        {"lambda.requests": used, "lambda.duration.x86_64": used},
    )
    prices = PRICES.with_free_tier()

    alone, shared = total_of_one(option, workload, prices), total_of_one(option, workload, prices.already_used(others))

    assert shared >= alone * (1 - 4e-16)


# --- what an option says of itself -------------------------------------------------------------------


@over_every
@pytest.mark.parametrize("workload", [API, BUSY], ids=["api", "busy"])
def test_an_explained_bill_names_every_line_its_cost_and_where_the_price_was_read(
    option: ComputeOption, workload: Workload
) -> None:
    one = bill(option, workload, PRICES)

    text = one.explain()

    assert text.startswith(f"{option.name}: ${one.total:,.2f} a month\n")
    for line in one.lines:
        cost = float(line.cost)
        assert f"{line.name}: ${cost:,.2f}" in text or 0 < cost < 0.01
        assert f"[{line.rate.key}, " in text
        assert line.rate.source.as_of in text


@over_every
def test_names_of_lines_are_unique_within_a_bill(option: ComputeOption) -> None:
    for workload in (API, BUSY):
        names = [line.name for line in bill(option, workload, PRICES).lines]
        assert len(set(names)) == len(names)


@over_every
def test_limits_carry_numbers_a_remedy_and_a_source(option: ComputeOption) -> None:
    for limit in option.limits(API, PRICES):
        assert np.isfinite([float(limit.needs), float(limit.allows)]).all()
        assert limit.remedy
        assert limit.source.startswith("https://")


@over_every
def test_what_is_kept_alive_adds_up(option: ComputeOption) -> None:
    """Instances that run are some of those that exist, and none exists beyond those of the busiest moment."""
    kept = option.footprint(many(1_001), PRICES)
    running, existing, most = (np.broadcast_to(n, 1_001) for n in (kept.running.value, kept.existing.value, kept.most))

    assert (running >= 0).all()
    assert (running <= existing * (1 + 1e-12)).all()
    assert (existing <= most * (1 + 1e-12)).all()
    assert (kept.running.unit, kept.existing.unit) == ("instance", "instance")


def all_steps(option: ComputeOption, workload: Workload, field: str, low: float, high: float) -> np.ndarray:
    """Both ends and the option's steps between them, or between nearer ends where there are too many."""
    try:
        steps = option.steps(workload, PRICES, field, low, high)
    except cm.TooManySteps:
        return all_steps(option, workload, field, low, low + (high - low) / 8)
    return np.unique([low, *steps[(steps > low) & (steps < high)], high])


def stretches(option: ComputeOption, workload: Workload) -> Iterator[tuple[str, list[np.ndarray]]]:
    """Each field, and three places inside every stretch between two of the option's steps."""
    for field, low, high in (
        ("requests_per_month", 1e5, 1e6),
        ("duration_ms", 100.0, 130.0),
        ("memory_mb", 128.0, 10_240.0),
    ):
        if field != "requests_per_month" and isinstance(getattr(option, "option", option), Hybrid):
            continue  # what spills over bends all the way: `steps()` refuses to answer
        stops = all_steps(option, changed(workload, **{field: low}), field, low, high)[:300]
        wide = np.diff(stops) > 1e-6 * stops[1:]
        starts, ends = stops[:-1][wide], stops[1:][wide]
        yield field, [starts + (ends - starts) * share for share in (0.05, 0.5, 0.95)]


def thirds(value: Num, places: list[np.ndarray]) -> list[np.ndarray]:
    """A value at all first places, then at all middle and last ones."""
    return np.split(np.broadcast_to(value, sum(map(len, places))), 3)


@over_every
@settings(max_examples=10)
@given(workload=SMALL_LOADS)
def test_between_two_steps_every_quantity_is_a_straight_line(option: ComputeOption, workload: Workload) -> None:
    for field, places in stretches(option, workload):
        for line in bill(option, changed(workload, **{field: np.concatenate(places)}), PRICES).lines:
            first, middle, last = thirds(line.quantity, places)
            assert np.allclose(first + last, 2 * middle, rtol=1e-9, atol=1e-12 * np.max(line.quantity))


@over_every
@settings(max_examples=10)
@given(workload=SMALL_LOADS)
def test_between_two_steps_a_hard_limit_is_a_straight_line_or_stays_on_one_side(
    option: ComputeOption, workload: Workload
) -> None:
    for field, places in stretches(option, workload):
        for limit in option.limits(changed(workload, **{field: np.concatenate(places)}), PRICES):
            first, middle, last = thirds(np.subtract(limit.needs, limit.allows), places)
            near, at, far = thirds(limit.exceeded, places)
            straight = np.isclose(first + last, 2 * middle, rtol=1e-9, atol=1e-12 * np.max(limit.needs))
            assert (straight | ((near == at) & (at == far)) | (not limit.hard)).all()
