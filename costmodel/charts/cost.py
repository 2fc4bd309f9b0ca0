"""The chart nobody forgets: cost against volume."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

import numpy as np
import plotly.graph_objects as go

from costmodel.charts.labels import LINE, Box, Frame, Label, place
from costmodel.charts.style import INK, NARROW, ROW, axis, layout, log_usd, mark, style, whole, width, wrapped
from costmodel.display import money
from costmodel.scale import compact

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from costmodel.breakeven import Crossing
    from costmodel.compare import Comparison
    from costmodel.display import Say

TALL, INSIDE = 500, 350
"""Height of the picture, and of its inside. [px]"""

ABOVE, BELOW = 0.12, 0.2
"""Shares of the inside that are kept for words, above and below the curves."""

WIDE = 0.14
"""Share of the axis that a band needs to carry words."""

LEAST = 120
"""Room that words take, whatever the width of their band. [px]"""


def cost_curve(curve: Comparison, here: Comparison, crossings: Sequence[Crossing], say: Say = str) -> go.Figure:
    """Every option's cost over a range of volumes, on logarithmic axes.

    ``curve`` is a comparison over rising ``requests_per_month`` (see `costmodel.curve.curve_points`), ``here`` the
    reader's own scenario. Bands name the cheaper option; crossings are marked where they lie.
    """
    volumes, load = np.asarray(curve.workload.requests_per_month), float(here.workload.requests_per_month)
    shown = [crossing for crossing in crossings if volumes[0] < crossing.at < volumes[-1]]
    frame = _frame(curve)
    figure = go.Figure(layout=_layout(frame, say))
    taken = _bands(figure, curve, shown, say)
    for index, name in enumerate(curve.bills):
        figure.add_traces(list(_option(curve, name, style(index)[0], say)))
    nearest = _crossings(figure, curve, shown, load, say)
    _here(figure, here, say)
    labels = [_price(index, name, here, load) for index, name in enumerate(here.bills)]
    place(figure, frame, [*labels, *nearest], _obstacles(curve, frame, [load, *(10**one.x for one in nearest)]), taken)
    return figure


def _frame(curve: Comparison) -> Frame:
    """What the axes reach over: room for words above and below the curves."""
    volumes = np.log10(np.asarray(curve.workload.requests_per_month)[[0, -1]])
    costs = log_usd(np.array([np.min([*curve.totals.values()]), np.max([*curve.totals.values()])]))
    room = max(costs[1] - costs[0], 0.5) / (1 - ABOVE - BELOW)
    low, high = costs[0] - BELOW * room, costs[1] + ABOVE * room
    return Frame((float(volumes[0]), float(volumes[1])), (float(low), float(high)), INSIDE)


def _layout(frame: Frame, say: Say) -> dict[str, object]:
    log = {"type": "log", "dtick": 1}
    return layout(
        TALL,
        xaxis=axis(say("Requests a month"), exponentformat="B", range=frame.x, **log),
        yaxis=axis(say("USD a month"), tickprefix="$", tickformat=",~f", range=frame.y, **log),
    )


def _option(curve: Comparison, name: str, color: str, say: Say) -> Iterator[go.Scatter]:
    """The option's cost: thick where it works, thin and dotted where it does not."""
    volumes, cost = np.asarray(curve.workload.requests_per_month), np.asarray(curve.totals[name])
    works = np.asarray(curve.feasible[name])
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


def _here(figure: go.Figure, here: Comparison, say: Say) -> None:
    """A mark on every curve at the reader's volume."""
    volume = float(here.workload.requests_per_month)
    _vertical(figure, volume, "solid")
    figure.add_annotation(
        x=np.log10(volume), y=1, yref="paper", yanchor="bottom", text=f"<b>{say('you are here')}</b>", showarrow=False
    )
    for index, (name, total) in enumerate(here.totals.items()):
        color, symbol = style(index)
        figure.add_scatter(
            x=[volume], y=[float(total)], mode="markers", showlegend=False, name=name, cliponaxis=False,
            marker={"color": color, "size": 13, "symbol": symbol, "line": {"color": "white", "width": 2}},
            hovertemplate=f"<b>{name}</b>: {money(float(total))}<extra></extra>",
        )  # fmt: skip


def _price(index: int, name: str, here: Comparison, load: float) -> Label:
    """Name and price beside the option's mark."""
    total = float(here.totals[name])
    said = wrapped(f"<b>{mark(index)}{name}", LEAST) + f"<br>{money(total)}</b>"
    others = [float(other) for which, other in here.totals.items() if which != name]
    side = -1 if total > max(others, default=0) else 1 if total < min(others, default=0) else 0
    return Label(np.log10(load), float(log_usd(total)), said, side=side)


