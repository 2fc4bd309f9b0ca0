"""Many functions, one bill: a published sum, the same functions billed one by one, tiers of the account, and tables."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import costmodel as cm
from costmodel.document import parsed, plain
from costmodel.errors import InvalidOption, InvalidQuestion
from costmodel.service_table import FunctionRow, from_table, read_table
from tests.books import PRICES

if TYPE_CHECKING:
    from collections.abc import Sequence

THREE = (
    FunctionRow("a", 25_000_000, 200, 128),
    FunctionRow("b", 5_000_000, 500, 448),
    FunctionRow("c", 2_500_000, 1_000, 1_024),
)
"""Published by becloudway/aws-serverless-cost-control, Lambda pricing unit tests, 2019-08:
https://github.com/becloudway/aws-serverless-cost-control."""


def total(rows: Sequence[FunctionRow], prices: cm.PriceBook = PRICES) -> float:
    load, service = from_table(rows)
    return float(cm.bill(service, load, prices).total)


def alone(row: FunctionRow, prices: cm.PriceBook = PRICES) -> float:
    load = cm.Workload(row.requests_per_month, row.duration_ms, row.memory_mb)
    return float(cm.bill(cm.Lambda(architecture=row.architecture), load, prices).total)


# --- one bill --------------------------------------------------------------------------------------------------------


def test_three_published_functions_make_the_published_bill() -> None:
    load, service = from_table(THREE)
    bill = cm.bill(service, load, PRICES)

    requests, duration = bill.lines
    assert requests.quantity == 32_500_000
    assert duration.quantity == pytest.approx(625_000 + 1_093_750 + 2_500_000)
    assert requests.cost == pytest.approx(6.5)
    assert bill.total == pytest.approx(76.81, abs=0.0051)


ROWS = st.lists(
    st.builds(
        FunctionRow, st.just("x"), st.floats(1e3, 1e9), st.integers(1, 60_000).map(float), st.floats(128, 10_240),
        st.none(), st.sampled_from(["x86_64", "arm64"]),
    ),
    min_size=1, max_size=6,
).map(lambda rows: [FunctionRow(f"f{at}", *list_of(row)) for at, row in enumerate(rows)])  # fmt: skip


def list_of(row: FunctionRow) -> tuple[Any, ...]:
    return (row.requests_per_month, row.duration_ms, row.memory_mb, row.cpu_ms, row.architecture)


@settings(max_examples=60, deadline=None)
@given(ROWS)
def test_below_the_first_tiers_edge_a_service_costs_what_its_functions_cost(rows: list[FunctionRow]) -> None:
    seconds = sum(row.requests_per_month * row.duration_ms * row.memory_mb for row in rows) / 1_024_000
    if seconds < 6e9:
        assert total(rows) == pytest.approx(sum(map(alone, rows)), rel=1e-8)


@settings(max_examples=60, deadline=None)
@given(ROWS)
def test_one_account_never_pays_more_than_an_account_for_each(rows: list[FunctionRow]) -> None:
    assert total(rows) <= sum(map(alone, rows)) * (1 + 1e-9)


def test_tiers_are_reached_by_all_functions_together() -> None:
    """Two of 4 billion GB-seconds: 6 at the first price, 2 at the second; by themselves neither leaves the first."""
    halves = [FunctionRow(name, 4e9, 1_000, 1_024) for name in ("one", "other")]

    assert total(halves) == pytest.approx(8e9 * 2e-7 + 6e9 * 0.0000166667 + 2e9 * 0.0000150000)
    assert sum(map(alone, halves)) == pytest.approx(8e9 * 2e-7 + 8e9 * 0.0000166667)


def test_the_free_tier_is_taken_off_once() -> None:
    both = [FunctionRow(name, 1e6, 1_000, 1_024) for name in ("one", "other")]

    assert total(both, PRICES.with_free_tier()) == pytest.approx(1e6 * 2e-7 + 1_600_000 * 0.0000166667)


def test_both_architectures_share_one_free_tier() -> None:
    """300,000 GB-seconds of x86_64 leave 100,000 free for arm64, of whose 500,000 then 400,000 are charged."""
    rows = [FunctionRow("a", 3e5, 1_000, 1_024), FunctionRow("b", 5e5, 1_000, 1_024, architecture="arm64")]

    assert total(rows, PRICES.with_free_tier()) == pytest.approx(400_000 * 0.0000133334)
    large = [FunctionRow("a", 1e6, 1_000, 1_024), FunctionRow("b", 5e5, 1_000, 1_024, architecture="arm64")]
    assert total(large, PRICES.with_free_tier()) == pytest.approx(
        5e5 * 2e-7 + 600_000 * 0.0000166667 + 500_000 * 0.0000133334
    )


