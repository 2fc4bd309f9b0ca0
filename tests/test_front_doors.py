"""Function URLs, HTTP APIs and REST APIs: published bills first, then limits; and laws over every front door."""

from __future__ import annotations

from dataclasses import FrozenInstanceError, replace
from itertools import pairwise
from typing import TYPE_CHECKING

import numpy as np
import pytest

from costmodel import InvalidOption, UnknownRate
from costmodel.extras import (
    EXTRAS,
    ApplicationLoadBalancer,
    CloudFront,
    FunctionUrl,
    HttpApi,
    NetworkLoadBalancer,
    RestApi,
)
from costmodel.traffic import TrafficProfile
from tests.books import PRICES
from tests.front_doors import BOOK, ON_EC2, ON_LAMBDA, calls, costs, exceeded, limits, rate, rps, total

if TYPE_CHECKING:
    from costmodel.option import Extra, Footprint

DOORS: tuple[Extra, ...] = (
    FunctionUrl(),
    HttpApi(),
    RestApi(),
    RestApi(cache_gb=1.6, regional=False),
    ApplicationLoadBalancer(),
    ApplicationLoadBalancer(zones=3, requests_per_connection=20, connection_s=5, rules=40),
    NetworkLoadBalancer(),
    NetworkLoadBalancer(zones=1, internet_facing=False, tls=True, connection_s=0),
    CloudFront(),
    CloudFront(cached_share=0.4, edges="europe", free_gb=1024, free_requests=10_000_000),
)

over_every_door = pytest.mark.parametrize("door", DOORS, ids=repr)

beside_both = pytest.mark.parametrize("beside", [ON_EC2, ON_LAMBDA], ids=lambda beside: beside.runs_on)

KB = 1024


# --- published bills ---------------------------------------------------------------------------------


def test_an_http_api_with_10_000_page_loads_a_minute() -> None:
    """Amazon API Gateway pricing page, HTTP APIs, example 1: 300 + 118.80."""
    load = calls(432_000_000, request_kb=12, response_kb=46)

    [line] = HttpApi().lines(load, BOOK, ON_LAMBDA)

    assert [float(part.cost) for part in line.rate.slices(line.quantity)] == pytest.approx([300.0, 118.8])
    assert line.cost == pytest.approx(418.8)


def test_a_rest_api_with_5_million_calls() -> None:
    """Amazon API Gateway pricing page, REST APIs, example 1, without its data transfer."""
    assert costs(RestApi(), calls(5_000_000, response_kb=3)) == {"REST API requests": pytest.approx(17.5)}


def test_a_rest_api_through_all_four_tiers() -> None:
    """infracost, golden file for aws_api_gateway_rest_api, 2026-08."""
    [line] = RestApi().lines(calls(21e9), BOOK, ON_LAMBDA)

    slices = [float(part.cost) for part in line.rate.slices(line.quantity)]
    assert slices == pytest.approx([1165.5, 1867.6, 45_220.0, 1510.0])
    assert line.cost == pytest.approx(49_763.1)


def test_a_rest_api_with_10_000_calls() -> None:
    """An AWS Pricing Calculator printout."""
    assert total(RestApi(), calls(10_000)) == pytest.approx(0.035, abs=1e-6)


def test_a_cache_for_one_day() -> None:
    """Amazon API Gateway pricing page, caching: 1.6 GB for 24 hours."""
    assert costs(RestApi(cache_gb=1.6), calls(1, hours_per_month=24))["REST API cache"] == pytest.approx(0.912)


# --- HTTP APIs ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("request_kb", "response_kb", "metered"),
    [(0, 0, 1), (1, 10, 1), (256, 256, 1), (1, 511, 1), (0, 513, 2), (513, 0, 2), (512, 512, 2), (12, 1013, 3)],
)
def test_every_512_kb_that_begin_are_a_request(request_kb: float, response_kb: float, metered: float) -> None:
    [line] = HttpApi().lines(calls(1_000_000, request_kb=request_kb, response_kb=response_kb), BOOK, ON_LAMBDA)

    assert line.quantity == metered * 1_000_000


def test_large_payloads_move_the_tier() -> None:
    """200 M calls of 600 KB are 400 M requests: 300 + 100 × 0.90."""
    assert total(HttpApi(), calls(200e6, response_kb=599)) == pytest.approx(390.0)


def test_the_bill_says_why_a_call_is_metered_twice() -> None:
    [large] = HttpApi().lines(calls(1, request_kb=13, response_kb=500), BOOK, ON_LAMBDA)
    [small] = HttpApi().lines(calls(1), BOOK, ON_LAMBDA)

    assert large.reasons() == ["13 KB request + 500 KB response: 2 steps of 512 KB"]
    assert small.reasons() == []


