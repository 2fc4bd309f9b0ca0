"""EC2 instances behind the same API: https://aws.amazon.com/ec2/pricing/on-demand/ (read 2026-11-23)."""

from __future__ import annotations

from dataclasses import dataclass
from functools import reduce
from itertools import pairwise
from types import MappingProxyType
from typing import TYPE_CHECKING

import numpy as np

from costmodel.bill import Factor, Line
from costmodel.capacity import Constraint
from costmodel.display import quantity
from costmodel.errors import InvalidOption, TooManySteps
from costmodel.limits import Limit, round_up
from costmodel.ranges import Range, scalar, whole
from costmodel.units import MS_PER_S
from costmodel.workload import MB_PER_VCPU

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from costmodel.instance_type import InstanceType
    from costmodel.rates import Num, PriceBook
    from costmodel.workload import Workload

CREDITS_PAGE = "https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/burstable-credits-baseline-concepts.html"

TYPES_PAGE = "https://docs.aws.amazon.com/ec2/latest/instancetypes/"

MOST_STEPS = 5_000
"""Fleet sizes listed at once; a search splits its range where there are more. [instance]"""

SETTINGS: Mapping[str, Range] = MappingProxyType(
    {
        "count": Range(1, 1e6, unit="instances"),
        "target_utilization": Range(0.01, 1),
        "minimum": Range(1, 1e6, unit="instances"),
        "requests_per_second": Range(0.001, 1e9, unit="requests a second per instance"),
        "system_memory_mb": Range(0, 1e6, unit="MB"),
        "request_memory_mb": Range(0, 1e8, unit="MB"),
        "relative_speed": Range(0.01, 100),
    },
)


OPTIONAL = ("count", "requests_per_second", "request_memory_mb")

WHOLE = ("count", "minimum")


