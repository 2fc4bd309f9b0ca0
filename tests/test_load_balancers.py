"""Application and Network Load Balancers: published bills, which dimension counts, and what they cannot do."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pytest

from costmodel.extras import ApplicationLoadBalancer, NetworkLoadBalancer
from costmodel.traffic import TrafficProfile
from tests.front_doors import BOOK, ON_EC2, ON_LAMBDA, calls, costs, exceeded, limits, rate, rps, total

if TYPE_CHECKING:
    from costmodel import Workload
    from costmodel.bill import Line
    from costmodel.option import Footprint

    Balancer = ApplicationLoadBalancer | NetworkLoadBalancer

INTERNAL = ApplicationLoadBalancer(internet_facing=False)


def capacity(balancer: Balancer, load: Workload, beside: Footprint = ON_EC2) -> Line:
    return next(line for line in balancer.lines(load, BOOK, beside) if "capacity" in line.name)


def units(balancer: Balancer, load: Workload, beside: Footprint = ON_EC2) -> float:
    """Capacity units, averaged over a month of 720 hours."""
    return float(capacity(balancer, load, beside).quantity) / 720


# --- published bills ---------------------------------------------------------------------------------

AWS_EXAMPLE = rps(5, request_kb=20, response_kb=40)
"""5 requests and 300 KB a second over one new connection a second, each two minutes long."""


@pytest.mark.parametrize(("beside", "lcu", "usd"), [(ON_EC2, 1.08, 22.42), (ON_LAMBDA, 2.7, 31.75)])
def test_the_example_of_the_pricing_page(beside: Footprint, lcu: float, usd: float) -> None:
    """Elastic Load Balancing pricing page, example 1, with 60 rules; 1.08 GB/h are 2.7 LCU to Lambda."""
    balancer = ApplicationLoadBalancer(internet_facing=False, requests_per_connection=5, connection_s=120, rules=60)

    line = capacity(balancer, AWS_EXAMPLE, beside)

    assert [float(one.capacity_units) for one in balancer.dimensions(AWS_EXAMPLE, "ec2")] == pytest.approx(
        [0.04, 0.04, 1.08, 0.25]
    )
    assert float(line.quantity) / 720 == pytest.approx(lcu)
    assert total(balancer, AWS_EXAMPLE, beside) == pytest.approx(usd, abs=0.005)


def test_frankfurt_with_26_new_connections_a_second() -> None:
    """A cost note on GitHub: 1.064 LCU; 25.56 with the hour rounded to 4 digits, 25.57 without."""
    prices = {"alb.hours": rate("alb.hours", "h", (0.027, float("inf")))}
    balancer = ApplicationLoadBalancer(internet_facing=False, connection_s=0.05)
    load = rps(26.6, request_kb=0, response_kb=15_000 / 60 / 26.6)

    assert units(balancer, load) == pytest.approx(1.064, abs=1e-6)
    assert sum(costs(balancer, load, book=BOOK.with_rates(prices)).values()) == pytest.approx(25.568, abs=0.001)


def test_a_fixed_charge_in_canada() -> None:
    """An AWS Pricing Calculator printout: 0.25 GB a month."""
    prices = {
        "alb.hours": rate("alb.hours", "h", (0.02475, float("inf"))),
        "alb.lcu": rate("alb.lcu", "LCU·h", (0.0088, float("inf"))),
    }
    load = calls(25, hours_per_month=730, request_kb=0, response_kb=10_000)

    found = costs(INTERNAL, load, book=BOOK.with_rates(prices))

    assert found["Application Load Balancer"] == pytest.approx(18.07, abs=0.005)
    assert found["Load balancer capacity (LCU)"] == pytest.approx(0.0022)


def test_a_steady_one_and_a_half_capacity_units() -> None:
    """finfocus-plugin-aws-public, unit tests, 2026-03: 37.5 new connections a second."""
    load = calls(37.5 * 730 * 3600, hours_per_month=730)

    assert costs(INTERNAL, load) == {
        "Application Load Balancer": pytest.approx(16.425),
        "Load balancer capacity (LCU)": pytest.approx(8.76),
    }


def test_ten_thousand_new_connections_a_minute() -> None:
    """TinyStacks documentation, with its 167 a second and 3 GB an hour: 6.68 LCU."""
    load = calls(167 * 730 * 3600, hours_per_month=730, request_kb=0, response_kb=3e6 / 3600 / 167)

    line = capacity(INTERNAL, load)

    assert float(line.quantity) / 730 == pytest.approx(6.68)
    assert line.cost == pytest.approx(39.0112)


def test_a_network_load_balancer_with_2_25_gb_an_hour() -> None:
    """A comparison of clouds on GitHub: 10.35 at 0.0063."""
    prices = {"nlb.lcu": rate("nlb.lcu", "LCU·h", (0.0063, float("inf")))}
    load = calls(730, hours_per_month=730, request_kb=0, response_kb=2.25e6)

    found = costs(NetworkLoadBalancer(internet_facing=False), load, book=BOOK.with_rates(prices))

    assert found["Load balancer capacity (NLCU)"] == pytest.approx(10.35, abs=0.005)


# --- by hand from AWS's rules ------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("balancer", "load", "beside", "lcu"),
    [
        # 100 requests/s over 5 new connections/s: 0.2; 5 × 60 ÷ 3,000 = 0.1; 100 × 3,600 × 1 KB = 0.36 GB/h
        (ApplicationLoadBalancer(requests_per_connection=20), rps(100, response_kb=0), ON_EC2, 0.36),
        # the same to Lambda: 0.36 ÷ 0.4
        (ApplicationLoadBalancer(requests_per_connection=20), rps(100, response_kb=0), ON_LAMBDA, 0.9),
        # 100 × (30 − 10) ÷ 1,000 = 2
        (ApplicationLoadBalancer(rules=30, requests_per_connection=20), rps(100, response_kb=0), ON_EC2, 2.0),
        # WebSockets: 1 connection/s for an hour each: 3,600 ÷ 3,000
        (ApplicationLoadBalancer(connection_s=3_600), rps(1), ON_EC2, 1.2),
        # long requests hold their connection: 10/s × 900 s ÷ 3,000
        (ApplicationLoadBalancer(), rps(10, duration_ms=900_000), ON_EC2, 3.0),
        # 2,000 ÷ 800; 2,000 × 60 ÷ 100,000 = 1.2; 2,000 × 3,600 × 0.1 KB = 0.72 GB/h
        (NetworkLoadBalancer(), rps(2_000, request_kb=0.1, response_kb=0), ON_EC2, 2.5),
        # the same with TLS: 2,000 ÷ 50
        (NetworkLoadBalancer(tls=True, connection_s=1), rps(2_000, request_kb=0.1, response_kb=0), ON_EC2, 40.0),
        # 1,000/s × 350 s ÷ 100,000, and ÷ 3,000 with TLS
        (NetworkLoadBalancer(connection_s=350), rps(1_000, request_kb=0, response_kb=0), ON_EC2, 3.5),
        (NetworkLoadBalancer(connection_s=350, tls=True), rps(1_000, request_kb=0, response_kb=0), ON_EC2, 350 / 3),
    ],
)
def test_the_largest_dimension_counts(balancer: Balancer, load: Workload, beside: Footprint, lcu: float) -> None:
    assert units(balancer, load, beside) == pytest.approx(lcu)


@pytest.mark.parametrize(("rules", "lcu"), [(0, 0.04), (10, 0.04), (11, 0.04), (60, 0.05), (110, 0.1)])
def test_ten_rules_are_free(rules: float, lcu: float) -> None:
    """One request a second, no bytes: 1 ÷ 25 new connections."""
    load = rps(1, request_kb=0, response_kb=0)

    assert units(ApplicationLoadBalancer(rules=rules), load) == pytest.approx(lcu)


def test_a_public_load_balancer_holds_an_address_in_each_zone() -> None:
    assert costs(ApplicationLoadBalancer(zones=3), calls(1))["Load balancer addresses"] == pytest.approx(
        3 * 720 * 0.005
    )
    assert "Load balancer addresses" not in costs(INTERNAL, calls(1))


def test_a_partial_hour_is_a_full_hour() -> None:
    found = costs(INTERNAL, calls(1, hours_per_month=100.2))["Application Load Balancer"]

    assert found == pytest.approx(101 * 0.0225)


def test_the_shape_of_the_week_does_not_change_capacity_units() -> None:
    """Each hour's largest dimension is the same one, so the hours add up to the mean."""
    office = TrafficProfile((3.0,) * 56 + (0.0,) * 112, within_hour=5)
    balancer = ApplicationLoadBalancer(rules=40)

    assert units(balancer, rps(40, traffic=office)) == pytest.approx(units(balancer, rps(40)))


