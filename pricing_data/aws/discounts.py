"""Rates of Savings Plans to rows; the same for the API and the public files.

A plan's rate is what an hour of use costs whenever it is paid: an upfront payment pays for the same rates in advance.
So the rate of Partial and All Upfront is the effective hourly price, and nothing is added to it.

https://aws.amazon.com/savingsplans/compute-pricing/
"""

from __future__ import annotations

from collections import defaultdict
from decimal import Decimal
from typing import TYPE_CHECKING, NamedTuple

from pricing_data.aws import catalog, terms
from pricing_data.aws.faults import BadPriceList
from pricing_data.aws.products import Read
from pricing_data.rows import Row

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

PLANS: Mapping[str, str] = {"Compute": "compute", "EC2Instance": "ec2_instance"}
"""The type of a plan, as the API writes it, to its name in our keys."""

PAYMENTS: Mapping[str, str] = {
    "No Upfront": "no_upfront",
    "Partial Upfront": "partial_upfront",
    "All Upfront": "all_upfront",
}
"""Payment option, as AWS writes it, to its name in our keys."""

TERMS: Mapping[int, str] = {31_536_000: "1yr", 94_608_000: "3yr"}
"""Length of a commitment to its name in our keys. [s]"""

HOURS, GB_SECONDS = ("Hrs", "hours"), ("Lambda-GB-Second", "GB-Seconds")

COVERED: Mapping[tuple[str, str], tuple[str, str, tuple[str, ...]]] = {
    ("AmazonECS", "Fargate-vCPU-Hours:perCPU"): ("fargate.vcpu.x86_64", "vCPU·h", HOURS),
    ("AmazonECS", "Fargate-ARM-vCPU-Hours:perCPU"): ("fargate.vcpu.arm64", "vCPU·h", HOURS),
    ("AmazonECS", "Fargate-GB-Hours"): ("fargate.memory.x86_64", "GB·h", HOURS),
    ("AmazonECS", "Fargate-ARM-GB-Hours"): ("fargate.memory.arm64", "GB·h", HOURS),
    ("AWSLambda", "Lambda-GB-Second"): ("lambda.duration.x86_64", "GB·s", GB_SECONDS),
    ("AWSLambda", "Lambda-GB-Second-ARM"): ("lambda.duration.arm64", "GB·s", GB_SECONDS),
    ("AWSLambda", "Lambda-Provisioned-Concurrency"): ("lambda.provisioned_concurrency.x86_64", "GB·s", GB_SECONDS),
    ("AWSLambda", "Lambda-Provisioned-Concurrency-ARM"): ("lambda.provisioned_concurrency.arm64", "GB·s", GB_SECONDS),
    ("AWSLambda", "Lambda-Provisioned-GB-Second"): ("lambda.provisioned_duration.x86_64", "GB·s", GB_SECONDS),
    ("AWSLambda", "Lambda-Provisioned-GB-Second-ARM"): ("lambda.provisioned_duration.arm64", "GB·s", GB_SECONDS),
}
"""Service code and usage type to key, unit and AWS's names for the unit."""

BOX = "BoxUsage:"

LINUX = ("RunInstances", "")
"""The operation that stands for Linux without software of its own."""


class Discount(NamedTuple):
    """One rate of one plan."""

    plan: str
    """A value of `PLANS`."""
    term: str
    payment: str
    """A value of `PAYMENTS`."""
    code: str
    usage_type: str
    operation: str
    unit: str
    currency: str
    price: str
    sku: str = ""

    @property
    def answers(self) -> tuple[str, str, tuple[str, ...]] | None:
        """Key, unit and AWS's names for the unit of what becomes cheaper, if the program knows it."""
        usage = catalog.bare(self.usage_type)
        if self.code == "AmazonEC2" and usage.startswith(BOX) and self.operation in LINUX:
            return f"ec2.{usage.removeprefix(BOX)}", "instance·h", HOURS
        return COVERED.get((self.code, usage)) if self.plan == "compute" else None


def read(discounts: Iterable[Discount], source_id: str, as_of: str) -> Read:
    """The rows of Savings Plans; raises `BadPriceList` when there is none."""
    found: dict[str, set[tuple[str, str, str]]] = defaultdict(set)
    skipped: list[str] = []
    for each in discounts:
        try:
            key, unit, price = checked(each)
        except BadPriceList as error:
            if not error.key:
                raise
            skipped.append(str(error))
            continue
        if key:
            found[key].add((unit, price, each.sku))
    skipped += [f"'{key}' has {len(some)} prices, not one" for key, some in sorted(found.items()) if len(some) > 1]
    single = {key: next(iter(some)) for key, some in found.items() if len(some) == 1}
    if not single:
        raise BadPriceList("", "AWS names no Savings Plan rate for this region")
    return Read(tuple(row(key, *single[key], source_id, as_of) for key in sorted(single)), tuple(skipped))


def checked(each: Discount) -> tuple[str, str, str]:
    """Key, unit and price of a rate, all empty when it is not for us; raises `BadPriceList`."""
    answers = each.answers
    if not answers:
        return "", "", ""
    base, unit, accepts = answers
    key = f"{base}.savings_plan.{each.plan}.{each.term}.{each.payment}"
    if each.currency != "USD":
        raise BadPriceList("", f"'{key}' must be priced in USD, is in {each.currency}")
    if each.unit not in accepts:
        raise BadPriceList(key, f"must be priced per {accepts[0]}, is per {each.unit}")
    price = terms.number(key, each.price)
    if price == Decimal(0):
        raise BadPriceList(key, "costs nothing; a missing price is left out, never 0")
    return key, unit, terms.text(price)


def row(key: str, unit: str, price: str, sku: str, source_id: str, as_of: str) -> Row:
    """The one tier of a rate."""
    return Row(key, unit, "0", terms.ENDLESS, price, sku, source_id, as_of)
