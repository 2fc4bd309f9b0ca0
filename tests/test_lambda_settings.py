"""Retries, large events, streaming, SnapStart, schedules and Savings Plans on Lambda."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
import pytest

import costmodel as cm
from costmodel import (
    ColdStarts,
    Commitment,
    Lambda,
    ProvisionedConcurrency,
    Schedule,
    SnapStart,
    TrafficProfile,
    Workload,
)
from costmodel.best_commitment import best_commitment
from costmodel.best_provisioned import best_provisioned
from costmodel.extras import EventPollers
from costmodel.options.duration_meters import pays_from
from costmodel.options.lambda_settings import FREE_EPHEMERAL_MB
from costmodel.shapes import shape
from tests.books import PRICES

API = Workload(requests_per_month=10_000_000, duration_ms=1_000, memory_mb=1_024)
OFFICE = TrafficProfile(tuple(168 / 50 if 9 <= hour % 24 < 19 and hour < 120 else 0.0 for hour in range(168)))
SLOPE = TrafficProfile(tuple(2 * (hour + 0.5) / 168 for hour in range(168)))


def lines(option: Lambda, workload: Workload = API) -> dict[str, cm.Line]:
    return {line.name: line for line in cm.bill(option, workload, PRICES).lines}


def test_retries_are_charged_as_requests_and_as_duration():
    assert lines(Lambda(attempts=1.5))["Requests"].cost == pytest.approx(3.00)
    assert lines(Lambda(attempts=1.5))["Duration"].cost == pytest.approx(1.5 * 166.667)


@pytest.mark.parametrize(("kb", "charged"), [(1, 1), (256, 1), (257, 2), (320, 2), (321, 3), (1_024, 13)])
def test_a_large_event_counts_as_more_requests(kb, charged):
    event = API.vary(request_kb=kb)

    assert lines(Lambda(asynchronous=True), event)["Requests"].quantity == charged * 10_000_000
    assert lines(Lambda(), event)["Requests"].quantity == 10_000_000


def test_streaming_charges_above_6_mb_and_lifts_the_limit_to_200_mb():
    """https://aws.amazon.com/lambda/pricing/, response streaming: 1M responses of 7 MB are 976.56 GB and 7.81."""
    large = API.vary(requests_per_month=1_000_000, response_kb=7 * 1_024)
    streamed = lines(Lambda(streaming=True), large)["Response streaming"]
    allowed = {limit.name: limit.allows for limit in Lambda(streaming=True).limits(large, PRICES)}

    assert streamed.quantity == pytest.approx(976.5625)
    assert streamed.cost == pytest.approx(7.8125)
    assert allowed["Response size"] == 200 * 1_024
    assert not cm.compare(large, [Lambda()], PRICES).feasible["Lambda"]


def test_snapstart_pays_for_every_version_and_every_restore_but_not_on_java():
    paid = lines(Lambda(snapstart=SnapStart(versions=2, restore_fraction=0.01)))

    assert paid["SnapStart cache"].cost == pytest.approx(2 * 720 * 3_600 * 0.0000015046)
    assert paid["SnapStart restores"].cost == pytest.approx(100_000 * 0.0001397998)
    assert set(lines(Lambda(snapstart=SnapStart("java")))) == {"Requests", "Duration"}
    assert lines(Lambda(snapstart=SnapStart(hours_per_month=1)))["SnapStart cache"].quantity == 3 * 3_600


@pytest.mark.parametrize(
    "settings", [{"provisioned_concurrency": 1}, {"ephemeral_storage_mb": FREE_EPHEMERAL_MB + 1}], ids=str
)
def test_snapstart_is_refused_where_aws_does_not_offer_it(settings):
    with pytest.raises(cm.InvalidOption, match="snapstart"):
        Lambda(snapstart=SnapStart(), **settings)


def test_a_schedule_takes_the_traffic_of_its_own_hours():
    """All traffic comes in 50 hours; 40 of them are enabled, and hold their level exactly."""
    workload = replace(API, traffic=OFFICE)
    ready = ProvisionedConcurrency(1_000, schedule=Schedule(9, 17, workdays_only=True))

    assert float(ready.share_inside(workload, 1.0)) == pytest.approx(40 / 50)
    assert float(ready.enabled_h(workload)) == pytest.approx(720 * 40 / 168)
    assert float(replace(ready, environments=5).share_inside(workload, 1.0)) == pytest.approx(
        40 / 168 * 5 / float(workload.mean_rps)
    )


