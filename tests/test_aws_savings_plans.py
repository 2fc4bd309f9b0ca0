"""Savings Plans, from the API and from the files."""

from __future__ import annotations

from datetime import date

import pytest

from pricing_data.aws import discounts, savings_plans
from pricing_data.aws.discounts import Discount
from pricing_data.aws.faults import BadPriceList, IncompletePage
from pricing_data.aws.savings_plans import SavingsPlanFiles, SavingsPlansApi
from pricing_data.aws.source import silent
from tests.samples import text
from tools.fake_aws.server import FakeAws
from tools.fake_aws.world import World

TODAY = date(2026, 11, 24)


def result(usage="EUC1-BoxUsage:m7g.large", rate="0.0599", plan="Compute", seconds=31_536_000, **said):
    offering = {
        "planType": plan,
        "durationSeconds": seconds,
        "paymentOption": said.pop("payment", "No Upfront"),
        "currency": said.pop("currency", "USD"),
    }
    return {
        "savingsPlanOffering": offering,
        "rate": rate,
        "unit": "Hrs",
        "serviceCode": "AmazonEC2",
        "usageType": usage,
        "operation": "RunInstances",
    } | said


class Client:
    """Two listings; the first has two pages."""

    def __init__(self, *pages):
        self.pages, self.asked = list(pages), []

    def describe_savings_plans_offering_rates(self, **asked):
        self.asked.append(asked)
        return self.pages.pop(0)


def fetched(*results):
    client = Client({"searchResults": list(results), "nextToken": ""}, {"searchResults": []})
    return SavingsPlansApi(TODAY, client).fetch("savings_plans", "eu-central-1", silent)


def test_pages_are_followed_by_hand_and_both_listings_asked():
    client = Client(
        {"searchResults": [result()], "nextToken": "more"},
        {"searchResults": [result(rate="0.0414", seconds=94_608_000)], "nextToken": ""},
        {
            "searchResults": [
                result("EUC1-Fargate-ARM-GB-Hours", "0.00285", serviceCode="AmazonECS", operation=""),
                result("EUC1-Lambda-GB-Second", "0.0000146667", serviceCode="AWSLambda", unit="Lambda-GB-Second"),
            ]
        },
    )
    found = SavingsPlansApi(TODAY, client).fetch("savings_plans", "eu-central-1", silent)

    assert {row.key: (row.unit, row.price, row.as_of) for row in found.rows} == {
        "ec2.m7g.large.savings_plan.compute.1yr.no_upfront": ("instance·h", "0.0599", "2026-11-24"),
        "ec2.m7g.large.savings_plan.compute.3yr.no_upfront": ("instance·h", "0.0414", "2026-11-24"),
        "fargate.memory.arm64.savings_plan.compute.1yr.no_upfront": ("GB·h", "0.00285", "2026-11-24"),
        "lambda.duration.x86_64.savings_plan.compute.1yr.no_upfront": ("GB·s", "0.0000146667", "2026-11-24"),
    }
    assert [asked.get("nextToken") for asked in client.asked] == [None, "more", None]
    assert client.asked[0]["filters"][0] == {"name": "region", "values": ["eu-central-1"]}


def test_an_instance_plan_covers_instances_only():
    found = fetched(
        result(plan="EC2Instance"),
        result("EUC1-Fargate-GB-Hours", plan="EC2Instance", serviceCode="AmazonECS"),
    )

    assert [row.key for row in found.rows] == ["ec2.m7g.large.savings_plan.ec2_instance.1yr.no_upfront"]


@pytest.mark.parametrize(
    "other",
    [
        {"operation": "RunInstances:0002"},
        {"usage": "EUC1-DedicatedUsage:m7g.large"},
        {"usage": "EUC1-UnusedBox:m7g.large"},
        {"serviceCode": "AmazonSageMaker"},
    ],
)
def test_windows_dedicated_and_other_services_are_passed_over(other):
    assert len(fetched(result(), result(rate="0.5", **other)).rows) == 1


def test_two_prices_and_no_price_are_left_out_and_named():
    found = fetched(
        result(),
        result("EUC1-BoxUsage:a1.large"),
        result("EUC1-BoxUsage:a1.large", "0.07"),
        result("EUC1-BoxUsage:t3.nano", "0"),
    )

    assert len(found.rows) == 1
    assert [sentence.split("'")[1] for sentence in found.skipped] == [
        "ec2.t3.nano.savings_plan.compute.1yr.no_upfront",
        "ec2.a1.large.savings_plan.compute.1yr.no_upfront",
    ]


