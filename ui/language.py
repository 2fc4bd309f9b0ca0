"""English or Japanese: every sentence shown is a key of the gettext catalogue in ``ui/text``."""

from __future__ import annotations

import re
from gettext import NullTranslations, translation
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING

import streamlit as st

from costmodel import InvalidInput, UnknownName
from costmodel.errors import shown
from costmodel.ranges import Range

if TYPE_CHECKING:
    from collections.abc import Mapping

    from costmodel import CostModelError
    from costmodel.display import Say

CATALOGUES = Path(__file__).parent / "text"

LANGUAGES = {"en": "English", "ja": "日本語"}


LINE = re.compile(r"line (\d+)")

LONGEST = 200
"""Longest value that an error repeats. [character]"""

NO_NAMES: Mapping[str, str] = MappingProxyType({})

MARKS = re.compile(r"[\\`*_\[\]()!$:<>~#|]")
"""What means something to Markdown or to Streamlit."""


def say_in(language: str) -> Say:
    """The translator into ``language``; English is the language of the keys themselves."""
    if language == "en":
        return NullTranslations().gettext
    known = translation("page", CATALOGUES, [language]).gettext

    def said(text: str) -> str:
        """What belongs to a part of an option is said with the part's own name, which has no translation."""
        found, (part, colon, rest) = known(text), text.partition(": ")
        return f"{part}: {known(rest)}" if colon and found == text else found

    return said


def choose() -> Say:
    """Let the reader choose; the choice is part of the address."""
    language = st.segmented_control(
        "Language / 言語", list(LANGUAGES), required=True, format_func=LANGUAGES.__getitem__, key="lang",
        label_visibility="collapsed",
    )  # fmt: skip
    return say_in(str(language))


def error_text(error: CostModelError, say: Say, names: Mapping[str, str] = NO_NAMES) -> str:
    """What is wrong, in the reader's language: the field, what is allowed, what was given.

    ``names`` are the labels of what the model calls by names of its own.
    """
    if isinstance(error, InvalidInput):
        allowed = error.allowed.words(say) if isinstance(error.allowed, Range) else _dynamic(str(error.allowed), say)
        return say("{field} must be {allowed}, got {value}").format(
            field=_dynamic(names.get(error.field, error.field), say), allowed=literal(allowed),
            value=literal(_short(shown(error.value))),
        )  # fmt: skip
    if isinstance(error, UnknownName):
        near = say("; did you mean '{near}'?").format(near=error.near) if error.near else ""
        return say("There is no '{name}' here").format(name=literal(error.name)) + near
    return literal(str(error))


def _dynamic(text: str, say: Say) -> str:
    """A text of the model; one that counts lines is said with its number."""
    found = LINE.fullmatch(text)
    return say("line {number}").format(number=found[1]) if found else say(text)


def _short(text: str) -> str:
    return text if len(text) <= LONGEST else text[:LONGEST] + "…"


def literal(text: str) -> str:
    """Text of somebody's own, shown as it is: Markdown finds no link, picture or formula in it."""
    return MARKS.sub(r"\\\g<0>", text)
