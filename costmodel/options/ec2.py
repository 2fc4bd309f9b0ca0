"""A fleet of EC2 instances. https://aws.amazon.com/ec2/pricing/on-demand/ (read 2026-11-23)."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property
from types import MappingProxyType
from typing import TYPE_CHECKING

import numpy as np

from costmodel.bill import Factor
from costmodel.erlang import WaitingTarget
from costmodel.errors import InvalidOption
from costmodel.instance_type import InstanceType
from costmodel.option import EC2, Footprint
from costmodel.options import burst
from costmodel.options.carrying import limits
from costmodel.options.commitment import Commitment
from costmodel.options.deciding import reasons
from costmodel.options.purchase import SPOT_SHARE, Purchase
from costmodel.options.scaling import AutoScaling, Schedule, Zones
from costmodel.options.staffing import staff
from costmodel.options.stairs import stairs
from costmodel.ranges import Range, scalar, whole

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from costmodel.bill import Line
    from costmodel.limits import Limit
    from costmodel.rates import PriceBook
    from costmodel.workload import Workload

SETTINGS: Mapping[str, Range] = MappingProxyType(
    {
        "count": Range(1, 1e6, unit="instances"),
        "target_utilization": Range(0.01, 1),
        "minimum": Range(1, 1e6, unit="instances"),
        "requests_per_second": Range(0.001, 1e9, unit="requests a second per instance"),
        "workers": Range(1, 1e6, unit="requests at once"),
        "system_memory_mb": Range(0, 1e6, unit="MB"),
        "request_memory_mb": Range(0, 1e8, unit="MB"),
        "relative_speed": Range(0.01, 100),
        "spot_share": SPOT_SHARE,
    },
)
"""What each number of a fleet may be."""

NONE = type(None)

PARTS: Mapping[str, tuple[type, ...]] = MappingProxyType(
    {
        "instance_type": (str,), "waiting": (WaitingTarget, NONE), "scaling": (AutoScaling, NONE),
        "schedule": (Schedule, NONE), "commitment": (Commitment, NONE), "spec": (InstanceType, NONE), "label": (str,),
    }
)  # fmt: skip
"""What each other setting is."""

OPTIONAL = ("count", "requests_per_second", "request_memory_mb", "workers")
"""Settings that may be None."""

WHOLE = ("count", "minimum", "workers")
"""Settings that count things."""


@dataclass(frozen=True)
class EC2Fleet:
    """Linux instances: ``count`` of them, as many as the busiest hour needs, or as many as each hour needs.

    >>> EC2Fleet("t3.medium", count=2).name
    'EC2 2 × t3.medium'

    Raises `InvalidOption` naming the setting, its value and what is allowed.
    """

    instance_type: str
    count: int | None = None
    """Instances whatever the load; None sizes the fleet. The talk's formula is ``count=1``. [instance]"""
    target_utilization: float = 0.6
    """CPU and workers of the busiest hour that a sized fleet aims at; a fixed fleet is judged at 100 %. [1]"""
    minimum: int = 1
    """Instances of a sized fleet even without load; 2 spans two Availability Zones. [instance]"""
    requests_per_second: float | None = None
    """What one instance served in a load test of yours, if you made one. [request/s/instance]"""
    workers: int | None = None
    """Requests that one instance serves at once, such as threads; None is as many as memory holds. [request]"""
    system_memory_mb: float = 256
    """Memory that the operating system and agents keep for themselves: an assumption, set your own. [MiB]"""
    request_memory_mb: float | None = None
    """Memory of one request in flight; None takes the function's memory. [MiB]"""
    relative_speed: float = 1
    """CPU speed of this instance's vCPU against Lambda's: an assumption, measure your own. [1]"""
    waiting: WaitingTarget | None = None
    """How few requests may wait, and how long; for a worker, or else for a vCPU."""
    zones: int = 1
    """Availability Zones that the fleet spans, one instance or more in each."""
    spare_zones: int = 0
    """Zones that may be lost at the peak."""
    scaling: AutoScaling | None = None
    """None keeps the peak's instances all week."""
    schedule: Schedule | None = None
    """When the fleet is on; None is always."""
    credits: str | None = None
    """CPU credits of a burstable type: ``unlimited`` or ``standard``; None is AWS's default for the type."""
    commitment: Commitment | None = None
    """Savings Plan or Reserved Instances; None buys On-Demand."""
    spot_share: float = 0
    """Share of the instances on Spot, rounded down. [1]"""
    spec: InstanceType | None = None
    """The type's size, if the price book does not know it."""
    label: str = ""
    """Another name for this option."""

    def __post_init__(self) -> None:
        for name, kind in PARTS.items():
            if not isinstance(getattr(self, name), kind):
                raise InvalidOption(name, getattr(self, name), f"{kind[0].__name__}" + (" or None" if kind[1:] else ""))
        for name, allowed in SETTINGS.items():
            if getattr(self, name) is not None or name not in OPTIONAL:
                check = whole if name in WHOLE else scalar
                check(name, getattr(self, name), allowed)
        if self.credits not in (None, *burst.MODES):
            raise InvalidOption("credits", self.credits, " or ".join(burst.MODES))
        if self.count is not None and self.scaling is not None:
            raise InvalidOption("count", self.count, "left out of a fleet that scales: set its minimum and maximum")
        _ = self.over_zones  # checks itself
        if self.count is not None and self.count < self.zones:
            raise InvalidOption("count", self.count, f"one or more in each of the {self.zones} zones")
        if self.scaling and self.scaling.maximum is not None and self.scaling.maximum < self.minimum:
            raise InvalidOption("maximum", self.scaling.maximum, f"the minimum ({self.minimum:g}) or more")

    @property
    def name(self) -> str:
        """``EC2 t3.medium`` when sized from the load, ``EC2 2 × t3.medium`` when fixed."""
        return self.label or f"EC2 {f'{self.count:,.0f} × ' if self.count else ''}{self.instance_type}"

    @property
    def ranges(self) -> Mapping[str, Range]:
        """None of its own: an instance runs whatever fits."""
        return MappingProxyType({})

    @cached_property
    def over_zones(self) -> Zones:
        """The zones as a rule."""
        return Zones(self.zones, self.spare_zones)

    @cached_property
    def on(self) -> tuple[bool, ...] | None:
        """Whether the fleet runs, for each hour of the week; None is always."""
        return self.schedule.on if self.schedule else None

    @property
    def purchase(self) -> Purchase:
        """How its instance hours are bought."""
        return Purchase(instance_type=self.instance_type, commitment=self.commitment, spot_share=self.spot_share)

    def lines(self, workload: Workload, prices: PriceBook) -> Iterator[Line]:
        """Instance hours as they are bought, and CPU credits beyond what a burstable type earns."""
        hours = Factor("hours", workload.hours_per_month, "h/month")
        here = staff(self, workload, prices)
        yield from self.purchase.lines(here.week.all_hours, hours, prices, reasons(here))
        if here.burst_mode == burst.UNLIMITED and np.any(here.surplus):
            baseline = here.week.all_hours.mean * here.spec.sustained_vcpu
            said = burst.Beyond(here.cpu, baseline, burst.BY_HOUR if self.scaling else burst.BY_DAY)
            yield burst.surplus_line(here.surplus, hours, self.instance_type, prices, said)

    def limits(self, workload: Workload, prices: PriceBook) -> Iterator[Limit]:
        """What one instance must hold, what a fixed or capped fleet cannot carry, and who comes while it is off."""
        return limits(staff(self, workload, prices))

    def steps(self, workload: Workload, prices: PriceBook, field: str, low: float, high: float) -> np.ndarray:
        """Where one more instance is needed, and where more memory stops bringing CPU."""
        return stairs(self, workload, prices, field, low, high)

    def dip(self, workload: Workload, prices: PriceBook) -> float:
        """What one more step of instances saves in surplus credits, where that is more than it costs."""
        here = staff(self, workload, prices)
        key = burst.credit_key(self.instance_type)
        if here.burst_mode != burst.UNLIMITED or self.count is not None or key not in prices:
            return 0.0
        credit, least = prices[key].tiers[0].price * here.spec.sustained_vcpu, self.purchase.least(prices)
        together = self.zones * (self.scaling.step if self.scaling else 1)
        return max(0.0, credit - least) * together * float(np.max(workload.hours_per_month))

    def committed(self, workload: Workload, prices: PriceBook) -> EC2Fleet:
        """The same fleet with the commitment that is best for this load, whatever the load becomes."""
        held = self.purchase.settled(staff(self, workload, prices).week.all_hours, prices)
        return replace(self, commitment=held, label=self.name)

    def footprint(self, workload: Workload, prices: PriceBook) -> Footprint:
        """Instances that run, and that exist while stopped."""
        week = staff(self, workload, prices).week
        running = Factor("instances", week.all_hours.mean, "instance")
        existing = running if self.scaling else Factor("instances", week.most, "instance")
        return Footprint(EC2, running, existing, week.most)
