"""ECS tasks on Fargate. https://aws.amazon.com/fargate/pricing/ (read 2026-11-23)."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property
from types import MappingProxyType
from typing import TYPE_CHECKING

from costmodel.bill import Factor
from costmodel.errors import InvalidOption
from costmodel.instance_type import InstanceType
from costmodel.option import FARGATE, Footprint
from costmodel.options.carrying import limits
from costmodel.options.commitment import Commitment
from costmodel.options.deciding import reasons
from costmodel.options.ec2 import EC2Fleet
from costmodel.options.purchase import SPOT_SHARE
from costmodel.options.staffing import staff
from costmodel.options.stairs import stairs
from costmodel.options.task_hours import FREE_STORAGE_GB, TaskHours
from costmodel.options.task_sizes import check
from costmodel.ranges import Range, scalar
from costmodel.units import MB_PER_GB

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    import numpy as np

    from costmodel.bill import Line
    from costmodel.erlang import WaitingTarget
    from costmodel.limits import Limit
    from costmodel.options.scaling import AutoScaling, Schedule
    from costmodel.rates import PriceBook
    from costmodel.workload import Workload

ARCHITECTURES = ("x86_64", "arm64")

SYSTEMS = ("linux", "windows")

STORAGE_GB = Range(FREE_STORAGE_GB, 200, unit="GB")
"""As far as it may be raised: an assumption, not read on AWS's own page."""


