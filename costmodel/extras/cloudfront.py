"""Amazon CloudFront, pay as you go. https://aws.amazon.com/cloudfront/pricing/ (read 2026-11-24)."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from costmodel.bill import Factor, Line
from costmodel.errors import InvalidOption
from costmodel.extras.network import gigabytes
from costmodel.extras.straight import Straight
from costmodel.limits import Limit
from costmodel.ranges import Range, scalar
from costmodel.units import MS_PER_S

if TYPE_CHECKING:
    from collections.abc import Iterator

    from costmodel.option import Footprint
    from costmodel.rates import Num, PriceBook, Rate
    from costmodel.workload import Workload

FREE_GB = 1024
"""Free every month for every account, with `FREE_REQUESTS`. https://aws.amazon.com/cloudfront/pricing/ (read
2026-11-24). [GB]"""

FREE_REQUESTS = 10_000_000
"""HTTP and HTTPS together. [request]"""

REQUESTS_PER_S = 250_000
"""Of one distribution, until the quota is raised.
https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/cloudfront-limits.html (read 2026-11-24).
[request/s]"""

GBPS = 150
"""Data of one distribution, until the quota is raised. Same page. [Gbit/s]"""

RESPONSE_TIMEOUT_S = 120
"""The longest that it can be set to wait for the origin's answer, until the quota is raised; it waits 30 unless set.
Same page. [s]"""

BITS_PER_KB = 8 * 1024

BITS_PER_GBIT = 1e9

QUOTAS_PAGE = "https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/cloudfront-limits.html"

EDGES = ("us_eu", "europe")
"""Where viewers are, as the keys of the prices of requests name it."""


@dataclass(frozen=True)
class CloudFront(Straight):
    """A CloudFront distribution whose viewers are in the United States or in Europe.

    The workload is what reaches the option: with a ``cached_share``, viewers send more than that, and CloudFront
    charges for all of it. What the option answers goes to CloudFront free of charge, so leave data transfer to the
    internet out beside it. Not counted: data that requests carry to the origin, flat-rate plans, other parts of the
    world.

    >>> CloudFront(cached_share=0.5).viewer_requests
    2.0

    Raises `InvalidOption` naming the setting, its value and what is allowed.
    """

    https: bool = True
    cached_share: float = 0.0
    """Share of the viewers' requests that the cache answers. [1]"""
    edges: str = "us_eu"
    """``europe`` takes Europe's price of requests; data costs the same in both."""
    free_gb: float = 0
    """Taken off every month: AWS gives each account `FREE_GB`. Off by default, as every free tier. [GB]"""
    free_requests: float = 0
    """Taken off every month: AWS gives each account `FREE_REQUESTS`. Off by default, as every free tier. [request]"""
    name: str = "CloudFront"

    def __post_init__(self) -> None:
        if self.edges not in EDGES:
            raise InvalidOption("edges", self.edges, " or ".join(EDGES))
        scalar("cached_share", self.cached_share, Range(0, 0.9999))
        scalar("free_gb", self.free_gb, Range(0, 1e9, unit="GB"))
        scalar("free_requests", self.free_requests, Range(0, 1e12, unit="requests"))

    @property
    def viewer_requests(self) -> float:
        """Requests of viewers for each one that reaches the origin. [1]"""
        return 1 / (1 - self.cached_share)

    def lines(self, workload: Workload, prices: PriceBook, beside: Footprint) -> Iterator[Line]:
        """Requests of viewers, and the responses they are sent."""
        _ = beside
        requests = Factor("requests", workload.requests_per_month, "request/month")
        viewers = Factor("viewer requests for each at the origin", self.viewer_requests, "1")
        more = (viewers,) if self.cached_share else ()
        protocol = "https" if self.https else "http"
        rate = _free(prices, f"cloudfront.{self.edges}.{protocol}_requests", self.free_requests)
        yield Line("CloudFront requests", rate, (requests, *more))
        sent = gigabytes(workload, "response", workload.response_kb)
        egress = _free(prices, "cloudfront.us_eu.egress", self.free_gb)
        yield Line("CloudFront data transfer", egress, (*sent, *more))

    def limits(self, workload: Workload, prices: PriceBook, beside: Footprint) -> Iterator[Limit]:
        """Quotas of a distribution, and how long it waits for the origin."""
        _ = prices, beside
        rps: Num = workload.peak_rps * self.viewer_requests
        gbps = rps * workload.response_kb * BITS_PER_KB / BITS_PER_GBIT
        yield Limit(
            "Requests a second, CloudFront", rps, REQUESTS_PER_S, "requests/s",
            "ask AWS to raise the quota 'Requests per second per distribution'", QUOTAS_PAGE, hard=False,
        )  # fmt: skip
        yield Limit(
            "Data transfer rate, CloudFront", gbps, GBPS, "Gbit/s",
            "ask AWS to raise the quota 'Data transfer rate per distribution'", QUOTAS_PAGE, hard=False,
        )  # fmt: skip
        yield Limit(
            "Response timeout, CloudFront", workload.duration_ms / MS_PER_S, RESPONSE_TIMEOUT_S, "s",
            "ask AWS to raise the quota 'Response timeout per origin'", QUOTAS_PAGE, hard=False,
        )  # fmt: skip


def _free(prices: PriceBook, key: str, amount: float) -> Rate:
    """The rate behind what is free; a rate that begins with a free tier of its own is left as it is."""
    if not amount or prices[key].tiers[0].price == 0:
        return prices[key]
    # the book puts what is free before the paid tiers and takes what others used from both
    return replace(prices, free={**prices.free, key: amount})[key]
