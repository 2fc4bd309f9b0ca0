"""EC2 instances: Linux, shared tenancy, On-Demand and Reserved without upfront payment."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pricing_data.rows import Row
from tools.snapshot.raw import FIRST, LAST, day, published, table

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

MERGED = "snapshot/ec2_ondemand_linux_merged.csv.gz"
SHOP = "yeo_ec2.shop/ec2_ondemand_linux.csv.gz"
RESERVED = "yeo_ec2.shop/ec2_reserved_no_upfront.csv.gz"

UNIT = "instance·h"

SOURCES = {
    "aws/karpenter-provider-aws": "karpenter",
    "lamngockhuong/aws-price": "aws-price-ec2",
    "yeo/ec2.shop": "ec2-shop",
}

RESERVED_AS_OF = "2025-04"
"""The reserved lists name no day; the On-Demand lists beside them were published on 2025-04-04."""

TERMS = [
    (f"{kind}_{years}_no_upfront", f"{kind}.{years}.no_upfront")
    for kind in ("standard", "convertible")
    for years in ("1yr", "3yr")
]

Place = tuple[str, str]
"""Region and instance type."""


def on_demand(folder: Path) -> dict[Place, str]:
    """The price shipped for each place. [USD/h]"""
    return {(cells["region_code"], cells["instance_type"]): cells["price_usd_hour"] for cells in shared(folder)}


def shared(folder: Path) -> Iterator[dict[str, str]]:
    """The priced lines whose tenancy is known to be shared.

    Some metal types are known from a list that gives the dedicated price only; they stay out.
    """
    for cells in table(folder / MERGED):
        if cells["tenancy"] == "Shared" and published(cells["price_usd_hour"]):
            yield cells


def listed(folder: Path) -> dict[Place, str]:
    """The price of each place in April 2025, where that list has it. [USD/h]"""
    return {(cells["location_code"], cells["instance_type"]): cells["price_usd_hour"] for cells in table(folder / SHOP)}


def skus(folder: Path) -> dict[tuple[str, str, str], str]:
    """SKU by region, type and price: another price is another state of the product."""
    return {
        (cells["location_code"], cells["instance_type"], cells["price_usd_hour"]): cells["sku"]
        for cells in table(folder / SHOP)
    }


def on_demand_rates(folder: Path) -> Iterator[tuple[str, Row]]:
    """Region and row of every On-Demand price."""
    known = skus(folder)
    for cells in shared(folder):
        region, kind, price = cells["region_code"], cells["instance_type"], cells["price_usd_hour"]
        sku, source = known.get((region, kind, price), ""), SOURCES[cells["source"]]
        yield region, Row(f"ec2.{kind}", UNIT, FIRST, LAST, price, sku, source, day(cells["price_date"]))


def reserved_rates(folder: Path) -> Iterator[tuple[str, Row]]:
    """Region and row of every Reserved price whose list agrees with the On-Demand price shipped.

    Where On-Demand moved since (the P4 and P5 price cuts), the older reserved price would be compared
    with a price it was never offered against, in places above it. Those are holes.
    """
    shipped = on_demand(folder)
    for cells in table(folder / RESERVED):
        place = cells["location_code"], cells["instance_type"]
        if shipped.get(place) == cells["ondemand_usd_hour"]:
            yield from terms(*place, cells)


def terms(region: str, kind: str, cells: dict[str, str]) -> Iterator[tuple[str, Row]]:
    """The offered terms of one type."""
    for column, name in TERMS:
        if published(cells[column]):
            key = f"ec2.{kind}.reserved.{name}"
            yield region, Row(key, UNIT, FIRST, LAST, cells[column], "", "ec2-shop-reserved", RESERVED_AS_OF)


def rates(folder: Path) -> Iterator[tuple[str, Row]]:
    """Region and row of every EC2 price."""
    yield from on_demand_rates(folder)
    yield from reserved_rates(folder)
