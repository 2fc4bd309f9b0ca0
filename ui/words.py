"""Numbers and texts as inputs and Markdown take them."""

from __future__ import annotations


def number_words(value: float) -> str:
    """A number as a field takes it, with all its digits.

    >>> number_words(10_000_000.0), number_words(0.05)
    ('10000000', '0.05')
    """
    short = f"{value:.15g}"
    return short if float(short) == value else repr(float(value))


def plain(text: str) -> str:
    """Text in which a dollar is a dollar: Markdown would take two of them for a formula."""
    return text.replace("$", r"\$")
