"""The month, the free tier, and prices of one's own."""

from __future__ import annotations

from typing import TYPE_CHECKING
from unicodedata import normalize

from costmodel import InvalidQuestion
from costmodel.own_prices import PRICE, unit_of
from costmodel.ranges import number
from costmodel.scale import parse_number
from costmodel.units import CALCULATOR_MONTH_H, TALK_MONTH_H
from ui.fields import Choice, Switch, Text
from ui.words import number_words

if TYPE_CHECKING:
    from collections.abc import Mapping

    from costmodel.rates import PriceBook
    from ui.form import Form, Given

TITLE = "Month and prices"

HOURS = Choice(
    "hours", "Hours in a month", {f"{hours:g}": f"{hours:g}" for hours in (TALK_MONTH_H, CALCULATOR_MONTH_H)},
    f"{TALK_MONTH_H:g}", "720 is 30 × 24, the talk's; 730 is what AWS's calculators use.",
)  # fmt: skip

FREE_TIER = Switch(
    "free_tier", "Take off the free tier", "1 million requests and 400,000 GB-seconds a month, once per account."
)

RATES = Text(
    "rates", "Prices of your own", "",
    "One a line: key = USD, such as ec2.m6i.large = 0.09. The key stands under each line of the bills.",
    lines=True,
)  # fmt: skip

INPUTS = (HOURS, FREE_TIER, RATES)

EXAMPLE = "lines such as ec2.m6i.large = 0.09"


def show(form: Form, prices: PriceBook) -> None:
    """Month, free tier, prices."""
    form.choice(HOURS)
    form.switch(FREE_TIER)
    form.text(RATES)
    form.built(lambda given: rates(given, prices))


def hours(given: Given) -> float:
    """Hours of the month. [h/month]"""
    return float(given.choice(HOURS))


def rates(given: Given, prices: PriceBook | None = None) -> dict[str, float]:
    """Prices by their keys; raises `InvalidQuestion` for a line that is none, `UnknownRate` for a key nobody knows."""
    found = {}
    for line in normalize("NFKC", given.text(RATES)).splitlines():
        if not line.strip():
            continue
        key, equals, price = line.partition("=")
        key = key.strip()
        if not equals or not key:
            raise InvalidQuestion(RATES.label, line.strip(), EXAMPLE)
        if key in found:
            raise InvalidQuestion(RATES.label, key, "said once")
        if prices is not None:
            unit_of(key, prices)
        value = parse_number(RATES.label, price.strip().removeprefix("$"), EXAMPLE)
        found[key] = float(number(RATES.label, value, PRICE, InvalidQuestion))
    return found


def values(hours_per_month: float, rates: Mapping[str, float], *, free_tier: bool) -> dict[str, object]:
    """The inputs that say this."""
    lines = (f"{key} = {number_words(price)}" for key, price in rates.items())
    return {HOURS.key: f"{hours_per_month:g}", FREE_TIER.key: free_tier, RATES.key: "\n".join(lines)}
