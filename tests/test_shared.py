"""What is common to both sides: published charges, and the same lines whatever is beside."""

from __future__ import annotations

from dataclasses import replace
from math import nan
from typing import TYPE_CHECKING

import numpy as np
import pytest

from costmodel import EC2Fleet, InvalidOption, Lambda, Rate, Source, Tier, UnknownRate, Workload, bill
from costmodel.extras.shared import CacheNodes, DynamoDb, OtherCosts
from costmodel.request_path import RequestPath
from tests.books import PRICES
from tests.test_around import A_MILLION, on_ec2, on_lambda

if TYPE_CHECKING:
    from costmodel.option import Extra

PUBLISHED = {
    "dynamodb.on_demand.read": ("RRU", 0.000000125),
    "dynamodb.on_demand.write": ("WRU", 0.000000625),
    "dynamodb.storage": ("GB·month", 0.25),
    "elasticache.redis.cache.m6g.12xlarge": ("instance·h", 3.557),
    "elasticache.valkey.cache.t4g.small": ("instance·h", 0.0256),
}
"""us-east-1. [USD per unit]"""

BOOK = PRICES.with_rates(
    {
        key: Rate(key, unit, (Tier(price),), Source("https://aws.amazon.com/", "2026"))
        for key, (unit, price) in PUBLISHED.items()
    }
)

EXTRAS: tuple[Extra, ...] = (DynamoDb(2, 1, storage_gb=25), CacheNodes("cache.t4g.small", 2), OtherCosts(99.5))

every_extra = pytest.mark.parametrize("extra", EXTRAS, ids=lambda extra: extra.name)


def costs(extra: Extra, workload: Workload = A_MILLION) -> dict[str, float]:
    return {line.name: float(line.cost) for line in extra.lines(workload, BOOK, on_lambda())}


def test_a_dynamodb_table_on_demand() -> None:
    """infracost, golden file for aws_dynamodb_table, 2026-08: 8 M reads, 3 M writes, 230 GB."""
    assert costs(DynamoDb(reads_per_request=8, writes_per_request=3, storage_gb=230)) == {
        "DynamoDB reads": pytest.approx(1.00),
        "DynamoDB writes": pytest.approx(1.875),
        "DynamoDB storage": pytest.approx(57.50),
    }


def test_a_cache_node_by_the_hour() -> None:
    """infracost, 2026-08: cache.m6g.12xlarge, 3.557 an hour."""
    found = costs(CacheNodes("cache.m6g.12xlarge", count=3, engine="redis"))

    assert found == {"Cache nodes": pytest.approx(3 * 720 * 3.557)}


def test_what_you_type_is_what_you_pay() -> None:
    [line] = OtherCosts(123.45, "support").lines(A_MILLION, BOOK, on_lambda())

    assert (line.name, line.cost) == ("support", 123.45)
    assert line.explain().splitlines() == [
        "support: $123.45",
        "  123.45 USD/month",
        "  at $1 per USD  [typed.support, price list of typed by you]",
    ]


@pytest.mark.parametrize("extra", [DynamoDb(0, 0), OtherCosts(0)], ids=lambda extra: extra.name)
def test_nothing_used_is_no_line(extra: Extra) -> None:
    assert costs(extra) == {}


@every_extra
def test_it_is_the_same_on_both_sides(extra: Extra) -> None:
    found = [
        [(line.name, line.cost, line.formula()) for line in extra.lines(A_MILLION, BOOK, beside)]
        for beside in (on_lambda(700), on_ec2(4, 9))
    ]

    assert found[0] == found[1]
    assert found[0]


@every_extra
def test_it_adds_the_same_to_every_option(extra: Extra) -> None:
    options = (Lambda(), EC2Fleet("t3.medium", count=1))

    def totals(*around: Extra) -> np.ndarray:
        return np.array([bill(RequestPath(option, around), A_MILLION, BOOK).total for option in options])

    added = totals(extra) - totals()
    assert added[0] == pytest.approx(added[1])
    assert (added > 0).all()


@every_extra
def test_one_of_many_costs_what_it_costs_alone(extra: Extra) -> None:
    volumes = np.geomspace(1, 1e13, 7)
    grid = replace(A_MILLION, requests_per_month=volumes)

    many = np.broadcast_to(sum(line.cost for line in extra.lines(grid, BOOK, on_lambda())), 7)

    assert many.tolist() == [sum(costs(extra, grid.at(i)).values()) for i in range(7)]
    assert (np.diff(many) >= 0).all()


@every_extra
def test_it_limits_nothing_and_never_jumps(extra: Extra) -> None:
    assert tuple(extra.limits(A_MILLION, BOOK, on_lambda())) == ()
    assert not extra.steps(A_MILLION, BOOK, lambda _: on_lambda(), "requests_per_month", 1, 1e9).size


@pytest.mark.parametrize("extra", EXTRAS[:2], ids=lambda extra: extra.name)
def test_a_price_that_is_missing_is_never_nothing(extra: Extra) -> None:
    with pytest.raises(UnknownRate):
        _ = tuple(extra.lines(A_MILLION, PRICES, on_lambda()))


@pytest.mark.parametrize(
    ("make", "message"),
    [
        (lambda: DynamoDb(-1, 0), "reads_per_request must be 0 to 1,000,000 request units, got -1"),
        (lambda: DynamoDb(0, nan), "writes_per_request must be"),
        (lambda: DynamoDb(0, 0, -1), "storage_gb must be"),
        (lambda: CacheNodes("cache.t4g.small", 0), "count must be 1 to"),
        (lambda: CacheNodes("cache.t4g.small", engine="hazelcast"), "engine must be valkey or redis or memcached"),
        (lambda: OtherCosts(-1), "usd_per_month must be 0 to"),
    ],
)
def test_a_setting_that_cannot_be_is_refused(make, message) -> None:
    with pytest.raises(InvalidOption, match=message):
        make()
