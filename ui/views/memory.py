"""Memory: what every memory costs and how long it takes, the cheapest and the fastest, and a way to take one."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

import streamlit as st

from costmodel.best_memory import best_memory
from costmodel.charts import memory_picture
from costmodel.memory_curve import MemoryCurve, TwoPartDuration, fit
from costmodel.reports.memory import FEWEST, best_in_words, function_of, parts_in_words
from ui.answers import case_of
from ui.form import Form
from ui.inputs import basics, tuning, work
from ui.labels import LABELS
from ui.language import literal
from ui.views import chart
from ui.words import number_words

if TYPE_CHECKING:
    from pathlib import Path

    from costmodel.best_memory import BestMemory, Tuned
    from costmodel.display import Say
    from ui.case import Case


@lru_cache(maxsize=32)
def tuned(text: str, folder: Path, curve: MemoryCurve | TwoPartDuration, factor: float) -> BestMemory:
    """Every memory of one question's function; raises `InvalidQuestion` where none works."""
    case = case_of(text, folder)
    return best_memory(case.scenario.workload, curve, function_of(case.scenario.options), case.prices, factor)


def show(case: Case, say: Say) -> None:
    """What to ask, the two memories that matter, the picture."""
    form = Form(say, LABELS)
    tuning.show(form, case.scenario.workload)
    curve = None if form.wrong else form.built(lambda given: tuning.build(given, case.scenario.workload))
    if curve is None:
        return
    best = tuned(case.text, case.folder, curve, form.given.number(tuning.FACTOR))
    words = best_in_words(best, say)
    _choose(best, words, say)
    measured = curve.points if isinstance(curve, MemoryCurve) else ()
    if len(measured) >= FEWEST:
        st.caption(parts_in_words(fit(measured, float(case.scenario.workload.parallelism)), say))
    chart.draw(memory_picture(best, measured, say), "memory_chart", " ".join(words))


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