def test_an_http_api_waits_30_seconds_at_most() -> None:
    assert exceeded(HttpApi(), calls(1, duration_ms=30_000)) == {}
    assert exceeded(HttpApi(), calls(1, duration_ms=30_001)) == {"Duration, HTTP API": True}


@pytest.mark.parametrize("door", [HttpApi(), RestApi()], ids=lambda door: door.name)
def test_requests_and_responses_hold_10_mb_each(door: Extra) -> None:
    assert exceeded(door, calls(1, request_kb=10 * KB, response_kb=10 * KB)) == {}
    assert exceeded(door, calls(1, request_kb=10 * KB + 1)) == {"Request size, API Gateway": True}
    assert exceeded(door, calls(1, response_kb=10 * KB + 1)) == {"Response size, API Gateway": True}


@pytest.mark.parametrize("door", [HttpApi(), RestApi()], ids=lambda door: door.name)
@pytest.mark.parametrize(
    ("region", "quota"), [("us-east-1", 10_000), ("ap-northeast-1", 10_000), ("eu-south-1", 2_500)]
)
def test_the_throttle_is_a_quota_of_the_region(door: Extra, region: str, quota: float) -> None:
    there = replace(BOOK, region=region)

    assert exceeded(door, rps(quota), book=there) == {}
    assert exceeded(door, rps(quota + 1), book=there) == {"Requests a second, API Gateway": False}


def test_the_throttle_meets_the_peak_within_the_hour() -> None:
    levels = (2.0,) * 84 + (0.0,) * 84
    limit = limits(HttpApi(), rps(1_000, traffic=TrafficProfile(levels, within_hour=4)))[
        "Requests a second, API Gateway"
    ]

    assert limit.needs == pytest.approx(8_000)
    assert "'Throttle rate'" in limit.remedy


def test_the_accounts_own_throttle_counts() -> None:
    assert exceeded(HttpApi(throttle_rps=50_000), rps(40_000)) == {}
    assert exceeded(RestApi(throttle_rps=500), rps(600)) == {"Requests a second, API Gateway": False}


# --- REST APIs ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("regional", "duration_ms", "broken"),
    [
        (True, 29_000, {}),
        (True, 29_001, {"Integration timeout, REST API": False}),
        (True, 300_001, {"Integration timeout, REST API": False, "Duration, REST API": True}),
        (False, 29_000, {}),
        (False, 29_001, {"Duration, REST API": True}),
    ],
)
def test_only_a_regional_api_may_wait_longer_than_29_seconds(
    regional: bool,  # noqa: FBT001 - a parameter of the test
    duration_ms: float,
    broken: dict[str, bool],
) -> None:
    assert exceeded(RestApi(regional=regional), calls(1, duration_ms=duration_ms)) == broken


def test_waiting_longer_costs_throttle() -> None:
    limit = limits(RestApi(), calls(1))["Integration timeout, REST API"]

    assert "'Maximum integration timeout in milliseconds'" in limit.remedy
    assert "'Throttle rate'" in limit.remedy


def test_a_cache_costs_the_same_whatever_the_load() -> None:
    found = [costs(RestApi(cache_gb=237), calls(volume))["REST API cache"] for volume in (1, 1e9)]

    assert found == [pytest.approx(3.8 * 720)] * 2


def test_a_cache_has_one_of_the_sizes_on_sale() -> None:
    with pytest.raises(InvalidOption, match=r"cache_gb must be one of 0\.5, 1\.6, 237, got 1\.5"):
        costs(RestApi(cache_gb=1.5), calls(1))


def test_a_region_without_caches_says_so() -> None:
    book = PRICES.with_rates({"apigateway.rest.requests": BOOK["apigateway.rest.requests"]})

    with pytest.raises(UnknownRate, match=r"apigateway\.cache\.1\.6GB"):
        costs(RestApi(cache_gb=1.6), calls(1), book=book)


# --- function URLs -----------------------------------------------------------------------------------


def test_a_function_url_is_free_and_only_for_functions() -> None:
    assert costs(FunctionUrl(), calls(1e9), ON_LAMBDA) == {}
    assert exceeded(FunctionUrl(), calls(1e9), ON_LAMBDA) == {}
    assert exceeded(FunctionUrl(), calls(1), ON_EC2) == {"Instances behind a function URL": True}


# --- every door --------------------------------------------------------------------------------------


def test_every_kind_of_door_is_tried() -> None:
    doors = {FunctionUrl, HttpApi, RestApi, ApplicationLoadBalancer, NetworkLoadBalancer, CloudFront}

    assert {type(door) for door in DOORS} == doors
    assert doors <= set(EXTRAS)
    assert len({kind().name for kind in doors}) == len(doors)


