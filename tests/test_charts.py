"""The pictures: what is drawn is what the model says, in the reader's language, and never by colour alone."""

from __future__ import annotations

import re
from dataclasses import replace

import numpy as np
import pytest

import costmodel as cm
from costmodel.base_load import best_base
from costmodel.best_memory import best_memory
from costmodel.charts import (
    bases_picture,
    candidates_picture,
    cost_curve,
    growth_picture,
    inked,
    memory_picture,
    week_picture,
    winners_map,
)
from costmodel.charts.labels import Frame, Label, place
from costmodel.charts.region import heart
from costmodel.charts.style import GLYPHS, INK, STYLES, ticks, width, wrapped
from costmodel.curve import curve_points
from costmodel.display import money
from costmodel.growth import Growth
from costmodel.memory_curve import TwoPartDuration
from costmodel.options.staffing import Staff
from costmodel.payback import People
from costmodel.pick import pick
from costmodel.projection import project
from costmodel.shapes import shape
from costmodel.winners import winners
from tests.books import PATHS, PRICES

OFFICE = shape("office_hours")

GROUNDS = ("#FFFFFF", "#0E1117")
"""Light and dark, as in `.streamlit/config.toml`."""


def shout(text):
    """A language in which every English word is a capital one; placeholders and tags stay."""
    return re.sub(r"(\{\w*\}|<[^>]*>)|([^{<]+)", lambda found: found[1] or found[2].upper(), text)


def traces(figure, name):
    return [trace for trace in figure.data if trace.name == name]


def words(figure):
    """Everything written on the picture, without tags, on one line each."""
    plain = (re.sub(r"<[^>]*>", "", note.text.replace("<br>", " ")) for note in figure.layout.annotations)
    return [" ".join(text.replace("\N{NO-BREAK SPACE}", " ").split()) for text in plain]


def said(figure):
    return " | ".join(words(figure))


# --- cost against volume -----------------------------------------------------------------------------


def chart(prices, fleet, requests=10e6, low=1e6, high=1e9, say=str):
    here, options = cm.Workload(requests, 120, 512), [cm.Lambda(), fleet]
    points = curve_points(here, options, prices, low, high)
    found = cm.crossings(here, options[0], options[1], prices, low=low, high=high)
    many = cm.compare(here.vary(requests_per_month=points), options, prices)
    return cost_curve(many, cm.compare(here, options, prices), found, say), found


def marks(figure):
    """The marks at the reader's volume."""
    return [trace for trace in figure.data if trace.mode == "markers" and trace.name not in MEANINGS]


MEANINGS = ("costs meet", "a step or a limit")


def test_every_crossing_is_marked_where_it_lies(prices):
    figure, found = chart(prices, cm.EC2Fleet("m6i.large"))

    marked = [at for meaning in MEANINGS for at in traces(figure, meaning)[0].x]

    assert len(found) >= 3
    assert sorted(marked) == pytest.approx([crossing.at for crossing in found])
    for meets in [crossing for crossing in found if crossing.kind == "meets"]:
        [cost] = [y for x, y in zip(*drawn_at(figure, "costs meet"), strict=True) if x == meets.at]
        lambda_costs = 0.0000002 * meets.at + 0.06 * meets.at * 0.0000166667
        assert cost == pytest.approx(lambda_costs, rel=0.02)


def drawn_at(figure, meaning):
    [trace] = traces(figure, meaning)
    return trace.x, trace.y


def test_you_are_here_on_every_curve(prices):
    figure, _ = chart(prices, cm.EC2Fleet("m6i.large"))

    assert [mark.x[0] for mark in marks(figure)] == [10e6, 10e6]
    assert [mark.y[0] for mark in marks(figure)] == pytest.approx([2 + 600_000 * 0.0000166667, 720 * 0.096], rel=1e-12)
    assert "● Lambda $12.00" in words(figure)
    assert "■ EC2 m6i.large $69.12" in words(figure)


def test_options_differ_by_more_than_colour(prices):
    figure, _ = chart(prices, cm.EC2Fleet("m6i.large"))

    assert [mark.marker.symbol for mark in marks(figure)] == ["circle", "square"]
    assert len({symbol for _, symbol in STYLES}) == len(STYLES)
    assert len(set(GLYPHS.values())) == len(STYLES)


