"""What else could serve the load: cost against head-room, type by type."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import plotly.graph_objects as go

from costmodel.charts.labels import CURVE, Frame, Label, place
from costmodel.charts.style import INK, STYLES, axis, layout, ticks, whole
from costmodel.display import money, percent, quantity
from costmodel.units import MB_PER_GB

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from costmodel.display import Say
    from costmodel.pick import Candidate

BEST = 50
"""How many types are drawn, cheapest first."""

TALL, INSIDE = 540, 380
"""Height of the picture, and of its inside. [px]"""

ROOM = 0.09
"""Share of the inside kept free around the marks."""

KINDS = {
    "x86_64": (STYLES[3][0], "circle"),
    "arm64": (STYLES[2][0], "diamond"),
}
"""Colour and mark of an architecture: neither colour means an option in the other pictures' first two places."""

CREDITS = "-open"
"""Added to the mark of types whose CPU lives on credits: hollow."""

AROUND = 7
"""Half a mark. [px]"""

NOTHING = 0.01
"""Head-room is drawn as how often the load fits; a fleet at its end is drawn here. [1]"""


def candidates_picture(candidates: Sequence[Candidate], chosen: str = "", say: Say = str) -> go.Figure:
    """The cheapest fifty types: what they cost, and how much more load their fleet could carry at its peak.

    ``candidates`` come from `costmodel.pick.pick`, cheapest first; ``chosen`` is the reader's own type, drawn too
    where it is one of them, however dear. Both axes are logarithmic: one huge instance does not squash the rest.
    """
    shown = list(candidates[:BEST])
    own = next((one for one in candidates if one.type.name == chosen), None)
    if own is not None and own not in shown:
        shown.append(own)
    if not shown:
        return go.Figure(layout=layout(TALL, annotations=[_empty(say)]))
    frame, edge = _frame(shown), _edge(shown)
    figure = go.Figure(layout=_layout(frame, say))
    figure.add_trace(_frontier(edge, frame, say))
    figure.add_traces(list(_marks(shown, frame, say)))
    if own is not None:
        figure.add_trace(_ring(own, frame, say))
    dots = np.concatenate([frame.trail(*_dot(one, frame)) for one in shown])
    place(figure, frame, list(_labels(shown[0], own, edge, frame, say)), dots)
    return figure


def _empty(say: Say) -> dict[str, object]:
    return {"text": say("No instance type can serve this load."), "showarrow": False, "x": 0.5, "y": 0.5,
            "xref": "paper", "yref": "paper"}  # fmt: skip


def _times(one: Candidate, most: float = np.inf) -> float:
    """How often the load would fit: head-room and the load itself; without end at ``most``. [1]"""
    return float(np.clip(1 + one.headroom, NOTHING, most))


def _frame(shown: Sequence[Candidate]) -> Frame:
    """What the axes reach over, in logarithms."""
    fits = [_times(one) for one in shown if np.isfinite(one.headroom)] or [1.0]
    ends = (np.log10([min(fits), max(fits)]), np.log10([min(one.cost for one in shown), max(one.cost for one in shown)]))
    low_high = []
    for low, high in ends:
        middle, half = (low + high) / 2, max(high - low, 0.1) / 2 / (1 - 2 * ROOM)
        low_high.append((float(middle - half), float(middle + half)))
    return Frame(low_high[0], low_high[1], INSIDE)


def _layout(frame: Frame, say: Say) -> dict[str, object]:
    """Logarithmic axes with round numbers, the lower one in per cent of head-room."""
    fits, costs = ticks(10 ** frame.x[0], 10 ** frame.x[1]), ticks(10 ** frame.y[0], 10 ** frame.y[1], 7)
    more = axis(
        say("Head-room at the peak (more load that would fit, logarithmic)"), type="log", range=frame.x, tickvals=fits,
        ticktext=[percent(fit - 1) for fit in fits],
    )  # fmt: skip
    usd = axis(
        say("USD a month (logarithmic)"), type="log", range=frame.y, tickvals=costs,
        ticktext=[f"${quantity(cost)}" for cost in costs],
    )  # fmt: skip
    return layout(TALL, xaxis=more, yaxis=usd)


