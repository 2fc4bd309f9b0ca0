"""Provisioned concurrency. https://docs.aws.amazon.com/lambda/latest/dg/provisioned-concurrency.html."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from costmodel.bill import Factor, Line
from costmodel.errors import InvalidOption
from costmodel.limits import round_up
from costmodel.ranges import Range, scalar, whole
from costmodel.units import HOURS_PER_WEEK, MS_PER_S, S_PER_H

if TYPE_CHECKING:
    from collections.abc import Iterator

    from costmodel.options.scaling import Schedule
    from costmodel.rates import Num, PriceBook
    from costmodel.workload import Workload

ENVIRONMENTS = Range(1, 1e6, unit="environments")

PERIODS_PER_H = 12
"""The enabled time is charged in periods of 5 minutes, rounded up.
https://aws.amazon.com/lambda/pricing/ (read 2026-11-23). [period/h]"""

REQUESTS_PER_CONCURRENCY = 10
"""Requests a second that one unit of concurrency takes, provisioned or of the account's quota, however short.
https://docs.aws.amazon.com/lambda/latest/dg/lambda-concurrency.html (read 2026-11-23). [request/s]"""


@dataclass(frozen=True)
class ProvisionedConcurrency:
    """Environments kept initialized; what they cannot take spills over and runs on demand.

    Within an hour, and over the hours of a part of the month, the load is taken as even: bursts spill more than
    shown.

    >>> ProvisionedConcurrency(50, hours_per_month=100).environments
    50
    """

    environments: float
    """Configured concurrency. [environment]"""
    hours_per_month: float | None = None
    """How long it is enabled; None is all month. [h/month]"""
    share_of_requests: float | None = None
    """Part of the month's requests that arrive while it is enabled; None is in proportion to the hours. [1]"""
    schedule: Schedule | None = None
    """Hours of the week in which it is enabled, with their own traffic; instead of the two settings above."""

    def __post_init__(self) -> None:
        whole("provisioned_concurrency", self.environments, ENVIRONMENTS)
        if self.hours_per_month is not None:
            scalar("provisioned hours_per_month", self.hours_per_month, Range(0, 744, above=True, unit="hours"))
        if self.share_of_requests is not None:
            scalar("share_of_requests", self.share_of_requests, Range(0, 1, above=True))

        if self.schedule and (self.hours_per_month is not None or self.share_of_requests is not None):
            raise InvalidOption("provisioned schedule", "Schedule", "said without hours_per_month, share_of_requests")

    def lines(
        self,
        workload: Workload,
        prices: PriceBook,
        architecture: str,
        requests: Factor,
        memory: Factor,
        duration: Factor,
    ) -> Iterator[Line]:
        """Capacity, duration on provisioned environments, and spill-over on demand."""
        environments = Factor("provisioned concurrency", self.environments, "1")
        periods = round_up(self.enabled_h(workload) * PERIODS_PER_H)
        enabled = Factor("enabled time", periods / PERIODS_PER_H * S_PER_H, "s/month")
        inside = Factor("share on provisioned environments", self.share_inside(workload, duration.value), "1")
        outside = Factor("share on demand", 1 - inside.value, "1")
        capacity = prices[f"lambda.provisioned_concurrency.{architecture}"]
        provisioned = prices[f"lambda.provisioned_duration.{architecture}"]
        on_demand = prices[f"lambda.duration.{architecture}"]
        yield Line("Provisioned concurrency", capacity, (environments, memory, enabled))
        yield Line("Duration, provisioned", provisioned, (requests, inside, memory, duration))
        yield Line("Duration, on demand", on_demand, (requests, outside, memory, duration))

    def enabled_h(self, workload: Workload) -> Num:
        """How long it is enabled. [h/month]"""
        if self.schedule:
            return workload.hours_per_month * (self.schedule.hours_on / HOURS_PER_WEEK)
        if self.hours_per_month is None:
            return workload.hours_per_month
        if np.greater(self.hours_per_month, workload.hours_per_month).any():
            allowed = f"at most the month's {np.min(workload.hours_per_month):g} hours"
            raise InvalidOption("provisioned hours_per_month", self.hours_per_month, allowed)
        return self.hours_per_month

    def share_inside(self, workload: Workload, billed_s: Num) -> Num:
        """Part of all requests that provisioned environments serve. [1]"""
        arrives = self.arriving(workload)
        fill = self.capacity_rps(billed_s) / self.enabled_rps(workload)
        return arrives * sum(share * np.minimum(level, fill) for level, share in self.levels(workload))

    def levels(self, workload: Workload) -> tuple[tuple[float, float], ...]:
        """Load of the enabled hours against their mean, and the share of them; even unless it is all month.

        On a schedule both are against the whole week: what arrives outside of it is left out. [1, 1]
        """
        if self.schedule:
            held = workload.traffic.followed(on=self.schedule.on)
            return tuple((level, hours / HOURS_PER_WEEK) for level, hours in held)
        all_month = np.equal(self.enabled_h(workload), workload.hours_per_month).all()
        return workload.traffic.load_duration() if all_month else ((1.0, 1.0),)

    def full_at(self, workload: Workload, field: str, billed_s: Num) -> np.ndarray:
        """Values of ``field`` at which some hour's load fills the environments."""
        levels = np.array([level for level, _ in self.levels(workload) if level > 0])
        now = self.enabled_rps(workload) * levels
        if field == "requests_per_month":
            return np.asarray(workload.requests_per_month * self.capacity_rps(billed_s) / now)
        if field == "duration_ms":
            return np.append(self.environments / now, 1 / REQUESTS_PER_CONCURRENCY) * MS_PER_S
        return np.empty(0)

    def arriving(self, workload: Workload) -> Num:
        """Part of the month's requests that arrive while it is enabled; a schedule's levels say it themselves. [1]"""
        if self.schedule:
            return 1.0
        if self.share_of_requests is not None:
            return self.share_of_requests
        return self.enabled_h(workload) / workload.hours_per_month

    def enabled_rps(self, workload: Workload) -> Num:
        """Mean load while it is enabled; the week's on a schedule. [request/s]"""
        if self.schedule:
            return workload.mean_rps
        return workload.requests_per_month * self.arriving(workload) / (self.enabled_h(workload) * S_PER_H)

    def capacity_rps(self, billed_s: Num) -> Num:
        """Load that fills every environment. [request/s]"""
        return self.environments * np.minimum(1 / billed_s, REQUESTS_PER_CONCURRENCY)
