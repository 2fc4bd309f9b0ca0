"""Cost by volume: the chart nobody forgets."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from costmodel import Comparison, compare
from costmodel.charts import cost_curve
from costmodel.curve import curve_points
from costmodel.leaders import leaders
from costmodel.workload import RANGES
from ui.changes import of_all
from ui.views.chart import draw

if TYPE_CHECKING:
    from costmodel.display import Say
    from ui.case import Case

ROOM = 12
"""How far the chart reaches beyond the load and the crossings near it, as a factor."""

LEAST = 1e-3
"""Where the chart begins at the latest. [request/month]"""

NEAR = 100
"""Crossings further from the load than this factor are told in words, not drawn."""


def show(case: Case, say: Say) -> None:
    """Every option's cost over the volumes around the load."""
    answer, curve = case.answer, _curve(case)
    many = len(answer.comparison.bills) > len(answer.pair)
    found = leaders(curve, case.scenario.options, case.prices) if many else answer.crossings or ()
    if many:
        st.markdown(of_all(found, float(case.scenario.workload.requests_per_month), say))
    figure = cost_curve(curve, answer.comparison, found, say)
    said = say("Cost of every option against the number of requests, each with its price at this load.")
    draw(figure, "curve", f"{said} {answer.comparison.verdict(say)}")


def _curve(case: Case) -> Comparison:
    """The comparison over every volume that the chart shows."""
    scenario, prices = case.scenario, case.prices
    load = float(scenario.workload.requests_per_month)
    near = [crossing.at for crossing in case.answer.crossings or () if 1 / NEAR < crossing.at / load < NEAR]
    low, high = min([load, *near]) / ROOM, max([load, *near]) * ROOM
    options = [option for option in scenario.options if option.name in case.answer.comparison.bills]
    points = curve_points(
        scenario.workload, options, prices, max(low, LEAST), min(high, RANGES["requests_per_month"].high)
    )
    return compare(scenario.workload.vary(requests_per_month=points), options, prices)
