"""Memory: what every memory costs and how long it takes, the cheapest and the fastest, and a way to take one."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

import streamlit as st

from costmodel import InvalidQuestion, Lambda
from costmodel.best_memory import best_memory
from costmodel.charts import memory_picture
from costmodel.display import money, percent, quantity
from costmodel.memory_curve import MemoryCurve, TwoPartDuration, fit
from ui.answers import case_of
from ui.form import Form
from ui.inputs import basics, tuning, work
from ui.labels import LABELS
from ui.language import literal
from ui.question import side
from ui.views import chart
from ui.words import number_words

if TYPE_CHECKING:
    from pathlib import Path

    from costmodel.best_memory import BestMemory, Tuned
    from costmodel.display import Say
    from ui.case import Case

FEWEST = 3
"""Points that tell how well two parts explain them."""


@lru_cache(maxsize=32)
def tuned(text: str, folder: Path, curve: MemoryCurve | TwoPartDuration, factor: float) -> BestMemory:
    """Every memory of one question's function; raises `InvalidQuestion` where none works."""
    case = case_of(text, folder)
    function = next((one for one in case.scenario.options if isinstance(side(one).option, Lambda)), None)
    if function is None:
        raise InvalidQuestion("options", "no function", "a Lambda function among others")
    return best_memory(case.scenario.workload, curve, function, case.prices, factor)


def show(case: Case, say: Say) -> None:
    """What to ask, the two memories that matter, the picture."""
    form = Form(say, LABELS)
    tuning.show(form, case.scenario.workload)
    curve = None if form.wrong else form.built(lambda given: tuning.build(given, case.scenario.workload))
    if curve is None:
        return
    best = tuned(case.text, case.folder, curve, form.given.number(tuning.FACTOR))
    words = [_told(say("Cheapest: {memory} MB, {duration} ms, {usd} a month."), best.cheapest),
             _told(say("Fastest: {memory} MB, {duration} ms, {usd} a month."), best.fastest)]  # fmt: skip
    _choose(best, words, say)
    measured = curve.points if isinstance(curve, MemoryCurve) else ()
    if len(measured) >= FEWEST:
        found = fit(measured, float(case.scenario.workload.parallelism))
        sentence = say("Nearest two parts: {cpu} ms of CPU on one vCPU and {wait} ms of waiting, {error} off.")
        said = (quantity(found.parts.cpu_ms), quantity(found.parts.wait_ms), percent(found.error))
        st.caption(sentence.format(**dict(zip(("cpu", "wait", "error"), said, strict=True))))
    chart.draw(memory_picture(best, measured, say), "memory_chart", " ".join(words))


def _told(sentence: str, one: Tuned) -> str:
    return sentence.format(
        memory=quantity(one.memory_mb), duration=quantity(round(one.duration_ms, 1)), usd=money(one.usd)
    )


def _choose(best: BestMemory, words: list[str], say: Say) -> None:
    """Each of the two in words, with a button that takes it into the inputs."""
    titles = (say("Take the cheapest"), say("Take the fastest"))
    both = zip(st.columns(2), (best.cheapest, best.fastest), words, titles, ("cheapest", "fastest"), strict=True)
    for column, one, said, title, key in both:
        column.markdown(f"**{literal(said)}**")
        column.button(title, key=f"take_{key}", on_click=_take, args=(one,), icon=":material/input:")


def _take(one: Tuned) -> None:
    st.session_state[basics.MEMORY.key] = number_words(one.memory_mb)
    st.session_state[basics.DURATION.key] = number_words(round(one.duration_ms, 3))
    st.session_state[work.CPU.key] = number_words(round(one.cpu_ms, 3))
