"""The Compute Savings Plan that costs least for one load of a Lambda function."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from costmodel.bill import bill
from costmodel.errors import InvalidQuestion
from costmodel.options.duration_plan import DurationPlan
from costmodel.options.executions import Executions

if TYPE_CHECKING:
    from costmodel.options.aws_lambda import Lambda
    from costmodel.options.commitment import Commitment
    from costmodel.rates import PriceBook
    from costmodel.workload import Workload


def best_commitment(workload: Workload, function: Lambda, commitment: Commitment, prices: PriceBook) -> Lambda:
    """``function`` with ``commitment`` at the level that costs least, in money as a Savings Plan is bought.

    Every level that covers a meter's use in some hour is billed, and none at all, so tiers and the free tier count.
    Raises `InvalidQuestion` for more than one scenario, `UnknownRate` where the price list has no rate of the plan.
    """
    if workload.shape:
        raise InvalidQuestion("best_commitment()", workload.shape, "asked of one scenario; pick one with .at(index)")
    bare = replace(function, commitment=None)
    plan, meters = (
        DurationPlan(commitment, function.architecture),
        Executions(bare, bare.executed(workload)).meters(prices),
    )
    levels = plan.levels(plan.covered(meters, prices))
    every = (replace(function, commitment=replace(commitment, usd_per_hour=float(level))) for level in levels)
    return min(every, key=lambda one: float(bill(one, workload, prices).total))
