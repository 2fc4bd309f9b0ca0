"""The chart nobody forgets: cost against volume. The only module that knows plotly."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

import numpy as np
import plotly.graph_objects as go

from costmodel.display import money
from costmodel.scale import compact

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from costmodel.breakeven import Crossing
    from costmodel.compare import Comparison
    from costmodel.display import Say

STYLES = (("#0072B2", "circle"), ("#D55E00", "square"), ("#009E73", "diamond"), ("#CC79A7", "cross"))
"""Colour and mark of each option: Okabe and Ito's palette; every curve carries its name too.
https://jfly.uni-koeln.de/color/"""

INK = "#808080"
"""Reads on light and on dark ground."""

ROOM = 0.45
"""Space above and below the curves, for words, in powers of ten."""

WIDE = 0.14
"""Share of the axis that a band needs to carry words."""


def cost_curve(curve: Comparison, here: Comparison, crossings: Sequence[Crossing], say: Say = str) -> go.Figure:
    """Every option's cost over a range of volumes, on logarithmic axes.

    ``curve`` is a comparison over rising ``requests_per_month`` (see `costmodel.curve.curve_points`), ``here`` the
    reader's own scenario. Bands name the cheaper option; crossings are marked where they lie.
    """
    volumes = np.asarray(curve.workload.requests_per_month)
    shown = [crossing for crossing in crossings if volumes[0] < crossing.at < volumes[-1]]
    figure = go.Figure(layout=_layout(curve, say))
    _bands(figure, curve, shown, (volumes[0], volumes[-1]), say)
    for index, name in enumerate(curve.bills):
        figure.add_traces(list(_option(curve, name, STYLES[index % len(STYLES)], say)))
    _crossings(figure, curve, shown, float(here.workload.requests_per_month), say)
    _here(figure, here, (volumes[0], volumes[-1]), say)
    return figure


def _option(curve: Comparison, name: str, style: tuple[str, str], say: Say) -> Iterator[go.Scatter]:
    """The option's cost: thick where it works, thin and dotted where it does not."""
    volumes, cost = np.asarray(curve.workload.requests_per_month), np.asarray(curve.totals[name])
    works, color = np.asarray(curve.feasible[name]), style[0]
    label = f"<b>{name}</b><br>%{{x:,.4s}}: $%{{y:,.2f}}"
    yield _line(volumes, np.where(works, cost, np.nan), name, color, f"{label}<extra></extra>")
    if not works.all():
        impossible = say("cannot serve this load")
        missing = _line(
            volumes, np.where(works, np.nan, cost), impossible, color, f"{label}<br>{impossible}<extra></extra>"
        )
        yield missing.update(line={"dash": "dot", "width": 1.5})


def _line(volumes: np.ndarray, cost: np.ndarray, name: str, color: str, hover: str) -> go.Scatter:
    line = {"color": color, "width": 3}
    return go.Scatter(x=volumes, y=cost, name=name, mode="lines", line=line, hovertemplate=hover, showlegend=False)


def _here(figure: go.Figure, here: Comparison, ends: tuple[float, float], say: Say) -> None:
    """A mark with name and price on every curve, at the reader's volume."""
    volume = float(here.workload.requests_per_month)
    _vertical(figure, volume, "solid")
    _annotate(figure, volume, 1, f"<b>{say('you are here')}</b>", INK)
    right = np.log(volume / ends[0]) < 0.5 * np.log(ends[1] / ends[0])
    dearest = max(float(total) for total in here.totals.values())
    for index, (name, total) in enumerate(here.totals.items()):
        color, symbol = STYLES[index % len(STYLES)]
        side = "top left" if float(total) == dearest else f"bottom {'right' if right else 'left'}"
        figure.add_scatter(
            x=[volume], y=[float(total)], mode="markers+text", showlegend=False, name=name,
            marker={"color": color, "size": 13, "symbol": symbol, "line": {"color": "white", "width": 2}},
            text=[f"<b>{name}<br>{money(float(total))}</b>"], textfont={"color": color, "size": 15}, cliponaxis=False,
            textposition=side, hovertemplate=f"<b>{name}</b>: {money(float(total))}<extra></extra>",
        )  # fmt: skip


