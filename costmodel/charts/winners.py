"""Who wins where: volume by duration, coloured by the cheapest option that works."""

from __future__ import annotations

from math import ceil, floor
from typing import TYPE_CHECKING

import numpy as np
import plotly.graph_objects as go

from costmodel.charts.cells import INSIDE, Cells, box, covered, size
from costmodel.charts.labels import Label, place
from costmodel.charts.region import heart
from costmodel.charts.style import INK, NBSP, axis, layout, mark, style, tint, whole, wrapped
from costmodel.units import MS_PER_S

if TYPE_CHECKING:
    from collections.abc import Iterator

    from costmodel.charts.labels import Box, Frame
    from costmodel.display import Say
    from costmodel.winners import Winners
    from costmodel.workload import Workload

AROUND = 110
"""Above and below the map. [px]"""

FULL, PALE = 0.5, 0.2
"""Opacity where several options work, and where one alone does."""

SPARSE = 8
"""From one mark of the pattern to the next. [cell]"""

NOBODY = "x-thin"
"""Mark of the pattern where nothing works."""

SMALL = 75
"""Width of words in a small region. [px]"""

FITS = 0.95
"""Share of the words that must lie inside their region."""


def winners_map(winners: Winners, here: Workload, say: Say = str) -> go.Figure:
    """The cheapest option that works at every volume and duration; both axes are logarithmic.

    Colour, a pattern of the option's mark, and its name inside the region say who wins; paler where it is the only
    one that works, grey where none does. ``here`` is the reader's own scenario.
    """
    drawn = Cells(winners)
    figure = go.Figure(layout=_layout(drawn.frame, say))
    figure.add_trace(_cells(drawn, say))
    mine = _here(drawn, here, say)
    labels = [Label(float(np.log10(one.x[0])), float(np.log10(one.y[0])), f"<b>{one.name}</b>") for one in mine]
    taken = place(figure, drawn.frame, labels, np.empty((0, 2)))
    figure.add_traces(list(_pattern(drawn, _names(figure, drawn, taken, say))))
    figure.add_traces(mine)
    return figure


def _layout(frame: Frame, say: Say) -> dict[str, object]:
    log = {"type": "log", "showgrid": False}
    powers = [10.0**power for power in range(ceil(frame.y[0]), floor(frame.y[1]) + 1)]
    spans = [f"{span:g} ms" if span < MS_PER_S else f"{span / MS_PER_S:,.0f} s" for span in powers]
    return layout(
        INSIDE + AROUND,
        xaxis=axis(say("Requests a month"), exponentformat="B", dtick=1, range=frame.x, **log),
        yaxis=axis(say("Duration"), tickvals=powers, ticktext=spans, range=frame.y, **log),
    )


def _cells(drawn: Cells, say: Say) -> go.Heatmap:
    """One colour for every winner, in two strengths."""
    colors = [tint(INK, FULL), tint(INK, FULL)]
    for index in range(len(drawn.names)):
        colors += [tint(style(index)[0], PALE), tint(style(index)[0], FULL)]
    paint = 2 * (drawn.best + 1) + ~drawn.alone
    steps = [(edge / len(colors), color) for at, color in enumerate(colors) for edge in (at, at + 1)]
    costs = np.dstack([cost.astype(np.float32) for cost in drawn.costs.values()])
    said = "".join(f"<br>{name}: $%{{customdata[{at}]:,.2f}}" for at, name in enumerate(drawn.costs))
    return go.Heatmap(
        x=drawn.volumes, y=drawn.durations, z=paint.astype(np.uint8), zmin=-0.5, zmax=len(colors) - 0.5,
        colorscale=steps, showscale=False, customdata=costs, text=_told(drawn, say), name="",
        hovertemplate=f"%{{x:,.3s}} × %{{y:,.3~f}} ms<br><b>%{{text}}</b>{said}<extra></extra>",
    )  # fmt: skip


