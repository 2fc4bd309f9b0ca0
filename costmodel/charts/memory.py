"""Memory: how long a request takes and what the month costs at each, the cheapest and the fastest marked."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import plotly.graph_objects as go
from plotly.subplots import make_subplots

from costmodel.charts.style import axis, layout, style, ticks, wrapped
from costmodel.display import money, quantity

if TYPE_CHECKING:
    from costmodel.best_memory import BestMemory, Tuned
    from costmodel.display import Say

TALL = 520
"""[px]"""

DRAWN = 300
"""Memories drawn of the thousands that are billed."""

COST, TIME = 0, 1
"""Places in the palette."""


def memory_picture(best: BestMemory, measured: tuple[tuple[float, float], ...] = (), say: Say = str) -> go.Figure:
    """Two panels on one axis of memory: the month's cost above, the duration below, with the points measured."""
    figure = make_subplots(rows=2, cols=1, shared_xaxes=True, vertical_spacing=0.09)
    drawn = np.unique(np.geomspace(1, len(best.memory_mb), DRAWN).astype(int) - 1)
    memory = best.memory_mb[drawn]
    panels = ((COST, best.usd[drawn], say("USD a month")), (TIME, best.duration_ms[drawn], say("Duration (ms)")))
    for row, (place, values, title) in enumerate(panels, start=1):
        color, _ = style(place)
        hover = f"%{{x:,.0f}} MB: %{{y:,.5~g}}<extra>{title}</extra>"
        line = {"color": color, "width": 2}
        figure.add_trace(
            go.Scatter(x=memory, y=values, mode="lines", line=line, name=title, hovertemplate=hover), row, 1
        )
        figure.update_yaxes(**axis(title, rangemode="tozero"), row=row)
    if measured:
        ink, mark = style(TIME)
        memories, durations = zip(*measured, strict=True)
        dots = {"symbol": f"{mark}-open", "size": 9, "color": ink}
        figure.add_trace(
            go.Scatter(x=memories, y=durations, mode="markers", marker=dots, name=say("measured")), row=2, col=1
        )
    _told(figure, best, say)
    figure.update_layout(**layout(TALL), showlegend=False)
    places = ticks(float(memory[0]), float(memory[-1]))
    figure.update_xaxes(**axis("", type="log", tickvals=places, ticktext=[f"{one:,.0f}" for one in places]))
    figure.update_xaxes(title_text=say("Memory (MB)"), row=2)
    return figure


def _told(figure: go.Figure, best: BestMemory, say: Say) -> None:
    """The cheapest on the cost, the fastest on the duration, each with what it costs and how long it takes."""
    cheapest, fastest = (
        say("cheapest: {memory} MB, {duration} ms, {usd}"),
        say("fastest: {memory} MB, {duration} ms, {usd}"),
    )
    for row, one, value, sentence, mark in (
        (1, best.cheapest, best.cheapest.usd, cheapest, "diamond"),
        (2, best.fastest, best.fastest.duration_ms, fastest, "triangle-up"),
    ):
        color, _ = style(row - 1)
        dot = {"symbol": mark, "size": 13, "color": color, "line": {"width": 1, "color": "white"}}
        text = wrapped(_words(one, sentence), 200)
        point = go.Scatter(x=[one.memory_mb], y=[value], mode="markers", marker=dot, name=text, hoverinfo="name")
        figure.add_trace(point, row=row, col=1)
        side = "left" if one.memory_mb < np.sqrt(best.memory_mb[0] * best.memory_mb[-1]) else "right"
        figure.add_annotation(
            x=np.log10(one.memory_mb), y=value, text=text, showarrow=False, xanchor=side, yanchor="bottom", yshift=10,
            align=side, row=row, col=1,
        )  # fmt: skip


def _words(one: Tuned, sentence: str) -> str:
    return sentence.format(
        memory=quantity(one.memory_mb), duration=quantity(round(one.duration_ms, 1)), usd=money(one.usd)
    )
