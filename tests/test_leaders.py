"""Where the leader of many options changes, against looking at every volume."""

from __future__ import annotations

import numpy as np
import pytest

import costmodel as cm
from costmodel.curve import curve_points
from costmodel.leaders import leaders
from tests.books import PRICES as BOOK

LOAD = cm.Workload(10e6, 120, 512)

OPTIONS = (cm.Lambda(), cm.EC2Fleet("m6i.large"), cm.EC2Fleet("t3.medium", count=2), cm.EC2Fleet("t3.medium", count=1))


def found(options=OPTIONS):
    points = curve_points(LOAD, options, BOOK, 1e5, 1e9)
    curve = cm.compare(LOAD.vary(requests_per_month=points), options, BOOK)
    return leaders(curve, options, BOOK)


def test_the_leader_is_the_cheapest_of_all_on_both_sides_of_every_change():
    changes = found()

    assert len(changes) >= 2
    for change in changes:
        for near, name in ((1 - 1e-6, change.before), (1 + 1e-6, change.after)):
            assert cm.compare(LOAD.vary(requests_per_month=change.at * near), OPTIONS, BOOK).cheapest == name


def test_between_changes_nobody_else_leads():
    changes = found()
    edges = [1e5, *(change.at for change in changes), 1e9]
    leads = [changes[0].before, *(change.after for change in changes)]

    for name, low, high in zip(leads, edges, edges[1:], strict=False):
        many = np.geomspace(low * (1 + 1e-6), high * (1 - 1e-6), 500)
        best = cm.compare(LOAD.vary(requests_per_month=many), OPTIONS, BOOK).cheapest
        assert set(np.asarray(best)) == {name}


def test_of_two_options_they_are_the_crossings():
    two = OPTIONS[:2]

    exact = cm.crossings(LOAD, *two, BOOK, low=1e5, high=1e9)

    assert [(one.before, one.after) for one in found(two)] == [(one.before, one.after) for one in exact]
    assert [one.at for one in found(two)] == pytest.approx([one.at for one in exact], rel=1e-6)
