"""Network Load Balancers. https://aws.amazon.com/elasticloadbalancing/pricing/ (read 2026-11-23)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from costmodel.bill import Line
from costmodel.extras.capacity_units import Dimension
from costmodel.extras.load_balancer import LoadBalancer
from costmodel.limits import Limit
from costmodel.option import FUNCTIONS, WEB
from costmodel.units import MS_PER_S

if TYPE_CHECKING:
    from collections.abc import Iterator

    from costmodel.option import Footprint
    from costmodel.rates import PriceBook
    from costmodel.workload import Workload

TCP = (800, 100_000)
"""New connections a second, and active ones, that one NLCU covers: https://aws.amazon.com/elasticloadbalancing/pricing/,
as told by https://handbook.vantage.sh/aws/services/elb-pricing (read 2026-11-24). [connection/s, connection]"""

TLS = (50, 3_000)
"""The same where the load balancer ends TLS. [connection/s, connection]"""

GB_PER_HOUR = 1.0
"""[GB/h]"""

IDLE_TIMEOUT_S = 350
"""How long a connection may be silent; of TCP listeners it can be set from 60 to 6,000 s. [s]"""

TARGETS_PAGE = "https://docs.aws.amazon.com/elasticloadbalancing/latest/network/load-balancer-target-groups.html"

IDLE_PAGE = "https://docs.aws.amazon.com/elasticloadbalancing/latest/network/update-idle-timeout.html"


@dataclass(frozen=True)
class NetworkLoadBalancer(LoadBalancer):
    """A Network Load Balancer in front of instances: a function cannot be its target.

    >>> NetworkLoadBalancer(tls=True).name
    'Network Load Balancer'

    Raises `InvalidOption` naming the setting, its value and what is allowed.
    """

    tls: bool = False
    """Whether it ends TLS itself; else the instances do, and it passes TCP on."""
    name: str = "Network Load Balancer"

    def lines(self, workload: Workload, prices: PriceBook, beside: Footprint) -> Iterator[Line]:
        """Hours, capacity, and its addresses."""
        yield Line("Network Load Balancer", prices["nlb.hours"], (self.hours(workload),))
        yield Line("Load balancer capacity (NLCU)", prices["nlb.lcu"], self.capacity(workload, beside))
        yield from self.addresses(workload, prices)

    def limits(self, workload: Workload, prices: PriceBook, beside: Footprint) -> Iterator[Limit]:
        """No function behind it, and how long a connection may be silent."""
        _ = prices
        if beside.runs_on in FUNCTIONS or beside.runs_on == WEB:
            yield Limit(
                "Functions behind a Network Load Balancer", 1.0, 0.0, "target",
                "take an Application Load Balancer, API Gateway or a function URL", TARGETS_PAGE,
            )  # fmt: skip
        yield Limit(
            "Connection idle timeout", workload.duration_ms / MS_PER_S, IDLE_TIMEOUT_S, "s",
            "send something before it ends, or set 'TCP idle timeout' of the listener higher", IDLE_PAGE, hard=False,
        )  # fmt: skip

    def dimensions(self, workload: Workload, runs_on: str) -> tuple[Dimension, ...]:
        """New connections, active connections, processed bytes."""
        _ = runs_on
        new, active = TLS if self.tls else TCP
        return (
            Dimension("new connections", self.new_connections(workload), new, "connections/s"),
            Dimension("active connections", self.active_connections(workload), active, "connections"),
            Dimension("processed bytes", self.gigabytes_per_hour(workload), GB_PER_HOUR, "GB/h"),
        )
