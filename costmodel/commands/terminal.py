"""What all commands do alike: read a scenario, and print an answer."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable
from typing import Any, Protocol, TextIO, TypeVar

import click

from costmodel.errors import InvalidQuestion
from costmodel.rates import PriceBook

Books = Callable[[str], PriceBook]
"""Gives the prices of a region, or raises `UnknownRegion`."""

TEXT = click.File(encoding="utf-8", lazy=True)
"""A file that is opened once all words were understood, so that none stays open beside a mistake."""

Command = TypeVar("Command", bound=Callable[..., object])


class Told(Protocol):
    """An answer."""

    def text(self) -> str:
        """For people."""

    def data(self) -> dict[str, Any]:
        """For programs."""


def asks_a_scenario(command: Command) -> Command:
    """The words that every command about a scenario understands."""
    for word in (
        click.option("--json", "as_json", is_flag=True, help="The same answer as data."),
        click.option("--scenario", type=TEXT, required=True, help="The question as JSON."),
    ):
        command = word(command)
    return command


def document(file: TextIO, field: str = "scenario") -> str:
    """All of a text file, a byte order mark aside; raises `InvalidQuestion` naming ``field``."""
    try:
        return file.read()
    except UnicodeDecodeError:
        raise InvalidQuestion(field, file.name, "a text file in UTF-8") from None


def tell(answer: Told, *, as_json: bool) -> None:
    """Print it; terminals that lack letters get JSON without them."""
    any_letter = (sys.stdout.encoding or "").lower().replace("-", "") == "utf8"
    click.echo(json.dumps(answer.data(), indent=2, ensure_ascii=not any_letter) if as_json else answer.text())
