"""Lambda@Edge: functions beside CloudFront. https://aws.amazon.com/lambda/pricing/ (read 2026-11-23)."""

from __future__ import annotations

from dataclasses import dataclass
from types import MappingProxyType
from typing import TYPE_CHECKING

import numpy as np

from costmodel.bill import Factor, Line
from costmodel.errors import InvalidOption
from costmodel.limits import Limit
from costmodel.option import LAMBDA, Footprint
from costmodel.options.aws_lambda import RANGES
from costmodel.options.lambda_limits import DEFAULT_CONCURRENCY, MOST_MEMORY_MB, RAISE_QUOTA, SPLIT_WORK
from costmodel.options.rounding import Rounding, increments
from costmodel.units import MB_PER_GB, MS_PER_S

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from costmodel.ranges import Range
    from costmodel.rates import PriceBook
    from costmodel.workload import Workload

QUOTAS_PAGE = "https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/cloudfront-limits.html"

LIMITS: Mapping[str, tuple[float, float]] = MappingProxyType(
    {"viewer": (5_000, 128), "origin": (30_000, MOST_MEMORY_MB)}
)
"""What a function at an event may take: time and memory, as copies of that page have it (read 2026-11-29). [ms, MB]"""


@dataclass(frozen=True, kw_only=True)
class LambdaEdge:
    """A function that CloudFront runs near the viewer: rates of its own, and no free tier.

    >>> LambdaEdge(event="viewer").name
    'Lambda@Edge'

    Raises `InvalidOption` naming the setting, its value and what is allowed.
    """

    event: str = "origin"
    """One of `LIMITS`: between viewer and cache, or between cache and origin."""
    name: str = "Lambda@Edge"

    def __post_init__(self) -> None:
        if self.event not in LIMITS:
            raise InvalidOption("event", self.event, " or ".join(LIMITS))

    @property
    def ranges(self) -> Mapping[str, Range]:
        """Memory that a function may be configured with."""
        return RANGES

    def lines(self, workload: Workload, prices: PriceBook) -> Iterator[Line]:
        """Requests and duration, rounded up to the millisecond."""
        requests = Factor("requests", workload.requests_per_month, "request/month")
        memory = Factor("memory", workload.memory_mb / MB_PER_GB, "GB")
        rounding = Rounding(workload.duration_ms, 1)
        duration = Factor("billed duration", rounding.billed_ms / MS_PER_S, "s/request", (rounding,))
        yield Line("Requests", prices["lambda.edge.requests"], (requests,))
        yield Line("Duration", prices["lambda.edge.duration"], (requests, memory, duration))

    def limits(self, workload: Workload, prices: PriceBook) -> Iterator[Limit]:
        """What one execution may take at its event, and how many there may be at once."""
        _ = prices
        longest, most = LIMITS[self.event]
        yield Limit("Duration", workload.duration_ms, longest, "ms", SPLIT_WORK, QUOTAS_PAGE)
        yield Limit("Memory", workload.memory_mb, most, "MB", SPLIT_WORK, QUOTAS_PAGE)
        yield Limit(
            "Concurrent executions", workload.peak_concurrency, DEFAULT_CONCURRENCY, "executions", RAISE_QUOTA,
            QUOTAS_PAGE, hard=False,
        )  # fmt: skip

    def steps(self, workload: Workload, prices: PriceBook, field: str, low: float, high: float) -> np.ndarray:
        """Every millisecond along the duration."""
        _ = workload, prices
        return increments(1, low, high) if field == "duration_ms" else np.empty(0)

    def footprint(self, workload: Workload, prices: PriceBook) -> Footprint:
        """Environments that are busy."""
        _ = prices
        busy = Factor("busy environments", workload.concurrency, "instance")
        return Footprint(LAMBDA, busy, busy, workload.peak_concurrency)

    def dip(self, workload: Workload, prices: PriceBook) -> float:
        """0: more load never costs less."""
        _ = workload, prices
        return 0.0
