"""Where the cheapest of many options changes, over the volumes of a curve."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

import numpy as np

from costmodel.breakeven import Crossing, crossings

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from costmodel.compare import Comparison
    from costmodel.option import ComputeOption
    from costmodel.rates import PriceBook


def leaders(curve: Comparison, options: Sequence[ComputeOption], prices: PriceBook) -> tuple[Crossing, ...]:
    """Every change of the cheapest option that works along ``curve``, a comparison over rising volumes.

    Between the two volumes where the leader changes, the place is that of the crossing of the two leaders.
    """
    volumes, best = np.asarray(curve.workload.requests_per_month), curve.best
    by_name = {option.name: option for option in options}
    priced = [by_name[name] for name in curve.bills]
    places = [0, *(np.flatnonzero(np.diff(best)) + 1), len(best)]
    found = []
    for before, at in pairwise(places[:-1]):
        leading = [None if best[place] < 0 else priced[best[place]] for place in (before, at)]
        found.append(_change(curve, leading, float(volumes[at - 1]), float(volumes[at]), prices))
    return tuple(found)


def _change(
    curve: Comparison, leading: Sequence[ComputeOption | None], low: float, high: float, prices: PriceBook
) -> Crossing:
    """The change from one leader to the next between two neighbouring volumes."""
    one, other = leading
    before, after = (option.name if option else None for option in leading)
    if one is not None and other is not None:
        for crossing in _between(curve, one, other, prices, low, high):
            if (crossing.before, crossing.after) == (before, after):
                return crossing
    return Crossing(high, before, after, "jumps")


def _between(
    curve: Comparison, one: ComputeOption, other: ComputeOption, prices: PriceBook, low: float, high: float
) -> Iterator[Crossing]:
    """The crossings of two options in a gap of the curve."""
    workload = curve.workload.at(0)
    yield from crossings(workload, one, other, prices, low=low, high=high)
