"""The page's address holds every input that is not at its default: a link is the whole question.

Streamlit can bind widgets to the address itself, but writes what is shown, which is another word in another
language; here the address holds the same plain values in both.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import streamlit as st

Reader = Callable[[str], Any]
"""Turns the text of the address into a widget's value; raises ValueError for what cannot be one."""


def one_of(*values: object) -> Reader:
    """A reader that takes only these values."""
    known = {str(value): value for value in values}

    def read(text: str) -> object:
        if text not in known:
            raise ValueError(text)
        return known[text]

    return read


Implied = Mapping[str, Mapping[str, Any]]
"""What an input in the address says about others that are not in it."""


def restore(defaults: Mapping[str, Any], readers: Mapping[str, Reader], implied: Implied) -> list[str]:
    """Fill in the widgets once per session; returns the names that were not understood."""
    fresh = not any(key in st.session_state for key in defaults)
    strange = [f"{key}={st.query_params[key]}" for key in st.query_params if fresh and key not in defaults]
    for key, others in implied.items():
        if key in st.query_params and key not in st.session_state:
            for name, value in others.items():
                if name not in st.query_params:
                    st.session_state.setdefault(name, value)
    for key, default in defaults.items():
        if key in st.session_state:
            continue
        text = st.query_params.get(key)
        try:
            st.session_state[key] = default if text is None else readers.get(key, str)(text)
        except ValueError:
            strange.append(f"{key}={text}")
            st.session_state[key] = default
    return strange


def publish(defaults: Mapping[str, Any]) -> None:
    """Write every input that is not at its default into the address."""
    given = {key: str(st.session_state[key]) for key in defaults if st.session_state.get(key) != defaults[key]}
    if given != st.query_params.to_dict():
        st.query_params.from_dict(given)
