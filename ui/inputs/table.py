"""A table of functions: pasted or uploaded."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from costmodel import InvalidQuestion
from costmodel.service_table import FunctionRow, read_table
from ui.fields import Text
from ui.inputs import account

if TYPE_CHECKING:
    from ui.form import Form, Given

TABLE = Text(
    "table", "Table of functions", "",
    "A row of headings: name, requests, duration, memory; and cpu and architecture if you know them. "
    "Commas, semicolons or tabs between columns.",
    lines=True,
)  # fmt: skip

FILE, MOST_MB = "table_file", 1

INPUTS = (TABLE,)

SAMPLE = "name, requests, duration, memory\nlogin, 3M, 80, 256\nsearch, 20M, 220, 1024\nreport, 50k, 4000, 3008"


def show(form: Form) -> None:
    """The text, a file in its place, and a sample to begin with."""
    form.text(TABLE)
    left, right = st.columns([3, 1], vertical_alignment="bottom")
    with left:
        st.file_uploader(form.say("Or a CSV file"), type=["csv", "tsv", "txt"], key=FILE, max_upload_size=MOST_MB)
    right.button(form.say("Fill in a sample"), on_click=_sample, icon=":material/edit_note:")


def _sample() -> None:
    st.session_state[TABLE.key] = SAMPLE


def build(given: Given) -> list[FunctionRow]:
    """The functions, none where nothing is said; raises `InvalidInput`."""
    file = st.session_state.get(FILE)
    text = _decoded(file.getvalue()) if file is not None else given.text(TABLE)
    return read_table(text, account.hours(given)) if text.strip() else []


def _decoded(data: bytes) -> str:
    for encoding in ("utf-8-sig", "cp932"):
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise InvalidQuestion("Table of functions", "bytes", "a text file in UTF-8")
