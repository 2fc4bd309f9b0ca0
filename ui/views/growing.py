"""Growth: every option's bill month by month, where the cheapest changes, and when a move has paid for itself."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

import pandas as pd
import streamlit as st

from costmodel import CostModelError, Lambda
from costmodel.charts import growth_picture, ownership_picture
from costmodel.display import money
from costmodel.projection import project
from costmodel.reports.growth import Move, changes_in_words, gaps_in_words, load_in_words, move_in_words
from ui.answers import case_of
from ui.form import Form
from ui.inputs import growing
from ui.labels import LABELS
from ui.language import error_text, literal
from ui.question import side
from ui.views import chart

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from costmodel.display import Say
    from costmodel.growth import Growth
    from costmodel.payback import People
    from costmodel.projection import Projection
    from ui.case import Case
    from ui.form import Given


@lru_cache(maxsize=32)
def projected(text: str, folder: Path, growth: Growth) -> Projection:
    """The months of one question."""
    case = case_of(text, folder)
    known = case.answer.comparison.bills
    options = [option for option in case.scenario.options if option.name in known]
    return project(case.scenario.workload, options, case.prices, growth)


def show(case: Case, say: Say) -> None:
    """What to ask, the picture, the months in words and as a table."""
    form, names = Form(say, LABELS), list(case.answer.comparison.bills)
    growing.show(form, names)
    growth = form.built(growing.build)
    if form.wrong or growth is None:
        return
    found, hours = projected(case.text, case.folder, growth), _people(case, form.given)
    words = [load_in_words(found, say), changes_in_words(found, say), *gaps_in_words(found, say)]
    try:
        move = _move(found, form.given)
        told = [move_in_words(found, move, say, hours)] if move else []
    except CostModelError as error:
        move, told = None, [error_text(error, say, LABELS).replace("\\", "")]
    for sentence in [*words, *told]:
        st.markdown(literal(sentence))
    chart.draw(growth_picture(found, hours, say), "growth_chart", " ".join(words))
    if hours or (move and move.usd):
        chart.draw(ownership_picture(found, hours, move, say), "ownership_chart", " ".join([words[0], *told]))
    _table(found, hours, say, words[0])


def _people(case: Case, given: Given) -> Mapping[str, People]:
    """The hours of each option that takes any."""
    function, others = growing.people(given)
    kinds = {option.name: side(option).option for option in case.scenario.options}
    hours = {name: function if isinstance(kinds[name], Lambda) else others for name in case.answer.comparison.bills}
    return {name: one for name, one in hours.items() if one.usd_per_month}


def _move(found: Projection, given: Given) -> Move | None:
    """The move that is asked about; None while it leads nowhere. Raises `InvalidInput`."""
    names = list(found.totals)
    before, after = growing.moved(given, names) if len(names) > 1 else (names[0], names[0])
    return Move(before, after, given.number(growing.MOVE)) if before != after else None


def _table(found: Projection, hours: Mapping[str, People], say: Say, alt: str) -> None:
    rows = [
        {
            say("option"): name,
            say("first month"): money(float(costs[0])),
            say("last month"): money(float(costs[-1])),
            say("all months"): money(float(costs.sum())),
            say("people's hours, all months"): money(hours[name].usd_per_month * len(costs) if name in hours else 0),
            say("serves every month"): say("✓ works") if found.feasible[name].all() else say("✗ exceeded"),
        }
        for name, costs in found.totals.items()
    ]
    st.dataframe(pd.DataFrame(rows), hide_index=True, height="content", alt=alt)
