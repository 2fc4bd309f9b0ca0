"""Lambda Web Functions: HTTP servers in Node.js, many requests in each environment, CPU billed while it is active.

Public documentation exists, prices do not yet: the price list names the meters without rates that anyone could read.
So the option meters and waits: it is shown, and never ranked, until its rates are known.
https://docs.aws.amazon.com/lambda/latest/dg/ (read 2026-11-23).
"""

from __future__ import annotations

from dataclasses import dataclass
from types import MappingProxyType
from typing import TYPE_CHECKING

import numpy as np

from costmodel.bill import Factor, Line
from costmodel.limits import Limit
from costmodel.option import WEB, Footprint
from costmodel.options.lambda_limits import LONGEST_MS, QUOTAS_PAGE, SPLIT_WORK
from costmodel.ranges import Range, scalar, whole
from costmodel.units import MS_PER_S, S_PER_H
from costmodel.workload import MB_PER_VCPU

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from costmodel.rates import Num, PriceBook
    from costmodel.workload import Workload

REQUESTS, CPU, MEMORY = "lambda.web.requests", "lambda.web.vcpu.arm64", "lambda.web.memory.arm64"
"""Rates that no price list is known to hold."""

ENVIRONMENT_GB, ENVIRONMENT_VCPU = 2.0, 2.0
"""Every environment; there is no dial. [GB, vCPU]"""

MOST_VCPU = 2_000
"""Of a region's account, until raised. [vCPU]"""

MOST_RPS = 10_000
"""Of one endpoint, until raised. [request/s]"""

RAISE = "ask AWS to raise the quota, or use several endpoints"


@dataclass(frozen=True)
class WebFunctions:
    """A Node.js server on arm64 environments of 2 vCPU and 2 GB that scales to zero.

    >>> WebFunctions().awaits[0]
    'lambda.web.requests'

    Raises `InvalidOption` naming the setting, its value and what is allowed.
    """

    requests_per_environment: int = 64
    """Requests that one environment serves at once: AWS's default, 1 to 128. [request]"""
    idle_s: float = 600
    """How long an environment stays after its last request: an assumption, AWS does not say. [s]"""
    name: str = "Lambda Web Functions"

    def __post_init__(self) -> None:
        whole("requests_per_environment", self.requests_per_environment, Range(1, 128, unit="requests"))
        scalar("idle_s", self.idle_s, Range(0, 3_600, unit="s"))

    @property
    def awaits(self) -> tuple[str, ...]:
        """Rates without which this option is shown and not ranked."""
        return REQUESTS, CPU, MEMORY

    @property
    def ranges(self) -> Mapping[str, Range]:
        """None: memory is no setting."""
        return MappingProxyType({})

    def lines(self, workload: Workload, prices: PriceBook) -> Iterator[Line]:
        """Requests, active CPU, and the memory of environments while they live."""
        requests = Factor("requests", workload.requests_per_month, "request/month")
        yield Line("Requests", prices[REQUESTS], (requests,))
        cpu = Factor("active CPU", workload.cpu_ms_per_request / MS_PER_S, "vCPU·s/request")
        yield Line("Active CPU", prices[CPU], (requests, cpu))
        alive = Factor("environments", self._mean(workload), "environment")
        each = Factor("memory", ENVIRONMENT_GB, "GB/environment")
        seconds = Factor("month", workload.hours_per_month * S_PER_H, "s/month")
        yield Line("Memory", prices[MEMORY], (alive, each, seconds))

    def environments(self, workload: Workload, level: float) -> Num:
        """Alive at a load level: as many as its requests fill, or the first for as long as it lives. [environment]"""
        first = workload.mean_rps * level * (workload.duration_ms / MS_PER_S + self.idle_s)
        full = workload.concurrency * level / self.requests_per_environment
        return np.maximum(full, np.minimum(first, 1.0))

    def _mean(self, workload: Workload) -> Num:
        total: Num = 0.0
        for level, share in workload.traffic.load_duration():
            total = total + share * self.environments(workload, level)
        return total

    def limits(self, workload: Workload, prices: PriceBook) -> Iterator[Limit]:
        """How long one request may take, and what an endpoint and an account may do."""
        _ = prices
        yield Limit("Duration", workload.duration_ms, LONGEST_MS, "ms", SPLIT_WORK, QUOTAS_PAGE)
        vcpu = self.environments(workload, workload.traffic.peak) * ENVIRONMENT_VCPU
        yield Limit("vCPUs of Web Functions", vcpu, MOST_VCPU, "vCPU", RAISE, QUOTAS_PAGE, hard=False)
        yield Limit("Requests a second", workload.peak_rps, MOST_RPS, "requests/s", RAISE, QUOTAS_PAGE, hard=False)

    def steps(self, workload: Workload, prices: PriceBook, field: str, low: float, high: float) -> np.ndarray:
        """Where the first environment is always alive, and where more than one is."""
        _ = prices, low, high
        levels = np.array([level for level, _ in workload.traffic.load_duration() if level > 0])
        levels = np.append(levels, workload.traffic.peak)
        rps, duration_s = float(workload.mean_rps), float(workload.duration_ms) / MS_PER_S
        if field == "requests_per_month":
            per_request = np.concatenate(
                [rps * levels * (duration_s + self.idle_s), rps * levels * duration_s / self.requests_per_environment]
            )
            return np.asarray(float(workload.requests_per_month) / per_request)
        if field == "duration_ms":
            always = 1 / (rps * levels)
            return np.concatenate([always - self.idle_s, always * self.requests_per_environment]) * MS_PER_S
        return np.array([MB_PER_VCPU * float(workload.parallelism)])

    def dip(self, workload: Workload, prices: PriceBook) -> float:
        """0: more load never costs less."""
        _ = workload, prices
        return 0.0

    def footprint(self, workload: Workload, prices: PriceBook) -> Footprint:
        """Environments alive."""
        _ = prices
        alive = Factor("environments", self._mean(workload), "instance")
        most = self.environments(workload, workload.traffic.peak)
        return Footprint(WEB, alive, alive, most)