@dataclass(frozen=True)
class EC2Fleet:
    """On-Demand Linux instances that run all month: ``count`` of them, or as many as the busiest hour needs.

    >>> EC2Fleet("t3.medium", count=2).name
    'EC2 2 × t3.medium'

    Raises `InvalidOption` naming the setting, its value and what is allowed.
    """

    instance_type: str
    count: int | None = None
    """Instances whatever the load; None sizes the fleet. The talk's formula is ``count=1``. [instance]"""
    target_utilization: float = 0.6
    """CPU of the busiest hour that a sized fleet aims at; a fixed fleet is judged at 100 %. [1]"""
    minimum: int = 1
    """Instances of a sized fleet even without load; 2 spans two Availability Zones. [instance]"""
    requests_per_second: float | None = None
    """What one instance served in a load test of yours, if you made one. [request/s/instance]"""
    system_memory_mb: float = 256
    """Memory that the operating system and agents keep for themselves: an assumption, set your own. [MiB]"""
    request_memory_mb: float | None = None
    """Memory of one request in flight; None takes the function's memory. [MiB]"""
    relative_speed: float = 1
    """CPU speed of this instance's vCPU against Lambda's: an assumption, measure your own. [1]"""
    spec: InstanceType | None = None
    """The type's size, if the price book does not know it."""
    label: str = ""
    """Another name for this option."""

    def __post_init__(self) -> None:
        for name, allowed in SETTINGS.items():
            if getattr(self, name) is not None or name not in OPTIONAL:
                check = whole if name in WHOLE else scalar
                check(name, getattr(self, name), allowed)

    @property
    def name(self) -> str:
        """``EC2 t3.medium`` when sized from the load, ``EC2 2 × t3.medium`` when fixed."""
        return self.label or f"EC2 {f'{self.count:,.0f} × ' if self.count else ''}{self.instance_type}"

    @property
    def ranges(self) -> Mapping[str, Range]:
        """None of its own: an instance runs whatever fits."""
        return MappingProxyType({})

    def lines(self, workload: Workload, prices: PriceBook) -> Iterator[Line]:
        """Instance hours."""
        hours = Factor("hours", workload.hours_per_month, "h/month")
        yield Line("Instances", prices[f"ec2.{self.instance_type}"], (self.size(workload, prices), hours))

    def size(self, workload: Workload, prices: PriceBook) -> Factor:
        """Instances that run: the fixed count, or the largest need rounded up. [instance]"""
        if self.count is not None:
            return Factor("instances", float(self.count), "instance")
        constraints = tuple(self.constraints(workload, prices))
        need = reduce(np.maximum, (constraint.instances for constraint in constraints))
        return Factor("instances", np.maximum(round_up(need), self.minimum), "instance", constraints)

    def constraints(self, workload: Workload, prices: PriceBook) -> Iterator[Constraint]:
        """What the busiest hour takes, against what one instance gives."""
        spec, peak = self._spec(prices), workload.traffic.peak
        cpu = workload.mean_rps * workload.cpu_ms_per_request / MS_PER_S / self.relative_speed
        target = 1.0 if self.count is not None else self.target_utilization
        larger = "add instances or take a larger type"
        yield Constraint("CPU", cpu * peak, spec.vcpu * target, "vCPU", larger, basis=f"{spec.vcpu:g} × {target:g}")
        if spec.baseline is not None:
            yield self._credits(cpu * workload.traffic.busiest_day, spec)
        measured = "add instances, take a larger type, or measure the memory of one request"
        basis = f"{quantity(spec.memory_mib)} − {quantity(self.system_memory_mb)}"
        held = workload.peak_concurrency * self._held(workload)
        yield Constraint("Memory", held, self._usable(spec), "MiB", measured, basis=basis)
        if self.requests_per_second is not None:
            rps = self.requests_per_second
            yield Constraint("Requests a second", workload.peak_rps, rps, "requests/s", "add instances")

    def limits(self, workload: Workload, prices: PriceBook) -> Iterator[Limit]:
        """What one instance must hold, and what a fixed fleet cannot carry; a sized one grows instead."""
        remedy = "take a larger type, or measure the memory of one request"
        held, usable = self._held(workload), self._usable(self._spec(prices))
        yield Limit("Memory of one request", held, usable, "MiB", remedy, TYPES_PAGE)
        if self.count is None:
            return
        for constraint in self.constraints(workload, prices):
            allows = self.count * constraint.per_instance
            yield Limit(
                constraint.name, constraint.demand, allows, constraint.unit, constraint.remedy, constraint.source
            )

    def steps(self, workload: Workload, prices: PriceBook, field: str, low: float, high: float) -> np.ndarray:
        """Where one more instance is needed, and where more memory stops bringing CPU."""
        bend = MB_PER_VCPU * float(workload.parallelism)
        bends = np.array([bend]) if field == "memory_mb" and low < bend < high else np.empty(0)
        edges = np.concatenate([[low], bends, [high]])
        return np.concatenate([bends, *(self._stairs(workload, prices, field, a, b) for a, b in pairwise(edges))])

    def _stairs(self, workload: Workload, prices: PriceBook, field: str, low: float, high: float) -> np.ndarray:
        """Values of ``field`` at which a straight piece of need passes a whole number of instances."""
        if self.count is not None:
            return np.empty(0)
        ends = workload.vary(**{field: np.array([low, high])})
        return np.concatenate(
            [
                _passes(low, high, *np.broadcast_to(constraint.instances, 2))
                for constraint in self.constraints(ends, prices)
            ]
        )

    def _credits(self, cpu: Num, spec: InstanceType) -> Constraint:
        """CPU that a burstable type sustains, against the busiest 24 hours."""
        remedy, basis = "add instances or take a type that is not burstable", f"{spec.vcpu:g} × {spec.baseline:g}"
        when = "in the busiest 24 hours"
        return Constraint("CPU credits", cpu, spec.sustained_vcpu, "vCPU", remedy, when, basis, CREDITS_PAGE)

    def _spec(self, prices: PriceBook) -> InstanceType:
        return self.spec or prices.instance(self.instance_type)

    def _held(self, workload: Workload) -> Num:
        """Memory of one request in flight. [MiB]"""
        return workload.memory_mb if self.request_memory_mb is None else self.request_memory_mb

    def _usable(self, spec: InstanceType) -> float:
        """Memory that the system leaves to requests. [MiB]"""
        usable = spec.memory_mib - self.system_memory_mb
        if usable <= 0:
            allowed = f"below the {spec.memory_mib:,g} MiB of {spec.name}"
            raise InvalidOption("system_memory_mb", self.system_memory_mb, allowed)
        return usable


def _passes(low: float, high: float, first: float, last: float) -> np.ndarray:
    """Where the straight line from ``(low, first)`` to ``(high, last)`` needs one more whole instance."""
    from_count, to_count = np.ceil(min(first, last)), np.floor(max(first, last))
    if to_count - from_count > MOST_STEPS:
        raise TooManySteps(f"{to_count - from_count:,.0f} fleet sizes between {low:,g} and {high:,g}")
    if first == last:
        return np.empty(0)
    counts = np.arange(from_count, to_count + 1)
    return low + (counts - first) / (last - first) * (high - low)
