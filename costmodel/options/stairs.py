"""Where a fleet grows: the places of a field at which it takes one more instance, or its credits run out."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

import numpy as np

from costmodel.capacity import Constraint, Queue
from costmodel.erlang import outgrown
from costmodel.errors import TooManySteps
from costmodel.options import burst
from costmodel.options.staffing import Staff
from costmodel.steps import MOST_STEPS, passes
from costmodel.workload import MB_PER_VCPU

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from costmodel.capacity import Need
    from costmodel.options.ec2 import EC2Fleet
    from costmodel.rates import Num, PriceBook
    from costmodel.workload import Workload

MOST_QUEUED = 300
"""Fleet sizes of a queue whose places are sought at once: a root each, where a line takes a division. [instance]"""


def stairs(fleet: EC2Fleet, workload: Workload, prices: PriceBook, field: str, low: float, high: float) -> np.ndarray:
    """Every place between ``low`` and ``high``; memory stops bringing CPU where a function has all it can use."""
    bend = MB_PER_VCPU * float(workload.parallelism)
    bends = [bend] if field == "memory_mb" and low < bend < high else []
    found = [
        place for a, b in pairwise([low, *bends, high]) for place in _straight(fleet, workload, prices, (field, a, b))
    ]
    return np.concatenate([bends, *found])


def _straight(
    fleet: EC2Fleet, workload: Workload, prices: PriceBook, along: tuple[str, float, float]
) -> Iterator[np.ndarray]:
    """The same between two places on whose way every need is a straight line or a queue."""
    field, low, high = along
    ends = Staff(fleet, workload.vary(**{field: np.array([low, high])}), prices)
    levels = [level * ends.traffic.within_hour for level, _ in ends.levels]
    if fleet.count is None:
        _few_enough(ends, levels, low, high)
    for need in ends.needs:
        if isinstance(need, Queue):
            yield _waiting(fleet, workload, prices, along, levels)
        elif fleet.count is None and isinstance(need, Constraint):
            yield from (_passes(low, high, need.instances(level)) for level in levels)
    if ends.burst_mode == burst.UNLIMITED:
        for load, on in set(_earning(ends)):
            if load and on:
                for vcpu in (ends.spec.sustained_vcpu, ends.spec.vcpu):  # from the baseline up to all there is
                    yield _passes(low, high, ends.cpu * load / (vcpu * on), fleet.count)


def _few_enough(ends: Staff, levels: Sequence[float], low: float, high: float) -> None:
    """Raise `TooManySteps` where the levels together have more steps than a search should walk through at once."""
    every = np.array(levels)[:, None]
    ways = [_about(need, every) for need in ends.needs]
    if ends.burst_mode == burst.UNLIMITED:
        ways += [ends.cpu * load / (ends.spec.sustained_vcpu * on) for load, on in set(_earning(ends)) if on]
    steps = sum(float(np.ptp(np.atleast_2d(way), axis=1).sum()) for way in ways)
    if steps > (MOST_QUEUED if ends.fleet.waiting else MOST_STEPS):
        raise TooManySteps(f"{steps:,.0f} fleet sizes between {low:,g} and {high:,g}")


def _about(need: Need, level: np.ndarray) -> Num:
    """Instances, of a queue without those that keep the waiting short: few beside the others where there are many."""
    return need.load * level / need.servers_each if isinstance(need, Queue) else need.instances(level)


def _earning(ends: Staff) -> Iterator[tuple[float, float]]:
    """Loads whose CPU is set against a baseline, and the share of the time in which it is earned."""
    return iter(ends.days) if ends.fleet.scaling is None else ((load, 1.0) for _, load, _ in ends.moments)


def _passes(low: float, high: float, need: Num, fixed: int | None = None) -> np.ndarray:
    """Where a straight need passes a whole number of instances, or the one number that there are."""
    first, last = np.broadcast_to(need, 2)
    if fixed is None:
        return passes(low, high, first, last)
    return low + (np.array([fixed]) - first) / (last - first) * (high - low) if first != last else np.empty(0)


def _waiting(
    fleet: EC2Fleet, workload: Workload, prices: PriceBook, along: tuple[str, float, float], levels: Sequence[float]
) -> np.ndarray:
    """Where a queue takes one more instance at some level."""
    field, low, high = along

    def queue(places: np.ndarray) -> Queue:
        needs = Staff(fleet, workload.vary(**{field: places}), prices).needs
        return next(need for need in needs if isinstance(need, Queue))

    def at(places: np.ndarray) -> tuple[Num, Num]:
        there = queue(places)
        return there.load, there.service_s

    there = queue(np.array([low, high]))
    counts, times = [], []
    ends = np.broadcast_to(there.instances(np.array(levels)[:, None]), (len(levels), 2))
    for level, (first, last) in zip(levels, ends, strict=True):
        passed = np.arange(first, last) if fleet.count is None else np.array([fleet.over_zones.left(fleet.count)])
        counts.append(passed)
        times.append(np.full(passed.shape, level))
    places = outgrown(
        np.concatenate(counts), there.servers_each, there.target, at, low, high, level=np.concatenate(times)
    )
    return np.asarray(places[np.isfinite(places)])
