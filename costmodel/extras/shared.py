"""What is common to both sides: entered once, and the same whatever the option beside it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from costmodel.bill import Factor, Line
from costmodel.errors import InvalidOption
from costmodel.extras.only_costs import OnlyCosts
from costmodel.ranges import Range, scalar, whole
from costmodel.rates import Rate, Source, Tier

if TYPE_CHECKING:
    from collections.abc import Iterator

    from costmodel.option import Footprint
    from costmodel.rates import PriceBook
    from costmodel.workload import Workload

ENGINES = ("valkey", "redis", "memcached")
"""Engines of ElastiCache nodes."""

UNITS_PER_REQUEST = Range(0, 1e6, unit="request units")


@dataclass(frozen=True)
class DynamoDb(OnlyCosts):
    """A DynamoDB table on demand. https://aws.amazon.com/dynamodb/pricing/on-demand/."""

    reads_per_request: float
    """Read request units: one for each 4 KB strongly consistent, half of one eventually consistent. [RRU]"""
    writes_per_request: float
    """Write request units: one for each 1 KB. [WRU]"""
    storage_gb: float = 0
    """Kept all month; the first 25 GB that an account has free are not taken off. [GB]"""
    name: str = "DynamoDB"

    def __post_init__(self) -> None:
        scalar("reads_per_request", self.reads_per_request, UNITS_PER_REQUEST)
        scalar("writes_per_request", self.writes_per_request, UNITS_PER_REQUEST)
        scalar("storage_gb", self.storage_gb, Range(0, 1e9, unit="GB"))

    def lines(self, workload: Workload, prices: PriceBook, beside: Footprint) -> Iterator[Line]:
        """Reads, writes and storage, as far as there are any."""
        _ = beside
        requests = Factor("requests", workload.requests_per_month, "request/month")
        if self.reads_per_request:
            reads = Factor("reads", self.reads_per_request, "RRU/request")
            yield Line("DynamoDB reads", prices["dynamodb.on_demand.read"], (requests, reads))
        if self.writes_per_request:
            writes = Factor("writes", self.writes_per_request, "WRU/request")
            yield Line("DynamoDB writes", prices["dynamodb.on_demand.write"], (requests, writes))
        if self.storage_gb:
            yield Line("DynamoDB storage", prices["dynamodb.storage"], (Factor("storage", self.storage_gb, "GB"),))


@dataclass(frozen=True)
class CacheNodes(OnlyCosts):
    """ElastiCache nodes that run all month. https://aws.amazon.com/elasticache/pricing/."""

    node_type: str
    """Such as ``cache.t4g.small``."""
    count: int = 1
    """Primaries and replicas together. [instance]"""
    engine: str = "valkey"
    name: str = "ElastiCache"

    def __post_init__(self) -> None:
        if self.engine not in ENGINES:
            raise InvalidOption("engine", self.engine, " or ".join(ENGINES))
        whole("count", self.count, Range(1, 1e6, unit="nodes"))

    def lines(self, workload: Workload, prices: PriceBook, beside: Footprint) -> Iterator[Line]:
        """Nodes by the hour."""
        _ = beside
        nodes = Factor("nodes", float(self.count), "instance")
        hours = Factor("hours", workload.hours_per_month, "h/month")
        yield Line("Cache nodes", prices[f"elasticache.{self.engine}.{self.node_type}"], (nodes, hours))


@dataclass(frozen=True)
class OtherCosts(OnlyCosts):
    """An amount that you type: what this calculator does not know, such as a support plan.

    >>> OtherCosts(50, "support").name
    'support'
    """

    usd_per_month: float
    """[USD/month]"""
    what: str = "everything else"

    def __post_init__(self) -> None:
        scalar("usd_per_month", self.usd_per_month, Range(0, 1e12, unit="USD a month"))

    @property
    def name(self) -> str:
        """What it is for."""
        return self.what

    def lines(self, workload: Workload, prices: PriceBook, beside: Footprint) -> Iterator[Line]:
        """The amount, unless it is nothing."""
        _ = workload, prices, beside
        if self.usd_per_month:
            rate = Rate(f"typed.{self.what}", "USD", (Tier(1.0),), Source("", "typed by you"))
            yield Line(self.what, rate, (Factor(self.what, float(self.usd_per_month), "USD/month"),))
