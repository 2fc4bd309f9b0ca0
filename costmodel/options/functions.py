"""A service of many functions as one option with one bill: tiers and the free tier belong to the account."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field, replace
from functools import reduce
from itertools import chain
from operator import add
from types import MappingProxyType
from typing import TYPE_CHECKING

import numpy as np

from costmodel.bill import Factor, Line
from costmodel.errors import InvalidOption
from costmodel.limits import SLACK
from costmodel.option import LAMBDA, Footprint
from costmodel.options.aws_lambda import Lambda
from costmodel.options.executions import Executions
from costmodel.options.free_tier import behind, bends, kind
from costmodel.options.lambda_limits import executions_needed
from costmodel.options.lambda_settings import ARCHITECTURES
from costmodel.ranges import Range, scalar
from costmodel.steps import between, thirds

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from costmodel.display import Say
    from costmodel.limits import Limit
    from costmodel.rates import Num, PriceBook
    from costmodel.workload import Workload

SHARE = Range(0, 1, above=True, note="of all requests")

TIMES = Range(1e-6, 1e6, note="times the workload's")

ALL_SHARES = 1e-9
"""How far from 1 the shares may add up. [1]"""

OF_THE_ACCOUNT = "Concurrent executions"
"""The limit that all functions share."""


@dataclass(frozen=True)
class ServiceFunction:
    """One function of a service, in proportion to the workload of the whole.

    Raises `InvalidOption` naming the function, the setting, its value and what is allowed.
    """

    name: str
    share_of_requests: float
    """[1]"""
    duration_factor: float = 1
    """Its duration against the workload's. [1]"""
    memory_factor: float = 1
    """Its memory against the workload's. [1]"""
    function: Lambda = field(default_factory=Lambda)
    """Its architecture and other settings."""
    response_factor: float = 1
    """The size of its responses against the workload's. [1]"""

    def __post_init__(self) -> None:
        if not self.name.strip() or not self.name.isprintable():
            raise InvalidOption("the name of a function", self.name, "one line of text")
        if not isinstance(self.function, Lambda):
            raise InvalidOption(f"{self.name}: function", self.function, "Lambda(...)")
        for name, allowed in (("share_of_requests", SHARE), ("duration_factor", TIMES), ("memory_factor", TIMES)):
            scalar(f"{self.name}: {name}", getattr(self, name), allowed)
        scalar(f"{self.name}: response_factor", self.response_factor, Range(0, 1e9, note="times the workload's"))

    def load(self, workload: Workload) -> Workload:
        """What of the whole workload is its own; the CPU time is a mean over all functions, so none has it."""
        return replace(
            workload,
            cpu_ms=None,
            requests_per_month=workload.requests_per_month * self.share_of_requests,
            duration_ms=workload.duration_ms * self.duration_factor,
            memory_mb=workload.memory_mb * self.memory_factor,
            response_kb=workload.response_kb * self.response_factor,
        )

    def times(self, field: str) -> float:
        """What a field of the whole is multiplied by. [1]"""
        known = {"requests_per_month": self.share_of_requests, "duration_ms": self.duration_factor}
        return known.get(field, self.memory_factor)


@dataclass(frozen=True, eq=False, slots=True)
class Part:
    """What one function adds to a line."""

    function: str
    line: Line

    def explain(self, say: Say = str) -> str:
        """Its own formula behind its name."""
        return f"{self.function}: {self.line.formula(say)}"


