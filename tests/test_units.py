"""Units multiply like numbers, and a month is as long as somebody says."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from costmodel import Factor, InvalidQuestion, Line, UnitMismatch, requests_per_month, units

if TYPE_CHECKING:
    from costmodel import PriceBook


@pytest.mark.parametrize(
    ("factors", "made"),
    [
        (("request/month", "GB", "s/request"), "GB·s/month"),
        (("instance", "h/month"), "instance·h/month"),
        (("1", "GB", "s/month"), "GB·s/month"),
        (("request/month",), "request/month"),
        (("s", "s"), "s·s"),
        (("request/s", "s/request"), "1"),
        (("1/month",), "1/month"),
        ((), "1"),
    ],
)
def test_units_multiply_and_cancel(factors: tuple[str, ...], made: str) -> None:
    assert units.product(factors) == made


@pytest.mark.parametrize(
    ("factors", "charged"),
    [
        (("request/month", "GB", "s/request"), "GB·s"),
        (("s/request", "request/month", "GB"), "GB·s"),
        (("request/month",), "request"),
        (("instance", "h/month"), "instance·h"),
    ],
)
def test_a_quantity_in_the_rates_unit_is_accepted_in_any_order(factors: tuple[str, ...], charged: str) -> None:
    made = units.monthly(factors, charged)

    assert units.powers(made) == units.powers(f"{charged}/month")


@pytest.mark.parametrize(
    ("factors", "charged"),
    [
        (("request/month", "GB"), "GB·s"),
        (("request/month", "GB", "ms/request"), "GB·s"),
        (("instance", "h"), "instance·h"),
        (("instance", "h/month"), "h"),
        (("request/month", "request/month"), "request"),
        ((), "request"),
    ],
)
def test_any_other_unit_is_refused(factors: tuple[str, ...], charged: str) -> None:
    with pytest.raises(UnitMismatch, match=f"but the rate charges per {charged}"):
        units.monthly(factors, charged)


def test_the_message_spells_out_the_product() -> None:
    with pytest.raises(UnitMismatch, match=r"^request/month × GB = request·GB/month, but the rate charges per GB·s$"):
        units.monthly(("request/month", "GB"), "GB·s")


def test_a_line_is_checked_when_it_is_born(prices: PriceBook) -> None:
    memory_alone = (Factor("memory", 2.0, "GB"),)

    with pytest.raises(UnitMismatch):
        Line("Duration", prices["lambda.duration.arm64"], memory_alone)


def test_a_gigabyte_of_lambda_is_1024_megabytes() -> None:
    assert units.MB_PER_GB == 1024


def test_the_two_named_months() -> None:
    assert units.TALK_MONTH_H == 30 * 24
    assert units.CALCULATOR_MONTH_H == 365 * 24 / 12


@pytest.mark.parametrize(
    ("requests", "per", "hours", "found"),
    [
        (10, "second", 720, 25_920_000),
        (10, "second", 730, 26_280_000),
        (100, "minute", 720, 4_320_000),
        (1_000, "hour", 730, 730_000),
        (24, "day", 720, 720),
        (5, "month", 730, 5),
    ],
)
def test_a_rate_becomes_requests_of_a_month(requests: float, per: str, hours: float, found: float) -> None:
    assert requests_per_month(requests, per=per, hours_per_month=hours) == pytest.approx(found, rel=1e-15)


def test_an_unknown_period_is_refused() -> None:
    with pytest.raises(InvalidQuestion, match="per must be one of second, minute, hour, day, month, got 'year'"):
        requests_per_month(10, per="year")
