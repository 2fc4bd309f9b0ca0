"""One view of the answer at a time: only the chosen one is worked out and drawn."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING

import streamlit as st

from costmodel import CostModelError
from ui.labels import LABELS
from ui.language import error_text
from ui.views import candidates, cost, functions, growing, hybrid, memory, sure, week, winners

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from costmodel.display import Say
    from ui.case import Case

logger = logging.getLogger(__name__)

TITLES = {
    "cost": "Cost by volume",
    "week": "The week",
    "pick": "Pick for me",
    "map": "Who wins where",
    "sure": "How sure?",
    "memory": "Memory",
    "hybrid": "Hybrid",
    "growth": "Growth",
    "functions": "Functions",
}

DRAWN: Mapping[str, Callable[[Case, Say], None]] = {
    "cost": cost.show,
    "week": week.show,
    "pick": candidates.show,
    "map": winners.show,
    "sure": sure.show,
    "memory": memory.show,
    "hybrid": hybrid.show,
    "growth": growing.show,
    "functions": functions.show,
}


def show(case: Case, say: Say) -> None:
    """The choice, and what was chosen; a picture that fails must not take the answer away."""
    chosen = st.segmented_control(
        say("View"), list(TITLES), required=True, key="view", format_func=lambda view: say(TITLES[view]),
        label_visibility="collapsed", width="stretch",
    )  # fmt: skip
    try:
        DRAWN[str(chosen)](case, say)
    except CostModelError as error:
        st.error(error_text(error, say, LABELS), icon=":material/error:")
    except Exception:
        logger.exception("the view %s could not be drawn", chosen)
        st.warning(say("This picture cannot be drawn for this question."), icon=":material/image_not_supported:")