@dataclass(frozen=True)
class FunctionService:
    """Many Lambda functions of one account: usage is added up before a tier or the free tier is touched.

    `costmodel.service_table` makes one from a table. Raises `InvalidOption` where names repeat or shares do not make 1.
    """

    functions: tuple[ServiceFunction, ...]
    name: str = "Lambda, several functions"

    def __post_init__(self) -> None:
        object.__setattr__(self, "functions", tuple(self.functions))
        names = [one.name for one in self.functions]
        if not names or len(set(names)) < len(names):
            raise InvalidOption("functions", names, "one or more, each with a name of its own")
        shares = sum(one.share_of_requests for one in self.functions)
        if abs(shares - 1) > ALL_SHARES:
            raise InvalidOption("share_of_requests", shares, "shares that add up to 1")

    @property
    def ranges(self) -> Mapping[str, Range]:
        """What every function can be configured with, in terms of the whole."""
        own = self.functions[0].function.ranges["memory_mb"]
        least = max(own.low / one.memory_factor for one in self.functions)
        return MappingProxyType({"memory_mb": replace(own, low=least * (1 - SLACK))})

    def lines(self, workload: Workload, prices: PriceBook) -> Iterator[Line]:
        """The lines of all functions, those of one rate as one line."""
        for line, taken in self._metered(workload, prices):
            yield line if taken is None else behind(line, taken, prices)

    def _metered(self, workload: Workload, prices: PriceBook) -> Iterator[tuple[Line, Num | None]]:
        """Every line as it is metered, and what those before it took of a free tier that they share."""
        found: dict[tuple[str, str], list[Part]] = defaultdict(list)
        for one in self.functions:
            for line in one.function.lines(one.load(workload), prices):
                # What has tiers is added up whatever it is called: their edges belong to the account.
                found["" if len(line.rate.tiers) > 1 else line.name, line.rate.key].append(Part(one.name, line))
        names = [_name(parts) for parts in found.values()]
        taken: dict[str, Num] = {kind(key): 0.0 for key in prices.used if key.endswith(ARCHITECTURES)}
        for name, ((_, key), parts) in zip(names, found.items(), strict=True):
            told = name if names.count(name) == 1 else f"{name}, {key.rpartition('.')[2]}"
            line = _together(told, parts)
            yield line, taken.get(kind(key)) if key in prices.free else None
            taken[kind(key)] = taken.get(kind(key), 0.0) + line.quantity

    def limits(self, workload: Workload, prices: PriceBook) -> Iterator[Limit]:
        """What each function may do, and what the account may do with all of them."""
        shared: list[Limit] = []
        for one in self.functions:
            for limit in one.function.limits(one.load(workload), prices):
                if limit.name == OF_THE_ACCOUNT:
                    shared.append(limit)
                else:
                    yield replace(limit, name=f"{one.name}: {limit.name}")
        each = [Executions(one.function, one.function.executed(one.load(workload))) for one in self.functions]
        yield replace(shared[0], needs=executions_needed((one.load, one.kept) for one in each))

    def footprint(self, workload: Workload, prices: PriceBook) -> Footprint:
        """Environments of all functions together."""
        each = [one.function.footprint(one.load(workload), prices) for one in self.functions]
        running = Factor("busy environments", reduce(add, (one.running.value for one in each)), "instance")
        return Footprint(LAMBDA, running, running, reduce(add, (one.most for one in each)))

    def dip(self, workload: Workload, prices: PriceBook) -> float:
        """All that the functions' bills can fall by together."""
        return sum(one.function.dip(one.load(workload), prices) for one in self.functions)

    def steps(self, workload: Workload, prices: PriceBook, field: str, low: float, high: float) -> np.ndarray:
        """Where a function's own metering jumps or bends, and where a shared free tier is used up."""
        every = (
            one.function.steps(one.load(workload), prices, field, low * one.times(field), high * one.times(field))
            / one.times(field)
            for one in self.functions
        )
        own = np.concatenate(list(every))
        if all(taken is None for _, taken in self._metered(workload, prices)):
            return own
        places = thirds(between(own, low, high))
        lines = self._metered(workload.vary(**{field: places}), prices)
        shared = [bends(line, taken, prices, places) for line, taken in lines if taken is not None]
        return np.concatenate([own, *chain.from_iterable(shared)])


def _name(parts: list[Part]) -> str:
    """The shortest of the names of what is added up: "Duration" of that and of "Duration, on demand"."""
    return min((part.line.name for part in parts), key=len)


def _together(name: str, parts: list[Part]) -> Line:
    """One line over all functions; a single one keeps its factors."""
    if len(parts) == 1:
        return replace(parts[0].line, name=name)
    total: Num = reduce(add, (part.line.quantity for part in parts))
    sums = Factor(f"sum over {len(parts)} functions", total, parts[0].line.unit, tuple(parts))
    return Line(name, parts[0].line.rate, (sums,))
