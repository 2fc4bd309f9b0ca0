"""Numbers as people read them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from costmodel.display import money, percent, price, quantity


@pytest.mark.parametrize(
    ("usd", "text"),
    [
        (0, "$0.00"),
        (2.733338, "$2.73"),
        (1234.5, "$1,234.50"),
        (100_000.2, "$100,000.20"),
        (0.01, "$0.01"),
        (0.009, "$0.0090"),
        (0.000123, "$0.00012"),
        (1e-9, "$0.0000000010"),
        (1e12, "$1,000,000,000,000.00"),
    ],
)
def test_money_has_cents_and_below_a_cent_two_digits(usd: float, text: str) -> None:
    assert money(usd) == text


@pytest.mark.parametrize(
    ("usd", "text"),
    [(0.0000166667, "$0.0000166667"), (2e-7, "$0.0000002"), (0.0416, "$0.0416"), (3.09e-8, "$0.0000000309")],
)
def test_a_price_keeps_its_published_digits_and_knows_no_powers_of_ten(usd: float, text: str) -> None:
    assert price(usd) == text


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (0, "0"),
        (1, "1"),
        (0.12, "0.12"),
        (0.123456789, "0.123457"),
        (1.5, "1.5"),
        (10_000_000.0, "10,000,000"),
        (540_000.0, "540,000"),
        (12_345.678, "12,345.7"),
        (99_999.96, "100,000"),
        (0.000123456789, "0.000123457"),
        (123_456.7, "123,457"),
        (1_234_567.8, "1,234,568"),
    ],
)
def test_a_quantity_has_six_digits_or_all_of_a_whole_number(value: float, text: str) -> None:
    assert quantity(value) == text


@pytest.mark.parametrize(
    ("value", "text"), [(1_000_000.5, "1,000,000"), (100_000.4, "100,000"), (1_234_570.4, "1,234,570")]
)
def test_a_large_quantity_keeps_the_zeros_before_its_point(value: float, text: str) -> None:
    assert quantity(value) == text


@given(st.integers(1, 10**9), st.integers(1, 9))
def test_a_large_quantity_reads_back(thousands: int, tenths: int) -> None:
    value = thousands * 1_000_000 + tenths / 10

    assert float(quantity(value).replace(",", "")) == round(value)


@given(st.floats(1e-6, 99_999))
def test_a_small_quantity_reads_back_to_six_digits(value: float) -> None:
    assert float(quantity(value).replace(",", "")) == pytest.approx(value, rel=5.1e-6)


@given(st.floats(1e-12, 1e15))
def test_money_reads_back_within_half_a_cent_or_five_per_cent(usd: float) -> None:
    shown = float(money(usd).replace(",", "").removeprefix("$"))

    assert abs(shown - usd) <= max(0.005 + 1e-9 * usd if usd >= 0.01 else 0, 0.051 * usd if usd < 0.01 else 0)


@given(st.floats(1e-12, 1e6))
def test_a_price_reads_back_bit_for_bit(usd: float) -> None:
    assert float(price(usd).removeprefix("$")) == usd


@pytest.mark.parametrize(
    ("share", "text"),
    [
        (0.852, "85 %"),
        (0.0123, "1.2 %"),
        (0.0994, "9.9 %"),
        (0.0996, "10 %"),
        (0, "0.0 %"),
        (1, "100 %"),
        (1.5, "150 %"),
    ],
)
def test_a_share_is_a_whole_per_cent_and_below_ten_has_a_decimal(share: float, text: str) -> None:
    assert percent(share) == text
