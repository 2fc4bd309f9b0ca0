"""What an option cannot do: numbers needed against numbers allowed, each with its source."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from costmodel.display import quantity

if TYPE_CHECKING:
    from costmodel.display import Say
    from costmodel.rates import Num

SLACK = 1e-9
"""Relative rounding that does not count: 40.00000001 instances are 40."""


@dataclass(frozen=True, eq=False, slots=True)
class Limit:
    """Something that may be needed more than it is allowed."""

    name: str
    """What is limited, such as "concurrent executions"."""
    needs: Num
    """[`unit`]"""
    allows: Num
    """[`unit`]"""
    unit: str
    remedy: str
    """What to do when it is exceeded."""
    source: str = ""
    hard: bool = True
    """A hard limit makes the option infeasible; a soft one is a quota that can be raised, or advice."""
    quota: bool = True
    """Whether a soft limit is a quota of AWS's."""

    @property
    def exceeded(self) -> np.ndarray:
        """Whether more is needed than allowed, per scenario."""
        return np.asarray(np.greater(self.needs, np.multiply(self.allows, 1 + SLACK)))

    def at(self, index: int | tuple[int, ...], shape: tuple[int, ...]) -> Limit:
        """The limit of one scenario of many."""
        needs, allows = (float(np.broadcast_to(value, shape)[index]) for value in (self.needs, self.allows))
        return Limit(self.name, needs, allows, self.unit, self.remedy, self.source, self.hard, self.quota)

    def explain(self, say: Say = str) -> str:
        """The numbers in one sentence.

        >>> Limit("CPU", 3.2, 2.0, "vCPU", "add instances").explain()
        'CPU: needs 3.2 vCPU, has 2 vCPU (add instances)'
        """
        numbers = {"needs": quantity(float(self.needs)), "allows": quantity(float(self.allows)), "unit": say(self.unit)}
        hard, soft, advice = (
            say("{name}: needs {needs} {unit}, has {allows} {unit} ({remedy})"),
            say("{name}: needs {needs} {unit}, the quota is {allows} {unit} ({remedy})"),
            say("{name}: {needs} {unit}, more than the {allows} {unit} to plan with ({remedy})"),
        )
        sentence = hard if self.hard else soft if self.quota else advice
        return sentence.format(name=say(self.name), remedy=say(self.remedy), **numbers)


def round_up(count: Num) -> Num:
    """Rounded up to a whole number, forgiving `SLACK` but never a thousandth part of one."""
    return np.ceil(np.maximum(count * (1 - SLACK), count - 1e-3))
