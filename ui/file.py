"""The question as a file: saved, opened again, and asked on the command line."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import streamlit as st

import pricing_data
from costmodel import CostModelError, InvalidQuestion
from costmodel.scenario import read
from ui.form import Given
from ui.inputs import DEFAULTS, OF_VIEWS, growing, spread
from ui.labels import LABELS
from ui.language import error_text
from ui.question import inputs_for

if TYPE_CHECKING:
    from costmodel.display import Say

NAME = "scenario.json"

COMMAND = f"python -m costmodel compare --scenario {NAME}"

MOST_MB = 1
"""Largest scenario file: one with a week of its own is about 10 KB. [MB]"""

KEPT = ("lang", "view", *(one.key for one in OF_VIEWS))
"""What a file does not change, but for the growth that it may hold."""

UPLOAD, OPENED = "scenario_file", "opened"


def asked() -> str | None:
    """The document of a file that is compared as it is, until an input changes."""
    opened = st.session_state.get(OPENED)
    if opened is None or opened["text"] is None:
        return None
    if opened["inputs"] == _inputs():
        return str(opened["text"])
    st.session_state[OPENED] = None
    return None


def show_notice(say: Say) -> None:
    """What became of a file that was opened."""
    opened = st.session_state.get(OPENED)
    if opened is None:
        return
    if opened["error"] is not None:
        st.error(say("The file was not opened.") + " " + error_text(opened["error"], say, LABELS))
    elif opened["text"] is not None:
        st.info(
            say("The scenario of the file is compared as it is: the inputs cannot show it. Change one to go back."),
            icon=":material/description:",
        )  # fmt: skip
    elif opened["inputs"] == _inputs():
        st.success(say("The scenario file was opened: the inputs hold it now."), icon=":material/check:")
    else:
        st.session_state[OPENED] = None


def show(text: str | None, say: Say) -> None:
    """Save the question that ``text`` is the document of, the command that answers it, and open another one."""
    title = say("This question as a file, and on the command line")
    with st.expander(title, icon=":material/description:", key="file"):
        if text is not None:
            label, icon = say("Save scenario.json"), ":material/download:"
            st.download_button(
                label, _with_views(text), NAME, "application/json", key="save", icon=icon, on_click="ignore"
            )
            st.caption(say("The same answer on the command line:"))
            st.code(COMMAND, language="sh")
        st.file_uploader(
            say("Open a scenario file"), type=["json"], key=UPLOAD, on_change=_open, max_upload_size=MOST_MB
        )


def compare_as_it_is(text: str) -> None:
    """Let the whole page compare a question that the inputs cannot show, until one of them changes."""
    st.session_state[OPENED] = {"text": text, "inputs": _inputs(), "error": None}


def _open() -> None:
    """Fill in the inputs from the file, or keep it as it is where they cannot show it."""
    file = st.session_state[UPLOAD]
    if file is None:
        return
    try:
        scenario = read(_text(file.getvalue()))
        if scenario.region not in pricing_data.regions():
            raise InvalidQuestion("scenario.region", scenario.region, "a region with prices here")
    except CostModelError as error:
        st.session_state[OPENED] = {"text": None, "inputs": None, "error": error}
        return
    for key, value in (growing.values(scenario.growth) if scenario.growth else {}).items():
        st.session_state[key] = value
    ends = spread.values(scenario.ranges, scenario.workload, scenario.options) if scenario.ranges else {}
    for key, value in (ends or {}).items():
        st.session_state[key] = value
    # What the views' inputs hold now need not be worked out anew when it changes.
    scenario = replace(scenario, growth=None, ranges=scenario.ranges if ends is None else {})
    values = inputs_for(scenario)
    for key, value in (values or {}).items():
        if key not in KEPT:
            st.session_state[key] = value
    text = None if values else scenario.text()
    st.session_state[OPENED] = {"text": text, "inputs": _inputs(), "error": None}


def _with_views(text: str) -> str:
    """The document that is saved: the question, and how it grows and how sure it is where that was said."""
    given, scenario = Given(st.session_state), read(text)
    growth, ranges = growing.asked(given), spread.asked(given, scenario.workload, scenario.options)
    return replace(scenario, growth=growth, ranges=dict(ranges)).text() if growth or ranges else text


def _text(data: bytes) -> str:
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise InvalidQuestion("scenario", "bytes", "a text file in UTF-8") from None


def _inputs() -> dict[str, object]:
    """Every input as it stands."""
    return {key: st.session_state.get(key) for key in DEFAULTS if key not in KEPT}
