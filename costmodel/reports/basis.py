"""What an answer rests on: the question, the prices that it is charged by, and which options have any."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from math import isfinite
from typing import TYPE_CHECKING, Any

from costmodel.compare import Comparison, compare
from costmodel.own_prices import TYPED

if TYPE_CHECKING:
    from collections.abc import Mapping

    from costmodel.limits import Limit
    from costmodel.option import ComputeOption
    from costmodel.rates import PriceBook
    from costmodel.scenario import Scenario

FEW = 3
"""Dates that are named one by one."""


@dataclass(frozen=True, eq=False)
class Basis:
    """A question with its prices."""

    scenario: Scenario
    prices: PriceBook
    """As this question is charged."""
    comparison: Comparison

    @property
    def options(self) -> tuple[ComputeOption, ...]:
        """Those that have prices."""
        return tuple(option for option in self.scenario.options if option.name in self.comparison.bills)

    def notes(self) -> str:
        """Which options wait for prices, and how old the others' are."""
        dates = price_dates(self.comparison)
        return "\n".join([*self.comparison.waiting(), prices_in_words(self.prices.region, dates)])

    def data(self) -> dict[str, Any]:
        """The same as plain data."""
        return {
            "unpriced": {name: list(missing) for name, missing in self.comparison.unpriced.items()},
            "prices": prices_data(self.prices.region, price_dates(self.comparison)),
        }


def basis(scenario: Scenario, book: PriceBook) -> Basis:
    """The question at these prices; raises `UnknownRate` where no option has any."""
    prices = scenario.prices(book)
    return Basis(scenario, prices, compare(scenario.workload, scenario.options, prices))


def price_dates(comparison: Comparison) -> dict[str, str]:
    """The date of the price list behind every rate charged."""
    lines = (line for one in comparison.bills.values() for line in one.lines)
    return {line.rate.key: line.rate.source.as_of for line in lines}


def prices_in_words(region: str, dates: Mapping[str, str]) -> str:
    """Whose prices, and when their lists were published; each line of a bill says it of its own rate."""
    known = set(dates.values())
    own, days = TYPED.as_of in known, sorted(known - {TYPED.as_of})
    told = " and ".join(days) if len(days) <= FEW else f"from {days[0]} to {days[-1]}"
    published = f"published {told}" + (", and prices typed by you" if own else "")
    return f"Prices: {region}, list prices in USD before tax, {published}."


def prices_data(region: str, dates: Mapping[str, str]) -> dict[str, Any]:
    """The same as plain data."""
    return {"region": region, "currency": "USD", "as_of": dict(dates)}


def limit_data(limit: Limit) -> dict[str, Any]:
    """A limit as plain data, with its sentence."""
    return {**asdict(limit), "says": limit.explain()}


def finite(value: float) -> float | None:
    """A number that JSON can hold; None for one without end and for none at all."""
    return float(value) if isfinite(value) else None
