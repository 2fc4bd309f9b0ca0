"""Lambda Managed Instances: functions on EC2 instances of one's own account, several requests in each environment.

https://aws.amazon.com/lambda/pricing/ and https://docs.aws.amazon.com/lambda/latest/dg/lambda-managed-instances.html
(read 2026-11-23).
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from functools import lru_cache
from math import ceil
from types import MappingProxyType
from typing import TYPE_CHECKING

from costmodel.bill import Factor, Line
from costmodel.errors import InvalidOption
from costmodel.instance_type import InstanceType
from costmodel.limits import Limit
from costmodel.notes import Note
from costmodel.option import MANAGED, Footprint
from costmodel.options.carrying import limits
from costmodel.options.commitment import Commitment
from costmodel.options.deciding import reasons
from costmodel.options.ec2 import EC2Fleet
from costmodel.options.execution_environments import ENVIRONMENT_GB, PER_VCPU, RATIOS, TYPES, held, requests_at_once
from costmodel.options.lambda_limits import LONGEST_MS, QUOTAS_PAGE, RAMP_S, SPLIT_WORK
from costmodel.options.load_growth import growth_limit
from costmodel.options.purchase import Purchase
from costmodel.options.scaling import AutoScaling
from costmodel.options.staffing import Staff, staff
from costmodel.options.stairs import stairs
from costmodel.ranges import Range, scalar, whole
from costmodel.units import MB_PER_GB

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    import numpy as np

    from costmodel.rates import PriceBook
    from costmodel.workload import Workload

FEE = 0.15
"""Of the On-Demand price of every instance hour, however the hour itself is bought.
https://aws.amazon.com/lambda/pricing/ (read 2026-11-23). [1]"""

PAGE = "https://docs.aws.amazon.com/lambda/latest/dg/lambda-managed-instances.html"

MOST_VCPU = 400
"""Until a capacity provider's maximum is raised. [vCPU]"""

DISCOUNTS = Note("the fee is {fee} % of the On-Demand price, also where the hours are bought with a discount",
                 (("fee", 100 * FEE),))  # fmt: skip


