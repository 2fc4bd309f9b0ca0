"""The one adapter: a published example's facts are put to the model, and its answers beside the published ones."""

from __future__ import annotations

from dataclasses import dataclass
from functools import reduce
from operator import add
from typing import TYPE_CHECKING

import numpy as np

import costmodel as cm
from tests.published import built

if TYPE_CHECKING:
    from collections.abc import Iterator

    from costmodel.options.savings import Applied
    from costmodel.rates import Num
    from tests.published.examples import Example, Table

SPELT = "spelt out"
"""Option name of the bill made of an example's own ``lines``."""

ROUNDING = 1e-12
"""Relative difference that is rounding of floats, where a tolerance of 0 asks for equality."""


@dataclass(frozen=True, eq=False)
class Value:
    """One published number, or several of a kind, beside the model's."""

    label: str
    unit: str
    published: np.ndarray
    recomputed: np.ndarray | None
    """What the source's own inputs make, where the publication is wrong."""
    abs: float
    """How far the model may be off. [`unit`]"""
    rel: float
    """... and the share of the expected number that is added to it. [1]"""
    ours: np.ndarray | None
    """None where the model has no such part yet."""
    spelt: bool
    """Whether a line spelt out in the example is part of it."""
    missing: str

    @property
    def expected(self) -> np.ndarray:
        """What the model is held to. [`unit`]"""
        return self.published if self.recomputed is None else self.recomputed

    @property
    def allowed(self) -> np.ndarray:
        """How far the model may be off in all. [`unit`]"""
        size = np.abs(self.expected)
        return np.asarray(np.maximum(self.abs + self.rel * size, ROUNDING * size))

    @property
    def agrees(self) -> bool:
        """Whether the model is within the tolerance; never where it has no answer."""
        if self.ours is None or self.ours.shape != self.expected.shape:
            return False
        return bool((np.abs(self.ours - self.expected) <= self.allowed).all())


@dataclass(frozen=True)
class Case:
    """One scenario as the model sees it."""

    workload: cm.Workload
    options: list[cm.ComputeOption]
    prices: cm.PriceBook
    bills: dict[str, cm.Bill]
    hour: Applied | None
    """What a commitment did, where the example is an hour under a plan."""


def values(example: Example, *, prices_times: float = 1.0) -> list[Value]:
    """Every published number of ``example`` beside the model's; other prices than published show what a fault does."""
    return [
        _value(facts, row, case)
        for facts in example.scenarios()
        for case in [_case(example, facts, prices_times)]
        for row in facts["expected"]
    ]


def _case(example: Example, facts: Table, prices_times: float) -> Case:
    workload, prices = built.workload(facts), built.prices(example, facts, prices_times)
    options = built.options(facts)
    bills = [cm.bill(option, workload, prices) for option in options]
    if "lines" in facts:
        lines = [built.line(spelt, prices) for spelt in facts["lines"]]
        bills.append(cm.Bill(SPELT, workload, lambda _: lines))
    hour = built.hour(facts, prices_times) if "usages" in facts else None
    return Case(workload, options, prices, {made.option: made for made in bills}, hour)


def _value(facts: Table, row: Table, case: Case) -> Value:
    missing = str(row.get("missing", ""))
    lines = [] if missing or {"crossing", "limit", "applied", "cold"} & row.keys() else list(_lines(row, case))
    tolerance = row if {"abs", "rel"} & row.keys() else facts["tolerance"]
    return Value(
        label=_label(facts, row),
        unit=row.get("unit", lines[0].rate.unit if lines and row.get("value") in QUANTITIES else "USD"),
        published=np.asarray(row["published"], dtype=float),
        recomputed=np.asarray(row["recomputed"], dtype=float) if "recomputed" in row else None,
        abs=tolerance.get("abs", 0.0),
        rel=tolerance.get("rel", 0.0),
        ours=None if missing else np.asarray(_ours(row, case)),
        spelt=SPELT in case.bills and any(line in case.bills[SPELT].lines for line in lines),
        missing=missing,
    )


QUANTITIES = ("quantity", "billable")


def _label(facts: Table, row: Table) -> str:
    """What the number is, in the words of a bill."""
    line = " + ".join(_names(row.get("line", "")))
    said = [row["label"]] if "label" in row else [*_names(row.get("option", "")), line, row.get("value", "")]
    words = [facts.get("name", ""), *said]
    return ", ".join(word for word in words if word) or "total"


def _names(given: str | list[str]) -> list[str]:
    return [given] if isinstance(given, str) else given


def _ours(row: Table, case: Case) -> Num:
    """The model's number for one row of ``expected``, in the row's unit."""
    found = _read(row, case)
    if row.get("sum"):
        found = np.sum(np.broadcast_to(found, case.workload.shape))
    over, times = row.get("over", 1.0), float(row.get("times", 1))
    return found * times / (_read({"line": over}, case) if isinstance(over, str) else float(over))


def _read(row: Table, case: Case) -> Num:
    if "crossing" in row:
        return _crossing(row["crossing"], case)
    if "cold" in row:
        return _cold(row["cold"], case)
    if "limit" in row:
        return _load_allowed(row, case)
    if "applied" in row:
        return float(getattr(case.hour, row["applied"]))
    if "line" not in row:
        return reduce(add, (case.bills[name].total for name in _bills(row, case)))
    return reduce(add, (_of_line(line, row.get("value", "cost")) for line in _lines(row, case)))


def _bills(row: Table, case: Case) -> list[str]:
    return _names(row.get("option", list(case.bills)))


def _lines(row: Table, case: Case) -> Iterator[cm.Line]:
    """The lines asked for, each of which must stand on the bills once; without a name, all of them."""
    found = [line for name in _bills(row, case) for line in case.bills[name].lines]
    if "line" not in row:
        yield from found
        return
    for name in _names(row["line"]):
        (line,) = [line for line in found if line.name == name]
        yield line


def _of_line(line: cm.Line, value: str) -> Num:
    slices = list(line.rate.slices(line.quantity))
    readings: dict[str, Num] = {
        **{f"tier {place}": part.cost for place, part in enumerate(slices, start=1)},
        "billable": reduce(add, (part.amount for part in slices if part.price > 0)),
        "quantity": line.quantity,
        "cost": line.cost,
    }
    return readings[value]


def _crossing(field: str, case: Case) -> float:
    """Where both cost the same. Beyond it a fixed fleet may also run out of capacity: that one only jumps."""
    one, other = case.options
    found = cm.crossings(case.workload, one, other, case.prices, field=field)
    (meets,) = [crossing.at for crossing in found if crossing.kind == "meets"]
    return meets


def _cold(what: str, case: Case) -> Num:
    """Of the one function's cold starts."""
    [option] = case.options
    assert isinstance(option, cm.Lambda)
    assert option.cold_starts is not None
    return {
        "share": option.cold_starts.share(case.workload),
        "alive": option.cold_starts.alive(case.workload),
        "busy": option.footprint(case.workload, case.prices).running.value,
    }[what]


def _load_allowed(row: Table, case: Case) -> Num:
    """The mean load at which the limit is reached. [request/s]"""
    limits = cm.compare(case.workload, case.options, case.prices).limits[row["option"]]
    (limit,) = [limit for limit in limits if limit.name == row["limit"]]
    return case.workload.mean_rps * np.divide(limit.allows, limit.needs)