def test_what_cannot_serve_the_load_is_drawn_apart(prices):
    figure, _ = chart(prices, cm.EC2Fleet("m6i.large", count=2))

    works = np.asarray(traces(figure, "EC2 2 × m6i.large")[0].y, dtype=float)
    missing = np.asarray(traces(figure, "cannot serve this load")[0].y, dtype=float)

    assert np.isnan(works).any()
    assert (np.isnan(works) != np.isnan(missing)).all()


def test_bands_name_the_cheaper_option_in_the_readers_language(prices):
    figure, _ = chart(prices, cm.EC2Fleet("m6i.large"), say=lambda text: text.replace("cheaper", "安い"))

    assert {"● Lambda 安い", "■ EC2 m6i.large 安い"} <= set(words(figure))


@pytest.mark.parametrize("requests", [1e6, 10e6, 60e6, 500e6])
def test_the_dearer_price_stands_above_and_the_cheaper_below(prices, requests):
    figure, _ = chart(prices, cm.EC2Fleet("m6i.large"), requests, requests / 12, requests * 90)

    prices_told = sorted((note for note in figure.layout.annotations if "$" in note.text), key=lambda note: note.y)

    assert [note.ay > 0 for note in prices_told] == [True, False]


@pytest.mark.parametrize("requests", [2e6, 10e6, 57e6, 300e6])
def test_prices_never_lie_on_a_curve_on_a_phone(prices, requests):
    figure, _ = chart(prices, cm.EC2Fleet("m6i.large"), requests)
    frame = Frame(figure.layout.xaxis.range, figure.layout.yaxis.range, 350)
    curves = [trace for trace in figure.data if trace.mode == "lines"]
    points = np.concatenate([frame.trail(np.log10(trace.x), np.log10(trace.y)) for trace in curves])

    for note in figure.layout.annotations:
        if "$" in note.text:
            [mark] = frame.pixels(np.array([note.x]), np.array([note.y]))
            x, y = mark[0] + note.ax, mark[1] + note.ay
            left = x - {"left": 0, "right": width(note.text), "center": width(note.text) / 2}[note.xanchor]
            top = y - {"top": 0, "bottom": 36, "middle": 18}[note.yanchor]
            inside = (points > [left, top]).all(axis=1) & (points < [left + width(note.text), top + 36]).all(axis=1)
            assert not inside.any(), note.text


# --- a week ------------------------------------------------------------------------------------------


def week(prices, *options, traffic=OFFICE, requests=300e6, say=str):
    workload = cm.Workload(requests, 120, 512, traffic=traffic)
    return week_picture(workload, options, prices, say), workload


def hours(trace):
    """The 168 values of a line, without the doubled ends."""
    assert trace.x[1:-1] == pytest.approx(np.arange(168) + 0.5)
    return np.asarray(trace.y)[1:-1]


def test_a_week_shows_the_load_of_every_hour(prices):
    figure, workload = week(prices, cm.Lambda())

    drawn = hours(traces(figure, "Requests a second")[0])

    assert drawn == pytest.approx(np.array(OFFICE.levels) * workload.mean_rps)
    assert drawn[9] == max(drawn)
    assert "Mon 09:00" in words(figure)


def test_a_week_shows_the_busiest_moments_where_they_differ(prices):
    bursty = shape("office_hours", within_hour=2)
    figure, workload = week(prices, cm.Lambda(), traffic=bursty)

    thin = hours(traces(figure, "busiest moments of the hour")[0])

    assert max(thin) == pytest.approx(workload.peak_rps)
    assert "2 times the mean of their hour" in said(figure)
    assert not traces(week(prices, cm.Lambda())[0], "busiest moments of the hour")


def test_a_week_shows_the_instances_that_are_billed(prices):
    fleet = cm.EC2Fleet("m7g.large", scaling=cm.AutoScaling(), minimum=2)
    figure, workload = week(prices, cm.RequestPath(fleet))

    drawn = hours(traces(figure, "EC2 m7g.large")[0])

    assert tuple(drawn) == Staff(fleet, workload, prices).by_hour()
    assert drawn.min() == 2 < drawn.max()
    assert {trace.line.shape for trace in figure.data} == {"hvh"}
    assert f"2 to {drawn.max():g}, CPU decides" in said(figure)


