"""Savings Plans: the rates of the API, and the public files that say the same without credentials.

No real list of them was at hand, so the prices are made up: a share of the On-Demand price.
"""

from __future__ import annotations

import re
from decimal import Decimal
from typing import TYPE_CHECKING, Any, NamedTuple

from tools.fake_aws import paging, terms
from tools.fake_aws.answers import Answer, Refused, document
from tools.fake_aws.bulk import SAVINGS

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from tools.fake_aws.terms import Json
    from tools.fake_aws.world import World

PAGE = 1000

YEARS = {"1yr": 31_536_000, "3yr": 94_608_000}
"""[s]"""

PLANS = {"Compute": "ComputeSavingsPlans", "EC2Instance": "EC2InstanceSavingsPlans"}
"""Type of a plan in the API, and its product family in the files."""

PLAN_SHARE = {"Compute": "1", "EC2Instance": "0.9"}
"""Share of a Compute plan's price."""

PAYMENTS = ("No Upfront", "Partial Upfront", "All Upfront")

SERVICES = {"AmazonEC2": "EC2", "AmazonECS": "Fargate", "AWSLambda": "Lambda"}

COVERED = re.compile(
    r"(\w+-)?(BoxUsage:.+|Fargate-(ARM-)?(vCPU-Hours:perCPU|GB-Hours)"
    r"|Lambda-(GB-Second|Provisioned-Concurrency|Provisioned-GB-Second)(-ARM)?)"
)
"""Usage types that the plans are good for."""

FILE = re.compile(rf"{SAVINGS}/(?P<version>\d{{14}}|current)/(?P<region>[a-z0-9-]+)/index\.json")

KEPT = {
    ("EC2", "1yr"): "0.73",
    ("EC2", "3yr"): "0.5",
    ("Fargate", "1yr"): "0.8",
    ("Fargate", "3yr"): "0.55",
    ("Lambda", "1yr"): "0.88",
    ("Lambda", "3yr"): "0.83",
}
"""Share of the On-Demand price that is paid with No Upfront."""


class Discount(NamedTuple):
    """One rate of one plan."""

    plan: str
    payment: str
    term: str
    product: Json
    rate: str
    unit: str

    @property
    def offering(self) -> str:
        """Its id: of the plan, and of the family where the plan is good for one."""
        family = self.attributes["instanceType"].partition(".")[0] if self.plan == "EC2Instance" else ""
        region = self.attributes["regionCode"] if family else ""
        return terms.code(self.plan, self.payment, self.term, family, region)

    @property
    def attributes(self) -> Mapping[str, str]:
        """Of the product that becomes cheaper."""
        found: Mapping[str, str] = self.product["product"]["attributes"]
        return found

    @property
    def family(self) -> str:
        """EC2, Fargate or Lambda."""
        return SERVICES[self.attributes["servicecode"]]


def discounts(region: str, world: World) -> Iterator[Discount]:
    """Every rate in one region."""
    for service, family in SERVICES.items():
        for product in world.products(service, region):
            said = product["product"]["attributes"]
            if COVERED.fullmatch(said["usagetype"]) and said["location"] == world.regions[region]:
                yield from of_product(product, family)


def of_product(product: Json, family: str) -> Iterator[Discount]:
    """Every rate of one product; of Lambda's tiers, the first."""
    [offer] = product["terms"]["OnDemand"].values()
    first = min(offer["priceDimensions"].values(), key=lambda one: Decimal(one["beginRange"]))
    price = Decimal(first["pricePerUnit"].get("USD", 0))
    for plan in PLANS if family == "EC2" else ("Compute",):
        for term in YEARS:
            for payment, less in zip(PAYMENTS, ("1", "0.95", "0.92"), strict=True):
                share = Decimal(KEPT[family, term]) * Decimal(less) * Decimal(PLAN_SHARE[plan])
                yield Discount(plan, payment, term, product, f"{(price * share).normalize():f}", first["unit"])


def answer(body: Mapping[str, Any], world: World) -> Answer:
    """``DescribeSavingsPlansOfferingRates``."""
    asked = {one["name"]: one["values"] for one in body.get("filters", [])}
    regions = [code for code in world.regions if code in asked.get("region", world.regions)]
    found = [one for region in regions for one in discounts(region, world) if wanted(one, body, asked)]
    question = {name: value for name, value in body.items() if name not in ("nextToken", "maxResults")}
    limit = min(int(body.get("maxResults") or PAGE), PAGE)
    if limit < 1:
        raise Refused("ValidationException", "maxResults must be between 1 and 1000")
    page, token = paging.page(found, body.get("nextToken"), limit, question)
    return document({"searchResults": [shown(one) for one in page], "nextToken": token or ""})


def wanted(one: Discount, body: Mapping[str, Any], asked: Mapping[str, list[str]]) -> bool:
    """Whether a rate is asked for."""
    said = properties(one)
    choices = (
        ("savingsPlanTypes", one.plan),
        ("savingsPlanPaymentOptions", one.payment),
        ("products", one.family),
        ("serviceCodes", one.attributes["servicecode"]),
        ("usageTypes", one.attributes["usagetype"]),
        ("operations", one.attributes["operation"]),
    )
    return all(text in (body.get(name) or [text]) for name, text in choices) and all(
        said.get(name, "") in values for name, values in asked.items()
    )


def properties(one: Discount) -> dict[str, str]:
    """What a rate says of its product."""
    said = one.attributes
    found = {"region": said["regionCode"]}
    if one.family != "EC2":
        return found
    system = {"Linux": "Linux/UNIX"}.get(said["operatingSystem"], said["operatingSystem"])
    system = "Linux with SQL Server Standard" if said["preInstalledSw"] != "NA" else system
    kind = said["instanceType"]
    family = {"instanceType": kind, "instanceFamily": kind.partition(".")[0]}
    return {**found, **family, "productDescription": system, "tenancy": said["tenancy"].lower()}


def shown(one: Discount) -> Json:
    """A rate as the API writes it."""
    return {
        "savingsPlanOffering": {
            "offeringId": one.offering,
            "paymentOption": one.payment,
            "planType": one.plan,
            "durationSeconds": YEARS[one.term],
            "currency": "USD",
            "planDescription": f"{one.term} {one.payment} {one.plan} Savings Plan",
        },
        "rate": one.rate,
        "unit": one.unit,
        "productType": one.family,
        "serviceCode": one.attributes["servicecode"],
        "usageType": one.attributes["usagetype"],
        "operation": one.attributes["operation"],
        "properties": [{"name": name, "value": value} for name, value in properties(one).items()],
    }
