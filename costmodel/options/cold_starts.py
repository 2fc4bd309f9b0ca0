"""Cold starts of a Lambda function.

INIT is part of the billed duration of every on-demand function since 2025-08-01.
https://aws.amazon.com/blogs/compute/aws-lambda-standardizes-billing-for-init-phase/ (of 2025-04-29).
"""

from __future__ import annotations

from dataclasses import dataclass
from types import MappingProxyType
from typing import TYPE_CHECKING

import numpy as np

from costmodel.bill import Factor
from costmodel.display import quantity
from costmodel.limits import Limit
from costmodel.options.cold_table import Grid, stationary, week
from costmodel.ranges import Range, scalar
from costmodel.steps import between
from costmodel.units import MS_PER_S, S_PER_H

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from costmodel.display import Say
    from costmodel.rates import Num
    from costmodel.workload import Workload

LONGEST_INIT_MS = 10_000
"""What INIT may take on demand; then it is run again inside the first invocation.
https://docs.aws.amazon.com/lambda/latest/dg/lambda-runtime-environment.html [ms]"""

INIT_PAGE = "https://docs.aws.amazon.com/lambda/latest/dg/lambda-runtime-environment.html"

SHORTER_INIT = "start with less, or provision concurrency, whose INIT may take 15 minutes"

IDLE_LIFETIME_S = Range(60, 3_600, unit="s")

INIT_PRESETS: Mapping[str, float] = MappingProxyType(
    {
        "Node.js, ZIP": 200,
        "Python, ZIP": 200,
        "Java, ZIP": 1_500,
        ".NET, ZIP": 600,
        "container image": 800,
        "custom runtime": 333,
    }
)
"""INIT times to begin with: all are assumptions, to be replaced by your own `Init Duration`, but for the custom
runtime's, which one REPORT line of 2022 showed (333.05 ms). [ms]"""


@dataclass(frozen=True, eq=False, slots=True)
class Cold:
    """What cold starts add to the billed duration of a mean request."""

    share: Num
    init_ms: float
    idle_lifetime_s: float
    typed: bool

    def explain(self, say: Say = str) -> str:
        """Share and source of it."""
        words = {"share": quantity(float(self.share) * 100), "init": quantity(self.init_ms)}
        words["minutes"] = quantity(self.idle_lifetime_s / 60)
        if self.typed:
            return say("{share} % of the requests start cold, as you said, with {init} ms of INIT").format(**words)
        return say(
            "{share} % of the requests start cold, with {init} ms of INIT: random arrivals, the newest idle environment"
            " first, each kept {minutes} minutes (an assumption)"
        ).format(**words)


@dataclass(frozen=True)
class ColdStarts:
    """How often a request meets no idle environment, and what INIT then takes.

    >>> ColdStarts(333).share_of(1.0, 0.1) < ColdStarts(333).share_of(0.001, 0.1)
    True

    Raises `InvalidOption` naming the setting, its value and what is allowed.
    """

    init_ms: float
    """Mean `Init Duration` of a cold start; beside SnapStart, what of a restore is billed. [ms]"""
    fraction: float | None = None
    """Share of on-demand requests that start cold, if you measured it; None asks the model. [1]"""
    idle_lifetime_s: float = 600.0
    """How long an idle environment is kept. AWS does not say; M. Shilkov measured about 10 minutes in 2019: an
    assumption. [s]"""

    def __post_init__(self) -> None:
        scalar("init_ms", self.init_ms, Range(0, 900_000, unit="ms"))
        scalar("idle_lifetime_s", self.idle_lifetime_s, IDLE_LIFETIME_S)
        if self.fraction is not None:
            scalar("fraction", self.fraction, Range(0, 1))

    def share_of(self, rps: float, duration_s: float) -> float:
        """Share of cold starts under an even load. [1]"""
        x = rps * self.idle_lifetime_s
        return float(stationary()[0].at(x, duration_s / self.idle_lifetime_s) / x)

    def starts(self, workload: Workload, on_demand: Num = 1.0) -> Num:
        """Cold starts, if this share of all requests runs on demand, in the week's shape. [request/month]"""
        if self.fraction is not None:
            return workload.requests_per_month * on_demand * self.fraction
        starts, _ = self._week(workload)
        return workload.hours_per_month * starts.at(*self._place(workload, on_demand))

    def share(self, workload: Workload, on_demand: Num = 1.0) -> Num:
        """Share of the on-demand requests that start cold. [1]"""
        requests = np.maximum(workload.requests_per_month * on_demand, np.finfo(float).tiny)
        return np.minimum(self.starts(workload, on_demand) / requests, 1.0)

    def alive(self, workload: Workload) -> Num:
        """Environments alive, busy or idle, on average over the week. [instance]"""
        return self._week(workload)[1].at(*self._place(workload, 1.0))

    def most(self, workload: Workload) -> Num:
        """Environments alive if the busiest moments lasted. [instance]"""
        x, y = self._place(workload, workload.traffic.peak)
        return np.maximum(stationary()[1].at(x, y), workload.peak_concurrency)

    def billed(self, duration: Factor, workload: Workload, on_demand: Num = 1.0) -> Factor:
        """The mean billed duration of an on-demand request with the INIT of those that start cold."""
        share = self.share(workload, on_demand)
        cold = Cold(share, self.init_ms, self.idle_lifetime_s, self.fraction is not None)
        value = duration.value + share * (self.init_ms / MS_PER_S)
        return Factor("billed duration with INIT", value, duration.unit, (*duration.because, cold))

    def limit(self) -> Limit:
        """INIT against what it may take."""
        return Limit("INIT", self.init_ms, LONGEST_INIT_MS, "ms", SHORTER_INIT, INIT_PAGE, hard=False, quota=False)

    def dip(self, workload: Workload, usd_per_start: float) -> float:
        """Most that fewer cold starts save while the load rises. [USD/month]"""
        if self.fraction is not None:
            return 0.0
        return float(self._week(workload)[0].drop * np.max(workload.hours_per_month) * usd_per_start)

    def steps(
        self, workload: Workload, field: str, own: np.ndarray, ends: tuple[float, float],
        on_demand: Callable[[Workload], Num],
    ) -> np.ndarray:  # fmt: skip
        """``own`` steps, and where the load passes a knot of the table."""
        if field == "memory_mb":
            return own
        knots, places = stationary()[0], between(own, *ends)
        if field == "duration_ms":
            return np.concatenate([own, knots.y * self.idle_lifetime_s * MS_PER_S])
        many = workload.along("requests_per_month", places)
        loads = (self._place(many, on_demand(many))[0], self._place(many, workload.traffic.peak)[0])
        passed = (np.interp(knots.x, np.broadcast_to(load, places.shape), places) for load in loads)
        return np.concatenate([own, *passed])

    def _place(self, workload: Workload, times: Num) -> tuple[Num, Num]:
        """Where in the table: arrivals in one idle lifetime, and duration over idle lifetime. [1, 1]"""
        hour = workload.hours_per_month * S_PER_H
        x = workload.requests_per_month * times * self.idle_lifetime_s / hour
        return x, workload.duration_ms / (self.idle_lifetime_s * MS_PER_S)

    def _week(self, workload: Workload) -> tuple[Grid, Grid]:
        return week(workload.traffic.levels, float(self.idle_lifetime_s))
