"""AWS Lambda, event functions. https://aws.amazon.com/lambda/pricing/ (read 2026-11-23)."""

from __future__ import annotations

from dataclasses import dataclass, replace
from types import MappingProxyType
from typing import TYPE_CHECKING

import numpy as np

from costmodel.bill import Factor, Line
from costmodel.notes import Note
from costmodel.option import LAMBDA, Footprint
from costmodel.options import payloads
from costmodel.options.duration_plan import DurationPlan
from costmodel.options.lambda_limits import DEFAULT_CONCURRENCY, QUOTAS_PAGE, limits
from costmodel.options.lambda_settings import FREE_EPHEMERAL_MB, check
from costmodel.options.provisioned import ProvisionedConcurrency
from costmodel.options.rounding import Rounding, increments
from costmodel.ranges import Range
from costmodel.units import MB_PER_GB, MS_PER_S

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from costmodel.limits import Limit
    from costmodel.options.cold_starts import ColdStarts
    from costmodel.options.commitment import Commitment
    from costmodel.options.snapstart import SnapStart
    from costmodel.rates import Num, PriceBook
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
        billed_s = Rounding(load.duration_ms, self.billing_increment_ms).billed_ms / MS_PER_S
        quantity = load.requests_per_month * (load.memory_mb / MB_PER_GB) * billed_s
        return replace(self, commitment=self.plan.settled(load, prices, quantity))

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
        again = (
            (Note("each request is executed {attempts} times on average", (("attempts", self.attempts),)),)
            if self.attempts != 1
            else ()
        )
        requests = Factor("requests", workload.requests_per_month, "request/month", again)
        memory = Factor("memory", workload.memory_mb / MB_PER_GB, "GB")
        rounding = Rounding(workload.duration_ms, self.billing_increment_ms)
        duration = Factor("billed duration", rounding.billed_ms / MS_PER_S, "s/request", (rounding,))
        chunks = (payloads.requests_per_event(workload),) if self.asynchronous else ()
        yield Line("Requests", prices["lambda.requests"], (requests, *chunks))
        cold = self.cold_starts.billed(duration, workload, self._on_demand(workload)) if self.cold_starts else duration
        if self.provisioned:
            *kept, spilled = self.provisioned.lines(workload, prices, self.architecture, requests, memory, duration)
            yield from (*kept, replace(spilled, factors=(*spilled.factors[:-1], cold)))
        elif self.plan:
            yield from self.plan.lines(workload, prices, requests.value * memory.value * duration.value)
        else:
            yield Line("Duration", prices[f"lambda.duration.{self.architecture}"], (requests, memory, cold))
        if self.snapstart:
            yield from self.snapstart.lines(workload, prices, requests, memory)
        if self.streaming:
            yield from payloads.streamed(workload, prices, self.architecture, requests)
        if self.ephemeral_storage_mb > FREE_EPHEMERAL_MB:
            storage = Factor("storage above 512 MB", self._storage_gb, "GB")
            rate = prices[f"lambda.ephemeral_storage.{self.architecture}"]
            yield Line("Ephemeral storage", rate, (requests, storage, duration if self.provisioned else cold))

    @property
    def _storage_gb(self) -> float:
        """Ephemeral storage that is charged. [GB]"""
        return (self.ephemeral_storage_mb - FREE_EPHEMERAL_MB) / MB_PER_GB

    def _on_demand(self, workload: Workload) -> Num:
        """Part of the requests that can start cold: all, or what spills over. [1]"""
        if self.provisioned is None:
            return 1.0
        billed_s = Rounding(workload.duration_ms, self.billing_increment_ms or 1).billed_ms / MS_PER_S
        return np.maximum(1 - self.provisioned.share_inside(workload, billed_s), 0.0)

    def limits(self, workload: Workload, prices: PriceBook) -> Iterator[Limit]:
        """What one invocation may take, and what the account and the function may grow to."""
        _ = prices
        kept = self.provisioned.environments if self.provisioned else 0.0
        load = self.executed(workload)
        yield from limits(load, self.concurrency_quota, kept, self.ramp_s, self.asynchronous, self.streaming)
        if self.cold_starts:
            yield self.cold_starts.limit()

    def footprint(self, workload: Workload, prices: PriceBook) -> Footprint:
        """Environments that are busy, and with cold starts the idle; provisioned ones are alive all the time."""
        _ = prices
        workload = self.executed(workload)
        busy = Factor("busy environments", workload.concurrency, "instance")
        kept = self.provisioned.environments if self.provisioned else 0.0
        most = self.cold_starts.most(workload) if self.cold_starts else workload.peak_concurrency
        return Footprint(LAMBDA, busy, busy, np.maximum(most, kept))

    def dip(self, workload: Workload, prices: PriceBook) -> float:
        """0, unless a busier function starts cold less often."""
        if self.cold_starts is None:
            return 0.0
        sizes = {"duration": workload.memory_mb / MB_PER_GB, "ephemeral_storage": self._storage_gb}
        rates = ((prices[f"lambda.{kind}.{self.architecture}"], size) for kind, size in sizes.items() if np.any(size))
        return self.cold_starts.dip(self.executed(workload), *rates)

    def steps(self, workload: Workload, prices: PriceBook, field: str, low: float, high: float) -> np.ndarray:
        """Billing increments along the duration, where environments or a plan run full, and knots of cold starts."""
        load, times = self.executed(workload), self.attempts if field == "requests_per_month" else 1
        ends = low * times, high * times
        found = self._own_steps(load, prices, field, ends)
        if self.cold_starts:
            kept = self.provisioned.environments if self.provisioned else 0.0
            found = self.cold_starts.steps(load, field, found, ends, kept, self._on_demand)
        return found / times

    def _own_steps(self, load: Workload, prices: PriceBook, field: str, ends: tuple[float, float]) -> np.ndarray:
        increment = self.billing_increment_ms or (1 if self.cold_starts and self.provisioned else 0)
        billed_s = Rounding(load.duration_ms, increment).billed_ms / MS_PER_S
        full = self.provisioned.full_at(load, field, billed_s) if self.provisioned else np.empty(0)
        if self.plan:
            full = self.plan.full_at(load, prices, field, billed_s)
        return np.append(full, increments(increment, *ends)) if field == "duration_ms" and increment else full
