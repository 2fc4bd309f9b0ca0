"""The options side by side: which is cheaper, by how much, and would each work at all."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property
from math import nan
from types import MappingProxyType
from typing import TYPE_CHECKING

import numpy as np

from costmodel.bill import Bill, bill
from costmodel.errors import InvalidOption, InvalidQuestion, InvalidWorkload
from costmodel.verdict import verdict

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from costmodel.display import Say
    from costmodel.frames import Table
    from costmodel.limits import Limit
    from costmodel.option import ComputeOption
    from costmodel.rates import Num, PriceBook
    from costmodel.workload import Workload


@dataclass(frozen=True, eq=False)
class Comparison:
    """The bills of some options for one workload, and what keeps an option from serving it."""

    workload: Workload
    bills: Mapping[str, Bill]
    limits: Mapping[str, tuple[Limit, ...]]
    """Every limit of every option, exceeded or not."""
    unpriced: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """Options that wait for rates which no price list holds yet, and those rates: shown, never billed or ranked."""

    @cached_property
    def totals(self) -> Mapping[str, Num]:
        """What each option costs, feasible or not. [USD/month]"""
        return MappingProxyType({name: one.total for name, one in self.bills.items()})

    @cached_property
    def feasible(self) -> Mapping[str, bool | np.ndarray]:
        """Whether each option can serve the load: no hard limit is exceeded."""
        return MappingProxyType({name: self._works(limits) for name, limits in self.limits.items()})

    @property
    def cheapest(self) -> str | np.ndarray | None:
        """Name of the cheapest feasible option, None where none is feasible; an array of them for many scenarios."""
        names, best = [*self.bills, None], self.best
        return np.array(names, dtype=object)[best] if self.workload.shape else names[int(best)]

    @property
    def best(self) -> np.ndarray:
        """The same as places among the options; -1 where none is feasible."""
        costs = self._costs
        return np.where(np.isfinite(costs.min(axis=0)), costs.argmin(axis=0), -1)

    def savings(self, against: str | None = None) -> Num:
        """What the cheapest option saves against another one: by default the next cheapest. [USD/month]

        NaN where either is infeasible: nothing is saved against what would not work.
        """
        costs = self._costs
        if against is not None and against not in self.bills:
            raise InvalidQuestion("against", against, "one of " + ", ".join(self.bills))
        if against is None and len(costs) == 1:
            raise InvalidQuestion("savings()", "one option", "asked of two options or more")
        other = np.sort(costs, axis=0)[1] if against is None else costs[list(self.bills).index(against)]
        with np.errstate(invalid="ignore"):
            saved = np.where(np.isfinite(other), other - costs.min(axis=0), nan)
        return saved if self.workload.shape else float(saved)

    def exceeded(self, name: str) -> tuple[Limit, ...]:
        """The limits that this one scenario exceeds on option ``name``, hard ones first."""
        broken = [limit for limit in self.limits[name] if limit.exceeded.any()]
        return tuple(sorted(broken, key=lambda limit: not limit.hard))

    def at(self, index: int | tuple[int, ...]) -> Comparison:
        """The comparison of one scenario of many."""
        shape = self.workload.shape
        bills = {name: one.at(index) for name, one in self.bills.items()}
        limits = {name: tuple(limit.at(index, shape) for limit in found) for name, found in self.limits.items()}
        return Comparison(self.workload.at(index), bills, limits, self.unpriced)

    def verdict(self, say: Say = str) -> str:
        """The answer in one sentence: see `costmodel.verdict.verdict`."""
        return verdict(self, say)

    def explain(self) -> str:
        """The verdict, every bill, and every limit exceeded, in words."""
        parts = [self.verdict()]
        for name, one in self.bills.items():
            notes = (
                f"  {'cannot serve this load' if limit.hard else 'note'}: {limit.explain()}"
                for limit in self.exceeded(name)
            )
            parts.append("\n".join([one.explain(), *notes]))
        return "\n\n".join([*parts, *self.waiting()])

    def waiting(self) -> list[str]:
        """A sentence for each option that is not ranked because it has no price yet."""
        sentence = "{}: no price yet, so it is not ranked. The price list has no {}."
        return [sentence.format(name, ", ".join(missing)) for name, missing in self.unpriced.items()]

    def frame(self) -> Table:
        """Every line of every bill as a table: see `costmodel.frames.comparison_frame`."""
        from costmodel import frames  # noqa: PLC0415 - pandas loads only when a table is asked for

        return frames.comparison_frame(self)

    @cached_property
    def _costs(self) -> np.ndarray:
        """One row per option; infinite where it is infeasible."""
        rows = [np.where(self.feasible[name], total, np.inf) for name, total in self.totals.items()]
        return np.array(np.broadcast_arrays(*rows))

    def _works(self, limits: tuple[Limit, ...]) -> bool | np.ndarray:
        broken = np.zeros(self.workload.shape, dtype=bool)
        for limit in limits:
            if limit.hard:
                broken = broken | limit.exceeded
        return ~broken if self.workload.shape else not broken


def compare(workload: Workload, options: Sequence[ComputeOption], prices: PriceBook) -> Comparison:
    """Every option's bill for the same workload at the same prices.

    An option that cannot serve the load, such as Lambda requests of 901 seconds, is billed all the same and is
    infeasible; its limits say why. One that waits for its prices, such as Web Functions, is told and
    left out. Raises `InvalidWorkload` only for what cannot be configured, such as a Lambda function of 64 MB.
    """
    if not isinstance(options, list | tuple):
        raise InvalidOption("the options", options, "a list of them")
    names = [option.name for option in options]
    for name in names:
        if not name.strip() or not name.isprintable():
            raise InvalidOption("the name of an option", name, "one line of text")
    if not names or len(set(names)) < len(names):
        raise InvalidOption("the options", names, "one or more, each with a name of its own")
    for option in options:
        for name, allowed in option.ranges.items():
            allowed.check(name, getattr(workload, name), InvalidWorkload)
    waiting = {option.name: awaited(option, prices) for option in options}
    priced = [option for option in options if not waiting[option.name]]
    if not priced:
        _ = prices[next(iter(waiting.values()))[0]]  # raises: there is nothing to compare
    return Comparison(
        workload,
        {option.name: bill(option, workload, prices) for option in priced},
        {option.name: tuple(option.limits(workload, prices)) for option in options},
        MappingProxyType({name: missing for name, missing in waiting.items() if missing}),
    )


def awaited(option: ComputeOption, prices: PriceBook) -> tuple[str, ...]:
    """Rates that an option declares to wait for and that this price list does not hold; any other must be there."""
    return tuple(key for key in getattr(option, "awaits", ()) if key not in prices)
