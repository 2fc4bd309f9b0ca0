"""One hour's Savings Plan commitment set against what runs in that hour, as AWS sets it.

It goes to the usage with the highest discount first; what it does not reach is charged On-Demand, and what nobody uses
is lost. Among equal discounts AWS takes the lowest Savings Plan rate first, which changes no sum.
https://docs.aws.amazon.com/savingsplans/latest/userguide/sp-applying.html (read 2026-11-24).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable


@dataclass(frozen=True, slots=True)
class Usage:
    """What one product used in an hour, and its two prices for the same unit."""

    name: str
    amount: float
    """Such as instance hours, or GB-seconds. [unit]"""
    on_demand: float
    """[USD/unit]"""
    plan: float
    """The Savings Plan rate, above zero. AWS's example covers Lambda requests too, at no discount. [USD/unit]"""

    @property
    def discount(self) -> float:
        """Share of the On-Demand price that the plan saves. [1]"""
        return 1 - self.plan / self.on_demand


@dataclass(frozen=True, slots=True)
class Applied:
    """What a commitment did in one hour."""

    used: float
    """[USD/h]"""
    unused: float
    """Paid for and lost. [USD/h]"""
    on_demand: float
    """Charged beside the commitment. [USD/h]"""


def applied(usd_per_hour: float, usages: Iterable[Usage]) -> Applied:
    """A commitment of ``usd_per_hour`` against one hour of what its plan covers.

    >>> applied(1.0, [Usage("r5", 4, on_demand=1.0, plan=0.5)])
    Applied(used=1.0, unused=0.0, on_demand=2.0)
    """
    left, charged = usd_per_hour, 0.0
    for one in sorted(usages, key=lambda usage: usage.discount, reverse=True):
        covered = min(left, one.amount * one.plan)
        left -= covered
        charged += one.on_demand * max(0.0, one.amount - covered / one.plan)
    return Applied(usd_per_hour - left, left, charged)
