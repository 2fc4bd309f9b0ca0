"""A Compute Savings Plan on what a Lambda function's duration is charged by, weighed over the hours of the week.

An hour's commitment goes to the meter with the highest discount first.
https://docs.aws.amazon.com/savingsplans/latest/userguide/sp-applying.html (read 2026-11-24).
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import reduce
from operator import add
from types import MappingProxyType
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from costmodel.bill import Factor, Line
from costmodel.errors import InvalidOption
from costmodel.notes import Note
from costmodel.options.commitment import UPFRONT, best_level
from costmodel.options.scaling import Week
from costmodel.steps import reaches
from costmodel.units import HOURS_PER_WEEK

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from costmodel.bill import Reason
    from costmodel.options.commitment import Commitment
    from costmodel.options.duration_meters import Hours, Meter
    from costmodel.rates import Num, PriceBook, Rate
    from costmodel.workload import Workload

TO_CHECK = Note(
    "public sources disagree on Lambda's discount (12 % to 17 %), and some round its rate to 8 decimals: to be checked"
)

NOT_REQUESTS = Note("requests are taken as not discounted; sources disagree")

FIRST_TIER = Note("the best level is weighed against the first tier's price")


TITLES: Mapping[str, str] = MappingProxyType(
    {
        "provisioned_concurrency": "Savings Plan: Provisioned concurrency",
        "provisioned_duration": "Savings Plan: Duration, provisioned",
        "duration": "Savings Plan: Duration, on demand",
    }
)
"""Lines of what is covered where there are several meters."""


class Covered(NamedTuple):
    """A meter with its two prices, and what is used in the hours of the week."""

    name: str
    kind: str
    plan: Rate
    usual: Rate
    hours: Hours
    because: tuple[Reason, ...]
    """What its own line says without a plan: environments, INIT, rounding."""

    @property
    def price(self) -> float:
        """The plan's. [USD/GB·s]"""
        return self.plan.first_price

    @property
    def value(self) -> float:
        """On-Demand charges that one dollar of the commitment replaces; what is free is no price to beat. [1]"""
        return self.usual.first_price / self.price


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

    def covered(self, meters: Sequence[Meter], prices: PriceBook) -> list[Covered]:
        """The meters in the order in which AWS covers them."""
        keys = [f"lambda.{meter.kind}.{self.architecture}" for meter in meters]
        found = [
            Covered(
                meter.name,
                meter.kind,
                prices[f"{key}.{self.commitment.term}"],
                prices[key],
                meter.hours(),
                tuple(reason for factor in meter.factors for reason in factor.because),
            )
            for key, meter in zip(keys, meters, strict=True)
        ]
        return sorted(found, key=lambda one: one.value, reverse=True)

    def lines(self, workload: Workload, prices: PriceBook, meters: Sequence[Meter]) -> Iterator[Line]:
        """What is covered, what of the plan nobody uses, and what is left On-Demand."""
        each = self.covered(meters, prices)
        level, why = self._level(workload, each)
        hours = Factor("hours", workload.hours_per_month, "h/month")
        said = (*why, *(() if self.commitment.payment == "no_upfront" else (UPFRONT,)), NOT_REQUESTS, TO_CHECK)
        room: list[Num] = [level] * len(each[0].hours)
        beyond = []
        for one, after in zip(each, (*each[1:], each[-1]), strict=True):
            taken = [np.minimum(some, used) for some, (_, used) in zip(room, one.hours, strict=True)]
            over = [np.maximum(used - some, 0) for some, (_, used) in zip(room, one.hours, strict=True)]
            left = [np.maximum(some - used, 0) for some, (_, used) in zip(room, one.hours, strict=True)]
            room = [some * (one.price / after.price) for some in left]
            title = self.commitment.title if len(each) == 1 else TITLES[one.kind]
            yield Line(
                title, one.plan, (Factor("covered", _mean(one.hours, taken), "GB·s/h", (*one.because, *said)), hours)
            )
            beyond.append((one, _mean(one.hours, over)))
            said = ()
        unused = _mean(each[-1].hours, room)
        if np.any(unused):
            yield Line("Unused commitment", each[-1].plan, (Factor("unused", unused, "GB·s/h"), hours))
        for one, more in beyond:
            if np.any(more):
                yield Line(one.name, one.usual, (Factor("above the commitment", more, "GB·s/h"), hours))

    def settled(self, workload: Workload, prices: PriceBook, meters: Sequence[Meter]) -> Commitment:
        """The commitment at the level that is best for this load, in money as a Savings Plan is bought."""
        if self.commitment.fixed:
            return self.commitment
        [one] = each = self.covered(meters, prices)  # beside more than one meter the level is always said
        return replace(self.commitment, usd_per_hour=float(self._level(workload, each)[0]) * one.price)

    def levels(self, each: Sequence[Covered]) -> np.ndarray:
        """Where the cost of one scenario bends: none, and what fills one meter more in some hour. [USD/h]"""
        used = np.array([[float(amount) * one.price for _, amount in one.hours] for one in each])
        return np.unique(np.append(0.0, np.cumsum(used, axis=0)))

    def full_at(self, places: np.ndarray, prices: PriceBook, meters: Sequence[Meter]) -> Iterator[np.ndarray]:
        """Where the commitment of some hour is used up, or covers one meter more; ``meters`` are of ``places``."""
        if self.commitment.usd_per_hour is None:
            return
        each = self.covered(meters, prices)
        for hour in zip(*(one.hours for one in each), strict=True):
            filled: Num = 0.0
            for one, (_, used) in zip(each, hour, strict=True):
                filled = filled + used * one.price
                yield reaches(places, filled - self.commitment.usd_per_hour)

    def _level(self, workload: Workload, each: Sequence[Covered]) -> tuple[Num, tuple[Reason, ...]]:
        """What is committed to, in the units of the first meter. [GB·s/h]"""
        if self.commitment.usd_per_hour is not None:
            return self.commitment.usd_per_hour / each[0].price, ()
        [one] = each
        levels, shares = zip(*workload.traffic.load_duration(), strict=True)
        week = Week(tuple(share * HOURS_PER_WEEK for share in shares), tuple(map(np.float64, levels)))
        level, why = best_level(week, one.price / one.usual.first_price)
        return one.hours[levels.index(level)][1] if level else 0.0, (*why, FIRST_TIER)


def _mean(hours: Hours, values: Sequence[Num]) -> Num:
    """Mean over the week, added up in order."""
    return reduce(add, (share * value for (share, _), value in zip(hours, values, strict=True)))
