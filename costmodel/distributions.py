"""Inputs that are not known exactly: three points, or values that were measured.

Both answer one question, their inverse distribution function, so that evenly spread places between 0 and 1 become
values as likely as the input is said to be.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np

from costmodel.errors import InvalidQuestion
from costmodel.ranges import Range, single

if TYPE_CHECKING:
    from costmodel.rates import Num

ANY = Range(0, 1e300)


@dataclass(frozen=True)
class Between:
    """A triangular distribution: never below ``low`` or above ``high``, most often near ``likely``.

    >>> round(float(Between(0, 50, 100).at(0.5)), 6)
    50.0

    Raises `InvalidQuestion` naming the point, its value and what is allowed.
    """

    low: float
    """The 0 % point."""
    likely: float
    """The mode; not the mean and not the median unless it lies in the middle."""
    high: float
    """The 100 % point."""

    def __post_init__(self) -> None:
        least = 0.0
        for name in ("low", "likely", "high"):
            value = single(name, getattr(self, name), Range(least, ANY.high), InvalidQuestion)
            object.__setattr__(self, name, value)
            least = value

    @property
    def ends(self) -> tuple[float, float]:
        """Lowest and highest value."""
        return self.low, self.high

    def at(self, place: Num) -> Num:
        """The value that a share ``place`` of all cases lies below."""
        width, rise, fall = self.high - self.low, self.likely - self.low, self.high - self.likely
        if not width:
            return place * 0.0 + self.likely
        below = self.low + np.sqrt(place * width * rise)
        above = self.high - np.sqrt((1 - place) * width * fall)
        # roots round: the ends must hold, because they may be the ends of what is allowed
        return np.clip(np.where(np.multiply(place, width) < rise, below, above), self.low, self.high)


@dataclass(frozen=True)
class Samples:
    """Measured values, each as likely as the others.

    >>> float(Samples((30, 10, 20)).at(0.5))
    20.0

    Raises `InvalidQuestion` naming the value and what is allowed.
    """

    values: tuple[float, ...]

    def __post_init__(self) -> None:
        given: object = self.values
        if not isinstance(given, list | tuple) or not given:
            raise InvalidQuestion("values", self.values, "a list of one number or more")
        checked = (single(f"values[{place}]", value, ANY, InvalidQuestion) for place, value in enumerate(self.values))
        object.__setattr__(self, "values", tuple(checked))

    @cached_property
    def ordered(self) -> np.ndarray:
        """Lowest first."""
        return np.sort(self.values)

    @property
    def ends(self) -> tuple[float, float]:
        """Lowest and highest value."""
        return float(self.ordered[0]), float(self.ordered[-1])

    def at(self, place: Num) -> Num:
        """The value that a share ``place`` of all values lies below."""
        count = len(self.values)
        found: Num = self.ordered[np.minimum(np.multiply(place, count).astype(int), count - 1)]
        return found


Distribution = Between | Samples
"""What an input may be instead of a number."""
