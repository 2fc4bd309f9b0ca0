"""Fields for numbers: what was typed stays as it is, and what is wrong with it is said right below."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import streamlit as st

from costmodel import CostModelError, InvalidWorkload
from costmodel.scale import parse_number
from ui.language import error_text

if TYPE_CHECKING:
    from costmodel.display import Say
    from costmodel.ranges import Range


class Wrong:
    """What a field holds while what was typed cannot be right."""


WRONG = Wrong()


@dataclass(frozen=True, slots=True)
class Field:
    """One number to type."""

    key: str
    """Its name in the address and in the tests: the same in every language."""
    label: str
    default: str
    allowed: Range
    help: str
    optional: bool = False
    """Whether it may stay empty."""
    whole: bool = False


def ask(field: Field, say: Say) -> float | Wrong | None:
    """The number typed into ``field``; None where it is left empty, `WRONG` with the reason below it otherwise."""
    placeholder = say("automatic") if field.optional else None
    text = st.text_input(say(field.label), key=field.key, help=say(field.help), max_chars=40, placeholder=placeholder)
    if field.optional and not (text or "").strip():
        return None
    try:
        return number(field, text or "")
    except CostModelError as error:
        st.error(error_text(error, say), icon=":material/error:")
        return WRONG


def number(field: Field, text: str) -> float:
    """``text`` as a number that ``field`` allows; raises `InvalidInput` with the field's label."""
    value = parse_number(field.label, text)
    field.allowed.check(field.label, value, InvalidWorkload)
    if not field.whole:
        return value
    if value != int(value):
        raise InvalidWorkload(field.label, value, "a whole number")
    return int(value)
