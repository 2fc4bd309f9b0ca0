"""Inputs as data: numbers to type, choices, switches and texts, each with its label, default and hint."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from costmodel import InvalidWorkload
from costmodel.scale import parse_number

if TYPE_CHECKING:
    from collections.abc import Mapping

    from costmodel.ranges import Range


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
    empty: str = "automatic"
    """What it then is, in a word."""
    whole: bool = False
    setting: str = ""
    """What the model calls it, where an error of the model may name it."""


@dataclass(frozen=True, slots=True)
class Choice:
    """One of several words; the address holds the key, the page says the value."""

    key: str
    label: str
    words: Mapping[str, str]
    default: str
    help: str = ""
    open: bool = False
    """Whether there are more than these words, such as the instance types of a region."""


@dataclass(frozen=True, slots=True)
class Switch:
    """Something that is on or off."""

    key: str
    label: str
    help: str = ""
    default: bool = False


@dataclass(frozen=True, slots=True)
class Text:
    """Something to write in words of one's own."""

    key: str
    label: str
    default: str
    help: str = ""
    lines: bool = field(default=False)
    """Whether it may have several lines."""


Input = Field | Choice | Switch | Text


def number(field: Field, text: str) -> float | None:
    """``text`` as a number that ``field`` allows, None where it may stay empty and does; raises `InvalidInput`."""
    if field.optional and not text.strip():
        return None
    value = parse_number(field.label, text)
    field.allowed.check(field.label, value, InvalidWorkload)
    if not field.whole:
        return value
    if value != int(value):
        raise InvalidWorkload(field.label, value, "a whole number")
    return int(value)