@pytest.mark.parametrize("traffic", [TrafficProfile.constant(), OFFICE, SLOPE], ids=["constant", "office", "slope"])
@pytest.mark.parametrize("schedule", [None, Schedule(9, 17)], ids=["all-month", "scheduled"])
@pytest.mark.parametrize("requests", [1e6, 1e7, 5e7])
def test_the_best_level_is_the_one_that_trying_every_level_finds(traffic, schedule, requests):
    workload = replace(API, traffic=traffic, requests_per_month=requests)
    start = Lambda(provisioned_concurrency=ProvisionedConcurrency(1, schedule=schedule))

    best = float(cm.bill(best_provisioned(workload, start, PRICES), workload, PRICES).total)

    every = [Lambda(provisioned_concurrency=ProvisionedConcurrency(n, schedule=schedule)) for n in range(1, 90)]
    tried = min(float(cm.bill(one, workload, PRICES).total) for one in (Lambda(), *every))
    assert best == pytest.approx(tried, rel=1e-12)


def test_an_environment_pays_when_it_is_busy_60_percent_of_the_time():
    assert pays_from("x86_64", PRICES) == pytest.approx(0.6, abs=1e-4)


def test_a_savings_plan_on_duration_is_weighed_hour_by_hour():
    """Constant load is covered all month; 50 of 168 hours are too few for 12 %."""
    steady, office = lines(Lambda(commitment=Commitment())), replace(API, traffic=OFFICE)

    assert steady["Compute Savings Plan, 1 year"].cost == pytest.approx(10_000_000 * 0.0000147)
    assert lines(Lambda(commitment=Commitment()), office)["Duration"].cost == pytest.approx(166.667)


def test_a_typed_commitment_is_paid_whether_it_is_used_or_not():
    bill = lines(Lambda(commitment=Commitment(usd_per_hour=0.5)), replace(API, traffic=OFFICE))
    paid = bill["Compute Savings Plan, 1 year"].cost + bill["Unused commitment"].cost

    assert paid == pytest.approx(0.5 * 720)
    assert bill["Unused commitment"].cost == pytest.approx(0.5 * 720 * 118 / 168, rel=1e-9)


@pytest.mark.parametrize(
    "commitment", [Commitment("standard_reserved"), Commitment(instances=2)], ids=["reserved", "instances"]
)
def test_only_a_compute_savings_plan_in_money_covers_lambda(commitment):
    with pytest.raises(cm.InvalidOption):
        Lambda(commitment=commitment)


# --- provisioned concurrency that follows the load ------------------------------------------------


def following(most: int, target: float, **settings) -> Lambda:
    return Lambda(provisioned_concurrency=ProvisionedConcurrency(most, target_utilization=target, **settings))


def test_environments_follow_the_load_at_their_target():
    """50 busy hours of 168 with 12.96 executions at once: 19 environments at 70 %, and one in the other hours."""
    workload = replace(API, traffic=OFFICE)
    busy = 10_000_000 / (720 * 50 / 168) / 3_600
    kept = lines(following(100, 0.7), workload)

    assert np.ceil(busy / 0.7) == 19
    assert kept["Provisioned concurrency"].quantity == pytest.approx((50 * 19 + 118 * 1) / 168 * 720 * 3_600)
    assert kept["Duration, provisioned"].quantity == pytest.approx(10_000_000)
    assert kept["Duration, on demand"].quantity == pytest.approx(0, abs=1e-3)


def test_what_the_most_environments_cannot_take_spills_over():
    """Ten environments in the busy hours take 10 of their 12.96 executions at once."""
    workload = replace(API, traffic=OFFICE)
    busy = 10_000_000 / (720 * 50 / 168) / 3_600

    inside = lines(following(10, 0.7), workload)["Duration, provisioned"].quantity

    assert inside == pytest.approx(10_000_000 * 10 / busy)


@pytest.mark.parametrize("traffic", [OFFICE, SLOPE], ids=["office", "slope"])
@pytest.mark.parametrize("requests", [1e6, 5e7])
def test_following_costs_at_most_what_a_fixed_number_does(traffic, requests):
    workload = replace(API, traffic=traffic, requests_per_month=requests)

    for most in (1, 7, 40, 200):
        fixed = cm.bill(Lambda(provisioned_concurrency=most), workload, PRICES).total
        assert cm.bill(following(most, 0.7), workload, PRICES).total <= fixed


