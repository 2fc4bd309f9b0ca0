"""Erlang's chance that all servers are busy, by recursion: no factorials, no loops over scenarios."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from costmodel.rates import Num

FORGOTTEN = 40
"""The recursion starts where its start counts for less than exp(-40), 4e-18, of the answer: below rounding."""

BEYOND = 750
"""Natural logarithm of a number too large for a float."""


def inverse_b(servers: Num, load: Num) -> np.ndarray:
    """1/B by 1/B(k) = 1 + (k/a) / B(k-1), from shortly before it matters up to k = servers. [1]

    Started with 1/B(m) = 1 instead of at zero, the recursion leaves out the states with fewer than m busy servers,
    and nothing else: with X a Poisson number of mean a, 1/B is too small by the share P(X < m) / P(X <= c).
    Moving up every state below m by n = t - m + 1 states, t the smaller of c and a, multiplies its chance by at
    least (a/m) ... (a/t), so the share is at most (m/a) ... (t/a) <= exp(-((a-m) + ... + (a-t))/a), that is
    exp(-n (d + (n-1)/2) / a) with d = a - t. `_steps` takes the n that makes it exp(-FORGOTTEN).
    """
    shape = np.broadcast_shapes(np.shape(servers), np.shape(load))
    last, a = (np.broadcast_to(np.asarray(one, dtype=np.float64), shape).ravel() for one in (servers, load))
    steps = _steps(last, a)
    order = np.argsort(steps)  # all arrive together, so those still to start are always the first ones
    k, a, steps = (last - np.maximum(steps, 0))[order], a[order], steps[order]
    inverse = np.where(steps < 0, np.inf, 1.0)
    most = int(steps[-1]) if steps.size else 0
    with np.errstate(over="ignore", divide="ignore"):
        for start in np.searchsorted(steps, np.arange(most, 0, -1)).tolist():
            now, busy = inverse[start:], k[start:]
            busy += 1
            now *= busy
            now /= a[start:]
            now += 1
    found = np.empty_like(inverse)
    found[order] = inverse
    return found.reshape(shape)


def _steps(servers: np.ndarray, load: np.ndarray) -> np.ndarray:
    """Steps that the recursion needs, see `inverse_b`; -1 where 1/B is too large for a float."""
    top = np.minimum(servers, np.floor(load))
    half = load - top - 0.5
    back = np.ceil(np.sqrt(half**2 + 2 * FORGOTTEN * load) - half)
    # Beyond the load, 1/B is at least the product of k/a over the servers k, and log(k/a) >= (k - a)/c.
    vast = np.maximum(servers - load, 0) ** 2 > 2 * BEYOND * servers
    return np.where(vast | ((load == 0) & (servers > 0)), -1, servers - np.maximum(top - back, 0))