def test_a_week_shows_lambdas_concurrency_with_its_peak(prices):
    bursty = shape("office_hours", within_hour=2)
    figure, workload = week(prices, cm.Lambda(), traffic=bursty)

    drawn = hours(traces(figure, "Lambda")[0])

    assert max(drawn) == pytest.approx(workload.peak_concurrency)


def test_a_week_shows_what_is_committed_and_what_is_provisioned(prices):
    bought = cm.Commitment(instances=3)
    fleet = cm.EC2Fleet("m7g.large", scaling=cm.AutoScaling(), commitment=bought)
    figure, _ = week(prices, fleet, cm.Lambda(provisioned_concurrency=7))

    for name, level in (("dashed: 3 committed", 3), ("dashed: 7 provisioned", 7)):
        [dashed] = traces(figure, name)
        assert list(dashed.y) == pytest.approx([level] * 170)
        assert dashed.line.dash == "dash"
        assert name in said(figure)


@pytest.mark.parametrize(
    ("settings", "expected"),
    [
        ({}, "CPU decides"),
        ({"request_memory_mb": 7000}, "Memory decides"),
        ({"count": 40}, "CPU runs out first"),
        ({"minimum": 90}, "the minimum of 90 decides"),
        ({"scaling": cm.AutoScaling(maximum=2)}, "the maximum of 2 holds it"),
    ],
)
def test_a_week_says_what_decides_the_size_of_a_fleet(prices, settings, expected):
    figure, _ = week(prices, cm.EC2Fleet("m7g.large", **settings))

    assert expected in said(figure)


def test_a_week_says_when_the_zones_decide(prices):
    figure, _ = week(prices, cm.EC2Fleet("m7g.large", zones=3), requests=1e6)

    assert "3 in every hour, one instance in each of 3 zones" in said(figure)


def test_two_fleets_or_two_functions_share_a_panel_and_keep_their_names(prices):
    fleets, _ = week(prices, cm.EC2Fleet("m7g.large"), cm.EC2Fleet("c7g.large", count=3))
    functions, _ = week(prices, cm.Lambda(), cm.Lambda(architecture="arm64", name="arm"))

    assert {trace.yaxis for trace in fleets.data} == {"y", "y2"} == {trace.yaxis for trace in functions.data}
    assert [trace.line.color for trace in fleets.data[1:]] == [color for color, _ in STYLES[:2]]
    assert "● EC2 m7g.large: " in said(fleets)
    assert "■ EC2 3 × c7g.large: 3 in every hour" in said(fleets)
    assert "● Lambda: " in said(functions)
    assert "■ arm: " in said(functions)
    assert traces(functions, "Lambda")[0].line.width > traces(functions, "arm")[0].line.width


def test_a_constant_week_names_no_busiest_hour(prices):
    figure, _ = week(prices, cm.Lambda(), traffic=shape("constant"), requests=2_592_000)

    assert "1 in every hour" in said(figure)
    assert not any(re.search(r"\d\d:00", text) for text in words(figure))


def test_one_busiest_hour_is_told_from_several(prices):
    spike, _ = week(prices, cm.Lambda(), traffic=shape("spike", hour=34))
    office, _ = week(prices, cm.Lambda())

    assert "in the busiest hour, Tue 10:00" in said(spike)
    assert "in the busiest hours, Mon 09:00 and 44 others" in said(office)


def test_a_week_speaks_the_readers_language(prices):
    fleet = cm.EC2Fleet("m7g.large", scaling=cm.AutoScaling())
    figure, _ = week(prices, cm.Lambda(), fleet, say=shout)

    assert list(figure.layout.xaxis.ticktext) == ["MON", "TUE", "WED", "THU", "FRI", "SAT", "SUN"]
    assert figure.data[0].customdata[35] == "TUE 10:00"
    assert not re.search(r"[a-z]{2}", said(figure).replace("Lambda", "").replace("m7g.large", ""))


