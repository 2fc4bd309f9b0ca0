"""What else could serve the load: cost against head-room, type by type."""

from __future__ import annotations

from itertools import product
from typing import TYPE_CHECKING

import numpy as np
import plotly.graph_objects as go

from costmodel.charts.labels import Frame, Label, place
from costmodel.charts.style import GLYPHS, INK, ROW, STYLES, axis, layout, ticks, whole, wrapped
from costmodel.display import money, percent, quantity
from costmodel.units import MB_PER_GB

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from costmodel.display import Say
    from costmodel.pick import Candidate

BEST = 50
"""How many types are drawn, cheapest first."""

INSIDE, UNDER = 390, 66
"""Height of the picture's inside, and of what is below it. [px]"""

WORDS = 340
"""Width of words above it, on a phone. [px]"""

NBSP = "\N{NO-BREAK SPACE}"

BESIDE, BEYOND = 0.09, 0.15
"""Shares of the inside kept free beside the marks, and above and below them for words."""

APART = 46
"""From one number of the axis to the next, at least. [px]"""

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
        return go.Figure(layout=layout(INSIDE, annotations=[_empty(say)]))
    frame, edge = _frame(shown), _edge(shown)
    figure = go.Figure(layout=_layout(frame, say))
    figure.add_trace(_frontier(edge, frame, say))
    figure.add_traces(list(_marks(shown, frame, say)))
    if own is not None:
        figure.add_trace(_ring(own, frame, say))
    dots = np.log10([_place(one, frame) for one in shown])
    obstacles = np.concatenate([frame.pixels(dots[:, 0], dots[:, 1]), _stairs(edge, frame)])
    place(figure, frame, list(_labels(shown[0], own, edge, frame, say)), obstacles, pad=AROUND)
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
    costs = [one.cost for one in shown]
    return Frame(_reach(min(fits), max(fits), BESIDE), _reach(min(costs), max(costs), BEYOND), INSIDE)


def _reach(low: float, high: float, room: float) -> tuple[float, float]:
    """From below the lowest to above the highest value, in logarithms."""
    middle, half = np.log10(low * high) / 2, max(np.log10(high / low), 0.1) / 2 / (1 - 2 * room)
    return float(middle - half), float(middle + half)


def _apart(values: Sequence[float], frame: Frame) -> list[float]:
    """Those of the values whose words do not touch on a phone."""
    kept: list[float] = []
    for value in values:
        [[x, _], [before, _]] = frame.pixels(np.log10([value, kept[-1] if kept else value]), np.zeros(2))
        if not kept or x - before > APART:
            kept.append(value)
    return kept


def _layout(frame: Frame, say: Say) -> dict[str, object]:
    """Logarithmic axes with round numbers, the lower one in per cent of head-room; above them what marks mean."""
    fits = _apart(ticks(10 ** frame.x[0], 10 ** frame.x[1]), frame)
    costs = ticks(10 ** frame.y[0], 10 ** frame.y[1], 7)
    more = axis(
        say("Head-room at the peak (logarithmic)"), type="log", range=frame.x, tickvals=fits, tickangle=0,
        ticktext=[f"{100 * (fit - 1):,.0f} %" for fit in fits],
    )  # fmt: skip
    usd = axis(
        say("USD a month (logarithmic)"), type="log", range=frame.y, tickvals=costs,
        ticktext=[f"${quantity(cost)}" for cost in costs],
    )  # fmt: skip
    words = _key(say)
    head = ROW * (words.count("<br>") + 1) + 10
    note = {"text": words, "showarrow": False, "align": "left", "x": 0, "xanchor": "left", "xshift": -40,
            "xref": "paper", "y": 1, "yref": "paper", "yanchor": "bottom", "yshift": 4}  # fmt: skip
    frame_of = layout(INSIDE + head + UNDER, xaxis=more, yaxis=usd, annotations=[note], showlegend=False)
    return {**frame_of, "margin": {"l": 10, "r": 16, "t": head, "b": 10}}


def _key(say: Say) -> str:
    """What colours, marks and lines mean, in words that wrap on a phone."""
    kinds = (f'<span style="color:{color}">{GLYPHS[symbol]}</span>{NBSP}{name}' for name, (color, symbol) in KINDS.items())
    credits_said = f"○◇{NBSP}" + whole(say("hollow: burstable"))
    dotted = f"┈{NBSP}" + say("nothing cheaper has as much head-room")
    return wrapped("   ".join([*kinds, credits_said, dotted]), WORDS)


def _place(one: Candidate, frame: Frame) -> tuple[float, float]:
    """Where a candidate's mark stands."""
    return min(_times(one), float(10 ** frame.x[1])), one.cost


def _stairs(edge: Sequence[Candidate], frame: Frame) -> np.ndarray:
    """The line along those that nothing beats, as an obstacle for words."""
    x, y = np.log10([_place(one, frame) for one in edge]).T
    return frame.trail(np.repeat(x, 2)[:-1], np.append(y[0], np.repeat(y, 2)[2:])) if len(edge) > 1 else np.empty((0, 2))


def _marks(shown: Sequence[Candidate], frame: Frame, say: Say) -> Iterator[go.Scatter]:
    """One trace for each architecture, with and without CPU credits."""
    for (architecture, (color, symbol)), hollow in product(KINDS.items(), (False, True)):
        kind = (architecture, hollow)
        some = [one for one in shown if (one.type.architecture, one.type.baseline is not None) == kind]
        if some:
            marker = {"color": color, "symbol": symbol + CREDITS * hollow, "size": 11}
            x, y = zip(*(_place(one, frame) for one in some), strict=True)
            yield go.Scatter(
                x=x, y=y, mode="markers", name=architecture, text=[_hover(one, say) for one in some], opacity=0.85,
                marker={**marker, "line": {"width": 2 * hollow, "color": color}},
                hovertemplate="%{text}<extra></extra>",
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

    priced, yours = f"<b>{_fleet(cheapest)}</b><br>{money(cheapest.cost)}", whole(say("your type"))
    yield label(cheapest, f"{priced}<br>{yours}" if cheapest is own else priced)
    if own is not None and own is not cheapest:
        yield label(own, f"<b>{_fleet(own)}</b><br>{yours} {money(own.cost)}")
    yield from (label(one, _fleet(one), must=False) for one in edge if one is not cheapest and one is not own)
