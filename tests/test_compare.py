"""Side by side: the cheapest that works, what it saves, and why the others do not."""

from __future__ import annotations

from dataclasses import replace
from math import isnan
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest

import costmodel as cm
from costmodel import EC2Fleet, InvalidOption, InvalidQuestion, InvalidWorkload, Lambda, Workload, bill, compare, sweep
from tests.books import changed

if TYPE_CHECKING:
    from costmodel import ComputeOption, PriceBook

SECONDS = 720 * 3600
API = Workload(requests_per_month=10_000_000, duration_ms=120, memory_mb=512)
BUSY = replace(API, requests_per_month=160_000_000)
"""61.73 requests a second × 0.12 s × 512 ÷ 1769 are 2.14392 vCPU: more than one t3.medium has, less than two."""
ONE, TWO = EC2Fleet("t3.medium", count=1), EC2Fleet("t3.medium", count=2)
LAMBDA_USD = 10_000_000 * 2e-7 + 10_000_000 * 0.12 * 0.5 * 0.0000166667


def test_the_example_of_the_public_face_runs_as_spelled(prices: PriceBook) -> None:
    np_, pricing_data = np, SimpleNamespace(load=lambda _region: prices)

    prices = pricing_data.load("ap-northeast-1")
    api = cm.Workload(requests_per_month=10_000_000, duration_ms=120, memory_mb=512)
    both = cm.compare(api, [cm.Lambda(architecture="arm64"), cm.EC2Fleet("t3.medium", count=2)], prices)
    grid = cm.sweep(api, requests_per_month=np_.geomspace(1e4, 1e10, 500), memory_mb=[128, 512, 1024])
    found = cm.crossings(
        api, cm.Lambda(), cm.EC2Fleet("t3.medium"), prices, field="requests_per_month", low=1e4, high=1e10
    )

    assert both.cheapest == "Lambda"
    assert both.totals["Lambda"] == pytest.approx(2 + 600_000 * 0.0000133334, rel=1e-14)
    assert list(both.frame().columns) == [
        "option",
        "line",
        "quantity",
        "unit",
        "usd",
        "formula",
        "rate",
        "sku",
        "source",
        "as_of",
    ]
    assert both.explain().startswith("Lambda is cheaper: $10.00 a month")
    assert [(crossing.kind, crossing.after) for crossing in found] == [("meets", "EC2 t3.medium")]
    assert found[0].at == pytest.approx(29.952 / (2e-7 + 0.06 * 0.0000166667), rel=1e-12)
    assert np.shape(cm.bill(cm.Lambda(), grid, prices.with_free_tier()).total) == (500, 3)


def test_each_option_costs_what_its_bill_says(prices: PriceBook) -> None:
    both = compare(API, [Lambda(), TWO], prices)

    assert dict(both.totals) == {
        "Lambda": pytest.approx(LAMBDA_USD, rel=1e-14),
        TWO.name: pytest.approx(2 * 720 * 0.0416),
    }
    assert both.totals["Lambda"] == bill(Lambda(), API, prices).total


def test_the_cheapest_that_works_and_what_it_saves(prices: PriceBook) -> None:
    three = compare(API, [EC2Fleet("m6i.large", count=1), Lambda(), TWO], prices)

    assert three.cheapest == "Lambda"
    assert three.savings() == pytest.approx(2 * 720 * 0.0416 - LAMBDA_USD, rel=1e-13)
    assert three.savings("EC2 1 × m6i.large") == pytest.approx(720 * 0.096 - LAMBDA_USD, rel=1e-13)
    assert three.savings("Lambda") == 0


def test_infeasible_is_never_cheapest_and_says_why_with_numbers(prices: PriceBook) -> None:
    both = compare(BUSY, [Lambda(), ONE], prices)

    assert both.totals[ONE.name] < both.totals["Lambda"]
    assert both.cheapest == "Lambda"
    assert dict(both.feasible) == {"Lambda": True, ONE.name: False}
    [limit] = both.exceeded(ONE.name)
    assert limit.explain() == "CPU: needs 2.14392 vCPU, has 2 vCPU (add instances or take a larger type)"
    assert f"cannot serve this load: {limit.explain()}" in both.explain()


def test_nothing_is_saved_against_what_would_not_work(prices: PriceBook) -> None:
    both = compare(BUSY, [Lambda(), ONE], prices)

    assert isnan(both.savings())
    assert isnan(both.savings(ONE.name))
    assert both.savings("Lambda") == 0


