"""What the pictures share: colours and marks that everybody can tell apart, and ink that reads on any ground.

Words have no colour of their own, so they take the page's: no single one reaches 4.5 to 1 on white and on a dark
ground (4.3 is the most). The palette is for marks, lines and areas, and a mark before a name says which is which.
"""

from __future__ import annotations

import re
from math import ceil, floor, log10
from types import MappingProxyType
from typing import TYPE_CHECKING
from unicodedata import east_asian_width

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Mapping

    import plotly.graph_objects as go

STYLES = (
    ("#0072B2", "circle"),
    ("#D55E00", "square"),
    ("#009E73", "diamond"),
    ("#CC79A7", "cross"),
    ("#E69F00", "triangle-up"),
    ("#56B4E9", "x"),
)
"""Colour and mark of each option: Okabe and Ito's palette. https://jfly.uni-koeln.de/color/"""

GLYPHS: Mapping[str, str] = MappingProxyType(
    {"circle": "●", "square": "■", "diamond": "◆", "cross": "✚", "triangle-up": "▲", "x": "✖"}
)
"""Each mark as a letter."""

INK = "#808080"
"""Lines that belong to no option: at least 3.9 to 1 on a white ground and on a dark one."""

GRID = "rgba(128,128,128,0.2)"

NARROW = 258
"""Width of a picture's inside on a phone; what fits there fits everywhere. [px]"""

SIZE = 14
"""Of words. [px]"""

ROW = 19
"""From one row of words to the next. [px]"""

HALF, FULL = 0.55, 1.0
"""Width of a Latin letter, and of a Chinese or Japanese one. [size]"""

NBSP = "\N{NO-BREAK SPACE}"

CENT = 0.01
"""Where free months stand on a logarithmic axis. [USD]"""

TAG, BREAK = re.compile(r"<[^>]*>"), "<br>"


def style(index: int) -> tuple[str, str]:
    """Colour and mark of the option at a place."""
    return STYLES[index % len(STYLES)]


def mark(index: int) -> str:
    """The mark of the option at a place, in its colour, to stand before its name and stay there."""
    color, symbol = style(index)
    return f'<span style="color:{color}">{GLYPHS[symbol]}</span>{NBSP}'


def tint(color: str, opacity: float) -> str:
    """A colour that lets the ground through.

    >>> tint("#0072B2", 0.5)
    'rgba(0,114,178,0.5)'
    """
    red, green, blue = (int(color[at : at + 2], 16) for at in (1, 3, 5))
    return f"rgba({red},{green},{blue},{opacity})"


def width(text: str, size: float = SIZE) -> float:
    """About how wide words are: a little too wide rather than too narrow. [px]"""
    rows = (TAG.sub("", row) for row in text.split(BREAK))
    return max(sum(FULL if east_asian_width(one) in "WF" else HALF for one in row) for row in rows) * size


def height(text: str, size: float = SIZE) -> float:
    """How high they are. [px]"""
    return (text.count(BREAK) + 1) * size * 1.3


def whole(name: str) -> str:
    """A name that stays in one row."""
    return name.replace(" ", NBSP)


def wrapped(text: str, room: float = NARROW, size: float = SIZE) -> str:
    """The same words in as many rows as a narrow place needs.

    Rows end at spaces; only what has none and is too long, as a sentence in Japanese may be, is cut between letters.
    """
    rows = [""]
    for word in re.split(r"(?<= )(?![^<]*>)", text):
        for piece in [word] if width(word.rstrip(), size) <= room else re.findall(r"<[^>]*>|[!-~]+\s*|.", word):
            if rows[-1] and width(rows[-1] + piece.rstrip(), size) > room:
                rows.append("")
            rows[-1] += piece
    return BREAK.join(row.rstrip(" ") for row in rows)


def ticks(low: float, high: float, most: int = 6) -> list[float]:
    """A few round numbers from ``low`` to ``high`` for a logarithmic axis.

    >>> ticks(20, 130)
    [20.0, 30.0, 50.0, 70.0, 100.0]
    """
    found: list[float] = []
    for digits in ((1, 1.5, 2, 2.5, 3, 4, 5, 6, 7, 8, 9), (1, 1.5, 2, 3, 5, 7), (1, 2, 5), (1, 3), (1,)):
        powers = range(floor(log10(low)), ceil(log10(high)) + 1)
        found = [digit * 10.0**power for power in powers for digit in digits]
        found = [one for one in found if low * 0.999 <= one <= high * 1.001]
        if len(found) <= most:
            return found
    return found[:: ceil(len(found) / most)]


def log_usd(usd: np.ndarray | float) -> np.ndarray:
    """An amount on a logarithmic axis, which has no zero: what costs nothing stands at `CENT`."""
    return np.asarray(np.log10(np.where(np.greater(usd, 0), usd, CENT)))


def axis(title: str, **more: object) -> dict[str, object]:
    """An axis with a name and quiet lines."""
    words = {"text": title, "font": {"size": SIZE}, "standoff": 14}
    return {"title": words, "gridcolor": GRID, "zeroline": False, "automargin": True, **more}


def layout(tall: float, **more: object) -> dict[str, object]:
    """What every picture's frame has."""
    legend = {"orientation": "h", "yanchor": "top", "y": -66 / (tall - 120), "xanchor": "right", "x": 1}
    return {
        "height": tall,
        "margin": {"l": 10, "r": 16, "t": 30, "b": 16},
        "hovermode": "closest",
        "font": {"size": SIZE},
        "legend": legend,
        **more,
    }


def inked(figure: go.Figure, color: str) -> go.Figure:
    """The same picture with all its words in one colour, for a page that knows its ground.

    Streamlit's own grey for words in charts is 3.7 to 1 on white.
    """
    figure.update_layout(font_color=color, legend_font_color=color)
    figure.update_annotations(font_color=color)
    figure.update_xaxes(tickfont_color=color, title_font_color=color)
    return figure.update_yaxes(tickfont_color=color, title_font_color=color)
