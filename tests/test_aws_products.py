"""AWS's own answers, and what is wrong with broken ones, as rows."""

from __future__ import annotations

import pytest

from pricing_data.aws import catalog, products
from pricing_data.aws.faults import BadPriceList
from pricing_data.rows import Row
from tests.samples import bulk, dimension, lenient, one_after_the_other, product, query

FRANKFURT = "eu-central-1"


def lambdas(*found):
    return products.read(lenient("lambda"), FRANKFURT, found, "here")


def short(read):
    return {row.key: (row.unit, row.price) for row in read.rows}


def test_request_of_tokyo_becomes_a_row():
    found = products.read(
        lenient("lambda"), "ap-northeast-1", query("query_AWSLambda_ap-northeast-1_2022-12-14.json"), "api"
    )

    row = Row("lambda.requests", "request", "0", "Inf", "0.0000002", "3BE8DYKG4FYSZGDW", "api", "2022-12-14")
    assert found == products.Read((row,), ())


def test_fargate_of_2022_becomes_rows_and_ecs_anywhere_does_not():
    found = products.read(lenient("fargate"), "us-east-1", query("query_AmazonECS_us-east-1_2022-11-21.json"), "api")

    assert found.skipped == ()
    assert short(found) == {
        "fargate.memory.arm64": ("GB·h", "0.00356"),
        "fargate.vcpu.arm64": ("vCPU·h", "0.03238"),
        "fargate.windows.vcpu": ("vCPU·h", "0.09148"),
    }


def test_a_part_of_a_price_list_is_refused_by_the_first_required_rate_it_lacks():
    with pytest.raises(BadPriceList, match=r"'fargate\.vcpu\.x86_64' is not in AWS's price list"):
        products.read(
            catalog.services()["fargate"], "us-east-1", query("query_AmazonECS_us-east-1_2022-11-21.json"), "api"
        )


def test_volumes_and_cpu_credits_of_2026():
    listed = bulk("bulk_AmazonEC2_us-west-2_2026-09-18.json")

    assert short(products.read(lenient("ebs"), "us-west-2", listed, "bulk")) == {
        "ebs.gp3.storage": ("GB·month", "0.08"),
        "ebs.gp3.iops": ("IOPS·month", "0.005"),
        "ebs.gp3.throughput": ("GiBps·month", "40.96"),
    }
    assert short(products.read(lenient("ec2"), "us-west-2", listed, "bulk")) == {
        "ec2.cpu_credits.t4g": ("vCPU·h", "0.04")
    }


@pytest.mark.parametrize(("region", "sku"), [("us-east-1", "TG3M4CAGBA3NYQBH"), ("ap-northeast-1", "FSYUV9NMNDEXRJ5H")])
def test_whole_lambda_price_list_of_2016_gives_each_region_its_own_price_and_no_free_tier(region, sku):
    found = products.read(lenient("lambda"), region, bulk("bulk_AWSLambda_2016-12-07.json.gz"), "bulk")

    assert short(found) == {
        "lambda.duration.x86_64": ("GB·s", "0.0000166667"),
        "lambda.requests": ("request", "0.0000002"),
    }
    assert found.rows[0].sku == sku
    assert found.rows[0].as_of == "2016-12-07"


def test_no_other_region_and_no_free_tier_is_taken_for_a_region_that_was_not_there_yet():
    assert products.read(lenient("lambda"), "ap-east-1", bulk("bulk_AWSLambda_2016-12-07.json.gz"), "bulk").rows == ()


def test_instances_of_2017_come_with_reservations_by_payment():
    """AWS's own terms: $263 and $0.030/h, $539 and $0.021/h, $710 and $0.027/h; 263 / 8,760 + 0.030 = 0.06002…"""
    found = products.read(lenient("ec2"), "us-east-1", bulk("bulk_AmazonEC2_2017.json"), "bulk")

    assert short(found) == {
        "ec2.c4.large": ("instance·h", "0.1"),
        "ec2.c4.large.reserved.standard.1yr.no_upfront": ("instance·h", "0.063"),
        "ec2.c4.large.reserved.standard.1yr.partial_upfront": ("instance·h", "0.0600228310502"),
        "ec2.c4.large.reserved.standard.3yr.partial_upfront": ("instance·h", "0.0415098934551"),
        "ec2.c4.large.reserved.convertible.3yr.partial_upfront": ("instance·h", "0.0540167427702"),
    }


def test_dedicated_hosts_are_no_instances_for_sale():
    hosts = list(one_after_the_other("query_AmazonEC2_dedicated_hosts_2019-09-20.json.gz"))

    assert len(hosts) == 380
    assert products.read(lenient("ec2"), "eu-west-1", hosts, "api") == products.Read((), ())