@over_every_door
@beside_both
def test_a_door_never_lowers_a_bill(door: Extra, beside: Footprint) -> None:
    load = calls(np.geomspace(1, 1e12, 200), response_kb=np.array([[0.0], [10.0], [1e5]]))

    for cost in costs(door, load, beside).values():
        assert (np.asarray(cost) >= 0).all()


@over_every_door
@beside_both
@pytest.mark.parametrize("field", ["requests_per_month", "duration_ms", "request_kb", "response_kb"])
def test_more_never_costs_less(door: Extra, beside: Footprint, field: str) -> None:
    found = np.broadcast_to(total(door, calls(1e8).vary(**{field: np.geomspace(1, 1e6, 300)}), beside), 300)

    assert (np.diff(found) >= 0).all()


@over_every_door
@beside_both
def test_many_scenarios_are_each_of_them(door: Extra, beside: Footprint) -> None:
    grid = calls(
        np.array([1e3, 1e7, 4e8, 3e10]),
        duration_ms=np.array([[10.0], [40_000.0], [400_000.0]]),
        request_kb=np.array([1.0, 300.0, 600.0, 2e4]),
        response_kb=np.array([[2.0], [700.0], [3e4]]),
    )
    found = np.broadcast_to(total(door, grid, beside), grid.shape)

    for index in np.ndindex(grid.shape):
        one = grid.at(index)
        assert total(door, one, beside) == pytest.approx(found[index], rel=1e-12)
        for many, single in zip(door.limits(grid, BOOK, beside), door.limits(one, BOOK, beside), strict=True):
            assert many.at(index, grid.shape).exceeded == single.exceeded


@over_every_door
@beside_both
@pytest.mark.parametrize(
    ("field", "low", "high"), [("requests_per_month", 1e4, 1e10), ("duration_ms", 1, 1e6), ("memory_mb", 128, 10_240)]
)
def test_quantities_are_straight_between_steps(
    door: Extra, beside: Footprint, field: str, low: float, high: float
) -> None:
    load = calls(1e8, response_kb=20)
    edges = np.unique([low, *door.steps(load, BOOK, lambda _: beside, field, low, high), high])
    edges = edges[(edges >= low) & (edges <= high)]

    for start, stop in pairwise(edges):
        places = start + (stop - start) * np.array([0.001, 0.3, 0.5, 0.999])
        some = load.vary(**{field: places})
        numbers = [line.quantity for line in door.lines(some, BOOK, beside)]
        numbers += [np.subtract(limit.needs, limit.allows) for limit in door.limits(some, BOOK, beside)]
        for number in numbers:
            found = np.broadcast_to(number, 4)
            straight = np.interp(places, places[[0, -1]], found[[0, -1]])
            assert found == pytest.approx(straight, rel=1e-9, abs=1e-9)


@over_every_door
def test_a_price_that_is_missing_is_never_zero(door: Extra) -> None:
    if not costs(door, calls(1)):
        return
    with pytest.raises(UnknownRate):
        costs(door, calls(1), book=PRICES)


@over_every_door
@beside_both
def test_every_line_explains_itself(door: Extra, beside: Footprint) -> None:
    for line in door.lines(calls(1e7), BOOK, beside):
        assert line.name in line.explain()
        assert line.unit.endswith("/month")


@over_every_door
def test_doors_are_facts(door: Extra) -> None:
    assert door == replace(door)  # type: ignore[type-var]
    assert hash(door) == hash(replace(door))  # type: ignore[type-var]
    with pytest.raises(FrozenInstanceError):
        door.name = "another"  # type: ignore[misc]


@pytest.mark.parametrize(
    ("kind", "setting", "value"),
    [
        (HttpApi, "throttle_rps", 0),
        (RestApi, "throttle_rps", np.array([1.0])),
        (RestApi, "cache_gb", 0),
        (ApplicationLoadBalancer, "zones", 1),
        (ApplicationLoadBalancer, "zones", 2.5),
        (ApplicationLoadBalancer, "rules", -1),
        (ApplicationLoadBalancer, "requests_per_connection", 0),
        (NetworkLoadBalancer, "zones", 0),
        (NetworkLoadBalancer, "connection_s", -1),
        (CloudFront, "cached_share", 1),
        (CloudFront, "edges", "mars"),
        (CloudFront, "free_gb", -1),
        (CloudFront, "free_requests", float("nan")),
    ],
)
def test_bad_settings_are_named(kind: type[Extra], setting: str, value: object) -> None:
    with pytest.raises(InvalidOption, match=setting):
        kind(**{setting: value})


def test_negotiated_prices_count() -> None:
    book = BOOK.with_rates({"alb.hours": rate("alb.hours", "h", (0.01, float("inf")))})

    assert costs(ApplicationLoadBalancer(), calls(1), book=book)["Application Load Balancer"] == pytest.approx(7.2)
