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
from costmodel.options.provisioned import ENVIRONMENTS, REQUESTS_PER_CONCURRENCY, ProvisionedConcurrency
from costmodel.options.rounding import Rounding
from costmodel.units import MS_PER_S

if TYPE_CHECKING:
    from costmodel.options.aws_lambda import Lambda
    from costmodel.rates import PriceBook
    from costmodel.workload import Workload


def pays_from(function: Lambda, prices: PriceBook) -> float:
    """Share of its enabled time in which an environment must be busy to cost less than the first tier on demand. [1]"""
    kept, inside, outside = (
        prices.rates[f"lambda.{meter}.{function.architecture}"].tiers[0].price
        for meter in ("provisioned_concurrency", "provisioned_duration", "duration")
    )
    return kept / (outside - inside) if outside > inside else float("inf")


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
    full = ready.enabled_rps(load) * levels * np.maximum(billed_s, 1 / REQUESTS_PER_CONCURRENCY)
    around = np.unique(np.concatenate([np.floor(full), np.ceil(full)]))
    return [int(count) for count in around if ENVIRONMENTS.has(float(count))]
