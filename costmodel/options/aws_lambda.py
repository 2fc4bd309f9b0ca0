"""AWS Lambda, event functions. https://aws.amazon.com/lambda/pricing/ (read 2026-11-23)."""

from __future__ import annotations

from dataclasses import dataclass, replace
from types import MappingProxyType
from typing import TYPE_CHECKING

import numpy as np

from costmodel.bill import Factor, Line
from costmodel.option import LAMBDA, Footprint
from costmodel.options import payloads
from costmodel.options.duration_plan import DurationPlan
from costmodel.options.executions import Executions
from costmodel.options.lambda_limits import DEFAULT_CONCURRENCY, QUOTAS_PAGE, limits
from costmodel.options.lambda_settings import FREE_EPHEMERAL_MB, check
from costmodel.options.provisioned import ProvisionedConcurrency
from costmodel.ranges import Range
from costmodel.units import MB_PER_GB, MS_PER_S

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from costmodel.limits import Limit
    from costmodel.options.cold_starts import ColdStarts
    from costmodel.options.commitment import Commitment
    from costmodel.options.snapstart import SnapStart
    from costmodel.options.tenant_isolation import TenantIsolation
    from costmodel.rates import PriceBook, Rate
    from costmodel.workload import Workload

RANGES: Mapping[str, Range] = MappingProxyType({"memory_mb": Range(128, note="for Lambda", source=QUOTAS_PAGE)})
"""The least memory that a function can be given (read 2026-11-23); what it can be given at most is a limit."""


