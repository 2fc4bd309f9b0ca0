"""What one load takes of a fleet: its needs, and the instances of every hour."""

from __future__ import annotations

from functools import cached_property, lru_cache, reduce
from typing import TYPE_CHECKING

import numpy as np

from costmodel.capacity import Constraint, Need, Queue, needed
from costmodel.display import quantity
from costmodel.errors import InvalidOption
from costmodel.limits import round_up
from costmodel.options import burst
from costmodel.options.scaling import Week
from costmodel.units import HOURS_PER_WEEK, MS_PER_S

if TYPE_CHECKING:
    from collections.abc import Iterator

    from costmodel.erlang import WaitingTarget
    from costmodel.options.ec2 import EC2Fleet
    from costmodel.rates import Num, PriceBook
    from costmodel.traffic import Levels, Moments
    from costmodel.workload import Workload

NETWORK = "Network"
"""Name of the need for bandwidth."""

GBIT_PER_KB = 1024 * 8 / 1e9
"""[Gbit/KB]"""

LARGER = "add instances or take a larger type"


def staff(fleet: EC2Fleet, workload: Workload, prices: PriceBook) -> Staff:
    """A fleet under one load; that of a single scenario is remembered for whoever asks next about the same."""
    return Staff(fleet, workload, prices) if workload.shape else _latest(fleet, workload, prices)


