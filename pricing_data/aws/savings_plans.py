"""Savings Plans of AWS for EC2, Fargate and Lambda, one and three years, every payment option.

`SavingsPlansApi` needs credentials and ``savingsplans:DescribeSavingsPlansOfferingRates``; `SavingsPlanFiles` nothing.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from pricing_data.aws import clients, discounts, download
from pricing_data.aws.discounts import PAYMENTS, PLANS, TERMS, Discount
from pricing_data.aws.faults import BadPriceList, IncompletePage
from pricing_data.aws.listing import Listing
from pricing_data.aws.source import Fetched
from pricing_data.manifest import SourceEntry

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from datetime import date

    from pricing_data.aws.products import Read
    from pricing_data.aws.source import Progress

SERVICE = "savings_plans"

PAGE_URL = "https://aws.amazon.com/savingsplans/compute-pricing/"

PERMISSION = "savingsplans:DescribeSavingsPlansOfferingRates"

PAGE = 1000
"""Most rates that one call returns."""

ROOT = "savingsPlan/v1.0/aws/AWSComputeSavingsPlan/current/region_index.json"

FAMILIES = {"ComputeSavingsPlans": "compute", "EC2InstanceSavingsPlans": "ec2_instance"}
"""Product family of a plan in the files to its name in our keys."""

LINUX = [{"name": "productDescription", "values": ["Linux/UNIX"]}, {"name": "tenancy", "values": ["shared"]}]

Plan = tuple[str, str, str]
"""Kind, term and payment, as our keys name them."""

LISTINGS: tuple[tuple[list[str], list[dict[str, Any]]], ...] = ((["EC2"], LINUX), (["Fargate", "Lambda"], []))
"""What is asked for in one listing each: products, and filters besides the region."""


class SavingsPlansApi:
    """Savings Plans as the API has them ``today``. ``client`` is a boto3 ``savingsplans`` client."""

    name = "api"
    services = (SERVICE,)

    def __init__(self, today: date, client: Any = None) -> None:  # noqa: ANN401  boto3 makes its classes when it runs
        self._today, self._client = today, client

    def fetch(self, service: str, region: str, progress: Progress) -> Fetched:
        """Every rate in ``region``; raises a `pricing_data.aws.faults.RefreshError`."""
        source_id = f"aws-api-savings-plans-{region}-{self._today:%Y%m%d}"
        read = discounts.read(self.rates(region, progress), source_id, self._today.isoformat())
        title = f"AWS Savings Plans, {region}, {self._today}"
        note = "Read through DescribeSavingsPlansOfferingRates, which gives the rates of the day it is asked."
        return Fetched(service, region, read.rows, source_id, entry(title, PAGE_URL, note), "", read.skipped)

    def rates(self, region: str, progress: Progress) -> Iterator[Discount]:
        """Every rate, page after page."""
        self._client = self._client or clients.client("savingsplans")
        listing = Listing(
            self._client.describe_savings_plans_offering_rates, PERMISSION, {"searchResults": list}, "nextToken"
        )
        done = 0
        for products, filters in LISTINGS:
            for page in listing.pages(**asked(products, filters, region)):
                done += len(page["searchResults"])
                progress(f"Savings Plans {region}", done, None)
                yield from map(offered, page["searchResults"])


def asked(products: list[str], filters: list[dict[str, Any]], region: str) -> dict[str, Any]:
    """The question of one listing."""
    return {
        "savingsPlanTypes": list(PLANS),
        "savingsPlanPaymentOptions": list(PAYMENTS),
        "products": products,
        "filters": [{"name": "region", "values": [region]}, *filters],
        "maxResults": PAGE,
    }


def offered(result: dict[str, Any]) -> Discount:
    """One rate of the API; raises `IncompletePage` when something in it is missing."""
    try:
        plan = result["savingsPlanOffering"]
        return Discount(
            plan=PLANS[plan["planType"]],
            term=TERMS[plan["durationSeconds"]],
            payment=PAYMENTS[plan["paymentOption"]],
            code=result["serviceCode"],
            usage_type=result["usageType"],
            operation=result.get("operation", ""),
            unit=result["unit"],
            currency=plan["currency"],
            price=result["rate"],
        )
    except KeyError as error:
        raise IncompletePage(f"a Savings Plan rate from AWS lacks {error}, or has an unknown one") from error


class SavingsPlanFiles:
    """Savings Plans as AWS's public files have them."""

    name = "bulk"
    services = (SERVICE,)

    def __init__(self, base: str = "") -> None:
        self._base = download.base(base)

    def fetch(self, service: str, region: str, progress: Progress) -> Fetched:
        """Every rate in ``region``; raises a `pricing_data.aws.faults.RefreshError`."""
        url, published = self.address(region)
        source_id = f"aws-bulk-savings-plans-{region}-{published}"

        def read() -> Read:
            pieces = download.chunks(url, progress, f"Savings Plans {region}")
            return discounts.read(rates(pieces), source_id, published)

        found = download.whole(read)
        title = f"AWS Savings Plans price list, {region}, {published}"
        source = entry(title, url, "Read from AWS's public Savings Plans file.")
        return Fetched(service, region, found.rows, source_id, source, published, found.skipped)

    def address(self, region: str) -> tuple[str, str]:
        """Where the region's file is, and the day it was published."""
        index = download.document(download.beside(self._base, ROOT))
        paths = {each["regionCode"]: each["versionUrl"] for each in index.get("regions", [])}
        if region not in paths:
            raise BadPriceList("", f"AWS publishes no Savings Plans for {region}")
        return download.beside(self._base, paths[region]), str(index.get("publicationDate", ""))[:10]


