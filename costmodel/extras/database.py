"""An RDS database: the same on both sides until connections outgrow it. https://aws.amazon.com/rds/pricing/."""

from __future__ import annotations

from dataclasses import dataclass
from types import MappingProxyType
from typing import TYPE_CHECKING

import numpy as np

from costmodel.bill import Factor, Line
from costmodel.errors import InvalidOption
from costmodel.extras.connections import (
    BYTES_PER_CONNECTION,
    QUOTAS_PAGE,
    Outgrown,
    Room,
    max_connections,
    reaches,
)
from costmodel.limits import Limit
from costmodel.option import LAMBDA
from costmodel.ranges import Range, scalar

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from costmodel.instance_type import InstanceType
    from costmodel.option import Footprint
    from costmodel.rates import Num, PriceBook
    from costmodel.workload import Workload

DEPLOYMENTS = ("single_az", "multi_az")

PROXY, BIGGER = "proxy", "bigger"
"""What may stand by when connections outgrow the class."""

REMEDIES: Mapping[str | None, str] = MappingProxyType(
    {
        None: "add RDS Proxy, take a larger class, or keep fewer connections",
        PROXY: "take a larger class, or hold connections for a shorter time",
        BIGGER: "add RDS Proxy, take another family, or keep fewer connections",
    },
)

LEAST_PROXY_VCPU = 2
"""RDS Proxy is charged for at least this many vCPUs of the database; from memory, not seen in a price list.
https://aws.amazon.com/rds/proxy/pricing/ [vCPU]"""

SETTINGS: Mapping[str, Range] = MappingProxyType(
    {
        "connections_per_environment": Range(0, 1e6, unit="connections"),
        "pool": Range(0, 1e6, unit="connections"),
        "reserved_share": Range(0, 0.99),
        "transaction_share": Range(0, 1),
    },
)