class Staff:
    """A fleet under one load."""

    def __init__(self, fleet: EC2Fleet, workload: Workload, prices: PriceBook) -> None:
        self.fleet, self.workload = fleet, workload
        self.spec = fleet.spec or prices.instance(fleet.instance_type)
        self.traffic = workload.traffic

    @cached_property
    def cpu(self) -> Num:
        """CPU that the mean load burns. [vCPU]"""
        return self.workload.mean_rps * self.cpu_s

    @cached_property
    def cpu_s(self) -> Num:
        """CPU time of one request on this type. [vCPU·s]"""
        return self.workload.cpu_ms_per_request / MS_PER_S / self.fleet.relative_speed

    @property
    def burst_mode(self) -> str | None:
        """What happens when CPU credits run out; None for a type without them."""
        if self.spec.baseline is None:
            return None
        return self.fleet.credits or burst.usual_mode(self.fleet.instance_type)

    @cached_property
    def needs(self) -> tuple[Need, ...]:
        """Everything that takes instances."""
        return tuple(self._needs())

    @property
    def per_level(self) -> Num:
        """Instances that the mean load takes, not yet whole: the largest of all needs but a queue's. [instance]"""
        return reduce(np.maximum, (need.instances(1.0) for need in self.needs if isinstance(need, Constraint)))

    def _needs(self) -> Iterator[Need]:
        fleet, load, spec = self.fleet, self.workload, self.spec
        target = 1.0 if fleet.count is not None else fleet.target_utilization
        yield Constraint("CPU", self.cpu, spec.vcpu * target, "vCPU", LARGER, f"{spec.vcpu:g} × {target:g}")
        if self.burst_mode == burst.STANDARD:
            yield burst.lasting(self.cpu, spec, self.traffic, all_week=not (fleet.scaling or fleet.schedule))
        measure = "add instances, take a larger type, or measure the memory of one request"
        basis = f"{quantity(spec.memory_mib)} − {quantity(fleet.system_memory_mb)}"
        yield Constraint("Memory", load.concurrency * self.held_mib, self.usable_mib, "MiB", measure, basis)
        if spec.gigabits is not None:
            sent = load.mean_rps * (load.request_kb + load.response_kb) * GBIT_PER_KB
            yield Constraint(NETWORK, sent, spec.gigabits, "Gbit/s", LARGER, spec.network)
        if fleet.workers is not None:
            each, basis = fleet.workers * target, f"{fleet.workers:g} × {target:g}"
            yield Constraint("Workers", load.concurrency, each, "requests at once", "add instances or workers", basis)
        if fleet.requests_per_second is not None:
            rps = fleet.requests_per_second
            yield Constraint("Requests a second", load.mean_rps, rps, "requests/s", "add instances")
        if fleet.waiting is not None:
            yield self._queue(fleet.waiting)

    def _queue(self, target: WaitingTarget) -> Queue:
        """Requests wait for a worker, or else for a vCPU."""
        if self.fleet.workers is not None:
            service_s = self.workload.duration_ms / MS_PER_S
            return Queue(self.workload.concurrency, service_s, int(self.fleet.workers), target)
        return Queue(self.cpu, self.cpu_s, max(1, int(self.spec.vcpu)), target)

    @cached_property
    def levels(self) -> Levels:
        """The levels of the load that instances are counted for: the peak's alone, or every hour's."""
        scaling, on = self.fleet.scaling, self.fleet.on
        if scaling is None:
            return ((self.traffic.peak / self.traffic.within_hour, float(sum(on) if on else HOURS_PER_WEEK)),)
        return self.traffic.followed(scaling.lag_h, scaling.scale_in_h, on)

    @cached_property
    def week(self) -> Week:
        """Instances that run at each level. [instance]"""
        hours = tuple(hours for _, hours in self.levels)
        if self.fleet.count is not None:
            return Week(hours, (float(self.fleet.count),))
        levels = np.array([level for level, _ in self.levels]) * self.traffic.within_hour
        counts = np.asarray(self._run(levels.reshape(-1, *(1,) * len(self.workload.shape))))
        return Week(hours, tuple(counts))

    def by_hour(self) -> tuple[float, ...]:
        """Instances that the load of each hour of the week takes, Monday 00:00 first; for one scenario. [instance]"""
        if self.fleet.scaling is None:
            counts = np.full(HOURS_PER_WEEK, float(self.week.most))
        else:
            counts = np.asarray(self._run(np.array(self.traffic.levels) * self.traffic.within_hour))
        return tuple(np.where(self.fleet.on or True, counts, 0.0).tolist())

    def _run(self, levels: np.ndarray) -> Num:
        """Instances at some load levels, as many as the group may have. [instance]"""
        counts, top = self.staffed(levels), self.fleet.scaling.maximum if self.fleet.scaling else None
        return counts if top is None else np.minimum(counts, top)

    def staffed(self, level: Num) -> Num:
        """Instances that a load level takes, over all zones, in steps, and never below the minimum. [instance]"""
        fleet, step = self.fleet, self.fleet.scaling.step if self.fleet.scaling else 1
        count = np.maximum(fleet.over_zones.total(needed(self.needs, level)), fleet.minimum)
        return count if step == 1 else round_up(count / step) * step

    @property
    def surplus(self) -> Num:
        """CPU beyond what credits bring, on average. [vCPU]"""
        if self.fleet.scaling is None:
            return burst.surplus_by_day(self.cpu, self.week.most, self.spec, self.days)
        counts = dict(zip((level for level, _ in self.levels), self.week.counts, strict=True))
        return burst.surplus_by_hour(self.cpu, counts, self.moments, self.spec)

    @property
    def moments(self) -> Moments:
        """The levels that a fleet is held at which scales, and the load meanwhile."""
        scaling = self.fleet.scaling
        lag_h, delay_h = (scaling.lag_h, scaling.scale_in_h) if scaling else (0.0, 0.0)
        return self.traffic.moments(lag_h, delay_h, self.fleet.on)

    @property
    def days(self) -> burst.Days:
        """Load of each day, and the share of it in which the fleet is on."""
        on = self.fleet.schedule.days_on if self.fleet.schedule else (1.0,) * len(self.traffic.days)
        return tuple(zip(self.traffic.days, on, strict=True))

    @property
    def held_mib(self) -> Num:
        """Memory of one request in flight. [MiB]"""
        own = self.fleet.request_memory_mb
        return self.workload.memory_mb if own is None else own

    @property
    def usable_mib(self) -> float:
        """Memory that the system leaves to requests. [MiB]"""
        usable = self.spec.memory_mib - self.fleet.system_memory_mb
        if usable <= 0:
            allowed = f"below the {self.spec.memory_mib:,g} MiB of {self.spec.name}"
            raise InvalidOption("system_memory_mb", self.fleet.system_memory_mb, allowed)
        return usable


_latest = lru_cache(maxsize=4)(Staff)
"""Lines, limits and footprint of one bill ask one after the other."""
