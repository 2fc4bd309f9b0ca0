"""How sure: how often each option is the cheapest, what moves the answer, and what to measure first."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

import streamlit as st

from costmodel.charts import probability_picture, tornado_picture
from costmodel.information import measure_first
from costmodel.reports.sure import advice_in_words, chances_in_words, tornado_in_words, worth_in_words
from costmodel.sensitivity import tornado
from costmodel.uncertainty import outcomes
from ui.answers import case_of
from ui.form import Form
from ui.inputs import spread
from ui.labels import LABELS
from ui.language import literal
from ui.views import chart

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from costmodel import ComputeOption
    from costmodel.display import Say
    from costmodel.distributions import Between
    from costmodel.information import Information
    from costmodel.sensitivity import Tornado
    from costmodel.uncertainty import Outcomes
    from ui.case import Case

CASES = 4096
"""Of one question."""

Ranges = tuple[tuple[str, "Between"], ...]


@lru_cache(maxsize=32)
def looked_at(text: str, folder: Path, ranges: Ranges) -> tuple[Outcomes, Tornado | None, Information]:
    """All cases of one question, what each input moves, and what knowing it is worth."""
    case = case_of(text, folder)
    options, load = _priced(case), case.scenario.workload
    found = outcomes(load, options, case.prices, dict(ranges), samples=CASES)
    moved = tornado(load, options, case.prices, dict(ranges)) if len(options) > 1 else None
    return found, moved, measure_first(found)


def _priced(case: Case) -> Sequence[ComputeOption]:
    return [option for option in case.scenario.options if option.name in case.answer.comparison.bills]


def show(case: Case, say: Say) -> None:
    """What is uncertain, how often each option wins, and what to measure first."""
    form = Form(say, LABELS)
    spread.show(form)
    ranges = form.built(lambda given: spread.build(given, case.scenario.workload, _priced(case)))
    if form.wrong or ranges is None:
        return
    if not ranges:
        st.info(say("Everything is certain: give one of the numbers two ends."), icon=":material/info:")
        return
    found, moved, worth = looked_at(case.text, case.folder, ranges)

    def label(name: str) -> str:
        return _label(name, say)

    words = [chances_in_words(found, say), advice_in_words(worth, say, label)]
    for sentence in words:
        st.markdown(literal(sentence))
    chart.draw(probability_picture(found, say), "probability_chart", " ".join(words))
    if moved is not None:
        names = {name: label(name) for name, _ in ranges}
        chart.draw(tornado_picture(moved, names, say), "tornado_chart", tornado_in_words(moved, say))
    if known := worth_in_words(worth, say, label):
        st.caption(literal(known))
    sentence = say("{count} cases, each number drawn between its ends, most often near what was typed.")
    st.caption(sentence.format(count=f"{found.size:,}"))


def _label(name: str, say: Say) -> str:
    return say(spread.LABELS[name.rpartition(".")[2]])
