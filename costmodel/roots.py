"""Where many functions pass zero, all at once."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Callable

NEAR = 5e-14
"""Places this close are the same: halving has ended."""


def roots(
    function: Callable[[np.ndarray, np.ndarray], np.ndarray],
    low: float,
    high: float,
    values: tuple[np.ndarray, np.ndarray],
) -> np.ndarray:
    """Where each of many functions passes zero between ``low`` and ``high``, to `NEAR`.

    ``function`` takes places and which functions they are for; ``values`` are those of all functions at the two
    ends, of opposite signs.

    Halves the range, or follows a curve through the last three points where that is safe: T. R. Chandrupatla, "A new
    hybrid quadratic/bisection algorithm", Advances in Engineering Software 28 (1997). ``b`` is the newest point,
    ``a`` the one beyond zero, ``c`` the one before.

    >>> squares = np.array([4.0, 9.0])
    >>> roots(lambda x, which: x**2 - squares[which], 0, 10, (0 - squares, 100 - squares)).round(12).tolist()
    [2.0, 3.0]
    """
    fa, fb = values
    a, b, step = np.full(fa.shape, float(low)), np.full(fa.shape, float(high)), np.full(fa.shape, 0.5)
    found, which = np.empty(fa.shape), np.arange(fa.size)
    while which.size:
        new = b + step * (a - b)
        fnew = function(new, which)
        same = (fnew > 0) == (fb > 0)
        c, fc = np.where(same, b, a), np.where(same, fb, fa)
        a, fa = np.where(same, a, b), np.where(same, fa, fb)
        b, fb = new, fnew
        found[which] = np.where(np.abs(fa) < np.abs(fb), a, b)
        going = (np.abs(a - b) > 2 * NEAR) & (fb != 0)
        which, a, b, c, fa, fb, fc = (one[going] for one in (which, a, b, c, fa, fb, fc))
        edge = NEAR / np.abs(a - b)
        step = np.clip(_curve((a, fa), (b, fb), (c, fc)), edge, 1 - edge)
    return found


Point = tuple[np.ndarray, np.ndarray]
"""Places, and the values there."""


def _curve(beyond: Point, newest: Point, before: Point) -> np.ndarray:
    """The next step from the newest point, as a share: by inverse quadratic interpolation where safe, else half."""
    (a, fa), (b, fb), (c, fc) = beyond, newest, before
    with np.errstate(divide="ignore", invalid="ignore"):
        xi, phi = (b - a) / (c - a), (fb - fa) / (fc - fa)
        curve = fb / (fa - fb) * fc / (fa - fc) + (c - b) / (a - b) * fb / (fc - fb) * fa / (fc - fa)
    return np.where((phi**2 < xi) & ((1 - phi) ** 2 < 1 - xi), curve, 0.5)
