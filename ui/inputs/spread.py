"""How far the numbers may lie from what was typed, at least and at most."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from costmodel.distributions import Between
from costmodel.ranges import Range
from ui.fields import Field
from ui.inputs import basics, work

if TYPE_CHECKING:
    from collections.abc import Mapping

    from costmodel import Workload
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


def build(given: Given, load: Workload, speed: tuple[str, float] | None) -> tuple[tuple[str, Between], ...]:
    """The numbers that are not certain, by the names of the model; raises `InvalidInput`.

    ``speed`` is the fleet's CPU speed, by its name.
    """
    likely = {
        "requests_per_month": float(load.requests_per_month), "duration_ms": float(load.duration_ms),
        "cpu_ms": float(load.cpu_ms_per_request),
    }  # fmt: skip
    named = {"relative_speed": speed} if speed else {}
    found = []
    for name, (least, most) in SPREADS.items():
        low, high = given.number(least), given.number(most)
        called, value = named.get(name, (name, likely.get(name)))
        if value is not None and low < high:
            found.append((called, Between(low * value, value, high * value)))
    return tuple(found)
