"""The load of a week in order of size: the part that a hybrid's base carries, and what spills over to Lambda."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import plotly.graph_objects as go

from costmodel.charts.labels import LINE, Frame, Label, place
from costmodel.charts.style import INK, ROW, axis, layout, mark, style, tint, whole, width, wrapped
from costmodel.display import percent, quantity
from costmodel.errors import InvalidQuestion
from costmodel.scale import compact
from costmodel.units import HOURS_PER_DAY, HOURS_PER_WEEK

if TYPE_CHECKING:
    from costmodel.display import Say
    from costmodel.options.hybrid import Hybrid, Spill
    from costmodel.rates import PriceBook
    from costmodel.workload import Workload

INSIDE = 280
"""Height of the picture's inside. [px]"""

BELOW = 70
"""Below it: the hours and their title. [px]"""

WORDS = 325
"""Width of words above the picture, on a phone. [px]"""

ABOVE = 1.3
"""How far the axis reaches beyond the busiest hour: a name stands above a load that never changes."""

NEAR = 1.25
"""A base that carries more than so many busiest hours is told, and its line left out."""

FUNCTION, BASE = 0, 1
"""Places in the palette, as of Lambda and EC2 on the page."""

QUIET = 136
"""Where the base is pointed at: most hours are busier, and what spills over is named to the left."""

DENSE = 12
"""From one point of an area that names keep off to the next. [px]"""

EDGE = 10
"""How deep below its upper edge an area is pointed at, where it is as deep. [px]"""


def load_duration_picture(workload: Workload, hybrid: Hybrid, prices: PriceBook, say: Say = str) -> go.Figure:
    """Requests a second of the week's hours, the busiest first: plain under the base, hatched what runs on Lambda.

    Every hour stands at its mean. Raises `InvalidQuestion` for more than one scenario.
    """
    if workload.shape:
        raise InvalidQuestion(
            "the workload of load_duration_picture()", workload.shape, "one scenario; pick one with .at(index)"
        )
    load = np.sort(np.array(workload.traffic.levels))[::-1] * float(workload.mean_rps)
    spill = hybrid.spill(workload, prices)
    carried = float(spill.carried_rps)
    drawn = carried if carried <= NEAR * load[0] else 0.0
    frame = Frame((0, HOURS_PER_WEEK), (0, max(float(load[0]), drawn) * ABOVE), INSIDE)
    figure = go.Figure()
    _areas(figure, load, carried, say)
    if drawn:
        line = {"color": style(BASE)[0], "dash": "dash", "width": 2}
        figure.add_shape(type="line", x0=0, x1=HOURS_PER_WEEK, y0=carried, y1=carried, line=line)
    _axes(figure, frame, say)
    _told(figure, _rows(hybrid, spill, load, say))
    place(figure, frame, _names(hybrid, load, carried, frame), _obstacles(frame, load, carried, drawn))
    return figure


def _axes(figure: go.Figure, frame: Frame, say: Say) -> None:
    days = {"tickvals": list(range(0, HOURS_PER_WEEK + 1, HOURS_PER_DAY)), "range": frame.x, "showgrid": False}
    figure.update_xaxes(**axis(say("Hours of the week, the busiest first"), **days))
    figure.update_yaxes(**axis(say("Requests a second"), range=frame.y, nticks=6))


def _told(figure: go.Figure, rows: list[str]) -> None:
    """The words above the picture, and its height with them."""
    text = "<br>".join(wrapped(row, WORDS) for row in rows)
    head = ROW * (text.count("<br>") + 1) + 10
    margin = {"l": 10, "r": 16, "t": head, "b": 16}
    figure.update_layout(**layout(head + INSIDE + BELOW, hovermode="x", margin=margin), showlegend=False)
    figure.add_annotation(
        x=0, xref="paper", y=1, yref="paper", yshift=head, text=text, xanchor="left", yanchor="top", align="left",
        showarrow=False, xshift=-30,
    )  # fmt: skip


