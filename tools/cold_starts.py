"""Write the table of cold starts that the model interpolates. ``python -m tools.cold_starts``.

Everything is in units of the idle lifetime: ``x`` arrivals in one lifetime, ``y`` durations over it. The exact model is
in ``docs/cold-starts.md``; it is inverted from its Laplace transform by the fixed Talbot method of Abate and Valkó
(https://doi.org/10.1002/nme.995).
"""

from __future__ import annotations

import math
from pathlib import Path

import numpy as np

ROOT = Path(__file__).parents[1]

TABLE = ROOT / "costmodel" / "options" / "cold_starts.npz"

NODES = 20
"""On the contour: about twelve digits. [1]"""

LARGEST = 1_000.0
"""Busy environments up to which the model is solved; beyond, what stands beside the mean grows with its root. [1]"""

X = np.concatenate(
    [
        np.geomspace(1e-4, 0.3, 28)[:-1],
        np.geomspace(0.3, 20, 44)[:-1],
        np.geomspace(20, 3e4, 64)[:-1],
        np.geomspace(3e4, 1e12, 60),
    ],
)
"""Arrivals in one idle lifetime: closest where the share of cold starts falls fastest. [1]"""

Y = np.geomspace(2.5e-7, 20, 92)
"""Duration over idle lifetime: 1 ms over an hour to 15 minutes over less than one. [1]"""


def exact(x: np.ndarray, y: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Cold starts in one idle lifetime, and environments alive, where x × y is not above `LARGEST`."""
    order = np.argsort(x * y)[::-1]
    rate, busy, back = x[order], (x * y)[order], np.argsort(order)
    stop = np.ceil(busy + 12 * np.sqrt(busy) + 60).astype(int)
    nodes, weights = _talbot()
    waits = np.zeros((len(rate), NODES), complex)
    ends, stays = np.zeros(len(rate)), np.zeros(len(rate))
    for n in range(int(stop[0]) + 1):
        here = slice(0, int(np.searchsorted(-stop, -n, side="right")))
        down = (
            n * (rate[here] / busy[here])[:, None] * waits[here] + nodes
        )  # n × what one environment ends in a lifetime
        waits[here] = down / (rate[here][:, None] + down)
        share = np.exp(n * np.log(busy[here]) - busy[here] - math.lgamma(n + 1)) * rate[here]
        over = waits[here] / nodes
        ends[here] += share * (over * weights).real.sum(axis=1)
        stays[here] += share * (over / nodes * weights).real.sum(axis=1)
    return ends[back], (busy + stays)[back]


def table(x: np.ndarray = X, y: np.ndarray = Y) -> tuple[np.ndarray, np.ndarray]:
    """The same over the grid of all x and y, and beyond `LARGEST` too."""
    across, down = np.meshgrid(x, y, indexing="ij")
    solved = np.minimum(across, LARGEST / down)
    starts, alive = exact(solved.ravel(), np.broadcast_to(down, solved.shape).ravel())
    root, busy = np.sqrt(across / solved), solved * down
    idle = alive.reshape(solved.shape) - busy
    return starts.reshape(solved.shape) * root, across * down + idle * root


def _talbot() -> tuple[np.ndarray, np.ndarray]:
    """Where to take a transform, and with what weights, to have its original at time 1."""
    scale, angle = 2 * NODES / 5, np.arange(1, NODES) * np.pi / NODES
    slope = 1 / np.tan(angle)
    nodes = scale * angle * (slope + 1j)
    weights = np.exp(nodes) * (1 + 1j * (angle + (angle * slope - 1) * slope))
    first = 0.5 * np.exp(scale)
    return np.append(scale + 0j, nodes), np.append(first + 0j, weights) * scale / NODES


def main() -> None:
    """Write the table."""
    starts, alive = table()
    np.savez_compressed(TABLE, x=X, y=Y, starts=starts.astype(np.float32), alive=alive.astype(np.float32))


if __name__ == "__main__":
    main()
