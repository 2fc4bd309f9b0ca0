"""What Application and Network Load Balancers have in common.

https://aws.amazon.com/elasticloadbalancing/pricing/ (read 2026-11-23).
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from dataclasses import dataclass
from itertools import combinations, pairwise
from typing import TYPE_CHECKING

import numpy as np

from costmodel.bill import Factor, Line
from costmodel.extras.capacity_units import CapacityUnits
from costmodel.limits import round_up
from costmodel.ranges import Range, scalar, whole
from costmodel.units import MS_PER_S, S_PER_H

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from costmodel.extras.capacity_units import Dimension
    from costmodel.option import Footprint
    from costmodel.rates import Num, PriceBook
    from costmodel.workload import Workload

KB_PER_GB = 1_000_000
"""Kilobytes in the gigabyte of a capacity unit, as AWS's own example counts: 300 KB/s are 1.08 GB/h. Were it 1,048,576,
capacity by bytes would be 5 % less. https://aws.amazon.com/elasticloadbalancing/pricing/, example 1, as told by
https://qiita.com/hokutoasari/items/26c64dc351c3b9cdedd4 (read 2026-11-24). [KB/GB]"""

REQUESTS_PER_CONNECTION = Range(0.001, 1e9, unit="requests")

CONNECTION_S = Range(0, 1e6, unit="seconds")


@dataclass(frozen=True)
class LoadBalancer(ABC):
    """Hours, addresses and capacity units of a load balancer.

    Every dimension of its capacity follows the load in a straight line.
    """

    zones: int = 2
    """Availability Zones it stands in; each holds one public address of an internet-facing one. [zone]"""
    internet_facing: bool = True
    """Reached from the internet; an internal one has no public addresses, such as behind CloudFront."""
    requests_per_connection: float = 1
    """How many requests clients send over one connection: 1 is the dearest, an assumption. With keep-alive it is more,
    measure your own. [request/connection]"""
    connection_s: float = 60
    """Mean life of a connection, at least as long as its requests take in turn. 60 is the idle timeout of an
    Application Load Balancer, an assumption: below two minutes new connections count for more there. [s]"""

    def __post_init__(self) -> None:
        whole("zones", self.zones, Range(1, 10))
        scalar("requests_per_connection", self.requests_per_connection, REQUESTS_PER_CONNECTION)
        scalar("connection_s", self.connection_s, CONNECTION_S)

    @abstractmethod
    def dimensions(self, workload: Workload, runs_on: str) -> tuple[Dimension, ...]:
        """What the mean load asks for in every measure."""

    def hours(self, workload: Workload) -> Factor:
        """Each partial hour is charged as a full hour. [h/month]"""
        return Factor("hours", round_up(workload.hours_per_month), "h/month")

    def capacity(self, workload: Workload, beside: Footprint) -> tuple[Factor, ...]:
        """Capacity units charged on average, and the hours of the month."""
        units = CapacityUnits(self.dimensions(workload, beside.runs_on))
        hours = Factor("hours", workload.hours_per_month, "h/month")
        return Factor("capacity units", units.mean, "LCU", (units,)), hours

    def addresses(self, workload: Workload, prices: PriceBook) -> Iterator[Line]:
        """Public IPv4 addresses, one in each zone.

        https://aws.amazon.com/blogs/aws/new-aws-public-ipv4-address-charge-public-ip-insights/
        """
        if self.internet_facing:
            addresses = Factor("addresses", float(self.zones), "1")
            hours = Factor("hours", workload.hours_per_month, "h/month")
            yield Line("Load balancer addresses", prices["vpc.public_ipv4"], (addresses, hours))

    def steps(
        self,
        workload: Workload,
        prices: PriceBook,
        beside: Callable[[Workload], Footprint],
        field: str,
        low: float,
        high: float,
    ) -> np.ndarray:
        """Along the duration: where it outgrows a connection's life, and where another dimension becomes the largest.

        Along everything else that is searched all dimensions grow alike.
        """
        _ = prices
        if field != "duration_ms":
            return np.empty(0)
        runs_on, life = beside(workload).runs_on, self.connection_s * MS_PER_S / self.in_turn
        bends = [life] if low < life < high else []
        found = list(bends)
        for start, stop in pairwise([low, *bends, high]):
            ends = workload.vary(duration_ms=np.array([start, stop]))
            loads = [dimension.capacity_units for dimension in self.dimensions(ends, runs_on)]
            found += [place for one, other in combinations(loads, 2) for place in _zero(start, stop, one - other)]
        return np.array(found)

    def new_connections(self, workload: Workload) -> Num:
        """[connection/s]"""
        return workload.mean_rps / self.requests_per_connection

    def active_connections(self, workload: Workload) -> Num:
        """Open on average: Little's law, L = λ W. [connection]"""
        busy_s = workload.duration_ms / MS_PER_S * self.in_turn
        return self.new_connections(workload) * np.maximum(self.connection_s, busy_s)

    @property
    def in_turn(self) -> float:
        """Requests that a connection carries one after the other, at least one. [request/connection]"""
        return max(1.0, self.requests_per_connection)

    def gigabytes_per_hour(self, workload: Workload) -> Num:
        """Requests and responses. [GB/h]"""
        return workload.mean_rps * S_PER_H * (workload.request_kb + workload.response_kb) / KB_PER_GB


def _zero(start: float, stop: float, gap: Num) -> list[float]:
    """Where the straight line from ``(start, gap[0])`` to ``(stop, gap[1])`` is zero, if between."""
    first, last = np.broadcast_to(gap, 2)
    return [float(start + first / (first - last) * (stop - start))] if first * last < 0 else []
