"""Fargate: legal sizes, published bills, Spot, commitments and the cheapest size."""

from __future__ import annotations

from dataclasses import replace

import pytest

from costmodel import (
    AutoScaling,
    Commitment,
    Fargate,
    InvalidOption,
    RequestPath,
    Schedule,
    Tier,
    UnknownRate,
    Workload,
    bill,
)
from costmodel.extras import EbsVolume, FunctionUrl, PublicIPv4
from costmodel.options.task_sizes import PAIRS, next_size
from costmodel.pick import cheapest_task
from tests.books import PATHS
from tests.test_traffic import OFFICE

API = Workload(10_000_000, duration_ms=120, memory_mb=512)
BUSY = Workload(300_000_000, duration_ms=120, memory_mb=512, traffic=OFFICE)


def costs(option: Fargate, workload: Workload = API) -> dict[str, float]:
    return {line.name: float(line.cost) for line in bill(option, workload, PATHS).lines}


def test_infracosts_task_of_a_month_costs_what_infracost_says() -> None:
    found = costs(Fargate(1, 2, count=1), replace(API, hours_per_month=730))

    assert found == pytest.approx({"vCPU": 29.55, "Memory": 6.49}, abs=0.005)


def test_awss_five_tasks_of_ten_minutes_a_day_cost_what_aws_says() -> None:
    found = costs(Fargate(1, 2, count=5, ephemeral_storage_gb=30), replace(API, hours_per_month=5))

    assert found == pytest.approx({"vCPU": 1.01, "Memory": 0.22, "Ephemeral storage": 0.03}, abs=0.0051)


def test_awss_windows_tasks_of_an_hour_a_day_cost_what_aws_says() -> None:
    option = Fargate(1, 2, count=10, operating_system="windows", schedule=Schedule(9, 10))
    a_second = {"vcpu": 0.0000254167, "memory": 0.0000027778, "license": 0.0000127778}  # the page's own prices
    rates = {f"fargate.windows.{name}": usd * 3_600 for name, usd in a_second.items()}
    book = PATHS.with_rates({key: replace(PATHS[key], tiers=(Tier(usd),)) for key, usd in rates.items()})

    found = {line.name: float(line.cost) for line in bill(option, API, book).lines}

    assert found == pytest.approx({"vCPU": 27.45, "Memory": 6.00, "Windows licence": 13.80}, abs=0.0051)


@pytest.mark.parametrize(
    ("vcpu", "memory_gb", "said"),
    [(0.25, 4, "0.5, 1, 2 for 0.25 vCPU"), (8, 17, "16, 20, 24"), (3, 8, "0.25, 0.5, 1, 2, 4, 8, 16")],
)
def test_an_illegal_size_names_the_legal_ones(vcpu: float, memory_gb: float, said: str) -> None:
    with pytest.raises(InvalidOption, match=said):
        Fargate(vcpu, memory_gb)


def test_a_need_is_rounded_up_to_a_legal_pair() -> None:
    assert all(next_size(*pair) == pair for pair in PAIRS)
    assert next_size(0.1, 3) == (0.5, 3)
    assert next_size(9, 1) == (16, 32)
    with pytest.raises(InvalidOption, match="120 GB"):
        next_size(1, 121)


def test_spot_without_a_price_is_an_error_that_names_the_key() -> None:
    without = {key: rate for key, rate in PATHS.rates.items() if not key.endswith(".spot")}

    with pytest.raises(UnknownRate, match=r"fargate\.vcpu\.x86_64\.spot"):
        _ = bill(Fargate(1, 2, spot_share=1), API, replace(PATHS, rates=without)).total


def test_the_best_commitment_beats_every_number_of_tasks() -> None:
    free = Fargate(1, 2, scaling=AutoScaling(), commitment=Commitment())
    tried = [replace(free, commitment=Commitment(instances=float(count))) for count in range(0, 200, 5)]

    best = sum(costs(free, BUSY).values())

    assert best <= min(sum(costs(one, BUSY).values()) for one in tried) + 1e-9


def test_what_is_around_a_task_knows_it_is_one() -> None:
    path = RequestPath(Fargate(1, 2, count=3), (EbsVolume(), PublicIPv4(), FunctionUrl()))

    lines = {line.name: line for line in bill(path, API, PATHS).lines}
    broken = [limit.name for limit in path.limits(API, PATHS) if limit.exceeded.any()]

    assert "EBS volumes" not in lines
    assert float(lines["Public IPv4 addresses"].quantity) == 3 * 720
    assert broken == ["Instances behind a function URL"]


def test_the_cheapest_task_is_the_cheapest_of_all_that_work() -> None:
    found = cheapest_task(API, PATHS, Fargate(16, 32))
    every = [Fargate(*pair) for pair in PAIRS if pair.memory_gb * 1024 >= API.memory_mb]

    assert found is not None
    assert float(bill(found, API, PATHS).total) == min(float(bill(one, API, PATHS).total) for one in every)
    assert cheapest_task(replace(API, memory_mb=200_000), PATHS, Fargate(16, 32)) is None
