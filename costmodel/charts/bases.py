"""The base of a hybrid: what every size costs with Lambda for the rest, and which costs least."""

from __future__ import annotations

from typing import TYPE_CHECKING

import plotly.graph_objects as go

from costmodel.charts.style import INK, axis, layout, style
from costmodel.display import money, quantity
from costmodel.option import FARGATE

if TYPE_CHECKING:
    from costmodel.base_load import BestBase
    from costmodel.display import Say

TALL = 360
"""[px]"""


def bases_picture(best: BestBase, say: Say = str) -> go.Figure:
    """Cost against the instances or tasks that always run; the best is marked, the best pure option a line."""
    color, symbol = style(2)
    figure = go.Figure()
    sizes, costs = zip(*best.costs, strict=True)
    figure.add_scatter(
        x=sizes, y=costs, mode="lines+markers", name=say("with Lambda for the rest"),
        line={"color": color, "width": 2}, marker={"symbol": symbol, "size": 7},
        customdata=[money(usd) for usd in costs], hovertemplate="%{x}: %{customdata}<extra></extra>",
    )  # fmt: skip
    here = best.hybrid.instances
    on_tasks = best.hybrid.base.runs_on == FARGATE
    told = (say("{count} tasks: {usd}") if on_tasks else say("{count} instances: {usd}")).format(
        count=quantity(here), usd=money(best.usd)
    )
    figure.add_scatter(
        x=[here], y=[best.usd], mode="markers", name=told, hoverinfo="skip",
        marker={"symbol": symbol, "size": 16, "color": "white", "line": {"color": color, "width": 4}},
    )  # fmt: skip
    if best.pure:
        name, usd = best.pure
        words = say("{name} alone: {usd}").format(name=name, usd=money(usd))
        figure.add_scatter(
            x=[sizes[0], sizes[-1]], y=[usd, usd], mode="lines", name=words, hoverinfo="skip",
            line={"color": INK, "width": 2, "dash": "dash"},
        )  # fmt: skip
    figure.update_layout(**layout(TALL), showlegend=True)
    figure.update_xaxes(**axis(say("Tasks of the base") if on_tasks else say("Instances of the base")))
    figure.update_yaxes(**axis(say("USD a month"), rangemode="tozero", tickprefix="$"))
    return figure