@pytest.mark.parametrize("traffic", [OFFICE, SLOPE], ids=["office", "slope"])
def test_the_best_most_that_may_follow_is_the_one_that_trying_all_finds(traffic):
    workload = replace(API, traffic=traffic)

    best = float(cm.bill(best_provisioned(workload, following(4, 0.7, minimum=3), PRICES), workload, PRICES).total)

    every = [Lambda(), *(following(most, 0.7, minimum=3) for most in range(3, 60))]
    assert best == pytest.approx(min(float(cm.bill(one, workload, PRICES).total) for one in every), rel=1e-12)


@pytest.mark.parametrize(
    ("settings", "named"),
    [
        ({"target_utilization": 0.95}, "target_utilization"),
        ({"target_utilization": 0.05}, "target_utilization"),
        ({"target_utilization": 0.7, "minimum": 11}, "minimum"),
        ({"minimum": 0}, "minimum"),
    ],
)
def test_a_target_or_a_minimum_out_of_range_is_refused(settings, named):
    with pytest.raises(cm.InvalidOption, match=named):
        ProvisionedConcurrency(10, **settings)


def test_the_bill_says_whether_the_last_environment_pays():
    """A load of 2.5 executions at once, all month: the third of three is busy half of the time."""
    workload = API.vary(requests_per_month=2.5 * 720 * 3_600)
    bill = cm.bill(Lambda(provisioned_concurrency=3), workload, PRICES)

    assert "the last of 3 environments is busy 50 % of the time; it pays from 60 % on" in bill.explain()


# --- Savings Plans on provisioned concurrency, and cold starts beside them --------------------------


def test_a_plan_covers_the_meter_with_the_highest_discount_first():
    """Capacity saves 13.6 %, on demand 11.8 %, provisioned duration 9.5 %: 0.1 USD/h cover 27,778 GB·s of capacity."""
    option = Lambda(provisioned_concurrency=10, commitment=Commitment(usd_per_hour=0.1))
    bill = lines(option)

    assert bill["Savings Plan: Provisioned concurrency"].quantity == pytest.approx(0.1 / 3.6e-6 * 720)
    assert bill["Provisioned concurrency"].quantity == pytest.approx((36_000 - 0.1 / 3.6e-6) * 720)
    assert bill["Savings Plan: Duration, provisioned"].quantity == 0
    assert bill["Duration, provisioned"].quantity == pytest.approx(10_000_000)


PLANNED = [
    Lambda(provisioned_concurrency=10),
    Lambda(provisioned_concurrency=3, cold_starts=ColdStarts(900)),
    Lambda(provisioned_concurrency=ProvisionedConcurrency(20, schedule=Schedule(8, 20), target_utilization=0.6)),
    Lambda(cold_starts=ColdStarts(900)),
]


@pytest.mark.parametrize("function", PLANNED, ids=["fixed", "cold", "following", "on-demand"])
@pytest.mark.parametrize("traffic", [OFFICE, SLOPE], ids=["office", "slope"])
def test_no_other_level_of_a_plan_costs_less_than_the_best(function, traffic):
    workload = replace(API, traffic=traffic)

    found = best_commitment(workload, function, Commitment(), PRICES)

    best = float(cm.bill(found, workload, PRICES).total)
    for usd in np.linspace(0, 0.6, 121):
        other = replace(function, commitment=Commitment(usd_per_hour=float(usd)))
        assert best <= float(cm.bill(other, workload, PRICES).total) * (1 + 1e-12)


@pytest.mark.parametrize("function", PLANNED, ids=["fixed", "cold", "following", "on-demand"])
@pytest.mark.parametrize("usd", [0.0, 0.05, 0.3, 2.0])
def test_a_plan_leaves_no_second_uncharged(function, usd):
    """What is covered and what is left add up to what is used, meter by meter."""
    workload = replace(API, traffic=SLOPE)
    usual, planned = (
        lines(function, workload),
        lines(replace(function, commitment=Commitment(usd_per_hour=usd)), workload),
    )

    for name, line in usual.items():
        title = "Compute Savings Plan, 1 year" if name == "Duration" else f"Savings Plan: {name}"
        covered = planned[title].quantity if title in planned else 0.0
        left = planned[name].quantity if name in planned else 0.0
        assert covered + left == pytest.approx(line.quantity, rel=1e-9, abs=1e-6)


def test_a_plan_covers_init_too():
    workload = API.vary(requests_per_month=1_000)
    cold = Lambda(cold_starts=ColdStarts(2_000, fraction=0.5), commitment=Commitment())

    assert lines(cold, workload)["Compute Savings Plan, 1 year"].quantity == pytest.approx(1_000 * 2)


