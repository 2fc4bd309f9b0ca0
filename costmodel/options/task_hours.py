"""What the hours of Fargate tasks cost: On-Demand, committed for years, or on Spot; disk and licences. https://aws.amazon.com/fargate/pricing/"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from costmodel.bill import Factor, Line
from costmodel.limits import SLACK
from costmodel.notes import Note
from costmodel.options.commitment import UPFRONT
from costmodel.options.purchase import split
from costmodel.options.scaling import mean

if TYPE_CHECKING:
    from collections.abc import Iterator

    from costmodel.bill import Reason
    from costmodel.options.commitment import Commitment
    from costmodel.options.scaling import Week
    from costmodel.rates import Num, PriceBook

FREE_STORAGE_GB = 20
"""Ephemeral storage that every task has without charge. https://aws.amazon.com/fargate/pricing/ [GB]"""

TASKS = Note("one instance of these sums is one task")

INTERRUPTED = Note("Spot tasks may be taken back with two minutes' notice, and their price moves")


@dataclass(frozen=True, kw_only=True)
class TaskHours:
    """A mix: a share on Spot, a commitment, and the rest On-Demand; each charged by vCPU and by memory.

    Disk above what is free and the licence of Windows are charged alike, however a task is bought.
    """

    vcpu: float
    memory_gb: float
    vcpu_key: str
    memory_key: str
    commitment: Commitment | None = None
    spot_share: float = 0
    ephemeral_storage_gb: float = FREE_STORAGE_GB
    windows: bool = False

    def lines(self, week: Week, hours: Factor, prices: PriceBook, reasons: tuple[Reason, ...] = ()) -> Iterator[Line]:
        """CPU and memory of all tasks, disk and licence; what of a commitment nobody uses has lines of its own."""
        rest, said = self._rest(week), (*reasons, TASKS)
        if self.commitment:
            yield from self._committed(self.commitment, rest, hours, prices, said)
        else:
            yield from self._pair("", "", rest.mean, hours, prices, said)
        if self.spot_share:
            yield from self._pair(", Spot", ".spot", mean(week.hours, self._spot(week)), hours, prices, (INTERRUPTED,))
        tasks = Factor("tasks", week.mean, "instance")
        if self.ephemeral_storage_gb > FREE_STORAGE_GB:
            above = Factor("storage above 20 GB", self.ephemeral_storage_gb - FREE_STORAGE_GB, "GB/instance")
            yield Line("Ephemeral storage", prices["fargate.ephemeral_storage"], (tasks, above, hours))
        if self.windows:
            size = Factor("size", self.vcpu, "vCPU/instance")
            yield Line("Windows licence", prices["fargate.windows.license"], (tasks, size, hours))

    def level(self, week: Week, prices: PriceBook) -> Num:
        """Tasks committed to where these run in a week. [instance]"""
        if self.commitment is None:
            return 0.0
        committed = self.usd_per_hour(prices, f".{self.commitment.term}")
        level, _ = self.commitment.level(self._rest(week), committed, self.usd_per_hour(prices))
        return level

    def settled(self, week: Week, prices: PriceBook) -> Commitment | None:
        """The commitment at the level that is best for this week."""
        if self.commitment is None or self.commitment.fixed:
            return self.commitment
        return replace(self.commitment, instances=float(self.level(week, prices)))

    def _spot(self, week: Week) -> tuple[Num, ...]:
        """Tasks on Spot. [instance]"""
        return tuple(np.floor(count * self.spot_share + SLACK) for count in week.counts)

    def _rest(self, week: Week) -> Week:
        """What is not on Spot."""
        return week.each(np.subtract, self._spot(week)) if self.spot_share else week

    def _committed(
        self, commitment: Commitment, week: Week, hours: Factor, prices: PriceBook, reasons: tuple[Reason, ...]
    ) -> Iterator[Line]:
        """What the commitment covers, what of it nobody uses, and what it leaves over."""
        suffix = f".{commitment.term}"
        level, why = commitment.level(week, self.usd_per_hour(prices, suffix), self.usd_per_hour(prices))
        covered, unused, over = split(week, level)
        said: tuple[Reason, ...] = () if commitment.payment == "no_upfront" else (UPFRONT,)
        yield from self._pair(f", {commitment.title}", suffix, covered, hours, prices, (*reasons, *why, *said))
        if np.any(unused):
            yield from self._pair(", unused commitment", suffix, unused, hours, prices)
        if np.any(over):
            yield from self._pair("", "", over, hours, prices)

    def usd_per_hour(self, prices: PriceBook, suffix: str = "") -> float:
        """What one task costs. [USD/h]"""
        vcpu, memory = prices[self.vcpu_key + suffix], prices[self.memory_key + suffix]
        return float(vcpu.cost(self.vcpu) + memory.cost(self.memory_gb))

    def _pair(
        self,
        title: str,
        suffix: str,
        tasks: Num,
        hours: Factor,
        prices: PriceBook,
        because: tuple[Reason, ...] = (),
    ) -> Iterator[Line]:
        vcpu = Factor("size", self.vcpu, "vCPU/instance")
        memory = Factor("memory", self.memory_gb, "GB/instance")
        count, told = Factor("tasks", tasks, "instance"), Factor("tasks", tasks, "instance", because)
        yield Line(f"vCPU{title}", prices[self.vcpu_key + suffix], (told, vcpu, hours))
        yield Line(f"Memory{title}", prices[self.memory_key + suffix], (count, memory, hours))
