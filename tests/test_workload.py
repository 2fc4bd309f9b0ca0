"""What arrives: Little's law, the most CPU a request can have burned, and scenarios as arrays."""

from __future__ import annotations

from dataclasses import FrozenInstanceError, replace
from typing import Any

import numpy as np
import pytest

from costmodel import InvalidWorkload, Workload
from tests.books import changed
from tests.test_traffic import OFFICE

API = Workload(requests_per_month=2_592_000, duration_ms=500, memory_mb=512)


def test_requests_are_spread_over_the_months_seconds() -> None:
    assert API.mean_rps == 1
    assert replace(API, hours_per_month=360).mean_rps == 2


def test_requests_in_flight_follow_littles_law() -> None:
    assert API.concurrency == 0.5
    assert replace(API, duration_ms=60_000).concurrency == 60


def test_the_busiest_hour_carries_the_peak() -> None:
    busy = replace(API, traffic=OFFICE)

    assert busy.mean_rps == 1
    assert busy.peak_rps == pytest.approx(3.36, rel=1e-15)
    assert busy.peak_concurrency == pytest.approx(1.68, rel=1e-15)


@pytest.mark.parametrize(
    ("memory", "parallelism", "cpu"),
    [
        (1769, 1, 500),
        (884.5, 1, 250),
        (512, 1, 500 * 512 / 1769),
        (3538, 1, 500),
        (3538, 2, 1000),
        (3538, 6, 1000),
        (1769, 0.5, 250),
    ],
)
def test_cpu_defaults_to_the_most_that_lambdas_share_allows(memory: float, parallelism: float, cpu: float) -> None:
    workload = replace(API, memory_mb=memory, parallelism=parallelism)

    assert workload.cpu_ms_per_request == pytest.approx(cpu, rel=1e-15)


def test_measured_cpu_is_taken_as_measured() -> None:
    assert changed(API, cpu_ms=7).cpu_ms_per_request == 7
    assert changed(API, cpu_ms=0).cpu_ms_per_request == 0


def test_a_month_is_720_hours_unless_told() -> None:
    assert API.hours_per_month == 720


def test_arrays_make_scenarios_by_broadcasting() -> None:
    grid = changed(API, requests_per_month=[[1e6], [2e6]], memory_mb=[128, 256, 512])

    assert grid.shape == (2, 3)
    assert API.shape == ()
    assert np.shape(grid.cpu_ms_per_request) == (3,)


def test_one_scenario_of_many() -> None:
    grid = changed(API, requests_per_month=[[1e6], [2e6]], memory_mb=[128, 256, 512], traffic=OFFICE)

    one = grid.at((1, 2))

    assert (one.requests_per_month, one.memory_mb, one.duration_ms, one.shape) == (2e6, 512, 500, ())
    assert one.traffic is OFFICE
    assert one.cpu_ms_per_request == changed(API, requests_per_month=2e6).cpu_ms_per_request


@pytest.mark.parametrize("size", [1, 2, 3, 4, 5, 6, 7])
def test_chunks_are_the_scenarios_in_order_and_each_once(size: int) -> None:
    grid = changed(API, requests_per_month=[[1.0], [2.0]], memory_mb=[128, 256, 512])

    parts = list(grid.chunks(size))

    fields = [np.broadcast_arrays(chunk.requests_per_month, chunk.memory_mb) for _, chunk in parts]
    assert np.concatenate([requests for requests, _ in fields]).tolist() == [1, 1, 1, 2, 2, 2]
    assert np.concatenate([memory for _, memory in fields]).tolist() == [128, 256, 512] * 2
    assert [place for part, _ in parts for place in range(6)[part]] == list(range(6))
    assert max(len(requests) for requests, _ in fields) <= size


def test_sizes_of_requests_may_be_swept_like_everything_else() -> None:
    grid = changed(API, response_kb=[[1.0], [20.0]], request_kb=[0.5, 2, 8])

    assert grid.shape == (2, 3)
    assert (grid.at((1, 2)).response_kb, grid.at((1, 2)).request_kb) == (20, 8)
    assert (API.request_kb, API.response_kb) == (1, 10)


@pytest.mark.parametrize("field", ["request_kb", "response_kb"])
@pytest.mark.parametrize("bad", [-0.1, 2e9, float("nan"), "10", None])
def test_a_size_that_cannot_be_is_refused(field: str, bad: Any) -> None:
    with pytest.raises(InvalidWorkload, match=f"{field} must be"):
        changed(API, **{field: bad})


def test_a_workload_is_a_fact() -> None:
    with pytest.raises(FrozenInstanceError):
        API.memory_mb = 1024  # type: ignore[misc]


def test_changing_an_array_afterwards_does_not_change_the_workload() -> None:
    mine = np.array([1e6, 2e6])
    workload = replace(API, requests_per_month=mine)

    mine[0] = -5

    assert np.asarray(workload.requests_per_month).tolist() == [1e6, 2e6]