# --- laws --------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "balancer", [ApplicationLoadBalancer(rules=25), NetworkLoadBalancer(), NetworkLoadBalancer(tls=True)]
)
@pytest.mark.parametrize("beside", [ON_EC2, ON_LAMBDA], ids=lambda beside: beside.runs_on)
def test_capacity_is_one_dimension_and_at_least_each(balancer: Balancer, beside: Footprint) -> None:
    load = calls(
        np.geomspace(1e5, 1e11, 30),
        duration_ms=np.geomspace(1, 1e6, 7)[:, None],
        response_kb=np.geomspace(0.01, 1e4, 5)[:, None, None],
    )
    found = capacity(balancer, load, beside).quantity / 720
    each = np.array(np.broadcast_arrays(*(one.capacity_units for one in balancer.dimensions(load, beside.runs_on))))

    assert found == pytest.approx(each.max(axis=0))
    assert (found >= each * (1 - 1e-12)).all()


@pytest.mark.parametrize("setting", ["rules", "connection_s", "zones"])
def test_more_of_a_setting_is_never_cheaper(setting: str) -> None:
    bills = [total(ApplicationLoadBalancer(**{setting: value}), rps(50)) for value in (2, 3, 5, 8, 10)]  # type: ignore[arg-type]

    assert bills == sorted(bills)


