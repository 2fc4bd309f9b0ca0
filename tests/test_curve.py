"""Points that draw a staircase truly."""

from __future__ import annotations

import numpy as np
import pytest

import costmodel as cm
from costmodel.curve import DRAWN_STEPS, SMOOTH_POINTS, curve_points

API = cm.Workload(1e7, 120, 512)


def drawn(fleet, prices, low=1e6, high=1e9, workload=API):
    points = curve_points(workload, [cm.Lambda(), fleet], prices, low, high)
    return points, cm.bill(fleet, workload.vary(requests_per_month=points), prices).total


def test_points_rise_and_cover_the_range_and_stay_few(prices):
    points, _ = drawn(cm.EC2Fleet("m6i.large"), prices)

    assert (np.diff(points) > 0).all()
    assert points[[0, -1]] == pytest.approx([1e6, 1e9])
    assert len(points) <= SMOOTH_POINTS + 4 * DRAWN_STEPS < 500


def test_every_early_riser_is_upright(prices):
    points, cost = drawn(cm.EC2Fleet("m6i.large"), prices)

    rises = np.flatnonzero(np.diff(cost) > 0)

    widths = points[rises + 1] / points[rises] - 1
    assert len(rises) >= 5
    assert (widths[:5] < 1e-8).all()


def test_a_fleet_of_very_many_sizes_still_shows_its_first_steps(prices):
    heavy = cm.Workload(1e7, 900_000, 10_240)

    points, cost = drawn(cm.EC2Fleet("m6i.large"), prices, 1, 1e11, heavy)

    assert len(points) < 500
    assert (np.diff(cost) >= 0).all()
