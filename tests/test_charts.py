"""The chart nobody forgets."""

from __future__ import annotations

import numpy as np
import pytest

import costmodel as cm
from costmodel.charts import STYLES, cost_curve
from costmodel.curve import curve_points


def chart(prices, fleet, requests=10e6, low=1e6, high=1e9, say=str):
    here, options = cm.Workload(requests, 120, 512), [cm.Lambda(), fleet]
    points = curve_points(here, options, prices, low, high)
    found = cm.crossings(here, options[0], options[1], prices, low=low, high=high)
    many = cm.compare(here.vary(requests_per_month=points), options, prices)
    return cost_curve(many, cm.compare(here, options, prices), found, say), found


def traces(figure, name):
    return [trace for trace in figure.data if trace.name == name]


def test_every_crossing_is_marked_where_it_lies(prices):
    figure, found = chart(prices, cm.EC2Fleet("m6i.large"))

    marked = [at for words in ("costs meet", "a step or a limit") for at in traces(figure, words)[0].x]

    assert len(found) >= 3
    assert sorted(marked) == pytest.approx([crossing.at for crossing in found])


def test_you_are_here_on_every_curve(prices):
    figure, _ = chart(prices, cm.EC2Fleet("m6i.large"))

    marks = [trace for trace in figure.data if trace.mode == "markers+text"]

    assert [mark.x[0] for mark in marks] == [10e6, 10e6]
    assert [mark.y[0] for mark in marks] == pytest.approx([2 + 600_000 * 0.0000166667, 720 * 0.096], rel=1e-12)
    assert "$69.12" in marks[1].text[0]


def test_options_differ_by_more_than_colour(prices):
    figure, _ = chart(prices, cm.EC2Fleet("m6i.large"))

    marks = [trace for trace in figure.data if trace.mode == "markers+text"]

    assert len({mark.marker.symbol for mark in marks}) == 2
    assert all(name in mark.text[0] for name, mark in zip(("Lambda", "EC2 m6i.large"), marks, strict=True))
    assert len({symbol for _, symbol in STYLES}) == len(STYLES)


def test_what_cannot_serve_the_load_is_drawn_apart(prices):
    figure, _ = chart(prices, cm.EC2Fleet("m6i.large", count=2))

    works = np.asarray(traces(figure, "EC2 2 × m6i.large")[0].y, dtype=float)
    missing = np.asarray(traces(figure, "cannot serve this load")[0].y, dtype=float)

    assert np.isnan(works).any()
    assert (np.isnan(works) != np.isnan(missing)).all()


def test_bands_name_the_cheaper_option_in_the_readers_language(prices):
    figure, _ = chart(prices, cm.EC2Fleet("m6i.large"), say=lambda text: text.replace("cheaper", "安い"))

    words = {note.text for note in figure.layout.annotations}

    assert {"Lambda 安い", "EC2 m6i.large 安い"} <= words


def test_it_is_light_enough_to_redraw_while_typing(prices):
    figure, _ = chart(prices, cm.EC2Fleet("m6i.large"))

    assert {trace.type for trace in figure.data} == {"scatter"}
    assert all(len(trace.x) <= 500 for trace in figure.data)
