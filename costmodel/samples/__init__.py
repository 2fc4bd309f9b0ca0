"""Times and counts out of text: one file for each kind of text."""

from __future__ import annotations

from costmodel.samples.answers import read_answer
from costmodel.samples.series import Series
from costmodel.samples.table import read_table

__all__ = ["Series", "read_samples"]


def read_samples(text: str, series: str | None = None) -> Series:
    """Find every time and count of ``text``. Raises `InvalidWorkload` naming the line or field."""
    body = text.lstrip("\ufeff \t\r\n")
    return read_answer(body, series) if body[:1] in ("{", "[") else read_table(text.removeprefix("\ufeff"), series)