def test_where_nothing_works_nothing_is_cheapest(prices: PriceBook) -> None:
    both = compare(BUSY, [ONE, replace(ONE, label="another")], prices)

    assert both.cheapest is None
    assert isnan(both.savings())
    assert both.verdict() == "None of the options can serve this load."


def test_a_quota_that_can_be_raised_is_a_note_and_not_a_verdict(prices: PriceBook) -> None:
    crowd = Workload(requests_per_month=12_000 * SECONDS, duration_ms=120, memory_mb=128)

    only = compare(crowd, [Lambda()], prices)

    assert only.cheapest == "Lambda"
    assert "note: Concurrent executions: needs 1,440 executions, the quota is 1,000 executions" in only.explain()


def test_many_scenarios_have_many_winners(prices: PriceBook) -> None:
    many = compare(changed(API, requests_per_month=[1e6, 26e6, 160e6]), [Lambda(), ONE], prices)

    assert isinstance(many.cheapest, np.ndarray)
    assert many.cheapest.tolist() == ["Lambda", ONE.name, "Lambda"]
    assert np.asarray(many.feasible[ONE.name]).tolist() == [True, True, False]
    saved = np.asarray(many.savings())
    assert saved[:2] == pytest.approx([29.952 - LAMBDA_USD / 10, 2.6 * LAMBDA_USD - 29.952], rel=1e-12)
    assert isnan(saved[2])


def test_where_nothing_works_among_many_there_is_none(prices: PriceBook) -> None:
    many = compare(changed(API, requests_per_month=[1e6, 4e8]), [ONE, TWO], prices)

    assert isinstance(many.cheapest, np.ndarray)
    assert many.cheapest.tolist() == [ONE.name, None]


def test_one_of_many_answers_as_if_asked_alone(prices: PriceBook) -> None:
    grid = sweep(API, requests_per_month=[1e6, 26e6, 1e8], memory_mb=[128, 512])
    options: list[ComputeOption] = [Lambda(), ONE, EC2Fleet("c7g.large")]
    many = compare(grid, options, prices)

    for place in np.ndindex(3, 2):
        one, alone = many.at(place), compare(grid.at(place), options, prices)
        assert dict(one.totals) == dict(alone.totals)
        assert (one.cheapest, one.explain()) == (alone.cheapest, alone.explain())
        assert [limit.explain() for limit in one.exceeded(ONE.name)] == [
            limit.explain() for limit in alone.exceeded(ONE.name)
        ]


def test_an_option_blind_to_a_swept_field_still_has_the_workloads_shape(prices: PriceBook) -> None:
    grid = sweep(API, requests_per_month=[1e6, 1e7], memory_mb=[128, 512, 1024])

    both = compare(grid, [Lambda(), TWO], prices)

    assert [np.shape(total) for total in both.totals.values()] == [(2, 3), (2, 3)]
    assert isinstance(both.cheapest, np.ndarray)
    assert both.cheapest.shape == np.shape(both.savings()) == (2, 3)


def test_on_a_tie_the_first_named_is_cheapest(prices: PriceBook) -> None:
    both = compare(API, [Lambda(name="a"), Lambda(name="b")], prices)

    assert (both.cheapest, both.savings()) == ("a", 0)
    assert both.verdict() == "a and b cost the same: $12.00 a month."


@pytest.mark.parametrize(
    ("workload", "options", "sentence"),
    [
        (API, [Lambda(), TWO], "Lambda is cheaper: $12.00 a month, $47.90 (80 %) less than EC2 2 × t3.medium."),
        (BUSY, [Lambda(), ONE], "Only Lambda can serve this load: $192.00 a month."),
        (API, [TWO], "EC2 2 × t3.medium costs $59.90 a month."),
    ],
)
def test_the_verdict_in_one_sentence(prices: PriceBook, workload: Workload, options: list[Any], sentence: str) -> None:
    assert compare(workload, options, prices).verdict() == sentence


@pytest.mark.parametrize(
    "options", [[], [Lambda(), Lambda(architecture="arm64")], [TWO, TWO]], ids=["none", "lambda", "fleet"]
)
def test_options_need_names_of_their_own(prices: PriceBook, options: list[Any]) -> None:
    with pytest.raises(InvalidOption, match="the options must be one or more, each with a name of its own"):
        compare(API, options, prices)


@pytest.mark.parametrize(
    ("memory", "message"),
    [
        (127, "memory_mb must be 128 or more for Lambda, got 127"),
        ([512, 64, 32], "memory_mb must be 128 or more for Lambda, got 64"),
    ],
)
def test_a_function_smaller_than_any_is_refused(prices: PriceBook, memory: Any, message: str) -> None:
    workload = replace(API, memory_mb=memory)

    with pytest.raises(InvalidWorkload) as caught:
        compare(workload, [TWO, Lambda()], prices)

    assert str(caught.value) == message
    assert compare(workload, [TWO], prices).bills.keys() == {TWO.name}


