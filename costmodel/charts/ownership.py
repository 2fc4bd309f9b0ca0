"""What all months cost together: AWS's bill, people's hours and a move, side by side in one bar for each option."""

from __future__ import annotations

from typing import TYPE_CHECKING

import plotly.graph_objects as go

from costmodel.charts.strips import BAR, BELOW, strips
from costmodel.charts.style import axis, layout, mark, style, tint
from costmodel.display import money
from costmodel.payback import NOBODY

if TYPE_CHECKING:
    from collections.abc import Mapping

    from costmodel.display import Say
    from costmodel.payback import People
    from costmodel.projection import Projection
    from costmodel.reports.growth import Move

TOP = 10
"""[px]"""

PARTS = (("", 1.0), ("/", 0.7), ("x", 0.4))
"""Hatch and strength of the bill, of people's hours and of the move: no part is told by colour alone."""


def ownership_picture(
    found: Projection, people: Mapping[str, People] = NOBODY, move: Move | None = None, say: Say = str
) -> go.Figure:
    """One bar for each option over all months; what a ``move`` costs stands at the option that is moved to."""
    amounts = {name: _amounts(found, name, people, move) for name in found.totals}
    months = len(found.requests)
    rows = strips([mark(place) + _words(name, *usd, months, say) for place, (name, usd) in enumerate(amounts.items())])
    figure = go.Figure(
        layout=layout(
            rows.tall + TOP + BELOW, margin={"l": 10, "r": 22, "t": TOP, "b": BELOW}, showlegend=False, barmode="stack"
        )
    )
    figure.update_xaxes(**axis(say("USD over all months"), rangemode="tozero", tickprefix="$", nticks=5))
    for place, (usd, middle) in enumerate(zip(amounts.values(), rows.middles, strict=True)):
        color, _ = style(place)
        for part, (hatch, strength) in zip(usd, PARTS, strict=True):
            figure.add_bar(
                x=[part], y=[middle], width=BAR, orientation="h", hoverinfo="skip",
                marker={"color": tint(color, strength), "pattern": {"shape": hatch}},
            )  # fmt: skip
    rows.write(figure)
    return figure


def _amounts(
    found: Projection, name: str, people: Mapping[str, People], move: Move | None
) -> tuple[float, float, float]:
    """Of the bill, of people's hours, of the move. [USD]"""
    hours = people[name].usd_per_month * len(found.requests) if name in people else 0.0
    return float(found.totals[name].sum()), hours, move.usd if move and move.after == name else 0.0


def _words(name: str, bill: float, hours: float, move: float, months: int, say: Say) -> str:
    """Every part of a bar that there is, and their sum."""
    parts = [say("{usd} to AWS").format(usd=money(bill))]
    parts += [say("{usd} for people's hours (/)").format(usd=money(hours))] if hours else []
    parts += [say("{usd} for the move (×)").format(usd=money(move))] if move else []
    sentence = say("{name}, {months} months: {parts}; {total} in all.")
    return sentence.format(name=name, months=months, parts=", ".join(parts), total=money(bill + hours + move))
