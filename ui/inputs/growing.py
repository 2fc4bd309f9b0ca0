"""How the load grows, what people's hours cost, and what a move costs."""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING
from unicodedata import normalize

import streamlit as st

from costmodel import CostModelError, InvalidQuestion
from costmodel.growth import MONTHS as MONTH_RANGE
from costmodel.growth import Growth
from costmodel.payback import HOURS, USD, People
from costmodel.ranges import Range
from costmodel.scale import parse_number
from ui.fields import Choice, Field, Text
from ui.form import written
from ui.words import number_words

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ui.form import Form, Given

RATE = Field(
    "growth", "Growth a month (%)", "5", Range(-99, 1_000, unit="%"),
    "By how much each month is above the one before; below 0 the load shrinks.",
)  # fmt: skip

MONTHS = Field(
    "months", "Months", "24", MONTH_RANGE, "How far to look, this month included.", whole=True, setting="months"
)

VOLUMES = Text(
    "volumes", "Volumes of your own", "",
    "Requests of each month, one a line, such as 10M. Left empty: the growth counts.", lines=True,
)  # fmt: skip

GROWTH = (RATE, MONTHS, VOLUMES)
"""Part of the question once one of them is not at its default; the others are about people and a move."""

FUNCTION_H = Field(
    "people_lambda", "People's hours for Lambda (a month)", "0", HOURS,
    "Deploying, watching, upgrading runtimes. Never part of AWS's bill.",
)  # fmt: skip

FLEET_H = Field(
    "people_ec2", "People's hours for the others (a month)", "0", HOURS,
    "Patching, scaling, standing by. Never part of AWS's bill.",
)  # fmt: skip

WAGE = Field("wage", "An hour costs (USD)", "75", USD, "All included: an assumption, set your own.")

MOVE = Field(
    "move_usd", "The move costs (USD)", "0", USD, "Once: rewriting, testing, running both for a while.",
    setting="migration_usd",
)  # fmt: skip

BEFORE = Choice("move_from", "Move from", {}, "1", open=True)

AFTER = Choice("move_to", "Move to", {}, "2", open=True)

INPUTS = (*GROWTH, FUNCTION_H, FLEET_H, WAGE, MOVE, BEFORE, AFTER)


def show(form: Form, names: Sequence[str]) -> None:
    """The load on one side, people and the move on the other."""
    places = [str(place) for place in range(1, len(names) + 1)]

    def named(place: str) -> str:
        return names[places.index(place)] if place in places else place

    left, right = st.columns(2)
    with left:
        form.numbers(RATE, MONTHS)
        form.text(VOLUMES)
        form.built(build)
    with right:
        form.numbers(FUNCTION_H, FLEET_H, WAGE)
    if len(names) > 1:
        one, other, cost = st.columns(3)
        with one:
            form.choice(BEFORE, places, named)
        with other:
            form.choice(AFTER, places, named)
        with cost:
            form.number(MOVE)


def build(given: Given) -> Growth:
    """The months; raises `InvalidQuestion`."""
    lines = normalize("NFKC", given.text(VOLUMES)).replace(";", " ").split()
    if lines:
        return Growth(volumes=tuple(parse_number(VOLUMES.label, line) for line in lines))
    return Growth(given.number(RATE) / 100, given.count(MONTHS))


def asked(given: Given) -> Growth | None:
    """The months as a question holds them; None at the defaults, or while something typed cannot be right."""
    if all(given.values[one.key] == one.default for one in GROWTH):
        return None
    with suppress(CostModelError):  # the view says it beside the input
        return build(given)
    return None


def values(growth: Growth) -> dict[str, object]:
    """The inputs that make these months."""
    if growth.volumes:
        return {VOLUMES.key: "\n".join(map(number_words, growth.volumes))}
    numbers = written({RATE: round(growth.monthly * 100, 12), MONTHS: growth.months})
    return {**numbers, VOLUMES.key: VOLUMES.default}


def people(given: Given) -> tuple[People, People]:
    """Those of the function, and those of the others."""
    wage = given.number(WAGE)
    return People(given.number(FUNCTION_H), wage), People(given.number(FLEET_H), wage)


def moved(given: Given, names: Sequence[str]) -> tuple[str, str]:
    """What is moved from, and to; raises `InvalidQuestion` for a place that no option has."""
    return _named(BEFORE, given, names), _named(AFTER, given, names)


def _named(choice: Choice, given: Given, names: Sequence[str]) -> str:
    place = given.choice(choice)
    if place not in [str(one) for one in range(1, len(names) + 1)]:
        raise InvalidQuestion(choice.label, place, "one of the options")
    return names[int(place) - 1]
