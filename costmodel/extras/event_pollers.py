"""Event pollers: an event source mapping in provisioned mode. https://aws.amazon.com/lambda/pricing/ (of 2026)."""

from __future__ import annotations

from dataclasses import dataclass
from types import MappingProxyType
from typing import TYPE_CHECKING

from costmodel.bill import Factor, Line
from costmodel.errors import InvalidOption
from costmodel.extras.straight import Straight
from costmodel.limits import Limit
from costmodel.option import FUNCTIONS
from costmodel.ranges import Range, scalar
from costmodel.workload import ENABLED_H

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from costmodel.option import Footprint
    from costmodel.rates import PriceBook
    from costmodel.workload import Workload

SOURCES: Mapping[str, tuple[str, str]] = MappingProxyType(
    {
        "kafka": ("Event pollers for Kafka", "lambda.event_poller"),
        "sqs": ("Event pollers for SQS", "lambda.event_poller.sqs"),
    }
)
"""What the events come from: name and rate of its pollers."""

UNITS = Range(0, 1e6, above=True, unit="event poller units")

PAGE = "https://docs.aws.amazon.com/lambda/latest/dg/invocation-eventsourcemapping.html"


@dataclass(frozen=True)
class EventPollers(Straight):
    """Pollers kept ready for a queue or a topic; without provisioned mode they cost nothing.

    >>> EventPollers("sqs", 2).name
    'Event pollers for SQS'

    Raises `InvalidOption` naming the setting, its value and what is allowed.
    """

    source: str
    """One of `SOURCES`."""
    units: float
    """Event poller units on average while they are on; you set the fewest and the most. [EPU]"""
    hours_per_month: float | None = None
    """How long they are on; None is all month. [h/month]"""

    def __post_init__(self) -> None:
        if self.source not in SOURCES:
            raise InvalidOption("source", self.source, "one of " + ", ".join(SOURCES))
        scalar("units", self.units, UNITS)
        if self.hours_per_month is not None:
            scalar("pollers hours_per_month", self.hours_per_month, ENABLED_H)

    @property
    def name(self) -> str:
        """With what the events come from: a function may have several sources."""
        return SOURCES[self.source][0]

    def lines(self, workload: Workload, prices: PriceBook, beside: Footprint) -> Iterator[Line]:
        """Units by the hour."""
        _ = beside
        hours = workload.enabled_h("pollers hours_per_month", self.hours_per_month)
        yield Line(
            self.name, prices[SOURCES[self.source][1]],
            (Factor("event poller units", float(self.units), "EPU"), Factor("hours", hours, "h/month")),
        )  # fmt: skip

    def limits(self, workload: Workload, prices: PriceBook, beside: Footprint) -> Iterator[Limit]:
        """They invoke a function and nothing else."""
        _ = workload, prices
        if beside.runs_on not in FUNCTIONS:
            yield Limit("Instances behind event pollers", 1.0, 0.0, "target", "poll from the instances", PAGE)
