"""Tiers, the free tier, use by others, and a book in which missing is never zero."""

from __future__ import annotations

from dataclasses import replace
from math import inf, nan
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from costmodel import (
    FREE_TIER,
    InvalidQuestion,
    InvalidRate,
    PriceBook,
    Rate,
    Source,
    Tier,
    UnknownInstanceType,
    UnknownRate,
)
from tests.books import PRICES

X86, ARM, REQUESTS = "lambda.duration.x86_64", "lambda.duration.arm64", "lambda.requests"
HERE = Source("https://example.org", "2026")


def rate(*tiers: Tier) -> Rate:
    return Rate("x", "GB", tiers, HERE)


@pytest.mark.parametrize(
    ("key", "quantity", "usd"),
    [
        (X86, 0, 0),
        (X86, 140_000, 2.333338),
        (X86, 6e9, 100_000.2),
        (X86, 6e9 + 1, 100_000.200015),
        (X86, 10e9, 160_000.2),
        (X86, 15e9, 235_000.2),
        (X86, 20e9, 301_667.2),
        (ARM, 7.5e9, 100_000.5),
        (ARM, 18.75e9, 235_001.625),
        (ARM, 20e9, 248_335),
        (REQUESTS, 3_000_000, 0.6),
    ],
)
def test_each_price_applies_only_to_the_units_inside_its_tier(key: str, quantity: float, usd: float) -> None:
    assert PRICES[key].cost(quantity) == pytest.approx(usd, rel=1e-14)


def test_many_quantities_cost_what_each_costs() -> None:
    quantities = np.array([[0, 5e9, 6e9], [10e9, 15e9, 16e9]])

    costs = np.asarray(PRICES[X86].cost(quantities))

    assert costs.tolist() == [[PRICES[X86].cost(value) for value in row] for row in quantities.tolist()]


def test_slices_are_the_part_in_each_tier() -> None:
    slices = list(PRICES[X86].slices(16e9))

    assert [(part.amount, part.price) for part in slices] == [(6e9, 0.0000166667), (9e9, 0.000015), (1e9, 0.0000133334)]
    assert sum(part.cost for part in slices) == pytest.approx(float(PRICES[X86].cost(16e9)), rel=1e-14)


@given(st.sampled_from(sorted(PRICES.rates)), st.floats(0, 1e11))
def test_slices_sum_to_quantity_and_cost(key: str, quantity: float) -> None:
    slices = list(PRICES[key].slices(quantity))

    assert sum(float(part.amount) for part in slices) == pytest.approx(quantity, rel=1e-14)
    assert sum(float(part.cost) for part in slices) == pytest.approx(float(PRICES[key].cost(quantity)), rel=1e-13)


@given(st.sampled_from(sorted(PRICES.rates)), st.floats(0, 1e11))
def test_the_next_larger_number_never_costs_less(key: str, quantity: float) -> None:
    assert PRICES[key].cost(float(np.nextafter(quantity, inf))) >= PRICES[key].cost(quantity)


# --- what cannot be a rate ---------------------------------------------------------------------------


@pytest.mark.parametrize(
    "tiers",
    [
        (),
        (Tier(1, 10),),
        (Tier(1, 10), Tier(0.5, 10), Tier(0.2)),
        (Tier(1, 10), Tier(0.5, 5), Tier(0.2)),
        (Tier(1, 0), Tier(0.5)),
        (Tier(1, -5), Tier(0.5)),
        (Tier(1), Tier(0.5)),
        (Tier(1, nan), Tier(0.5)),
    ],
)
def test_edges_must_rise_to_infinity(tiers: tuple[Tier, ...]) -> None:
    with pytest.raises(InvalidRate, match="rate 'x': tier edges must rise to infinity"):
        rate(*tiers)


@pytest.mark.parametrize(
    "tiers",
    [
        (Tier(0),),
        (Tier(-1),),
        (Tier(nan),),
        (Tier(inf),),
        (Tier(1, 5), Tier(0)),
        (Tier(0, 5), Tier(0)),
        (Tier(0, 5), Tier(0, 9), Tier(1)),
    ],
)
def test_only_a_first_tier_before_a_paid_one_may_be_free(tiers: tuple[Tier, ...]) -> None:
    with pytest.raises(InvalidRate, match="rate 'x': prices must be above 0"):
        rate(*tiers)


# --- the free tier and the rest of the account -------------------------------------------------------


def test_the_free_tier_is_a_first_tier_at_nothing() -> None:
    free = PRICES.with_free_tier()[X86]

    assert free.tiers[0] == Tier(0.0, 400_000)
    assert [tier.up_to for tier in free.tiers] == [400_000, 6e9 + 400_000, 15e9 + 400_000, inf]


@pytest.mark.parametrize(
    ("quantity", "usd"), [(400_000, 0), (400_001, 0.0000166667), (540_000, 2.333338), (6_320_000 + 400_000, 105.333544)]
)
def test_free_units_come_off_first(quantity: float, usd: float) -> None:
    assert PRICES.with_free_tier()[X86].cost(quantity) == pytest.approx(usd, rel=1e-9)


