"""One answer as text and as data."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest

import costmodel as cm
from costmodel.report import SHOWN, answer, crossings_in_words
from costmodel.scenario import Scenario

API = Scenario(region="us-east-1", requests_per_month=10e6, duration_ms=120, memory_mb=512, instance="m6i.large")


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
    data = answer(replace(API, requests_per_month=1e9, count=1), prices).data()

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