def test_beside_provisioned_concurrency_the_level_of_a_plan_is_said():
    with pytest.raises(cm.InvalidOption, match="best_commitment"):
        Lambda(provisioned_concurrency=1, commitment=Commitment())
    with pytest.raises(cm.InvalidOption, match="a schedule beside a plan"):
        Lambda(provisioned_concurrency=ProvisionedConcurrency(1, 100), commitment=Commitment(usd_per_hour=1))


def test_snapstart_restores_as_often_as_requests_start_cold():
    workload = API.vary(requests_per_month=100_000)
    cold = ColdStarts(250)
    bill = lines(Lambda(snapstart=SnapStart(), cold_starts=cold), workload)

    assert bill["SnapStart restores"].quantity == pytest.approx(float(cold.starts(workload)))
    assert bill["Duration"].quantity == pytest.approx(100_000 + float(cold.starts(workload)) * 0.25)
    assert lines(Lambda(snapstart=SnapStart()), workload)["SnapStart restores"].quantity == pytest.approx(1_000)


def test_a_restore_share_of_ones_own_has_no_place_beside_cold_starts():
    with pytest.raises(cm.InvalidOption, match="restore_fraction"):
        Lambda(snapstart=SnapStart(restore_fraction=0.1), cold_starts=ColdStarts(250))


# --- what a hostile reader found -------------------------------------------------------------------------


def test_retries_do_not_push_a_search_out_of_its_range():
    """At the end of the range a request that is tried twice is two: the search must not mind."""
    fleet = cm.EC2Fleet("m6i.large", count=2)
    twice = Lambda(attempts=2, cold_starts=ColdStarts(300))

    [found] = [one for one in cm.crossings(API, twice, fleet, PRICES, high=1e14) if one.kind == "meets"]

    load = API.vary(requests_per_month=found.at)
    assert float(cm.bill(twice, load, PRICES).total) == pytest.approx(float(cm.bill(fleet, load, PRICES).total))


@pytest.mark.parametrize(
    ("workload", "function", "free"),
    [
        (Workload(3e8, 120, 128, traffic=OFFICE), Lambda(commitment=Commitment(usd_per_hour=0.05)), False),
        (Workload(5e7, 120, 128), Lambda(), True),
        (Workload(2e7, 500, 512, traffic=SLOPE), Lambda(), True),
    ],
    ids=["plan", "free-tier", "slope"],
)  # fmt: skip
def test_the_best_level_is_found_behind_a_plan_and_the_free_tier(workload, function, free):
    prices = PRICES.with_free_tier() if free else PRICES

    best = float(cm.bill(best_provisioned(workload, function, prices), workload, prices).total)

    every = [function, *(replace(function, provisioned_concurrency=count) for count in range(1, 120))]
    assert best == pytest.approx(min(float(cm.bill(one, workload, prices).total) for one in every), rel=1e-9)


@pytest.mark.parametrize(
    "function", [Lambda(snapstart=SnapStart()), Lambda(commitment=Commitment())], ids=["snap", "plan"]
)
def test_the_best_level_is_not_sought_where_none_can_be(function):
    with pytest.raises(cm.InvalidQuestion, match="best_provisioned"):
        best_provisioned(API, function, PRICES)


@pytest.mark.parametrize(
    "workload",
    [Workload(1e6, 100, 512), Workload(6e6, 100, 1_024), Workload(3e10, 1_000, 1_024, traffic=SLOPE)],
    ids=["free", "small", "large"],
)
def test_the_best_plan_never_costs_more_than_none(workload):
    prices = PRICES.with_free_tier()

    best = best_commitment(workload, Lambda(), Commitment(), prices)

    usual = float(cm.bill(Lambda(), workload, prices).total)
    assert float(cm.bill(best, workload, prices).total) <= usual * (1 + 1e-12)


@pytest.mark.parametrize("setting", ["asynchronous", "streaming"])
def test_a_switch_is_true_or_false(setting):
    typed: dict[str, Any] = {setting: "no"}

    with pytest.raises(cm.InvalidOption, match=setting):
        Lambda(**typed)


def test_nothing_is_enabled_for_longer_than_the_month():
    with pytest.raises(cm.InvalidOption, match="at most the month's 720 hours"):
        lines(Lambda(snapstart=SnapStart(hours_per_month=744)))
    with pytest.raises(cm.InvalidOption, match="at most the month's 720 hours"):
        _ = cm.bill(cm.RequestPath(Lambda(), (EventPollers("sqs", 1, 744),)), API, PRICES).total


def test_spill_over_is_never_less_than_nothing():
    load = Workload(1e9, 120, 10_240, traffic=shape("weekdays"))

    assert lines(Lambda(provisioned_concurrency=1_000), load)["Duration, on demand"].quantity >= 0
