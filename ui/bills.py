"""A bill, and under each number why it is what it is."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from costmodel.display import money

if TYPE_CHECKING:
    from costmodel import Bill, Line
    from costmodel.display import Say


def show_bill(bill: Bill, say: Say) -> None:
    """Name, total and every line."""
    with st.container(border=True):
        st.subheader(f"{bill.option} — {plain(money(float(bill.total)))}", anchor=False)
        for line in bill.lines:
            _line(line, say)


def _line(line: Line, say: Say) -> None:
    source = line.rate.source
    said = say("copy of the price list of {day}") if "github.com" in source.url else say("price list of {day}")
    read = said.format(day=source.as_of or "?")
    sku = f"SKU `{source.sku}` · " if source.sku else ""
    st.markdown(f"**{say(line.name)}** — {plain(money(float(line.cost)))}")
    why = [line.formula(say), *line.reasons(say), line.charge(say)]
    st.caption("  \n".join([*map(plain, why), f"{sku}[{read}]({source.url})"]))


def plain(text: str) -> str:
    """Text in which a dollar is a dollar: Markdown would take two of them for a formula."""
    return text.replace("$", r"\$")