def rates(pieces: Iterable[bytes]) -> Iterator[Discount]:
    """The rates of a file, as a stream. The code of a rate begins with the SKU of its plan; plans come first."""
    import ijson  # noqa: PLC0415  only the files need it

    plans: dict[str, Plan] = {}
    products, found = ijson.sendable_list(), ijson.sendable_list()
    tokenisers = (
        ijson.items_coro(products, "products.item"),
        ijson.items_coro(found, "terms.savingsPlan.item.rates.item"),
    )
    try:
        for piece in pieces:
            for each in tokenisers:
                each.send(piece)
            plans.update(wanted(products))
            yield from discounted(found, plans)
        for each in tokenisers:
            each.close()
    except ijson.JSONError as error:
        raise IncompletePage(f"the Savings Plans file was cut short: {error}") from error


def wanted(products: list[dict[str, Any]]) -> dict[str, Plan]:
    """SKU to kind, term and payment of every plan that the program knows; empties the list."""
    plans: dict[str, Plan] = {}
    for each in products:
        family, said = FAMILIES.get(each["productFamily"]), each["attributes"]
        payment = PAYMENTS.get(said.get("purchaseOption", ""))
        if family and payment:
            plans[each["sku"]] = family, said.get("purchaseTerm", ""), payment
    products.clear()
    return plans


def discounted(found: list[dict[str, Any]], plans: dict[str, Plan]) -> list[Discount]:
    """The rates of those plans; empties the list."""
    some = [(plans.get(each["rateCode"].partition(".")[0]), each) for each in found]
    found.clear()
    return [published(*plan, each) for plan, each in some if plan]


def published(plan: str, term: str, payment: str, each: dict[str, Any]) -> Discount:
    """One rate of a file."""
    rate = each["discountedRate"]
    return Discount(
        plan=plan,
        term=term,
        payment=payment,
        code=each["discountedServiceCode"],
        usage_type=each["discountedUsageType"],
        operation=each.get("discountedOperation", ""),
        unit=each.get("unit", "Hrs"),
        currency=rate.get("currency", "USD"),
        price=str(rate["price"]),
        sku=each["discountedSku"],
    )


def entry(title: str, url: str, note: str) -> SourceEntry:
    """Where Savings Plans were read."""
    return SourceEntry(title, url, PAGE_URL, note)
