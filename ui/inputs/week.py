"""A week of one's own: read from a file, kept in the address."""

from __future__ import annotations

from base64 import urlsafe_b64decode, urlsafe_b64encode

import numpy as np
import streamlit as st

from costmodel.errors import InvalidWorkload
from costmodel.traffic import TrafficProfile
from costmodel.units import HOURS_PER_WEEK

STEPS = 65_535
"""The address holds each hour to this part of the busiest one: two bytes. [1]"""

MOST_KEPT = 8
"""Weeks of a session that are kept with all their digits."""


def encoded(levels: tuple[float, ...]) -> str:
    """A week as 448 characters that an address may hold."""
    rounded = np.rint(np.asarray(levels) / max(levels) * STEPS).astype(">u2")
    return urlsafe_b64encode(rounded.tobytes()).decode()


def decoded(text: str) -> tuple[float, ...]:
    """The week of such a text; raises ValueError for any other text."""
    levels = np.frombuffer(urlsafe_b64decode(text.encode()), ">u2").astype(float)
    if levels.shape != (HOURS_PER_WEEK,) or not levels.any():
        raise ValueError(text)
    return tuple((levels / levels.mean()).tolist())


def keep(traffic: TrafficProfile) -> str:
    """Remember a week with all its digits; returns its text."""
    text = encoded(traffic.levels)
    kept = st.session_state.setdefault("weeks", {})
    kept[text] = traffic.levels
    for old in list(kept)[:-MOST_KEPT]:
        del kept[old]
    return text


def profile(text: str, within_hour: float) -> TrafficProfile:
    """The week of a text, with all digits where this session has read it itself; raises `InvalidWorkload`."""
    if not text:
        raise InvalidWorkload("Your own file", "nothing", "uploaded")
    known = st.session_state.get("weeks", {})
    try:
        levels = known[text] if text in known else decoded(text)
    except ValueError:
        raise InvalidWorkload("Your own file", text[:20], "a week of 168 hours") from None
    return TrafficProfile(levels, within_hour)
