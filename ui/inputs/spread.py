"""How far the numbers may lie from what was typed, at least and at most."""

from __future__ import annotations

from contextlib import suppress
from math import isclose
from typing import TYPE_CHECKING

import streamlit as st

from costmodel import CostModelError, EC2Fleet, RequestPath
from costmodel.distributions import Between
from costmodel.ranges import Range
from ui.fields import Field
from ui.inputs import basics, work
from ui.words import number_words

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from costmodel import ComputeOption, Workload
    from costmodel.distributions import Distribution
    from ui.form import Form, Given

LEAST, MOST = Range(0.01, 1), Range(1, 100)

HINT = "Times what the inputs say, which stays the likeliest; 1 is certain."


def _fields(key: str, label_low: str, label_high: str, low: str, high: str) -> tuple[Field, Field]:
    return (
        Field(f"{key}_low", label_low, low, LEAST, HINT),
        Field(f"{key}_high", label_high, high, MOST, HINT),
    )


SPREADS: Mapping[str, tuple[Field, Field]] = {
    "requests_per_month": _fields("requests", "Requests, at least (×)", "Requests, at most (×)", "0.5", "2"),
    "duration_ms": _fields("duration", "Duration, at least (×)", "Duration, at most (×)", "0.8", "1.5"),
    "cpu_ms": _fields("cpu", "CPU time, at least (×)", "CPU time, at most (×)", "0.3", "1"),
    "relative_speed": _fields("speed", "CPU speed, at least (×)", "CPU speed, at most (×)", "0.8", "1.2"),
}
"""The two ends of each number: assumptions, to be set."""

LABELS: Mapping[str, str] = {
    "requests_per_month": basics.REQUESTS.label, "duration_ms": basics.DURATION.label, "cpu_ms": work.CPU.label,
    "relative_speed": work.SPEED.label,
}  # fmt: skip
"""What each number is called."""

INPUTS = tuple(field for fields in SPREADS.values() for field in fields)


def show(form: Form) -> None:
    """Two ends for each number."""
    for column, fields in zip(st.columns(len(SPREADS)), SPREADS.values(), strict=True):
        with column:
            form.numbers(*fields)


def build(given: Given, load: Workload, options: Sequence[ComputeOption]) -> tuple[tuple[str, Between], ...]:
    """The numbers that are not certain, by the names of the model; raises `InvalidInput`."""
    found = []
    for name, (called, value) in _likely(load, options).items():
        low, high = (given.number(field) for field in SPREADS[name])
        if low < high:
            found.append((called, Between(low * value, value, high * value)))
    return tuple(found)


def asked(given: Given, load: Workload, options: Sequence[ComputeOption]) -> tuple[tuple[str, Between], ...]:
    """The same as a question holds it: nothing at the defaults, or while something typed cannot be right."""
    if all(given.values[one.key] == one.default for one in INPUTS):
        return ()
    with suppress(CostModelError):  # the view says it beside the input
        return build(given, load, options)
    return ()


def values(
    ranges: Mapping[str, Distribution], load: Workload, options: Sequence[ComputeOption]
) -> dict[str, object] | None:
    """The inputs that make these ranges, what has none being certain; None where no inputs make them."""
    found: dict[str, object] = {}
    left = set(ranges)
    for name, (called, value) in _likely(load, options).items():
        one = ranges.get(called, Between(value, value, value))
        if not isinstance(one, Between) or not isclose(one.likely, value):
            return None
        for field, end in zip(SPREADS[name], (one.low, one.high), strict=True):
            if not field.allowed.has(round(end / value, 9)):
                return None
            found[field.key] = number_words(round(end / value, 9))
        left.discard(called)
    return None if left else found


def _likely(load: Workload, options: Sequence[ComputeOption]) -> dict[str, tuple[str, float]]:
    """What each number is called, and its likeliest value; the CPU speed is the first fleet's."""
    found = {
        "requests_per_month": float(load.requests_per_month), "duration_ms": float(load.duration_ms),
        "cpu_ms": float(load.cpu_ms_per_request),
    }  # fmt: skip
    known = {name: (name, value) for name, value in found.items() if value}
    for option in options:
        inner = option.option if isinstance(option, RequestPath) else option
        if isinstance(inner, EC2Fleet):
            way = "relative_speed" if inner is option else "option.relative_speed"
            return known | {"relative_speed": (f"{option.name}.{way}", inner.relative_speed)}
    return known
