"""Today's prices from AWS: asked for, watched, compared, and only then adopted."""

from __future__ import annotations

import os
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pandas as pd
import streamlit as st

from pricing_data import refresh, store
from pricing_data.outcome import Status
from pricing_data.sources import opened
from ui.faults import fault_text
from ui.job import Job

if TYPE_CHECKING:
    from costmodel.display import Say
    from pricing_data.draft import Answer
    from pricing_data.outcome import Report

SOURCES = {
    "api": "AWS Price List Query API (needs AWS credentials)",
    "bulk": "Public price list files (no credentials, large)",
}

WATCH_S = 0.5
"""How often a running refresh is looked at. [s]"""

RESULTS = {
    Status.ADOPTED: "✓ will be adopted",
    Status.UNCHANGED: "= unchanged",
    Status.HELD: "! some changes wait",
    Status.FAILED: "✗ the old ones stay",
}


def show(region: str, say: Say) -> None:
    """Refresh the prices of one region."""
    if not refresh.allowed(os.environ):
        st.info(say("Refreshing is switched off on this page."), icon=":material/block:")
        return
    job = st.session_state.get("refresh")
    if job is None:
        _ask(region, say)
    elif job.running:
        st.fragment(_watch, run_every=WATCH_S)(job, say)
    elif job.error is not None:
        st.error(fault_text(job.error, say), icon=":material/error:")
        _ask(region, say)
    else:
        _compare(job, say)


def _ask(region: str, say: Say) -> None:
    name = st.radio(say("Read from"), list(SOURCES), format_func=lambda key: say(SOURCES[key]), key="price_source")
    sentence = say("Refresh {region}").format(region=region)
    if st.button(sentence, key="start_refresh", icon=":material/refresh:"):
        source = opened(name, datetime.now(UTC))
        st.session_state["refresh"] = Job(lambda progress: refresh.read((region,), source, progress))
        st.rerun()


def _watch(job: Job[tuple[Answer, ...]], say: Say) -> None:
    """Progress, and a way to stop."""
    if not job.running:
        st.rerun()
    share = min(job.done / job.total, 1.0) if job.total else 0.0
    st.progress(share, f"{job.what} {job.done:,}" + (f" / {job.total:,}" if job.total else ""))
    if st.button(say("Cancel"), key="cancel_refresh", icon=":material/cancel:"):
        job.cancel()


def _compare(job: Job[tuple[Answer, ...]], say: Say) -> None:
    """What would change, before anything does."""
    answers, data = job.result or (), store.data_dir()
    found = refresh.preview(answers, data)
    held = sorted({change.key for outcome in found.outcomes for change in outcome.held})
    _outcomes(found, say)
    _differences(found, say)
    accept = frozenset(_accepted(held, say))
    adopt, forget = st.columns(2)
    if adopt.button(say("Adopt these prices"), key="adopt", type="primary", icon=":material/check:"):
        _adopt(answers, accept, say)
    if forget.button(say("Keep the old ones"), key="forget", icon=":material/close:"):
        st.session_state["refresh"] = None
        st.rerun()


def _adopt(answers: tuple[Answer, ...], accept: frozenset[str], say: Say) -> None:
    try:
        refresh.keep(answers, store.data_dir(), datetime.now(UTC), accept)
    except store.Unwritable as error:
        st.error(fault_text(error, say), icon=":material/error:")
        return
    st.session_state["refresh"] = None
    st.rerun()


def _accepted(held: list[str], say: Say) -> list[str]:
    if not held:
        return []
    st.warning(say("Changes of more than 30 % wait until you accept them."), icon=":material/warning:")
    return st.multiselect(say("Accept"), held, key="accept")


def _outcomes(found: Report, say: Say) -> None:
    """What came of each service, in numbers; a reason under the table for each that failed."""
    names = {"confirmed": "confirmed", "changed": "changed", "new": "new", "gone": "no longer listed"}
    rows = [
        {say("service"): one.service, say("result"): say(RESULTS[one.status])}
        | {say(word): _count(getattr(one, name)) for name, word in names.items()}
        for one in found.outcomes
    ]
    st.dataframe(pd.DataFrame(rows), hide_index=True, height="content")
    for one in found.outcomes:
        if one.error:
            st.error(f"**{one.service}**: {fault_text(one.error, say)}", icon=":material/error:")


def _count(found: int | tuple[object, ...]) -> int:
    return found if isinstance(found, int) else len(found)


def _differences(found: Report, say: Say) -> None:
    """Old, new and per cent of every price that differs."""
    rows = [
        {
            say("rate"): change.key,
            say("from"): step.start,
            say("old"): step.old,
            say("new"): step.new,
            "%": f"{step.percent:+.1f}",
        }
        for outcome in found.outcomes
        for change in (*outcome.held, *outcome.changed)
        for step in change.steps
    ]
    if rows:
        st.dataframe(pd.DataFrame(rows), hide_index=True)
