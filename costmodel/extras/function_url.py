"""Lambda function URLs. https://docs.aws.amazon.com/lambda/latest/dg/urls-configuration.html (read 2026-11-23)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from costmodel.extras.straight import Straight
from costmodel.limits import Limit
from costmodel.option import FUNCTIONS, WEB

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from costmodel.bill import Line
    from costmodel.option import Footprint
    from costmodel.rates import PriceBook
    from costmodel.workload import Workload

URLS_PAGE = "https://docs.aws.amazon.com/lambda/latest/dg/urls-configuration.html"


@dataclass(frozen=True)
class FunctionUrl(Straight):
    """A function's own HTTPS address: no charge of its own, only for Lambda.

    The 6 MB of a synchronous invocation, for the request and for the response, are the function's own limits. It has
    no rate limit, no AWS WAF and no validation of its own.
    """

    name: str = "Function URL"

    def lines(self, workload: Workload, prices: PriceBook, beside: Footprint) -> Iterable[Line]:
        """None: the requests are charged as Lambda's."""
        _ = workload, prices, beside
        return ()

    def limits(self, workload: Workload, prices: PriceBook, beside: Footprint) -> Iterator[Limit]:
        """It leads to a function and to nothing else."""
        _ = workload, prices
        if beside.runs_on not in FUNCTIONS and beside.runs_on != WEB:
            yield Limit(
                "Instances behind a function URL", 1.0, 0.0, "target", "take API Gateway or a load balancer", URLS_PAGE
            )
