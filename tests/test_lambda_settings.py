"""Retries, large events, streaming, SnapStart, schedules and Savings Plans on Lambda."""

from __future__ import annotations

from dataclasses import replace

import pytest

import costmodel as cm
from costmodel import Commitment, Lambda, ProvisionedConcurrency, Schedule, SnapStart, TrafficProfile, Workload
from costmodel.best_provisioned import best_provisioned, pays_from
from costmodel.options.lambda_settings import FREE_EPHEMERAL_MB
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
    assert pays_from(Lambda(), PRICES) == pytest.approx(0.6, abs=1e-4)


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
