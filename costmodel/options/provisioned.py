"""Provisioned concurrency. https://docs.aws.amazon.com/lambda/latest/dg/provisioned-concurrency.html."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import chain, pairwise
from typing import TYPE_CHECKING

import numpy as np

from costmodel.errors import InvalidOption, TooManySteps
from costmodel.limits import round_up
from costmodel.ranges import Range, scalar, whole
from costmodel.steps import MOST_STEPS, between, passes
from costmodel.units import HOURS_PER_WEEK, MS_PER_S, S_PER_H
from costmodel.workload import ENABLED_H

if TYPE_CHECKING:
    from collections.abc import Iterator

    from costmodel.options.scaling import Schedule
    from costmodel.rates import Num
    from costmodel.workload import Workload

ENVIRONMENTS = Range(1, 1e6, unit="environments")

TARGET = Range(0.1, 0.9, note="of the environments busy")
"""Utilization that Application Auto Scaling may be told to keep, as AWS's own CDK checks it in `scaleOnUtilization`.
https://docs.aws.amazon.com/cdk/api/v2/docs/aws-cdk-lib.aws_lambda.UtilizationScalingOptions.html (read 2026-11-29)."""

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
    >>> ProvisionedConcurrency(50, target_utilization=0.7, minimum=2).minimum
    2
    """

    environments: float
    """Configured concurrency; the most that there are where it follows the load. [environment]"""
    hours_per_month: float | None = None
    """How long it is enabled; None is all month. [h/month]"""
    share_of_requests: float | None = None
    """Part of the month's requests that arrive while it is enabled; None is in proportion to the hours. [1]"""
    schedule: Schedule | None = None
    """Hours of the week in which it is enabled, with their own traffic; instead of the two settings above."""
    target_utilization: float | None = None
    """Share of them that Application Auto Scaling keeps busy, hour by hour; None keeps a fixed number. [1]"""
    minimum: float = 1
    """Fewest environments where they follow the load. [environment]"""

    def __post_init__(self) -> None:
        whole("provisioned_concurrency", self.environments, ENVIRONMENTS)
        if self.hours_per_month is not None:
            scalar("provisioned hours_per_month", self.hours_per_month, ENABLED_H)
        if self.share_of_requests is not None:
            scalar("share_of_requests", self.share_of_requests, Range(0, 1, above=True))
        if self.schedule and (self.hours_per_month is not None or self.share_of_requests is not None):
            raise InvalidOption("provisioned schedule", "Schedule", "said without hours_per_month, share_of_requests")
        if self.target_utilization is not None:
            scalar("provisioned target_utilization", self.target_utilization, TARGET)
        most = Range(1, self.environments, unit="environments")
        whole("provisioned minimum", self.minimum, most)

    def enabled_h(self, workload: Workload) -> Num:
        """How long it is enabled. [h/month]"""
        if self.schedule:
            return workload.hours_per_month * (self.schedule.hours_on / HOURS_PER_WEEK)
        return workload.enabled_h("provisioned hours_per_month", self.hours_per_month)

    def levels(self, workload: Workload) -> tuple[tuple[float, float], ...]:
        """Load of the enabled hours against their mean, and the share of them; even unless it is all month.

        On a schedule both are against the whole week: what arrives outside of it is left out. [1, 1]
        """
        if self.schedule:
            held = workload.traffic.followed(on=self.schedule.on)
            return tuple((level, hours / HOURS_PER_WEEK) for level, hours in held)
        all_month = np.equal(self.enabled_h(workload), workload.hours_per_month).all()
        return workload.traffic.load_duration() if all_month else ((1.0, 1.0),)

    def busy(self, workload: Workload, billed_s: Num, level: Num) -> Num:
        """Environments that a level of the load keeps busy, not yet whole. [environment]"""
        return self.enabled_rps(workload) * level * np.maximum(billed_s, 1 / REQUESTS_PER_CONCURRENCY)

    def kept(self, workload: Workload, billed_s: Num, level: Num) -> Num:
        """Environments that are kept at a level of the load. [environment]"""
        if self.target_utilization is None:
            return self.environments
        needed = round_up(self.busy(workload, billed_s, level) / self.target_utilization)
        return np.clip(needed, self.minimum, self.environments)

    def most(self, workload: Workload, billed_s: Num) -> Num:
        """Environments kept at the busiest level. [environment]"""
        return self.kept(workload, billed_s, max(level for level, _ in self.levels(workload)))

    def least(self, workload: Workload, billed_s: Num) -> Num:
        """Environments kept at the quietest level. [environment]"""
        return self.kept(workload, billed_s, min(level for level, _ in self.levels(workload)))

    def mean(self, workload: Workload, billed_s: Num) -> Num:
        """Environments kept on average while it is enabled. [environment]"""
        if self.target_utilization is None:
            return self.environments
        levels = self.levels(workload)
        total: Num = sum(share * self.kept(workload, billed_s, level) for level, share in levels)
        return total / sum(share for _, share in levels)

    def share_inside(self, workload: Workload, billed_s: Num) -> Num:
        """Part of all requests that provisioned environments serve. [1]"""
        arrives, per_environment = self.arriving(workload), np.minimum(1 / billed_s, REQUESTS_PER_CONCURRENCY)
        rps = self.enabled_rps(workload)
        filled = (
            share * np.minimum(level, self.kept(workload, billed_s, level) * per_environment / rps)
            for level, share in self.levels(workload)
        )
        return arrives * sum(filled)

    def last_used(self, workload: Workload, billed_s: Num) -> Num:
        """Share of the enabled time in which the last of a fixed number of environments is busy. [1]"""
        levels = self.levels(workload)
        first = self.environments - 1
        used = sum(share * np.clip(self.busy(workload, billed_s, level) - first, 0.0, 1.0) for level, share in levels)
        return used / sum(share for _, share in levels)

    def steps(self, workload: Workload, field: str, billed_s: Num, low: float, high: float) -> np.ndarray:
        """Values of ``field`` at which some hour's load fills the environments, or one more is kept."""
        levels = np.array([level for level, _ in self.levels(workload) if level > 0])
        now, tenth, bends = self.enabled_rps(workload) * levels, 1 / REQUESTS_PER_CONCURRENCY, np.empty(0)
        if field == "requests_per_month":
            full = np.asarray(workload.requests_per_month * self.environments / (now * np.maximum(billed_s, tenth)))
        elif field == "duration_ms":  # below a tenth of a second requests fill an environment, whatever they take
            full = np.append(self.environments / now, tenth) * MS_PER_S
            bends = np.array([tenth * MS_PER_S])
        else:
            return np.empty(0)
        if self.target_utilization is None:
            return full
        pieces = (self._grows(workload, field, billed_s, *piece) for piece in pairwise(between(bends, low, high)))
        return np.concatenate([full, *chain.from_iterable(pieces)])

    def _grows(self, workload: Workload, field: str, each_s: Num, low: float, high: float) -> Iterator[np.ndarray]:
        """Where each level takes one more environment, up to the most there may be, on a straight piece."""
        ends = workload.along(field, np.array([low, high]))
        each = ends.duration_ms / MS_PER_S if field == "duration_ms" else each_s
        target = self.target_utilization or 1.0
        needs = [
            np.broadcast_to(self.busy(ends, each, level) / target, 2)
            for level in {level for level, _ in self.levels(workload) if level > 0}
        ]
        steps = sum(max(0.0, min(last, self.environments) - first) for first, last in needs)
        if steps > MOST_STEPS:
            raise TooManySteps(f"{steps:,.0f} numbers of environments between {low:,g} and {high:,g}")
        for first, last in needs:
            if first < min(last, self.environments):
                stop = low + (min(last, self.environments) - first) / (last - first) * (high - low)
                yield passes(low, stop, first, min(last, self.environments))

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