def _areas(figure: go.Figure, load: np.ndarray, carried: float, say: Say) -> None:
    """The base's part, what stands above it, and the load itself, which says its numbers."""
    (lambda_color, _), (base_color, _) = style(FUNCTION), style(BASE)
    edge = {"mode": "lines", "hoverinfo": "skip"}
    hours, base = _stairs(np.minimum(load, carried))
    figure.add_scatter(
        x=hours, y=base, fill="tozeroy", fillcolor=tint(base_color, 0.3), line={"width": 0}, name="base", **edge
    )
    over = int(np.count_nonzero(load > carried))
    if over:
        x, top = _stairs(load[:over])
        hatch = {"shape": "/", "fgcolor": lambda_color, "bgcolor": tint(lambda_color, 0.1), "size": 9, "solidity": 0.2}
        figure.add_scatter(
            x=[*x, *x[::-1]], y=[*top, *np.full(len(x), carried)], fill="toself", fillpattern=hatch, name="Lambda",
            line={"width": 0}, **edge,
        )  # fmt: skip
    told = say("hour {hour} of 168: base {base}, Lambda {rest} requests a second")
    said = [
        told.format(hour=hour, base=quantity(min(one, carried)), rest=quantity(max(one - carried, 0.0)))
        for hour, one in enumerate(load.tolist(), 1)
    ]
    x, y = _stairs(load)
    figure.add_scatter(
        x=x, y=y, mode="lines", line={"color": INK, "width": 2}, customdata=np.repeat(said, 2), name="load",
        hovertemplate="%{customdata}<extra></extra>",
    )  # fmt: skip


def _stairs(values: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """One value an hour as the corners of a staircase that starts at the left."""
    return np.repeat(np.arange(len(values) + 1.0), 2)[1:-1], np.repeat(values, 2)


def _rows(hybrid: Hybrid, spill: Spill, load: np.ndarray, say: Say) -> list[str]:
    """Each part in words: up to where the base carries, and how much of the requests is above it, and how long."""
    carried, rows = float(spill.carried_rps), list[str]()
    if hybrid.instances:
        said = say("{count} × {type}: up to {carried} a second")
        count, kind = quantity(hybrid.instances), whole(hybrid.base.each)
        rows.append(mark(BASE) + said.format(count=count, type=kind, carried=compact(carried)))
    over = int(np.count_nonzero(load > carried))
    if not over:
        return [*rows, mark(FUNCTION) + say("Lambda: nothing, the base carries all")]
    said = say("Lambda: {share} of requests in {hours} of 168 h")
    return [*rows, mark(FUNCTION) + said.format(share=percent(float(spill.share)), hours=over)]


def _names(hybrid: Hybrid, load: np.ndarray, carried: float, frame: Frame) -> list[Label]:
    """The name of each part that is there, beside it."""
    labels, edge = list[Label](), EDGE * (frame.y[1] - frame.y[0]) / frame.tall
    spills = np.cumsum(np.maximum(load - carried, 0.0))
    if spills[-1]:
        at = int(np.searchsorted(spills, spills[-1] / 2))  # as much spills over before as after
        depth = float(load[at]) - carried
        labels.append(Label(at + 0.5, float(load[at]) - min(edge, depth / 2), f"<b>{mark(FUNCTION)}Lambda</b>"))
    if hybrid.instances:
        text = f"<b>{mark(BASE)}{whole(f'{quantity(hybrid.instances)} × {hybrid.base.each}')}</b>"
        at = min(QUIET, int(HOURS_PER_WEEK * (1 - width(text) / 2 / frame.wide)))
        top = min(float(load[at]), carried)
        labels.append(Label(at, top - min(edge, top / 2), text))
    return labels


def _obstacles(frame: Frame, load: np.ndarray, carried: float, drawn: float) -> np.ndarray:
    """What names keep off: the load, the base's edge, and the hatched part."""
    trails = [frame.trail(*_stairs(load))]
    if drawn:
        trails.append(frame.trail(np.array(frame.x), np.array([drawn, drawn]), LINE))
    per_px = frame.y[1] / frame.tall
    for hour in range(0, int(np.count_nonzero(load > carried)), max(1, int(DENSE * HOURS_PER_WEEK / frame.wide))):
        up = np.arange(carried, load[hour], DENSE * per_px)
        trails.append(frame.pixels(np.full(len(up), hour + 0.5), up))
    return np.concatenate(trails)
