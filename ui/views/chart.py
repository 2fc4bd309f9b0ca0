"""A chart on the page: with words for whoever does not see it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from costmodel.charts import inked

if TYPE_CHECKING:
    import plotly.graph_objects as go

ON_LIGHT, ON_DARK = "#1B1F24", "#F2F4F7"
"""Words on either ground: Streamlit's own grey is too weak on the light one."""


def draw(figure: go.Figure, key: str, alt: str) -> None:
    """The chart, without the buttons that nobody needs on stage."""
    dark = st.context.theme.type == "dark"
    figure = inked(figure, ON_DARK if dark else ON_LIGHT)
    st.plotly_chart(figure, key=key, config={"displayModeBar": False}, alt=alt)
