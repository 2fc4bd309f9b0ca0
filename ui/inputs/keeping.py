"""Provisioned concurrency: how many environments are kept initialized, and when."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from costmodel import InvalidOption, ProvisionedConcurrency, Schedule
from costmodel.options.provisioned import ENVIRONMENTS, TARGET
from costmodel.options.scaling import HOURS
from costmodel.units import HOURS_PER_DAY
from costmodel.workload import ENABLED_H
from ui.fields import Field, Switch
from ui.form import written
from ui.inputs import account

if TYPE_CHECKING:
    from ui.form import Form, Given

PROVISIONED = Field(
    "provisioned", "Provisioned concurrency", "", ENVIRONMENTS,
    "Environments kept initialized all month. Left empty: none.", optional=True, empty="none", whole=True,
    setting="provisioned_concurrency",
)  # fmt: skip

BEST = Switch(
    "provisioned_best", "Take the level that costs least",
    "As many environments as pay for themselves at this load; none where none do.",
)  # fmt: skip

SCHEDULED = Switch(
    "provisioned_on", "Provisioned by schedule", "With the traffic of these hours, by your users' clock."
)

START = Field("provisioned_from", "Provisioned from (o'clock)", "8", HOURS, "First hour on.", whole=True)

STOP = Field("provisioned_to", "Provisioned to (o'clock)", "20", HOURS, "First hour off.", whole=True)

WORKDAYS = Switch("provisioned_workdays", "Not on Saturday and Sunday")

ENABLED = Field(
    "provisioned_h", "Provisioned for (hours a month)", "", ENABLED_H,
    "How long it is enabled. Left empty: all month.", optional=True, empty="all month",
    setting="provisioned hours_per_month",
)  # fmt: skip

FOLLOWING = Switch(
    "provisioned_follows", "Follow the load",
    "Application Auto Scaling keeps a share of the environments busy; the number above is the most there may be.",
)  # fmt: skip

UTILIZATION = Field(
    "provisioned_target", "Target utilization", "0.7", TARGET, "0.7 keeps seven of ten environments busy.",
    setting="provisioned target_utilization",
)  # fmt: skip

LEAST = Field(
    "provisioned_min", "Fewest environments", "1", ENVIRONMENTS, "Kept initialized even when nobody comes.", whole=True,
    setting="provisioned minimum",
)  # fmt: skip

INPUTS = (PROVISIONED, BEST, FOLLOWING, UTILIZATION, LEAST, SCHEDULED, START, STOP, WORKDAYS, ENABLED)


def show(form: Form) -> None:
    """A level, or the best one; fixed or following the load; all month, by schedule, or for some hours."""
    if not form.switch(BEST):
        form.number(PROVISIONED)
    if not form.given.on(BEST) and not str(form.given.values[PROVISIONED.key] or "").strip():
        return
    if form.switch(FOLLOWING):
        form.numbers(UTILIZATION, LEAST)
    if form.switch(SCHEDULED):
        form.numbers(START, STOP)
        form.switch(WORKDAYS)
    else:
        form.number(ENABLED)
    form.built(lambda given: build(given, account.hours(given)))


def build(given: Given, hours_per_month: float) -> ProvisionedConcurrency | None:
    """What is kept, if anything is; raises `InvalidInput`. The fewest stand for the best level."""
    kept = given.number(LEAST) if given.on(BEST) else given.maybe(PROVISIONED)
    if kept is None:
        return None
    follows = {"target_utilization": given.number(UTILIZATION), "minimum": given.count(LEAST)}
    settings: dict[str, Any] = follows if given.on(FOLLOWING) else {}
    if given.on(SCHEDULED):
        return ProvisionedConcurrency(kept, schedule=_schedule(given), **settings)
    enabled = given.maybe(ENABLED)
    if enabled is not None and enabled > hours_per_month:
        raise InvalidOption(ENABLED.setting, enabled, "at most the hours of the month")
    return ProvisionedConcurrency(kept, enabled, **settings)


def _schedule(given: Given) -> Schedule:
    start, stop = given.count(START), given.count(STOP)
    if (start - stop) % HOURS_PER_DAY == 0:
        raise InvalidOption(STOP.label, stop, "another hour than the start")
    return Schedule(start, stop, given.on(WORKDAYS))


def values(kept: ProvisionedConcurrency | None) -> dict[str, object]:
    """The inputs that keep these."""
    schedule = kept.schedule if kept else None
    numbers: dict[Field, float | None] = {
        PROVISIONED: kept.environments if kept else None,
        ENABLED: kept.hours_per_month if kept else None,
    }
    if kept and kept.target_utilization is not None:
        numbers |= {UTILIZATION: kept.target_utilization, LEAST: kept.minimum}
    if schedule:
        numbers |= {START: schedule.start, STOP: schedule.stop}
    return {
        BEST.key: False, FOLLOWING.key: UTILIZATION in numbers, SCHEDULED.key: schedule is not None,
        WORKDAYS.key: schedule.workdays_only if schedule else False, **written(numbers),
    }  # fmt: skip
