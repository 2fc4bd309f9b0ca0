"""What moves the answer: each input alone from its low to its high value, widest first."""

from __future__ import annotations

from math import isfinite
from typing import TYPE_CHECKING

import plotly.graph_objects as go

from costmodel.charts.strips import BAR, BELOW, strips
from costmodel.charts.style import BREAK, INK, NARROW, ROW, axis, layout, style, tint, width, wrapped
from costmodel.display import money, quantity

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from costmodel.display import Say
    from costmodel.sensitivity import Effect, Tornado

WORDS = 285
"""Width of the words above the picture, on a phone. [px]"""

LEAST = 60
"""Room that bars have between the values at their ends, on a phone. [px]"""

PAST = 12
"""From the end of a bar to its value. [px]"""

SIDE = 10
"""Left and right of the inside. [px]"""


def tornado_picture(found: Tornado, names: Mapping[str, str], say: Say = str) -> go.Figure:
    """A bar for each input from the answer at its low value (hollow end) to that at its high one (filled end).

    ``names`` are the inputs' names for the reader. The short upright lines are the answer with all at
    their medians. Where another option becomes the cheapest, or an option stops working, words say so.
    """
    where = strips([_words(found, effect, names, say) for effect in found.effects])
    head = BREAK.join(wrapped(row, WORDS) for row in _head(found, say))
    top = ROW * (head.count(BREAK) + 1) + 14
    margin = {"l": SIDE, "r": SIDE, "t": top, "b": BELOW}
    figure = go.Figure(layout=layout(top + where.tall + BELOW, margin=margin, showlegend=False))
    figure.add_annotation(
        x=0, xref="paper", y=1, yref="paper", yshift=10, text=head, showarrow=False, xanchor="left", yanchor="bottom",
        align="left",
    )  # fmt: skip
    for effect, middle in zip(found.effects, where.middles, strict=True):
        _bar(figure, found.base, effect, middle)
    figure.update_xaxes(**axis(say("USD a month"), range=_reach(found), tickprefix="$", nticks=5))
    where.write(figure)
    return figure


def _head(found: Tornado, say: Say) -> list[str]:
    """What is drawn, and the answer in the middle."""
    if found.against:
        asked = say("What {about} saves against {against} when one number alone is low or high:")
    else:
        asked = say("What {about} costs when one number alone is low or high:")
    rows = [asked.format(about=found.about, against=found.against)]
    if isfinite(found.base):
        rows.append("│ " + say("{usd} a month with every number at its median").format(usd=money(found.base)))
    return [*rows, say("○ low, ● high")]


def _words(found: Tornado, effect: Effect, names: Mapping[str, str], say: Say) -> str:
    """The input's name, and what changes at its ends."""
    name = f"<b>{names.get(effect.input, effect.input)}</b>"
    return BREAK.join([name, *_changes(found, effect, say)])


def _changes(found: Tornado, effect: Effect, say: Say) -> Iterator[str]:
    """One sentence for each end at which the cheapest is another one, and for each at which the answer is lost."""
    ends = (
        (effect.low, effect.at_low, effect.cheapest_at_low),
        (effect.high, effect.at_high, effect.cheapest_at_high),
    )
    lost = say("At {value}, {about} or {against} cannot serve this load.")
    if not found.against:
        lost = say("At {value}, {about} cannot serve this load.")
    for value, usd, cheapest in ends:
        at = _value(value)
        if cheapest is None:
            yield say("At {value}, none works.").format(value=at)
            continue
        if cheapest != found.cheapest:
            yield say("At {value}, {name} is the cheapest.").format(value=at, name=cheapest)
        if not isfinite(usd):
            yield lost.format(value=at, about=found.about, against=found.against)


def _value(value: float) -> str:
    """An input's value with three digits: it is a quantile of somebody's guess."""
    return quantity(float(f"{value:.3g}"))


def _ends(base: float, effect: Effect) -> list[tuple[float, float, str, bool]]:
    """Answer, input's value, mark, and whether its words stand to the left, of each end that has an answer."""
    falls = effect.at_high < effect.at_low
    if isfinite(effect.at_low) != isfinite(effect.at_high):
        falls = effect.at_low > base or effect.at_high < base
    both = ((effect.at_low, effect.low, "circle-open", not falls), (effect.at_high, effect.high, "circle", falls))
    return [end for end in both if isfinite(end[0])]


def _bar(figure: go.Figure, base: float, effect: Effect, middle: float) -> None:
    """From end to end; from the base to the only end where the other has no answer."""
    color, _ = style(0)
    ends = _ends(base, effect)
    places = [usd for usd, *_ in ends]
    drawn = [*places, base] if len(places) == 1 and isfinite(base) else places
    figure.add_scatter(
        x=drawn, y=[middle] * len(drawn), mode="lines", line={"color": tint(color, 0.45), "width": BAR},
        name=effect.input, hoverinfo="skip",
    )  # fmt: skip
    if isfinite(base):
        line = {"color": INK, "width": 2}
        figure.add_shape(type="line", x0=base, x1=base, y0=middle - BAR, y1=middle + BAR, line=line, layer="below")
    figure.add_scatter(
        x=places, y=[middle] * len(places), mode="markers", name=effect.input, hovertemplate="%{text}<extra></extra>",
        text=[f"{_value(value)}: {money(usd)}" for usd, value, *_ in ends],
        marker={"symbol": [symbol for _, _, symbol, _ in ends], "size": 11, "color": color, "line": {"width": 2}},
    )  # fmt: skip
    for usd, value, _, left in ends:
        figure.add_annotation(
            x=usd, y=middle, text=_value(value), showarrow=False, xanchor="right" if left else "left",
            yanchor="middle", xshift=-PAST if left else PAST,
        )  # fmt: skip


def _reach(found: Tornado) -> tuple[float, float]:
    """From the least to the most answer, with room for the values at both ends even on a phone."""
    ends = [end for effect in found.effects for end in _ends(found.base, effect)]
    places = [usd for usd in (found.base, *(usd for usd, *_ in ends)) if isfinite(usd)] or [0.0]
    low, high = min(places), max(places)
    span = (high - low) or abs(high) or 1.0
    wide = {side: max((width(_value(one)) for _, one, _, left in ends if left is side), default=0) + PAST
            for side in (True, False)}  # fmt: skip
    pixel = span / max(NARROW - wide[True] - wide[False], LEAST)
    return low - wide[True] * pixel, high + wide[False] * pixel
