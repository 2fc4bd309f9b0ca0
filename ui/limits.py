"""Would it work: what is exceeded, and every limit with what is needed, what is allowed and its source."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd
import streamlit as st

from costmodel.display import quantity
from ui.language import literal
from ui.words import plain

if TYPE_CHECKING:
    from costmodel import Comparison, Limit
    from costmodel.display import Say


BEYOND = {"limit": "✗ exceeded", "quota": "! above the quota", "advice": "! little room"}
"""What each kind of limit is told as once it is passed."""


def show(comparison: Comparison, say: Say) -> None:
    """What is exceeded as a box each; the rest folded away in a table."""
    for name in comparison.bills:
        for limit in comparison.exceeded(name):
            box = st.error if limit.hard else st.warning
            said = plain(limit.explain(say))
            box(f"**{literal(name)}** — {said}", icon=":material/block:" if limit.hard else ":material/info:")
    with st.expander(say("Would it work: every limit"), icon=":material/rule:", key="every_limit"):
        rows = [_row(name, limit, say) for name, limits in comparison.limits.items() for limit in limits]
        link = st.column_config.LinkColumn(say("source"), display_text="AWS ↗")
        st.dataframe(
            pd.DataFrame(rows), hide_index=True, height="content", column_config={say("source"): link},
            alt=say("Every limit of every option, with the number needed and the number allowed."),
        )  # fmt: skip
        st.caption(say("Limits make an option impossible; quotas can be raised by AWS and only warn."))


def _row(name: str, limit: Limit, say: Say) -> dict[str, object]:
    exceeded = bool(limit.exceeded.any())
    kind = "limit" if limit.hard else "quota" if limit.quota else "advice"
    return {
        say("option"): name,
        say("limit"): say(limit.name),
        say("result"): say(BEYOND[kind]) if exceeded else say("✓ works"),
        say("needed"): f"{quantity(float(limit.needs))} {say(limit.unit)}",
        say("allowed"): f"{quantity(float(limit.allows))} {say(limit.unit)}",
        say("kind"): say(kind),
        say("source"): limit.source,
    }