@dataclass(frozen=True)
class Database:
    """One RDS database, without its storage, and what relieves it of too many connections.

    >>> Database("db.m6g.large", relief="proxy").relief
    'proxy'

    Raises `InvalidOption` naming the setting, its value and what is allowed.
    """

    instance_class: str = "db.m6g.large"
    engine: str = "mysql"
    """``mysql`` or ``postgresql``."""
    deployment: str = "single_az"
    """``single_az``, or ``multi_az`` with a standby."""
    connections_per_environment: float = 1
    """Held by each Lambda environment. Those busy at the peak are counted; idle ones keep theirs too, until they are
    taken down: 1.3 counts 30 % of them on top. [connection]"""
    pool: float = 20
    """Held by each EC2 instance, over all its processes, by each Fargate task, and by each environment that serves
    several requests at once: an assumption, set your own. [connection]"""
    relief: str | None = None
    """``proxy`` adds RDS Proxy, ``bigger`` takes the smallest sufficient class of the family, where the connections
    outgrow the class and only there; None leaves it at the limit."""
    max_connections: float | None = None
    """As your parameter group sets it; None estimates the default from the memory of the class. [connection]"""
    reserved_share: float = 0.1
    """Kept for administration and failover. [1]"""
    transaction_share: float = 0.5
    """Part of a request's time in which it holds a connection, for RDS Proxy to share the rest: an assumption, set your
    own; 1 where sessions are pinned. [1]"""
    spec: InstanceType | None = None
    """Size of the class, if the price book does not know it."""
    name: str = "Database"

    def __post_init__(self) -> None:
        for field, known in (("engine", tuple(BYTES_PER_CONNECTION)), ("deployment", DEPLOYMENTS)):
            if getattr(self, field) not in known:
                raise InvalidOption(field, getattr(self, field), " or ".join(known))
        if self.relief not in REMEDIES:
            raise InvalidOption("relief", self.relief, f"{PROXY}, {BIGGER} or None")
        for field, allowed in SETTINGS.items():
            scalar(field, getattr(self, field), allowed)
        if self.max_connections is not None:
            scalar("max_connections", self.max_connections, Range(1, 1e6, unit="connections"))
            if self.relief == BIGGER:
                allowed_words = "left out where a larger class is the relief: each class has its own"
                raise InvalidOption("max_connections", self.max_connections, allowed_words)

    def lines(self, workload: Workload, prices: PriceBook, beside: Footprint) -> Iterator[Line]:
        """The class by the hour, and RDS Proxy where the connections ask for it."""
        hours = Factor("hours", workload.hours_per_month, "h/month")
        if self.relief is None:
            one = Factor("instances", 1.0, "instance")
            yield Line("Database", prices[self._key(self.instance_class)], (one, hours))
            return
        rooms, connections = self._rooms(prices), self.connections(beside)
        because, taken = (Outgrown(connections, rooms[0]),), _taken(rooms, connections)
        for place, room in enumerate(rooms):
            here = np.equal(taken, place)
            if here.any():
                instances = Factor("instances", _either(here, 1.0, 0.0), "instance", because if place else ())
                yield Line("Database", prices[self._key(room.instance_class)], (instances, hours))
        short = rooms[0].short_of(connections)
        if self.relief == PROXY and short.any():
            vcpu = max(self._spec(self.instance_class, prices).vcpu, LEAST_PROXY_VCPU)
            charged = Factor("vCPU of the database", _either(short, vcpu, 0.0), "vCPU", because)
            yield Line("RDS Proxy", prices["rds.proxy.vcpu"], (charged, hours))

    def limits(self, workload: Workload, prices: PriceBook, beside: Footprint) -> Iterator[Limit]:
        """Connections, or with RDS Proxy those it borrows, against what the class takes: beyond it they are refused."""
        rooms, needs = self._rooms(prices), self.connections(beside)
        allows = np.array([room.usable for room in rooms])[_taken(rooms, needs)]
        if self.relief == PROXY:
            borrowed = workload.peak_concurrency * self.transaction_share
            needs = _either(rooms[0].short_of(needs), borrowed, needs)
        yield Limit("Database connections", needs, allows, "connections", REMEDIES[self.relief], QUOTAS_PAGE)

    def steps(
        self,
        workload: Workload,
        prices: PriceBook,
        beside: Callable[[Workload], Footprint],
        field: str,
        low: float,
        high: float,
    ) -> np.ndarray:
        """Where the environments of a function outgrow a class; those of a fleet do so where the fleet grows."""

        def connections(places: np.ndarray) -> np.ndarray:
            return np.broadcast_to(self.connections(beside(workload.vary(**{field: places}))), places.shape)

        if beside(workload).runs_on != LAMBDA:
            return np.empty(0)
        return reaches(np.array([room.usable for room in self._rooms(prices)]), connections, low, high)

    def connections(self, beside: Footprint) -> Num:
        """Held at the busiest moment. [connection]"""
        return beside.most * (self.connections_per_environment if beside.runs_on == LAMBDA else self.pool)

    def _rooms(self, prices: PriceBook) -> list[Room]:
        """The class, then what relief may take instead: each with more room than the one before."""
        rooms = [self._room(self.instance_class, prices)]
        if self.relief == BIGGER:
            family = self._key(self.instance_class).rpartition(".")[0] + "."
            names = [key.removeprefix(self._key("")) for key in prices.rates if key.startswith(family)]
            for room in sorted((self._room(name, prices) for name in names), key=lambda room: room.usable):
                if room.usable > rooms[-1].usable:
                    rooms.append(room)
        return rooms

    def _room(self, instance_class: str, prices: PriceBook) -> Room:
        most = self.max_connections
        if most is None:
            most = max_connections(self.engine, self._spec(instance_class, prices).memory_mib)
        return Room(instance_class, most * (1 - self.reserved_share))

    def _spec(self, instance_class: str, prices: PriceBook) -> InstanceType:
        """The size of a class: that of the EC2 type of the same name."""
        if self.spec and instance_class == self.instance_class:
            return self.spec
        return prices.instance(instance_class.removeprefix("db."))

    def _key(self, instance_class: str) -> str:
        return f"rds.{self.engine}.{self.deployment}.{instance_class}"


def _taken(rooms: list[Room], connections: Num) -> np.ndarray:
    """Which class has enough room, or the last: one further for each that is outgrown."""
    outgrown = np.sum([room.short_of(connections) for room in rooms], axis=0)
    return np.asarray(np.minimum(outgrown, len(rooms) - 1))


def _either(condition: np.ndarray, one: Num, other: Num) -> Num:
    found: Num = np.where(condition, one, other)[()]
    return found