def test_asking_does_not_use_the_free_tier_up() -> None:
    free = PRICES.with_free_tier()

    assert [free[REQUESTS].cost(1_500_000) for _ in range(3)] == [pytest.approx(0.1)] * 3


def test_the_plain_book_stays_without_a_free_tier() -> None:
    _ = PRICES.with_free_tier()

    assert PRICES[REQUESTS].cost(1_000_000) == pytest.approx(0.2)


def test_only_published_allowances_are_free() -> None:
    assert dict(FREE_TIER) == {
        "lambda.requests": 1_000_000,
        X86: 400_000,
        ARM: 400_000,
        "lambda.response_streaming.x86_64": 100,
        "lambda.response_streaming.arm64": 100,
    }
    assert PRICES.with_free_tier()["lambda.provisioned_duration.x86_64"].cost(1) == 0.0000097222


def test_what_others_used_is_gone_from_the_tiers() -> None:
    left = PRICES.already_used({X86: 10e9})[X86]

    assert [tier.up_to for tier in left.tiers] == [5e9, inf]
    assert left.cost(6e9) == pytest.approx(5e9 * 0.000015 + 1e9 * 0.0000133334, rel=1e-14)


def test_others_use_up_the_free_tier_first() -> None:
    prices = PRICES.with_free_tier().already_used({X86: 300_000})

    assert prices[X86].cost(100_000) == 0
    assert prices[X86].cost(140_000) == pytest.approx(40_000 * 0.0000166667, rel=1e-12)


def test_a_tier_used_to_its_edge_is_gone() -> None:
    assert PRICES.already_used({X86: 6e9})[X86].tiers[0] == Tier(0.000015, 9e9)


def test_what_others_used_of_one_rate_leaves_the_others_alone() -> None:
    assert PRICES.already_used({X86: 10e9})[ARM] == PRICES[ARM]


@pytest.mark.parametrize("amount", [-1, nan, inf])
def test_use_by_others_must_be_a_number_from_nothing_up(amount: float) -> None:
    with pytest.raises(InvalidQuestion, match=r"already_used\['lambda.requests'\] must be 0 or more request, got"):
        PRICES.already_used({REQUESTS: amount})


@pytest.mark.parametrize("amount", ["5", None], ids=str)
def test_use_by_others_that_is_no_number_is_refused_by_name(amount: Any) -> None:
    with pytest.raises(InvalidQuestion):
        PRICES.already_used({REQUESTS: amount})


def test_use_of_an_unknown_rate_is_refused() -> None:
    with pytest.raises(UnknownRate, match=r"did you mean 'lambda.requests'"):
        PRICES.already_used({"lambda.request": 5})


# --- the book ----------------------------------------------------------------------------------------


def test_a_missing_price_is_named_with_its_region_and_the_nearest_name() -> None:
    with pytest.raises(UnknownRate) as caught:
        _ = PRICES["ec2.m6g.large"]

    assert str(caught.value) == "no rate 'ec2.m6g.large' in us-east-1; did you mean 'ec2.m7g.large'?"
    assert (caught.value.name, caught.value.near) == ("ec2.m6g.large", "ec2.m7g.large")


def test_a_name_like_no_other_gets_no_hint() -> None:
    with pytest.raises(UnknownRate, match=r"^no rate 'zzz' in us-east-1$"):
        _ = PRICES["zzz"]


def test_a_missing_instance_type_is_named_with_the_nearest() -> None:
    with pytest.raises(
        UnknownInstanceType, match=r"^no instance type 't3.mediun' in us-east-1; did you mean 't3.medium'\?$"
    ):
        PRICES.instance("t3.mediun")


def test_a_book_says_what_it_holds() -> None:
    assert REQUESTS in PRICES
    assert "ec2.nothing" not in PRICES


def test_negotiated_prices_replace_and_add() -> None:
    mine = PRICES.with_rates({REQUESTS: replace(PRICES[REQUESTS], tiers=(Tier(1e-7),)), "x": rate(Tier(2))})

    assert mine[REQUESTS].cost(1e6) == pytest.approx(0.1)
    assert mine["x"].cost(2) == 4
    assert mine[ARM] == PRICES[ARM]
    assert "x" not in PRICES


def test_a_book_of_its_own_needs_rates_only() -> None:
    book = PriceBook("here", {"x": rate(Tier(0.5))})

    assert book["x"].cost(10) == 5


def test_use_by_others_adds_up_key_by_key() -> None:
    once = PRICES.already_used({REQUESTS: 5, "lambda.duration.arm64": 7})
    twice = PRICES.already_used({REQUESTS: 9}).already_used({"lambda.duration.arm64": 7}).already_used({REQUESTS: 5})

    assert dict(twice.used) == dict(once.used)