def test_tiers_in_any_order_become_tiers_in_order():
    paid = {
        "b": dimension("0.0000120001", "7500000000", "18750000000", "Lambda-GB-Second"),
        "c": dimension("0.0000106667", "18750000000", "Inf", "Lambda-GB-Second"),
        "a": dimension("0.0000133334", "0", "7500000000", "Lambda-GB-Second"),
    }
    found = lambdas(product("EUC1-Lambda-GB-Second-ARM", paid, group="AWS-Lambda-Duration-ARM"))

    assert [(row.start, row.up_to, row.price) for row in found.rows] == [
        ("0", "7500000000", "0.0000133334"),
        ("7500000000", "18750000000", "0.0000120001"),
        ("18750000000", "Inf", "0.0000106667"),
    ]


def test_a_free_allowance_in_front_is_not_the_price():
    allowance = {"a": dimension("0.0000000000", "0", "1000"), "b": dimension("0.0000002000", "1000", "Inf")}

    [row] = lambdas(product(terms=allowance)).rows

    assert (row.start, row.up_to, row.price) == ("0", "Inf", "0.0000002")


@pytest.mark.parametrize(
    ("terms", "sentence"),
    [
        ({"1": dimension("0.0000000000")}, "costs nothing"),
        ({"1": dimension(end="10")}, "from 0 without a gap to Inf, has 0 to 10"),
        ({"1": dimension(end="10"), "2": dimension(start="20")}, "has 0 to 10, 20 to Inf"),
        ({"1": dimension(end="10"), "2": dimension(start="5")}, "has 0 to 10, 5 to Inf"),
        ({"1": dimension(end="10"), "2": dimension("0", start="10")}, "costs nothing"),
        ({"1": dimension(unit="Seconds")}, "must be priced per Requests or Request, is per Seconds"),
        ({"1": dimension("NaN")}, "has 'NaN' where a number is expected"),
        ({"1": dimension("-1")}, "has '-1' where a number is expected"),
        ({"1": dimension("")}, "has '' where a number is expected"),
    ],
)
def test_a_price_that_cannot_be_right_is_left_out_and_named(terms, sentence):
    found = lambdas(product(terms=terms))

    assert found.rows == ()
    assert len(found.skipped) == 1
    assert found.skipped[0].startswith("'lambda.requests' ")
    assert sentence in found.skipped[0]


def test_the_same_of_a_required_rate_refuses_the_service():
    with pytest.raises(BadPriceList, match=r"'lambda\.requests' costs nothing"):
        products.read(catalog.services()["lambda"], FRANKFURT, [product(terms={"1": dimension("0")})], "here")


def test_another_currency_refuses_the_service_whatever_is_required():
    with pytest.raises(BadPriceList, match=r"'lambda\.requests' must be priced in USD, is in CNY"):
        lambdas(product(terms={"1": dimension(currency="CNY")}))


def test_two_products_for_one_rate_are_no_choice():
    other = product(terms={"1": dimension("0.0000003000")})
    other["product"]["sku"] = "SKU2"

    found = lambdas(product(), other)

    assert found.rows == ()
    assert found.skipped == ("'lambda.requests' is answered by 2 products of the price list, not one: SKU SKU1, SKU2",)


@pytest.mark.parametrize(
    "decoy",
    [
        {"location": "Any"},
        {"regionCode": "eu-west-1"},
        {"locationType": "AWS Local Zone"},
        {"group": "AWS-Lambda-Requests-ARM"},
        {"usagetype": "EUC1-Lambda-Managed-Instances-Request"},
        {"usagetype": "Global-Request"},
    ],
)
def test_what_only_looks_like_the_price_is_not_taken(decoy):
    attributes = {"usagetype": "EUC1-Request"} | decoy

    assert lambdas(product(**attributes)) == products.Read((), ())


def test_a_name_that_would_break_a_price_file_is_refused():
    strange = product(
        "EUC1-BoxUsage:x", {"1": dimension(unit="Hrs")}, instanceType="t3,micro", operatingSystem="Linux",
        tenancy="Shared", preInstalledSw="NA", licenseModel="No License required", operation="RunInstances",
    )  # fmt: skip
    strange["product"]["productFamily"] = "Compute Instance"

    found = products.read(lenient("ec2"), FRANKFURT, [strange], "here")

    assert found.rows == ()
    assert found.skipped == ("'ec2.{instanceType}' cannot be named from the product with SKU SKU1",)


def test_two_terms_of_one_product_are_no_choice():
    double = product()
    double["terms"]["OnDemand"]["SKU1.U"] = double["terms"]["OnDemand"]["SKU1.T"]

    assert lambdas(double).skipped == ("'lambda.requests' must have one On-Demand term, has 2",)
