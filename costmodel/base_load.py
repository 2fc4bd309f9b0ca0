"""How large a hybrid's base should be: found on the load-duration curve, with every size that could be best."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from costmodel.compare import compare
from costmodel.errors import InvalidQuestion
from costmodel.options.hybrid import Hybrid, per_level
from costmodel.options.staffing import staff

if TYPE_CHECKING:
    from costmodel.options.aws_lambda import Lambda
    from costmodel.options.ec2 import EC2Fleet
    from costmodel.rates import PriceBook
    from costmodel.workload import Workload


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

    Between two sizes at which the base carries exactly the load of some hour, the cost is a straight line or, where
    Lambda's tiers bend it, bulges upwards: the least stands at such a size, rounded down or up. So a few sizes are
    enough, and none is better. Bases whose limits are broken are left out; raises `InvalidQuestion` where all are, or
    for a workload of more than one scenario.
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
    """Every base that could be best: none, and the load of each hour rounded down and up. [instance]"""
    zones = fleet.over_zones
    together, each = (zones.zones, zones.zones - zones.spare) if zones.spare else (1, 1)
    levels = np.array([level for level, _ in workload.traffic.load_duration()])
    need = float(per_level(staff(fleet, workload, prices))) * levels / each
    whole = {0, *np.floor(need).astype(int).tolist(), *np.ceil(need).astype(int).tolist()}
    return tuple(
        sorted({size * together for size in whole if not 0 < size * together < zones.zones} | {0, zones.zones})
    )


def _pure(workload: Workload, fleet: EC2Fleet, function: Lambda, prices: PriceBook) -> tuple[str, float] | None:
    both = compare(workload, [function, fleet], prices)
    name = both.cheapest
    return None if name is None else (str(name), float(both.totals[str(name)]))