def _bands(figure: go.Figure, curve: Comparison, crossings: Sequence[Crossing], say: Say) -> list[Box]:
    """A tinted band for every stretch on which one option is the cheaper; wide ones say so in words.

    Gives the boxes of the words.
    """
    volumes, names = np.asarray(curve.workload.requests_per_month), list(curve.bills)
    edges = [volumes[0], *(crossing.at for crossing in crossings), volumes[-1]]
    winners, boxes = [curve.at(0).cheapest, *(crossing.after for crossing in crossings)], list[Box]()
    for index, (low, high) in enumerate(pairwise(edges)):
        best = None if winners[index] is None else names.index(str(winners[index]))
        color = INK if best is None else style(best)[0]
        figure.add_vrect(x0=low, x1=high, fillcolor=color, opacity=0.09, line_width=0, layer="below")
        share = np.log(high / low) / np.log(edges[-1] / edges[0])
        if share > WIDE:
            said = _words(curve, best, np.sqrt(low * high), say)
            anchor = {0: "left", len(edges) - 2: "right"}.get(index, "center")
            at = {"left": low, "right": high, "center": np.sqrt(low * high)}[anchor]
            boxes.append(_write(figure, curve, np.log10(at), wrapped(said, max(NARROW * share, LEAST)), anchor, boxes))
    return boxes


def _write(figure: go.Figure, curve: Comparison, at: float, text: str, anchor: str, boxes: Sequence[Box]) -> Box:
    """Words of a band, on the lowest row that is free on a phone."""
    frame = _frame(curve)
    x, wide, tall = (at - frame.x[0]) / (frame.x[1] - frame.x[0]) * NARROW, width(text), ROW * (text.count("<br>") + 1)
    left = x - {"left": 0.0, "center": wide / 2, "right": wide}[anchor]
    top = min((box[1] for box in boxes if left < box[2] and box[0] < left + wide), default=float(INSIDE)) - tall
    figure.add_annotation(
        x=at, y=0, yref="paper", yshift=INSIDE - top - tall, yanchor="bottom", xanchor=anchor, align=anchor, text=text,
        showarrow=False,
    )  # fmt: skip
    return left, top, left + wide, top + tall


def _words(curve: Comparison, best: int | None, at: float, say: Say) -> str:
    """Why an option wins around a volume: it is the cheaper one, or the only one that works."""
    if best is None:
        return say("neither works")
    volumes = np.asarray(curve.workload.requests_per_month)
    index = min(int(np.searchsorted(volumes, at)), len(volumes) - 1)
    alone = sum(bool(np.asarray(works)[index]) for works in curve.feasible.values()) == 1
    said = (say("only {name}") if alone else say("{name} cheaper")).format(name=whole(list(curve.bills)[best]))
    return mark(best) + said


def _crossings(
    figure: go.Figure, curve: Comparison, crossings: Sequence[Crossing], load: float, say: Say
) -> list[Label]:
    """A mark on the curve at every crossing; gives the volume of the nearest one as words to be placed."""
    volumes, first = np.asarray(curve.workload.requests_per_month), next(iter(curve.bills))

    def cost(crossing: Crossing) -> float:
        return float(np.interp(crossing.at, volumes, curve.totals[crossing.before or first]))

    for kind, symbol, words in (
        ("meets", "diamond", say("costs meet")),
        ("jumps", "triangle-up", say("a step or a limit")),
    ):
        here = [crossing for crossing in crossings if crossing.kind == kind]
        figure.add_scatter(
            x=[crossing.at for crossing in here], mode="markers", name=words, showlegend=bool(here),
            y=[cost(crossing) for crossing in here], hovertemplate="%{x:,.4s}<extra>" + words + "</extra>",
            marker={"symbol": symbol, "size": 11, "color": "white", "line": {"color": INK, "width": 2}},
        )  # fmt: skip
    nearest = sorted(crossings, key=lambda one: abs(np.log(one.at / load)))[:1]
    for crossing in nearest:
        _vertical(figure, crossing.at, "dot")
    return [Label(np.log10(one.at), float(log_usd(cost(one))), compact(one.at)) for one in nearest]


def _vertical(figure: go.Figure, at: float, dash: str) -> None:
    line = {"color": INK, "dash": dash, "width": 1.5}
    figure.add_shape(type="line", x0=at, x1=at, y0=0, y1=1, yref="paper", line=line)


def _obstacles(curve: Comparison, frame: Frame, verticals: Sequence[float]) -> np.ndarray:
    """What words must not touch: the curves, and the lines at some volumes."""
    volumes = np.log10(np.asarray(curve.workload.requests_per_month))
    curves = [frame.trail(volumes, log_usd(total)) for total in curve.totals.values()]
    lines = [frame.trail(np.log10([at, at]), np.array(frame.y), LINE) for at in verticals]
    return np.concatenate([*curves, *lines])
