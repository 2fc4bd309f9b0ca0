"""How long requests take when some of them start cold."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from costmodel import Lambda
from costmodel.display import percent, quantity
from costmodel.latency import Latency
from ui.language import literal
from ui.question import side

if TYPE_CHECKING:
    from costmodel.display import Say
    from ui.case import Case


def show(case: Case, say: Say) -> None:
    """Share, p50 and p99 of every function that counts cold starts, with what they rest on."""
    load = case.scenario.workload
    for option in case.scenario.options:
        inner = side(option).option
        if not isinstance(inner, Lambda) or inner.cold_starts is None:
            continue
        share = float(inner.cold_starts.share(load))
        found = Latency(float(load.duration_ms), inner.cold_starts.init_ms, share)
        sentence = say("{name}: {share} of the requests start cold; half take {p50} ms at most, 99 % take {p99} ms.")
        numbers = {"p50": quantity(round(found.p50_ms, 1)), "p99": quantity(round(found.p99_ms, 1))}
        st.markdown(literal(sentence.format(name=option.name, share=percent(share), **numbers)))
        caption = say(
            "Warm requests are taken as exponentially distributed around the mean: an assumption. On-demand requests "
            "only; arrivals are taken as random, so bursts start more environments than this."
        )
        if inner.cold_starts.fraction is None:
            caption += " " + say(
                "How far the modelled share may be off, as simulations found: 5 % where one request in a thousand "
                "starts cold, 11 % at one in ten thousand, and up to a quarter for durations that vary otherwise."
            )
        st.caption(caption)
