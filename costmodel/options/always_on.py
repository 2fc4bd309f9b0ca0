"""What a base stands on: instances or tasks that are always on, how they are counted and how their hours are bought."""

from __future__ import annotations

from dataclasses import dataclass
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from costmodel.bill import Factor
from costmodel.errors import InvalidOption
from costmodel.option import EC2, FARGATE
from costmodel.options.burst import burstable
from costmodel.options.ec2 import EC2Fleet
from costmodel.options.fargate import Fargate
from costmodel.options.scaling import Week
from costmodel.units import HOURS_PER_WEEK

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from costmodel.bill import Line
    from costmodel.options.purchase import Purchase
    from costmodel.options.task_hours import TaskHours
    from costmodel.rates import PriceBook
    from costmodel.workload import Workload

SIZED = ("count", "scaling", "schedule", "waiting")
"""Settings that a base cannot have: its size is its own, it never sleeps, and who would wait spills over."""


@dataclass(frozen=True, slots=True)
class AlwaysOn:
    """One of a base's instances or tasks, as a base needs to know it."""

    fleet: EC2Fleet
    """As it is counted."""
    hours: Purchase | TaskHours
    """How its hours are bought."""
    each: str
    """Its name."""
    units: str
    """What several of them are called."""
    runs_on: str
    """`EC2` or `FARGATE`."""

    @property
    def burstable(self) -> bool:
        """Whether its CPU is meant to rest: a base is busy, and would pay for credits."""
        return burstable(self.fleet.instance_type)

    def lines(self, size: int, workload: Workload, prices: PriceBook) -> Iterator[Line]:
        """The hours of so many that never stop, as they are bought."""
        hours = Factor("hours", workload.hours_per_month, "h/month")
        return self.hours.lines(always(size), hours, prices)

    def committed(self, prices: PriceBook) -> float | None:
        """At how many a commitment of a fixed level is full; None without one. [instance]"""
        held = self.hours.commitment
        return float(self.hours.level(always(1), prices)) if held and held.fixed else None


def always_on(option: EC2Fleet | Fargate) -> AlwaysOn:
    """What a base of this option's instances or tasks is; raises `InvalidOption` for what cannot always be on."""
    if type(option) not in KINDS:
        raise InvalidOption("fleet", option, " or ".join(f"{kind.__name__}(...)" for kind in KINDS))
    for name in SIZED:
        if getattr(option, name) is not None:
            raise InvalidOption(name, getattr(option, name), "left out of a hybrid")
    return KINDS[type(option)](option)


def always(size: int) -> Week:
    """A week in which so many run in every hour."""
    return Week((float(HOURS_PER_WEEK),), (float(size),))


def _instances(fleet: EC2Fleet) -> AlwaysOn:
    return AlwaysOn(fleet, fleet.purchase, fleet.instance_type, "instances", EC2)


def _tasks(service: Fargate) -> AlwaysOn:
    return AlwaysOn(service.fleet, service.hours, f"Fargate {service.spec.name}", "tasks", FARGATE)


KINDS: Mapping[type[Any], Callable[[Any], AlwaysOn]] = MappingProxyType({EC2Fleet: _instances, Fargate: _tasks})
"""What may be a base, and how it becomes one."""
