"""What the tests of front doors share: published prices of us-east-1, and what may stand behind a door."""

from __future__ import annotations

from functools import reduce
from math import inf
from operator import add
from typing import TYPE_CHECKING

from costmodel import Rate, Source, Tier, Workload
from costmodel.bill import Factor
from costmodel.option import EC2, LAMBDA, Footprint
from tests.books import PRICES

if TYPE_CHECKING:
    import numpy as np

    from costmodel import PriceBook
    from costmodel.limits import Limit
    from costmodel.option import Extra

SECONDS = 720 * 3600

PUBLISHED: dict[str, tuple[str, tuple[tuple[float, float], ...]]] = {
    "apigateway.http.requests": ("request", ((0.000001, 300e6), (0.0000009, inf))),
    "apigateway.rest.requests": (
        "request",
        ((0.0000035, 333e6), (0.0000028, 1e9), (0.00000238, 20e9), (0.00000151, inf)),
    ),
    "apigateway.cache.0.5GB": ("h", ((0.02, inf),)),
    "apigateway.cache.1.6GB": ("h", ((0.038, inf),)),
    "apigateway.cache.237GB": ("h", ((3.8, inf),)),
    "alb.hours": ("h", ((0.0225, inf),)),
    "alb.lcu": ("LCU·h", ((0.008, inf),)),
    "nlb.hours": ("h", ((0.0225, inf),)),
    "nlb.lcu": ("LCU·h", ((0.006, inf),)),
    "vpc.public_ipv4": ("h", ((0.005, inf),)),
    "cloudfront.us_eu.egress": (
        "GB",
        ((0.085, 10_240), (0.08, 51_200), (0.06, 153_600), (0.04, 512_000), (0.03, 1_048_576), (0.025, 5_242_880),
         (0.02, inf)),
    ),
    "cloudfront.us_eu.https_requests": ("request", ((0.000001, inf),)),
    "cloudfront.europe.https_requests": ("request", ((0.0000012, inf),)),
}  # fmt: skip
"""Unit, then price and upper edge of each tier. [USD per unit, unit]"""


def rate(key: str, unit: str, *tiers: tuple[float, float]) -> Rate:
    return Rate(key, unit, tuple(Tier(*tier) for tier in tiers), Source("https://aws.amazon.com/pricing/", "2026"))


BOOK = PRICES.with_rates({key: rate(key, unit, *tiers) for key, (unit, tiers) in PUBLISHED.items()})


def footprint(runs_on: str, count: float = 2.0) -> Footprint:
    factor = Factor("instances", count, "instance")
    return Footprint(runs_on, factor, factor, count)


ON_EC2, ON_LAMBDA = footprint(EC2), footprint(LAMBDA)


def calls(requests: float | np.ndarray, **fields: object) -> Workload:
    """Requests in a month of 720 hours, 10 ms each."""
    return Workload(**({"requests_per_month": requests, "duration_ms": 10, "memory_mb": 128} | fields))  # type: ignore[arg-type]


def rps(per_second: float, **fields: object) -> Workload:
    return calls(per_second * SECONDS, **fields)


def costs(
    door: Extra, workload: Workload, beside: Footprint = ON_EC2, book: PriceBook = BOOK
) -> dict[str, float | np.ndarray]:
    return {line.name: line.cost for line in door.lines(workload, book, beside)}


def total(door: Extra, workload: Workload, beside: Footprint = ON_EC2) -> float | np.ndarray:
    return reduce(add, costs(door, workload, beside).values(), 0.0)


def limits(door: Extra, workload: Workload, beside: Footprint = ON_EC2, book: PriceBook = BOOK) -> dict[str, Limit]:
    found = {limit.name: limit for limit in door.limits(workload, book, beside)}
    assert all(limit.source.startswith("https://docs.aws.amazon.com/") for limit in found.values())
    assert all(limit.remedy for limit in found.values())
    return found


def exceeded(door: Extra, workload: Workload, beside: Footprint = ON_EC2, book: PriceBook = BOOK) -> dict[str, bool]:
    """Names of the limits exceeded, and whether they are hard."""
    found = limits(door, workload, beside, book)
    return {name: limit.hard for name, limit in found.items() if limit.exceeded}
