"""A base of instances or Fargate tasks that are always on, and Lambda for what they cannot carry.

The base takes each hour's load up to what it carries at its target utilization; the rest of the hour goes to the
function. Bursts within the hour are in the limits, not in the bill: an hour is billed at its mean.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from types import MappingProxyType
from typing import TYPE_CHECKING

import numpy as np

from costmodel.bill import Factor, Line
from costmodel.display import percent, quantity
from costmodel.errors import InvalidOption, InvalidQuestion
from costmodel.option import Footprint
from costmodel.options.always_on import AlwaysOn, always_on
from costmodel.options.aws_lambda import Lambda
from costmodel.options.lambda_limits import STARTED
from costmodel.options.staffing import staff
from costmodel.ranges import Range, whole

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from costmodel.bill import Reason
    from costmodel.display import Say
    from costmodel.limits import Limit
    from costmodel.options.ec2 import EC2Fleet
    from costmodel.options.fargate import Fargate
    from costmodel.rates import Num, PriceBook
    from costmodel.traffic import TrafficProfile
    from costmodel.workload import Workload

BASE = Range(0, 1e6, unit="instances")

BY_REQUEST = ("provisioned_concurrency", "commitment", "snapstart", "tenants")
"""Settings of a function that cost money apart from its requests."""


@dataclass(frozen=True, eq=False, slots=True)
class Spill:
    """Why a share of the requests runs on Lambda."""

    carried_rps: Num
    share: Num

    def explain(self, say: Say = str) -> str:
        """What the base carries, and what is left."""
        sentence = say("the base carries {carried} requests a second; {share} of the requests spill over to Lambda")
        return sentence.format(carried=quantity(float(self.carried_rps)), share=percent(float(self.share)))


@dataclass(frozen=True)
class Hybrid:
    """Some instances of a fleet, or tasks of a service, for the base load, a Lambda function for the rest.

    >>> from costmodel import EC2Fleet, Fargate
    >>> Hybrid(EC2Fleet("m6i.large"), Lambda(), 3).name
    'Hybrid 3 × m6i.large + Lambda'
    >>> Hybrid(Fargate(1, 2), Lambda(), 3).name
    'Hybrid 3 × Fargate 1 vCPU, 2 GB + Lambda'

    Raises `InvalidOption` where the base is not always on, is burstable, or the function costs more than its requests.
    """

    fleet: EC2Fleet | Fargate
    """Whose instances or tasks are the base."""
    function: Lambda
    instances: int
    """Of the base, or tasks; 0 is Lambda alone. `costmodel.base_load.best_base` finds the best. [instance]"""
    label: str = ""
    """Another name for this option."""

    def __post_init__(self) -> None:
        whole("instances", self.instances, BASE)
        base = self.base  # checks itself
        if not isinstance(self.function, Lambda):
            raise InvalidOption("function", self.function, "Lambda(...)")
        for name in BY_REQUEST:
            if getattr(self.function, name) is not None:
                raise InvalidOption(name, getattr(self.function, name), "left out of a hybrid")
        cold = self.function.cold_starts
        if cold is not None and cold.fraction is None:
            raise InvalidOption("cold_starts", "derived from the traffic", "a typed fraction in a hybrid, or left out")
        if base.burstable:
            raise InvalidOption("instance_type", base.fleet.instance_type, "one that is not burstable: a base is busy")
        if 0 < self.instances < base.fleet.zones:
            raise InvalidOption("instances", self.instances, f"0, or one or more in each of {base.fleet.zones} zones")

    @cached_property
    def base(self) -> AlwaysOn:
        """One instance or task of the base."""
        return always_on(self.fleet)

    @property
    def name(self) -> str:
        """Base and rest."""
        return self.label or f"Hybrid {self.instances:,} × {self.base.each} + {self.function.name}"

    @property
    def ranges(self) -> Mapping[str, Range]:
        """The function's."""
        return MappingProxyType(dict(self.function.ranges))

    def lines(self, workload: Workload, prices: PriceBook) -> Iterator[Line]:
        """The base's hours as they are bought, then the function's lines for what spills over."""
        if self.instances:
            yield from self.base.lines(self.instances, workload, prices)
        spill = self.spill(workload, prices)
        because: tuple[Reason, ...] = (spill,)
        for line in self.function.lines(workload, prices):
            share = Factor("share on Lambda", spill.share, "1", because)
            yield Line(f"Lambda: {line.name}", line.rate, (*line.factors, share))
            because = ()  # said once is enough

    def carried(self, workload: Workload, prices: PriceBook) -> Num:
        """Load up to which the base carries everything. [load / mean load]"""
        left = self.base.fleet.over_zones.left(self.instances)
        return left / staff(self.base.fleet, workload, prices).per_level

    def spill(self, workload: Workload, prices: PriceBook) -> Spill:
        """What the base carries, and the share of the requests that it leaves to Lambda."""
        level = self.carried(workload, prices)
        return Spill(workload.mean_rps * level, spilled(workload, level))

    def limits(self, workload: Workload, prices: PriceBook) -> Iterator[Limit]:
        """What one instance or task must hold, and what the function cannot do with the most that ever spills over."""
        if self.instances:
            yield from self.fleet.limits(workload, prices)
        traffic, level = workload.traffic, self.carried(workload, prices)
        spills = _part(workload, np.maximum(traffic.peak - level, 0.0) / traffic.peak)
        climbs = _part(workload, climb(traffic, level) / (traffic.rise or 1.0))
        both = (self.function.limits(load, prices) for load in (spills, climbs))
        for limit, climbing in zip(*both, strict=True):
            yield climbing if limit.name == STARTED else limit

    def steps(self, workload: Workload, prices: PriceBook, field: str, low: float, high: float) -> np.ndarray:
        """Requests at which some hour's load fills the base; raises `InvalidQuestion` along any other field.

        Along the duration and the memory the requests that spill over follow no straight line.
        """
        if field != "requests_per_month":
            raise InvalidQuestion("field", field, "requests_per_month where a hybrid is compared")
        full = float(workload.requests_per_month) * self.carried(workload, prices)
        levels = np.array([level for level, _ in workload.traffic.load_duration() if level > 0])
        within = self.function.steps(workload, prices, field, low, high)
        return np.concatenate([full / levels, [full / workload.traffic.peak], within])

    def dip(self, workload: Workload, prices: PriceBook) -> float:
        """The function's: the base costs the same whatever comes."""
        return self.function.dip(workload, prices)

    def footprint(self, workload: Workload, prices: PriceBook) -> Footprint:
        """The base that always runs, and environments beside it at the busiest moment."""
        running = Factor(self.base.units, float(self.instances), "instance")
        over = np.maximum(workload.traffic.peak - self.carried(workload, prices), 0.0)
        return Footprint(self.base.runs_on, running, running, self.instances + workload.concurrency * over)


def spilled(workload: Workload, level: Num) -> Num:
    """Share of the requests that arrive above a load level, hour by hour. [1]"""
    share: Num = 0.0
    for load, lasts in workload.traffic.load_duration():
        share = share + lasts * np.maximum(load - level, 0.0)
    return share


def climb(traffic: TrafficProfile, level: Num) -> Num:
    """The steepest climb of what arrives above a load level, as `TrafficProfile.rise` is of all. [load / mean load]"""
    most: Num = 0.0
    for before, mean in traffic.neighbours:
        rises = np.maximum(mean * traffic.within_hour - level, 0.0) - np.maximum(before - level, 0.0)
        most = np.maximum(most, rises)
    return most


def _part(workload: Workload, share: Num) -> Workload:
    """A share of the requests, and at least one: what a single request may not do holds for the rarest."""
    requests = workload.requests_per_month
    return workload.vary(requests_per_month=np.maximum(requests * share, np.minimum(requests, 1.0)))
