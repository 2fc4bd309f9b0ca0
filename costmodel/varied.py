"""One question evaluated at many places of its uncertain inputs.

Fields of the workload become arrays. Settings of options are never arrays: their range is cut into `STRATA` equally
likely parts, and each part is evaluated at its middle, with all cases that fall into it at once. A setting is thus
off by half a part at most: the spread of an even distribution is told 0.8 % too small.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np

from costmodel.compare import compare
from costmodel.errors import InvalidQuestion
from costmodel.rates import Rate, Source, Tier
from costmodel.settings import RATES, check_ranges, setting
from costmodel.workload import RANGES

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from costmodel.distributions import Distribution
    from costmodel.option import ComputeOption
    from costmodel.rates import PriceBook
    from costmodel.workload import Workload

STRATA = 8
"""Equally likely parts of an uncertain setting or price. [1]"""


@dataclass(frozen=True, eq=False)
class Varied:
    """A question, some of whose inputs are ranges. Raises `InvalidInput` where one is not allowed."""

    workload: Workload
    options: tuple[ComputeOption, ...]
    prices: PriceBook
    ranges: Mapping[str, Distribution]

    def __post_init__(self) -> None:
        if self.workload.shape:
            raise InvalidQuestion("the workload", self.workload.shape, "one scenario; pick one with .at(index)")
        check_ranges(self.ranges, self.workload, self.options)
        for name in self.ranges:
            if name.startswith(RATES) and len(self.prices[name.removeprefix(RATES)].tiers) > 1:
                raise InvalidQuestion("ranges", name, "the key of a price without tiers")

    @cached_property
    def rows(self) -> Mapping[str, int]:
        """Place of each range."""
        return {name: row for row, name in enumerate(self.ranges)}

    def bills(self, places: np.ndarray) -> Iterator[tuple[np.ndarray, np.ndarray]]:
        """For each option the bill of every case, and whether it works. ``places`` has one row per range."""
        drawn = {
            name: np.asarray(self.ranges[name].at(places[row])) for name, row in self.rows.items() if name in RANGES
        }
        parts = np.minimum((places * STRATA).astype(np.int64), STRATA - 1)
        for at in range(len(self.options)):
            yield self._option(at, drawn, parts)

    def _option(self, at: int, drawn: Mapping[str, np.ndarray], parts: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """One option over all cases, group by group of the same settings."""
        names, size = self._stepped(at), parts.shape[1]
        if not names:
            return self._group(at, {}, drawn)
        code = np.zeros(size, dtype=np.int64)
        for name in names:
            code = code * STRATA + parts[self.rows[name]]
        costs, works = np.empty(size), np.empty(size, dtype=bool)
        order = np.argsort(code, kind="stable")
        for cases in np.split(order, np.flatnonzero(np.diff(code[order])) + 1):
            middles = {name: (float(parts[self.rows[name], cases[0]]) + 0.5) / STRATA for name in names}
            some = {name: values[cases] for name, values in drawn.items()}
            costs[cases], works[cases] = self._group(at, middles, some)
        return costs, works

    def _stepped(self, at: int) -> list[str]:
        """Ranges that are prices, or settings of one option."""
        others = [name for name in self.ranges if name not in RANGES]
        return [name for name in others if name.startswith(RATES) or setting(name, self.options).place == at]

    def _group(
        self, at: int, middles: Mapping[str, float], drawn: Mapping[str, np.ndarray]
    ) -> tuple[np.ndarray, np.ndarray]:
        """One option with fixed settings."""
        options, prices = list(self.options), self.prices
        for name, place in middles.items():
            value = float(self.ranges[name].at(place))
            if name.startswith(RATES):
                prices = priced(prices, name, value)
            else:
                options[at] = setting(name, self.options).put(options, value)
        option = options[at]
        found = compare(self.workload.vary(**drawn), [option], prices)
        return np.asarray(found.totals[option.name]), np.asarray(found.feasible[option.name])


def priced(prices: PriceBook, name: str, value: float) -> PriceBook:
    """The same prices, one of them replaced."""
    key = name.removeprefix(RATES)
    rate = Rate(key, prices[key].unit, (Tier(value),), Source("", "a range typed by you"))
    return prices.with_rates({key: rate})