@pytest.mark.parametrize("used", [{}, {"lambda.duration.arm64": 150_000.0}], ids=["alone", "beside-others"])
def test_a_shared_free_tier_bends_the_bill_where_a_crossing_is_sought(used: dict[str, float]) -> None:
    """arm64 starts to be charged where both have used up what is free, long before x86_64 alone has."""
    mixed = [FunctionRow("a", 2.4e6, 1_000, 128, 1), FunctionRow("b", 4e6, 1_000, 128, 1, "arm64")]
    load, service = from_table(mixed)
    prices, fixed = PRICES.with_free_tier().already_used(used), cm.EC2Fleet("t3.nano", count=1)
    places = np.geomspace(1e5, 5e6, 20_001)
    one, other = (np.asarray(cm.bill(o, load.vary(requests_per_month=places), prices).total) for o in (service, fixed))
    [before] = np.nonzero(np.diff(np.sign(one - other)))[0]

    [found] = cm.crossings(load, service, fixed, prices, low=1e5, high=5e6)

    assert places[before] <= found.at <= places[before + 1]


@pytest.mark.parametrize(
    ("field", "low", "high"),
    [("requests_per_month", 1e4, 5e6), ("duration_ms", 100.0, 3_000.5), ("memory_mb", 128.0, 10_240.0)],
)
def test_between_two_steps_a_shared_free_tier_leaves_straight_lines(field: str, low: float, high: float) -> None:
    mixed = [FunctionRow("a", 3e5, 1_000, 1_024), FunctionRow("b", 5e5, 1_000, 1_024, architecture="arm64")]
    load, service = from_table(mixed)
    prices = PRICES.with_free_tier()
    steps = service.steps(load.vary(**{field: low}), prices, field, low, high)
    ends = np.unique([low, *steps[(steps > low) & (steps < high)], high])
    ends = ends[np.append(np.diff(ends) > 1e-9 * ends[1:], True)]
    places = [ends[:-1] + np.diff(ends) * share for share in (0.05, 0.5, 0.95)]

    for line in cm.bill(service, load.vary(**{field: np.concatenate(places)}), prices).lines:
        first, middle, last = np.split(np.broadcast_to(line.quantity, 3 * (len(ends) - 1)), 3)
        assert np.allclose(first + last, 2 * middle, rtol=1e-9, atol=1e-9 * np.max(line.quantity))


def test_each_duration_is_rounded_up_by_itself() -> None:
    load, service = from_table([FunctionRow("a", 1e6, 1.5, 1_024), FunctionRow("b", 1e6, 2.5, 1_024)])

    assert cm.bill(service, load, PRICES).lines[1].quantity == pytest.approx(1e6 * 0.002 + 1e6 * 0.003)


def test_architectures_are_lines_of_their_own() -> None:
    rows = [FunctionRow("a", 1e6, 100, 512), FunctionRow("b", 1e6, 100, 512, architecture="arm64")]
    load, service = from_table(rows)

    assert [line.name for line in cm.bill(service, load, PRICES).lines] == [
        "Requests", "Duration, x86_64", "Duration, arm64",
    ]  # fmt: skip


def test_the_bill_tells_every_functions_part() -> None:
    load, service = from_table(THREE)

    text = cm.bill(service, load, PRICES).explain()

    assert "a: 25,000,000 request/month × 0.125 GB × 0.2 s/request = 625,000 GB·s/month" in text
    assert text.count("c: ") == 2


# --- limits, concurrency, the other side -----------------------------------------------------------------------------


def test_concurrency_is_added_up_and_connections_with_it() -> None:
    load, service = from_table(
        [FunctionRow("a", 2_592_000 * 400, 1_000, 512), FunctionRow("b", 2_592_000 * 700, 1_000, 512)]
    )

    [shared] = [limit for limit in service.limits(load, PRICES) if limit.name == "Concurrent executions"]
    assert shared.needs == pytest.approx(1_100)
    assert shared.exceeded
    assert service.footprint(load, PRICES).most == pytest.approx(1_100)


def test_a_function_that_runs_too_long_is_named() -> None:
    load, service = from_table([FunctionRow("quick", 1e6, 100, 512), FunctionRow("slow", 10, 901_000, 512)])

    found = cm.compare(load, [service], PRICES)

    assert [limit.name for limit in found.exceeded(service.name)] == ["slow: Duration"]
    assert not found.feasible[service.name]


