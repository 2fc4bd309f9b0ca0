"""The provisioned concurrency that costs least for one load.

The cost is a straight line in the number of environments between those that fill at one of the week's levels, so the
cheapest whole number stands beside one of these.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from costmodel.bill import bill
from costmodel.errors import InvalidQuestion
from costmodel.options.provisioned import ENVIRONMENTS, ProvisionedConcurrency
from costmodel.options.rounding import Rounding
from costmodel.units import MS_PER_S

if TYPE_CHECKING:
    from costmodel.options.aws_lambda import Lambda
    from costmodel.rates import PriceBook
    from costmodel.workload import Workload


def best_provisioned(workload: Workload, function: Lambda, prices: PriceBook) -> Lambda:
    """``function`` with the environments that cost least, kept as its own setting says, or all month.

    On demand where none pays. Raises `InvalidQuestion` for more than one scenario.
    """
    if workload.shape:
        raise InvalidQuestion("best_provisioned()", workload.shape, "asked of one scenario; pick one with .at(index)")
    ready = function.provisioned or ProvisionedConcurrency(1)
    candidates = [replace(function, provisioned_concurrency=None)]
    candidates += [
        replace(function, provisioned_concurrency=replace(ready, environments=count))
        for count in _beside_kinks(workload, function, ready)
    ]
    return min(candidates, key=lambda one: float(bill(one, workload, prices).total))


def _beside_kinks(workload: Workload, function: Lambda, ready: ProvisionedConcurrency) -> list[int]:
    """Whole numbers on both sides of what each level of the week fills."""
    load = function.executed(workload)
    billed_s = Rounding(load.duration_ms, function.billing_increment_ms).billed_ms / MS_PER_S
    levels = np.array([level for level, _ in ready.levels(load)])
    busy = np.asarray(ready.busy(load, billed_s, levels))
    kept = busy if ready.target_utilization is None else np.append(busy, busy / ready.target_utilization)
    around = np.unique(np.concatenate([np.floor(kept), np.ceil(kept)]))
    return [int(count) for count in around if ENVIRONMENTS.has(float(count)) and count >= ready.minimum]
