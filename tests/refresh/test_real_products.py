"""Products that AWS really gave, sold by the fake AWS among its own: what is read of them is what they say."""

from __future__ import annotations

import json
from decimal import Decimal
from pathlib import Path

import pytest

from pricing_data.aws.source import silent
from tests.refresh import shop
from tools.fake_aws.server import FakeAws
from tools.fake_aws.world import World

SAMPLES = Path(__file__).parents[1] / "samples"


def recorded():
    """Every product of the samples, as the Query API writes one."""
    for file in SAMPLES.glob("query_*_20*.json"):
        yield from map(json.loads, json.loads(file.read_text(encoding="utf-8"))["PriceList"])
    file = json.loads((SAMPLES / "bulk_AmazonEC2_us-west-2_2026-09-18.json").read_text(encoding="utf-8"))
    for sku, product in file["products"].items():
        yield {
            "product": product,
            "serviceCode": file["offerCode"],
            "terms": {"OnDemand": file["terms"]["OnDemand"][sku]},
        }


@pytest.fixture(scope="module")
def server():
    with FakeAws(World(recorded=tuple(recorded()))) as running:
        yield running


@pytest.fixture
def aws(server, monkeypatch):
    for name, value in server.environment.items():
        monkeypatch.setenv(name, value)
    return server


@pytest.mark.parametrize("name", shop.SOURCES)
@pytest.mark.parametrize(
    ("service", "region", "expected"),
    [
        ("lambda", "ap-northeast-1", {"lambda.requests": "0.0000002"}),
        (
            "fargate",
            "us-east-1",
            {
                "fargate.vcpu.arm64": "0.03238",
                "fargate.memory.arm64": "0.00356",
                "fargate.windows.vcpu": "0.09148",
            },
        ),
        (
            "ebs",
            "us-west-2",
            {"ebs.gp3.storage": "0.08", "ebs.gp3.iops": "0.005", "ebs.gp3.throughput": "40.96"},
        ),
        ("ec2", "us-west-2", {"ec2.cpu_credits.t4g": "0.04"}),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_real_products_are_read(aws, name, service, region, expected):
    skus = {one["product"]["sku"] for one in aws.world.recorded}

    fetched = shop.SOURCES[name]().fetch(service, region, silent)

    found = {row.key: row for row in fetched.rows}
    assert {key: Decimal(found[key].price) for key in expected} == {
        key: Decimal(price) for key, price in expected.items()
    }
    assert {key for key in found if found[key].sku in skus} == set(expected)


def test_every_made_product_has_the_attributes_of_the_real_one_with_its_sku(aws):
    """But for what describes a volume or an instance in words, which differs from type to type."""
    words = {"groupDescription", "volumeType", "storageMedia", "externalInstanceType", "tenancy", "provisioned"}
    made, compared = World(), 0
    for one in aws.world.recorded:
        said = one["product"]["attributes"]
        same = [
            other["product"]
            for other in made.products(one["serviceCode"], said["regionCode"])
            if other["product"]["sku"] == one["product"]["sku"]
        ]
        for product in same:
            compared += 1
            told = {name: text for name, text in said.items() if not name.startswith("max") and name not in words}
            assert product["productFamily"] == one["product"]["productFamily"]
            assert {name: product["attributes"].get(name) for name in told} == told
    assert compared == 8
