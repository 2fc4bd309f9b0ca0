"""The bills of a load that grows: what each option costs every month, and in which month the cheaper one changes."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property
from itertools import accumulate, pairwise
from types import MappingProxyType
from typing import TYPE_CHECKING, Protocol, runtime_checkable

import numpy as np

from costmodel.compare import compare
from costmodel.errors import InvalidOption, InvalidQuestion
from costmodel.options.functions import FunctionService
from costmodel.request_path import RequestPath

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from numpy.typing import NDArray

    from costmodel.compare import Comparison
    from costmodel.growth import Growth
    from costmodel.limits import Limit
    from costmodel.option import ComputeOption
    from costmodel.options.commitment import Commitment
    from costmodel.rates import PriceBook
    from costmodel.workload import Workload


@runtime_checkable
class Committing(Protocol):
    """What may be committed to for years."""

    @property
    def commitment(self) -> Commitment | None:
        """What it is bought with."""

    def committed(self, workload: Workload, prices: PriceBook) -> ComputeOption:
        """The same with the commitment that is best for this load, whatever the load becomes."""


@dataclass(frozen=True, slots=True)
class Change:
    """A month from which another option is the cheapest that works."""

    month: int
    """Counted from 1."""
    before: str | None
    after: str | None


@dataclass(frozen=True, eq=False, slots=True)
class Gap:
    """Months in a row in which an option cannot serve the load, and why."""

    first: int
    """Counted from 1."""
    last: int
    limits: tuple[Limit, ...]
    """The hard limits that are exceeded, with the numbers of the first of these months; the same ones in all."""


@dataclass(frozen=True, eq=False)
class Projection:
    """The bills of some options over the months."""

    requests: NDArray[np.float64]
    """Of each month. [request/month]"""
    totals: Mapping[str, NDArray[np.float64]]
    """What each option costs in each month, feasible or not. [USD/month]"""
    feasible: Mapping[str, NDArray[np.bool_]]
    """In which months each option can serve the load."""
    exceeded: Mapping[str, tuple[tuple[Limit, ...], ...]]
    """The hard limits that each option exceeds in each month."""

    @cached_property
    def cheapest(self) -> tuple[str | None, ...]:
        """Name of the cheapest feasible option of each month, None where none is feasible."""
        names = tuple(self.totals)
        costs = np.array([np.where(self.feasible[name], self.totals[name], np.inf) for name in names])
        best = zip(costs.argmin(axis=0), np.isfinite(costs.min(axis=0)), strict=True)
        return tuple(names[at] if works else None for at, works in best)

    @property
    def changes(self) -> tuple[Change, ...]:
        """The months in which the cheapest option is another one than the month before."""
        pairs = enumerate(pairwise(self.cheapest), start=2)
        return tuple(Change(month, before, after) for month, (before, after) in pairs if before != after)

    def gaps(self, name: str) -> tuple[Gap, ...]:
        """The months in which an option cannot serve the load, parted where the reasons change."""
        found: list[Gap] = []
        for month, limits in enumerate(self.exceeded[name], start=1):
            last = found[-1] if found else None
            if limits and last and last.last == month - 1 and _named(last.limits) == _named(limits):
                found[-1] = replace(last, last=month)
            elif limits:
                found.append(Gap(month, month, limits))
        return tuple(found)

    @property
    def cumulative(self) -> Mapping[str, NDArray[np.float64]]:
        """What each option has cost by the end of each month. [USD]"""
        return MappingProxyType({name: np.array(list(accumulate(costs))) for name, costs in self.totals.items()})


def project(workload: Workload, options: Sequence[ComputeOption], prices: PriceBook, growth: Growth) -> Projection:
    """Every option's bill in every month, at today's prices.

    A commitment is decided at the start of its term, for the load of that month, and paid until its end whatever the
    load becomes; then it is decided anew. Raises `InvalidQuestion` for a workload of more than one scenario.
    """
    if workload.shape:
        raise InvalidQuestion("the workload of project()", workload.shape, "one scenario; pick one with .at(index)")
    requests = growth.requests(float(workload.requests_per_month))
    grown = workload.vary(requests_per_month=requests)  # checks every month before anything is worked out
    compare(grown, options, prices)  # checks the options together
    totals, feasible, exceeded = {}, {}, {}
    for option in options:
        parts = [compare(load, [held], prices) for load, held in _terms(option, grown, prices)]
        shape = [part.workload.shape for part in parts]
        totals[option.name] = np.concatenate(
            [np.broadcast_to(part.totals[option.name], size) for part, size in zip(parts, shape, strict=True)]
        )
        feasible[option.name] = np.concatenate(
            [np.broadcast_to(part.feasible[option.name], size) for part, size in zip(parts, shape, strict=True)]
        )
        exceeded[option.name] = tuple(month for part in parts for month in _exceeded(part, option.name))
    return Projection(requests, MappingProxyType(totals), MappingProxyType(feasible), MappingProxyType(exceeded))


def _named(limits: Iterable[Limit]) -> list[str]:
    return [limit.name for limit in limits]


def _exceeded(part: Comparison, name: str) -> Iterator[tuple[Limit, ...]]:
    """The hard limits that one option exceeds in each month of a term."""
    shape, hard = part.workload.shape, [limit for limit in part.limits[name] if limit.hard]
    broken = [np.broadcast_to(limit.exceeded, shape) for limit in hard]
    for month in range(*shape):
        yield tuple(limit.at(month, shape) for limit, when in zip(hard, broken, strict=True) if when[month])


def _terms(option: ComputeOption, grown: Workload, prices: PriceBook) -> Iterator[tuple[Workload, ComputeOption]]:
    """The months of each term of an option's commitment, and the option as it is then held."""
    lengths = {commitment.term_months for commitment in _commitments(option)}
    if len(lengths) > 1:
        raise InvalidOption("commitment years", option.name, "the same for all functions of a service over months")
    term = next(iter(lengths), None)
    months = np.asarray(grown.requests_per_month)
    for start in range(0, len(months), term or len(months)):
        load = grown.vary(requests_per_month=months[start : start + (term or len(months))])
        yield load, _held(option, grown.vary(requests_per_month=float(months[start])), prices) if term else option


def _commitments(option: ComputeOption) -> Iterator[Commitment]:
    """Every commitment of an option; a hybrid's covers a base that no load changes, and needs no term."""
    if isinstance(option, RequestPath):
        yield from _commitments(option.option)
    elif isinstance(option, FunctionService):
        yield from (one.function.commitment for one in option.functions if one.function.commitment)
    elif isinstance(option, Committing) and option.commitment:
        yield option.commitment


def _held(option: ComputeOption, first: Workload, prices: PriceBook) -> ComputeOption:
    """The option with the commitment that it starts a term with."""
    if isinstance(option, RequestPath):
        return replace(option, option=_held(option.option, first, prices), label=option.name)
    if isinstance(option, FunctionService):
        held = ((one, one.function.committed(one.load(first), prices)) for one in option.functions)
        return replace(option, functions=tuple(replace(one, function=function) for one, function in held))
    return option.committed(first, prices) if isinstance(option, Committing) else option