def test_a_week_is_asked_of_one_scenario(prices):
    many = cm.Workload(np.array([1e6, 2e6]), 120, 512)

    with pytest.raises(cm.InvalidQuestion, match="one scenario"):
        week_picture(many, [cm.Lambda()], prices)


# --- bases of a hybrid -------------------------------------------------------------------------------


def bases(requests=600e6):
    load = cm.Workload(requests, 120, 512, traffic=shape("day_and_night"))
    return best_base(load, cm.EC2Fleet("m6i.large", minimum=2), cm.Lambda(), PRICES)


def test_every_base_stands_at_its_cost_and_the_best_is_marked():
    best = bases()

    curve, mark, pure = bases_picture(best).data

    assert tuple(zip(curve.x, curve.y, strict=True)) == best.costs
    assert (mark.x, mark.y) == ((best.hybrid.instances,), (best.usd,))
    assert min(curve.y) == mark.y[0] < pure.y[0] == pure.y[1] == best.pure[1]


def test_the_best_base_is_told_in_words_beside_the_best_pure_option():
    best = bases()

    _, mark, pure = bases_picture(best).data

    assert mark.name == f"{best.hybrid.instances} instances: {money(best.usd)}"
    assert pure.name == f"{best.pure[0]} alone: {money(best.pure[1])}"
    assert pure.line.dash == "dash"


def test_tasks_of_a_base_are_called_tasks():
    load = cm.Workload(600e6, 120, 512, traffic=shape("day_and_night"), cpu_ms=15)
    best = best_base(load, cm.Fargate(1, 2), cm.Lambda(), PATHS)

    figure = bases_picture(best)

    assert figure.layout.xaxis.title.text == "Tasks of the base"
    assert figure.data[1].name == f"{best.hybrid.instances} tasks: {money(best.usd)}"


def test_bases_speak_the_readers_language():
    figure = bases_picture(bases(), shout)

    texts = [figure.layout.xaxis.title.text, figure.layout.yaxis.title.text, *(trace.name for trace in figure.data)]
    assert not re.search(r"\b(?!large|ambda)[a-z]{3,}", " ".join(texts))


# --- candidates --------------------------------------------------------------------------------------


def found(prices, requests=300e6):
    return pick(cm.Workload(requests, 120, 512, traffic=OFFICE), prices, cm.EC2Fleet("m7g.large"))


def dots(figure):
    """Head-room, cost and hover of every candidate drawn."""
    kinds = [trace for trace in figure.data if trace.name in ("x86_64", "arm64")]
    return {
        text.split("</b>")[0].split("\N{NO-BREAK SPACE}")[-1]: (x, y, text)
        for trace in kinds
        for x, y, text in zip(trace.x, trace.y, trace.text, strict=True)
    }


def test_candidates_stand_at_their_cost_and_head_room(prices):
    candidates = found(prices)

    drawn = dots(candidates_picture(candidates))

    assert len(candidates) >= 4
    assert set(drawn) == {one.type.name for one in candidates}
    for one in candidates:
        x, y, hover = drawn[one.type.name]
        assert (x, y) == pytest.approx((1 + one.headroom, one.cost))
        assert f"{one.type.vcpu:g} vCPU" in hover


def test_architecture_and_credits_show_without_colour(prices):
    figure = candidates_picture(found(prices))

    symbols = {trace.marker.symbol for trace in figure.data if trace.name in ("x86_64", "arm64")}

    assert symbols == {"circle", "circle-open", "diamond"}
    assert "● x86_64 ◆ arm64 ○◇ hollow: burstable" in said(figure)


def test_the_cheapest_is_named_with_count_and_price(prices):
    candidates = found(prices)
    best = candidates[0]

    assert f"{best.instances:g} × {best.type.name} ${best.cost:,.2f}" in said(candidates_picture(candidates))


