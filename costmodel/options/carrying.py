"""What a fleet cannot carry."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from costmodel.capacity import Constraint
from costmodel.limits import Limit
from costmodel.options.staffing import LARGER
from costmodel.units import HOURS_PER_WEEK

if TYPE_CHECKING:
    from collections.abc import Iterator

    from costmodel.capacity import Need
    from costmodel.options.staffing import Staff
    from costmodel.rates import Num

TYPES_PAGE = "https://docs.aws.amazon.com/ec2/latest/instancetypes/"
"""Sizes of the instance types."""

SCALING_PAGE = "https://docs.aws.amazon.com/autoscaling/ec2/userguide/asg-capacity-limits.html"
"""Minimum and maximum of an Auto Scaling group."""

ROOM = {"CPU": "CPU with room for bursts", "Workers": "Workers with room for bursts"}
"""What a fixed fleet is warned of above its target utilization."""


def limits(staff: Staff) -> Iterator[Limit]:
    """What one instance must hold, what a fixed or capped fleet cannot carry, and who comes while it is off."""
    remedy = "take a larger type, or measure the memory of one request"
    yield Limit("Memory of one request", staff.held_mib, staff.usable_mib, "MiB", remedy, TYPES_PAGE)
    yield from carried(staff)


def carried(staff: Staff) -> Iterator[Limit]:
    """What a fixed or capped fleet cannot carry, and who comes while it is off."""
    fleet = staff.fleet
    if fleet.count is not None:
        for need in staff.needs:
            yield from _carried(staff, need, fleet.over_zones.left(fleet.count))
    if fleet.scaling is not None and fleet.scaling.maximum is not None:
        most, top = staff.staffed(staff.traffic.peak), fleet.scaling.maximum
        yield Limit("Instances", most, top, "instances", "raise the maximum of the group", SCALING_PAGE)
    if fleet.on is not None:
        missed = sum(level for level, on in zip(staff.traffic.levels, fleet.on, strict=True) if not on)
        remedy = "keep the fleet on, or let another option serve these hours"
        share = 100 * missed / HOURS_PER_WEEK
        yield Limit("Requests while the fleet is off", share, 0.0, "% of all", remedy, SCALING_PAGE)


def _carried(staff: Staff, need: Need, count: float) -> Iterator[Limit]:
    """A need at the peak against what ``count`` instances give, all of it and with room for bursts."""
    peak, target = staff.traffic.peak, staff.fleet.target_utilization
    if not isinstance(need, Constraint):
        yield Limit(need.name, need.instances(peak), count, "instances", LARGER, TYPES_PAGE)
        return
    taken, has = need.taken(peak), count * need.per_instance
    yield Limit(need.name, taken, has, need.unit, need.remedy, need.source)
    if need.name in ROOM:
        words, carried = (need.unit, need.remedy, need.source), np.less_equal(taken, has)
        within: Num = np.where(carried, taken, 0.0)[()]  # what cannot be carried at all has been said
        yield Limit(ROOM[need.name], within, has * target, *words, hard=False, quota=False)
