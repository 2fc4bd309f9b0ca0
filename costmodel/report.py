"""One answer as text for people and as data for programs."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any

from costmodel.breakeven import Crossing, crossings
from costmodel.compare import Comparison, compare
from costmodel.errors import TooManySteps
from costmodel.reports.basis import limit_data, price_dates, prices_data, prices_in_words
from costmodel.workload import RANGES

if TYPE_CHECKING:
    from collections.abc import Sequence

    from costmodel.bill import Bill
    from costmodel.option import ComputeOption
    from costmodel.rates import PriceBook
    from costmodel.scenario import Scenario

LOWEST, HIGHEST = 1e-3, RANGES["requests_per_month"].high
"""Volumes between which an answer looks for crossings: from one request in a lifetime up. [request/month]"""

TWO = 2

SHOWN = 12
"""Crossings that the text lists; the data holds all."""


@dataclass(frozen=True, eq=False)
class Answer:
    """The verdict for one workload, and where it changes."""

    scenario: Scenario
    comparison: Comparison
    pair: tuple[str, ...]
    """The two options whose crossings are listed: both, or the best two of many here; empty for one."""
    crossings: tuple[Crossing, ...] | None
    """None where the two cost so nearly the same, at so many fleet sizes, that they cross without end."""
    region: str

    @property
    def price_dates(self) -> dict[str, str]:
        """The date of the price list behind every rate charged."""
        return price_dates(self.comparison)

    def text(self) -> str:
        """Verdict, bills, crossings and the prices' date, for a terminal."""
        parts = [self.comparison.explain(), prices_in_words(self.region, self.price_dates)]
        if self.pair:
            head = (
                f"Between {self.pair[0]} and {self.pair[1]}:\n" if len(self.comparison.bills) > len(self.pair) else ""
            )
            parts.insert(1, head + crossings_in_words(self.crossings))
        return "\n\n".join(parts)

    def data(self) -> dict[str, Any]:
        """The same as plain data, ready for JSON."""
        best = self.comparison.cheapest
        rest = [name for name in self.comparison.bills if name != best and self.comparison.feasible[name]]
        return {
            "question": self.scenario.data(),
            "verdict": self.comparison.verdict(),
            "cheapest": best,
            "saves_usd": self.comparison.savings() if best and rest else None,
            "unpriced": {name: list(missing) for name, missing in self.comparison.unpriced.items()},
            "options": [_option(self.comparison, name) for name in self.comparison.bills],
            "between": list(self.pair),
            "crossings": None if self.crossings is None else [asdict(crossing) for crossing in self.crossings],
            "prices": prices_data(self.region, self.price_dates),
        }


def answer(scenario: Scenario, book: PriceBook) -> Answer:
    """Compare the options, and find every volume at which the cheaper one of two changes."""
    workload, prices = scenario.workload, scenario.prices(book)
    comparison = compare(workload, scenario.options, prices)
    pair = _pair(scenario.options, comparison)
    names = tuple(option.name for option in pair)
    if len(pair) < TWO:
        return Answer(scenario, comparison, names, (), prices.region)
    try:
        found = tuple(crossings(workload, pair[0], pair[1], prices, low=LOWEST, high=HIGHEST))
    except TooManySteps:
        return Answer(scenario, comparison, names, None, prices.region)
    return Answer(scenario, comparison, names, found, prices.region)


def _pair(options: Sequence[ComputeOption], comparison: Comparison) -> tuple[ComputeOption, ...]:
    """The two options, or of many the two that are cheapest here, those that cannot serve the load last."""
    if len(options) == 1:
        return ()
    options = [option for option in options if option.name in comparison.bills]
    if len(options) < TWO:
        return ()
    best = sorted(options, key=lambda one: (not comparison.feasible[one.name], comparison.totals[one.name]))[:2]
    return tuple(option for option in options if option in best)


def crossings_in_words(found: Sequence[Crossing] | None) -> str:
    """Where the cheaper option changes, one line each."""
    if found is None:
        return "The two cost so nearly the same, at so many fleet sizes, that the changes cannot be listed."
    if not found:
        return "The cheaper option never changes, whatever the volume."
    lines = [f"  at {crossing.at:,.0f} requests a month: {_change(crossing)}" for crossing in found[:SHOWN]]
    more = [f"  ... and {len(found) - SHOWN} more"] if len(found) > SHOWN else []
    return "\n".join(["The cheaper option changes:", *lines, *more])


def _change(crossing: Crossing) -> str:
    how = "costs meet" if crossing.kind == "meets" else "a step or a limit"
    return f"from {crossing.before or 'neither'} to {crossing.after or 'neither'} ({how})"


def _option(comparison: Comparison, name: str) -> dict[str, Any]:
    return {
        "name": name,
        "usd_per_month": comparison.totals[name],
        "feasible": comparison.feasible[name],
        "exceeds": [limit_data(limit) for limit in comparison.exceeded(name)],
        "lines": _lines(comparison.bills[name]),
    }


def _lines(one: Bill) -> list[dict[str, Any]]:
    return [
        {
            "line": line.name,
            "usd": line.cost,
            "quantity": line.quantity,
            "unit": line.unit,
            "formula": line.formula(),
            "reasons": line.reasons(),
            "charge": line.charge(),
            "rate": line.rate.key,
            "sku": line.rate.source.sku,
            "source": line.rate.source.url,
            "as_of": line.rate.source.as_of,
        }
        for line in one.lines
    ]
