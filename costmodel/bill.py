"""A bill is lines, a line is a rate times named factors: the explanation is the computation."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property, partial, reduce
from operator import add, mul
from typing import TYPE_CHECKING, Protocol

import numpy as np

from costmodel import units
from costmodel.display import money, price, quantity
from costmodel.errors import InvalidQuestion

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from costmodel.display import Say
    from costmodel.frames import Table
    from costmodel.rates import Num, PriceBook, Rate
    from costmodel.workload import Workload

CHUNK = 32_768
"""Scenarios evaluated at once: their arrays stay in the second-level cache (twice as fast as all at once,
`benchmarks/`). [scenario]"""


class Reason(Protocol):
    """Why a number is what it is."""

    def explain(self, say: Say = str) -> str:
        """One line for one scenario, or nothing where there is nothing to say."""


@dataclass(frozen=True, eq=False, slots=True)
class Factor:
    """One named number of a quantity."""

    name: str
    value: Num
    unit: str
    because: tuple[Reason, ...] = ()
    """Where the number comes from, such as what a fleet's size must carry."""

    def term(self, say: Say = str) -> str:
        """Value and unit; a pure number is told by its name."""
        return f"{quantity(_one(self.value))} {say(self.name) if self.unit == '1' else self.unit}"


@dataclass(frozen=True, eq=False, slots=True)
class Line:
    """One line of a bill: how much is used, and the published rate it is charged at.

    Raises `UnitMismatch` when the factors do not make the rate's unit per month.
    """

    name: str
    rate: Rate
    factors: tuple[Factor, ...]

    def __post_init__(self) -> None:
        _ = self.unit

    @property
    def unit(self) -> str:
        """Unit of the quantity, such as ``GB·s/month``."""
        return units.monthly(tuple(factor.unit for factor in self.factors), self.rate.unit)

    @property
    def quantity(self) -> Num:
        """How much is used in a month. [`unit`]"""
        return reduce(mul, (factor.value for factor in self.factors))

    @property
    def cost(self) -> Num:
        """[USD/month]"""
        return self.rate.cost(self.quantity)

    def formula(self, say: Say = str) -> str:
        """The factors with their values, and what they make."""
        terms = [factor.term(say) for factor in self.factors]
        made = f"{quantity(_one(self.quantity))} {self.unit}"
        return made if terms == [made] else f"{' × '.join(terms)} = {made}"

    def charge(self, say: Say = str) -> str:
        """The quantity at its unit price, tier by tier."""
        found = [part for part in self.rate.slices(_one(self.quantity)) if part.amount > 0]
        if len(found) <= 1:
            only = found[0].price if found else self.rate.tiers[0].price
            if only == 0:
                return say("free tier")
            return say("at {price} per {unit}").format(price=price(only), unit=self.rate.unit)
        tiers = (_tier(quantity(float(part.amount)), part.price, say) for part in found)
        return say("{tiers} per {unit}").format(tiers=" + ".join(tiers), unit=self.rate.unit)

    def reasons(self, say: Say = str) -> list[str]:
        """Why a factor is as large as it is, where that was worked out."""
        said = (reason.explain(say) for factor in self.factors for reason in factor.because)
        return [reason for reason in said if reason]

    def explain(self) -> str:
        """Name, cost, formula with its reasons, unit price, and where and when the price was read."""
        source = self.rate.source
        sku = f"SKU {source.sku}, " if source.sku else ""
        return (
            f"{self.name}: {money(_one(self.cost))}\n"
            f"  {self.formula()}\n"
            f"  {self.charge()}  [{self.rate.key}, {sku}price list of {source.as_of or 'an unknown day'}]"
            + "".join(f"\n  {reason}" for reason in self.reasons())
        )


@dataclass(frozen=True, eq=False)
class Bill:
    """What one option costs in a month, for one scenario or for each of many."""

    option: str
    workload: Workload
    meter: Callable[[Workload], Iterable[Line]]

    @cached_property
    def lines(self) -> tuple[Line, ...]:
        """The lines; for an array workload their factors hold arrays."""
        return tuple(self.meter(self.workload))

    @cached_property
    def total(self) -> Num:
        """Sum of the lines: a number, or an array of the workload's shape. [USD/month]

        Large workloads are metered chunk by chunk and only the sums are kept.
        """
        if not self.workload.shape:
            return float(_sum(self.lines))
        totals = np.empty(int(np.prod(self.workload.shape)))
        for part, chunk in self.workload.chunks(CHUNK):
            totals[part] = _sum(self.meter(chunk))
        return totals.reshape(self.workload.shape)

    def at(self, index: int | tuple[int, ...]) -> Bill:
        """The bill of one scenario of many."""
        return Bill(self.option, self.workload.at(index), self.meter)

    def explain(self) -> str:
        """The whole bill in words; raises `InvalidQuestion` for more than one scenario."""
        if self.workload.shape:
            raise InvalidQuestion("explain()", self.workload.shape, "asked of one scenario; pick one with .at(index)")
        head = f"{self.option}: {money(float(self.total))} a month"
        return "\n".join([head, *("  " + line.explain().replace("\n", "\n  ") for line in self.lines)])

    def frame(self) -> Table:
        """The lines as a table: see `costmodel.frames.bill_frame`."""
        from costmodel import frames  # noqa: PLC0415 - pandas loads only when a table is asked for

        return frames.bill_frame(self)


class Metered(Protocol):
    """What can be billed."""

    @property
    def name(self) -> str:
        """How bills and verdicts call it."""

    def lines(self, workload: Workload, prices: PriceBook) -> Iterable[Line]:
        """How much is used, and under which published rate."""


def bill(option: Metered, workload: Workload, prices: PriceBook) -> Bill:
    """What ``option`` costs for ``workload`` at ``prices``.

    Pure arithmetic: whether the option could serve the load is `costmodel.compare`'s question.
    """
    return Bill(option.name, workload, partial(option.lines, prices=prices))


def _tier(amount: str, each: float, say: Say) -> str:
    return (
        say("{amount} at {price}").format(amount=amount, price=price(each))
        if each
        else say("{amount} free").format(amount=amount)
    )


def _sum(lines: Iterable[Line]) -> Num:
    return reduce(add, (line.cost for line in lines))


def _one(value: Num) -> float:
    if np.ndim(value):
        raise InvalidQuestion("explain()", np.shape(value), "asked of one scenario; pick one with .at(index)")
    return float(value)
