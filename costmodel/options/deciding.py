"""Why a fleet is as large as it is."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from costmodel.capacity import Asked, needed
from costmodel.display import quantity
from costmodel.notes import Note
from costmodel.options.staffing import NETWORK

if TYPE_CHECKING:
    from costmodel.bill import Reason
    from costmodel.display import Say
    from costmodel.options.staffing import Staff


ONE_QUEUE = Note("counted as one queue before all instances: a balancer that deals requests out lets more of them wait")


@dataclass(frozen=True, eq=False, slots=True)
class Decides:
    """What the size comes from at the peak: the resource that asks for most, or a bound of the fleet."""

    staff: Staff

    def explain(self, say: Say = str) -> str:
        """The one thing, for one scenario."""
        fleet, peak = self.staff.fleet, self.staff.traffic.peak
        most = max(self.staff.needs, key=lambda need: float(need.instances(peak)))
        count = float(needed(self.staff.needs, peak))
        if fleet.count is not None:
            return say("{name} runs out first").format(name=say(most.name))
        top = fleet.scaling.maximum if fleet.scaling else None
        if top is not None and float(self.staff.staffed(peak)) > top:
            return say("the maximum of {count} holds it").format(count=quantity(top))
        if float(fleet.over_zones.total(count)) < fleet.minimum:
            return say("the minimum of {count} decides").format(count=quantity(fleet.minimum))
        if not fleet.spare_zones and count < fleet.zones:
            return say("one instance in each of {count} zones").format(count=quantity(fleet.zones))
        return say("{name} decides").format(name=say(most.name))


def reasons(staff: Staff) -> tuple[Reason, ...]:
    """Everything that stands under the instances of a fleet that is sized."""
    fleet, traffic = staff.fleet, staff.traffic
    if fleet.count is not None:
        return ()
    hour = None if traffic.peak == traffic.within_hour else traffic.peak_hour
    most = max((float(np.max(need.instances(traffic.peak))) for need in staff.needs), default=0.0)
    told = [need for need in staff.needs if need.name != NETWORK or np.max(need.instances(traffic.peak)) == most]
    asked = (Asked(need, traffic.peak, hour, bursts=traffic.within_hour > 1) for need in told)
    queued = (ONE_QUEUE,) if fleet.waiting else ()
    return (*asked, *queued, Decides(staff), fleet.over_zones, staff.week)
