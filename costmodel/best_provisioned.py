"""The provisioned concurrency that costs least for one load.

The cost is a straight line in the number of environments between those that fill at one of the week's levels, unless
the free tier ends or a plan is full between two of them: these places are sought too. The cheapest stands beside one.
"""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise
from math import isclose
from typing import TYPE_CHECKING

import numpy as np

from costmodel.bill import bill
from costmodel.errors import InvalidQuestion
from costmodel.options.provisioned import ENVIRONMENTS, ProvisionedConcurrency
from costmodel.options.rounding import Rounding
from costmodel.units import MS_PER_S

if TYPE_CHECKING:
    from collections.abc import Callable

    from costmodel.options.aws_lambda import Lambda
    from costmodel.rates import PriceBook
    from costmodel.workload import Workload


def best_provisioned(workload: Workload, function: Lambda, prices: PriceBook) -> Lambda:
    """``function`` with the environments that cost least, kept as its own setting says, or all month.

    On demand where none pays. Raises `InvalidQuestion` for more than one scenario, for SnapStart, and for a plan whose
    level is still to be found.
    """
    if workload.shape:
        raise InvalidQuestion("best_provisioned()", workload.shape, "asked of one scenario; pick one with .at(index)")
    if function.snapstart or (function.commitment and function.commitment.usd_per_hour is None):
        raise InvalidQuestion(
            "best_provisioned()", function.name, "a function without SnapStart, its plan in USD an hour"
        )
    ready = function.provisioned or ProvisionedConcurrency(1)
    usd: dict[int, float] = {}

    def cost(count: int) -> float:
        kept = replace(ready, environments=count) if count else None
        if count not in usd:
            usd[count] = float(bill(replace(function, provisioned_concurrency=kept), workload, prices).total)
        return usd[count]

    known = sorted({int(ready.minimum), *_beside_kinks(workload, function, ready)})
    for low, high in pairwise(known):
        _bends(low, high, cost)
    best = min([0, *known, *usd], key=lambda count: (cost(count), count))
    return replace(function, provisioned_concurrency=replace(ready, environments=best) if best else None)


def _bends(low: int, high: int, cost: Callable[[int], float]) -> None:
    """Try more numbers where the cost is no straight line: the free tier ends or a plan is full somewhere between."""
    if high - low < 2:  # noqa: PLR2004 - nothing lies between
        return
    first, last = cost(low + 1) - cost(low), cost(high) - cost(high - 1)
    if isclose(first, last, rel_tol=1e-6, abs_tol=1e-9):
        return
    middle = (low + high) // 2
    _bends(low, middle, cost)
    _bends(middle, high, cost)


def _beside_kinks(workload: Workload, function: Lambda, ready: ProvisionedConcurrency) -> list[int]:
    """Whole numbers on both sides of what each level of the week fills."""
    load = function.executed(workload)
    billed_s = Rounding(load.duration_ms, function.billing_increment_ms).billed_ms / MS_PER_S
    levels = np.array([level for level, _ in ready.levels(load)])
    busy = np.asarray(ready.busy(load, billed_s, levels))
    kept = busy if ready.target_utilization is None else np.append(busy, busy / ready.target_utilization)
    around = np.unique(np.concatenate([np.floor(kept), np.ceil(kept)]))
    return [int(count) for count in around if ENVIRONMENTS.has(float(count)) and count >= ready.minimum]
