"""The pictures of ranges: bars, bands and ends are what the model says, and words say what they mean."""

from __future__ import annotations

import re
from math import nan

import costmodel as cm
from costmodel.charts import probability_picture, tornado_picture
from costmodel.charts.strips import BAR, strips
from costmodel.charts.style import STYLES
from costmodel.distributions import Between
from costmodel.sensitivity import Effect, Tornado, tornado
from costmodel.uncertainty import outcomes
from tests.test_charts import said, shout, traces, words

API = cm.Workload(50e6, 120, 512, cpu_ms=20)

FUNCTION, FLEET = cm.Lambda(), cm.EC2Fleet("m6i.large", count=1)

UNSURE = {"requests_per_month": Between(1e6, 50e6, 400e6), "cpu_ms": Between(5, 20, 50)}

NAMES = {"requests_per_month": "Requests", "cpu_ms": "CPU time"}


def plain(figure):
    """All words on one line, with plain spaces."""
    return re.sub(r"\s+", " ", said(figure))


def chances(prices, options=(FUNCTION, FLEET), ranges=UNSURE, say=str):
    found = outcomes(API, list(options), prices, ranges, samples=1024)
    return found, probability_picture(found, say)


def moved(*effects, base=10.0, against="B", cheapest="A"):
    return Tornado("A", against, base, cheapest, effects)


def effect(at_low, at_high, cheapest_at_low="A", cheapest_at_high="A", name="cpu_ms"):
    return Effect(name, 5, 50, at_low, at_high, cheapest_at_low, cheapest_at_high)


# --- probability -------------------------------------------------------------------------------------


def test_a_bar_is_how_often_an_option_is_the_cheapest(prices):
    found, figure = chances(prices)

    bars = {trace.name: trace.x[0] for trace in figure.data if trace.type == "bar"}
    assert {name: bars[name] for name in found.probability} == dict(found.probability)
    assert all(0 < share < 1 for share in found.probability.values())
    assert list(figure.layout.xaxis.range) == [0, 1]


def test_a_band_reaches_from_5_to_95_per_cent_with_the_median_marked(prices):
    found, figure = chances(prices)

    for place, name in enumerate(found.totals):
        _, band, dot = traces(figure, name)
        low, median, high = found.quantiles(name)
        assert (list(band.x), list(dot.x)) == ([low, high], [median])
        assert (band.xaxis, dot.xaxis) == ("x2", "x2")
        assert dot.marker.symbol == STYLES[place][1]


def test_numbers_of_bars_and_bands_stand_in_words(prices):
    found, figure = chances(prices)

    low, median, high = found.quantiles("Lambda")
    assert f"Lambda is the cheapest in {found.probability['Lambda']:.0%}".replace("%", " %") in plain(figure)
    assert f"Lambda: ${low:,.2f} to ${high:,.2f} a month, half of the cases at most ${median:,.2f}." in plain(figure)


def test_cases_in_which_an_option_fails_are_told_and_those_in_which_all_fail_have_a_bar(prices):
    found, figure = chances(prices, [FLEET])

    assert 0 < found.none_works == found.infeasible[FLEET.name] < 1
    [bar] = [trace for trace in traces(figure, "") if trace.type == "bar"]
    assert bar.x[0] == found.none_works
    assert bar.marker.pattern.shape
    share = f"{found.none_works:.0%}".replace("%", " %")
    assert f"In {share} of the cases none works." in plain(figure)
    assert f"It cannot serve {share} of the cases; they are left out." in plain(figure)


def test_an_option_that_never_works_has_words_and_no_band(prices):
    _, figure = chances(prices, [FUNCTION, FLEET], {"requests_per_month": Between(5e9, 6e9, 7e9)})

    assert [trace.type for trace in traces(figure, FLEET.name)] == ["bar"]
    assert f"{FLEET.name} cannot serve any of the cases." in plain(figure)


def test_every_word_of_probability_can_be_translated(prices):
    _, figure = chances(prices, say=shout)

    assert "IS THE CHEAPEST IN" in plain(figure)
    assert "HALF OF THE CASES AT MOST" in plain(figure)
    assert figure.layout.xaxis.title.text.isupper()
    assert figure.layout.xaxis2.title.text.isupper()


# --- tornado -----------------------------------------------------------------------------------------


