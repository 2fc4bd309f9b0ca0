"""Tenant isolation of a Lambda function. https://aws.amazon.com/lambda/pricing/ (of 2026).

Not with provisioned concurrency, SnapStart or a function URL:
https://docs.aws.amazon.com/cdk/api/v2/docs/aws-cdk-lib.aws_lambda.TenancyConfig.html (read 2026-11-29).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from costmodel.bill import Factor, Line
from costmodel.ranges import Range, scalar

if TYPE_CHECKING:
    from costmodel.rates import PriceBook

TENANTS = Range(1, 1e9, unit="tenants")

ENVIRONMENTS = Range(0, 1e9, unit="environments")


@dataclass(frozen=True)
class TenantIsolation:
    """Environments that serve one tenant only: each new one is charged by its memory.

    >>> TenantIsolation(1_000, 200).tenants
    1000

    Raises `InvalidOption` naming the setting, its value and what is allowed.
    """

    tenants: float
    """[tenant]"""
    environments_per_tenant: float
    """Environments that a tenant's requests start. [environment/tenant·month]"""

    def __post_init__(self) -> None:
        scalar("tenants", self.tenants, TENANTS)
        scalar("environments_per_tenant", self.environments_per_tenant, ENVIRONMENTS)

    def line(self, prices: PriceBook, architecture: str, memory: Factor) -> Line:
        """New environments, by their memory."""
        tenants = Factor("tenants", float(self.tenants), "tenant")
        started = Factor("new environments", float(self.environments_per_tenant), "environment/tenant·month")
        size = Factor("memory", memory.value, "GB/environment")
        return Line(
            "Tenant environments", prices[f"lambda.tenant_environment.{architecture}"], (tenants, started, size)
        )
