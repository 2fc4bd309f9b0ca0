"""Strips below each other, each under its own words: long names take no room beside what is drawn, even on a phone."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from costmodel.charts.style import BREAK, ROW, wrapped

if TYPE_CHECKING:
    from collections.abc import Sequence

    import plotly.graph_objects as go

BAR = 16
"""Height of what is drawn in a strip. [px]"""

GAP = 14
"""Below a strip. [px]"""

WORDS = 270
"""Width of the words above a strip, on a phone. [px]"""

BELOW = 66
"""For the numbers and the name of the axis below the last strip. [px]"""


@dataclass(frozen=True, slots=True)
class Strips:
    """Where strips and their words stand. All places are [px] below the top."""

    words: tuple[str, ...]
    """Each broken where a phone ends."""
    tops: tuple[float, ...]
    """Of the words."""
    middles: tuple[float, ...]
    """Of what is drawn."""
    tall: float

    def write(self, figure: go.Figure, number: str = "") -> None:
        """Give one pair of axes a scale of pixels, downwards, and put the words on it."""
        figure.update_layout({f"yaxis{number}": {"range": [self.tall, 0], "visible": False, "fixedrange": True}})
        for text, top in zip(self.words, self.tops, strict=True):
            figure.add_annotation(
                x=0, xref=f"x{number} domain", y=top, yref=f"y{number}", text=text, showarrow=False, xanchor="left",
                yanchor="top", align="left",
            )  # fmt: skip


def strips(texts: Sequence[str]) -> Strips:
    """One strip for each text; a text may have rows of its own."""
    words, tops, middles, top = [], [], [], 0.0
    for text in texts:
        words.append(BREAK.join(wrapped(row, WORDS) for row in text.split(BREAK)))
        tops.append(top)
        top += ROW * (words[-1].count(BREAK) + 1) + 6
        middles.append(top + BAR / 2)
        top += BAR + GAP
    return Strips(tuple(words), tuple(tops), tuple(middles), max(top, 1.0))
