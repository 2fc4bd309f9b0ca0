"""A Compute Savings Plan on Lambda's duration, weighed over the hours of the week.

https://docs.aws.amazon.com/savingsplans/latest/userguide/sp-applying.html (read 2026-11-24).
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import reduce
from operator import add
from typing import TYPE_CHECKING

import numpy as np

from costmodel.bill import Factor, Line
from costmodel.errors import InvalidOption
from costmodel.notes import Note
from costmodel.options.commitment import PLANS, UPFRONT, best_level
from costmodel.options.scaling import Week
from costmodel.units import HOURS_PER_WEEK, MB_PER_GB, MS_PER_S

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from costmodel.bill import Reason
    from costmodel.options.commitment import Commitment
    from costmodel.rates import Num, PriceBook
    from costmodel.workload import Workload

TO_CHECK = Note(
    "public sources disagree on Lambda's discount (12 % to 17 %), and some round its rate to 8 decimals: to be checked"
)

NOT_REQUESTS = Note("requests are taken as not discounted; sources disagree")

FIRST_TIER = Note("the best level is weighed against the first tier's price")


@dataclass(frozen=True, slots=True)
class DurationPlan:
    """What a commitment covers of one function's GB-seconds, hour by hour.

    Raises `InvalidOption` unless it is a Compute Savings Plan, with its level in money or left to be found.
    """

    commitment: Commitment
    architecture: str

    def __post_init__(self) -> None:
        if self.commitment.plan != "compute_savings_plan":
            raise InvalidOption("commitment plan", self.commitment.plan, "compute_savings_plan on Lambda")
        if self.commitment.instances is not None:
            raise InvalidOption("commitment instances", self.commitment.instances, "left out: say usd_per_hour")

    @property
    def usual(self) -> str:
        """Key of the On-Demand rate."""
        return f"lambda.duration.{self.architecture}"

    @property
    def key(self) -> str:
        """Key of the plan's rate."""
        family = PLANS[self.commitment.plan]
        return f"{self.usual}.{family}.{self.commitment.years}yr.{self.commitment.payment}"

    def lines(self, workload: Workload, prices: PriceBook, quantity: Num) -> Iterator[Line]:
        """What is covered, what of the plan nobody uses, and what is left On-Demand of ``quantity`` GB·s a month."""
        plan, usual = prices[self.key], prices[self.usual]
        each = quantity / workload.hours_per_month
        first = next(tier.price for tier in usual.tiers if tier.price)  # a free tier is no price to beat
        level, why = self._level(workload, plan.tiers[0].price, first, each)
        levels = workload.traffic.load_duration()
        hours = Factor("hours", workload.hours_per_month, "h/month")
        said = (*why, *(() if self.commitment.payment == "no_upfront" else (UPFRONT,)), NOT_REQUESTS, TO_CHECK)
        covered = _mean(levels, each, lambda used: np.minimum(used, level))
        unused = _mean(levels, each, lambda used: np.maximum(level - used, 0))
        over = _mean(levels, each, lambda used: np.maximum(used - level, 0))
        yield Line(self.commitment.title, plan, (Factor("covered", covered, "GB·s/h", said), hours))
        if np.any(unused):
            yield Line("Unused commitment", plan, (Factor("unused", unused, "GB·s/h"), hours))
        if np.any(over):
            yield Line("Duration", usual, (Factor("above the commitment", over, "GB·s/h"), hours))

    def settled(self, workload: Workload, prices: PriceBook, quantity: Num) -> Commitment:
        """The commitment at the level that is best for this load, in money as a Savings Plan is bought."""
        if self.commitment.fixed:
            return self.commitment
        plan, usual = prices[self.key], prices[self.usual]
        first = next(tier.price for tier in usual.tiers if tier.price)
        level, _ = self._level(workload, plan.tiers[0].price, first, quantity / workload.hours_per_month)
        return replace(self.commitment, usd_per_hour=float(plan.cost(level)))

    def full_at(self, workload: Workload, prices: PriceBook, field: str, billed_s: Num) -> np.ndarray:
        """Values of ``field`` at which some hour's use fills the commitment."""
        if self.commitment.usd_per_hour is None:
            return np.empty(0)
        room = self.commitment.usd_per_hour / prices[self.key].tiers[0].price
        levels = np.array([level for level, _ in workload.traffic.load_duration() if level > 0])
        per_hour = workload.requests_per_month / workload.hours_per_month * levels
        if field == "requests_per_month":
            need = levels * (workload.memory_mb / MB_PER_GB) * billed_s / workload.hours_per_month
            return np.asarray(room / need)
        if field == "memory_mb":
            return np.asarray(room / (per_hour * billed_s) * MB_PER_GB)
        return np.asarray(room / (per_hour * workload.memory_mb / MB_PER_GB) * MS_PER_S)

    def _level(self, workload: Workload, plan: float, usual: float, each: Num) -> tuple[Num, tuple[Reason, ...]]:
        """The GB-seconds an hour that are committed to. [GB·s/h]"""
        if self.commitment.usd_per_hour is not None:
            return self.commitment.usd_per_hour / plan, ()
        shares = workload.traffic.load_duration()
        week = Week(
            tuple(share * HOURS_PER_WEEK for _, share in shares), tuple(np.float64(level) for level, _ in shares)
        )
        level, why = best_level(week, plan / usual)
        return level * each, (*why, FIRST_TIER)


def _mean(levels: tuple[tuple[float, float], ...], each: Num, part: Callable[[Num], Num]) -> Num:
    """Mean over the week of a part of each hour's use, added up in order."""
    return reduce(add, (share * part(level * each) for level, share in levels))
