"""How instance hours are bought: On-Demand, committed for years, or on Spot."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from costmodel.bill import Factor, Line
from costmodel.limits import SLACK
from costmodel.notes import Note
from costmodel.options.scaling import mean
from costmodel.ranges import Range

if TYPE_CHECKING:
    from collections.abc import Iterator

    from costmodel.bill import Reason
    from costmodel.options.commitment import Commitment
    from costmodel.options.scaling import Week
    from costmodel.rates import Num, PriceBook, Rate

SPOT_SHARE = Range(0, 1)
"""Share of a fleet on Spot."""

INTERRUPTED = Note("Spot instances may be taken back with two minutes' notice, and their price moves")


@dataclass(frozen=True, kw_only=True)
class Purchase:
    """A mix: a share on Spot, a commitment, and the rest On-Demand."""

    instance_type: str
    commitment: Commitment | None = None
    spot_share: float = 0

    def least(self, prices: PriceBook) -> float:
        """What one more instance costs at least: nothing where it may be committed to already. [USD/h]"""
        if self.commitment:
            return 0.0
        usual = prices[f"ec2.{self.instance_type}"].tiers[0].price
        return min(usual, prices[f"ec2.{self.instance_type}.spot"].tiers[0].price) if self.spot_share else usual

    def level(self, week: Week, prices: PriceBook) -> Num:
        """Instances committed to where these run in a week. [instance]"""
        if self.commitment is None:
            return 0.0
        rate, _ = self.commitment.rate(self.instance_type, prices)
        usual = prices[f"ec2.{self.instance_type}"].tiers[0].price
        level, _ = self.commitment.level(self._rest(week), rate.tiers[0].price, usual)
        return level

    def settled(self, week: Week, prices: PriceBook) -> Commitment | None:
        """The commitment at the level that is best for this week."""
        if self.commitment is None or self.commitment.fixed:
            return self.commitment
        return replace(self.commitment, instances=float(self.level(week, prices)))

    def _spot(self, week: Week) -> tuple[Num, ...]:
        """Instances on Spot. [instance]"""
        return tuple(np.floor(count * self.spot_share + SLACK) for count in week.counts)

    def _rest(self, week: Week) -> Week:
        """What is not on Spot."""
        return week.each(np.subtract, self._spot(week)) if self.spot_share else week

    def lines(self, week: Week, hours: Factor, prices: PriceBook, reasons: tuple[Reason, ...] = ()) -> Iterator[Line]:
        """Instance hours, each at the price it is bought at; what is bought and not used is a line of its own."""
        rest = self._rest(week)
        if self.commitment:
            yield from self._committed(self.commitment, rest, hours, prices, reasons)
        else:
            yield _line("Instances", prices[f"ec2.{self.instance_type}"], rest.mean, hours, reasons)
        if self.spot_share:
            price, share = prices[f"ec2.{self.instance_type}.spot"], mean(week.hours, self._spot(week))
            yield _line("Instances, Spot", price, share, hours, (INTERRUPTED,))

    def _committed(
        self, commitment: Commitment, week: Week, hours: Factor, prices: PriceBook, reasons: tuple[Reason, ...]
    ) -> Iterator[Line]:
        """What the commitment covers, what of it nobody uses, and what it leaves over."""
        on_demand = prices[f"ec2.{self.instance_type}"]
        rate, said = commitment.rate(self.instance_type, prices)
        level, why = commitment.level(week, rate.tiers[0].price, on_demand.tiers[0].price)
        covered, unused, over = split(week, level)
        yield _line(commitment.title, rate, covered, hours, (*reasons, *why, *said))
        if np.any(unused):
            yield _line("Unused commitment", rate, unused, hours)
        if np.any(over):
            yield _line("Instances", on_demand, over, hours)


def split(week: Week, level: Num) -> tuple[Num, Num, Num]:
    """What a commitment to ``level`` covers, what of it nobody uses, and what it leaves over, on average. [instance]"""
    covered = tuple(np.minimum(count, level) for count in week.counts)
    unused = tuple(np.maximum(level - count, 0) for count in week.counts)
    over = tuple(np.maximum(count - level, 0) for count in week.counts)
    return mean(week.hours, covered), mean(week.hours, unused), mean(week.hours, over)


def _line(name: str, rate: Rate, instances: Num, hours: Factor, because: tuple[Reason, ...] = ()) -> Line:
    return Line(name, rate, (Factor("instances", instances, "instance", because), hours))
