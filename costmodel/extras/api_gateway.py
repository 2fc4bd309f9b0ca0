"""What HTTP APIs and REST APIs of Amazon API Gateway have in common.

https://docs.aws.amazon.com/apigateway/latest/developerguide/limits.html (read 2026-11-23).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from costmodel.limits import Limit
from costmodel.ranges import Range

if TYPE_CHECKING:
    from collections.abc import Iterator

    from costmodel.rates import PriceBook
    from costmodel.workload import Workload

QUOTAS_PAGE = "https://docs.aws.amazon.com/apigateway/latest/developerguide/limits.html"

PAYLOAD_KB = 10 * 1024
"""Largest request, and largest response, of an HTTP API or a REST API; cannot be raised. [KB]"""

THROTTLE_RPS = 10_000
"""Requests a second of all APIs of an account in a region, until the quota is raised. [request/s]"""

NEWER_THROTTLE_RPS = 2_500
"""The same in the regions of `NEWER_REGIONS`. [request/s]"""

NEWER_REGIONS = frozenset(
    {
        "af-south-1", "eu-south-1", "ap-southeast-3", "me-central-1", "ap-south-2", "ap-southeast-4", "eu-south-2",
        "eu-central-2", "il-central-1", "ca-west-1", "ap-southeast-5", "ap-southeast-7", "mx-central-1",
    }
)  # fmt: skip
"""Cape Town, Milan, Jakarta, UAE, Hyderabad, Melbourne, Spain, Zurich, Tel Aviv, Calgary, Malaysia, Thailand and
Mexico, as the page of quotas names them. Regions opened since (Taipei, New Zealand) are not on it and are taken as
the others: say ``throttle_rps`` where your account has less."""

THROTTLE = Range(1, 1e7, unit="requests a second")

RAISE_THROTTLE = "ask AWS to raise the quota 'Throttle rate' of API Gateway"

SMALLER = "hand over large bodies through S3"


def payload_limits(workload: Workload) -> Iterator[Limit]:
    """Request and response, each on its own. Behind it a function takes 6 MB: its own limit."""
    yield Limit("Request size, API Gateway", workload.request_kb, PAYLOAD_KB, "KB", SMALLER, QUOTAS_PAGE)
    yield Limit("Response size, API Gateway", workload.response_kb, PAYLOAD_KB, "KB", SMALLER, QUOTAS_PAGE)


def throttle_limit(workload: Workload, prices: PriceBook, throttle_rps: float | None) -> Limit:
    """The busiest moments against the account's quota; short bursts above it may pass, and are not counted on."""
    default = NEWER_THROTTLE_RPS if prices.region in NEWER_REGIONS else THROTTLE_RPS
    quota = default if throttle_rps is None else throttle_rps
    return Limit(
        "Requests a second, API Gateway", workload.peak_rps, quota, "requests/s", RAISE_THROTTLE, QUOTAS_PAGE,
        hard=False,
    )  # fmt: skip
