"""How sure: how often each option is the cheapest, what moves the answer, and what to measure first."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

import streamlit as st

from costmodel import EC2Fleet
from costmodel.charts import probability_picture, tornado_picture
from costmodel.display import money, percent
from costmodel.information import measure_first
from costmodel.sensitivity import tornado
from costmodel.uncertainty import outcomes
from ui.answers import case_of
from ui.form import Form
from ui.inputs import spread
from ui.labels import LABELS
from ui.language import literal
from ui.question import side
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


def _speed(case: Case) -> tuple[str, float] | None:
    """The CPU speed of the first fleet, by the name that the model gives it."""
    for option in _priced(case):
        inner = side(option).option
        if isinstance(inner, EC2Fleet):
            way = "relative_speed" if inner is option else "option.relative_speed"
            return f"{option.name}.{way}", inner.relative_speed
    return None


def _priced(case: Case) -> Sequence[ComputeOption]:
    return [option for option in case.scenario.options if option.name in case.answer.comparison.bills]


def show(case: Case, say: Say) -> None:
    """What is uncertain, how often each option wins, and what to measure first."""
    form = Form(say, LABELS)
    spread.show(form)
    ranges = form.built(lambda given: spread.build(given, case.scenario.workload, _speed(case)))
    if form.wrong or ranges is None:
        return
    if not ranges:
        st.info(say("Everything is certain: give one of the numbers two ends."), icon=":material/info:")
        return
    found, moved, worth = looked_at(case.text, case.folder, ranges)
    words = _words(found, worth, say)
    for sentence in words:
        st.markdown(literal(sentence))
    chart.draw(probability_picture(found, say), "probability_chart", " ".join(words))
    if moved is not None:
        names = {name: _label(name, say) for name, _ in ranges}
        chart.draw(tornado_picture(moved, names, say), "tornado_chart", _answer_in_words(moved, say))
    if known := _worth(worth, say):
        st.caption(literal(known))
    sentence = say("{count} cases, each number drawn between its ends, most often near what was typed.")
    st.caption(sentence.format(count=f"{found.size:,}"))


def _words(found: Outcomes, worth: Information, say: Say) -> list[str]:
    """Who wins how often, and what to measure."""
    ranked = sorted(found.probability.items(), key=lambda one: -one[1])
    sentence = say("{name} is the cheapest in {share} of the cases.")
    said = [" ".join(sentence.format(name=name, share=percent(share)) for name, share in ranked if share)]
    if found.none_works:
        said.append(say("In {share} of the cases none works.").format(share=percent(found.none_works)))
    first = worth.inputs[0] if worth.inputs else None
    if first is None or round(first.usd, 2) <= 0 or worth.choice is None:
        return [*said, say("No measurement of these numbers would change the choice.")]
    advice = say("Measure this first: {input}. Knowing it before choosing saves {usd} a month on average.")
    return [*said, advice.format(input=_label(first.input, say), usd=money(first.usd))]


def _label(name: str, say: Say) -> str:
    return say(spread.LABELS[name.rpartition(".")[2]])


def _answer_in_words(moved: Tornado, say: Say) -> str:
    sentence = say("What {about} saves against {against} when one number alone is low or high:")
    return sentence.format(about=moved.about, against=moved.against)


def _worth(worth: Information, say: Say) -> str:
    """What each number is worth, as far as knowing it saves a cent."""
    each = [f"{_label(one.input, say)} {money(one.usd)}" for one in worth.inputs if round(one.usd, 2) > 0]
    return say("Knowing them saves on average, a month: {each}.").format(each=" · ".join(each)) if each else ""
