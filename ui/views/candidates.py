"""Pick for me: every instance type that can serve this load, cheapest first."""

from __future__ import annotations

from dataclasses import replace
from functools import lru_cache
from typing import TYPE_CHECKING

import pandas as pd
import streamlit as st

from costmodel.charts import candidates_picture
from costmodel.display import money, percent, quantity
from costmodel.pick import Candidate, pick
from costmodel.scenario import read
from ui.answers import load
from ui.inputs.basics import INSTANCE
from ui.question import fleet_of
from ui.views import chart

if TYPE_CHECKING:
    from pathlib import Path

    from costmodel.display import Say
    from ui.case import Case

BEST = 10
"""Candidates that the table names."""

ARCHITECTURES = {"any": "Any", "x86_64": "x86_64", "arm64": "arm64"}


@lru_cache(maxsize=64)
def found(text: str, folder: Path, architecture: str, families: str, *, burstable: bool) -> tuple[Candidate, ...]:
    """The candidates for one question; ``folder``, the set of prices in force, is part of the key."""
    scenario = read(text)
    path = fleet_of(scenario)
    if path is None:
        return ()
    like, extras = path
    wanted = tuple(ARCHITECTURES)[1:] if architecture == "any" else (architecture,)
    starts = tuple(families.replace(",", " ").lower().split())
    return tuple(
        pick(scenario.workload, scenario.prices(load(scenario.region, folder)), replace(like, count=None),
             extras=extras, architectures=wanted, families=starts, burstable=burstable)
    )  # fmt: skip


def show(case: Case, say: Say) -> None:
    """Filters, picture, the best ten, and a way to take one."""
    architecture, families, burstable = _filters(say)
    best = found(case.text, case.folder, architecture, families, burstable=burstable)
    path = fleet_of(case.scenario)
    if not best or path is None:
        st.info(say("No instance type of this kind can serve this load as the fleet is set."), icon=":material/info:")
        return
    chosen = path[0].instance_type
    if path[0].count is not None:
        st.caption(say("Each fleet is sized from the load here, whatever the fixed number says."))
    _take(best, chosen, say)
    sentence = say("{name} costs least of {count} types: {cost} a month.")
    first = sentence.format(name=best[0].type.name, count=len(best), cost=money(best[0].cost))
    chart.draw(candidates_picture(best, chosen, say), "candidates", first)
    _table(best, say, first)


def _filters(say: Say) -> tuple[str, str, bool]:
    wide, middle, narrow = st.columns([2, 2, 1], vertical_alignment="bottom")
    architecture = wide.segmented_control(
        say("Architecture"), list(ARCHITECTURES), required=True, key="pick_arch", default="any",
        format_func=lambda name: say(ARCHITECTURES[name]),
    )  # fmt: skip
    families = middle.text_input(
        say("Families"), key="pick_family", max_chars=60, placeholder="m7g c t4g",
        help=say("Types whose names start so, with spaces between. Left empty: all."),
    )  # fmt: skip
    hint = say("Burstable types with CPU credits.")
    burstable = narrow.toggle(say("T types"), value=True, key="pick_burst", help=hint)
    return str(architecture), families or "", burstable


def _take(best: tuple[Candidate, ...], chosen: str, say: Say) -> None:
    names = [one.type.name for one in best[:BEST]]
    st.session_state["take_type"] = chosen if chosen in names else None
    st.pills(say("Take as the instance type"), names, key="take_type", on_change=_taken)


def _taken() -> None:
    if st.session_state["take_type"]:
        st.session_state[INSTANCE.key] = st.session_state["take_type"]


def _table(best: tuple[Candidate, ...], say: Say, alt: str) -> None:
    rows = [
        {
            say("type"): one.type.name,
            say("vCPU"): one.type.vcpu,
            "GiB": one.type.memory_mib / 1024,
            say("Instances"): quantity(one.instances),
            say("USD a month"): money(one.cost),
            say("head-room"): percent(one.headroom) if one.headroom < float("inf") else "∞",
        }
        for one in best[:BEST]
    ]
    st.dataframe(pd.DataFrame(rows), hide_index=True, height="content", alt=alt)
