"""What a function's duration is charged by: one meter on demand, three with provisioned concurrency.

https://aws.amazon.com/lambda/pricing/ (read 2026-11-23).
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

import numpy as np

from costmodel.bill import Factor
from costmodel.display import percent, quantity
from costmodel.limits import round_up
from costmodel.options.provisioned import REQUESTS_PER_CONCURRENCY
from costmodel.units import HOURS_PER_WEEK, S_PER_H

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from costmodel.bill import Reason
    from costmodel.display import Say
    from costmodel.options.executions import Executions
    from costmodel.options.provisioned import ProvisionedConcurrency
    from costmodel.rates import Num, PriceBook
    from costmodel.workload import Workload

PERIODS_PER_H = 12
"""The enabled time is charged in periods of 5 minutes, rounded up.
https://aws.amazon.com/lambda/pricing/ (read 2026-11-23). [period/h]"""

Hours = tuple[tuple[float, "Num"], ...]
"""Share of the week, and what is used in each such hour. [1, GB·s/h]"""


@dataclass(frozen=True, eq=False, slots=True)
class Meter:
    """One kind of GB-second: what a month uses of it, and how that lies over the hours of the week."""

    name: str
    """Of its line on the bill."""
    kind: str
    """Of its rates: ``lambda.<kind>.<architecture>``."""
    factors: tuple[Factor, ...]
    hours: Callable[[], Hours]
    """The same hours, in the same order, for all meters of a function."""


@dataclass(frozen=True, eq=False, slots=True)
class LastEnvironment:
    """Whether the last environment earns its keep."""

    kept: ProvisionedConcurrency
    load: Workload
    billed_s: Num
    pays_from: float

    def explain(self, say: Say = str) -> str:
        """The rule with its numbers."""
        used = self.kept.last_used(self.load, self.billed_s)
        sentence = say("the last of {count} environments is busy {used} of the time; it pays from {pays} on")
        return sentence.format(
            count=quantity(self.kept.environments), used=percent(float(used)), pays=percent(self.pays_from)
        )


@dataclass(frozen=True, eq=False, slots=True)
class Following:
    """How many environments there are where they follow the load."""

    kept: ProvisionedConcurrency
    load: Workload
    billed_s: Num

    def explain(self, say: Say = str) -> str:
        """From how many to how many, and what is left out."""
        sentence = say(
            "{fewest} to {most} environments over the week, to keep {target} of them busy: as if every hour had what it"
            " needs, where Application Auto Scaling comes some minutes late"
        )
        kept, load, billed_s = self.kept, self.load, self.billed_s
        few, most = (quantity(float(count)) for count in (kept.least(load, billed_s), kept.most(load, billed_s)))
        return sentence.format(fewest=few, most=most, target=percent(kept.target_utilization or 1))


def pays_from(architecture: str, prices: PriceBook) -> float:
    """Share of its enabled time in which an environment must be busy to cost less than the first tier on demand. [1]"""
    kept, inside, outside = (
        prices[f"lambda.{meter}.{architecture}"].first_price
        for meter in ("provisioned_concurrency", "provisioned_duration", "duration")
    )
    return kept / (outside - inside) if outside > inside else float("inf")


def on_demand(done: Executions) -> Meter:
    """All of it on demand."""
    load = done.load

    def hours() -> Hours:
        each = done.requests.value * done.memory.value * done.cold.value / load.hours_per_month
        return tuple((share, level * each) for level, share in load.traffic.load_duration())

    return Meter("Duration", "duration", (done.requests, done.memory, done.cold), hours)


def provisioned(kept: ProvisionedConcurrency, done: Executions, prices: PriceBook) -> Iterator[Meter]:
    """Capacity, duration on provisioned environments, and spill-over on demand."""
    load, billed_s = done.load, done.duration.value
    count = Factor("provisioned concurrency", kept.mean(load, billed_s), "1", _why(kept, done, prices))
    periods = round_up(kept.enabled_h(load) * PERIODS_PER_H)
    enabled = Factor("enabled time", periods / PERIODS_PER_H * S_PER_H, "s/month")
    inside = Factor("share on provisioned environments", kept.share_inside(load, billed_s), "1")
    outside = Factor("share on demand", np.maximum(1 - inside.value, 0.0), "1")
    stretch = enabled.value / (kept.enabled_h(load) * S_PER_H)
    memory = done.memory.value

    @cache
    def hourly() -> tuple[tuple[float, Num, Num, Num], ...]:  # asked for by a plan, then for all three meters
        return tuple(_hours(kept, load, billed_s))

    yield Meter(
        "Provisioned concurrency", "provisioned_concurrency", (count, done.memory, enabled),
        lambda: tuple((share, many * memory * S_PER_H * stretch) for share, many, _, _ in hourly()),
    )  # fmt: skip
    yield Meter(
        "Duration, provisioned", "provisioned_duration", (done.requests, inside, done.memory, done.duration),
        lambda: tuple((share, taken * memory * done.duration.value) for share, _, taken, _ in hourly()),
    )  # fmt: skip
    yield Meter(
        "Duration, on demand", "duration", (done.requests, outside, done.memory, done.cold),
        lambda: tuple((share, spilled * memory * done.cold.value) for share, _, _, spilled in hourly()),
    )  # fmt: skip


def _why(kept: ProvisionedConcurrency, done: Executions, prices: PriceBook) -> tuple[Reason, ...]:
    load, billed_s = done.load, done.duration.value
    if kept.target_utilization is None:
        return (LastEnvironment(kept, load, billed_s, pays_from(done.function.architecture, prices)),)
    return (Following(kept, load, billed_s),)


def _hours(kept: ProvisionedConcurrency, load: Workload, billed_s: Num) -> Iterator[tuple[float, Num, Num, Num]]:
    """Share of the week; environments; requests an hour that they take, and that spill over."""
    for level, share, on in _levels(kept, load):
        rps = load.mean_rps * level
        many = kept.kept(load, billed_s, level) * on
        taken = np.minimum(rps, many * np.minimum(1 / billed_s, REQUESTS_PER_CONCURRENCY))
        yield share, many, taken * S_PER_H, (rps - taken) * S_PER_H


def _levels(kept: ProvisionedConcurrency, load: Workload) -> Iterator[tuple[float, float, bool]]:
    """Every level of the whole week, its share, and whether environments are kept meanwhile."""
    on = kept.schedule.on if kept.schedule else (True,) * HOURS_PER_WEEK
    for enabled in (True, False):
        if enabled in on:
            held = load.traffic.followed(on=tuple(one is enabled for one in on))
            yield from ((level, hours / HOURS_PER_WEEK, enabled) for level, hours in held)
