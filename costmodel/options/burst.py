"""CPU credits of burstable (T) instances.

https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/burstable-credits-baseline-concepts.html (read 2026-11-23).
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from costmodel.bill import Factor, Line
from costmodel.capacity import Constraint
from costmodel.display import quantity
from costmodel.notes import Note
from costmodel.options.scaling import mean
from costmodel.units import HOURS_PER_DAY

if TYPE_CHECKING:
    from collections.abc import Mapping

    from costmodel.display import Say
    from costmodel.instance_type import InstanceType
    from costmodel.rates import Num, PriceBook
    from costmodel.traffic import Moments, TrafficProfile

    Days = tuple[tuple[float, float], ...]
    """Load of each day against the mean, and the share of it in which the fleet is on."""

CREDITS_PAGE = "https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/burstable-credits-baseline-concepts.html"

UNLIMITED, STANDARD = "unlimited", "standard"

MODES = (UNLIMITED, STANDARD)
"""What happens when credits run out: the surplus is charged, or the CPU is throttled to its baseline."""

BY_DAY = Note("settled day by day: what a quiet night saves, the same day may spend")

BY_HOUR = Note("settled hour by hour: in a group that scales no instance is sure to keep its credits")


def burstable(instance_type: str) -> bool:
    """Whether a type earns CPU credits: the families T2 to T4g do, Trainium's do not.

    >>> burstable("t4g.micro"), burstable("trn1.2xlarge")
    (True, False)
    """
    return re.match(r"t\d", instance_type) is not None


def usual_mode(instance_type: str) -> str:
    """The mode that AWS launches a type in: T2 in standard, later ones in unlimited."""
    return STANDARD if instance_type.startswith("t2.") else UNLIMITED


def credit_key(instance_type: str) -> str:
    """The rate of surplus credits; it is the same for all sizes of a family.

    >>> credit_key("t3.medium")
    'ec2.cpu_credits.t3'
    """
    return f"ec2.cpu_credits.{instance_type.partition('.')[0]}"


def lasting(cpu: Num, spec: InstanceType, traffic: TrafficProfile, *, all_week: bool) -> Constraint:
    """CPU that credits carry in standard mode: over the week, or, for instances that come and go, in every hour.

    What stops at night earns nothing there, so a fleet with a schedule is held to its baseline as well.
    """
    headroom = traffic.credit_headroom if all_week else 1.0
    basis = f"{spec.vcpu:g} × {spec.baseline:g}" + ("" if headroom == 1 else f" × {headroom:.3g}")
    remedy = "add instances, take unlimited mode or a type that is not burstable"
    each = spec.sustained_vcpu * headroom
    return Constraint("CPU credits", cpu, each, "vCPU", remedy, basis, CREDITS_PAGE, all_week=all_week)


def surplus_by_day(cpu: Num, count: Num, spec: InstanceType, days: Days) -> Num:
    """CPU beyond the baseline of instances that run every day. [vCPU]"""
    hours = (float(HOURS_PER_DAY),) * len(days)
    return mean(hours, tuple(_beyond(cpu * day, count * on, spec) for day, on in days))


def surplus_by_hour(cpu: Num, counts: Mapping[float, Num], moments: Moments, spec: InstanceType) -> Num:
    """CPU beyond the baseline of instances that come and go; ``counts`` has those of every level held. [vCPU]"""
    hours = tuple(lasts for _, _, lasts in moments)
    return mean(hours, tuple(_beyond(cpu * load, counts[held], spec) for held, load, _ in moments))


def _beyond(cpu: Num, instances: Num, spec: InstanceType) -> Num:
    """CPU beyond the baseline: what the load burns, but never more than the instances have. [vCPU]"""
    return np.clip(cpu - instances * spec.sustained_vcpu, 0, instances * (spec.vcpu - spec.sustained_vcpu))


@dataclass(frozen=True, eq=False, slots=True)
class Beyond:
    """Why there is a surplus."""

    cpu: Num
    """Burnt on average. [vCPU]"""
    baseline: Num
    """Of the instances that run on average. [vCPU]"""
    how: Note

    def explain(self, say: Say = str) -> str:
        """The two against each other, and how they are settled."""
        numbers = {"cpu": quantity(float(self.cpu)), "baseline": quantity(float(self.baseline))}
        sentence = say("{cpu} vCPU burnt on average, a baseline of {baseline} vCPU on average; {how}")
        return sentence.format(**numbers, how=self.how.explain(say))


def surplus_line(vcpu: Num, hours: Factor, instance_type: str, prices: PriceBook, said: Beyond) -> Line:
    """Surplus credits of unlimited mode."""
    beyond = Factor("CPU above the baseline", vcpu, "vCPU", (said,))
    return Line("CPU credits, surplus", prices[credit_key(instance_type)], (beyond, hours))