def _place(one: Candidate, frame: Frame) -> tuple[float, float]:
    """Where a candidate's mark stands."""
    return min(_times(one), float(10 ** frame.x[1])), one.cost


def _dot(one: Candidate, frame: Frame) -> tuple[np.ndarray, np.ndarray, float]:
    """A mark as an obstacle for words: its cross."""
    x, y = np.log10(_place(one, frame))
    right = AROUND / frame.wide * (frame.x[1] - frame.x[0])
    down = AROUND / frame.tall * (frame.y[1] - frame.y[0])
    return np.array([x - right, x + right, x, x, x]), np.array([y, y, y, y - down, y + down]), CURVE


def _marks(shown: Sequence[Candidate], frame: Frame, say: Say) -> Iterator[go.Scatter]:
    """One trace for each architecture, with and without CPU credits."""
    credits_said = say("{name}, burstable (hollow)")
    for architecture, (color, symbol) in KINDS.items():
        for hollow in (False, True):
            some = [
                one for one in shown if (one.type.architecture, one.type.baseline is not None) == (architecture, hollow)
            ]
            if some:
                name = credits_said.format(name=architecture) if hollow else architecture
                marker = {"color": color, "symbol": symbol + CREDITS * hollow, "size": 11, "line": {"width": 2}}
                x, y = zip(*(_place(one, frame) for one in some), strict=True)
                yield go.Scatter(
                    x=x, y=y, mode="markers", name=name, text=[_hover(one, say) for one in some], marker=marker,
                    hovertemplate="%{text}<extra></extra>", opacity=0.9,
                )  # fmt: skip


def _hover(one: Candidate, say: Say) -> str:
    """Everything about a candidate."""
    words = say("{vcpu} vCPU and {memory} GiB each<br>{cost} a month<br>head-room {headroom}")
    return f"<b>{_fleet(one)}</b><br>" + words.format(
        vcpu=quantity(one.type.vcpu), memory=quantity(one.type.memory_mib / MB_PER_GB), cost=money(one.cost),
        headroom=percent(one.headroom) if np.isfinite(one.headroom) else "∞",
    )  # fmt: skip


def _fleet(one: Candidate) -> str:
    return whole(f"{quantity(one.instances)} × {one.type.name}")


def _edge(shown: Sequence[Candidate]) -> list[Candidate]:
    """Those that nothing beats: whatever is as cheap has less head-room."""
    edge: list[Candidate] = []
    for one in sorted(shown, key=lambda one: (one.cost, -one.headroom)):
        if not edge or one.headroom > edge[-1].headroom:
            edge.append(one)
    return edge


def _frontier(edge: Sequence[Candidate], frame: Frame, say: Say) -> go.Scatter:
    """A quiet line along those that nothing beats."""
    x, y = zip(*(_place(one, frame) for one in edge), strict=True)
    return go.Scatter(
        x=x, y=y, mode="lines", line={"color": INK, "width": 1, "dash": "dot", "shape": "vh"}, hoverinfo="skip",
        name=say("nothing cheaper has as much head-room"),
    )  # fmt: skip


def _ring(own: Candidate, frame: Frame, say: Say) -> go.Scatter:
    """A ring around the reader's own type."""
    x, y = _place(own, frame)
    marker = {"symbol": "circle-open", "size": 22, "color": INK, "line": {"width": 2.5}}
    return go.Scatter(x=[x], y=[y], mode="markers", marker=marker, name=say("your type"), hoverinfo="skip")


def _labels(
    cheapest: Candidate, own: Candidate | None, edge: Sequence[Candidate], frame: Frame, say: Say
) -> Iterator[Label]:
    """Words beside the marks, the most important first."""

    def label(one: Candidate, said: str, *, must: bool = True) -> Label:
        x, y = np.log10(_place(one, frame))
        return Label(float(x), float(y), said, must=must, size=13)

    priced = f"<b>{_fleet(cheapest)}</b><br>{money(cheapest.cost)}"
    yield label(cheapest, f"{say('your type')}<br>{priced}" if cheapest is own else priced)
    if own is not None and own is not cheapest:
        yield label(own, f"{say('your type')}<br><b>{_fleet(own)}</b><br>{money(own.cost)}")
    yield from (label(one, _fleet(one), must=False) for one in edge if one is not cheapest and one is not own)
