"""Ranges: how often each option is the cheapest, and between what its bill lies."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import plotly.graph_objects as go

from costmodel.charts.strips import BAR, BELOW, Strips, strips
from costmodel.charts.style import INK, axis, layout, mark, style, tint, whole
from costmodel.display import money, percent

if TYPE_CHECKING:
    from costmodel.display import Say
    from costmodel.uncertainty import Outcomes

SHARES = (0.05, 0.5, 0.95)
"""Ends of the band, and the mark between them. [1]"""

MARGINS = {"l": 10, "r": 22, "t": 10, "b": BELOW}
"""[px]"""


def probability_picture(found: Outcomes, say: Say = str) -> go.Figure:
    """Two panels: a bar of how often each option is the cheapest; below, its bill from 5 % to 95 % of the cases.

    A bill counts the cases in which its option works. The median is marked; every number stands in words too.
    """
    upper, lower = strips(_chances(found, say)), strips(_bands(found, say))
    inside = upper.tall + BELOW + lower.tall
    figure = go.Figure(layout=layout(inside + MARGINS["t"] + BELOW, margin=MARGINS, showlegend=False))
    figure.update_layout(
        xaxis=axis(say("cheapest in this share of the cases"), range=[0, 1], tickformat=".0%", nticks=6, anchor="y"),
        xaxis2=axis(
            say("USD a month, from 5 % to 95 % of the cases; the mark is the median"), rangemode="tozero",
            tickprefix="$", nticks=5, anchor="y2",
        ),
        yaxis={"domain": [1 - upper.tall / inside, 1], "anchor": "x"},
        yaxis2={"domain": [0, lower.tall / inside], "anchor": "x2"},
    )  # fmt: skip
    _draw_chances(figure, found, upper)
    _draw_bands(figure, found, lower)
    upper.write(figure)
    lower.write(figure, "2")
    return figure


def _chances(found: Outcomes, say: Say) -> list[str]:
    """What stands above the bars."""
    told = say("{name} is the cheapest in {share} of the cases.")
    rows = [
        mark(place) + told.format(name=name, share=whole(percent(share)))
        for place, (name, share) in enumerate(found.probability.items())
    ]
    if found.none_works:
        rows.append(say("In {share} of the cases none works.").format(share=whole(percent(found.none_works))))
    return rows


def _bands(found: Outcomes, say: Say) -> list[str]:
    """What stands above the bands."""
    return [mark(place) + _band_words(found, name, say) for place, name in enumerate(found.totals)]


def _band_words(found: Outcomes, name: str, say: Say) -> str:
    low, middle, high = found.quantiles(name, SHARES)
    fails = found.infeasible[name]
    if np.isnan(middle):
        return say("{name} cannot serve any of the cases.").format(name=name)
    words = say("{name}: {low} to {high} a month, half of the cases at most {median}.")
    told = words.format(name=name, low=money(low), high=money(high), median=money(middle))
    more = say("It cannot serve {share} of the cases; they are left out.").format(share=whole(percent(fails)))
    return f"{told} {more}" if fails else told


def _draw_chances(figure: go.Figure, found: Outcomes, where: Strips) -> None:
    """One bar each; the last, in no option's colour and hatched, is for cases in which none works."""
    bars = [(name, share, style(place)[0], "") for place, (name, share) in enumerate(found.probability.items())]
    if found.none_works:
        bars.append(("", found.none_works, INK, "/"))
    for (name, share, color, hatch), middle in zip(bars, where.middles, strict=True):
        figure.add_bar(
            x=[share], y=[middle], width=BAR, orientation="h", name=name, hoverinfo="skip",
            marker={"color": color, "pattern": {"shape": hatch}},
        )  # fmt: skip


def _draw_bands(figure: go.Figure, found: Outcomes, where: Strips) -> None:
    """A band and the mark of its option at the median."""
    for place, (name, middle) in enumerate(zip(found.totals, where.middles, strict=True)):
        low, median, high = (float(usd) for usd in found.quantiles(name, SHARES))
        if np.isnan(median):
            continue
        color, symbol = style(place)
        band = {"color": tint(color, 0.45), "width": BAR}
        dot = {"symbol": symbol, "size": 14, "color": color, "line": {"color": "white", "width": 1.5}}
        both: dict[str, object] = {"name": name, "hoverinfo": "skip", "xaxis": "x2", "yaxis": "y2"}
        figure.add_scatter(x=[low, high], y=[middle, middle], mode="lines", line=band, **both)
        figure.add_scatter(x=[median], y=[middle], mode="markers", marker=dot, **both)
