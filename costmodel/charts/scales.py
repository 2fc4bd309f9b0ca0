"""Axes of the candidates' picture: both logarithmic, with round numbers, and what its marks mean."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from costmodel.charts.labels import Frame
from costmodel.charts.style import GLYPHS, NBSP, ROW, STYLES, axis, layout, ticks, whole, width, wrapped
from costmodel.display import quantity

if TYPE_CHECKING:
    from collections.abc import Sequence

    from costmodel.display import Say
    from costmodel.pick import Candidate

INSIDE, UNDER = 390, 66
"""Height of the picture's inside, and of what is below it. [px]"""

WORDS = 310
"""Width of words above it, on a phone. [px]"""

BESIDE, BEYOND = 0.09, 0.15
"""Shares of the inside kept free beside the marks, and above and below them for words."""

APART = 6
"""Between one number of the axis and the next, at least. [px]"""

NOTHING = 0.01
"""Head-room is drawn as how often the load fits; a fleet at its end is drawn here. [1]"""

KINDS = {
    "x86_64": (STYLES[3][0], "circle"),
    "arm64": (STYLES[2][0], "diamond"),
}
"""Colour and mark of an architecture: neither colour means an option in the other pictures' first two places."""


def _times(one: Candidate, most: float = np.inf) -> float:
    """How often the load would fit: head-room and the load itself; without end at ``most``. [1]"""
    return float(np.clip(1 + one.headroom, NOTHING, most))


def frame_of(shown: Sequence[Candidate]) -> Frame:
    """What the axes reach over, in logarithms."""
    fits = [_times(one) for one in shown if np.isfinite(one.headroom)] or [1.0]
    costs = [one.cost for one in shown]
    return Frame(_reach(min(fits), max(fits), BESIDE), _reach(min(costs), max(costs), BEYOND), INSIDE)


def _reach(low: float, high: float, room: float) -> tuple[float, float]:
    """From below the lowest to above the highest value, in logarithms."""
    middle, half = np.log10(low * high) / 2, max(np.log10(high / low), 0.1) / 2 / (1 - 2 * room)
    return float(middle - half), float(middle + half)


def _apart(fits: Sequence[float], frame: Frame) -> dict[float, str]:
    """Head-room in per cent at those places whose words do not touch on a phone."""
    kept: dict[float, str] = {}
    end = -np.inf
    for fit in fits:
        text = f"{100 * (fit - 1):,.0f} %"
        [[middle, _]] = frame.pixels(np.log10([fit]), np.zeros(1))
        if middle - width(text) / 2 > end + APART:
            kept[fit], end = text, middle + width(text) / 2
    return kept


def frame_layout(frame: Frame, say: Say) -> dict[str, object]:
    """Logarithmic axes with round numbers, the lower one in per cent of head-room; above them what marks mean."""
    fits = _apart(ticks(10 ** frame.x[0], 10 ** frame.x[1]), frame)
    costs = ticks(10 ** frame.y[0], 10 ** frame.y[1], 7)
    more = axis(
        say("Head-room at the peak (logarithmic)"), type="log", range=frame.x, tickvals=list(fits), tickangle=0,
        ticktext=list(fits.values()),
    )  # fmt: skip
    usd = axis(
        say("USD a month (logarithmic)"), type="log", range=frame.y, tickvals=costs,
        ticktext=[f"${quantity(cost)}" for cost in costs],
    )  # fmt: skip
    words = _key(say)
    head = ROW * (words.count("<br>") + 1) + 10
    note = {"text": words, "showarrow": False, "align": "left", "x": 0, "xanchor": "left", "xshift": -40,
            "xref": "paper", "y": 1, "yref": "paper", "yanchor": "bottom", "yshift": 4}  # fmt: skip
    made = layout(INSIDE + head + UNDER, xaxis=more, yaxis=usd, annotations=[note], showlegend=False)
    return {**made, "margin": {"l": 10, "r": 16, "t": head, "b": 10}}


def _key(say: Say) -> str:
    """What colours, marks and lines mean, in words that wrap on a phone."""
    kinds = (
        f'<span style="color:{color}">{GLYPHS[symbol]}</span>{NBSP}{name}' for name, (color, symbol) in KINDS.items()
    )
    credits_said = f"○◇{NBSP}" + whole(say("hollow: burstable"))
    dotted = f"┈{NBSP}" + say("nothing cheaper has as much head-room")
    return wrapped("   ".join([*kinds, credits_said, dotted]), WORDS)


def spot(one: Candidate, frame: Frame) -> tuple[float, float]:
    """Where a candidate's mark stands."""
    return min(_times(one), float(10 ** frame.x[1])), one.cost