def test_another_currency_refuses_all():
    with pytest.raises(BadPriceList, match="is in CNY"):
        fetched(result(), result(currency="CNY"))


def test_no_rate_at_all_is_no_price_list():
    with pytest.raises(BadPriceList, match="names no Savings Plan rate"):
        fetched()


@pytest.mark.parametrize("cut", [{}, {"searchResults": None}])
def test_a_page_cut_short_is_never_the_end(cut):
    client = Client({"searchResults": [result()], "nextToken": "more"}, cut, cut, cut)

    with pytest.raises(IncompletePage):
        SavingsPlansApi(TODAY, client).fetch("savings_plans", "eu-central-1", silent)


def test_a_rate_with_something_missing_is_incomplete():
    with pytest.raises(IncompletePage, match="lacks 'rate'"):
        fetched({name: value for name, value in result().items() if name != "rate"})


@pytest.mark.parametrize(
    ("payment", "name"),
    [("No Upfront", "no_upfront"), ("Partial Upfront", "partial_upfront"), ("All Upfront", "all_upfront")],
)
def test_the_rate_of_a_plan_is_the_effective_price_whenever_it_is_paid(payment, name):
    found = fetched(result(rate="0.0557", payment=payment), result(rate="0.05013", plan="EC2Instance", payment=payment))

    assert {row.key: row.price for row in found.rows} == {
        f"ec2.m7g.large.savings_plan.compute.1yr.{name}": "0.0557",
        f"ec2.m7g.large.savings_plan.ec2_instance.1yr.{name}": "0.05013",
    }


def test_every_payment_option_is_asked_for_and_an_unknown_one_refused():
    client = Client({"searchResults": [result()], "nextToken": ""}, {"searchResults": []})
    SavingsPlansApi(TODAY, client).fetch("savings_plans", "eu-central-1", silent)

    assert client.asked[0]["savingsPlanPaymentOptions"] == ["No Upfront", "Partial Upfront", "All Upfront"]
    with pytest.raises(IncompletePage, match="lacks 'In Instalments'"):
        fetched(result(payment="In Instalments"))


def test_a_file_gives_the_rates_of_known_plans_by_payment():
    found = discounts.read(
        savings_plans.rates([text("savings_plans_eu-west-1_2020.json").encode()]), "file", "2020-02-20"
    )

    assert {row.key: row.price for row in found.rows} == {
        "fargate.memory.x86_64.savings_plan.compute.3yr.no_upfront": "0.002667",
        "ec2.c1.medium.savings_plan.compute.1yr.all_upfront": "0.098",
        "fargate.vcpu.x86_64.savings_plan.compute.1yr.all_upfront": "0.0315744",
        "fargate.vcpu.x86_64.savings_plan.compute.3yr.no_upfront": "0.024288",
        "lambda.duration.x86_64.savings_plan.compute.1yr.all_upfront": "0.0000138",
        "lambda.provisioned_duration.x86_64.savings_plan.compute.1yr.all_upfront": "0.000009",
        "lambda.duration.x86_64.savings_plan.compute.3yr.no_upfront": "0.0000147",
        "lambda.provisioned_concurrency.x86_64.savings_plan.compute.3yr.no_upfront": "0.00000409",
        "lambda.provisioned_duration.x86_64.savings_plan.compute.3yr.no_upfront": "0.00000954",
    }
    assert {row.sku for row in found.rows if "memory" in row.key} == {"UP5ETC3QSW2QZGEY"}


@pytest.mark.parametrize("part", [0.1, 0.5, 0.99])
def test_a_file_cut_short_is_not_read(part):
    content = text("savings_plans_eu-west-1_2020.json").rstrip().encode()

    with pytest.raises(IncompletePage, match="cut short"):
        list(savings_plans.rates([content[: int(len(content) * part)]]))


def test_api_and_files_of_the_same_day_agree(monkeypatch):
    world = World()
    with FakeAws(world) as aws:
        for name, value in aws.environment.items():
            monkeypatch.setenv(name, value)
        said = SavingsPlansApi(world.now.date()).fetch("savings_plans", "eu-west-3", silent)
        published = SavingsPlanFiles().fetch("savings_plans", "eu-west-3", silent)

    assert len(said.rows) > 1000
    assert {row.key: row.price for row in said.rows} == {row.key: row.price for row in published.rows}
    assert {row.source for row in said.rows} == {said.source_id}


def test_a_discount_of_something_else_has_no_key():
    assert (
        Discount("compute", "1yr", "no_upfront", "AWSLambda", "EU-Request", "", "Request", "USD", "0.0000002").answers
        is None
    )
