from __future__ import annotations

import numpy as np
import pytest

from costmodel.roots import roots


def solved(function, low, high, many):
    which = np.arange(many)
    return roots(function, low, high, tuple(function(np.full(many, end), which) for end in (low, high)))


def test_many_powers_are_solved_at_once():
    powers = np.arange(1, 30)

    found = solved(lambda x, which: x ** powers[which] - 2, 0.5, 3, 29)

    assert found == pytest.approx(2 ** (1 / powers), rel=1e-13)


@pytest.mark.parametrize("sign", [1, -1])
def test_a_jump_is_found_by_halving(sign):
    places = np.array([-3.1, 0.2, 7.77])

    assert solved(lambda x, which: sign * np.where(x > places[which], 1.0, -1.0), -10, 10, 3) == pytest.approx(
        places, abs=2e-13
    )


def test_a_smooth_function_takes_few_looks():
    looks = []

    def function(x: np.ndarray, _: np.ndarray) -> np.ndarray:
        looks.append(x.size)
        return np.asarray(np.exp(x) - 3)

    assert solved(function, -5, 5, 1) == pytest.approx([np.log(3)], rel=1e-13)
    assert len(looks) < 20


def test_what_is_solved_is_not_looked_at_again():
    sizes = []

    def function(x: np.ndarray, which: np.ndarray) -> np.ndarray:
        sizes.append(x.size)
        return np.where(which == 0, x, np.sign(x - np.pi))

    solved(function, -4, 4, 2)

    assert sizes[-1] == 1


def test_nothing_to_solve_is_no_work():
    assert roots(lambda x, _: x, 0, 1, (np.empty(0), np.empty(0))).shape == (0,)
