"""When a fleet is on."""

from __future__ import annotations

from typing import TYPE_CHECKING

from costmodel import InvalidOption, Schedule
from costmodel.options.scaling import HOURS
from costmodel.units import HOURS_PER_DAY
from ui.fields import Field, Switch
from ui.words import number_words

if TYPE_CHECKING:
    from ui.form import Form, Given

SCHEDULED = Switch("schedule", "Switch the fleet off by schedule", "Requests that come while it is off find nobody.")

START = Field(
    "on_from", "On from (o'clock)", "8", HOURS, "First hour on, by your users' clock.", whole=True, setting="start"
)

STOP = Field(
    "on_to", "Off from (o'clock)", "20", HOURS, "First hour off; before the start it is past midnight.", whole=True,
    setting="stop",
)  # fmt: skip

WORKDAYS = Switch("workdays", "Off on Saturday and Sunday")

INPUTS = (SCHEDULED, START, STOP, WORKDAYS)


def show(form: Form) -> None:
    """On and off."""
    if form.switch(SCHEDULED):
        form.numbers(START, STOP)
        form.built(build)
        form.switch(WORKDAYS)


def build(given: Given) -> Schedule | None:
    """The schedule, if there is one; raises `InvalidInput`."""
    if not given.on(SCHEDULED):
        return None
    start, stop = given.count(START), given.count(STOP)
    if (start - stop) % HOURS_PER_DAY == 0:
        raise InvalidOption("stop", stop, "another hour than the start")
    return Schedule(start, stop, given.on(WORKDAYS))


def values(schedule: Schedule | None) -> dict[str, object]:
    """The inputs that make this schedule."""
    if schedule is None:
        return {SCHEDULED.key: False}
    return {
        SCHEDULED.key: True, START.key: number_words(schedule.start), STOP.key: number_words(schedule.stop),
        WORKDAYS.key: schedule.workdays_only,
    }  # fmt: skip
