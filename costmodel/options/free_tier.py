"""One free tier for several lines: what the first uses of it is taken from the next."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from costmodel.bill import Factor, Line
from costmodel.notes import Note
from costmodel.options.lambda_settings import ARCHITECTURES
from costmodel.steps import reaches

if TYPE_CHECKING:
    from collections.abc import Iterator

    from costmodel.bill import Reason
    from costmodel.rates import Num, PriceBook

SHARED = Note("both architectures share one free tier: what the other leaves of it is taken off")


def kind(key: str) -> str:
    """What a rate charges for, whatever the architecture.

    >>> kind("lambda.duration.arm64")
    'lambda.duration'
    """
    return key.rpartition(".")[0]


def behind(line: Line, taken: Num, prices: PriceBook) -> Line:
    """A line that comes second to the free tier: what ``taken`` leaves of it is taken off."""
    left = np.maximum(_unused(line, taken, prices), 0.0)
    reasons: tuple[Reason, ...] = tuple(reason for factor in line.factors for reason in factor.because)
    charged = Factor("beyond what is left free", np.maximum(line.quantity - left, 0.0), line.unit, (SHARED, *reasons))
    others = {key: amount for key, amount in prices.free.items() if key != line.rate.key}
    return Line(line.name, replace(prices, free=others)[line.rate.key], (charged,))


def bends(line: Line, taken: Num, prices: PriceBook, places: np.ndarray) -> Iterator[np.ndarray]:
    """Where `behind` bends: the others use up what is free, or they and the line together do.

    ``places`` are the `thirds` of every piece on which the quantities are straight lines.
    """
    left = _unused(line, taken, prices)
    for gap in (left, left - line.quantity):
        yield reaches(places, gap)


def _unused(line: Line, taken: Num, prices: PriceBook) -> Num:
    """What is free less what others took: below 0 where they took more."""
    both = (f"{kind(line.rate.key)}.{architecture}" for architecture in ARCHITECTURES)
    return prices.free[line.rate.key] - taken - sum(prices.used.get(key, 0.0) for key in both)
