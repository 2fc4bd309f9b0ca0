"""What else could serve the load: cost against head-room, type by type."""

from __future__ import annotations

from itertools import product
from typing import TYPE_CHECKING

import numpy as np
import plotly.graph_objects as go

from costmodel.charts.labels import Frame, Label, place
from costmodel.charts.scales import INSIDE, KINDS, frame_layout, frame_of, spot
from costmodel.charts.style import INK, layout, whole
from costmodel.display import money, percent, quantity
from costmodel.units import MB_PER_GB

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from costmodel.display import Say
    from costmodel.pick import Candidate

BEST = 50
"""How many types are drawn, cheapest first."""

CREDITS = "-open"
"""Added to the mark of types whose CPU lives on credits: hollow."""

AROUND = 7
"""Half a mark. [px]"""


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
    frame, edge = frame_of(shown), _edge(shown)
    figure = go.Figure(layout=frame_layout(frame, say))
    figure.add_trace(_frontier(edge, frame, say))
    figure.add_traces(list(_marks(shown, frame, say)))
    if own is not None:
        figure.add_trace(_ring(own, frame, say))
    dots = np.log10([spot(one, frame) for one in shown])
    obstacles = np.concatenate([frame.pixels(dots[:, 0], dots[:, 1]), _stairs(edge, frame)])
    place(figure, frame, list(_labels(shown[0], own, edge, frame, say)), obstacles, pad=AROUND)
    return figure


def _empty(say: Say) -> dict[str, object]:
    return {"text": say("No instance type can serve this load."), "showarrow": False, "x": 0.5, "y": 0.5,
            "xref": "paper", "yref": "paper"}  # fmt: skip


def _stairs(edge: Sequence[Candidate], frame: Frame) -> np.ndarray:
    """The line along those that nothing beats, as an obstacle for words."""
    x, y = np.log10([spot(one, frame) for one in edge]).T
    return frame.trail(np.repeat(x, 2)[:-1], np.append(y[0], np.repeat(y, 2)[2:]))


def _marks(shown: Sequence[Candidate], frame: Frame, say: Say) -> Iterator[go.Scatter]:
    """One trace for each architecture, with and without CPU credits."""
    for (architecture, (color, symbol)), hollow in product(KINDS.items(), (False, True)):
        kind = (architecture, hollow)
        some = [one for one in shown if (one.type.architecture, one.type.baseline is not None) == kind]
        if some:
            marker = {"color": color, "symbol": symbol + CREDITS * hollow, "size": 11}
            x, y = zip(*(spot(one, frame) for one in some), strict=True)
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
    x, y = zip(*(spot(one, frame) for one in edge), strict=True)
    return go.Scatter(
        x=x, y=y, mode="lines", line={"color": INK, "width": 1, "dash": "dot", "shape": "vh"}, hoverinfo="skip",
        name=say("nothing cheaper has as much head-room"),
    )  # fmt: skip


def _ring(own: Candidate, frame: Frame, say: Say) -> go.Scatter:
    """A ring around the reader's own type."""
    x, y = spot(own, frame)
    marker = {"symbol": "circle-open", "size": 22, "color": INK, "line": {"width": 2.5}}
    return go.Scatter(x=[x], y=[y], mode="markers", marker=marker, name=say("your type"), hoverinfo="skip")


def _labels(
    cheapest: Candidate, own: Candidate | None, edge: Sequence[Candidate], frame: Frame, say: Say
) -> Iterator[Label]:
    """Words beside the marks, the most important first."""

    def label(one: Candidate, said: str, *, must: bool = True) -> Label:
        x, y = np.log10(spot(one, frame))
        return Label(float(x), float(y), said, must=must, size=13)

    priced, yours = f"<b>{_fleet(cheapest)}</b><br>{money(cheapest.cost)}", whole(say("your type"))
    yield label(cheapest, f"{priced}<br>{yours}" if cheapest is own else priced)
    if own is not None and own is not cheapest:
        yield label(own, f"<b>{_fleet(own)}</b><br>{yours} {money(own.cost)}")
    yield from (label(one, _fleet(one), must=False) for one in edge if one is not cheapest and one is not own)
