"""Allowed ranges as data, and the one check that enforces them."""

from __future__ import annotations

from dataclasses import dataclass
from math import inf
from typing import TYPE_CHECKING

import numpy as np

from costmodel.errors import InvalidInput, InvalidOption

if TYPE_CHECKING:
    from costmodel.rates import Num


@dataclass(frozen=True, slots=True)
class Range:
    """From ``low`` to ``high``, both allowed unless ``above`` leaves ``low`` itself out."""

    low: float
    high: float = inf
    above: bool = False
    unit: str = ""
    note: str = ""
    source: str = ""

    def __str__(self) -> str:
        """The range in words.

        >>> str(Range(128, 10_240, unit="MB", note="for Lambda"))
        '128 to 10,240 MB for Lambda'
        """
        words = f"above {self.low:,g}" if self.above else f"{self.low:,g}"
        if self.high == inf:
            words += "" if self.above else " or more"
        else:
            words += f" and at most {self.high:,.15g}" if self.above else f" to {self.high:,.15g}"
        return " ".join(word for word in (words, self.unit, self.note) if word)

    def holds(self, value: Num) -> np.ndarray:
        """Whether each value lies inside; NaN never does."""
        low = np.greater(value, self.low) if self.above else np.greater_equal(value, self.low)
        return np.asarray(low & np.less_equal(value, self.high) & np.isfinite(value))

    def check(self, field: str, value: Num, error: type[InvalidInput]) -> None:
        """Raise ``error`` naming ``field``, the first value outside, and the range."""
        inside = self.holds(value)
        if not inside.all():
            raise error(field, float(np.asarray(value)[~inside].flat[0]), str(self))


def number(field: str, value: object, allowed: Range, error: type[InvalidInput]) -> Num:
    """``value`` as a float, or as an array of floats, inside ``allowed``."""
    if isinstance(value, bool | str | bytes):
        raise error(field, value, f"a number {allowed}")
    try:
        array = np.asarray(value, dtype=np.float64)
    except (TypeError, ValueError):
        raise error(field, value, f"a number {allowed}") from None
    found: Num = array if array.ndim else float(array)
    allowed.check(field, found, error)
    return found


def scalar(field: str, value: object, allowed: Range) -> float:
    """One number inside ``allowed``: settings of an option are never arrays. Raises `InvalidOption`."""
    if np.ndim(value):  # type: ignore[arg-type]  # anything may have been passed
        raise InvalidOption(field, f"an array of shape {np.shape(value)}", f"one number {allowed}")  # type: ignore[arg-type]
    return float(number(field, value, allowed, InvalidOption))
