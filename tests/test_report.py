"""One answer as text and as data."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest

import costmodel as cm
from costmodel.report import SHOWN, answer, crossings_in_words
from costmodel.scenario import Scenario, read

API = Scenario(
    region="us-east-1", workload=cm.Workload(10e6, 120, 512), options=(cm.Lambda(), cm.EC2Fleet("m6i.large"))
)


def test_text_and_data_agree(prices):
    found = answer(API, prices)

    data = json.loads(json.dumps(found.data()))

    at = data["crossings"][0]["at"]
    assert found.text().startswith(data["verdict"])
    assert found.crossings is not None
    assert at == found.crossings[0].at
    assert f"{at:,.0f} requests a month" in found.text()
    assert data["prices"]["as_of"] == found.price_dates


def test_an_infeasible_side_saves_nothing(prices):
    small = replace(API, workload=cm.Workload(1e9, 120, 512), options=(cm.Lambda(), cm.EC2Fleet("m6i.large", 1)))

    data = answer(small, prices).data()

    assert data["cheapest"] == "Lambda"
    assert data["saves_usd"] is None
    assert data["options"][1]["feasible"] is False
    assert data["options"][1]["exceeds"][0]["name"] == "CPU"


def test_the_free_tier_is_the_scenarios_choice(prices):
    dear, free = (answer(replace(API, free_tier=taken), prices).comparison.totals["Lambda"] for taken in (False, True))

    assert dear - free == pytest.approx(1e6 * 0.0000002 + 400_000 * 0.0000166667, rel=1e-12)


def test_a_long_list_of_crossings_is_cut_and_counted():
    many = [cm.Crossing(float(at), "a", "b", "meets") for at in range(1, SHOWN + 4)]

    words = crossings_in_words(many)

    assert words.count("costs meet") == SHOWN
    assert "and 3 more" in words


def test_crossings_without_end_are_said_so(prices):
    found = answer(API, prices)

    endless = replace(found, crossings=None)

    assert "cannot be listed" in endless.text()
    assert endless.data()["crossings"] is None


def test_the_question_of_an_answer_can_be_asked_again(prices):
    found = answer(API, prices)

    again = answer(read(json.dumps(found.data()["question"])), prices)

    assert again.data() == found.data()


def test_one_option_has_a_bill_and_no_crossings(prices):
    alone = answer(replace(API, options=(cm.Lambda(),)), prices)

    assert alone.pair == ()
    assert "cheaper option" not in alone.text()
    assert alone.data()["crossings"] == []


def test_of_many_options_the_best_two_are_searched(prices):
    arm = cm.Lambda(architecture="arm64", name="arm")
    options = (cm.EC2Fleet("t3.nano", 1), cm.EC2Fleet("m6i.large"), cm.Lambda(), arm)

    many = answer(replace(API, options=options), prices)

    assert many.pair == ("Lambda", "arm")
    assert "Between Lambda and arm:" in many.text()
