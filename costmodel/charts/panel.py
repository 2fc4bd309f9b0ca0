"""Panels of one week, one below the other, each under its own words."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import plotly.graph_objects as go

from costmodel.charts.style import GRID, ROW, wrapped
from costmodel.units import HOURS_PER_WEEK

if TYPE_CHECKING:
    from collections.abc import Sequence

HOURS = np.concatenate([[0.0], np.arange(HOURS_PER_WEEK) + 0.5, [float(HOURS_PER_WEEK)]])
"""The middle of every hour of the week, and both ends. [h]"""

ROOM = 1.3
"""How far an axis reaches beyond the highest value."""

GAP = 16
"""Below a panel. [px]"""

MARGINS = 80
"""Above and below all panels. [px]"""

WORDS = 325
"""Width of words above a panel, on a phone. [px]"""


@dataclass(frozen=True, eq=False, slots=True)
class Panel:
    """One picture of the stack, and what is written above it."""

    rows: list[str]
    traces: list[go.Scatter]
    tall: float
    """[px]"""
    most: float
    """The highest value drawn."""

    @property
    def words(self) -> str:
        """The rows, each broken where a phone ends."""
        return "<br>".join(wrapped(row, WORDS) for row in self.rows)


def line(values: np.ndarray, names: Sequence[str], color: str, name: str, hover: str) -> go.Scatter:
    """One value an hour, drawn from the hour's beginning to its end."""
    return go.Scatter(
        x=HOURS, y=np.concatenate([values[:1], values, values[-1:]]), customdata=[names[0], *names, names[-1]],
        name=name, mode="lines", line={"color": color, "width": 2.5, "shape": "hvh"}, hovertemplate=hover,
    )  # fmt: skip


def stack(figure: go.Figure, panels: Sequence[Panel]) -> float:
    """Put the panels below each other; gives the height of the whole. [px]"""
    heads = [ROW * (panel.words.count("<br>") + 1) + 6 for panel in panels]
    inside = sum(heads) + sum(panel.tall + GAP for panel in panels) - GAP
    top = 0.0
    for number, (panel, head) in enumerate(zip(panels, heads, strict=True), 1):
        upper, lower = 1 - (top + head) / inside, 1 - (top + head + panel.tall) / inside
        name = "" if number == 1 else str(number)
        figure.add_traces([trace.update(yaxis=f"y{name}", xaxis="x") for trace in panel.traces])
        figure.add_annotation(
            x=0, xref="paper", y=1 - top / inside, yref="paper", text=panel.words, xanchor="left", yanchor="top",
            align="left", showarrow=False, xshift=-30,
        )  # fmt: skip
        figure.update_layout({f"yaxis{name}": _axis(panel.most, (max(lower, 0.0), upper))})
        top += head + panel.tall + GAP
    return inside + MARGINS


def uprights(figure: go.Figure, panels: int, hours: Sequence[float], line: dict[str, object]) -> None:
    """A line through every panel at some hours, but not through the words between them."""
    for number in range(1, panels + 1):
        across = f"y{'' if number == 1 else number} domain"
        for at in hours:
            figure.add_shape(type="line", x0=at, x1=at, y0=0, y1=1, yref=across, line=line, layer="below")


def _axis(most: float, domain: tuple[float, float]) -> dict[str, object]:
    return {
        "domain": domain, "range": [0, most * ROOM or 1], "gridcolor": GRID, "zerolinecolor": GRID, "nticks": 5,
        "automargin": True, "rangemode": "tozero",
    }  # fmt: skip
