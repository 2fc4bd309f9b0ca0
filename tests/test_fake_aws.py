"""The fake AWS itself, asked by the real boto3: what it says must have AWS's own shape."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from datetime import UTC, datetime
from decimal import Decimal
from http.client import IncompleteRead
from pathlib import Path
from urllib.error import HTTPError
from urllib.request import Request, urlopen

import boto3
import pytest
from botocore.config import Config
from botocore.exceptions import ClientError

from pricing_data import reader
from tools.fake_aws import decoys, large, offers, places
from tools.fake_aws.faults import Fault, How, Kind, Wrong
from tools.fake_aws.server import FakeAws
from tools.fake_aws.world import World

ROOT = Path(__file__).parents[1]

REGION = "eu-west-1"

HERE = {"Type": "TERM_MATCH", "Field": "regionCode", "Value": REGION}
LINUX = [
    HERE,
    {"Type": "TERM_MATCH", "Field": "operatingSystem", "Value": "Linux"},
    {"Type": "TERM_MATCH", "Field": "tenancy", "Value": "Shared"},
    {"Type": "TERM_MATCH", "Field": "capacitystatus", "Value": "Used"},
    {"Type": "TERM_MATCH", "Field": "preInstalledSw", "Value": "NA"},
]


@pytest.fixture(scope="module")
def server():
    with FakeAws() as running:
        yield running


@pytest.fixture
def aws(server, monkeypatch):
    """The running server, as it was: no faults, nothing asked."""
    server.faults = ()
    server.world.change()
    server.calls.clear()
    for name, value in server.environment.items():
        monkeypatch.setenv(name, value)
    return server


PATIENCE_S = 30
"""Longest an answer may take: the first one draws up a whole price list, on a machine that runs other tests too. [s]"""


def client(service, region="us-east-1", attempts=1):
    retries = {"mode": "standard", "total_max_attempts": attempts}
    limits = Config(retries=retries, read_timeout=PATIENCE_S, connect_timeout=PATIENCE_S)
    return boto3.session.Session().client(service, region_name=region, config=limits)


@pytest.fixture
def pricing(aws):
    assert aws.calls == []
    return client("pricing")


def listed(pricing, service, filters):
    pages = pricing.get_paginator("get_products").paginate(ServiceCode=service, Filters=filters)
    return [json.loads(text) for page in pages for text in page["PriceList"]]


def fetched(address):
    with urlopen(address, timeout=PATIENCE_S) as answer:
        return json.loads(answer.read())


# --- the Query API -----------------------------------------------------------------------------------


def test_a_product_is_a_text_of_its_own_in_awss_shape(pricing):
    page = pricing.get_products(ServiceCode="AWSLambda", Filters=[HERE], MaxResults=1)

    assert page["FormatVersion"] == "aws_v1"
    [text] = page["PriceList"]
    product = json.loads(text)
    assert product.keys() == {"product", "serviceCode", "terms", "version", "publicationDate"}
    assert product["product"].keys() == {"productFamily", "attributes", "sku"}
    [offer] = product["terms"]["OnDemand"].values()
    assert offer.keys() == {"priceDimensions", "sku", "effectiveDate", "offerTermCode", "termAttributes"}
    code, dimension = next(iter(offer["priceDimensions"].items()))
    assert code == dimension["rateCode"] == f"{product['product']['sku']}.JRTCKXETXF.{code.rpartition('.')[2]}"
    assert set(dimension) == {"unit", "beginRange", "endRange", "description", "appliesTo", "rateCode", "pricePerUnit"}


def test_it_agrees_with_a_real_response_in_every_attribute(pricing):
    """The request price of Tokyo as AWS answered it in 2022."""
    found = [
        one
        for one in listed(pricing, "AWSLambda", [{**HERE, "Value": "ap-northeast-1"}])
        if one["product"]["attributes"]["usagetype"] == "APN1-Request"
    ]

    [product] = found
    assert product["product"]["attributes"] == {
        "regionCode": "ap-northeast-1",
        "servicecode": "AWSLambda",
        "groupDescription": "Invocation call for a Lambda function",
        "usagetype": "APN1-Request",
        "locationType": "AWS Region",
        "location": "Asia Pacific (Tokyo)",
        "servicename": "AWS Lambda",
        "operation": "",
        "group": "AWS-Lambda-Requests",
    }
    [offer] = product["terms"]["OnDemand"].values()
    [dimension] = offer["priceDimensions"].values()
    assert dimension["pricePerUnit"] == {"USD": "0.0000002000"}
    assert (dimension["beginRange"], dimension["endRange"]) == ("0", "Inf")


def test_pages_hold_a_hundred_and_join_without_a_gap(pricing, aws):
    found = listed(pricing, "AmazonEC2", LINUX)

    skus = [one["product"]["sku"] for one in found]
    assert len(skus) == len(set(skus)) > 600
    assert len(aws.calls) == -(-len(found) // 100)


def test_tokens_are_good_for_their_question_only(pricing):
    first = pricing.get_products(ServiceCode="AmazonEC2", Filters=LINUX)

    with pytest.raises(ClientError) as caught:
        pricing.get_products(ServiceCode="AmazonEC2", Filters=[HERE], NextToken=first["NextToken"])
    assert caught.value.response["Error"]["Code"] == "InvalidNextTokenException"


@pytest.mark.parametrize(
    ("kind", "value", "families"),
    [
        ("TERM_MATCH", "NAT Gateway", {"NAT Gateway"}),
        ("EQUALS", "NAT Gateway", {"NAT Gateway"}),
        ("CONTAINS", "Gateway", {"NAT Gateway"}),
        ("ANY_OF", "NAT Gateway,CPU Credits", {"NAT Gateway", "CPU Credits"}),
        ("NONE_OF", "Compute Instance,Compute Instance (bare metal),Storage", None),
    ],
)
def test_filters(pricing, kind, value, families):
    found = listed(pricing, "AmazonEC2", [HERE, {"Type": kind, "Field": "productFamily", "Value": value}])

    got = {one["product"]["productFamily"] for one in found}
    assert got == families if families else got.isdisjoint(value.split(","))
    assert got


@pytest.mark.parametrize("kind", ["TERM_MATCH", "NONE_OF"])
def test_what_has_no_such_attribute_is_let_through_by_no_filter(pricing, kind):
    asked = {"Type": kind, "Field": "instanceType", "Value": "m5.large"}

    assert listed(pricing, "AWSLambda", [HERE, asked]) == []


def test_free_tier_products_are_of_no_region(pricing, aws):
    everywhere = aws.world.products("AWSLambda", REGION)
    free = [one for one in everywhere if "regionCode" not in one["product"]["attributes"]]

    assert {one["product"]["attributes"]["location"] for one in free} == {"Any"}
    found = {one["product"]["sku"] for one in listed(pricing, "AWSLambda", [HERE])}
    assert found.isdisjoint(one["product"]["sku"] for one in free)


def test_services_and_attribute_values(pricing):
    services = pricing.describe_services(ServiceCode="AWSLambda")["Services"]
    values = pricing.get_attribute_values(ServiceCode="AmazonECS", AttributeName="cpuArchitecture")

    assert [one["ServiceCode"] for one in services] == ["AWSLambda"]
    assert {"group", "location", "regionCode", "usagetype"} <= set(services[0]["AttributeNames"])
    assert values["AttributeValues"] == [{"Value": "ARM"}]
    assert len(pricing.describe_services()["Services"]) == len(offers.read())


@pytest.mark.parametrize(
    ("asked", "code"),
    [
        ({"ServiceCode": "AmazonNothing"}, "NotFoundException"),
        ({"ServiceCode": "AWSLambda", "MaxResults": 100, "NextToken": "?"}, "InvalidNextTokenException"),
        ({"ServiceCode": "AWSLambda", "Filters": [HERE] * 51}, "InvalidParameterException"),
    ],
)
def test_what_aws_refuses(pricing, asked, code):
    with pytest.raises(ClientError) as caught:
        pricing.get_products(**asked)

    assert caught.value.response["Error"]["Code"] == code


def test_older_price_lists_are_found_by_their_day(pricing):
    def versions(day):
        asked = {"ServiceCode": "AWSLambda", "CurrencyCode": "USD", "RegionCode": REGION}
        found = pricing.list_price_lists(EffectiveDate=day, **asked)["PriceLists"]
        return [one["PriceListArn"].rsplit("/", 2)[1] for one in found]

    assert versions(datetime(2025, 11, 15, tzinfo=UTC)) == ["20251030010203"]
    assert versions(datetime(2026, 12, 1, tzinfo=UTC)) == ["20261120184746"]
    assert versions(datetime(2019, 1, 1, tzinfo=UTC)) == []


def test_the_address_of_a_price_list_leads_to_its_file(pricing):
    arn = f"arn:aws:pricing:::price-list/aws/AWSLambda/USD/20251030010203/{REGION}"

    file = fetched(pricing.get_price_list_file_url(PriceListArn=arn, FileFormat="json")["Url"])

    assert (file["offerCode"], file["version"]) == ("AWSLambda", "20251030010203")


def test_calls_must_be_signed(aws):
    with pytest.raises(HTTPError) as caught:
        urlopen(Request(aws.address, b"{}", {"Content-Type": "application/x-amz-json-1.1"}), timeout=PATIENCE_S)
    with caught.value as error:
        assert error.code == 403
        assert json.loads(error.read())["__type"] == "MissingAuthenticationTokenException"


# --- files -------------------------------------------------------------------------------------------


def test_the_index_leads_to_a_pinned_file_of_each_service_and_region(aws):
    index = fetched(f"{aws.address}/offers/v1.0/aws/index.json")
    offer = index["offers"]["AmazonECS"]
    regions = fetched(aws.address + offer["currentRegionIndexUrl"])["regions"]
    path = regions[REGION]["currentVersionUrl"]
    file = fetched(aws.address + path)

    assert set(index["offers"]) == set(offers.read())
    assert path == f"/offers/v1.0/aws/AmazonECS/{file['version']}/{REGION}/index.json"
    assert fetched(aws.address + offer["versionIndexUrl"])["currentVersion"] == file["version"]


def test_a_file_says_what_the_api_says(pricing, aws):
    file = fetched(f"{aws.address}/offers/v1.0/aws/AmazonDynamoDB/current/{REGION}/index.json")
    found = listed(pricing, "AmazonDynamoDB", [HERE])

    assert list(file)[:5] == ["formatVersion", "disclaimer", "publicationDate", "offerCode", "version"]
    assert list(file)[-2:] == ["products", "terms"], "products come before their terms"
    for one in found:
        sku = one["product"]["sku"]
        assert file["products"][sku] == one["product"]
        assert file["terms"]["OnDemand"][sku] == one["terms"]["OnDemand"]


@pytest.mark.parametrize("path", ["/offers/v1.0/aws/Nothing/index.json", "/nothing", "/savingsPlan/v1.0/aws/x"])
def test_files_that_are_not_there_are_refused_as_by_s3(aws, path):
    with pytest.raises(HTTPError) as caught:
        urlopen(aws.address + path, timeout=PATIENCE_S)
    caught.value.close()
    assert caught.value.code == 403


def test_a_large_file_holds_the_products_among_others(tmp_path, aws):
    written = large.write(tmp_path / "large.json", aws.world, REGION, 20 << 20)
    file = json.loads((tmp_path / "large.json").read_bytes())

    own = {one["product"]["sku"]: one for one in aws.world.products("AmazonEC2", REGION)}
    assert abs(written.size - (20 << 20)) < 2 << 20
    assert len(file["products"]) == written.products > len(own)
    assert file["terms"]["OnDemand"].keys() == file["products"].keys()
    assert all(file["terms"]["OnDemand"][sku] == one["terms"]["OnDemand"] for sku, one in own.items())
    assert all(file["terms"]["Reserved"].get(sku) == one["terms"].get("Reserved") for sku, one in own.items())


# --- Savings Plans and Spot --------------------------------------------------------------------------


@pytest.mark.usefixtures("aws")
def test_savings_plans_come_in_pages_without_a_paginator():
    plans = client("savingsplans")
    asked = {
        "savingsPlanPaymentOptions": ["No Upfront"],
        "savingsPlanTypes": ["Compute"],
        "products": ["Fargate", "Lambda"],
        "filters": [{"name": "region", "values": [REGION]}],
    }
    first = plans.describe_savings_plans_offering_rates(**asked, maxResults=5)
    rest = plans.describe_savings_plans_offering_rates(**asked, maxResults=1000, nextToken=first["nextToken"])

    found = first["searchResults"] + rest["searchResults"]
    assert len(first["searchResults"]) == 5
    assert not rest.get("nextToken")
    assert len({(one["usageType"], one["savingsPlanOffering"]["durationSeconds"]) for one in found}) == len(found) == 20
    assert {one["productType"] for one in found} == {"Fargate", "Lambda"}


def test_the_public_files_of_savings_plans_say_the_same(aws):
    plans = client("savingsplans")
    regions = fetched(f"{aws.address}/savingsPlan/v1.0/aws/AWSComputeSavingsPlan/current/region_index.json")["regions"]
    [address] = [one["versionUrl"] for one in regions if one["regionCode"] == REGION]
    file = fetched(aws.address + address)
    page = plans.describe_savings_plans_offering_rates(
        savingsPlanTypes=["EC2Instance"],
        filters=[{"name": "region", "values": [REGION]}, {"name": "instanceType", "values": ["m5.large"]}],
    )

    rates = {
        (term["sku"], rate["discountedUsageType"], rate["discountedOperation"]): rate["discountedRate"]["price"]
        for term in file["terms"]["savingsPlan"]
        for rate in term["rates"]
    }
    assert page["searchResults"]
    for one in page["searchResults"]:
        assert rates[one["savingsPlanOffering"]["offeringId"], one["usageType"], one["operation"]] == one["rate"]


def test_spot_prices_are_changes_and_the_one_in_force_before_them(aws):
    week = {"StartTime": datetime(2026, 11, 13, 18, 47, 46, tzinfo=UTC), "EndTime": aws.world.now}
    ec2 = client("ec2", REGION)

    page = ec2.describe_spot_price_history(InstanceTypes=["m5.large"], ProductDescriptions=["Linux/UNIX"], **week)

    found = {(one["AvailabilityZone"], one["Timestamp"].day): one["SpotPrice"] for one in page["SpotPriceHistory"]}
    price = Decimal("0.107")
    assert {key: Decimal(text) for key, text in found.items()} == {
        ("eu-west-1a", 11): price * Decimal("0.3"),
        ("eu-west-1a", 19): price * Decimal("0.5"),
        ("eu-west-1b", 31): price * Decimal("0.4"),
        ("eu-west-1c", 12): price * Decimal("0.6"),
        ("eu-west-1c", 17): price * Decimal("0.2"),
    }


def test_spot_history_comes_in_pages(aws):
    pages = list(
        client("ec2", REGION).get_paginator("describe_spot_price_history").paginate(ProductDescriptions=["Linux/UNIX"])
    )

    kinds = {one["InstanceType"] for page in pages for one in page["SpotPriceHistory"]}
    assert len(pages) > 1
    assert kinds == {
        row.key[4:]
        for row in aws.world.rows(REGION)
        if row.key.startswith("ec2.") and row.key.count(".") == 2 and ".cpu_credits." not in row.key
    }


@pytest.mark.usefixtures("aws")
def test_spot_prices_are_of_the_region_that_signed():
    def zones(region):
        page = client("ec2", region).describe_spot_price_history(InstanceTypes=["m5.large"])
        return {one["AvailabilityZone"][:-1] for one in page["SpotPriceHistory"]}

    assert (zones("eu-west-1"), zones("us-west-2")) == ({"eu-west-1"}, {"us-west-2"})


# --- the shape of the products -----------------------------------------------------------------------


@pytest.mark.parametrize("region", World().regions)
def test_every_price_of_the_snapshot_is_sold(region):
    world = World()
    patterns = [one.key for service in world.offers.values() for one in service]

    def sold(key):
        beside = ".savings_plan." in key or key.endswith(".spot")
        return beside or any(one.fullmatch(key) for one in (*patterns, offers.RESERVATION))

    assert [row.key for row in world.rows(region) if not sold(row.key)] == []


def test_skus_are_unique_and_decoys_are_many():
    world = World()

    for service in world.services:
        skus = [one["product"]["sku"] for one in world.products(service, REGION)]
        assert len(skus) == len(set(skus))
    true = list(offers.products(world.rows(REGION), world.offers["AmazonEC2"], world.place(REGION)))
    assert len(world.products("AmazonEC2", REGION)) > 5 * len(true)


@pytest.mark.parametrize("service", decoys.DECOYS)
def test_every_decoy_is_there(service):
    world = World()
    true = list(offers.products(world.rows(REGION), world.offers[service], world.place(REGION)))

    for decoy in decoys.DECOYS[service]:
        if decoy.like != {"productFamily": "RDSProxy"}:  # which two regions have
            assert any(decoys.alike(one, decoy.like) for one in true), decoy


def test_tiers_come_in_any_order():
    world = World()
    found = [one for region in world.regions for one in world.products("AWSLambda", region)]
    orders = [
        [Decimal(one["beginRange"]) for one in offer["priceDimensions"].values()]
        for product in found
        for offer in product["terms"]["OnDemand"].values()
    ]

    assert any(order != sorted(order) for order in orders)


def test_units_differ_by_region():
    world = World()
    units = {
        next(iter(offer["priceDimensions"].values()))["unit"]
        for region in world.regions
        for one in world.products("AWSLambda", region)
        if one["product"]["attributes"]["usagetype"].endswith("Request")
        for offer in one["terms"]["OnDemand"].values()
    }

    assert units == {"Request", "Requests"}


def test_prefixes_are_awss():
    known = {
        "us-east-2": "USE2-",
        "us-west-2": "USW2-",
        "eu-west-1": "EU-",
        "eu-central-1": "EUC1-",
        "sa-east-1": "SAE1-",
    }

    assert {region: places.prefix(region) for region in known} == known
    made = [places.prefix(region) for region in World().regions]
    assert len(made) == len(set(made))


# --- faults ------------------------------------------------------------------------------------------


def test_a_share_of_calls_is_a_share():
    half = Fault(Kind.THROTTLED, share=0.5)
    later = Fault(Kind.ERROR, times=2, after=3)

    assert [half.strikes("x", seen) for seen in range(6)] == [False, True] * 3
    assert [later.strikes("x", seen) for seen in range(7)] == [False] * 3 + [True] * 2 + [False] * 2
    assert not Fault(Kind.ERROR, where="Get").strikes("Describe", 0)


@pytest.mark.parametrize(
    ("kind", "code"),
    [
        (Kind.THROTTLED, "ThrottlingException"),
        (Kind.ERROR, "InternalErrorException"),
        (Kind.DENIED, "AccessDeniedException"),
    ],
)
def test_refusals_are_those_of_aws(pricing, aws, kind, code):
    aws.faults = [Fault(kind)]

    with pytest.raises(ClientError) as caught:
        pricing.get_products(ServiceCode="AWSLambda", Filters=[HERE])
    assert caught.value.response["Error"]["Code"] == code


def test_boto3_gets_through_when_every_second_call_is_throttled(aws):
    aws.faults = [Fault(Kind.THROTTLED, share=0.5)]

    found = listed(client("pricing", attempts=3), "AWSLambda", [HERE])

    assert len(found) > 10


def test_only_pages_after_the_first_expire(pricing, aws):
    aws.faults = [Fault(Kind.EXPIRED)]
    first = pricing.get_products(ServiceCode="AmazonEC2", Filters=LINUX)

    with pytest.raises(ClientError) as caught:
        pricing.get_products(ServiceCode="AmazonEC2", Filters=LINUX, NextToken=first["NextToken"])
    assert caught.value.response["Error"]["Code"] == "ExpiredNextTokenException"


def test_botocore_takes_a_truncated_page_for_an_empty_answer(pricing, aws):
    """Why every page must be looked at: there is no error."""
    aws.faults = [Fault(Kind.TRUNCATED)]

    assert "PriceList" not in pricing.get_products(ServiceCode="AWSLambda", Filters=[HERE])


def test_a_file_can_be_cut(aws):
    aws.faults = [Fault(Kind.CUT, where="/index.json")]

    with (
        urlopen(f"{aws.address}/offers/v1.0/aws/index.json", timeout=PATIENCE_S) as answer,
        pytest.raises(IncompleteRead),
    ):
        answer.read()


def test_a_stall_lasts_as_long_as_it_says(aws):
    aws.faults = [Fault(Kind.STALLED, seconds=5)]

    with urlopen(f"{aws.address}/offers/v1.0/aws/index.json", timeout=0.3) as answer, pytest.raises(TimeoutError):
        answer.read()


def prices(products, usagetype):
    return [
        one["pricePerUnit"]
        for product in products
        if product["product"]["attributes"]["usagetype"].endswith(usagetype)
        for offer in product["terms"]["OnDemand"].values()
        for one in offer["priceDimensions"].values()
    ]


@pytest.mark.parametrize(
    ("how", "expected"),
    [
        (How.ZERO, [{"USD": "0.0000000000"}]),
        (How.CNY, [{"CNY": "0.0040000000"}]),
        (How.HUNDREDFOLD, [{"USD": "0.4000000000"}]),
        (How.DUPLICATE, [{"USD": "0.0040000000"}, {"USD": "0.0400000000"}]),
        (How.MISSING, []),
    ],
)
def test_price_lists_can_be_wrong(how, expected):
    world = World()
    usage = "Lambda-Event-Poller-Unit-Hours"
    sound = Decimal(prices(world.products("AWSLambda", REGION), usage)[0]["USD"])

    world.change(Wrong(how, "AWSLambda", usage))

    scale = sound / Decimal("0.004")
    found = prices(world.products("AWSLambda", REGION), usage)
    assert [{name: Decimal(text) for name, text in one.items()} for one in found] == [
        {name: Decimal(text) * scale for name, text in one.items()} for one in expected
    ]


def test_a_service_can_be_missing(pricing, aws):
    aws.world.change(Wrong(How.MISSING, "AWSLambda"))

    with pytest.raises(ClientError, match="NotFound"):
        pricing.get_products(ServiceCode="AWSLambda")
    assert "AWSLambda" not in fetched(f"{aws.address}/offers/v1.0/aws/index.json")["offers"]


@pytest.mark.skipif(os.name == "nt", reason="Windows has no SIGINT for one process")
def test_the_command_serves_until_it_is_interrupted():
    command = [
        sys.executable,
        "-m",
        "tools.fake_aws",
        "--port",
        "0",
        "--fault",
        "error:1:index",
        "--wrong",
        "zero:AWSELB",
    ]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout
        said = [process.stdout.readline() for _ in range(11)]
        found = dict(line.removeprefix("export ").strip().split("=", 1) for line in said if line.startswith("export "))
        try:
            with pytest.raises(HTTPError) as caught:
                urlopen(f"{found['COSTMODEL_BULK_URL']}/offers/v1.0/aws/index.json", timeout=PATIENCE_S)
            caught.value.close()
            assert caught.value.code == 500
        finally:
            process.send_signal(signal.SIGINT)
        assert process.stdout.read() == "# 1 calls answered\n"
    assert process.returncode == 0
    assert found["COSTMODEL_PRICES_DIR"].endswith("fake-prices")
    assert found["AWS_ENDPOINT_URL_PRICING"] == found["COSTMODEL_BULK_URL"]
    assert said[-1].startswith("# then, for example: ")


def test_only_this_machine_is_served(aws):
    assert aws.address.startswith("http://127.0.0.1:")


def test_the_world_is_the_embedded_one():
    assert World().folder == reader.SNAPSHOT