def test_keep_alive_is_never_dearer() -> None:
    load = rps(50, request_kb=0.01, response_kb=0.01)
    bills = [total(ApplicationLoadBalancer(requests_per_connection=each), load) for each in (1, 2, 10, 1e6)]

    assert bills == sorted(bills, reverse=True)
    assert bills[0] > bills[1]


def test_the_duration_bends_where_it_outgrows_the_connection() -> None:
    """1 ÷ 25 = 0.04 LCU: 60 s ÷ 3,000 = 0.02 until 60 s, the largest from 120 s."""
    load = calls(1e6, request_kb=0, response_kb=0)

    found = INTERNAL.steps(load, BOOK, lambda _: ON_EC2, "duration_ms", 1, 1e6)

    assert sorted(found) == pytest.approx([60_000, 120_000])


# --- reasons and limits ------------------------------------------------------------------------------


def test_the_bill_names_the_largest_dimension_and_all_four() -> None:
    [reason] = capacity(
        ApplicationLoadBalancer(requests_per_connection=5, connection_s=120, rules=60), AWS_EXAMPLE
    ).reasons()

    assert reason == (
        "the largest counts, processed bytes: new connections 1 ÷ 25 connections/s = 0.04, "
        "active connections 120 ÷ 3,000 connections = 0.04, processed bytes 1.08 ÷ 1 GB/h = 1.08, "
        "rule evaluations 250 ÷ 1,000 evaluations/s = 0.25"
    )


def test_a_function_behind_a_load_balancer_takes_and_gives_1_mb() -> None:
    assert exceeded(INTERNAL, calls(1, request_kb=1024, response_kb=1024), ON_LAMBDA) == {}
    assert exceeded(INTERNAL, calls(1, request_kb=1025), ON_LAMBDA) == {"Request size, load balancer to Lambda": True}
    assert exceeded(INTERNAL, calls(1, response_kb=1025), ON_LAMBDA) == {"Response size, Lambda to load balancer": True}


def test_instances_behind_a_load_balancer_take_any_size() -> None:
    assert exceeded(INTERNAL, calls(1, request_kb=1e6, response_kb=1e6)) == {}


@pytest.mark.parametrize(("balancer", "seconds"), [(INTERNAL, 60), (NetworkLoadBalancer(), 350)])
def test_a_silent_connection_is_closed_unless_the_timeout_is_set(balancer: Balancer, seconds: float) -> None:
    assert exceeded(balancer, calls(1, duration_ms=seconds * 1_000)) == {}
    assert exceeded(balancer, calls(1, duration_ms=seconds * 1_000 + 1)) == {"Connection idle timeout": False}


def test_a_function_cannot_stand_behind_a_network_load_balancer() -> None:
    name = "Functions behind a Network Load Balancer"
    limit = limits(NetworkLoadBalancer(), calls(1), ON_LAMBDA)[name]

    assert exceeded(NetworkLoadBalancer(), calls(1), ON_LAMBDA) == {name: True}
    assert exceeded(NetworkLoadBalancer(), calls(1), ON_EC2) == {}
    assert "Application Load Balancer" in limit.remedy