@dataclass(frozen=True)
class ManagedInstances:
    """Instances that Lambda runs functions on: EC2 hours, a fee, and requests; no charge for duration.

    >>> ManagedInstances("m7g.xlarge", "python").name
    'Managed Instances m7g.xlarge'

    Raises `InvalidOption` naming the setting, its value and what is allowed.
    """

    instance_type: str
    """Of the families C, M and R, large or larger."""
    runtime: str
    """One of `PER_VCPU`."""
    environment_gb: float = 2
    """Memory of one execution environment. [GB]"""
    gb_per_vcpu: int = 2
    """One of `RATIOS`: the environment's vCPUs follow. [GB/vCPU]"""
    count: int | None = None
    """Instances whatever the load; None sizes them. [instance]"""
    minimum_environments: int = 3
    """Kept without any load: AWS's default. [environment]"""
    zones: int = 3
    """Availability Zones, one instance or more in each: an assumption from the default of three environments."""
    target_utilization: float = 0.6
    """CPU and concurrency of the busiest hour that the instances are sized for: an assumption. [1]"""
    request_memory_mb: float | None = None
    """Memory of one request in flight; None takes the function's memory. [MiB]"""
    relative_speed: float = 1
    """CPU speed of this instance's vCPU against Lambda's: an assumption, measure your own. [1]"""
    scaling: AutoScaling | None = field(default_factory=AutoScaling)
    """How the instances follow the load; None keeps the peak's all week."""
    commitment: Commitment | None = None
    """Savings Plan or Reserved Instances for the EC2 part."""
    ramp_s: float = 60
    """How long the steepest rise of the traffic takes: an assumption, set your own. [s]"""
    label: str = ""
    """Another name for this option."""

    def __post_init__(self) -> None:
        if not TYPES.fullmatch(str(self.instance_type)):
            raise InvalidOption("instance_type", self.instance_type, "a type of C, M or R, large or larger")
        if self.runtime not in PER_VCPU:
            words = "one of " + ", ".join(PER_VCPU) + "; custom runtimes are not offered"
            raise InvalidOption("runtime", self.runtime, words)
        if self.gb_per_vcpu not in RATIOS:
            raise InvalidOption("gb_per_vcpu", self.gb_per_vcpu, "one of 2, 4, 8")
        scalar("environment_gb", self.environment_gb, ENVIRONMENT_GB)
        scalar("ramp_s", self.ramp_s, RAMP_S)
        whole("minimum_environments", self.minimum_environments, Range(0, 15_000, unit="environments"))
        if not isinstance(self.commitment, Commitment | None):
            raise InvalidOption("commitment", self.commitment, "Commitment or None")
        _ = _fleet(self, 1, InstanceType(self.instance_type, 1, 1))  # checks the rest

    @property
    def name(self) -> str:
        """The type, and how many where that is fixed."""
        return self.label or f"Managed Instances {f'{self.count:,.0f} × ' if self.count else ''}{self.instance_type}"

    @property
    def ranges(self) -> Mapping[str, Range]:
        """None of its own: the environment's memory is its own setting."""
        return MappingProxyType({})

    def environments(self, prices: PriceBook) -> int:
        """How many environments one instance holds. [environment/instance]"""
        spec = prices.instance(self.instance_type)
        return held(spec, self.environment_gb, self.gb_per_vcpu)

    def fleet(self, prices: PriceBook) -> EC2Fleet:
        """The instances as a fleet of what their environments hold together."""
        return _fleet(self, self.environments(prices), prices.instance(self.instance_type))

    def staff(self, workload: Workload, prices: PriceBook) -> Staff:
        """The fleet under a load."""
        return staff(self.fleet(prices), workload, prices)

    def lines(self, workload: Workload, prices: PriceBook) -> Iterator[Line]:
        """Requests, instance hours as they are bought, and the fee."""
        requests = Factor("requests", workload.requests_per_month, "request/month")
        yield Line("Requests", prices["lambda.requests"], (requests,))
        here, hours = self.staff(workload, prices), Factor("hours", workload.hours_per_month, "h/month")
        week = here.week.all_hours
        yield from self.purchase.lines(week, hours, prices, reasons(here))
        instances, fee = Factor("instances", week.mean, "instance"), Factor("management fee", FEE, "1", (DISCOUNTS,))
        yield Line("Management fee", prices[f"ec2.{self.instance_type}"], (instances, hours, fee))

    def committed(self, workload: Workload, prices: PriceBook) -> ManagedInstances:
        """The same instances with the commitment that is best for this load, whatever the load becomes."""
        week = self.staff(workload, prices).week.all_hours
        return replace(self, commitment=self.purchase.settled(week, prices))

    @property
    def purchase(self) -> Purchase:
        """How its instance hours are bought."""
        return Purchase(instance_type=self.instance_type, commitment=self.commitment)

    def limits(self, workload: Workload, prices: PriceBook) -> Iterator[Limit]:
        """How long one request may take, what the instances carry, and what the account may run."""
        yield Limit("Duration", workload.duration_ms, LONGEST_MS, "ms", SPLIT_WORK, QUOTAS_PAGE)
        here = self.staff(workload, prices)
        yield from limits(here)
        vcpu = here.week.most * prices.instance(self.instance_type).vcpu
        remedy = "raise the maximum of the capacity provider"
        if self.scaling and not self.count:
            fewest = here.fleet.minimum / here.per_level
            yield growth_limit(workload.traffic, self.ramp_s, fewest)
        yield Limit("vCPUs of the capacity provider", vcpu, MOST_VCPU, "vCPU", remedy, PAGE, hard=False)

    def steps(self, workload: Workload, prices: PriceBook, field: str, low: float, high: float) -> np.ndarray:
        """Where one more instance is needed."""
        return stairs(self.fleet(prices), workload, prices, field, low, high)

    def dip(self, workload: Workload, prices: PriceBook) -> float:
        """0: more load never costs less."""
        _ = workload, prices
        return 0.0

    def footprint(self, workload: Workload, prices: PriceBook) -> Footprint:
        """Instances that run; at the busiest moment each of their environments may hold connections."""
        week = self.staff(workload, prices).week
        running = Factor("instances", week.all_hours.mean, "instance")
        return Footprint(MANAGED, running, running, week.most * self.environments(prices))


@lru_cache(maxsize=256)
def _fleet(option: ManagedInstances, environments: int, spec: InstanceType) -> EC2Fleet:
    """What the environments of one instance hold together, as an instance; the rest is lost to overhead."""
    vcpu = option.environment_gb / option.gb_per_vcpu
    at_once = requests_at_once(option.runtime, vcpu)
    memory = environments * option.environment_gb * MB_PER_GB
    size = InstanceType(spec.name, environments * vcpu, memory, spec.architecture, network=spec.network)
    return EC2Fleet(
        option.instance_type, count=option.count, target_utilization=option.target_utilization, zones=option.zones,
        minimum=max(option.zones, ceil(option.minimum_environments / environments)), workers=environments * at_once,
        system_memory_mb=0, request_memory_mb=option.request_memory_mb, relative_speed=option.relative_speed,
        scaling=None if option.count else option.scaling, spec=size,
    )  # fmt: skip
