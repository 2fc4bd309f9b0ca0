"""The answer: a verdict, whether it would work, the two totals, one view, and both bills with their reasons."""

from __future__ import annotations

from math import ceil
from typing import TYPE_CHECKING

import streamlit as st

from costmodel import UnknownRate
from costmodel.display import money, quantity
from ui import bills, latency, limits, views
from ui.changes import of_pair
from ui.inputs import traffic
from ui.labels import LABELS
from ui.language import error_text, literal

if TYPE_CHECKING:
    from costmodel import CostModelError
    from costmodel.display import Say
    from ui.case import Case
    from ui.form import Form


IN_A_ROW = 3
"""Totals that stand beside each other."""


def show(case: Case, say: Say) -> None:
    """Everything about one answer, the most important first."""
    _verdict(case, say)
    limits.show(case.answer.comparison, say)
    latency.show(case, say)
    _numbers(case, say)
    views.show(case, say)
    bills.show(case, say)


def show_notices(say: Say, strange: list[str], form: Form, *, before: bool) -> None:
    """What the reader should know before reading the answer."""
    if strange:
        st.warning(
            say("The link holds values that are not known here: {values}.").format(values=literal(", ".join(strange)))
        )
    for said in form.noted:
        st.info(said, icon=":material/info:")
    if form.waits:
        st.info(say("Upload a file: until then the answer stays the one before."), icon=":material/upload_file:")
    if form.wrong:
        hint = say("One of the inputs cannot be right: see the note beside it.")
        stays = say("The answer below is still the one before.") if before else ""
        st.warning("  \n".join([f"{hint} {stays}".strip(), *form.told]), icon=":material/edit:")


def show_error(error: CostModelError, region: str, say: Say) -> None:
    """What keeps the question from having an answer."""
    said = error_text(error, say, LABELS)
    if isinstance(error, UnknownRate):
        sentence = say(
            "There is no price for {key} in {region}: choose something else, refresh the prices below, or type a "
            "price of your own under 'Month and prices'."
        )
        said = sentence.format(key=literal(error.name), region=region)
    st.error(said, icon=":material/error:")


def _verdict(case: Case, say: Say) -> None:
    with st.container(border=True):
        st.subheader(literal(case.answer.comparison.verdict(say)), anchor=False)
        st.markdown("  \n".join(of_pair(case, say)))
        st.caption(f"{_question(case, say)} {traffic.told(case.scenario.workload.traffic, say)}")


def _question(case: Case, say: Say) -> str:
    """What was asked, for a page whose inputs are folded away or off the stage."""
    workload = case.scenario.workload
    sentence = say("For {requests} requests a month ({rps} a second) of {duration} ms at {memory} MB.")
    numbers = (workload.requests_per_month, workload.mean_rps, workload.duration_ms, workload.memory_mb)
    return sentence.format(
        **dict(zip(("requests", "rps", "duration", "memory"), map(quantity, map(float, numbers)), strict=True))
    )


def _numbers(case: Case, say: Say) -> None:
    """The totals, a few in a row, and the options that have none yet."""
    comparison = case.answer.comparison
    totals = list(comparison.totals.items())
    wide = len(totals) if len(totals) <= IN_A_ROW else min(IN_A_ROW, ceil(len(totals) / 2))
    for start in range(0, len(totals), wide):
        for column, (name, total) in zip(st.columns(wide), totals[start : start + wide], strict=False):
            works = comparison.feasible[name]
            column.metric(
                say("{name}, a month").format(name=literal(name)), money(float(total)),
                None if works else say("cannot serve this load"), delta_color="off", delta_arrow="off", border=True,
            )  # fmt: skip
    for name, missing in getattr(comparison, "unpriced", {}).items():
        keys = ", ".join(f"`{key.replace('`', '')}`" for key in missing)
        sentence = say("{name}: no price yet, so it is not ranked. The price list has no {keys}.")
        st.info(sentence.format(name=literal(name), keys=keys), icon=":material/sell:")
