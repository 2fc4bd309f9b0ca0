"""Provisioned concurrency: how many environments are kept initialized, and when."""

from __future__ import annotations

from typing import TYPE_CHECKING

from costmodel import InvalidOption, ProvisionedConcurrency, Schedule
from costmodel.options.provisioned import ENVIRONMENTS
from costmodel.options.scaling import HOURS
from costmodel.ranges import Range
from costmodel.units import HOURS_PER_DAY
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
    "provisioned_h", "Provisioned for (hours a month)", "", Range(0, 744, above=True, unit="hours"),
    "How long it is enabled. Left empty: all month.", optional=True, empty="all month",
    setting="provisioned hours_per_month",
)  # fmt: skip

INPUTS = (PROVISIONED, BEST, SCHEDULED, START, STOP, WORKDAYS, ENABLED)


def show(form: Form) -> None:
    """A level, or the best one; all month, by schedule, or for some hours."""
    if not form.switch(BEST):
        form.number(PROVISIONED)
    if not form.given.on(BEST) and not str(form.given.values[PROVISIONED.key] or "").strip():
        return
    if form.switch(SCHEDULED):
        form.numbers(START, STOP)
        form.switch(WORKDAYS)
    else:
        form.number(ENABLED)
    form.built(lambda given: build(given, account.hours(given)))


def build(given: Given, hours_per_month: float) -> ProvisionedConcurrency | None:
    """What is kept, if anything is; raises `InvalidInput`. One environment stands for the best level."""
    kept = 1 if given.on(BEST) else given.maybe(PROVISIONED)
    if kept is None:
        return None
    if given.on(SCHEDULED):
        return ProvisionedConcurrency(kept, schedule=_schedule(given))
    enabled = given.maybe(ENABLED)
    if enabled is not None and enabled > hours_per_month:
        raise InvalidOption(ENABLED.setting, enabled, "at most the hours of the month")
    return ProvisionedConcurrency(kept, enabled)


def _schedule(given: Given) -> Schedule:
    start, stop = given.count(START), given.count(STOP)
    if (start - stop) % HOURS_PER_DAY == 0:
        raise InvalidOption(STOP.label, stop, "another hour than the start")
    return Schedule(start, stop, given.on(WORKDAYS))


def values(kept: ProvisionedConcurrency | None) -> dict[str, object]:
    """The inputs that keep these."""
    schedule = kept.schedule if kept else None
    numbers = {PROVISIONED: kept.environments if kept else None, ENABLED: kept.hours_per_month if kept else None}
    if schedule:
        numbers |= {START: schedule.start, STOP: schedule.stop}
    return {
        BEST.key: False, SCHEDULED.key: schedule is not None,
        WORKDAYS.key: schedule.workdays_only if schedule else False, **written(numbers),
    }  # fmt: skip
