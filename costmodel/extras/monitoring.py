"""Detailed monitoring of instances. https://aws.amazon.com/cloudwatch/pricing/."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from costmodel.bill import Factor, Line
from costmodel.extras.only_costs import OnlyCosts
from costmodel.option import EC2

if TYPE_CHECKING:
    from collections.abc import Iterator

    from costmodel.option import Footprint
    from costmodel.rates import PriceBook
    from costmodel.workload import Workload

METRICS_PER_INSTANCE = 7
"""Metrics that detailed monitoring sends for one instance, as AWS charges them; newer types may send more.
https://aws.amazon.com/cloudwatch/pricing/ [metric]"""


@dataclass(frozen=True)
class DetailedMonitoring(OnlyCosts):
    """Metrics of each instance every minute instead of every five. Lambda's own metrics are free."""

    name: str = "Detailed monitoring"

    def lines(self, workload: Workload, prices: PriceBook, beside: Footprint) -> Iterator[Line]:
        """Metrics of the running instances, in tiers; a metric is charged for the hours in which it is sent."""
        _ = workload
        if beside.runs_on == EC2:
            instances = Factor("instances", beside.running.value, "instance")
            metrics = Factor("metrics", float(METRICS_PER_INSTANCE), "metric/instance")
            yield Line("Detailed monitoring", prices["cloudwatch.metrics"], (instances, metrics))
