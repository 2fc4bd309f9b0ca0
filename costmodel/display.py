"""Numbers and words for eyes: the only place that rounds.

Sentences are templates: a `Say` may put them into another language before they are filled in.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from decimal import Decimal
from math import floor, log10

Say = Callable[[str], str]
"""Turns an English template into the reader's language; ``str`` leaves it as it is."""

CENTS = 0.01

SPECK = 1e-9
"""Below this a number is written in powers of ten."""

TENTH = 0.1

LEAST_SHARE = 0.001


def money(usd: float) -> str:
    """An amount with cents, or with two significant digits below a cent.

    >>> money(1234.5), money(0.000123)
    ('$1,234.50', '$0.00012')
    """
    if 0 < abs(usd) < SPECK:
        return f"${usd:.1e}"
    if 0 < abs(usd) < CENTS:
        return f"${usd:.{1 - floor(log10(abs(usd)))}f}"
    return f"${usd:,.2f}"


def price(usd: float) -> str:
    """A unit price with the digits as published, never in powers of ten.

    >>> price(0.0000166667)
    '$0.0000166667'
    """
    return f"${Decimal(repr(float(usd))).normalize():f}"


def quantity(value: float) -> str:
    """A count or measure with six significant digits, or all digits of a whole number.

    >>> quantity(10_000_000.0), quantity(0.123456789)
    ('10,000,000', '0.123457')
    """
    if 0 < abs(value) < SPECK:
        return f"{value:.5e}"
    if value == round(value):
        return f"{value:,.0f}"
    digits = 5 - floor(log10(abs(value)))
    return f"{value:,.{digits}f}".rstrip("0").rstrip(".") if digits > 0 else f"{value:,.0f}"


def percent(share: float) -> str:
    """A share as a whole per cent, with one decimal below ten.

    >>> percent(0.852), percent(0.0123)
    ('85 %', '1.2 %')
    """
    if 0 < share < LEAST_SHARE:
        return f"< {LEAST_SHARE:.1%}".replace("%", " %")
    digits = 0 if round(abs(share), 3) >= TENTH else 1
    return f"{share:.{digits}%}".replace("%", " %")


def columns(rows: Sequence[Sequence[str]]) -> str:
    """Rows of texts as a table for a terminal: the first column to the left, numbers to the right.

    >>> print(columns([("", "a month"), ("Lambda", "$12.00"), ("EC2", "$1.50")]))
            a month
    Lambda   $12.00
    EC2       $1.50
    """
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    return "\n".join(
        "  ".join([cells[0].ljust(widths[0]), *map(str.rjust, cells[1:], widths[1:])]).rstrip() for cells in rows
    )
