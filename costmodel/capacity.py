"""How many instances a load needs: every resource that a fleet can run out of, as what one instance can take."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache, reduce
from typing import TYPE_CHECKING, Protocol

import numpy as np

from costmodel.display import percent, quantity
from costmodel.erlang import WaitingTarget, instances_needed
from costmodel.limits import round_up
from costmodel.traffic import hour_name

if TYPE_CHECKING:
    from collections.abc import Sequence

    from costmodel.display import Say
    from costmodel.rates import Num


class Need(Protocol):
    """Something that takes instances."""

    @property
    def name(self) -> str:
        """Such as "CPU"."""

    def instances(self, level: Num) -> Num:
        """Instances needed at a load level, not yet rounded up. [instance]"""

    def words(self, level: float, when: str, say: Say) -> str:
        """Where the number comes from, in one line, for one scenario."""


@dataclass(frozen=True, eq=False, slots=True)
class Constraint:
    """One resource, used in proportion to the load."""

    name: str
    demand: Num
    """What the mean load takes. [`unit`]"""
    per_instance: float
    """What one instance can give. [`unit`/instance]"""
    unit: str
    remedy: str
    basis: str = ""
    """How ``per_instance`` comes about, in numbers."""
    source: str = "https://docs.aws.amazon.com/ec2/latest/instancetypes/"
    all_week: bool = False
    """Whether it is used up over the whole week, such as CPU credits, and not in single hours."""

    def taken(self, level: Num) -> Num:
        """What is used at a load level. [`unit`]"""
        return self.demand if self.all_week else self.demand * level

    def instances(self, level: Num) -> Num:
        """Instances needed, not yet rounded up. [instance]"""
        return self.taken(level) / self.per_instance

    def words(self, level: float, when: str, say: Say = str) -> str:
        """The division in one line.

        >>> Constraint("CPU", 1.5, 1.2, "vCPU", "add instances").words(2, "in the busiest hour")
        'CPU: 3 vCPU in the busiest hour ÷ 1.2 vCPU per instance = 2.5'
        """
        each = f"{quantity(self.per_instance)} {say(self.unit)}" + (f" ({self.basis})" if self.basis else "")
        taken, need = float(self.taken(level)), float(self.instances(level))
        sentence = say("{name}: {demand} {when} ÷ {each} per instance = {need}")
        return sentence.format(
            name=say(self.name), demand=f"{quantity(taken)} {say(self.unit)}", each=each, need=quantity(need),
            when=say("over the week") if self.all_week else when,
        )  # fmt: skip


@dataclass(frozen=True, eq=False, slots=True)
class Queue:
    """Requests that wait for a free server: Erlang C, one queue before all instances."""

    load: Num
    """Offered at the mean load. [erlang]"""
    service_s: Num
    """Mean time that a request keeps a server busy. [s]"""
    servers_each: int
    """Requests that one instance serves at once. [1/instance]"""
    target: WaitingTarget
    name: str = "Waiting time"

    def instances(self, level: Num) -> Num:
        """Instances needed, already whole. [instance]"""
        if np.ndim(self.load) or np.ndim(self.service_s):
            return instances_needed(self.load * level, self.service_s, self.servers_each, self.target)
        loads = self.load * np.asarray(level)
        found = _remembered(tuple(loads.ravel().tolist()), float(self.service_s), self.servers_each, self.target)
        return np.reshape(found, loads.shape)[()]

    def words(self, level: float, when: str, say: Say = str) -> str:
        """Load, servers and target in one line."""
        sentence = say(
            "{name}: {load} erlangs {when}, {servers} servers per instance, at most {share} of the requests waiting "
            "longer than {seconds} s = {need}"
        )
        return sentence.format(
            name=say(self.name), load=quantity(float(self.load * level)), when=when, servers=self.servers_each,
            share=percent(self.target.probability), seconds=quantity(self.target.seconds),
            need=quantity(float(self.instances(level))),
        )  # fmt: skip


@lru_cache(maxsize=256)
def _remembered(loads: tuple[float, ...], service_s: float, servers_each: int, target: WaitingTarget) -> np.ndarray:
    """Instances for the levels of one scenario: types with as many servers ask the same."""
    return np.atleast_1d(instances_needed(np.array(loads), service_s, servers_each, target))


def needed(needs: Sequence[Need], level: Num) -> Num:
    """The fewest whole instances that meet every need at a load level. [instance]"""
    return reduce(np.maximum, (round_up(need.instances(level)) for need in needs))


@dataclass(frozen=True, eq=False, slots=True)
class Asked:
    """One need at the load level that a fleet was staffed for."""

    need: Need
    level: float
    """[load / mean load]"""
    hour: int | None = None
    """The busiest hour of the week, where hours differ, counted from Monday 00:00."""
    bursts: bool = False
    """Whether some moments of that hour are busier than its mean."""

    def explain(self, say: Say = str) -> str:
        """The need in numbers."""
        when = say("in the busiest moments") if self.bursts else say("in the busiest hour")
        when += "" if self.hour is None else f" ({hour_name(self.hour, say)})"
        return self.need.words(self.level, when, say)
