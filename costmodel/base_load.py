"""How large a hybrid's base should be: found on the load-duration curve, with every size that could be best."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from math import ceil, floor, lcm
from typing import TYPE_CHECKING

import numpy as np

from costmodel.compare import compare
from costmodel.errors import InvalidQuestion
from costmodel.options.always_on import always_on
from costmodel.options.hybrid import Hybrid, spilled
from costmodel.options.staffing import staff

if TYPE_CHECKING:
    from collections.abc import Iterator

    from costmodel.options.always_on import AlwaysOn
    from costmodel.options.aws_lambda import Lambda
    from costmodel.options.ec2 import EC2Fleet
    from costmodel.options.fargate import Fargate
    from costmodel.rates import PriceBook
    from costmodel.workload import Workload


FINEST = 100
"""Shares on Spot are told apart to this part of one."""


@dataclass(frozen=True, eq=False, slots=True)
class BestBase:
    """The cheapest base, and what it is measured against."""

    hybrid: Hybrid
    usd: float
    """What the hybrid costs. [USD/month]"""
    costs: tuple[tuple[int, float], ...]
    """Every base that could be best, and what it costs with Lambda for the rest. [instance or task, USD/month]"""
    pure: tuple[str, float] | None
    """The cheaper of Lambda alone and the fleet alone; None where neither works. [USD/month]"""

    @property
    def saving(self) -> float:
        """Against the best pure option: below 0 where that is cheaper. NaN where neither works. [USD/month]"""
        return self.pure[1] - self.usd if self.pure else float("nan")


def best_base(workload: Workload, fleet: EC2Fleet | Fargate, function: Lambda, prices: PriceBook) -> BestBase:
    """The base of ``fleet``'s instances or tasks that costs least with ``function`` for the rest.

    The cost bends at sizes that carry exactly the load of some hour, where a commitment is full, and where what is left
    for Lambda is just what its free tier takes. Between two such
    sizes it is a straight line or, where Lambda's tiers bend it, bulges upwards: the least stands beside a bend. So a
    few sizes are enough, and none is better. Bases whose limits are broken are left out; raises `InvalidQuestion` where
    all are, or for a workload of more than one scenario.
    """
    if workload.shape:
        raise InvalidQuestion("the workload of best_base()", workload.shape, "one scenario; pick one with .at(index)")
    tried = sizes(workload, fleet, function, prices)
    found = compare(workload, [Hybrid(fleet, function, size) for size in tried], prices)
    works = [name for name in found.bills if found.feasible[name]]
    if not works:
        broken = next(limit.explain() for limits in found.limits.values() for limit in limits if limit.exceeded)
        raise InvalidQuestion("hybrid", broken, "a load that one of its sizes can serve")
    every = dict(zip(found.bills, tried, strict=True))
    costs = tuple((every[name], float(found.totals[name])) for name in works)
    best, usd = min(costs, key=lambda one: (one[1], one[0]))
    return BestBase(Hybrid(fleet, function, best), usd, costs, _pure(workload, fleet, function, prices))


def sizes(workload: Workload, fleet: EC2Fleet | Fargate, function: Lambda, prices: PriceBook) -> tuple[int, ...]:
    """Every base that could be best: none, and those around each size at which the cost bends. [instance]

    Spare zones and Spot come in whole instances, so the cost is smooth only from a size to the one a period later. Of
    every such row the sizes next to a bend are taken.
    """
    base = always_on(fleet)
    zones, period = base.fleet.over_zones, _period(base)
    need = _need(workload, base, prices)
    levels = [level for level, _ in workload.traffic.load_duration()]
    loads = [need * level for level in (*levels, *_free(workload, function, prices))]
    late = zones.zones - 1 if zones.spare else 0
    top = ceil(max(loads)) + late + period
    found = {0, zones.zones}
    for first, last in [*((load, load + late) for load in loads), *_committed(base, prices)]:
        found.update(range(max(ceil(first) - period, zones.zones), min(floor(last) + period, top) + 1))
    return tuple(sorted(found))


def _need(workload: Workload, base: AlwaysOn, prices: PriceBook) -> float:
    """Instances that carry the mean load, not yet whole. [instance]"""
    zones = base.fleet.over_zones
    together = zones.zones / (zones.zones - zones.spare) if zones.spare else 1.0
    return float(staff(base.fleet, workload, prices).per_level) * together


def _free(workload: Workload, function: Lambda, prices: PriceBook) -> Iterator[float]:
    """Levels above which just as much spills over as the free tier takes. [load / mean load]"""
    levels = np.array([0.0, *(level for level, _ in workload.traffic.load_duration())])
    shares = np.array([float(spilled(workload, level)) for level in levels])
    for line in function.lines(workload, prices):
        left = prices.free.get(line.rate.key, 0.0) - prices.used.get(line.rate.key, 0.0)
        if 0 < left < float(line.quantity):
            yield float(np.interp(left / float(line.quantity), shares[::-1], levels[::-1]))


def _committed(base: AlwaysOn, prices: PriceBook) -> Iterator[tuple[float, float]]:
    """Between which sizes a commitment of a fixed level becomes full: the share on Spot is whole. [instance]"""
    level, share = base.committed(prices), base.hours.spot_share
    if level is not None and share < 1:
        yield (level - 1) / (1 - share) if share else level, level / (1 - share)


def _period(base: AlwaysOn) -> int:
    """After how many instances zones and Spot repeat; the share on Spot as a fraction of up to `FINEST`. [instance]"""
    zones = base.fleet.over_zones
    return lcm(zones.zones if zones.spare else 1, Fraction(base.hours.spot_share).limit_denominator(FINEST).denominator)


def _pure(
    workload: Workload, fleet: EC2Fleet | Fargate, function: Lambda, prices: PriceBook
) -> tuple[str, float] | None:
    both = compare(workload, [function, fleet], prices)
    name = both.cheapest
    return None if name is None else (str(name), float(both.totals[str(name)]))
