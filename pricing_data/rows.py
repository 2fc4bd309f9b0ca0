"""One tier of one price, as a line of text; and the laws a line must keep to become a rate.

Prices stay the provider's own digits until a `Rate` is made of them, once.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from costmodel.errors import CorruptPrices, InvalidRate
from costmodel.rates import Rate, Source, Tier

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

HEADER = "key,unit,from,up_to,price,sku,source,as_of"

NUMBER = re.compile(r"\d+(?:\.\d+)?(?:[eE][+-]?\d+)?")
"""What AWS publishes. float() alone would also take "nan", "-1" and "1_000"."""

DAY = re.compile(r"(?:\d{4}(?:-(?:0[1-9]|1[0-2])(?:-(?:0[1-9]|[12]\d|3[01]))?)?)?")
"""A day, a month, a year, or nothing where the source names none."""


class Row(NamedTuple):
    """One tier of one price, every field as text."""

    key: str
    unit: str
    start: str
    """Lower edge. [unit]"""
    up_to: str
    """Upper edge, ``Inf`` for the last tier. [unit]"""
    price: str
    """[USD per unit]"""
    sku: str
    source: str
    """Id of a source in the manifest."""
    as_of: str


def corrupt(file: str, line: int, what: str) -> CorruptPrices:
    """The error for one wrong line."""
    return CorruptPrices(f"{file} line {line}: {what}")


def number(text: str, what: str, file: str, line: int) -> float:
    """``text`` as a number; raises `CorruptPrices` unless it is plain digits."""
    if not NUMBER.fullmatch(text):
        raise corrupt(file, line, f"{what} must be a number, got '{text}'")
    return float(text)


def parsed(line: str, file: str, at: int) -> Row:
    """One line of a price file; raises `CorruptPrices` when it has another number of columns.

    >>> parsed("alb.hours,h,0,Inf,0.0243,,notes,2026-08-27", "ap-northeast-1.csv", 2).price
    '0.0243'
    """
    cells = line.split(",")
    if len(cells) != len(Row._fields):
        raise corrupt(file, at, f"{len(Row._fields)} columns expected, got {len(cells)}")
    return Row(*cells)


def tier(row: Row, start: str, file: str, line: int) -> Tier:
    """One tier, which must begin where the one before it ended."""
    if row.start != start:
        raise corrupt(file, line, f"'{row.key}' must go on from {start}, got {row.start}")
    price = number(row.price, "price", file, line)
    if price == 0:
        raise corrupt(file, line, f"'{row.key}' costs nothing; a missing price is left out, never 0")
    if row.up_to == "Inf":
        return Tier(price)
    return Tier(price, number(row.up_to, "up_to", file, line))


def alike(row: Row, first: Row, file: str, line: int) -> None:
    """Raise `CorruptPrices` when two tiers of one rate differ in anything but edges and price."""
    for name in ("unit", "sku", "source", "as_of"):
        if getattr(row, name) != getattr(first, name):
            expected, got = getattr(first, name), getattr(row, name)
            raise corrupt(file, line, f"{name} of '{row.key}' must be '{expected}' in every tier, got '{got}'")


def source(row: Row, urls: Mapping[str, str], file: str, line: int) -> Source:
    """Where a price was read."""
    if row.source not in urls:
        raise corrupt(file, line, f"source '{row.source}' is not in the manifest")
    if not DAY.fullmatch(row.as_of):
        raise corrupt(file, line, f"as_of must be a date such as 2025-10-30, got '{row.as_of}'")
    return Source(urls[row.source], row.as_of, row.sku)


def rate(rows: Sequence[Row], urls: Mapping[str, str], file: str, line: int) -> Rate:
    """The rate that consecutive rows of one key make.

    ``urls`` resolves source ids, ``line`` is where the first row stands. Raises `CorruptPrices`.
    """
    first, start, tiers = rows[0], "0", []
    for at, row in enumerate(rows, line):
        alike(row, first, file, at)
        tiers.append(tier(row, start, file, at))
        start = row.up_to
    try:
        return Rate(first.key, first.unit, tuple(tiers), source(first, urls, file, line))
    except InvalidRate as error:
        raise corrupt(file, line, str(error)) from error
