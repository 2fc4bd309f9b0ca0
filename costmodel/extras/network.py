"""The network around an option: NAT gateways, public addresses, data that leaves a zone or the region.

https://aws.amazon.com/vpc/pricing/ and https://aws.amazon.com/ec2/pricing/on-demand/#Data_Transfer. Data from the
internet into a region is free.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from costmodel.bill import Factor, Line
from costmodel.extras.only_costs import OnlyCosts
from costmodel.option import EC2, FARGATE
from costmodel.ranges import Range, scalar, whole

if TYPE_CHECKING:
    from collections.abc import Iterator

    from costmodel.option import Footprint
    from costmodel.rates import Num, PriceBook
    from costmodel.workload import Workload

KB_PER_GB = 1024 * 1024
"""Kilobytes in the gigabyte of data that is charged. [KB/GB]"""

KB_PER_REQUEST = Range(0, 1e9, unit="KB")
"""Data of one request that takes a way of its own."""

AT_ONCE = Range(0, 1e6)
"""How many gateways or addresses there may be."""

BOTH = 2
"""Data between zones is charged where it leaves and where it arrives. [1]"""


def gigabytes(workload: Workload, what: str, kb_per_request: Num) -> tuple[Factor, ...]:
    """Data of a month, as factors of a quantity in GB."""
    return (
        Factor("requests", workload.requests_per_month, "request/month"),
        Factor(what, kb_per_request, "KB/request"),
        Factor("gigabytes in a kilobyte", 1 / KB_PER_GB, "GB/KB"),
    )


@dataclass(frozen=True)
class NatGateway(OnlyCosts):
    """NAT gateways: the way to the internet from private subnets, also for a function inside a VPC.

    What leaves the region through it pays data transfer to the internet besides.
    """

    gateways: int = 1
    """AWS advises one for each Availability Zone in use. [gateway]"""
    kb_per_request: float = 10
    """Data that a request sends and receives through the gateway, such as calls of other services; answers to clients
    do not pass it. An assumption, set your own. [KB]"""
    name: str = "NAT gateway"

    def __post_init__(self) -> None:
        whole("gateways", self.gateways, AT_ONCE)
        scalar("kb_per_request", self.kb_per_request, KB_PER_REQUEST)

    def lines(self, workload: Workload, prices: PriceBook, beside: Footprint) -> Iterator[Line]:
        """Gateways by the hour, data by the GB."""
        _ = beside
        if not self.gateways:
            return
        gateways = Factor("gateways", float(self.gateways), "1")
        hours = Factor("hours", workload.hours_per_month, "h/month")
        yield Line("NAT gateway hours", prices["nat.hours"], (gateways, hours))
        if self.kb_per_request:
            data = gigabytes(workload, "through the gateway", self.kb_per_request)
            yield Line("NAT gateway data", prices["nat.data"], data)


@dataclass(frozen=True)
class PublicIPv4(OnlyCosts):
    """Public IPv4 addresses, charged in use or not since 2024-02-01.

    https://aws.amazon.com/blogs/aws/new-aws-public-ipv4-address-charge-public-ip-insights/
    """

    addresses: int | None = None
    """None is one for each running instance or task, and none beside Lambda. A load balancer has one for each of its
    zones, a NAT gateway has one. [address]"""
    name: str = "Public IPv4"

    def __post_init__(self) -> None:
        if self.addresses is not None:
            whole("addresses", self.addresses, AT_ONCE)

    def lines(self, workload: Workload, prices: PriceBook, beside: Footprint) -> Iterator[Line]:
        """Addresses by the hour."""
        if self.addresses == 0 or (self.addresses is None and beside.runs_on not in (EC2, FARGATE)):
            return
        held = beside.running.value if self.addresses is None else float(self.addresses)
        hours = Factor("hours", workload.hours_per_month, "h/month")
        yield Line("Public IPv4 addresses", prices["vpc.public_ipv4"], (Factor("addresses", held, "1"), hours))


@dataclass(frozen=True)
class Egress(OnlyCosts):
    """Responses that go to the internet; leave it out where CloudFront stands in front: the way there is free."""

    free_gb: float = 0
    """AWS gives 100 GB a month, once for all services and regions of an account. Off by default, as every free tier:
    the rest of the account may have used it. https://aws.amazon.com/ec2/pricing/on-demand/#Data_Transfer [GB]"""
    name: str = "Data transfer out"

    def __post_init__(self) -> None:
        scalar("free_gb", self.free_gb, Range(0, 1e9, unit="GB"))

    def lines(self, workload: Workload, prices: PriceBook, beside: Footprint) -> Iterator[Line]:
        """Responses by the GB, in tiers."""
        _ = beside
        key = "egress.internet"
        # the book puts what is free before the paid tiers and takes what others used from both
        book = replace(prices, free={**prices.free, key: self.free_gb}) if self.free_gb else prices
        yield Line("Data transfer to the internet", book[key], gigabytes(workload, "response", workload.response_kb))


@dataclass(frozen=True)
class InterZone(OnlyCosts):
    """Data between Availability Zones of a region, such as to a database in another zone."""

    kb_per_request: float = 10
    """Data of one request that crosses from zone to zone: an assumption, set your own. [KB]"""
    both_directions: bool = True
    """Whether your account owns both ends: each is charged. [1]"""
    name: str = "Data between zones"

    def __post_init__(self) -> None:
        scalar("kb_per_request", self.kb_per_request, KB_PER_REQUEST)

    def lines(self, workload: Workload, prices: PriceBook, beside: Footprint) -> Iterator[Line]:
        """Data by the GB, where it leaves a zone and where it arrives."""
        _ = beside
        if self.kb_per_request:
            ends = Factor("directions charged", float(BOTH if self.both_directions else 1), "1")
            data = gigabytes(workload, "between zones", self.kb_per_request)
            yield Line("Data transfer between zones", prices["transfer.inter_az"], (*data, ends))
