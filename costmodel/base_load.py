"""How large a hybrid's base should be: found on the load-duration curve, with every size that could be best."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from math import ceil, floor, lcm
from typing import TYPE_CHECKING

from costmodel.compare import compare
from costmodel.errors import InvalidQuestion
from costmodel.options.hybrid import Hybrid, per_level
from costmodel.options.scaling import Week
from costmodel.options.staffing import staff
from costmodel.units import HOURS_PER_WEEK

if TYPE_CHECKING:
    from collections.abc import Iterator

    from costmodel.options.aws_lambda import Lambda
    from costmodel.options.ec2 import EC2Fleet
    from costmodel.rates import PriceBook
    from costmodel.workload import Workload


FINEST = 100
"""Shares on Spot are told apart to this part of one."""

ALWAYS = Week((float(HOURS_PER_WEEK),), (1.0,))
"""One instance that is always on."""


@dataclass(frozen=True, eq=False, slots=True)
class BestBase:
    """The cheapest base, and what it is measured against."""

    hybrid: Hybrid
    usd: float
    """What the hybrid costs. [USD/month]"""
    costs: tuple[tuple[int, float], ...]
    """Every base that could be best, and what it costs with Lambda for the rest. [instance, USD/month]"""
    pure: tuple[str, float] | None
    """The cheaper of Lambda alone and the fleet alone; None where neither works. [USD/month]"""

    @property
    def saving(self) -> float:
        """Against the best pure option: below 0 where that is cheaper. NaN where neither works. [USD/month]"""
        return self.pure[1] - self.usd if self.pure else float("nan")


def best_base(workload: Workload, fleet: EC2Fleet, function: Lambda, prices: PriceBook) -> BestBase:
    """The base of ``fleet``'s instances that costs least with ``function`` for the rest.

    The cost bends at sizes that carry exactly the load of some hour, and where a commitment is full. Between two such
    sizes it is a straight line or, where Lambda's tiers bend it, bulges upwards: the least stands beside a bend. So a
    few sizes are enough, and none is better. Bases whose limits are broken are left out; raises `InvalidQuestion` where
    all are, or for a workload of more than one scenario.
    """
    if workload.shape:
        raise InvalidQuestion("the workload of best_base()", workload.shape, "one scenario; pick one with .at(index)")
    found = compare(workload, [Hybrid(fleet, function, size) for size in sizes(workload, fleet, prices)], prices)
    works = [name for name in found.bills if found.feasible[name]]
    if not works:
        broken = next(limit.explain() for limits in found.limits.values() for limit in limits if limit.exceeded)
        raise InvalidQuestion("hybrid", broken, "a load that one of its sizes can serve")
    every = dict(zip(found.bills, sizes(workload, fleet, prices), strict=True))
    costs = tuple((every[name], float(found.totals[name])) for name in works)
    best, usd = min(costs, key=lambda one: (one[1], one[0]))
    return BestBase(Hybrid(fleet, function, best), usd, costs, _pure(workload, fleet, function, prices))


def sizes(workload: Workload, fleet: EC2Fleet, prices: PriceBook) -> tuple[int, ...]:
    """Every base that could be best: none, and those around each size at which the cost bends. [instance]

    Spare zones and Spot come in whole instances, so the cost is smooth only from a size to the one a period later. Of
    every such row the sizes next to a bend are taken.
    """
    zones, period = fleet.over_zones, _period(fleet)
    loads = list(_loads(workload, fleet, prices))
    late = zones.zones - 1 if zones.spare else 0
    top = ceil(max(loads)) + late + period
    found = {0, zones.zones}
    for first, last in [*((load, load + late) for load in loads), *_committed(fleet, prices)]:
        found.update(range(max(ceil(first) - period, zones.zones), min(floor(last) + period, top) + 1))
    return tuple(sorted(found))


def _loads(workload: Workload, fleet: EC2Fleet, prices: PriceBook) -> Iterator[float]:
    """Instances that carry the load of some hour, not yet whole. [instance]"""
    zones = fleet.over_zones
    together = zones.zones / (zones.zones - zones.spare) if zones.spare else 1.0
    need = float(per_level(staff(fleet, workload, prices))) * together
    return (need * level for level, _ in workload.traffic.load_duration())


def _committed(fleet: EC2Fleet, prices: PriceBook) -> Iterator[tuple[float, float]]:
    """Between which sizes a commitment of a fixed level becomes full: the share on Spot is whole. [instance]"""
    held, rest = fleet.commitment, 1 - fleet.spot_share
    if held is None or not held.fixed or rest <= 0:
        return
    price, usual = held.rate(fleet.instance_type, prices)[0], prices[f"ec2.{fleet.instance_type}"]
    level, _ = held.level(ALWAYS, price.tiers[0].price, usual.tiers[0].price)
    yield (float(level) - 1) / rest if fleet.spot_share else float(level), float(level) / rest


def _period(fleet: EC2Fleet) -> int:
    """After how many instances zones and Spot repeat; the share on Spot as a fraction of up to `FINEST`. [instance]"""
    zones = fleet.over_zones
    return lcm(zones.zones if zones.spare else 1, Fraction(fleet.spot_share).limit_denominator(FINEST).denominator)


def _pure(workload: Workload, fleet: EC2Fleet, function: Lambda, prices: PriceBook) -> tuple[str, float] | None:
    both = compare(workload, [function, fleet], prices)
    name = both.cheapest
    return None if name is None else (str(name), float(both.totals[str(name)]))
