"""Growth: what each option costs in every month, where the cheapest changes, and people's hours apart."""

from __future__ import annotations

from typing import TYPE_CHECKING

import plotly.graph_objects as go

from costmodel.charts.style import INK, NARROW, ROW, axis, layout, mark, style, tint, width, wrapped
from costmodel.display import money

if TYPE_CHECKING:
    from collections.abc import Mapping

    import numpy as np

    from costmodel.display import Say
    from costmodel.payback import People
    from costmodel.projection import Change, Projection

TALL = 460
"""[px]"""

INSIDE = TALL - 120
"""Height of its inside. [px]"""

WORDS = 130
"""Room for the words of a change. [px]"""

ALONE: Mapping[str, People] = {}


def growth_picture(projection: Projection, people: Mapping[str, People] = ALONE, say: Say = str) -> go.Figure:
    """A line of AWS's bill for each option over the months; a month in which it could not serve the load is left out.

    Where people's hours are given, a hatched band above the line is what they add.
    """
    figure = go.Figure()
    months = list(range(1, len(projection.requests) + 1))
    for place, (name, costs) in enumerate(projection.totals.items()):
        works = [float(usd) if fits else None for usd, fits in zip(costs, projection.feasible[name], strict=True)]
        figure.add_trace(_line(place, name, months, works, say))
        if name in people and people[name].usd_per_month:
            figure.add_traces(_band(place, name, months, costs, people[name].usd_per_month, say))
    rows = Rows(len(months))
    for change in projection.changes:
        _marked(figure, change, list(projection.totals), rows, say)
    figure.update_layout(**layout(TALL, hovermode="x unified"), showlegend=True)
    figure.update_xaxes(**axis(say("month"), dtick=max(1, len(months) // 12), range=[0.5, len(months) + 0.5]))
    top = _highest(projection, people) * INSIDE / (INSIDE - rows.used * 3 * ROW)
    figure.update_yaxes(**axis(say("USD a month"), range=[0, top * 1.03], tickprefix="$"))
    return figure


def _highest(projection: Projection, people: Mapping[str, People]) -> float:
    """The dearest month of any option, people's hours included. [USD/month]"""
    hours = {name: people[name].usd_per_month if name in people else 0.0 for name in projection.totals}
    return max(float(costs.max()) + hours[name] for name, costs in projection.totals.items())


def _line(place: int, name: str, months: list[int], costs: list[float | None], say: Say) -> go.Scatter:
    color, symbol = style(place)
    hover = "%{customdata}<extra>" + name + "</extra>"
    return go.Scatter(
        x=months, y=costs, name=name, mode="lines+markers", line={"color": color, "width": 2}, hovertemplate=hover,
        customdata=[say("cannot serve this load") if usd is None else money(usd) for usd in costs],
        marker={"symbol": symbol, "size": 7},
    )  # fmt: skip


def _band(
    place: int, name: str, months: list[int], costs: np.ndarray, usd: float, say: Say
) -> tuple[go.Scatter, go.Scatter]:
    """From the bill up to the bill with people's hours: hatched, so that it reads without its colour."""
    color, _ = style(place)
    edge = {"mode": "lines", "line": {"color": color, "width": 1, "dash": "dot"}, "hoverinfo": "skip"}
    title = say("{name}: people's hours, {usd} a month").format(name=name, usd=money(usd))
    hatch = {"shape": "/", "fgcolor": color, "bgcolor": tint(color, 0.08), "size": 8}
    return (
        go.Scatter(x=months, y=list(costs), showlegend=False, **edge),
        go.Scatter(x=months, y=list(costs + usd), name=title, fill="tonexty", fillpattern=hatch, **edge),
    )


def _marked(figure: go.Figure, change: Change, names: list[str], rows: Rows, say: Say) -> None:
    """An upright line at a month in which the cheapest changes, with the name of what is cheapest from then on."""
    figure.add_vline(x=change.month, line={"color": INK, "dash": "dot", "width": 1.5})
    if change.after is None:
        told = say("month {month}: none works").format(month=change.month)
    else:
        told = say("month {month}: {name} is cheapest").format(month=change.month, name=change.after)
        told = mark(names.index(change.after)) + told
    text = wrapped(told, WORDS)
    side, row = rows.place(change.month, width(text) + 8)
    if row < len(rows.ends):
        figure.add_annotation(
            x=change.month, y=1, yref="y domain", text=text, showarrow=False, xanchor=side, yanchor="top",
            xshift=4 if side == "left" else -4, yshift=-row * 3 * ROW, align=side,
        )  # fmt: skip


class Rows:
    """Where the words of changes may stand: in a few rows, none upon another, even on a phone."""

    def __init__(self, months: int) -> None:
        self.months, self.ends = months, [0.0, 0.0, 0.0]

    @property
    def used(self) -> int:
        """Rows with words in them."""
        return sum(end > 0 for end in self.ends)

    def place(self, month: int, wide: float) -> tuple[str, int]:
        """Side of the line, and the row; one beyond the last where none is free."""
        takes = wide / NARROW * self.months
        side, start = ("left", month) if month + takes <= self.months + 0.5 else ("right", month - takes)
        row = next((at for at, end in enumerate(self.ends) if start >= end), len(self.ends))
        if row < len(self.ends):
            self.ends[row] = start + takes
        return side, row