@dataclass(frozen=True, kw_only=True)
class Lambda:
    """A Lambda function, charged per request and per GB-second.

    >>> Lambda(architecture="arm64").name
    'Lambda'

    Raises `InvalidOption` naming the setting, its value and what is allowed.
    """

    architecture: str = "x86_64"
    ephemeral_storage_mb: float = FREE_EPHEMERAL_MB
    """Size of /tmp. [MB]"""
    provisioned_concurrency: ProvisionedConcurrency | int | None = None
    """Environments kept initialized; a plain number keeps them all month."""
    billing_increment_ms: float = 1
    """Duration is rounded up to this: 1 since December 2020, 100 before, 0 for none. [ms]
    https://aws.amazon.com/blogs/aws/new-for-aws-lambda-1ms-billing-granularity-adds-cost-savings/"""
    cold_starts: ColdStarts | None = None
    """INIT of requests that meet no idle environment; None leaves it out."""
    concurrency_quota: float = DEFAULT_CONCURRENCY
    """Concurrent executions that the account may have. [execution]"""
    ramp_s: float = 60
    """How long the steepest rise of the traffic takes: an assumption, set your own. [s]"""
    snapstart: SnapStart | None = None
    """Not beside provisioned concurrency, nor with more /tmp than is free."""
    commitment: Commitment | None = None
    """A Compute Savings Plan on the duration; None buys On-Demand."""
    attempts: float = 1
    """Executions of one request on average, retries included. [execution/request]"""
    asynchronous: bool = False
    """Whether events are queued for the function: large ones count as several requests."""
    streaming: bool = False
    """Whether responses are streamed: up to 200 MB, charged above 6 MB."""
    tenants: TenantIsolation | None = None
    """Environments of their own for tenants; cold starts beside it as you measured them."""
    name: str = "Lambda"

    def __post_init__(self) -> None:
        check(self)

    @property
    def provisioned(self) -> ProvisionedConcurrency | None:
        """The provisioned concurrency in full words, if there is any."""
        given = self.provisioned_concurrency
        return given if given is None or isinstance(given, ProvisionedConcurrency) else ProvisionedConcurrency(given)

    @property
    def plan(self) -> DurationPlan | None:
        """The commitment on this function's duration, if there is any."""
        return DurationPlan(self.commitment, self.architecture) if self.commitment else None

    def committed(self, workload: Workload, prices: PriceBook) -> Lambda:
        """The same function with the commitment that is best for this load, whatever the load becomes."""
        if self.plan is None:
            return self
        load = self.executed(workload)
        return replace(self, commitment=self.plan.settled(load, prices, Executions(self, load).meters(prices)))

    def executed(self, workload: Workload) -> Workload:
        """The workload with every attempt as a request of its own."""
        return workload if self.attempts == 1 else workload.repeated(self.attempts)

    @property
    def ranges(self) -> Mapping[str, Range]:
        """Memory that a function may be configured with."""
        return RANGES

    def lines(self, workload: Workload, prices: PriceBook) -> Iterator[Line]:
        """Requests and duration, then what the settings add."""
        workload = self.executed(workload)
        done = Executions(self, workload)
        chunks = (payloads.requests_per_event(workload),) if self.asynchronous else ()
        yield Line("Requests", prices["lambda.requests"], (done.requests, *chunks))
        meters = done.meters(prices)
        if self.plan:
            yield from self.plan.lines(workload, prices, meters)
        else:
            for meter in meters:
                yield Line(meter.name, prices[f"lambda.{meter.kind}.{self.architecture}"], meter.factors)
        if self.snapstart:
            yield from self.snapstart.lines(workload, prices, done.requests, done.memory, self.cold_starts)
        if self.tenants:
            yield self.tenants.line(prices, self.architecture, done.memory)
        if self.streaming:
            yield from payloads.streamed(workload, prices, self.architecture, done.requests)
        if self.ephemeral_storage_mb > FREE_EPHEMERAL_MB:
            storage = Factor("storage above 512 MB", self._storage_gb, "GB")
            rate = prices[f"lambda.ephemeral_storage.{self.architecture}"]
            yield Line(
                "Ephemeral storage", rate, (done.requests, storage, done.duration if self.provisioned else done.cold)
            )

    @property
    def _storage_gb(self) -> float:
        """Ephemeral storage that is charged. [GB]"""
        return (self.ephemeral_storage_mb - FREE_EPHEMERAL_MB) / MB_PER_GB

    def limits(self, workload: Workload, prices: PriceBook) -> Iterator[Limit]:
        """What one invocation may take, and what the account and the function may grow to."""
        _ = prices
        load = self.executed(workload)
        yield from limits(
            load, self.concurrency_quota, Executions(self, load).kept, self.ramp_s, self.asynchronous, self.streaming
        )
        if self.cold_starts:
            yield self.cold_starts.limit()

    def footprint(self, workload: Workload, prices: PriceBook) -> Footprint:
        """Environments that are busy, and with cold starts the idle; provisioned ones are alive all the time."""
        _ = prices
        load = self.executed(workload)
        busy = Factor("busy environments", load.concurrency, "instance")
        done = Executions(self, load)
        return Footprint(LAMBDA, busy, busy, np.maximum(done.alive, done.kept))

    def dip(self, workload: Workload, prices: PriceBook) -> float:
        """0, unless a busier function starts cold less often."""
        if self.cold_starts is None:
            return 0.0
        load, arch = self.executed(workload), self.architecture
        usd = _dearest(prices[f"lambda.duration.{arch}"]) * float(np.max(load.memory_mb)) / MB_PER_GB
        if self._storage_gb:
            usd += _dearest(prices[f"lambda.ephemeral_storage.{arch}"]) * self._storage_gb
        restore = self.snapstart.dearest(load, prices) if self.snapstart else 0.0
        return self.cold_starts.dip(load, usd * self.cold_starts.init_ms / MS_PER_S + restore)

    def steps(self, workload: Workload, prices: PriceBook, field: str, low: float, high: float) -> np.ndarray:
        """Billing increments along the duration, where environments or a plan run full, and knots of cold starts."""
        load, times = self.executed(workload), self.attempts if field == "requests_per_month" else 1
        return np.concatenate(list(Executions(self, load).steps(prices, field, low * times, high * times))) / times


def _dearest(rate: Rate) -> float:
    """[USD/unit]"""
    return max(tier.price for tier in rate.tiers)