def _bands(
    figure: go.Figure, curve: Comparison, crossings: Sequence[Crossing], ends: tuple[float, float], say: Say
) -> None:
    """A tinted band for every stretch on which one option is the cheaper; wide ones say so in words."""
    names, edges = list(curve.bills), [ends[0], *(crossing.at for crossing in crossings), ends[1]]
    winners = [curve.at(0).cheapest, *(crossing.after for crossing in crossings)]
    for index, (low, high) in enumerate(pairwise(edges)):
        best = winners[index]
        color = STYLES[names.index(str(best)) % len(STYLES)][0] if best else INK
        figure.add_vrect(x0=low, x1=high, fillcolor=color, opacity=0.09, line_width=0, layer="below")
        if np.log(high / low) > WIDE * np.log(edges[-1] / edges[0]):
            at, anchor = {0: (low, "left"), len(edges) - 2: (high, "right")}.get(index, (np.sqrt(low * high), "center"))
            _annotate(figure, at, 0, _words(curve, best, np.sqrt(low * high), say), color, ("bottom", anchor))


def _words(curve: Comparison, best: object, at: float, say: Say) -> str:
    """Why an option wins around a volume: it is the cheaper one, or the only one that works."""
    if best is None:
        return say("neither works")
    volumes = np.asarray(curve.workload.requests_per_month)
    index = min(int(np.searchsorted(volumes, at)), len(volumes) - 1)
    alone = sum(bool(np.asarray(works)[index]) for works in curve.feasible.values()) == 1
    return (say("only {name}") if alone else say("{name} cheaper")).format(name=best)


def _crossings(figure: go.Figure, curve: Comparison, crossings: Sequence[Crossing], load: float, say: Say) -> None:
    """A mark on the curve at every crossing, and the volume of the nearest one."""
    volumes, first = np.asarray(curve.workload.requests_per_month), next(iter(curve.bills))
    for kind, symbol, words in (
        ("meets", "diamond", say("costs meet")),
        ("jumps", "triangle-up", say("a step or a limit")),
    ):
        here = [crossing for crossing in crossings if crossing.kind == kind]
        figure.add_scatter(
            x=[crossing.at for crossing in here], mode="markers", name=words, showlegend=bool(here),
            y=[float(np.interp(crossing.at, volumes, curve.totals[crossing.before or first])) for crossing in here],
            marker={"symbol": symbol, "size": 11, "color": "white", "line": {"color": INK, "width": 2}},
            hovertemplate="%{x:,.4s}<extra>" + words + "</extra>",
        )  # fmt: skip
    for crossing in sorted(crossings, key=lambda one: abs(np.log(one.at / load)))[:1]:
        _vertical(figure, crossing.at, "dot")
        _annotate(figure, crossing.at, 0.99, f" {compact(crossing.at)}", INK, ("top", "left"))


def _vertical(figure: go.Figure, at: float, dash: str) -> None:
    figure.add_shape(
        type="line", x0=at, x1=at, y0=0, y1=1, yref="paper", line={"color": INK, "dash": dash, "width": 1.5}
    )


def _annotate(
    figure: go.Figure, at: float, height: float, text: str, color: str, anchor: tuple[str, str] = ("bottom", "center")
) -> None:
    """Words at a volume; a logarithmic axis places annotations by their logarithm."""
    place = {"x": np.log10(at), "y": height, "yref": "paper", "yanchor": anchor[0], "xanchor": anchor[1]}
    figure.add_annotation(**place, text=text, font={"color": color, "size": 14}, showarrow=False)


def _layout(curve: Comparison, say: Say) -> dict[str, object]:
    axis = {"type": "log", "gridcolor": "rgba(128,128,128,0.2)", "dtick": 1, "automargin": True}
    volumes = np.log10(np.asarray(curve.workload.requests_per_month)[[0, -1]])
    costs = np.log10([np.min([*curve.totals.values()]), np.max([*curve.totals.values()])])
    return {
        "xaxis": {**axis, "title": {"text": say("Requests a month")}, "exponentformat": "B", "range": volumes},
        "yaxis": {
            **axis, "title": {"text": say("USD a month")}, "tickprefix": "$", "tickformat": ",~f",
            "range": [costs[0] - ROOM, costs[1] + ROOM],
        },
        "legend": {"orientation": "h", "yanchor": "top", "y": -0.18, "xanchor": "right", "x": 1},
        "margin": {"l": 10, "r": 20, "t": 30, "b": 10},
        "hovermode": "closest",
        "height": 480,
    }  # fmt: skip
