"""Everything that can go wrong, and what to catch.

CostModelError
├── InvalidInput (ValueError)       a value outside what is allowed: .field, .value, .allowed
│   ├── InvalidWorkload             ... in what arrives
│   ├── InvalidOption               ... in how it is served
│   └── InvalidQuestion             ... in what is asked (a field to sweep, a range to search)
├── UnknownName (KeyError)          a name nobody has: .name, .near
│   ├── UnknownRate                 ... no such rate in this region's price book
│   ├── UnknownRegion               ... no prices for this region
│   └── UnknownInstanceType         ... no specification for this EC2 type
├── TooManySteps (ValueError)       more fleet sizes than a search can walk through
├── UnitMismatch (ValueError)       a bill line whose factors do not make the rate's unit
├── InvalidRate (ValueError)        a price list entry that cannot be right
└── CorruptPrices (ValueError)      a price file that is not what was published
"""

from __future__ import annotations

from difflib import get_close_matches
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterable


LONGEST = 120
"""How much of a wrong value an error message repeats. [character]"""


class CostModelError(Exception):
    """Base of every error raised on purpose."""

    def __reduce__(self) -> tuple[Any, ...]:
        """Errors travel between processes with all they say."""
        return _again, (type(self), self.args, vars(self))


def _again(kind: type[CostModelError], args: tuple[object, ...], state: dict[str, object]) -> CostModelError:
    error = kind.__new__(kind, *args)
    vars(error).update(state)
    return error


class InvalidInput(CostModelError, ValueError):
    """A value outside what is allowed; ``field``, ``value`` and ``allowed`` (a `Range` or words) say which."""

    def __init__(self, field: str, value: object, allowed: object) -> None:
        self.field, self.value, self.allowed = field, value, allowed
        super().__init__(f"{field} must be {allowed}, got {shown(value)}")


class InvalidWorkload(InvalidInput):
    """A workload field outside its range."""


class InvalidOption(InvalidInput):
    """A setting of a compute option outside its range."""


class InvalidQuestion(InvalidInput):
    """A sweep or search over a field or range that makes no sense."""


class UnknownName(CostModelError, KeyError):
    """A name that is not known; ``near`` holds the closest known one, or an empty text."""

    def __init__(self, what: str, name: str, known: Iterable[str], where: str = "") -> None:
        self.name = name
        self.near = next(iter(get_close_matches(str(name)[:LONGEST].lower(), list(known), n=1, cutoff=0.5)), "")
        hint = f"; did you mean '{self.near}'?" if self.near else ""
        super().__init__(f"no {what} {shown(name)}{where}{hint}")

    def __str__(self) -> str:
        """The sentence itself; KeyError would show it in quotes."""
        return str(self.args[0])


class UnknownRate(UnknownName):
    """A rate that this region's price book does not hold. Missing is never zero."""

    def __init__(self, key: str, known: Iterable[str], region: str) -> None:
        super().__init__("rate", key, known, f" in {region}")


class UnknownRegion(UnknownName):
    """A region without prices."""

    def __init__(self, region: str, known: Iterable[str]) -> None:
        super().__init__("prices for region", region, known)


class UnknownInstanceType(UnknownName):
    """An EC2 instance type without a specification."""

    def __init__(self, name: str, known: Iterable[str], region: str) -> None:
        super().__init__("instance type", name, known, f" in {region}")


class TooManySteps(CostModelError, ValueError):
    """More fleet sizes between two ends than can be walked through at once."""


class UnitMismatch(CostModelError, ValueError):
    """Factors whose units do not multiply to the unit their rate charges for."""


class InvalidRate(CostModelError, ValueError):
    """A rate that cannot be right: no tiers, edges out of order, a price that is not a number."""


class CorruptPrices(CostModelError, ValueError):
    """A price file that is damaged, incomplete or not the one its manifest names."""


def shown(value: object) -> str:
    """A value as a person would write it in an error message."""
    if isinstance(value, bool) or not isinstance(value, int | float):
        told = repr(value[:LONGEST] if isinstance(value, str | list | tuple) else value)
        return told if len(told) <= LONGEST else f"{told[:LONGEST]} ..."
    try:
        return f"{value:,.15g}"
    except OverflowError:  # a whole number beyond floats
        return f"a number of {len(f'{abs(value):x}') * 4:,} bits"
