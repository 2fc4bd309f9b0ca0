"""The public files of Savings Plans."""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING

from tools.fake_aws.answers import Answer, document
from tools.fake_aws.bulk import SAVINGS, missing
from tools.fake_aws.plans import FILE, PLANS, Discount, discounts

if TYPE_CHECKING:
    from collections.abc import Iterable

    from tools.fake_aws.terms import Json
    from tools.fake_aws.world import World


def answer(path: str, world: World) -> Answer:
    """The file at ``path``; raises `tools.fake_aws.answers.Refused` when there is none."""
    if path == f"{SAVINGS}/current/region_index.json":
        return document(region_index(world))
    match = FILE.fullmatch(path)
    if not match or match["region"] not in world.regions:
        raise missing(path)
    return document(region_file(match["region"], world))


def region_index(world: World) -> Json:
    """The regions: a list here, where the price lists have an object."""
    regions = [
        {"regionCode": region, "versionUrl": f"{SAVINGS}/{world.version}/{region}/index.json"}
        for region in world.regions
    ]
    return {"disclaimer": "", "publicationDate": f"{world.published:%Y-%m-%dT%H:%M:%SZ}", "regions": regions}


def region_file(region: str, world: World) -> Json:
    """Every plan, and its rates in one region."""
    found = sorted(discounts(region, world), key=lambda one: one.offering)
    plans = [list(group) for _, group in groupby(found, key=lambda one: one.offering)]
    return {
        "version": world.version,
        "publicationDate": f"{world.published:%Y-%m-%dT%H:%M:%SZ}",
        "regionCode": region,
        "products": [product(plan[0]) for plan in plans],
        "terms": {"savingsPlan": [term(plan) for plan in plans]},
    }


def product(one: Discount) -> Json:
    """A plan."""
    said = {"purchaseOption": one.payment, "granularity": "hourly", "purchaseTerm": one.term}
    usage = f"ComputeSP:{one.term}{one.payment.replace(' ', '')}"
    if one.plan == "EC2Instance":
        family = one.attributes["instanceType"].partition(".")[0]
        usage = f"EC2SP:{family}.{one.term}{one.payment.replace(' ', '')}"
        said |= {"instanceType": family, "location": one.attributes["location"], "locationType": "AWS Region"}
    else:
        said |= {"location": "Any", "locationType": "AWS Region"}
    return {
        "sku": one.offering,
        "productFamily": PLANS[one.plan],
        "serviceCode": "ComputeSavingsPlans",
        "usageType": usage,
        "operation": "",
        "attributes": said,
    }


def term(plan: Iterable[Discount]) -> Json:
    """What a plan makes cheaper."""
    rates = list(plan)
    return {
        "sku": rates[0].offering,
        "description": f"{rates[0].term} {rates[0].payment} {rates[0].plan} Savings Plan",
        "effectiveDate": "2026-11-01T00:00:00Z",
        "leaseContractLength": {"duration": int(rates[0].term[0]), "unit": "year"},
        "rates": [rate(one) for one in rates],
    }


def rate(one: Discount) -> Json:
    """One product, cheaper."""
    sku = one.product["product"]["sku"]
    return {
        "discountedSku": sku,
        "discountedUsageType": one.attributes["usagetype"],
        "discountedOperation": one.attributes["operation"],
        "discountedServiceCode": one.attributes["servicecode"],
        "rateCode": f"{one.offering}.{sku}",
        "unit": one.unit,
        "discountedRate": {"price": one.rate, "currency": "USD"},
        "discountedRegionCode": one.attributes["regionCode"],
    }
