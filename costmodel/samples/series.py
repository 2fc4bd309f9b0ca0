"""What a text says: times, counts and where each stands."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from costmodel.errors import InvalidWorkload
from costmodel.samples.moments import amount, moment

if TYPE_CHECKING:
    from collections.abc import Sequence

TIME = (
    "a time such as 2026-11-24 09:00, 2026/11/24 9:00 AM or 2026年11月24日(火) 9時, the year first, "
    "with or without an offset, or seconds or milliseconds since 1970"
)

ALIKE = "a time with an offset from UTC if the others have one, and without if they have none"

COUNT = "a count of 0 or more"

SHOWN = 60
"""Characters of a value that an error shows."""


@dataclass(frozen=True, eq=False)
class Series:
    """Periods in the order of the text."""

    times: Sequence[Any]
    counts: Sequence[Any]
    places: Sequence[str]
    """Where each stands in the text."""
    period_s: int | None = None
    """Length of a period, where the text states it. [s]"""
    partial: bool = False
    """Whether CloudWatch says that there is more."""
    total: bool = False
    """Whether a last line with a total was left out."""

    def numbers(self) -> tuple[np.ndarray, np.ndarray, bool]:
        """Times since 1970 [ms], counts (NaN where empty), and whether the times are of a clock without an offset."""
        at, counts, local = np.empty(len(self.times)), np.empty(len(self.times)), None
        for index, (time, count) in enumerate(zip(self.times, self.counts, strict=True)):
            found, many = moment(time), amount(count)
            if found is None or many is None:
                value, allowed = (time, TIME) if found is None else (count, COUNT)
                raise InvalidWorkload(self.places[index], brief(value), allowed)
            if local is not None and local != found[1]:
                raise InvalidWorkload(self.places[index], brief(time), ALIKE)
            at[index], local, counts[index] = found[0], found[1], many
        return np.rint(at).astype(np.int64), counts, bool(local)


def brief(value: object) -> object:
    """A value of the text as an error can show it: texts, numbers and lists in it may be of any size."""
    if value is None or isinstance(value, bool | float):
        return value
    try:
        return (value if isinstance(value, str) else repr(value))[:SHOWN]
    except RecursionError:
        return type(value).__name__
