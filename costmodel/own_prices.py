"""Prices of one's own: which keys may have one, by which unit each is charged, and where it is said to come from."""

from __future__ import annotations

import re
from types import MappingProxyType
from typing import TYPE_CHECKING

from costmodel.ranges import Range
from costmodel.rates import Source

if TYPE_CHECKING:
    from collections.abc import Mapping

    from costmodel.rates import PriceBook

PRICE = Range(0, 1e9, above=True, unit="USD")

INSTANCE_PRICE = re.compile(
    r"ec2\.([a-z0-9-]+\.[a-z0-9-]+)"
    r"(?:\.spot|\.(?:reserved\.(?:standard|convertible)|savings_plan\.(?:compute|ec2_instance))\.[13]yr\.[a-z]+_upfront)?"
)
"""Keys of the prices of an instance hour: On-Demand, Spot and committed."""

UNITS: Mapping[re.Pattern[str], str] = MappingProxyType(
    {
        re.compile(r"[an]lb\.hours"): "h",
        re.compile(r"[an]lb\.lcu"): "LCU·h",
        re.compile(r"rds\.proxy\.vcpu|ec2\.cpu_credits\.t[234][ag]?"): "vCPU·h",
        re.compile(r"rds\.(mysql|postgresql)\.(single|multi)_az\.db\.[a-z0-9.]+"): "instance·h",
        re.compile(r"elasticache\.(redis|valkey|memcached)\.cache\.[a-z0-9.]+"): "instance·h",
        re.compile(r"fargate\.vcpu\.(x86_64|arm64)(\.spot|\.savings_plan\.compute\.[13]yr\.[a-z]+_upfront)?"): "vCPU·h",
        re.compile(r"fargate\.memory\.(x86_64|arm64)(\.spot|\.savings_plan\.compute\.[13]yr\.[a-z]+_upfront)?"): "GB·h",
        re.compile(r"fargate\.ephemeral_storage"): "GB·h",
        re.compile(
            r"lambda\.(duration|provisioned_concurrency|provisioned_duration)\.(x86_64|arm64)"
            r"\.savings_plan\.compute\.[13]yr\.[a-z]+_upfront"
        ): "GB·s",
        re.compile(r"lambda\.event_poller(\.sqs)?"): "EPU·h",
        re.compile(r"lambda\.tenant_environment\.(x86_64|arm64)"): "GB",
        re.compile(r"lambda\.web\.requests"): "request",
        re.compile(r"lambda\.web\.vcpu\.arm64"): "vCPU·s",
        re.compile(r"lambda\.web\.memory\.arm64"): "GB·s",
    }
)
"""Units of prices that not every region's list holds, so that one's own may be typed."""

TYPED = Source("", "typed by you")
"""Where a price of one's own comes from."""


def unit_of(key: str, book: PriceBook) -> str:
    """The unit of a rate: the book's, or what a missing price of this kind is charged by; else `UnknownRate`."""
    if key in book:
        return book[key].unit
    instance = INSTANCE_PRICE.fullmatch(key)
    if instance and instance[1] in book.instances:
        return "instance·h"
    return next((unit for start, unit in UNITS.items() if start.fullmatch(key)), "") or book[key].unit
