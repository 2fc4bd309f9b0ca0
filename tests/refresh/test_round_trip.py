"""A refresh from the fake AWS brings back the very numbers that its products were made of."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from decimal import Decimal
from fractions import Fraction
from itertools import groupby
from operator import attrgetter

import pytest

import pricing_data
from pricing_data import refresh, store
from pricing_data.aws import bulk, query, savings_plans, spot
from pricing_data.aws.source import silent
from pricing_data.outcome import Status
from tests.refresh import shop
from tools.fake_aws import plans, terms
from tools.fake_aws.server import FakeAws
from tools.fake_aws.world import PUBLISHED, World

REGIONS = ("us-east-1", "eu-west-1", "ap-northeast-1")

HOURS = {"1yr": 8_760, "3yr": 26_280}
"""[h]"""

NOW = datetime(2026, 11, 24, tzinfo=UTC)


@pytest.fixture(scope="module")
def whole():
    """An AWS that sells all of the embedded prices."""
    with FakeAws(World()) as running:
        yield running


@pytest.fixture
def aws(whole, monkeypatch, tmp_path):
    for name, value in whole.environment.items():
        monkeypatch.setenv(name, value)
    monkeypatch.setenv(store.VARIABLE, str(tmp_path / "prices"))
    whole.calls.clear()
    return whole


def said(rows):
    """Unit and tiers of each rate, as numbers; and its SKU where the snapshot has one."""
    return {
        key: [(row.unit, Decimal(row.start), row.up_to, Decimal(row.price)) for row in block]
        for key, block in groupby(rows, key=attrgetter("key"))
    }


@pytest.mark.parametrize("name", shop.SOURCES)
@pytest.mark.parametrize("region", REGIONS)
def test_every_number_of_a_region_comes_back(aws, name, region):
    source = shop.SOURCES[name]()

    fetched = [source.fetch(service, region, silent) for service in source.services]

    rows = [row for one in fetched for row in one.rows]
    expected = {key: tiers for key, tiers in said(aws.world.rows(region)).items() if listed(key)}
    found = said(sorted(rows, key=lambda row: (row.key, Decimal(row.start))))
    assert {key: tiers for key, tiers in found.items() if not shop.upfront(key)} == expected
    assert found.keys() - expected.keys() == spread(expected).keys()
    assert [sentence for one in fetched for sentence in one.skipped] == []


def listed(key):
    """Whether a rate is in a price list: Savings Plans and Spot prices have answers of their own."""
    return ".savings_plan." not in key and not key.endswith(".spot")


def spread(found):
    """What the fake AWS asks for each reservation with an upfront fee, worked out the long way."""
    return {
        key.replace("no_upfront", payment.lower().replace(" ", "_")): Fraction(fee) / hours + Fraction(hourly)
        for key, [(_, _, _, price)] in ((key, tiers) for key, tiers in found.items() if ".reserved." in key)
        for payment in ("Partial Upfront", "All Upfront")
        for term, hours in HOURS.items()
        if f".{term}." in key
        for fee, hourly in [terms.paid(str(price), term, payment)]
    }


@pytest.mark.parametrize("name", shop.SOURCES)
@pytest.mark.parametrize("region", REGIONS)
def test_an_upfront_fee_is_spread_over_the_hours_of_the_term(aws, name, region):
    fetched = shop.SOURCES[name]().fetch("ec2", region, silent)

    found = {row.key: Fraction(row.price) for row in fetched.rows if shop.upfront(row.key)}
    expected = spread(said(aws.world.rows(region)))
    assert len(found) > 1000
    assert found.keys() == expected.keys()
    assert all(abs(price / expected[key] - 1) < Fraction(1, 10**11) for key, price in found.items())


@pytest.mark.parametrize("name", shop.SOURCES)
def test_skus_and_dates_are_those_of_the_list(aws, name):
    fetched = shop.SOURCES[name]().fetch("lambda", "eu-west-1", silent)

    skus = {row.key: row.sku for row in aws.world.rows("eu-west-1") if row.sku}
    assert {row.as_of for row in fetched.rows} == {f"{PUBLISHED:%Y-%m-%d}"}
    assert fetched.version == aws.world.version
    assert all(row.sku == skus[row.key] for row in fetched.rows)
    assert aws.world.version in fetched.source.url


@pytest.mark.parametrize("name", shop.SOURCES)
@pytest.mark.usefixtures("aws")
def test_a_whole_refresh_confirms_every_price_and_loads(name, tmp_path):
    before = {region: dict(pricing_data.load(region).rates) for region in REGIONS}

    report = refresh.refresh(REGIONS, shop.SOURCES[name](), tmp_path / "prices", NOW)

    assert report.complete
    assert {one.status for one in report.outcomes} == {Status.ADOPTED}
    assert all((one.changed, one.held, one.gone, one.skipped) == ((), (), (), ()) for one in report.outcomes)
    for region in REGIONS:
        after = pricing_data.load(region).rates
        assert {key for key in after.keys() - before[region].keys() if not shop.upfront(key)} == set()
        assert "ec2.m5.large.reserved.standard.3yr.all_upfront" in after
        assert {key: after[key].tiers for key in before[region]} == {
            key: rate.tiers for key, rate in before[region].items()
        }
    again = refresh.refresh(REGIONS[:1], shop.SOURCES[name](), tmp_path / "prices", NOW)
    assert again.folder is None, "the same prices again are no new set"


@pytest.mark.usefixtures("aws")
def test_both_ways_bring_the_same_rows():
    def read(source):
        return [
            row._replace(source="")
            for service in source.services
            for row in source.fetch(service, "us-east-1", silent).rows
        ]

    assert read(query.QueryApi()) == read(bulk.BulkFiles())


def test_one_region_takes_few_calls(aws):
    source = query.QueryApi()
    for service in source.services:
        source.fetch(service, "eu-west-1", silent)

    assert source.calls == len(aws.calls) <= 40


def test_each_file_of_a_region_is_read_once(aws):
    source = bulk.BulkFiles()
    for service in source.services:
        source.fetch(service, "eu-west-1", silent)

    files = [path for path in aws.calls if path.endswith(("/eu-west-1/index.json", "/aws-other/index.json"))]
    assert len(files) == len(set(files)) == len(aws.world.services)
    assert all(f"/{aws.world.version}/" in path for path in files), "the version is pinned"


# --- Savings Plans and Spot --------------------------------------------------------------------------


@pytest.mark.parametrize("region", REGIONS)
@pytest.mark.parametrize("name", ["api", "bulk"])
def test_every_savings_plan_rate_comes_back(aws, name, region):
    source = savings_plans.SavingsPlansApi(PUBLISHED.date()) if name == "api" else savings_plans.SavingsPlanFiles()

    fetched = source.fetch("savings_plans", region, silent)

    found = {row.key: Decimal(row.price) for row in fetched.rows}
    assert found == planned(aws.world, region)
    assert len(found) > 1000


def instance(key):
    """Whether a rate is an instance's On-Demand price."""
    return key.startswith("ec2.") and key.count(".") == 2 and ".cpu_credits." not in key


