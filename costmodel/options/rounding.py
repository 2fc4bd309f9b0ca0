"""How a duration is rounded before it is billed. https://aws.amazon.com/lambda/pricing/ (read 2026-11-23)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from costmodel.display import quantity
from costmodel.errors import TooManySteps
from costmodel.limits import round_up
from costmodel.ranges import Range

if TYPE_CHECKING:
    from costmodel.display import Say
    from costmodel.rates import Num

MOST_INCREMENTS = 1e6
"""More than there are milliseconds in the 15 minutes of an invocation."""

BILLING_INCREMENT_MS = Range(1, 1_000, unit="ms", note="or 0 for no rounding")


@dataclass(frozen=True, eq=False, slots=True)
class Rounding:
    """The step to which a duration is rounded up before it is billed."""

    duration_ms: Num
    increment_ms: float

    @property
    def billed_ms(self) -> Num:
        """[ms]"""
        if not self.increment_ms:
            return self.duration_ms
        return round_up(self.duration_ms / self.increment_ms) * self.increment_ms

    def explain(self, say: Say = str) -> str:
        """What was rounded, if anything was.

        >>> Rounding(80.4, 1).explain()
        '80.4 ms rounded up to 81 ms'
        """
        duration, billed = quantity(float(self.duration_ms)), quantity(float(self.billed_ms))
        if duration == billed:
            return ""
        return say("{duration} ms rounded up to {billed} ms").format(duration=duration, billed=billed)


def increments(increment_ms: float, low: float, high: float) -> np.ndarray:
    """Durations between two at which one more step is billed; raises `TooManySteps` for more than a million. [ms]"""
    if (high - low) / increment_ms > MOST_INCREMENTS:
        raise TooManySteps(f"{(high - low) / increment_ms:,.0f} billed steps between {low:,g} and {high:,g} ms")
    return np.arange(np.ceil(low / increment_ms), high // increment_ms + 1) * increment_ms