@pytest.mark.parametrize(
    ("field", "value", "reason"),
    [
        ("memory_mb", 10_241, "Memory: needs 10,241 MB, has 10,240 MB (split the work"),
        ("duration_ms", 901_000, "Duration: needs 901,000 ms, has 900,000 ms (split the work"),
        ("request_kb", 6_145, "Request size: needs 6,145 KB, has 6,144 KB (hand over large bodies through S3"),
        ("response_kb", 6_145, "Response size: needs 6,145 KB, has 6,144 KB (hand over large bodies through S3"),
    ],
)
def test_what_lambda_cannot_run_at_any_volume_is_infeasible_and_says_why(
    prices: PriceBook, field: str, value: float, reason: str
) -> None:
    """Ten a month cost less on Lambda than any server: still the server is the cheapest that works."""
    fleet = EC2Fleet("m6i.large", request_memory_mb=512)

    both = compare(changed(API, requests_per_month=10, **{field: value}), [Lambda(), fleet], prices)

    assert both.totals["Lambda"] < both.totals[fleet.name]
    assert both.cheapest == fleet.name
    [limit] = both.exceeded("Lambda")
    assert limit.explain().startswith(reason)


@pytest.mark.parametrize(("memory", "duration"), [(128, 900_000), (10_240, 0.001)])
def test_lambdas_own_edges_are_inside(prices: PriceBook, memory: float, duration: float) -> None:
    assert compare(replace(API, memory_mb=memory, duration_ms=duration), [Lambda()], prices).cheapest == "Lambda"


def test_a_bill_stays_arithmetic_beyond_what_lambda_can_run(prices: PriceBook) -> None:
    beyond = replace(API, memory_mb=20_480, duration_ms=1_800_000)

    assert bill(Lambda(), beyond, prices).lines[1].quantity == 10_000_000 * 20 * 1_800


@pytest.mark.parametrize("ask", ["explain", "verdict"])
def test_words_are_for_one_scenario(prices: PriceBook, ask: str) -> None:
    many = compare(changed(API, memory_mb=[128, 256]), [Lambda(), TWO], prices)

    with pytest.raises(InvalidQuestion, match=r"asked of one scenario; pick one with \.at\(index\), got \(2,\)"):
        getattr(many, ask)()
    with pytest.raises(InvalidQuestion, match=r"explain\(\) must be asked of one scenario"):
        bill(Lambda(), many.workload, prices).explain()


def test_savings_need_something_to_save_against(prices: PriceBook) -> None:
    with pytest.raises(InvalidQuestion, match="asked of two options or more"):
        compare(API, [Lambda()], prices).savings()
    with pytest.raises(InvalidQuestion, match=r"against must be one of Lambda, EC2 2 × t3.medium, got 'EC2'"):
        compare(API, [Lambda(), TWO], prices).savings("EC2")


# --- tables ------------------------------------------------------------------------------------------


def test_the_table_has_a_row_for_every_line(prices: PriceBook) -> None:
    table = compare(API, [Lambda(), TWO], prices).frame()

    assert table["option"].tolist() == ["Lambda", "Lambda", TWO.name]
    assert table["line"].tolist() == ["Requests", "Duration", "Instances"]
    assert table["quantity"].tolist() == pytest.approx([1e7, 600_000, 1_440])
    assert table["unit"].tolist() == ["request/month", "GB·s/month", "instance·h/month"]
    assert table["usd"].sum() == pytest.approx(LAMBDA_USD + 59.904)
    assert table["rate"].tolist() == ["lambda.requests", "lambda.duration.x86_64", "ec2.t3.medium"]
    assert table["as_of"].tolist() == ["2026-09-01", "2026-09-01", "2026-07-20"]
    assert table["formula"].tolist()[2] == "2 instance × 720 h/month = 1,440 instance·h/month"


def test_the_table_of_many_scenarios_numbers_them(prices: PriceBook) -> None:
    grid = sweep(API, requests_per_month=[1e6, 1e7], memory_mb=[128, 512, 1024])

    table = compare(grid, [Lambda(), TWO], prices).frame()

    assert len(table) == 6 * 3
    assert table.columns[0] == "scenario"
    summed = table[table["option"] == "Lambda"].groupby("scenario")["usd"].sum()
    assert summed.to_numpy() == pytest.approx(np.ravel(bill(Lambda(), grid, prices).total), rel=1e-14)
