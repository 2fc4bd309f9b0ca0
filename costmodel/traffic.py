"""The shape of traffic: a week of 168 hours whose mean is 1."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from costmodel.errors import InvalidWorkload
from costmodel.ranges import Range, number
from costmodel.units import HOURS_PER_DAY, HOURS_PER_WEEK

MEAN_TOLERANCE = 1e-9
"""How far from 1 the mean of the levels may lie; levels of a real series are divided by their mean first."""


@dataclass(frozen=True)
class TrafficProfile:
    """Requests of each hour of a week, relative to the mean hour.

    >>> TrafficProfile.constant().peak
    1.0

    Raises `InvalidWorkload` unless there are 168 levels, none negative, with mean 1.
    """

    levels: tuple[float, ...]
    """Monday 00:00 to Sunday 23:00. [hour / mean hour]"""

    def __post_init__(self) -> None:
        levels = np.asarray(number("traffic", self.levels, Range(0, note="in every hour"), InvalidWorkload))
        if levels.shape != (HOURS_PER_WEEK,):
            raise InvalidWorkload("traffic", f"{levels.size} levels", f"{HOURS_PER_WEEK} levels, one an hour")
        if abs(levels.mean() - 1) > MEAN_TOLERANCE:
            raise InvalidWorkload("traffic", float(levels.mean()), "levels whose mean is 1")
        object.__setattr__(self, "levels", tuple(levels.tolist()))

    @classmethod
    def constant(cls) -> TrafficProfile:
        """The same load in every hour: the talk's, and the default."""
        return CONSTANT

    @cached_property
    def peak(self) -> float:
        """The busiest hour. [hour / mean hour]"""
        return max(self.levels)

    @cached_property
    def busiest_day(self) -> float:
        """Mean of the busiest 24 hours in a row, the week taken as a ring. [hour / mean hour]"""
        ring = np.concatenate([self.levels, self.levels[: HOURS_PER_DAY - 1]])
        return float(np.lib.stride_tricks.sliding_window_view(ring, HOURS_PER_DAY).mean(axis=1).max())

    def load_duration(self) -> tuple[tuple[float, float], ...]:
        """Each distinct level and the share of the week it lasts, lowest first. [hour / mean hour, 1]"""
        levels, hours = np.unique(self.levels, return_counts=True)
        return tuple(zip(levels.tolist(), (hours / HOURS_PER_WEEK).tolist(), strict=True))


CONSTANT = TrafficProfile((1.0,) * HOURS_PER_WEEK)
