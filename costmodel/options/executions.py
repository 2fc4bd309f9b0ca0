"""What a Lambda function executes in a month: the factors of its bill, and where they jump or bend."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np

from costmodel.bill import Factor
from costmodel.notes import Note
from costmodel.options.duration_meters import on_demand, provisioned
from costmodel.options.rounding import Rounding, increments
from costmodel.steps import between, reaches, thirds
from costmodel.units import MB_PER_GB, MS_PER_S

if TYPE_CHECKING:
    from collections.abc import Iterator

    from costmodel.options.aws_lambda import Lambda
    from costmodel.options.duration_meters import Meter
    from costmodel.rates import Num, PriceBook
    from costmodel.workload import Workload

AGAIN = "each request is executed {attempts} times on average"


@dataclass(frozen=True, eq=False)
class Executions:
    """A function under a load of which every attempt is a request of its own."""

    function: Lambda
    load: Workload

    @cached_property
    def requests(self) -> Factor:
        """[request/month]"""
        attempts = self.function.attempts
        again = (Note(AGAIN, (("attempts", attempts),)),) if attempts != 1 else ()
        return Factor("requests", self.load.requests_per_month, "request/month", again)

    @cached_property
    def memory(self) -> Factor:
        """[GB]"""
        return Factor("memory", self.load.memory_mb / MB_PER_GB, "GB")

    @cached_property
    def duration(self) -> Factor:
        """Of an execution that finds an environment ready. [s/request]"""
        rounding = Rounding(self.load.duration_ms, self.function.billing_increment_ms)
        return Factor("billed duration", rounding.billed_ms / MS_PER_S, "s/request", (rounding,))

    @cached_property
    def cold(self) -> Factor:
        """The mean on demand, with INIT where cold starts are counted. [s/request]"""
        starts = self.function.cold_starts
        return starts.billed(self.duration, self.load, self.spilled) if starts else self.duration

    @cached_property
    def spilled(self) -> Num:
        """Part of the requests that run on demand. [1]"""
        kept = self.function.provisioned
        return np.maximum(1 - kept.share_inside(self.load, self.billed_s), 0.0) if kept else 1.0

    @property
    def increment_ms(self) -> float:
        """Step of the billed duration; where cold starts spill over, along a curve, never less than 1. [ms]"""
        function = self.function
        return function.billing_increment_ms or (1 if function.cold_starts and function.provisioned else 0)

    @property
    def billed_s(self) -> Num:
        """[s]"""
        return Rounding(self.load.duration_ms, self.increment_ms).billed_ms / MS_PER_S

    @property
    def kept(self) -> Num:
        """Environments provisioned at the busiest level. [environment]"""
        kept = self.function.provisioned
        return kept.most(self.load, self.billed_s) if kept else 0.0

    @property
    def alive(self) -> Num:
        """Environments alive at the busiest moments, were none provisioned. [environment]"""
        cold = self.function.cold_starts
        return cold.most(self.load) if cold else self.load.peak_concurrency

    def meters(self, prices: PriceBook) -> tuple[Meter, ...]:
        """What the duration is charged by."""
        kept = self.function.provisioned
        return tuple(provisioned(kept, self, prices)) if kept else (on_demand(self),)

    def steps(self, prices: PriceBook, field: str, low: float, high: float) -> Iterator[np.ndarray]:
        """Billing increments, where environments or a plan run full, and knots of cold starts."""
        kept, cold, plan = self.function.provisioned, self.function.cold_starts, self.function.plan
        found = kept.steps(self.load, field, self.billed_s, low, high) if kept else np.empty(0)
        if field == "duration_ms" and self.increment_ms:
            found = np.append(found, increments(self.increment_ms, low, high))
        if cold:
            found = cold.steps(
                self.load, field, found, (low, high), lambda load: Executions(self.function, load).spilled
            )
        yield found
        if not (kept or plan):
            return
        places = thirds(between(found, low, high))
        many = Executions(self.function, self.load.along(field, places))
        if kept:
            yield reaches(places, many.alive - many.kept)
        if plan:
            yield from plan.full_at(places, prices, many.meters(prices))