def planned(world, region):
    """What the plans cost, worked out from the embedded On-Demand prices."""
    first = {row.key: Decimal(row.price) for row in world.rows(region) if row.start == "0"}
    kinds = {
        "EC2": [key for key in first if instance(key)],
        "Fargate": [f"fargate.{what}.{arch}" for what in ("vcpu", "memory") for arch in ("x86_64", "arm64")],
        "Lambda": [
            f"lambda.{what}.{arch}"
            for what in ("duration", "provisioned_concurrency", "provisioned_duration")
            for arch in ("x86_64", "arm64")
        ],
    }
    return {
        f"{key}.savings_plan.{plan}.{term}.{payment}": first[key] * Decimal(plans.KEPT[kind, term]) * share * less
        for kind, keys in kinds.items()
        for key in keys
        for plan, share in (("compute", Decimal(1)), ("ec2_instance", Decimal("0.9")))
        for term in ("1yr", "3yr")
        for payment, less in (
            ("no_upfront", Decimal(1)),
            ("partial_upfront", Decimal("0.95")),
            ("all_upfront", Decimal("0.92")),
        )
        if plan == "compute" or kind == "EC2"
    }


def test_the_savings_plans_that_the_snapshot_knows_come_back():
    """Fargate's four in us-east-1 to the last digit; Lambda's two, whose source rounds to 8 decimals, by key."""
    world = World()
    known = {row.key: Decimal(row.price) for row in world.rows("us-east-1") if ".savings_plan." in row.key}
    exact = {key: price for key, price in known.items() if key.startswith("fargate.")}
    found = planned(world, "us-east-1")

    assert (len(exact), len(known)) == (4, 6)
    assert {key: found[key] for key in exact} == exact
    assert known.keys() <= found.keys()


@pytest.mark.parametrize("region", REGIONS)
def test_spot_prices_are_means_of_a_week_over_time_and_zones(aws, region):
    """Zone a: 3/4 of the week 30 %, then 50 %; zone b: 40 %; zone c: half of it 60 %, then 20 %. See the fake AWS."""
    share = (Decimal("0.35") + Decimal("0.4") + Decimal("0.4")) / 3

    fetched = spot.SpotApi(PUBLISHED).fetch("spot", region, silent)

    first = {row.key: Decimal(row.price) for row in aws.world.rows(region)}
    kinds = [key for key in first if instance(key)]
    found = {row.key: Decimal(row.price) for row in fetched.rows}
    assert found.keys() == {f"{key}.spot" for key in kinds}
    assert all(abs(found[f"{key}.spot"] - first[key] * share) <= Decimal("0.000002") for key in kinds)


def test_a_price_of_the_week_before_counts_until_it_ended(aws):
    """An hour later the same changes make other means, so time is what weighs."""
    later = spot.SpotApi(PUBLISHED + timedelta(days=1))
    aws.world.now = PUBLISHED
    today = spot.SpotApi(PUBLISHED).fetch("spot", "eu-west-1", silent)

    tomorrow = later.fetch("spot", "eu-west-1", silent)

    first = next(row for row in aws.world.rows("eu-west-1") if row.key == "ec2.m5.large")
    prices = [
        next(Decimal(row.price) for row in one.rows if row.key == "ec2.m5.large.spot") for one in (today, tomorrow)
    ]
    # zone a: 4.25 days at 30 % and 2.75 at 50 %; zone c: 2.5 days at 60 % and 4.5 at 20 %
    zones = (Decimal("4.25") * 30 + Decimal("2.75") * 50, Decimal(7 * 40), Decimal("2.5") * 60 + Decimal("4.5") * 20)
    assert abs(prices[1] - Decimal(first.price) * sum(zones) / 2100) <= Decimal("0.000002")
    assert prices[0] != prices[1]
