"""What stands around an option. A new one is one module here and one name in `EXTRAS`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from costmodel.extras.application_load_balancer import ApplicationLoadBalancer
from costmodel.extras.cloudfront import CloudFront
from costmodel.extras.database import Database
from costmodel.extras.event_pollers import EventPollers
from costmodel.extras.function_url import FunctionUrl
from costmodel.extras.http_api import HttpApi
from costmodel.extras.logs import Logs
from costmodel.extras.monitoring import DetailedMonitoring
from costmodel.extras.network import Egress, InterZone, NatGateway, PublicIPv4
from costmodel.extras.network_load_balancer import NetworkLoadBalancer
from costmodel.extras.rest_api import RestApi
from costmodel.extras.shared import CacheNodes, DynamoDb, OtherCosts
from costmodel.extras.storage import EbsVolume

if TYPE_CHECKING:
    from costmodel.option import Extra

__all__ = [
    "AROUND",
    "COMMON",
    "DOORS",
    "EXTRAS",
    "ApplicationLoadBalancer",
    "CacheNodes",
    "CloudFront",
    "Database",
    "DetailedMonitoring",
    "DynamoDb",
    "EbsVolume",
    "Egress",
    "EventPollers",
    "FunctionUrl",
    "HttpApi",
    "InterZone",
    "Logs",
    "NatGateway",
    "NetworkLoadBalancer",
    "OtherCosts",
    "PublicIPv4",
    "RestApi",
]

DOORS: tuple[type[Extra], ...] = (
    FunctionUrl,
    HttpApi,
    RestApi,
    ApplicationLoadBalancer,
    NetworkLoadBalancer,
    CloudFront,
)
"""What a request meets first."""

AROUND: tuple[type[Extra], ...] = (
    NatGateway, PublicIPv4, Egress, InterZone, EbsVolume, Logs, DetailedMonitoring, EventPollers,
)  # fmt: skip
"""What a side needs besides."""

COMMON: tuple[type[Extra], ...] = (Database, DynamoDb, CacheNodes, OtherCosts)
"""What is the same on both sides, as the talk's slide says; connections alone may force one side to pay more."""

EXTRAS: tuple[type[Extra], ...] = (*DOORS, *AROUND, *COMMON)
"""Every kind of thing around an option; the laws in ``tests`` run over them."""