@dataclass(frozen=True)
class Fargate:
    """Tasks of one size: ``count`` of them, as many as the busiest hour needs, or as many as each hour needs.

    They are charged by the second, a minute at least, from the pull of the image on; this model counts whole hours,
    and what scaling adds to them.

    >>> Fargate(0.5, 1).name
    'Fargate 0.5 vCPU, 1 GB'

    Raises `InvalidOption` naming the setting, its value and what is allowed.
    """

    vcpu: float
    """One of the legal sizes, `costmodel.options.task_sizes`. [vCPU]"""
    memory_gb: float
    """One of those that go with the vCPU. [GB]"""
    architecture: str = "x86_64"
    count: int | None = None
    """Tasks whatever the load; None sizes the service. [task]"""
    target_utilization: float = 0.6
    """CPU and workers of the busiest hour that a sized service aims at. [1]"""
    minimum: int = 1
    """Tasks of a sized service even without load; 2 spans two Availability Zones. [task]"""
    requests_per_second: float | None = None
    """What one task served in a load test of yours, if you made one. [request/s/task]"""
    workers: int | None = None
    """Requests that one task serves at once; None is as many as memory holds. [request]"""
    request_memory_mb: float | None = None
    """Memory of one request in flight; None takes the function's memory. [MiB]"""
    relative_speed: float = 1
    """CPU speed of a task's vCPU against Lambda's: an assumption, measure your own. [1]"""
    waiting: WaitingTarget | None = None
    """How few requests may wait, and how long."""
    zones: int = 1
    """Availability Zones that the service spans, one task or more in each."""
    spare_zones: int = 0
    """Zones that may be lost at the peak."""
    scaling: AutoScaling | None = None
    """None keeps the peak's tasks all week."""
    schedule: Schedule | None = None
    """When the service is on; None is always."""
    commitment: Commitment | None = None
    """A Compute Savings Plan, in tasks where it says instances; None buys On-Demand."""
    spot_share: float = 0
    """Share of the tasks on Fargate Spot, rounded down; type its price, no price list has it. [1]"""
    ephemeral_storage_gb: float = FREE_STORAGE_GB
    """Disk of one task; 20 GB are free. [GB]"""
    operating_system: str = "linux"
    """``linux``, or ``windows`` with its licence."""
    label: str = ""
    """Another name for this option."""

    def __post_init__(self) -> None:
        check(self.vcpu, self.memory_gb)
        for name, known in (("architecture", ARCHITECTURES), ("operating_system", SYSTEMS)):
            if getattr(self, name) not in known:
                raise InvalidOption(name, getattr(self, name), " or ".join(known))
        scalar("ephemeral_storage_gb", self.ephemeral_storage_gb, STORAGE_GB)
        scalar("spot_share", self.spot_share, SPOT_SHARE)
        if not isinstance(self.commitment, Commitment | None):
            raise InvalidOption("commitment", self.commitment, "Commitment or None")
        if self.commitment and self.commitment.plan != "compute_savings_plan":
            raise InvalidOption("commitment plan", self.commitment.plan, "compute_savings_plan on Fargate")
        if self.operating_system == "windows":
            self._check_windows()
        _ = self.fleet  # checks the rest

    def _check_windows(self) -> None:
        """Windows tasks have one vCPU or more, and neither Arm nor Spot nor, as far as prices tell, a plan."""
        if self.vcpu < 1:
            raise InvalidOption("vcpu", self.vcpu, "one of 1, 2, 4 for Windows")
        for name, usual in (("architecture", "x86_64"), ("commitment", None), ("spot_share", 0)):
            if getattr(self, name) != usual:
                raise InvalidOption(name, getattr(self, name), "left out for Windows")

    @property
    def name(self) -> str:
        """``Fargate 1 vCPU, 2 GB`` when sized from the load, ``Fargate 3 × 1 vCPU, 2 GB`` when fixed."""
        return self.label or f"Fargate {f'{self.count:,.0f} × ' if self.count else ''}{self.spec.name}"

    @property
    def ranges(self) -> Mapping[str, Range]:
        """None of its own: a task runs whatever fits."""
        return MappingProxyType({})

    @property
    def spec(self) -> InstanceType:
        """The task as the size of an instance that keeps nothing for a system of its own."""
        size = f"{self.vcpu:g} vCPU, {self.memory_gb:g} GB"
        return InstanceType(size, float(self.vcpu), self.memory_gb * MB_PER_GB, self.architecture)

    @cached_property
    def fleet(self) -> EC2Fleet:
        """The tasks as instances are counted."""
        return EC2Fleet(
            self.spec.name, self.count, self.target_utilization, self.minimum, self.requests_per_second, self.workers,
            0, self.request_memory_mb, self.relative_speed, self.waiting, self.zones, self.spare_zones, self.scaling,
            self.schedule, spec=self.spec,
        )  # fmt: skip

    @property
    def hours(self) -> TaskHours:
        """How its hours are bought."""
        windows = self.operating_system == "windows"
        keys = ("fargate.windows.vcpu", "fargate.windows.memory") if windows else (
            f"fargate.vcpu.{self.architecture}", f"fargate.memory.{self.architecture}"
        )  # fmt: skip
        return TaskHours(
            vcpu=float(self.vcpu), memory_gb=float(self.memory_gb), vcpu_key=keys[0], memory_key=keys[1],
            commitment=self.commitment, spot_share=self.spot_share,
            ephemeral_storage_gb=self.ephemeral_storage_gb, windows=windows,
        )  # fmt: skip

    def lines(self, workload: Workload, prices: PriceBook) -> Iterator[Line]:
        """CPU and memory of the tasks, disk above what is free, and the licence of Windows."""
        hours = Factor("hours", workload.hours_per_month, "h/month")
        here = staff(self.fleet, workload, prices)
        return self.hours.lines(here.week.all_hours, hours, prices, reasons(here))

    def committed(self, workload: Workload, prices: PriceBook) -> Fargate:
        """The same tasks with the commitment that is best for this load, whatever the load becomes."""
        week = staff(self.fleet, workload, prices).week.all_hours
        return replace(self, commitment=self.hours.settled(week, prices), label=self.name)

    def limits(self, workload: Workload, prices: PriceBook) -> Iterator[Limit]:
        """What one task must hold, what a fixed or capped service cannot carry, and who comes while it is off."""
        return limits(staff(self.fleet, workload, prices))

    def steps(self, workload: Workload, prices: PriceBook, field: str, low: float, high: float) -> np.ndarray:
        """Where one more task is needed, and where more memory stops bringing CPU."""
        return stairs(self.fleet, workload, prices, field, low, high)

    def dip(self, workload: Workload, prices: PriceBook) -> float:
        """0: more load never costs less."""
        _ = workload, prices
        return 0.0

    def footprint(self, workload: Workload, prices: PriceBook) -> Footprint:
        """Tasks that run; stopped ones leave nothing behind."""
        week = staff(self.fleet, workload, prices).week
        running = Factor("tasks", week.all_hours.mean, "instance")
        return Footprint(FARGATE, running, running, week.most)
