"""Volumes as people write them."""

from __future__ import annotations

import pytest

import costmodel as cm
from costmodel.scale import compact, parse_number, parse_requests


@pytest.mark.parametrize(
    ("text", "requests"),
    [
        ("10M", 10e6),
        ("10m", 10e6),
        ("1,234,567", 1_234_567),
        ("1_000", 1_000),
        (" 2.5 k ", 2_500),
        ("1e6", 1e6),
        (".5B", 0.5e9),
        ("１０Ｍ", 10e6),
        ("1/s", 720 * 3600),
        ("250 / s", 250 * 720 * 3600),
        ("60 per minute", 60 * 60 * 720),
        ("1k/hour", 720_000),
        ("1.5M/day", 45e6),
        ("7/month", 7),
    ],
)
def test_a_load_in_words(text, requests):
    assert parse_requests(text) == pytest.approx(requests, rel=1e-15)


def test_the_month_scales_a_rate_but_not_a_count():
    assert parse_requests("1/day", 730) == pytest.approx(730 / 24)
    assert parse_requests("1000", 730) == 1000


@pytest.mark.parametrize(
    "text",
    [
        "",
        "many",
        "10 M M",
        "1..2",
        "1/fortnight",
        "/s",
        "0x10",
        "10%",
        "十",
        "--1",
        "1e",
        "1,5",
        "1,5M",
        "1__0",
        "12,34",
    ],
)
def test_what_is_no_load_is_said_with_the_text(text):
    with pytest.raises(cm.InvalidQuestion) as caught:
        parse_requests(text)

    assert caught.value.field == "requests"
    assert "such as 10M, 250/s or 1.5M/day" in str(caught.value)


@pytest.mark.parametrize(("text", "number"), [("-5", -5), ("inf", float("inf")), ("1.5k", 1500)])
def test_a_number_is_read_before_its_range_is_checked(text, number):
    assert parse_number("memory_mb", text) == number


@pytest.mark.parametrize(
    ("value", "words"),
    [(63_400_000, "63.4M"), (999_999, "1M"), (950, "950"), (1e12, "1T"), (1.25e9, "1.25B"), (1_500, "1.5k")],
)
def test_a_volume_in_a_few_characters(value, words):
    assert compact(value) == words
