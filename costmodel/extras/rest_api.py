"""REST APIs of Amazon API Gateway. https://aws.amazon.com/api-gateway/pricing/ (read 2026-11-23)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from costmodel.bill import Factor, Line
from costmodel.errors import InvalidOption
from costmodel.extras.api_gateway import THROTTLE, payload_limits, throttle_limit
from costmodel.extras.straight import Straight
from costmodel.limits import Limit
from costmodel.ranges import Range, scalar

if TYPE_CHECKING:
    from collections.abc import Iterator

    from costmodel.option import Footprint
    from costmodel.rates import PriceBook, Rate
    from costmodel.workload import Workload

TIMEOUT_MS = 29_000
"""How long a REST API waits for an answer, until the quota of a regional API is raised.
https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-execution-service-limits-table.html
(read 2026-11-23). [ms]"""

RAISED_TIMEOUT_MS = 300_000
"""To how much it can be raised, as third parties report it (AWS's page gives no number): answers on
https://repost.aws/questions/QUlDTc_17EQ_mOJAhR3LHNDw (read 2026-11-24). [ms]"""

REST_QUOTAS_PAGE = (
    "https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-execution-service-limits-table.html"
)

CACHE_GB = Range(0, 1_000, above=True, unit="GB")

RAISE_TIMEOUT = "ask AWS to raise the quota 'Maximum integration timeout in milliseconds': it may lower 'Throttle rate'"

LATER = "answer at once and work on behind a queue, or take a function URL or a load balancer"


@dataclass(frozen=True)
class RestApi(Straight):
    """A REST API, charged by the call, with a cache if wanted.

    What a cache answers still pays for the call, and is not taken off the workload: a workload is what reaches the
    option.

    >>> RestApi(cache_gb=1.6).name
    'REST API'

    Raises `InvalidOption` naming the setting, its value and what is allowed.
    """

    cache_gb: float | None = None
    """Size of the cache, one of those that AWS offers; None is no cache. [GB]"""
    regional: bool = True
    """Regional (or private), not edge-optimized: only then can the time-out be raised."""
    throttle_rps: float | None = None
    """Your account's quota in the region; None is AWS's default. [request/s]"""
    name: str = "REST API"

    def __post_init__(self) -> None:
        if self.cache_gb is not None:
            scalar("cache_gb", self.cache_gb, CACHE_GB)
        if self.throttle_rps is not None:
            scalar("throttle_rps", self.throttle_rps, THROTTLE)

    def lines(self, workload: Workload, prices: PriceBook, beside: Footprint) -> Iterator[Line]:
        """Requests in tiers, and the cache by the hour."""
        _ = beside
        requests = Factor("requests", workload.requests_per_month, "request/month")
        yield Line("REST API requests", prices["apigateway.rest.requests"], (requests,))
        if self.cache_gb is not None:
            hours = Factor("hours", workload.hours_per_month, "h/month")
            yield Line("REST API cache", self._cache(self.cache_gb, prices), (hours,))

    def limits(self, workload: Workload, prices: PriceBook, beside: Footprint) -> Iterator[Limit]:
        """The mean duration against the time-out, the size of one call, and the account's throttle."""
        _ = beside
        duration, page = workload.duration_ms, REST_QUOTAS_PAGE
        if self.regional:
            yield Limit("Integration timeout, REST API", duration, TIMEOUT_MS, "ms", RAISE_TIMEOUT, page, hard=False)
            yield Limit("Duration, REST API", duration, RAISED_TIMEOUT_MS, "ms", LATER, page)
        else:
            yield Limit("Duration, REST API", duration, TIMEOUT_MS, "ms", LATER, page)
        yield from payload_limits(workload)
        yield throttle_limit(workload, prices, self.throttle_rps)

    def _cache(self, size: float, prices: PriceBook) -> Rate:
        """The rate of a cache; raises `InvalidOption` with the sizes that have one, `UnknownRate` where none has."""
        key, start, end = f"apigateway.cache.{size:g}GB", "apigateway.cache.", "GB"
        offered = sorted(float(name[len(start) : -len(end)]) for name in prices.rates if name.startswith(start))
        if offered and key not in prices:
            raise InvalidOption("cache_gb", size, "one of " + ", ".join(f"{one:g}" for one in offered))
        return prices[key]
