"""A load that grows over the months: by the same share each, or to volumes of its own."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from costmodel.errors import InvalidQuestion
from costmodel.ranges import Range, number, single
from costmodel.workload import RANGES

if TYPE_CHECKING:
    from numpy.typing import NDArray

MONTHS = Range(1, 120, unit="months")

MONTHLY = Range(-0.99, 10, note="of the month before")


@dataclass(frozen=True)
class Growth:
    """The same share more in every month, or a volume of its own for each.

    >>> Growth(monthly=1.0, months=3).requests(10.0).tolist()
    [10.0, 20.0, 40.0]

    Raises `InvalidQuestion` naming the field, its value and what is allowed.
    """

    monthly: float = 0.05
    """By how much each month is above the one before; below 0 it shrinks. [1]"""
    months: int = 24
    """How many months there are, the first one included. [month]"""
    volumes: tuple[float, ...] = ()
    """Requests of each month, in place of a share and a number of months. [request/month]"""

    def __post_init__(self) -> None:
        object.__setattr__(self, "monthly", single("monthly", self.monthly, MONTHLY, InvalidQuestion))
        if not np.size(self.volumes):
            months = single("months", self.months, MONTHS, InvalidQuestion)
            if months % 1:
                raise InvalidQuestion("months", self.months, f"a whole number, {MONTHS}")
            object.__setattr__(self, "months", int(months))
            object.__setattr__(self, "volumes", ())
            return
        asked = np.asarray(number("volumes", self.volumes, RANGES["requests_per_month"], InvalidQuestion))
        if asked.ndim != 1 or not MONTHS.has(len(asked)):
            raise InvalidQuestion("volumes", f"{asked.size} of them", f"one a month, {MONTHS}")
        object.__setattr__(self, "volumes", tuple(asked.tolist()))
        object.__setattr__(self, "months", len(asked))

    def requests(self, first: float) -> NDArray[np.float64]:
        """Requests of each month, of which the first has ``first`` unless volumes are given. [request/month]"""
        if self.volumes:
            return np.array(self.volumes)
        powers: NDArray[np.float64] = (1.0 + self.monthly) ** np.arange(float(self.months))
        return first * powers
