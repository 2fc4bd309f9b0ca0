"""The answer: a verdict, the chart nobody forgets, and both bills with their reasons."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from costmodel import CostModelError, UnknownRate, compare
from costmodel.charts import cost_curve
from costmodel.curve import curve_points
from costmodel.display import money, percent, quantity
from costmodel.scale import compact
from costmodel.workload import RANGES
from ui.bills import plain, show_bill
from ui.language import error_text, literal

if TYPE_CHECKING:
    from costmodel import Comparison, Crossing
    from costmodel.display import Say
    from costmodel.rates import PriceBook
    from costmodel.report import Answer
    from costmodel.scenario import Scenario

ROOM = 12
"""How far the chart reaches beyond the load and the crossings near it, as a factor."""

LEAST = 1e-3
"""Where the chart begins at the latest. [request/month]"""

NEAR = 100
"""Crossings further from the load than this factor are told in words, not drawn."""


def show(answer: Answer, scenario: Scenario, book: PriceBook, say: Say) -> None:
    """Everything about one answer, the most important first."""
    _verdict(answer, say)
    _limits(answer, say)
    _numbers(answer, say)
    figure = cost_curve(_curve(answer, scenario, book), answer.comparison, answer.crossings or (), say)
    alt = answer.comparison.verdict(say) + " " + " ".join(_changes(answer, say))
    st.plotly_chart(figure, key="curve", config={"displayModeBar": False}, alt=alt)
    for column, bill in zip(st.columns(2), answer.comparison.bills.values(), strict=True):
        with column:
            show_bill(bill, say)


def show_notices(say: Say, strange: list[str], *, wrong: bool, before: bool) -> None:
    """What the reader should know before reading the answer."""
    if strange:
        st.warning(
            say("The link holds values that are not known here: {values}.").format(values=literal(", ".join(strange)))
        )
    if wrong:
        hint = say("One of the inputs cannot be right: see the note beside it.")
        st.warning(
            hint + " " + (say("The answer below is still the one before.") if before else ""), icon=":material/edit:"
        )


def show_error(error: CostModelError, asked: Scenario, say: Say) -> None:
    """What keeps the question from having an answer."""
    said = error_text(error, say)
    if isinstance(error, UnknownRate):
        sentence = say("{instance} has no On-Demand price in {region}: choose another type or region.")
        said = sentence.format(instance=literal(asked.instance), region=asked.region)
    st.error(said, icon=":material/error:")


def _verdict(answer: Answer, say: Say) -> None:
    with st.container(border=True):
        st.subheader(plain(answer.comparison.verdict(say)), anchor=False)
        st.markdown("  \n".join(_changes(answer, say)))
        st.caption(_question(answer, say))


def _question(answer: Answer, say: Say) -> str:
    """What was asked, for a page whose inputs are folded away or off the stage."""
    workload = answer.comparison.workload
    sentence = say("For {requests} requests a month ({rps} a second) of {duration} ms at {memory} MB.")
    numbers = (workload.requests_per_month, workload.mean_rps, workload.duration_ms, workload.memory_mb)
    return sentence.format(
        **dict(zip(("requests", "rps", "duration", "memory"), map(quantity, map(float, numbers)), strict=True))
    )


def _changes(answer: Answer, say: Say) -> list[str]:
    """Where the answer changes on either side of the load, and from where on it stays."""
    if answer.crossings is None:
        return [say("The two cost so nearly the same, at so many fleet sizes, that the changes cannot be listed.")]
    load = float(answer.comparison.workload.requests_per_month)
    below = [crossing for crossing in answer.crossings if crossing.at <= load]
    above = [crossing for crossing in answer.crossings if crossing.at > load]
    sentences = [_above(above, load, say)] if above else [say("A larger load does not change this.")]
    return sentences + ([_below(below[-1], load, say)] if below else [])


def _above(crossings: list[Crossing], load: float, say: Say) -> str:
    first, last = crossings[0], crossings[-1]
    sentence = say("From {at} requests a month, {times} times this load, it is {name}.")
    said = sentence.format(at=compact(first.at), times=compact(first.at / load), name=first.after or say("neither"))
    if first is last:
        return said
    stays = say("Then it changes again ({count} ×); from {at} on it stays {name}.")
    return said + " " + stays.format(count=len(crossings) - 1, at=compact(last.at), name=last.after or say("neither"))


def _below(crossing: Crossing, load: float, say: Say) -> str:
    sentence = say("Below {at} requests a month, {share} of this load, it is {name}.")
    return sentence.format(
        at=compact(crossing.at), share=percent(crossing.at / load), name=crossing.before or say("neither")
    )


def _limits(answer: Answer, say: Say) -> None:
    for name in answer.comparison.bills:
        for limit in answer.comparison.exceeded(name):
            box = st.error if limit.hard else st.warning
            box(f"**{name}** — {limit.explain(say)}", icon=":material/block:" if limit.hard else ":material/info:")


def _numbers(answer: Answer, say: Say) -> None:
    totals = answer.comparison.totals
    for column, (name, total) in zip(st.columns(len(totals)), totals.items(), strict=True):
        works = answer.comparison.feasible[name]
        note = None if works else say("cannot serve this load")
        column.metric(
            say("{name}, a month").format(name=name),
            money(float(total)),
            note,
            delta_color="off",
            delta_arrow="off",
            border=True,
        )


def _curve(answer: Answer, scenario: Scenario, book: PriceBook) -> Comparison:
    """The comparison over every volume that the chart shows."""
    load = float(answer.comparison.workload.requests_per_month)
    near = [crossing.at for crossing in answer.crossings or () if 1 / NEAR < crossing.at / load < NEAR]
    low, high = min([load, *near]) / ROOM, max([load, *near]) * ROOM
    prices = scenario.prices(book)
    points = curve_points(
        scenario.workload, scenario.options, prices, max(low, LEAST), min(high, RANGES["requests_per_month"].high)
    )
    return compare(scenario.workload.vary(requests_per_month=points), scenario.options, prices)
