"""A chart on the page: with words for whoever does not see it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

if TYPE_CHECKING:
    import plotly.graph_objects as go


def draw(figure: go.Figure, key: str, alt: str) -> None:
    """The chart, without the buttons that nobody needs on stage."""
    st.plotly_chart(figure, key=key, config={"displayModeBar": False}, alt=alt)
