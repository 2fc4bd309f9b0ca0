"""Application Load Balancers. https://aws.amazon.com/elasticloadbalancing/pricing/ (read 2026-11-23)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from costmodel.bill import Line
from costmodel.extras.capacity_units import Dimension
from costmodel.extras.load_balancer import LoadBalancer
from costmodel.limits import Limit
from costmodel.option import FUNCTIONS, WEB
from costmodel.ranges import Range, scalar, whole
from costmodel.units import MS_PER_S

if TYPE_CHECKING:
    from collections.abc import Iterator

    from costmodel.option import Footprint
    from costmodel.rates import PriceBook
    from costmodel.workload import Workload

NEW_CONNECTIONS = 25
"""Covered by one LCU, with the next four: https://aws.amazon.com/elasticloadbalancing/pricing/, as told by
https://handbook.vantage.sh/aws/services/elb-pricing (read 2026-11-24). [connection/s]"""

ACTIVE_CONNECTIONS = 3_000
"""[connection]"""

GB_PER_HOUR = 1.0
"""To instances, containers and addresses. [GB/h]"""

GB_PER_HOUR_TO_LAMBDA = 0.4
"""[GB/h]"""

RULE_EVALUATIONS = 1_000
"""[evaluation/s]"""

FREE_RULES = 10
"""Rules processed for a request that are not counted. [rule]"""

BODY_KB = 1024
"""Largest request body to a function, and largest response of it. [KB]"""

IDLE_TIMEOUT_S = 60
"""How long a connection may be silent, such as while a request is worked on, unless it is set to more. [s]"""

TARGETS_PAGE = "https://docs.aws.amazon.com/elasticloadbalancing/latest/application/lambda-functions.html"

IDLE_PAGE = (
    "https://docs.aws.amazon.com/elasticloadbalancing/latest/application/edit-load-balancer-attributes.html"
    "#connection-idle-timeout"
)


@dataclass(frozen=True)
class ApplicationLoadBalancer(LoadBalancer):
    """An Application Load Balancer in front of instances or of a function.

    >>> ApplicationLoadBalancer(requests_per_connection=20).name
    'Application Load Balancer'

    Raises `InvalidOption` naming the setting, its value and what is allowed.
    """

    rules: float = 1
    """Rules processed for one request on average; 10 are free. [rule/request]"""
    name: str = "Application Load Balancer"

    def __post_init__(self) -> None:
        super().__post_init__()
        whole("zones", self.zones, Range(2, 10))  # AWS asks for two
        scalar("rules", self.rules, Range(0, 10_000, unit="rules"))

    def lines(self, workload: Workload, prices: PriceBook, beside: Footprint) -> Iterator[Line]:
        """Hours, capacity, and its addresses."""
        yield Line("Application Load Balancer", prices["alb.hours"], (self.hours(workload),))
        yield Line("Load balancer capacity (LCU)", prices["alb.lcu"], self.capacity(workload, beside))
        yield from self.addresses(workload, prices)

    def limits(self, workload: Workload, prices: PriceBook, beside: Footprint) -> Iterator[Limit]:
        """What a function may be sent and may answer, and how long a connection may be silent."""
        _ = prices
        if beside.runs_on == WEB:
            yield Limit(
                "Web Functions behind a load balancer", 1.0, 0.0, "target", "leave it out: they have their own HTTPS "
                "endpoint", TARGETS_PAGE,
            )  # fmt: skip
        if beside.runs_on in FUNCTIONS:
            smaller = "hand over large bodies through S3, or take a function URL"
            yield Limit(
                "Request size, load balancer to Lambda", workload.request_kb, BODY_KB, "KB", smaller, TARGETS_PAGE
            )
            yield Limit(
                "Response size, Lambda to load balancer", workload.response_kb, BODY_KB, "KB", smaller, TARGETS_PAGE
            )
        yield Limit(
            "Connection idle timeout", workload.duration_ms / MS_PER_S, IDLE_TIMEOUT_S, "s",
            "set the load balancer's attribute 'Connection idle timeout' higher", IDLE_PAGE, hard=False,
        )  # fmt: skip

    def dimensions(self, workload: Workload, runs_on: str) -> tuple[Dimension, ...]:
        """New connections, active connections, processed bytes, rule evaluations."""
        gb_per_hour = GB_PER_HOUR_TO_LAMBDA if runs_on in FUNCTIONS else GB_PER_HOUR
        evaluations = workload.mean_rps * max(0.0, self.rules - FREE_RULES)
        return (
            Dimension("new connections", self.new_connections(workload), NEW_CONNECTIONS, "connections/s"),
            Dimension("active connections", self.active_connections(workload), ACTIVE_CONNECTIONS, "connections"),
            Dimension("processed bytes", self.gigabytes_per_hour(workload), gb_per_hour, "GB/h"),
            Dimension("rule evaluations", evaluations, RULE_EVALUATIONS, "evaluations/s"),
        )
