"""Many scenarios from one workload: one axis per field, in the order given."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from costmodel import InvalidQuestion, InvalidWorkload, Lambda, PriceBook, Workload, bill, sweep

API = Workload(requests_per_month=1e6, duration_ms=120, memory_mb=512)


def test_every_combination_in_the_order_given() -> None:
    grid = sweep(API, memory_mb=[128, 512, 1024], requests_per_month=[1e5, 1e6])

    assert grid.shape == (3, 2)
    assert (grid.at((2, 0)).memory_mb, grid.at((2, 0)).requests_per_month) == (1024, 1e5)
    assert grid.at((0, 1)).duration_ms == 120


def test_a_cell_of_the_grid_costs_what_its_scenario_costs(prices: PriceBook) -> None:
    grid = sweep(API, requests_per_month=[1e5, 1e6], memory_mb=[128, 512, 1024])

    totals = np.asarray(bill(Lambda(), grid, prices).total)

    assert totals[1, 1] == pytest.approx(0.2 + 60_000 * 0.0000166667, rel=1e-14)


def test_the_months_hours_sweep_too(prices: PriceBook) -> None:
    grid = sweep(API, hours_per_month=[720, 730], duration_ms=[1, 2], parallelism=[1, 2], cpu_ms=[1, 2, 3])

    assert grid.shape == (2, 2, 2, 3)
    assert np.shape(bill(Lambda(), grid, prices).total) == (2, 2, 2, 3)


def test_a_single_value_is_an_axis_of_one() -> None:
    assert sweep(API, memory_mb=256).shape == (1,)


def test_nothing_to_sweep_is_the_workload_itself() -> None:
    assert sweep(API).shape == ()


@pytest.mark.parametrize("unknown", ["memory", "traffic", "architecture"])
def test_a_field_that_cannot_be_swept_is_refused(unknown: str) -> None:
    with pytest.raises(
        InvalidQuestion, match=f"the field to sweep must be one of requests_per_month, .*, got '{unknown}'"
    ):
        sweep(API, **{unknown: [1, 2]})


def test_a_value_outside_its_range_is_refused() -> None:
    with pytest.raises(InvalidWorkload, match=r"memory_mb must be above 0 and at most 100,000,000 MB, got 0"):
        sweep(API, memory_mb=[128, 0])


@pytest.mark.parametrize("bad", ["big", ["a", "b"]], ids=str)
def test_text_is_refused_by_name(bad: Any) -> None:
    with pytest.raises(InvalidWorkload, match="memory_mb"):
        sweep(API, memory_mb=bad)


def test_many_scenarios_are_not_swept_again() -> None:
    with pytest.raises(InvalidQuestion, match="the workload to sweep must be one scenario"):
        sweep(Workload([1e6, 2e6, 3e6], 120, 512), memory_mb=[128, 256, 512])  # type: ignore[arg-type]
