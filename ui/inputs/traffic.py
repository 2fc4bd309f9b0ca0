"""When requests arrive: a named shape with its numbers, or a week of one's own."""

from __future__ import annotations

from inspect import signature
from typing import TYPE_CHECKING

from costmodel.errors import InvalidWorkload
from costmodel.shapes import CLOSES, OPENS, SHAPES, SHARE, TIMES, shape
from costmodel.traffic import WITHIN_HOUR, hour_name
from costmodel.units import HOURS_PER_WEEK
from ui.fields import Choice, Field, Text
from ui.inputs import upload, week
from ui.words import number_words

if TYPE_CHECKING:
    from costmodel.display import Say
    from costmodel.traffic import TrafficProfile
    from ui.fields import Input
    from ui.form import Form, Given

TITLE = "Traffic"

OWN = "own"

NAMES = {
    "constant": "The same in every hour",
    "office_hours": "Office hours",
    "day_and_night": "Day and night",
    "weekdays": "Weekdays and weekend",
    "evening_peak": "Evening peak",
    "spike": "One busy hour a week",
    "batch": "Nightly batch",
    OWN: "Your own file",
}

SHAPE = Choice("shape", "Shape of the week", NAMES, "constant", "Hours of your users' clock.")

WITHIN = Field(
    "within", "Peak within the hour", "1", WITHIN_HOUR,
    "The busiest moments of an hour against its mean: what a fleet must still carry.", setting="peak within the hour",
)  # fmt: skip

WEEK = Text("week", "Levels of a week of your own", "")
"""The 168 levels of an uploaded file, as the address holds them; never typed."""

LABELS = {
    "start": ("Starts at (o'clock)", OPENS, "First busy hour of the day, 0 to 23."),
    "end": ("Ends at (o'clock)", CLOSES, "First hour after it, 1 to 24; before the start it is past midnight."),
    "rest": ("Load at other times", SHARE, "Against the busy hours: 0.05 is 5 %."),
    "night": ("Load at night", SHARE, "Against the day: 0.2 is 20 %."),
    "weekend": ("Load on Saturday and Sunday", SHARE, "Against a weekday: 0.3 is 30 %."),
    "times": ("Busy hours against the others", TIMES, "How many times the load of the other hours."),
}

SPIKE_HOUR = Choice("spike_hour", "The busy hour", {}, "10", open=True)

HOURS = [str(hour) for hour in range(HOURS_PER_WEEK)]


def _fields(name: str) -> dict[str, Field]:
    """The numbers of a shape, each with the shape's own default."""
    known = {one: value.default for one, value in signature(SHAPES[name]).parameters.items() if one in LABELS}
    return {
        one: Field(f"{name}_{one}", LABELS[one][0], f"{default:g}", LABELS[one][1], LABELS[one][2],
                   whole=one in ("start", "end"), setting=one)
        for one, default in known.items()
    }  # fmt: skip


NUMBERS = {name: _fields(name) for name in SHAPES}

INPUTS: tuple[Input, ...] = (
    SHAPE,
    WITHIN,
    WEEK,
    SPIKE_HOUR,
    *(field for fields in NUMBERS.values() for field in fields.values()),
)


def show(form: Form) -> bool:
    """The shape, its numbers, and the peak within the hour; false while a file is still to come."""
    form.choice(SHAPE)
    chosen = form.given.choice(SHAPE)
    if chosen == OWN:
        upload.show(form, WEEK.key, WITHIN.key)
    elif chosen in NUMBERS:
        if chosen == "spike":
            form.choice(SPIKE_HOUR, HOURS, lambda hour: hour_words(int(hour), form.say))
        form.numbers(*NUMBERS[chosen].values())
    form.number(WITHIN)
    return chosen != OWN or bool(form.given.text(WEEK))


def build(given: Given) -> TrafficProfile:
    """The week; raises `InvalidInput`."""
    chosen, within = given.choice(SHAPE), given.number(WITHIN)
    if chosen == OWN:
        return week.profile(given.text(WEEK), within)
    numbers = {one: given.number(field) for one, field in NUMBERS[chosen].items()}
    if numbers.get("start", -1) == numbers.get("end", -2):
        raise InvalidWorkload(LABELS["end"][0], numbers["end"], "another hour than the start")
    if chosen == "spike":
        numbers["hour"] = int(given.choice(SPIKE_HOUR))
    return shape(chosen, within_hour=within, **numbers)


def values(traffic: TrafficProfile) -> dict[str, object]:
    """The inputs that make this week."""
    within = {WITHIN.key: number_words(traffic.within_hour)}
    for name in SHAPES:
        if shape(name).levels == traffic.levels:
            return {SHAPE.key: name, **within}
    return {SHAPE.key: OWN, WEEK.key: week.keep(traffic), **within}


def told(traffic: TrafficProfile, say: Say) -> str:
    """The shape in words, for the verdict."""
    if traffic.peak == 1:
        return say("The same load in every hour.")
    sentence = say("The busiest hour is {hour}, with {peak} times the mean load.")
    return sentence.format(hour=hour_words(traffic.peak_hour, say), peak=number_words(round(traffic.peak, 2)))


def hour_words(hour: int, say: Say) -> str:
    """An hour of the week in the reader's language."""
    day, _, clock = hour_name(hour).partition(" ")
    return f"{say(day)} {clock}"
