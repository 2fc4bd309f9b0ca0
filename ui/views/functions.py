"""Several functions: a table in, one bill out, beside the fleet that serves them all."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import streamlit as st

from costmodel import Lambda, RequestPath
from costmodel.display import money, quantity
from costmodel.service_table import from_table
from ui import bills, file
from ui.answers import case_of
from ui.form import Form
from ui.inputs import table
from ui.labels import LABELS
from ui.language import literal
from ui.question import side

if TYPE_CHECKING:
    from costmodel.display import Say
    from costmodel.scenario import Scenario
    from costmodel.service_table import FunctionRow
    from ui.case import Case


def show(case: Case, say: Say) -> None:
    """The table, the answer for all of its functions together, and a way to take it into the page."""
    form = Form(say, LABELS)
    st.caption(say("One row for each function. Tiers and the free tier are the account's; a fleet carries them all."))
    st.caption(
        say("The functions run on demand as the table says: what the group Lambda is set to is not counted here.")
    )
    table.show(form)
    rows = form.built(table.build)
    if not rows:
        return
    text = _asked(case.scenario, rows).text()
    found = case_of(text, case.folder)
    st.markdown(f"**{literal(found.answer.comparison.verdict(say))}**")
    load = found.scenario.workload
    sentence = say("{count} functions, {requests} requests a month together; {duration} ms and {memory} MB on average.")
    numbers = (len(rows), *map(float, (load.requests_per_month, load.duration_ms, load.memory_mb)))
    names = ("count", "requests", "duration", "memory")
    st.caption(sentence.format(**dict(zip(names, map(quantity, numbers), strict=True))))
    totals = found.answer.comparison.totals.items()
    for column, (name, total) in zip(st.columns(len(totals)), totals, strict=True):
        column.metric(say("{name}, a month").format(name=literal(name)), money(float(total)), border=True)
    st.button(
        say("Compare these on the whole page"), key="take_table", icon=":material/input:",
        on_click=file.compare_as_it_is, args=(text,),
    )  # fmt: skip
    service = found.scenario.options[0]
    bills.one_bill(found.answer.comparison.bills[service.name], service, frozenset(), say)


def _asked(scenario: Scenario, rows: list[FunctionRow]) -> Scenario:
    """The page's question with the functions in place of the one."""
    load, service = from_table(rows, scenario.workload.traffic, float(scenario.workload.hours_per_month))
    parts = [side(option) for option in scenario.options]
    ours = next((part for part in parts if isinstance(part.option, Lambda)), parts[0])
    theirs = [option for option in scenario.options if not isinstance(side(option).option, Lambda)]
    first = RequestPath(service, ours.extras) if ours.extras else service
    load = load.vary(request_kb=scenario.workload.request_kb)
    if all(row.response_kb is None for row in rows):
        load = load.vary(response_kb=scenario.workload.response_kb)
    return replace(scenario, workload=load, options=(first, *theirs))