def _told(drawn: Cells, say: Say) -> np.ndarray:
    """Who wins, cell by cell, in words."""
    words = [_said(at, drawn, alone, say) for at in range(-1, len(drawn.names)) for alone in (False, True)]
    return np.asarray(np.array(words, dtype=object)[2 * (drawn.best + 1) + drawn.alone])


def _said(option: int, drawn: Cells, alone: bool, say: Say) -> str:  # noqa: FBT001 - one of two strengths
    """What a region is called."""
    if option < 0:
        return say("none works")
    name = whole(drawn.names[option])
    return say("only {name}").format(name=name) if alone else name


def _pattern(drawn: Cells, free: np.ndarray) -> Iterator[go.Scatter]:
    """The winner's mark strewn over its region: colour is not the only sign."""
    first = SPARSE // 2
    rows, columns = np.mgrid[first : len(drawn.durations) : SPARSE, first : len(drawn.volumes) : SPARSE]
    rows, columns = rows.ravel(), columns.ravel()
    for option in range(-1, len(drawn.names)):
        here = (drawn.best[rows, columns] == option) & free[rows, columns]
        color, symbol = (INK, NOBODY) if option < 0 else style(option)
        if here.any():
            yield go.Scatter(
                x=drawn.volumes[columns[here]], y=drawn.durations[rows[here]], mode="markers", hoverinfo="skip",
                marker={"symbol": symbol, "size": 5, "color": color, "line": {"width": int(option < 0), "color": INK}},
                name=drawn.names[option] if option >= 0 else "", showlegend=False,
            )  # fmt: skip


def _here(drawn: Cells, here: Workload, say: Say) -> list[go.Scatter]:
    """The reader's own point, where the map reaches as far."""
    x, y, frame = float(here.requests_per_month), float(here.duration_ms), drawn.frame
    if not (frame.x[0] <= np.log10(x) <= frame.x[1] and frame.y[0] <= np.log10(y) <= frame.y[1]):
        return []
    marker = {"symbol": "circle", "size": 15, "color": "white", "line": {"color": "#1B1F24", "width": 4}}
    name = say("you are here")
    return [go.Scatter(x=[x], y=[y], mode="markers", name=name, marker=marker, showlegend=False, hoverinfo="skip")]


def _names(figure: go.Figure, drawn: Cells, taken: list[Box], say: Say) -> np.ndarray:
    """The name of every region, where it has most room; where it has too little, only the largest of an option.

    Gives the cells that no words cover.
    """
    free = ~np.any([covered(drawn, one) for one in taken], axis=0) if taken else np.ones(drawn.best.shape, dtype=bool)
    for option in range(-1, len(drawn.names)):
        parts = [(alone, (drawn.best == option) & (drawn.alone == alone)) for alone in (False, True)]
        parts.sort(key=lambda part: -np.count_nonzero(part[1]))
        for rank, (alone, region) in enumerate(parts):
            first, words = mark(option) if option >= 0 else "", _said(option, drawn, alone, say)
            text, row, column, share = _fitted(drawn, first, words, region & free)
            if share >= FITS or (rank == 0 and share > 0):
                at = {"x": np.log10(drawn.volumes[column]), "y": np.log10(drawn.durations[row])}
                figure.add_annotation(**at, text=text, showarrow=False)
                free &= ~covered(drawn, box(drawn, row, column, text))
    return free


def _fitted(drawn: Cells, first: str, words: str, region: np.ndarray) -> tuple[str, int, int, float]:
    """The words in one row or in several, whichever lies in the region; with their cell, and how much lies in it."""
    texts = [f"<b>{first}{one}</b>" for one in (words, wrapped(words.replace(NBSP, " "), SMALL))]
    found = [(text, *heart(region, *size(drawn, text))) for text in texts]
    return found[0] if found[0][-1] >= FITS else max(found, key=lambda one: one[-1])