def test_the_other_side_carries_the_cpu_of_every_function() -> None:
    rows = [FunctionRow("a", 1e6, 100, 1_769), FunctionRow("b", 3e6, 100, 512, cpu_ms=4)]

    load, _ = from_table(rows)

    assert load.cpu_ms == pytest.approx((100 + 3 * 4) / 4)


def test_a_sweep_scales_every_function() -> None:
    load, service = from_table(THREE)
    twice = load.vary(requests_per_month=np.array([1.0, 2.0]) * load.requests_per_month)

    costs = np.asarray(cm.bill(service, twice, PRICES).total)

    assert costs[1] == pytest.approx(2 * costs[0])


def test_the_memory_of_the_whole_may_fall_until_the_smallest_function_is_too_small() -> None:
    load, service = from_table(THREE)

    cm.compare(load, [service], PRICES)
    with pytest.raises(cm.InvalidWorkload, match="memory_mb"):
        cm.compare(load.vary(memory_mb=float(load.memory_mb) * 0.99), [service], PRICES)


# --- settings and tables ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("make", "field"),
    [
        (lambda: cm.FunctionService(()), "functions"),
        (lambda: cm.FunctionService((cm.ServiceFunction("a", 0.5), cm.ServiceFunction("a", 0.5))), "functions"),
        (lambda: cm.FunctionService((cm.ServiceFunction("a", 0.5),)), "share_of_requests"),
        (lambda: cm.ServiceFunction("a", 0.0), "a: share_of_requests"),
        (lambda: cm.ServiceFunction("a", 1.0, float("nan")), "a: duration_factor"),
        (lambda: cm.ServiceFunction("\n", 1.0), "the name of a function"),
    ],
    ids=["none", "twice", "half", "no-share", "nan", "no-name"],
)
def test_what_is_no_service_is_refused_by_name(make: Any, field: str) -> None:
    with pytest.raises(InvalidOption) as error:
        make()
    assert error.value.field == field


def test_a_service_can_be_written_and_read() -> None:
    _, service = from_table(THREE)

    assert parsed(plain(service), "options[0]") == service


@pytest.mark.parametrize(
    "text",
    [
        "name,requests,duration_ms,memory_mb\napi,10M,120,512\nmail,2/s,80.5,1024",
        "Function\tInvocations\tDuration (ms)\tMemory (MB)\napi\t10,000,000\t120\t512\nmail\t2/s\t80.5\t1,024",
        "\ufeff関数名;リクエスト数;平均実行時間（ms）;メモリ（MB）;備考\napi;１０Ｍ;120;512;x\n\nmail;2/s;80.5;1024;",
    ],
)
def test_a_table_is_read_however_it_was_pasted(text: str) -> None:
    assert read_table(text) == [FunctionRow("api", 1e7, 120, 512), FunctionRow("mail", 2 * 2_592_000, 80.5, 1_024)]


def test_cpu_and_architecture_may_be_columns_and_may_be_empty() -> None:
    text = "name,requests,duration,memory,cpu_ms,arch\na,1M,100,512,7,arm64\nb,1M,100,512,,"

    assert [(row.cpu_ms, row.architecture) for row in read_table(text)] == [(7, "arm64"), (None, "x86_64")]


@pytest.mark.parametrize(
    ("text", "field"),
    [
        ("", "functions"),
        ("name,requests,duration_ms\na,1,1", "the column memory_mb"),
        ("name,requests,duration,duration_ms,memory\na,1,1,1,1", "the column duration_ms"),
        ("name,requests,duration_ms,memory_mb\na,many,100,512", "row 2, requests"),
        ("name,requests,duration_ms,memory_mb\na,1M,100,512\nb,1M,-5,512", "row 3, b: duration_ms"),
        ("name,requests,duration_ms,memory_mb\na,1M", "row 2, duration_ms"),
        ("name,requests,duration_ms,memory_mb\na,1M,100,nan", "row 2, a: memory_mb"),
        ("name,requests,duration_ms,memory_mb" + "\na,1,1,128" * 1_001, "functions"),
        ("name,requests,duration_ms,memory_mb\na,1,500,200,512", "row 2"),
        ("name,requests,duration_ms,memory_mb\na,1M,100,512\n,1M,100,512", "row 3, name"),
        ("name,requests,duration_ms,memory_mb\na,1M,100,512\nb,1,1,128\na,1M,100,512", "row 4, name"),
        ("name,requests,duration,memory,arch\na,1M,100,512,mips", "row 2, a: architecture"),
    ],
)
def test_a_table_that_is_wrong_says_where(text: str, field: str) -> None:
    with pytest.raises(InvalidQuestion) as error:
        read_table(text)
    assert error.value.field == field


