"""The Compute Savings Plan that costs least for one load of a Lambda function."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

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

    All that its duration is charged by is weighed, provisioned concurrency too: hour by hour, the highest discount
    first, at the prices of the first tiers. Raises `InvalidQuestion` for more than one scenario, `UnknownRate` where
    the price list has no rate of the plan.
    """
    if workload.shape:
        raise InvalidQuestion("best_commitment()", workload.shape, "asked of one scenario; pick one with .at(index)")
    plan, load = DurationPlan(commitment, function.architecture), function.executed(workload)
    level = plan.settled(load, prices, Executions(function, load).meters(prices))
    return replace(function, commitment=level)
