"""Spot prices: a mean weighted by time."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from decimal import Decimal

import pytest

from pricing_data.aws import spot
from pricing_data.aws.faults import BadPriceList, IncompletePage
from pricing_data.aws.source import silent
from pricing_data.aws.spot import SpotApi
from tools.fake_aws.server import FakeAws
from tools.fake_aws.world import World

NOW = datetime(2026, 11, 24, 12, tzinfo=UTC)


def point(days_ago, price, zone="a", kind="t3.micro"):
    return {
        "InstanceType": kind,
        "AvailabilityZone": f"eu-west-1{zone}",
        "SpotPrice": price,
        "Timestamp": NOW - timedelta(days=days_ago),
    }


class Client:
    def __init__(self, *pages):
        self.pages, self.asked = list(pages), []

    def describe_spot_price_history(self, **asked):
        self.asked.append(asked)
        return self.pages.pop(0)


def fetched(*pages):
    return SpotApi(NOW, lambda _region: Client(*pages)).fetch("spot", "eu-west-1", silent)


@pytest.mark.parametrize(
    ("points", "mean"),
    [
        ([(30, "0.004")], "0.004"),
        ([(9, "0.003"), (1.75, "0.005")], "0.0035"),
        ([(1.75, "0.005"), (9, "0.003")], "0.0035"),
        ([(3.5, "0.006"), (0, "0.9")], "0.006"),
        ([(2, "0.002"), (1, "0.004")], "0.003"),
    ],
    ids=["one price", "a change late in the week", "newest first", "a change now", "a zone that is new"],
)
def test_a_price_counts_for_as_long_as_it_held(points, mean):
    [row] = fetched({"SpotPriceHistory": [point(ago, price) for ago, price in points]}).rows

    assert (row.key, row.unit, row.price, row.as_of) == ("ec2.t3.micro.spot", "instance·h", mean, "2026-11-24")


def test_zones_count_the_same_and_pages_are_followed():
    client = Client(
        {"SpotPriceHistory": [point(8, "0.002"), point(1, "0.002")], "NextToken": "more"},
        {"SpotPriceHistory": [point(8, "0.004", "b"), point(8, "0.1", kind="m7g.large")], "NextToken": ""},
    )
    found = SpotApi(NOW, lambda _region: client).fetch("spot", "eu-west-1", silent)

    assert [(row.key, row.price) for row in found.rows] == [
        ("ec2.m7g.large.spot", "0.1"),
        ("ec2.t3.micro.spot", "0.003"),
    ]
    assert [asked.get("NextToken") for asked in client.asked] == [None, "more"]
    assert client.asked[0]["StartTime"] == NOW - timedelta(days=7)
    assert client.asked[0]["ProductDescriptions"] == ["Linux/UNIX"]


@pytest.mark.parametrize("price", ["0", "0.0000", "-1"])
def test_nothing_is_free(price):
    with pytest.raises(BadPriceList, match=r"ec2\.t3\.micro|t3\.micro"):
        fetched({"SpotPriceHistory": [point(1, price)]})


def test_no_history_is_no_price():
    with pytest.raises(BadPriceList, match="names no Spot price in eu-west-1"):
        fetched({"SpotPriceHistory": []})


def test_a_page_cut_short_is_never_the_end():
    with pytest.raises(IncompletePage):
        fetched({"SpotPriceHistory": [point(1, "0.1")], "NextToken": "more"}, {}, {}, {})


def test_over_http_the_mean_is_the_one_worked_out_by_hand(monkeypatch):
    world = World()
    with FakeAws(world) as aws:
        for name, value in aws.environment.items():
            monkeypatch.setenv(name, value)
        found = SpotApi(world.now).fetch("spot", "eu-west-1", silent)

    prices = {row.key: row.price for row in found.rows}
    on_demand = {row.key: Decimal(row.price) for row in world.rows("eu-west-1") if row.key == "ec2.t3.micro"}
    expected = on_demand["ec2.t3.micro"] * (Decimal("0.35") + Decimal("0.4") + Decimal("0.4")) / 3
    assert abs(Decimal(prices["ec2.t3.micro.spot"]) - expected) < spot.DIGITS
