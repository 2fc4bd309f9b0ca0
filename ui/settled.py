"""Choices after a change of language.

A browser keeps the word that it showed for a choice, and sends it with the next input. In the other language no option
reads so; the word is turned back into what it stood for before any input is drawn.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from ui.fields import Choice
from ui.language import LANGUAGES, say_in

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping


def settle(inputs: Iterable[object], views: Mapping[str, Mapping[str, str]]) -> None:
    """Every choice of the inputs, and of the views: the key of the widget, and the words of its options."""
    words = {one.key: one.words for one in inputs if isinstance(one, Choice)}
    for key, options in {**words, **views}.items():
        held = st.session_state.get(key)
        if held is not None and held not in options:
            meant = _key(str(held), options)
            if meant != held:
                st.session_state[key] = meant


def _key(word: str, options: Mapping[str, str]) -> str:
    """What a word in some language stands for, or the word itself."""
    for language in LANGUAGES:
        say = say_in(language)
        for key, told in options.items():
            if say(told) == word:
                return key
    return word