def ends(figure, name="cpu_ms"):
    """Answers at both ends of an input and their marks."""
    [dots] = [trace for trace in traces(figure, name) if trace.mode == "markers"]
    return dict(zip(dots.marker.symbol, dots.x, strict=True))


def drawn(figure, name="cpu_ms"):
    """What the bar of an input reaches over."""
    [bar] = [trace for trace in traces(figure, name) if trace.mode == "lines"]
    return list(bar.x)


def test_every_input_has_a_bar_from_low_to_high_and_the_widest_is_on_top(prices):
    found = tornado(API, [FUNCTION, FLEET], prices, UNSURE, total_of="Lambda")
    figure = tornado_picture(found, NAMES)

    bars = [trace for trace in figure.data if trace.mode == "lines"]
    assert [trace.name for trace in bars] == [one.input for one in found.effects] == ["requests_per_month", "cpu_ms"]
    assert [list(trace.x) for trace in bars] == [[one.at_low, one.at_high] for one in found.effects]
    assert bars[0].y[0] < bars[1].y[0] < figure.layout.yaxis.range[0]
    assert figure.layout.yaxis.range[1] == 0
    assert {shape.x0 for shape in figure.layout.shapes} == {found.base}


def test_names_are_the_readers_and_values_stand_outside_the_ends():
    figure = tornado_picture(moved(effect(30, -20), effect(1, 12, name="other")), NAMES)

    assert {"CPU time", "other"} <= set(words(figure))
    notes = {(note.text, note.x): note for note in figure.layout.annotations}
    assert (notes["5", 30].xanchor, notes["50", -20].xanchor) == ("left", "right")
    assert (notes["5", 1].xanchor, notes["50", 12].xanchor) == ("right", "left")
    low, high = figure.layout.xaxis.range
    assert low < -20
    assert high > 30


def test_low_and_high_differ_without_colour():
    assert ends(tornado_picture(moved(effect(30, -20)), NAMES)) == {"circle-open": 30, "circle": -20}


def test_words_say_at_which_end_another_option_is_the_cheapest():
    figure = tornado_picture(moved(effect(12, -20, cheapest_at_high="B"), effect(9, 11, name="other")), NAMES)

    assert "CPU time At 50, B is the cheapest." in plain(figure)
    assert plain(figure).count("is the cheapest") == 1


def test_an_end_without_an_answer_has_words_and_the_bar_ends_at_the_base():
    figure = tornado_picture(moved(effect(14, nan), effect(nan, 8, name="other")), NAMES)

    assert (drawn(figure), ends(figure)) == ([14, 10], {"circle-open": 14})
    assert (drawn(figure, "other"), ends(figure, "other")) == ([8, 10], {"circle": 8})
    assert "At 50, A or B cannot serve this load." in plain(figure)
    assert [note.xanchor for note in figure.layout.annotations if note.text in ("5", "50")] == ["left", "right"]


def test_where_nothing_works_anywhere_words_are_all_there_is():
    figure = tornado_picture(moved(effect(nan, nan, None, None), base=nan, cheapest=None, against=""), NAMES)

    assert drawn(figure) == []
    assert not figure.layout.shapes
    assert "At 5, none works. At 50, none works." in plain(figure)


def test_one_bill_is_called_a_cost_and_a_difference_a_saving():
    assert "What A saves against B when" in plain(tornado_picture(moved(effect(1, 2)), NAMES))
    assert "What A costs when" in plain(tornado_picture(moved(effect(1, 2), against=""), NAMES))


def test_every_word_of_a_tornado_can_be_translated():
    figure = tornado_picture(moved(effect(12, nan, cheapest_at_high="B")), NAMES, shout)

    assert "WITH EVERY NUMBER AT ITS MEDIAN" in plain(figure)
    assert "IS THE CHEAPEST." in plain(figure)
    assert "CANNOT SERVE THIS LOAD." in plain(figure)
    assert figure.layout.xaxis.title.text == "USD A MONTH"


# --- strips ------------------------------------------------------------------------------------------


def test_strips_and_their_words_do_not_overlap():
    found = strips(["short", "a name that is so long that it needs three rows on the screen of a phone", "one<br>two"])

    assert [text.count("<br>") for text in found.words] == [0, 2, 1]
    for top, middle, below in zip(found.tops, found.middles, (*found.tops[1:], found.tall), strict=True):
        assert top < middle - BAR / 2 < middle + BAR / 2 < below