def test_a_wrong_architecture_says_what_is_allowed() -> None:
    with pytest.raises(InvalidQuestion, match="x86_64 or arm64"):
        read_table("name,requests,duration,memory,arch\na,1M,100,512,mips")


def test_a_number_whose_commas_make_columns_says_how_to_write_it() -> None:
    with pytest.raises(InvalidQuestion, match=r"row 2 must be 4 cells, with quotes .* got '5 cells'"):
        read_table("name,requests,duration_ms,memory_mb\na,1,500,200,512")


def test_empty_cells_behind_a_row_are_no_mistake() -> None:
    assert len(read_table("name,requests,duration_ms,memory_mb\na,1M,100,512,,")) == 1


# --- what is added up although it is called otherwise ---------------------------------------------------


def test_tiers_are_shared_by_functions_with_and_without_provisioned_concurrency() -> None:
    """Half of 20 billion requests run on demand, half spill over: one rate, one climb through its tiers."""
    load = cm.Workload(20e9, 1_000, 1_024)
    mixed = cm.FunctionService(
        (cm.ServiceFunction("a", 0.5), cm.ServiceFunction("b", 0.5, function=cm.Lambda(provisioned_concurrency=1)))
    )

    lines = {line.name: line for line in cm.bill(mixed, load, PRICES).lines}

    assert lines["Duration"].quantity == pytest.approx(2e10 - 720 * 3_600)
    assert "Duration, on demand" not in lines
    assert cm.bill(mixed, load, PRICES).total == pytest.approx(301_632.64 + 4_000 + 36, abs=0.5)


def test_one_scenario_is_that_scenario_among_many_behind_a_shared_free_tier() -> None:
    book = PRICES.with_free_tier().already_used({"lambda.duration.arm64": 1e5})
    load = cm.Workload(1e7, 1_000, 1_024)
    planned = cm.Lambda(commitment=cm.Commitment(usd_per_hour=0.5))
    service = cm.FunctionService(
        (
            cm.ServiceFunction("a", 0.5, function=planned),
            cm.ServiceFunction("b", 0.5, function=cm.Lambda(provisioned_concurrency=1)),
        )
    )

    many = cm.bill(service, load.vary(requests_per_month=np.array([1e7, 5e8])), book).total

    assert np.asarray(many)[0] == pytest.approx(float(cm.bill(service, load, book).total), rel=1e-12)


def test_what_must_stay_unreserved_is_counted_once() -> None:
    ten = cm.FunctionService(
        tuple(cm.ServiceFunction(f"{at}", 0.1, function=cm.Lambda(provisioned_concurrency=1)) for at in range(10))
    )

    [limit] = [one for one in ten.limits(cm.Workload(1e5, 100, 512), PRICES) if one.name == "Concurrent executions"]

    assert limit.needs == 110


@pytest.mark.parametrize(
    "head", ["name,requests,duration,memory,response_kb,レスポンス", "name,requests,duration,memory,cpu,cpu_ms"]
)
def test_a_column_is_there_once(head: str) -> None:
    with pytest.raises(cm.InvalidQuestion, match="there once, or left out"):
        read_table(f"{head}\na,1M,100,512,1,2")


def test_a_cell_beyond_all_reason_is_an_error_in_words() -> None:
    with pytest.raises(cm.InvalidQuestion, match="a table of cells"):
        read_table("name,requests,duration,memory\n" + "a" * 200_000 + ",1,1,128")


def test_a_table_says_how_large_its_responses_are_and_whether_they_stream() -> None:
    rows = read_table(
        "関数名,リクエスト数,実行時間,メモリ,レスポンス,ストリーミング\na,2M,500,1536,100,いいえ\nb,1M,500,1536,7168,はい"
    )
    load, service = from_table(rows)

    assert [(row.response_kb, row.streaming) for row in rows] == [(100, False), (7_168, True)]
    assert load.response_kb == pytest.approx((2 * 100 + 7_168) / 3)
    streamed = {line.name: line for line in cm.bill(service, load, PRICES).lines}["Response streaming"]
    assert streamed.quantity == pytest.approx(1e6 / 1_024)
    with pytest.raises(cm.InvalidQuestion, match="streaming must be yes or no"):
        read_table("name,requests,duration,memory,streaming\na,1M,100,512,perhaps")
