"""Growth: every option's bill month by month, where the cheapest changes, and when a move has paid for itself."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

import pandas as pd
import streamlit as st

from costmodel import CostModelError, Lambda
from costmodel.charts import growth_picture
from costmodel.display import money
from costmodel.payback import payback
from costmodel.projection import project
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
    words = [growing.told(found.requests.tolist(), say), *_changes(found, say)]
    for sentence in [*words, *_payback(found, hours, form.given, say)]:
        st.markdown(literal(sentence))
    chart.draw(growth_picture(found, hours, say), "growth_chart", " ".join(words))
    _table(found, hours, say, words[0])


def _people(case: Case, given: Given) -> Mapping[str, People]:
    """The hours of each option that takes any."""
    function, others = growing.people(given)
    kinds = {option.name: side(option).option for option in case.scenario.options}
    hours = {name: function if isinstance(kinds[name], Lambda) else others for name in case.answer.comparison.bills}
    return {name: one for name, one in hours.items() if one.usd_per_month}


def _changes(found: Projection, say: Say) -> list[str]:
    """The months in which the cheapest option changes."""
    first = found.cheapest[0]
    if not found.changes:
        stays = say("{name} is the cheapest in every month.").format(name=first)
        return [stays if first else say("None of the options can serve this load.")]
    named = [say("Month {month}: {name} is the cheapest.").format(month=1, name=first or say("none"))]
    for change in found.changes:
        sentence = say("From month {month}: {name}.")
        named.append(sentence.format(month=change.month, name=change.after or say("none")))
    return [" ".join(named)]


def _payback(found: Projection, hours: Mapping[str, People], given: Given, say: Say) -> list[str]:
    """When the move has repaid itself, or what keeps it from being told."""
    if len(found.totals) == 1:
        return []
    try:
        before, after = growing.moved(given, list(found.totals))
        move = payback(found, before, after, given.number(growing.MOVE), hours)
    except CostModelError as error:
        return [error_text(error, say, LABELS).replace("\\", "")]
    if before == after:
        return []
    if move.month is None:
        sentence = say("Moving from {before} to {after} does not pay for itself within {months} months.")
    else:
        sentence = say("Moving from {before} to {after} has paid for itself by the end of month {month}: "
                       "{saved} saved after {months} months.")  # fmt: skip
    saved = money(float(move.saved[-1]))
    return [sentence.format(before=before, after=after, months=len(found.requests), month=move.month, saved=saved)]


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
