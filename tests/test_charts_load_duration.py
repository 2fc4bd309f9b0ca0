"""The load under a hybrid's base: both parts are what is billed, told by words, marks and hatching."""

from __future__ import annotations

import re

import numpy as np
import pytest

import costmodel as cm
from costmodel.charts import load_duration_picture
from costmodel.options.hybrid import Hybrid
from tests.books import PATHS
from tests.test_charts import said, shout, words

UNEVEN = cm.TrafficProfile((2.0,) * 42 + (1.0,) * 84 + (0.0,) * 42)
"""A quarter of the week twice the mean, half of it the mean, a quarter nothing."""
UNDER = cm.Workload(cm.requests_per_month(50, per="second"), 100, 1769, traffic=UNEVEN)
"""100, 50 or no requests a second; one m6i.large carries 12 of them."""


def area(trace):
    """Of a closed or grounded outline. [request/s × h]"""
    x, y = np.asarray(trace.x), np.asarray(trace.y)
    if trace.fill == "tozeroy":
        x, y = np.append(x, [x[-1], x[0]]), np.append(y, [0, 0])
    return abs(np.dot(x, np.roll(y, 1)) - np.dot(y, np.roll(x, 1))) / 2


def pictured(size, fleet=None, say=str, load=UNDER):
    return load_duration_picture(load, Hybrid(fleet or cm.EC2Fleet("m6i.large"), cm.Lambda(), size), PATHS, say)


def test_the_base_is_drawn_under_its_edge_and_lambda_above_it_in_order_of_size():
    base, function, load = pictured(5).data

    assert (list(load.y[::2]), load.x[0], load.x[-1]) == ([100] * 42 + [50] * 84 + [0] * 42, 0, 168)
    assert area(base) == pytest.approx(42 * 60 + 84 * 50)
    assert area(function) == pytest.approx(42 * 40)
    assert max(function.x) == 42
    assert pictured(5).layout.shapes[0].y0 == pytest.approx(60)


@pytest.mark.parametrize("size", [0, 3, 5, 8, 9])
def test_both_areas_are_the_shares_of_the_bill(size):
    figure = pictured(size)
    found = {trace.name: area(trace) for trace in figure.data if trace.name != "load"}

    share = float(Hybrid(cm.EC2Fleet("m6i.large"), cm.Lambda(), size).spill(UNDER, PATHS).share)
    assert found.get("Lambda", 0) == pytest.approx(share * 168 * 50)
    assert sum(found.values()) == pytest.approx(168 * 50)


def test_the_parts_differ_by_hatching_and_marks_not_by_colour_alone():
    base, function, _ = pictured(5).data
    told, *names = words(pictured(5))

    assert (function.fillpattern.shape, base.fillpattern.shape) == ("/", None)
    assert told.startswith("■ 5 × m6i.large: up to 60 a second ● Lambda")
    assert names == ["● Lambda", "■ 5 × m6i.large"]


def test_words_say_what_the_base_carries_and_what_spills_over():
    assert words(pictured(5))[0] == "■ 5 × m6i.large: up to 60 a second ● Lambda: 20 % of requests in 42 of 168 h"


def test_a_base_of_tasks_one_that_carries_all_and_none_at_all():
    assert "10 × Fargate 1 vCPU, 2 GB: up to 60 a second" in said(pictured(10, cm.Fargate(1, 2)))
    assert "Lambda: nothing, the base carries all" in said(pictured(9))
    assert [trace.name for trace in pictured(9).data] == ["base", "load"]
    assert "×" not in said(pictured(0))
    assert "100 % of requests in 126 of 168 h" in said(pictured(0))
    assert not pictured(1_000).layout.shapes  # its edge is far above the picture


def test_the_load_of_a_base_speaks_the_readers_language():
    figure = pictured(5, say=shout)

    assert not re.search(r"[a-z]{2}", said(figure).replace("Lambda", "").replace("m6i.large", ""))


def test_the_load_under_a_base_is_asked_of_one_scenario():
    with pytest.raises(cm.InvalidQuestion, match="one scenario"):
        pictured(5, load=UNDER.vary(requests_per_month=np.array([1e6, 2e6])))
