"""Allowed ranges as data, and the one check that enforces them."""

from __future__ import annotations

from dataclasses import dataclass
from math import inf
from typing import TYPE_CHECKING

import numpy as np

from costmodel.errors import InvalidInput, InvalidOption

if TYPE_CHECKING:
    from costmodel.display import Say
    from costmodel.rates import Num


PLAIN = (float, int)
"""What needs no array to be checked."""

NUMBERS = "iufO"
"""Kinds of arrays that may hold numbers: integers, floats, and objects such as Decimal and Fraction."""


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
        return self.words()

    def words(self, say: Say = str) -> str:
        """The range in the reader's language."""
        if self.high == inf:
            ends = say("above {low}") if self.above else say("{low} or more")
        else:
            ends = say("above {low} and at most {high}") if self.above else say("{low} to {high}")
        numbers = ends.format(low=f"{self.low:,.15g}", high=f"{self.high:,.15g}")
        return " ".join(word for word in (numbers, self.unit and say(self.unit), self.note and say(self.note)) if word)

    def holds(self, value: Num) -> np.ndarray:
        """Whether each value lies inside; NaN never does."""
        low = np.greater(value, self.low) if self.above else np.greater_equal(value, self.low)
        return np.asarray(low & np.less_equal(value, self.high) & np.isfinite(value))

    def has(self, value: float) -> bool:
        """`holds` for one number, without the detour through an array."""
        return (self.low < value if self.above else self.low <= value) and value <= self.high and value < inf

    def check(self, field: str, value: Num, error: type[InvalidInput]) -> None:
        """Raise ``error`` naming ``field``, the first value outside, and the range."""
        if type(value) is float and self.has(value):
            return
        inside = self.holds(value)
        if not inside.all():
            raise error(field, float(np.asarray(value)[~inside].flat[0]), self)


def number(field: str, value: object, allowed: Range, error: type[InvalidInput]) -> Num:
    """``value`` as a float, or as an array of floats that nobody can change, inside ``allowed``."""
    if type(value) in PLAIN and allowed.has(value):  # type: ignore[arg-type]  # a plain number
        return float(value)  # type: ignore[arg-type]  # the same
    try:
        array = _floats(value)
    except (TypeError, ValueError, OverflowError):
        raise error(field, value, f"a number {allowed}") from None
    array.flags.writeable = False
    found: Num = array if array.ndim else float(array)
    allowed.check(field, found, error)
    return found


def _floats(value: object) -> np.ndarray:
    """A copy of ``value`` as floats; raises TypeError for what NumPy would silently take for numbers."""
    given = np.asarray(value)
    if value is None or given.dtype.kind not in NUMBERS:
        raise TypeError(value)
    return np.array(given, dtype=np.float64)


def whole(field: str, value: object, allowed: Range) -> int:
    """One whole number inside ``allowed``. Raises `InvalidOption`."""
    found = scalar(field, value, allowed)
    if not found.is_integer():
        raise InvalidOption(field, value, f"a whole number, {allowed}")
    return int(found)


def single(field: str, value: object, allowed: Range, error: type[InvalidInput]) -> float:
    """One number inside ``allowed`` as a float; raises ``error`` for an array too."""
    found = number(field, value, allowed, error)
    if not isinstance(found, float):
        raise error(field, f"an array of shape {found.shape}", f"one number, {allowed}")
    return found


def scalar(field: str, value: object, allowed: Range) -> float:
    """One number inside ``allowed``: settings of an option are never arrays. Raises `InvalidOption`.

    A setting is kept as it was given, so only numbers that floats understand are taken.
    """
    found = single(field, value, allowed, InvalidOption)
    if not isinstance(value, int | float | np.number):
        raise InvalidOption(field, value, f"an int or a float, {allowed}")
    return found
