"""Numbers on the command line."""

from __future__ import annotations

import click

from costmodel.errors import InvalidQuestion
from costmodel.ranges import Range, number
from costmodel.scale import parse_number


class Amount(click.ParamType[float]):
    """A number as people write it, inside the range of its field."""

    name = "number"

    def __init__(self, allowed: Range) -> None:
        self.allowed = allowed

    def convert(self, value: object, param: click.Parameter | None, ctx: click.Context | None) -> float:
        """The number; its error names the option, what is allowed and what was typed."""
        _ = ctx
        field = param.opts[0] if param else "the value"
        amount = parse_number(field, value, f"a number, {self.allowed}") if isinstance(value, str) else value
        return float(number(field, amount, self.allowed, InvalidQuestion))
