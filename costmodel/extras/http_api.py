"""HTTP APIs of Amazon API Gateway. https://aws.amazon.com/api-gateway/pricing/ (read 2026-11-23)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from costmodel.bill import Factor, Line
from costmodel.display import quantity
from costmodel.extras.api_gateway import THROTTLE, payload_limits, throttle_limit
from costmodel.extras.straight import Straight
from costmodel.limits import Limit, round_up
from costmodel.ranges import scalar

if TYPE_CHECKING:
    from collections.abc import Iterator

    from costmodel.display import Say
    from costmodel.option import Footprint
    from costmodel.rates import Num, PriceBook
    from costmodel.workload import Workload

METERED_KB = 512
"""HTTP API calls are metered in steps of 512 KB: 513 KB are two requests. https://aws.amazon.com/api-gateway/pricing/
(read 2026-11-23). [KB]"""

TIMEOUT_MS = 30_000
"""Longest that an HTTP API waits for an answer; cannot be raised.
https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-quotas.html (read 2026-11-23). [ms]"""

HTTP_QUOTAS_PAGE = "https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-quotas.html"


@dataclass(frozen=True, eq=False, slots=True)
class Metering:
    """How many requests one call is metered as.

    AWS says neither whether the request, the response or both are measured: both together are taken, the most that
    it can mean. Every call is taken to be of the mean size.
    """

    request_kb: Num
    response_kb: Num

    @property
    def requests(self) -> Num:
        """Requests charged for one call. [1]"""
        return np.maximum(round_up((self.request_kb + self.response_kb) / METERED_KB), 1)

    def explain(self, say: Say = str) -> str:
        """What is measured, where it makes more than one request.

        >>> Metering(13, 500).explain()
        '13 KB request + 500 KB response: 2 steps of 512 KB'
        """
        if self.requests == 1:
            return ""
        request, response = quantity(float(self.request_kb)), quantity(float(self.response_kb))
        sentence = say("{request} KB request + {response} KB response: {steps} steps of {step} KB")
        steps = quantity(float(self.requests))
        return sentence.format(request=request, response=response, steps=steps, step=quantity(METERED_KB))


@dataclass(frozen=True)
class HttpApi(Straight):
    """An HTTP API in front of a function, or of instances over a public address or a VPC link.

    >>> HttpApi().name
    'HTTP API'

    Raises `InvalidOption` naming the setting, its value and what is allowed.
    """

    throttle_rps: float | None = None
    """Your account's quota in the region; None is AWS's default. [request/s]"""
    name: str = "HTTP API"

    def __post_init__(self) -> None:
        if self.throttle_rps is not None:
            scalar("throttle_rps", self.throttle_rps, THROTTLE)

    def lines(self, workload: Workload, prices: PriceBook, beside: Footprint) -> Iterator[Line]:
        """Requests, in tiers."""
        _ = beside
        metering = Metering(workload.request_kb, workload.response_kb)
        requests = Factor("requests", workload.requests_per_month, "request/month")
        steps = Factor("steps of 512 KB", metering.requests, "1", (metering,))
        yield Line("HTTP API requests", prices["apigateway.http.requests"], (requests, steps))

    def limits(self, workload: Workload, prices: PriceBook, beside: Footprint) -> Iterator[Limit]:
        """The mean duration against the time-out, the size of one call, and the account's throttle."""
        _ = beside
        yield Limit(
            "Duration, HTTP API", workload.duration_ms, TIMEOUT_MS, "ms",
            "answer at once and work on behind a queue, or take a function URL or a load balancer", HTTP_QUOTAS_PAGE,
        )  # fmt: skip
        yield from payload_limits(workload)
        yield throttle_limit(workload, prices, self.throttle_rps)
