"""Draw ``docs/cold-starts.svg``: the model of cold starts against a simulation. ``python -m tools.cold_picture``."""

from __future__ import annotations

from math import log10
from pathlib import Path

import numpy as np

from costmodel.options.cold_starts import ColdStarts
from tests.test_cold_starts import poisson, simulated

PICTURE = Path(__file__).parents[1] / "docs" / "cold-starts.svg"

DURATION_S, LIFETIME_S = 0.2, 600.0

RATES = (1 / 3600, 0.001, 0.003, 0.01, 0.03, 0.1, 0.3, 1.0, 10.0, 100.0, 1_000.0)
"""From one request an hour to a thousand a second. [request/s]"""

FEWEST, MOST = 40_000, 3_000_000
"""Requests simulated: enough lifetimes, and not for ever."""

WIDE, TALL, LEFT, TOP, RIGHT, BOTTOM = 760, 420, 80, 20, 700, 360
LOWEST = 1e-7
"""Share at the foot of the picture. [1]"""


def share_simulated(rps: float) -> tuple[float, float]:
    """Share of cold starts once the start is over, and its standard error, both of the simulation. [1]"""
    count = int(min(MOST, max(FEWEST, rps * 40 * LIFETIME_S)))
    services = np.random.default_rng(5).exponential(DURATION_S, count)
    cold = simulated(poisson(rps, count), services, LIFETIME_S)[min(count // 2, int(rps * 3 * LIFETIME_S)) :]
    return float(cold.mean()), float(np.sqrt(2 * max(cold.sum(), 1)) / len(cold))


def place(rps: float, share: float) -> tuple[float, float]:
    """Where on the picture; both axes are logarithmic. [px]"""
    across = (log10(rps) - log10(RATES[0])) / (log10(RATES[-1]) - log10(RATES[0]))
    up = (log10(max(share, LOWEST)) - log10(LOWEST)) / -log10(LOWEST)
    return LEFT + across * (RIGHT - LEFT), BOTTOM - up * (BOTTOM - TOP)


def text(x: float, y: float, words: str, anchor: str = "middle") -> str:
    """Words on the picture."""
    return f'<text x="{x:.0f}" y="{y:.0f}" text-anchor="{anchor}">{words}</text>'


def dot(rps: float, model: float) -> str:
    """One rate: the simulated share with its error, and how far the model is off."""
    found, error = share_simulated(rps)
    x, y = place(rps, found)
    low, high = place(rps, max(found - 2 * error, LOWEST))[1], place(rps, found + 2 * error)[1]
    off = f"{model / found - 1:+.0%}" if found else "none seen"
    return (
        f'<line x1="{x:.1f}" x2="{x:.1f}" y1="{low:.1f}" y2="{high:.1f}" class="error"/>'
        f'<circle cx="{x:.1f}" cy="{y:.1f}" r="5"/>' + text(x + 8, y - 9, off, "start")
    )


def drawn() -> str:
    """The whole picture."""
    cold = ColdStarts(300, idle_lifetime_s=LIFETIME_S)
    line = [place(rps, cold.share_of(rps, DURATION_S)) for rps in np.geomspace(RATES[0], RATES[-1], 200)]
    parts = [f'<polyline points="{" ".join(f"{x:.1f},{y:.1f}" for x, y in line)}"/>']
    parts += [dot(rps, cold.share_of(rps, DURATION_S)) for rps in RATES]
    names = ((1 / 3600, "1/h"), (0.01, "0.01/s"), (0.1, "0.1/s"), (1.0, "1/s"), (10.0, "10/s"), (100.0, "100/s"))
    parts += [text(place(rps, 1)[0], BOTTOM + 20, name) for rps, name in (*names, (1_000.0, "1,000/s"))]
    parts += [text(LEFT - 8, place(1, 10.0**-power)[1] + 5, f"{10.0 ** (2 - power):g} %", "end") for power in range(7)]
    parts.append(text((LEFT + RIGHT) / 2, TALL - 12, "requests a second; 200 ms each, idle environments kept 600 s"))
    parts.append(
        text(LEFT + 250, TOP + 12, "share of cold starts: line, the model; dots, a simulation; how far off", "start")
    )
    look = (
        "text{font:13px sans-serif;fill:#555}polyline{fill:none;stroke:#0072B2;stroke-width:2}"
        "circle{fill:#D55E00}.error{stroke:#D55E00;stroke-width:2}"
    )
    head = f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDE} {TALL}"><style>{look}</style>'
    return "\n".join([head, '<rect width="100%" height="100%" fill="white"/>', *parts, "</svg>"]) + "\n"


if __name__ == "__main__":
    PICTURE.write_text(drawn(), encoding="utf-8")
