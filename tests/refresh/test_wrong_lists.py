"""Price lists that arrive whole and cannot be right: refused, or held until somebody agrees."""

from __future__ import annotations

from datetime import UTC, datetime
from decimal import Decimal

import pytest

from pricing_data import refresh
from pricing_data.aws.faults import BadPriceList
from pricing_data.outcome import Status
from tests.refresh import shop
from tools.fake_aws.faults import Fault, How, Kind, Wrong

NOW = datetime(2026, 11, 24, tzinfo=UTC)

DURATION = "lambda.duration.x86_64"

WIDE = ("alb", "dynamodb", "ec2", "lambda", "nat")

pytestmark = pytest.mark.usefixtures("no_pauses")

both_ways = pytest.mark.parametrize("name", shop.SOURCES)


def refreshed(small, name, services=WIDE, **more):
    return refresh.refresh([shop.REGION], shop.SOURCES[name](), small.data, NOW, services=services, **more)


@both_ways
@pytest.mark.parametrize(
    ("how", "words"),
    [
        (How.DUPLICATE, ("2 products", "SKU")),
        (How.TIERS, ("tiers",)),
        (How.ZERO, ("costs nothing",)),
        (How.CNY, ("USD", "CNY")),
        (How.UNIT, ("Fortnights",)),
        (How.MISSING, ("is not in AWS's price list",)),
    ],
    ids=lambda value: value if isinstance(value, How) else "",
)
def test_a_required_rate_that_is_wrong_refuses_its_service_by_name(small, aws, name, how, words):
    aws.world.change(Wrong(how, "AWSLambda", "-Lambda-GB-Second"))

    report = refreshed(small, name)

    found = shop.outcomes(report)
    assert {service for service, one in found.items() if one.status is Status.FAILED} == {"lambda"}
    assert isinstance(found["lambda"].error, BadPriceList)
    assert [word for word in (DURATION, *words) if word not in found["lambda"].sentence] == [], found["lambda"].sentence
    shop.assert_whole(small, report)
    assert shop.in_force()[DURATION] == small.old[DURATION]
    assert shop.in_force()["nat.hours"] == small.new["nat.hours"]


@both_ways
@pytest.mark.parametrize("how", [How.DUPLICATE, How.TIERS, How.ZERO, How.UNIT])
def test_one_instance_type_that_is_wrong_costs_only_itself(small, aws, name, how):
    key = next(key for key in small.old if key.startswith("ec2.") and key.count(".") == 2)
    aws.world.change(Wrong(how, "AmazonEC2", f"BoxUsage:{key.removeprefix('ec2.')}"))

    report = refreshed(small, name, ["ec2"])

    [found] = report.outcomes
    assert found.status is Status.ADOPTED
    assert any(key in sentence for sentence in found.skipped)
    now = shop.in_force()
    assert now[key] == small.old[key]
    others = {one for one in small.old if one.startswith("ec2.") and not one.startswith(key)}
    assert {one: now[one] for one in others} == {one: small.new[one] for one in others}


@both_ways
def test_a_hundredfold_price_is_held_until_it_is_accepted(small, aws, name):
    aws.world.change(Wrong(How.HUNDREDFOLD, "AWSLambda", "-Lambda-GB-Second"))

    report = refreshed(small, name)

    found = shop.outcomes(report)["lambda"]
    assert found.status is Status.HELD
    assert [change.key for change in found.held] == [DURATION]
    assert "held" in found.sentence
    assert not report.complete
    assert shop.in_force()[DURATION] == small.old[DURATION]
    assert shop.in_force()["lambda.requests"] == small.new["lambda.requests"]
    shop.assert_whole(small, report)

    refreshed(small, name, accept=frozenset({DURATION}))

    assert shop.in_force()[DURATION] == tuple((price * 100, end) for price, end in small.new[DURATION])


@both_ways
def test_a_whole_list_in_another_currency_is_refused(small, aws, name):
    aws.world.change(Wrong(How.CNY, "AmazonEC2"))

    report = refreshed(small, name)

    failed = {service for service, one in shop.outcomes(report).items() if one.status is Status.FAILED}
    assert failed == {"ec2", "nat"}
    assert "CNY" in shop.outcomes(report)["ec2"].sentence
    shop.assert_whole(small, report)


@both_ways
def test_a_missing_service_keeps_its_prices_and_says_so(small, aws, name):
    aws.world.change(Wrong(How.MISSING, "AWSELB"))

    report = refreshed(small, name)

    found = shop.outcomes(report)
    assert {service for service, one in found.items() if one.status is Status.FAILED} == {"alb"}
    assert found["alb"].sentence.startswith("the old prices stay: ")
    assert shop.in_force()["alb.hours"] == small.old["alb.hours"]
    shop.assert_whole(small, report)


@both_ways
def test_an_optional_rate_that_is_gone_is_kept_until_it_is_accepted(small, aws, name):
    key = "lambda.event_poller"
    aws.world.change(Wrong(How.MISSING, "AWSLambda", "Lambda-Event-Poller-Unit-Hours"))

    report = refreshed(small, name, ["lambda"])

    [found] = report.outcomes
    assert found.gone == (key,)
    assert shop.in_force()[key] == small.old[key]

    refreshed(small, name, ["lambda"], accept="all")

    assert key not in shop.in_force()


@both_ways
def test_several_lists_wrong_and_the_wire_too(small, aws, name):
    aws.world.change(
        Wrong(How.ZERO, "AWSLambda", "-Lambda-GB-Second"),
        Wrong(How.HUNDREDFOLD, "AmazonDynamoDB"),
        Wrong(How.DUPLICATE, "AWSELB", "-LoadBalancerUsage"),
        Wrong(How.TIERS, "AmazonEC2", "NatGateway-Hours"),
    )
    aws.faults = [Fault(Kind.THROTTLED, share=0.5), Fault(Kind.TRUNCATED, share=0.2)]

    report = refreshed(small, name)

    found = {service: one.status for service, one in shop.outcomes(report).items()}
    assert all(one.error is None or "throttled" not in one.sentence for one in report.outcomes)
    assert found == {  # of EC2's list, only what is about NAT gateways is wrong
        "lambda": Status.FAILED,
        "dynamodb": Status.HELD,
        "alb": Status.FAILED,
        "nat": Status.FAILED,
        "ec2": Status.ADOPTED,
    }
    shop.assert_whole(small, report)


@both_ways
@pytest.mark.usefixtures("aws")
def test_tiers_in_any_order_are_no_fault(small, name):
    """They come so without any fault; the rates in force are in order."""
    refreshed(small, name, ["lambda", "apigateway", "egress"])

    edges = [Decimal(end) for _, end in shop.in_force()["apigateway.rest.requests"]]
    assert edges == sorted(edges)
    assert len(edges) == 4