def test_the_readers_type_is_ringed_however_dear(prices):
    candidates = found(prices)
    others = [replace(candidates[0], type=replace(candidates[0].type, name=f"x{n}.large")) for n in range(60)]
    last = candidates[-1]

    figure = candidates_picture([*others, *candidates], last.type.name)
    [ring] = traces(figure, "your type")

    assert (ring.x[0], ring.y[0]) == pytest.approx((1 + last.headroom, last.cost))
    assert len(dots(figure)) == 51
    assert f"{last.type.name} your type ${last.cost:,.2f}" in said(figure)
    assert not traces(candidates_picture(candidates, "m1.tiny"), "your type")


def test_the_line_joins_those_that_nothing_beats(prices):
    one = found(prices)[0]
    offers = [(10, 0.2), (10, 0.5), (12, 0.4), (20, 0.5), (30, 2.0), (31, 1.9), (40, 3.0)]

    figure = candidates_picture([replace(one, cost=cost, headroom=room) for cost, room in offers])
    [line] = traces(figure, "nothing cheaper has as much head-room")

    assert list(line.y) == [10, 30, 40]
    assert list(line.x) == pytest.approx([1.5, 3.0, 4.0])


def test_a_huge_head_room_does_not_squash_the_picture(prices):
    one = found(prices)[0]
    huge = replace(one, headroom=999.0, cost=one.cost * 100)
    endless = replace(one, headroom=float("inf"))

    figure = candidates_picture([one, huge, endless])
    low, high = figure.layout.xaxis.range

    assert figure.layout.xaxis.type == "log"
    assert (np.log10(1 + one.headroom) - low) / (high - low) < 0.2
    assert all(np.isfinite(trace.x).all() for trace in figure.data)
    assert any("∞" in text for trace in figure.data if trace.text is not None for text in trace.text)
    assert "logarithmic" in figure.layout.xaxis.title.text


def test_head_room_is_told_in_per_cent(prices):
    axis = candidates_picture(found(prices)).layout.xaxis

    assert [float(text.rstrip(" %")) for text in axis.ticktext] == pytest.approx(
        [100 * (tick - 1) for tick in axis.tickvals], abs=0.5
    )


def test_no_candidate_is_said_in_words():
    assert words(candidates_picture([], say=shout)) == ["NO INSTANCE TYPE CAN SERVE THIS LOAD."]


def test_candidates_speak_the_readers_language(prices):
    figure = candidates_picture(found(prices), "m6i.large", shout)

    texts = [*words(figure), figure.layout.xaxis.title.text, figure.layout.yaxis.title.text, *map(str, dots(figure))]
    hovers = [text for *_, text in dots(figure).values()]

    assert "YOUR TYPE" in said(figure)
    assert all("HEAD-ROOM" in hover for hover in hovers)
    assert not re.search(r"\b(?!large|medium|nano|arm)[a-z]{3,}", " ".join(texts))


# --- who wins where ----------------------------------------------------------------------------------


def territory(prices, *options, volumes=40, durations=30, here=(30e6, 120), say=str, longest=3_600_000):
    workload = cm.Workload(here[0], here[1], 512, traffic=OFFICE)
    volume, duration = np.geomspace(1e4, 1e10, volumes), np.geomspace(1, longest, durations)
    many = winners(workload, options, prices, requests_per_month=volume, duration_ms=duration)
    return winners_map(many, workload, say), many


PAIR = (cm.Lambda(), cm.EC2Fleet("m7g.large", count=4))


