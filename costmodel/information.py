"""Measure this first: what knowing an input exactly, before choosing, would save.

Expected value of (partial) perfect information, from the cases of `costmodel.uncertainty.outcomes`: they are cut
into bins along the input, and in each bin the option is taken that costs least there on average. Bins have two
errors. Few cases in a bin make its best option look too good, so ``usd`` is a little too high; wide bins hide where
the answer changes inside one, which makes it too low by less and less as the cases grow. ``checked`` chooses in one
half of a bin's cases and counts in the other, so chance cannot flatter it: the truth mostly lies between the two.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import inf, log2
from typing import TYPE_CHECKING

import numpy as np

from costmodel.errors import InvalidQuestion
from costmodel.ranges import Range, single

if TYPE_CHECKING:
    from costmodel.uncertainty import Outcomes

FAILING = Range(0, 1e15, unit="USD")

HALVES = 2


@dataclass(frozen=True)
class Worth:
    """What it would save on average to know one input."""

    input: str
    usd: float
    """[USD/month]"""
    checked: float
    """The same without the flattery of chance; may be a little below 0. [USD/month]"""


@dataclass(frozen=True)
class Information:
    """What knowing inputs is worth."""

    choice: str | None
    """The option that costs least on average as things stand; None where each may fail."""
    expected: float
    """What it costs on average. [USD/month]"""
    everything: float
    """What knowing all inputs would save on average: no measurement is worth more. [USD/month]"""
    inputs: tuple[Worth, ...]
    """Most valuable first."""


def measure_first(found: Outcomes, *, failing_usd: float | None = None) -> Information:
    """Which input to measure first.

    ``failing_usd`` is what it costs in a month if the chosen option cannot serve the load. None never chooses an
    option that may fail; where all may fail, all information is worth infinitely much. Cases in which no option
    works are left out: no choice mends them.
    """
    costs, some = found.costs, found.best >= 0
    if failing_usd is not None:
        lost = single("failing_usd", failing_usd, FAILING, InvalidQuestion)
        costs, some = np.where(np.isfinite(costs), costs, lost), np.full(found.size, fill_value=True)
    costs, places = costs[:, some], found.places[:, some]
    if not costs.size:
        return Information(None, inf, 0.0, tuple(Worth(name, 0.0, 0.0) for name in found.ranges))
    means = costs.mean(axis=1)
    now = float(means.min())
    best = list(found.totals)[int(means.argmin())] if now < inf else None
    given = zip(found.ranges.items(), places, strict=True)
    worth = [_worth(name, one.ends, costs, row) for (name, one), row in given]
    all_known = max(0.0, _saved(now, float(costs.min(axis=0).mean())))
    return Information(best, now, all_known, tuple(sorted(worth, key=lambda one: -one.usd)))


def _worth(name: str, ends: tuple[float, float], costs: np.ndarray, places: np.ndarray) -> Worth:
    """One input."""
    if ends[0] == ends[1]:
        return Worth(name, 0.0, 0.0)
    bins = _bins(costs.shape[1])
    code = np.minimum((places * bins).astype(np.int64), bins - 1)
    now = float(costs.mean(axis=1).min())
    sums = np.array([np.bincount(code, one, bins) for one in costs])
    usd = max(0.0, _saved(now, float(sums.min(axis=0).sum()) / len(places)))
    return Worth(name, usd, _saved(now, _checked(costs, code, bins)))


def _checked(costs: np.ndarray, code: np.ndarray, bins: int) -> float:
    """Mean cost when every bin's option is chosen in one half of its cases and counted in the other."""
    half = np.random.default_rng(0).permutation(len(code)) % HALVES
    sums = [np.array([np.bincount(code[half == one], row[half == one], bins) for row in costs]) for one in (0, 1)]
    counted = sum(np.take_along_axis(sums[1 - one], sums[one].argmin(axis=0)[None], 0).sum() for one in range(HALVES))
    return float(counted) / len(code)


def _bins(cases: int) -> int:
    """A power of two near twice the cube root: 32 for 4,096 cases; strata of settings fall into whole bins."""
    return max(2, 1 << round(log2(2 * cases ** (1 / 3))))


def _saved(now: float, known: float) -> float:
    return now - known if known < inf else 0.0
