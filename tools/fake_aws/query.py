"""The Pricing API: AWS JSON 1.1."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from itertools import chain
from typing import TYPE_CHECKING, Any

from tools.fake_aws import filters, paging
from tools.fake_aws.answers import AMZ_JSON, Answer, Refused, document

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from tools.fake_aws.terms import Json
    from tools.fake_aws.world import World

Body = dict[str, Any]

TARGET = "AWSPriceListService."

FORMAT = "aws_v1"

PAGE, VALUES = 100, 10_000
"""Largest pages: of anything, and of attribute values."""

NO_SERVICE = "The ServiceCode is not valid."


def answer(operation: str, body: Body, world: World, address: str) -> Answer:
    """What the API says; raises `Refused` for what it refuses."""
    if operation not in OPERATIONS:
        raise Refused("UnknownOperationException", f"no operation {operation}")
    return document(OPERATIONS[operation](body, world, address), AMZ_JSON)


def get_products(body: Body, world: World, _: str) -> Json:
    """``GetProducts``: every product is a text of its own."""
    service, asked = known(body, world), body.get("Filters", [])
    filters.checked(asked)
    meant = filters.regions(asked, world.regions)
    places = [place for place in world.places(service) if place in meant or place not in world.regions]
    found = filters.matching(chain.from_iterable(world.products(service, place) for place in places), asked)
    products, token = paging.page(
        found, body.get("NextToken"), paging.size(body.get("MaxResults"), PAGE), (service, asked)
    )
    listed = [json.dumps(product, separators=(",", ":"), ensure_ascii=False) for product in products]
    return {"FormatVersion": FORMAT, "PriceList": listed, **going_on(token)}


def describe_services(body: Body, world: World, _: str) -> Json:
    """``DescribeServices``."""
    names = [known(body, world)] if body.get("ServiceCode") else list(world.services)
    found, token = paging.page(names, body.get("NextToken"), paging.size(body.get("MaxResults"), PAGE), names)
    services = [{"ServiceCode": name, "AttributeNames": sorted(fields(name, world))} for name in found]
    return {"FormatVersion": FORMAT, "Services": services, **going_on(token)}


def get_attribute_values(body: Body, world: World, _: str) -> Json:
    """``GetAttributeValues``."""
    service, field = known(body, world), str(body.get("AttributeName", ""))
    values = {
        filters.attributes(one).get(field, "")
        for place in world.places(service)
        for one in world.products(service, place)
    }
    question = (service, field)
    largest = paging.size(body.get("MaxResults"), VALUES)
    found, token = paging.page(sorted(values - {""}), body.get("NextToken"), largest, question)
    return {"AttributeValues": [{"Value": value} for value in found], **going_on(token)}


def list_price_lists(body: Body, world: World, _: str) -> Json:
    """``ListPriceLists``: of the version that was in force on the day asked for."""
    service, currency = known(body, world), body.get("CurrencyCode", "USD")
    day = datetime.fromtimestamp(float(body["EffectiveDate"]), UTC)
    versions = [when for when in (*world.older, world.published) if when <= day]
    if not versions or currency != "USD":
        return {"PriceLists": []}
    places = [place for place in world.places(service) if body.get("RegionCode", place) == place]
    lists = [
        {
            "PriceListArn": f"arn:aws:pricing:::price-list/aws/{service}/USD/{max(versions):%Y%m%d%H%M%S}/{place}",
            "RegionCode": place,
            "CurrencyCode": "USD",
            "FileFormats": ["json", "csv"],
        }
        for place in places
    ]
    question = (service, str(day), places)
    found, token = paging.page(lists, body.get("NextToken"), paging.size(body.get("MaxResults"), PAGE), question)
    return {"PriceLists": list(found), **going_on(token)}


def get_price_list_file_url(body: Body, world: World, address: str) -> Json:
    """``GetPriceListFileUrl``: the address is one of this server."""
    _, found, rest = str(body.get("PriceListArn", "")).partition(":price-list/aws/")
    parts = rest.split("/")
    if not found or len(parts) != 4 or parts[0] not in world.services:  # noqa: PLR2004 - service, currency, version, region
        raise Refused("ResourceNotFoundException", "The requested resource can't be found.")
    service, _, version, region = parts
    return {"Url": f"{address}/offers/v1.0/aws/{service}/{version}/{region}/index.{body.get('FileFormat', 'json')}"}


OPERATIONS: Mapping[str, Callable[[Body, World, str], Json]] = {
    "GetProducts": get_products,
    "DescribeServices": describe_services,
    "GetAttributeValues": get_attribute_values,
    "ListPriceLists": list_price_lists,
    "GetPriceListFileUrl": get_price_list_file_url,
}


def known(body: Body, world: World) -> str:
    """The service that is asked about; raises `Refused` when there is none of that name."""
    service = str(body.get("ServiceCode", ""))
    if service not in world.services:
        raise Refused("NotFoundException" if service else "InvalidParameterException", NO_SERVICE)
    return service


def fields(service: str, world: World) -> set[str]:
    """Attributes of a service's products."""
    place = world.places(service)[0]
    return {"productFamily", "termType"}.union(
        *(one["product"]["attributes"] for one in world.products(service, place))
    )


def going_on(token: str | None) -> Json:
    """The token where there is one."""
    return {"NextToken": token} if token else {}