def test_every_cell_shows_its_winner(prices):
    figure, many = territory(prices, *PAIR)
    [cells] = [trace for trace in figure.data if trace.type == "heatmap"]

    names = np.array([*many.names, "none works"])[many.best.T]

    assert cells.z.shape == (30, 40)
    assert (
        np.array([[text.replace("only ", "") for text in row] for row in cells.text])
        == np.char.replace(names, " ", "\N{NO-BREAK SPACE}").astype(object)
    ).sum() == (many.best >= 0).sum()
    assert (cells.z // 2 == many.best.T + 1).all()


def test_cells_tell_every_cost(prices):
    figure, many = territory(prices, *PAIR)
    [cells] = [trace for trace in figure.data if trace.type == "heatmap"]

    for index, total in enumerate(many.comparison.totals.values()):
        assert cells.customdata[..., index] == pytest.approx(np.broadcast_to(total, (40, 30)).T, rel=1e-6)
        assert f"customdata[{index}]" in cells.hovertemplate
    assert all(name in cells.hovertemplate for name in many.names)


def test_what_alone_works_is_paler_and_said(prices):
    figure, many = territory(prices, *PAIR)
    [cells] = [trace for trace in figure.data if trace.type == "heatmap"]
    works = np.sum([np.broadcast_to(one, (40, 30)) for one in many.comparison.feasible.values()], axis=0).T

    assert ((cells.z % 2 == 0) == (works == 1)).all()
    assert {"● Lambda", "● only Lambda", "■ EC2 4 × m7g.large", "none works"} <= set(words(figure))


def test_every_region_has_a_pattern_of_its_own(prices):
    figure, many = territory(prices, *PAIR, volumes=120, durations=90)

    for trace in figure.data:
        if trace.type == "scatter" and trace.name in many.names:
            place = many.names.index(trace.name)
            assert trace.marker.symbol == STYLES[place][1]
            for x, y in zip(trace.x, trace.y, strict=True):
                work = many.comparison.workload
                row = np.argmin(abs(work.requests_per_month[:, 0] - x))
                assert many.best[row, np.argmin(abs(np.ravel(work.duration_ms) - y))] == place
    assert {trace.name for trace in figure.data if trace.name} >= set(many.names)


def test_a_fine_map_is_drawn_with_cells_that_a_browser_can_bear(prices):
    figure, many = territory(prices, *PAIR, volumes=500, durations=300)
    [cells] = [trace for trace in figure.data if trace.type == "heatmap"]

    assert cells.z.shape == (90, 120)
    assert (cells.x[0], cells.x[-1], cells.y[-1]) == pytest.approx((1e4, 1e10, 3_600_000))
    assert set(np.unique(cells.z // 2)) == set(np.unique(many.best + 1))


def test_the_readers_point_is_on_the_map_or_not_at_all(prices):
    figure, _ = territory(prices, *PAIR)
    [mine] = traces(figure, "you are here")

    assert (mine.x[0], mine.y[0]) == (30e6, 120)
    assert "you are here" in words(figure)
    assert "you are here" not in words(territory(prices, *PAIR, here=(10, 120))[0])


def test_a_map_speaks_the_readers_language(prices):
    figure, _ = territory(prices, *PAIR, say=shout)

    assert {"YOU ARE HERE", "● ONLY Lambda", "NONE WORKS"} <= set(words(figure))
    assert figure.layout.yaxis.title.text == "DURATION"


def test_names_lie_in_their_regions(prices):
    figure, many = territory(prices, *PAIR, volumes=120, durations=90)
    volumes, durations = np.geomspace(1e4, 1e10, 120), np.geomspace(1, 3_600_000, 90)

    for note in figure.layout.annotations:
        text = words_of(note)
        if text != "you are here":
            row, column = np.argmin(abs(np.log10(volumes) - note.x)), np.argmin(abs(np.log10(durations) - note.y))
            winner = many.best[row, column]
            assert (many.names[winner] if winner >= 0 else "none works") in text


def words_of(note):
    return re.sub(r"<[^>]*>", "", note.text.replace("<br>", " ")).replace("\N{NO-BREAK SPACE}", " ")


# --- all of them -------------------------------------------------------------------------------------


def every(prices, say=str):
    yield chart(prices, cm.EC2Fleet("m6i.large"), say=say)[0]
    yield week(prices, cm.Lambda(), cm.EC2Fleet("m7g.large"), say=say)[0]
    yield candidates_picture(found(prices), "m6i.large", say)
    yield territory(prices, *PAIR, volumes=200, durations=200, say=say)[0]


def test_pictures_are_light_enough_to_redraw_while_typing(prices):
    for figure in every(prices):
        drawn = figure.to_dict()["data"]
        assert {trace["type"] for trace in drawn} <= {"scatter", "heatmap"}
        assert all(len(trace.x) <= 500 for trace in figure.data)
        assert len(figure.to_json()) < 1_000_000


def test_words_take_the_colour_of_the_page(prices):
    for figure in every(prices):
        fonts = [note.font.color for note in figure.layout.annotations]
        assert fonts
        assert not any(fonts)
        assert not any(trace.textfont.color for trace in figure.data)


def test_a_page_that_knows_its_ground_can_ink_every_word(prices):
    for figure in every(prices):
        drawn = inked(figure, "#F2F4F7").layout

        axes = [drawn[name] for name in drawn if name.startswith(("xaxis", "yaxis"))]
        fonts = [drawn.font, drawn.legend.font, *(note.font for note in drawn.annotations)]
        fonts += [font for axis in axes for font in (axis.tickfont, axis.title.font)]
        assert {font.color for font in fonts} == {"#F2F4F7"}


def contrast(one, other):
    """https://www.w3.org/TR/WCAG21/#dfn-contrast-ratio"""

    def luminance(color):
        parts = [int(color[at : at + 2], 16) / 255 for at in (1, 3, 5)]
        linear = [part / 12.92 if part <= 0.03928 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
        return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]

    low, high = sorted((luminance(one), luminance(other)))
    return (high + 0.05) / (low + 0.05)


@pytest.mark.parametrize("ground", GROUNDS)
def test_marks_and_lines_stand_out_on_both_grounds(ground):
    """Three to one is what WCAG asks of graphics; the pink of the palette misses it on white by a hair."""
    assert all(contrast(color, ground) > 2.9 for color in (INK, *(color for color, _ in STYLES[:4])))


# --- words and where they go -------------------------------------------------------------------------


def test_words_go_where_no_curve_is():
    figure = empty_picture()
    frame = Frame((0, 1), (0, 1), 200, 200)
    wall = frame.trail(np.array([0.5, 1]), np.array([0.5, 1]))

    [box] = place(figure, frame, [Label(0.5, 0.5, "words")], wall)

    inside = (wall > box[:2]).all(axis=1) & (wall < box[2:]).all(axis=1)
    assert not inside.any()


def test_words_that_may_be_left_out_are_where_there_is_no_room():
    everywhere = np.stack(np.meshgrid(np.arange(0, 200, 4), np.arange(0, 200, 4)), axis=-1).reshape(-1, 2)
    labels = [Label(0.5, 0.5, "must"), Label(0.5, 0.5, "may", must=False)]
    figure = empty_picture()

    place(figure, Frame((0, 1), (0, 1), 200, 200), labels, everywhere)

    assert words(figure) == ["must"]


def test_two_words_for_one_mark_do_not_overlap():
    frame = Frame((0, 1), (0, 1), 300, 300)

    one, other = place(empty_picture(), frame, [Label(0.5, 0.5, "one"), Label(0.5, 0.5, "two")], np.empty((0, 2)))

    assert one[2] <= other[0] or other[2] <= one[0] or one[3] <= other[1] or other[3] <= one[1]


def empty_picture():
    """A picture with nothing in it."""
    figure = candidates_picture([])
    figure.layout.annotations = ()
    return figure


def test_rows_break_at_spaces_and_long_japanese_between_letters():
    assert wrapped("one two three", 40) == "one<br>two<br>three"
    assert wrapped("負荷" * 10, 100).count("<br>") == 2
    assert wrapped('<span style="color:red">●</span> one', 30) == '<span style="color:red">●</span><br>one'


def test_ticks_are_few_and_inside():
    for low, high in ((1, 1.2), (20, 130), (0.01, 1e6)):
        found = ticks(low, high)
        assert 1 <= len(found) <= 6
        assert all(low * 0.99 <= tick <= high * 1.01 for tick in found)


def test_the_heart_of_a_region_is_in_its_larger_part():
    region = np.zeros((20, 40), dtype=bool)
    region[2:4, 2:4] = region[8:18, 10:36] = True

    row, column, share = heart(region, 10, 3)

    assert share == 1
    assert (row, column) == pytest.approx((13, 23), abs=1)


def test_months_that_cost_nothing_keep_the_axis_and_their_price(prices):
    """Below the free tier Lambda costs $0.00, and a logarithmic axis has no zero."""
    figure, _ = chart(prices.with_free_tier(), cm.EC2Fleet("m6i.large"), requests=1e5, low=1e4, high=1e8)

    low, high = figure.layout.yaxis.range
    assert np.isfinite([low, high]).all()
    assert low < np.log10(0.01) < high
    assert "Lambda $0.00" in said(figure)


# --- growth ------------------------------------------------------------------------------------------


def growing(prices, say=str, people=None):
    fleet = cm.EC2Fleet("m6i.large", count=1)
    found = project(cm.Workload(20e6, 120, 512), [cm.Lambda(), fleet], prices, Growth(0.6, 8))
    return found, growth_picture(found, people or {}, say)


def test_growth_draws_every_month_that_an_option_can_serve(prices):
    found, figure = growing(prices)

    [function], [fleet] = traces(figure, "Lambda"), traces(figure, "EC2 1 × m6i.large")
    assert list(function.x) == [1, 2, 3, 4, 5, 6, 7, 8]
    assert list(function.y) == found.totals["Lambda"].tolist()
    assert [usd is None for usd in fleet.y] == (~found.feasible["EC2 1 × m6i.large"]).tolist()
    assert None in fleet.y
    assert function.marker.symbol != fleet.marker.symbol


def test_growth_says_at_every_change_what_is_cheapest_from_then_on(prices):
    found, figure = growing(prices)

    assert [change.after for change in found.changes] == ["EC2 1 × m6i.large", "Lambda"]
    assert [shape.x0 for shape in figure.layout.shapes] == [change.month for change in found.changes]
    for change in found.changes:
        assert f"month {change.month}: {change.after} is cheapest" in said(figure)


def test_people_stand_apart_from_the_bill_and_are_hatched(prices):
    found, figure = growing(prices, people={"Lambda": People(2, 50)})

    [band] = [trace for trace in figure.data if trace.fill == "tonexty"]
    assert band.name == "Lambda: people's hours, $100.00 a month"
    assert band.fillpattern.shape == "/"
    assert list(band.y) == (found.totals["Lambda"] + 100).tolist()


def test_every_word_of_growth_can_be_translated(prices):
    _, figure = growing(prices, shout, {"Lambda": People(2, 50)})

    assert "MONTH" in said(figure)
    assert "IS CHEAPEST" in said(figure)
    assert figure.layout.xaxis.title.text == "MONTH"
    assert figure.layout.yaxis.title.text == "USD A MONTH"


# --- memory ------------------------------------------------------------------------------------------


def tuning(prices, say=str):
    curve = TwoPartDuration(100, 20, parallelism=2)
    best = best_memory(cm.Workload(10e6, 120, 512), curve, cm.Lambda(), prices)
    return best, memory_picture(best, ((512.0, 365.5), (1769.0, 120.0)), say)


def test_memory_draws_cost_above_and_duration_below_with_the_points_measured(prices):
    best, figure = tuning(prices)

    [cost], [time], [points] = (traces(figure, name) for name in ("USD a month", "Duration (ms)", "measured"))
    assert (cost.yaxis, time.yaxis, points.yaxis) == ("y", "y2", "y2")
    assert (cost.x[0], cost.x[-1], cost.y[0]) == (128, 10_240, best.usd[0])
    assert len(cost.x) <= 300
    assert time.y[-1] == best.duration_ms[-1] == 70
    assert list(points.x) == [512, 1769]


def test_memory_marks_the_cheapest_and_the_fastest_in_words_and_shapes(prices):
    best, figure = tuning(prices)

    marked = [trace for trace in figure.data if trace.mode == "markers" and trace.name != "measured"]
    assert [trace.x[0] for trace in marked] == [best.cheapest.memory_mb, best.fastest.memory_mb]
    assert marked[0].marker.symbol != marked[1].marker.symbol
    assert "fastest: 3,538 MB, 70 ms" in said(figure)
    assert f"cheapest: {best.cheapest.memory_mb:,.0f} MB" in said(figure)


def test_every_word_of_memory_can_be_translated(prices):
    _, figure = tuning(prices, shout)

    assert "CHEAPEST: 130 MB" in said(figure)
    assert figure.layout.xaxis2.title.text == "MEMORY (MB)"
    assert [figure.layout.yaxis.title.text, figure.layout.yaxis2.title.text] == ["USD A MONTH", "DURATION (MS)"]
