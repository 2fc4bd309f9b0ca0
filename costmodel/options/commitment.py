"""Savings Plans and Reserved Instances: instances paid for in every hour, at a lower price.

A commitment is paid in every hour, used or not, so it is weighed hour by hour and never against the monthly mean.
https://docs.aws.amazon.com/savingsplans/latest/userguide/sp-applying.html (read 2026-11-23).
"""

from __future__ import annotations

from dataclasses import dataclass
from types import MappingProxyType
from typing import TYPE_CHECKING

from costmodel.display import percent
from costmodel.errors import InvalidOption
from costmodel.limits import SLACK
from costmodel.notes import Note
from costmodel.ranges import Range, scalar, whole
from costmodel.units import HOURS_PER_WEEK

if TYPE_CHECKING:
    from collections.abc import Mapping

    from costmodel.bill import Reason
    from costmodel.display import Say
    from costmodel.options.scaling import Week
    from costmodel.rates import Num, PriceBook, Rate

PLANS: Mapping[str, str] = MappingProxyType(
    {
        "compute_savings_plan": "savings_plan.compute",
        "ec2_instance_savings_plan": "savings_plan.ec2_instance",
        "standard_reserved": "reserved.standard",
        "convertible_reserved": "reserved.convertible",
    }
)
"""Commitments, and the part of the rate key that names them."""

STANDS_IN: Mapping[str, str] = MappingProxyType(
    {"savings_plan.compute": "reserved.convertible", "savings_plan.ec2_instance": "reserved.standard"}
)
"""Whose price is taken, and said to be taken, where the price list has no Savings Plan rates. The two agreed to
the last digit where both were known: m7g.large, us-east-1, Compute and Convertible, 1 and 3 years, 2026-10-01."""

TITLES: Mapping[str, str] = MappingProxyType(
    {
        "compute_savings_plan": "Compute Savings Plan",
        "ec2_instance_savings_plan": "EC2 Instance Savings Plan",
        "standard_reserved": "Standard Reserved Instances",
        "convertible_reserved": "Convertible Reserved Instances",
    }
)

YEARS = (1, 3)

MONTHS_PER_YEAR = 12

PAYMENTS = ("no_upfront", "partial_upfront", "all_upfront")

APPROXIMATE = Note(
    "this price list has no Savings Plan rates: the price of Reserved Instances stands in, to be checked"
)

UPFRONT = Note("what is paid upfront is spread over the hours of the term")


@dataclass(frozen=True)
class Commitment:
    """Instances paid for in every hour of one or three years, at a lower price.

    Raises `InvalidOption` naming the setting, its value and what is allowed.
    """

    plan: str = "compute_savings_plan"
    """One of `PLANS`."""
    years: int = 1
    payment: str = "no_upfront"
    """One of `PAYMENTS`."""
    instances: float | None = None
    """How many instances it covers; None finds the level that costs least under the traffic's shape. [instance]"""
    usd_per_hour: float | None = None
    """The same in money, as a Savings Plan is bought. [USD/h]"""

    def __post_init__(self) -> None:
        for name, allowed in (("plan", tuple(PLANS)), ("years", YEARS), ("payment", PAYMENTS)):
            if getattr(self, name) not in allowed:
                raise InvalidOption(name, getattr(self, name), "one of " + ", ".join(map(str, allowed)))
        object.__setattr__(self, "years", int(self.years))
        for name in ("instances", "usd_per_hour"):
            if getattr(self, name) is not None:
                scalar(f"commitment {name}", getattr(self, name), Range(0, 1e9))
        if self.instances is not None and self.usd_per_hour is not None:
            raise InvalidOption("commitment", "instances and usd_per_hour", "said in one of the two")
        if "reserved" in self.plan and self.usd_per_hour is not None:
            raise InvalidOption("commitment usd_per_hour", self.usd_per_hour, "left out: instances are reserved")
        if "reserved" in self.plan and self.instances is not None:
            whole("commitment instances", self.instances, Range(0, 1e9))

    @property
    def title(self) -> str:
        """Its name on a bill."""
        return f"{TITLES[self.plan]}, {self.years} {'year' if self.years == 1 else 'years'}"

    @property
    def term_months(self) -> int:
        """[month]"""
        return self.years * MONTHS_PER_YEAR

    @property
    def fixed(self) -> bool:
        """Whether its level was said, and need not be found."""
        return self.instances is not None or self.usd_per_hour is not None

    @property
    def term(self) -> str:
        """The end of the keys of its rates."""
        return f"{PLANS[self.plan]}.{self.years}yr.{self.payment}"

    def keys(self, instance_type: str) -> tuple[str, str]:
        """Its own rate, and the one that stands in where the price list has no Savings Plan rates."""
        family, term = PLANS[self.plan], f"{self.years}yr.{self.payment}"
        return f"ec2.{instance_type}.{family}.{term}", f"ec2.{instance_type}.{STANDS_IN.get(family, family)}.{term}"

    def offered(self, instance_type: str, prices: PriceBook) -> bool:
        """Whether the price list has it for this type."""
        return any(key in prices for key in self.keys(instance_type))

    def rate(self, instance_type: str, prices: PriceBook) -> tuple[Rate, tuple[Reason, ...]]:
        """The price of an instance hour, and what must be said about it; raises `UnknownRate` where there is none."""
        own, other = self.keys(instance_type)
        said: tuple[Reason, ...] = () if self.payment == "no_upfront" else (UPFRONT,)
        if own not in prices and other in prices:
            return prices[other], (*said, APPROXIMATE)
        return prices[own], said

    def level(self, week: Week, committed: float, on_demand: float) -> tuple[Num, tuple[Reason, ...]]:
        """Instances committed to. [instance]"""
        if self.usd_per_hour is not None:
            return self.usd_per_hour / committed, ()
        if self.instances is not None:
            return self.instances, ()
        return best_level(week, committed / on_demand)


@dataclass(frozen=True, eq=False, slots=True)
class BestLevel:
    """Why so many instances are committed to."""

    pays_from: float
    """Share of the hours in which a committed instance must be used to be worth its price. [1]"""
    week: Week
    level: Num
    """[instance]"""

    @property
    def used(self) -> float:
        """Share of the hours in which the last committed instance is used. [1]"""
        runs = zip(self.week.hours, self.week.counts, strict=True)
        return sum(hours for hours, count in runs if float(count) >= float(self.level)) / HOURS_PER_WEEK

    def explain(self, say: Say = str) -> str:
        """The rule with its numbers."""
        if not self.level:
            sentence = say("no commitment pays: it would have to be used in {pays} of the hours")
            return sentence.format(pays=percent(self.pays_from))
        sentence = say("the best level: the last of it is used in {used} of the hours, and pays from {pays} on")
        return sentence.format(used=percent(self.used), pays=percent(self.pays_from))


def best_level(week: Week, price_share: float) -> tuple[Num, tuple[Reason, ...]]:
    """The commitment that costs least: its last instance is used often enough to be worth its price. [instance]

    Such an instance costs ``price_share`` of On-Demand in every hour, so it pays when it is used in a larger share.
    """
    used = 0.0
    for hours, count in zip(reversed(week.hours), reversed(week.counts), strict=True):
        used += hours / HOURS_PER_WEEK
        if used > price_share * (1 + SLACK):
            return count, (BestLevel(price_share, week, count),)
    return 0.0, (BestLevel(price_share, week, 0.0),)
