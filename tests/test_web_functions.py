"""Web Functions: metered, shown, and not ranked before the price list has their rates."""

from __future__ import annotations

from dataclasses import replace

import pytest

import costmodel as cm
from costmodel.report import answer
from costmodel.scenario import Scenario, read
from tests.books import PATHS

API = cm.Workload(10_000_000, duration_ms=120, memory_mb=512, cpu_ms=15)
KEYS = ("lambda.web.requests", "lambda.web.vcpu.arm64", "lambda.web.memory.arm64")
UNPRICED = replace(PATHS, rates={key: rate for key, rate in PATHS.rates.items() if key not in KEYS})


def test_waiting_is_not_metered_and_memory_is_for_as_long_as_environments_live() -> None:
    requests, cpu, memory = cm.bill(cm.WebFunctions(), API, PATHS).lines

    assert requests.quantity == 10_000_000
    assert cpu.quantity == pytest.approx(10e6 * 0.015)
    assert memory.quantity == pytest.approx(2 * 720 * 3_600)  # one environment is always alive and takes 64 at once


def test_many_requests_in_flight_take_more_environments() -> None:
    busy = API.vary(requests_per_month=2_592_000_000.0, duration_ms=1_280.0)

    assert cm.WebFunctions().environments(busy, 1.0) == pytest.approx(1_000 * 1.28 / 64)
    assert cm.WebFunctions(requests_per_environment=128).environments(busy, 1.0) == pytest.approx(10)


def test_a_few_requests_keep_an_environment_for_as_long_as_it_idles() -> None:
    rare = API.vary(requests_per_month=720.0, duration_ms=1_000.0)  # one an hour

    assert cm.WebFunctions(idle_s=599).environments(rare, 1.0) == pytest.approx(600 / 3_600)


def test_without_its_prices_it_is_shown_and_never_ranked() -> None:
    found = cm.compare(API, [cm.Lambda(), cm.WebFunctions()], UNPRICED)

    assert dict(found.unpriced) == {"Lambda Web Functions": KEYS}
    assert list(found.totals) == ["Lambda"]
    assert found.cheapest == "Lambda"
    assert "Lambda Web Functions: no price yet, so it is not ranked." in found.explain()
    assert next(iter(found.limits["Lambda Web Functions"])).name == "Duration"


def test_with_its_prices_it_is_ranked_like_any_other() -> None:
    found = cm.compare(API, [cm.Lambda(), cm.WebFunctions()], PATHS)

    assert found.unpriced == {}
    assert set(found.totals) == {"Lambda", "Lambda Web Functions"}


def test_inside_a_path_it_waits_too() -> None:
    path = cm.RequestPath(cm.WebFunctions(), ())

    assert list(cm.compare(API, [cm.Lambda(), path], UNPRICED).unpriced) == ["Lambda Web Functions"]


def test_alone_it_has_no_answer() -> None:
    with pytest.raises(cm.UnknownRate, match=r"lambda\.web\.requests"):
        cm.compare(API, [cm.WebFunctions()], UNPRICED)


def test_it_crosses_nothing() -> None:
    with pytest.raises(cm.UnknownRate, match=r"lambda\.web\.requests"):
        cm.crossings(API, cm.Lambda(), cm.WebFunctions(), UNPRICED)


def test_any_other_missing_price_is_still_an_error() -> None:
    without = replace(UNPRICED, rates={key: rate for key, rate in UNPRICED.rates.items() if key != "lambda.requests"})

    with pytest.raises(cm.UnknownRate, match=r"lambda\.requests"):
        _ = cm.compare(API, [cm.Lambda(), cm.WebFunctions()], without).totals


def test_an_answer_tells_it_and_compares_the_others() -> None:
    options = (cm.Lambda(), cm.WebFunctions(), cm.EC2Fleet("m6i.large"))
    found = answer(Scenario(region="us-east-1", workload=API, options=options), UNPRICED)

    assert found.pair == ("Lambda", "EC2 m6i.large")
    assert found.data()["unpriced"] == {"Lambda Web Functions": list(KEYS)}
    assert "no price yet" in found.text()


def test_prices_of_ones_own_rank_it() -> None:
    rates = dict(zip(KEYS, (2e-7, 2e-5, 2e-6), strict=True))
    asked = Scenario(region="us-east-1", workload=API, options=(cm.Lambda(), cm.WebFunctions()), rates=rates)

    found = answer(read(asked.text()), UNPRICED)

    assert set(found.comparison.totals) == {"Lambda", "Lambda Web Functions"}
