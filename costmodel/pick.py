"""Pick for me: the fleet of every instance type in the region that can serve a load, cheapest first."""

from __future__ import annotations

from dataclasses import dataclass, replace
from types import MappingProxyType
from typing import TYPE_CHECKING

from costmodel.bill import bill
from costmodel.capacity import Constraint
from costmodel.errors import InvalidOption, InvalidQuestion
from costmodel.options.burst import UNLIMITED, credit_key
from costmodel.options.staffing import Staff, staff
from costmodel.options.task_sizes import PAIRS
from costmodel.request_path import RequestPath

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from costmodel.instance_type import InstanceType
    from costmodel.option import Extra
    from costmodel.options.ec2 import EC2Fleet
    from costmodel.options.fargate import Fargate
    from costmodel.rates import PriceBook
    from costmodel.workload import Workload

SAME_SPEED: Mapping[str, float] = MappingProxyType({})


@dataclass(frozen=True, eq=False, slots=True)
class Candidate:
    """One type's fleet for a load."""

    fleet: EC2Fleet
    type: InstanceType
    instances: float
    """At the busiest moment. [instance]"""
    cost: float
    """Of the whole path. [USD/month]"""
    headroom: float
    """How much more load the fleet could carry at its peak before a resource runs out: 1 is twice the load. [1]"""


def pick(
    workload: Workload,
    prices: PriceBook,
    like: EC2Fleet,
    *,
    extras: Iterable[Extra] = (),
    architectures: Iterable[str] = ("x86_64", "arm64"),
    families: Iterable[str] = (),
    burstable: bool = True,
    speeds: Mapping[str, float] = SAME_SPEED,
) -> list[Candidate]:
    """Every instance type with an On-Demand price here that can serve the load, cheapest first.

    ``like`` says how each fleet is sized, scaled and bought; ``families`` keeps types whose names start so (``m7g``,
    ``c``); ``speeds`` is the CPU speed of an architecture against Lambda's, where measured.
    """
    if workload.shape:
        raise InvalidQuestion("the workload of pick()", workload.shape, "one scenario; pick one with .at(index)")
    if like.count is not None:
        raise InvalidOption("count", like.count, "left out: the fleet of each type is sized from the load")
    wanted, starts, around = set(architectures), tuple(families), tuple(extras)
    types = (
        kind
        for kind in prices.instances.values()
        if kind.architecture in wanted
        and (burstable or kind.baseline is None)
        and (not starts or kind.name.startswith(starts))
        and f"ec2.{kind.name}" in prices
    )
    found = _candidates(workload, prices, like, around, types, speeds)
    return sorted(found, key=lambda one: (one.cost, -one.headroom))


def _candidates(
    workload: Workload,
    prices: PriceBook,
    like: EC2Fleet,
    extras: tuple[Extra, ...],
    types: Iterable[InstanceType],
    speeds: Mapping[str, float],
) -> Iterator[Candidate]:
    """The types that can serve the load at all and whose every price is known."""
    for kind in types:
        speed = like.relative_speed * speeds.get(kind.architecture, 1)
        fleet = replace(like, instance_type=kind.name, relative_speed=speed, spec=kind, label="")
        if kind.memory_mib <= fleet.system_memory_mb or not _bought(fleet, prices):
            continue
        path = RequestPath(fleet, extras) if extras else fleet
        if any(limit.hard and limit.exceeded.any() for limit in path.limits(workload, prices)):
            continue
        here = staff(fleet, workload, prices)
        if not _surplus_priced(here, prices):
            continue
        count = float(here.week.most)
        cost = float(bill(path, workload, prices).total)
        yield Candidate(fleet, kind, count, cost, _headroom(here, count))


def _bought(fleet: EC2Fleet, prices: PriceBook) -> bool:
    """Whether this type can be had as the fleet is bought: not every type has every plan, or a Spot price."""
    spot = not fleet.spot_share or f"ec2.{fleet.instance_type}.spot" in prices
    return spot and (fleet.commitment is None or fleet.commitment.offered(fleet.instance_type, prices))


def _surplus_priced(here: Staff, prices: PriceBook) -> bool:
    """Whether CPU credits that must be bought have a price."""
    if here.burst_mode != UNLIMITED or credit_key(here.spec.name) in prices:
        return True
    return not here.surplus


def _headroom(here: Staff, count: float) -> float:
    """The resource that is nearest to its end, at full use of every instance. [1]"""
    target, peak = here.fleet.target_utilization, here.traffic.peak
    free = (
        count * need.per_instance / (target if need.name in ("CPU", "Workers") else 1) / float(need.taken(peak))
        for need in here.needs
        if isinstance(need, Constraint) and float(need.taken(peak)) > 0
    )
    return min(free, default=float("inf")) - 1


def cheapest_task(workload: Workload, prices: PriceBook, like: Fargate) -> Fargate | None:
    """The legal size whose service, sized and bought as ``like``, costs least; None where none works."""
    if workload.shape:
        raise InvalidQuestion(
            "the workload of cheapest_task()", workload.shape, "one scenario; pick one with .at(index)"
        )
    found = [replace(like, vcpu=size.vcpu, memory_gb=size.memory_gb, label="") for size in PAIRS]
    work = [one for one in found if not any(limit.hard and limit.exceeded for limit in one.limits(workload, prices))]
    return min(work, key=lambda one: float(bill(one, workload, prices).total), default=None)
