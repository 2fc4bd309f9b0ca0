"""Everything one question holds, as plain facts: the same on the command line and on the page."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from costmodel.options import EC2Fleet, Lambda
from costmodel.ranges import Range
from costmodel.units import TALK_MONTH_H
from costmodel.workload import Workload

if TYPE_CHECKING:
    from costmodel.rates import PriceBook

GB_SECONDS = Range(0, 1e15, unit="GB·s")


@dataclass(frozen=True, kw_only=True)
class Scenario:
    """One Lambda function against one fleet of EC2 instances.

    The fields mean what they mean in `Workload`, `Lambda` and `EC2Fleet`, which check them.
    """

    region: str
    requests_per_month: float
    duration_ms: float
    memory_mb: float
    instance: str
    count: int | None = None
    minimum: int = 1
    target_utilization: float = 0.6
    instance_rps: float | None = None
    request_memory_mb: float | None = None
    cpu_ms: float | None = None
    architecture: str = "x86_64"
    ephemeral_storage_mb: float = 512
    provisioned_concurrency: int | None = None
    billing_increment_ms: float = 1
    hours_per_month: float = TALK_MONTH_H
    free_tier: bool = False
    used_gb_seconds: float = 0
    """Duration that other functions of the account use up first, of the same architecture. [GB·s/month]"""

    @property
    def workload(self) -> Workload:
        """What arrives."""
        return Workload(
            self.requests_per_month,
            self.duration_ms,
            self.memory_mb,
            cpu_ms=self.cpu_ms,
            hours_per_month=self.hours_per_month,
        )

    @property
    def options(self) -> tuple[Lambda, EC2Fleet]:
        """The two sides."""
        function = Lambda(
            architecture=self.architecture,
            ephemeral_storage_mb=self.ephemeral_storage_mb,
            provisioned_concurrency=self.provisioned_concurrency,
            billing_increment_ms=self.billing_increment_ms,
        )
        fleet = EC2Fleet(
            self.instance,
            self.count,
            target_utilization=self.target_utilization,
            minimum=self.minimum,
            requests_per_second=self.instance_rps,
            request_memory_mb=self.request_memory_mb,
        )
        return function, fleet

    def prices(self, book: PriceBook) -> PriceBook:
        """The book as this scenario is charged."""
        book = book.with_free_tier() if self.free_tier else book
        return book.already_used({f"lambda.duration.{self.architecture}": self.used_gb_seconds})
