"""RDS instances, ElastiCache nodes and ElastiCache Serverless."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pricing_data.rows import Row
from tools.snapshot.raw import FIRST, LAST, Cells, day, published, table

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

RDS = "yeo_ec2.shop/rds_instances.csv.gz"
ELASTICACHE = "yeo_ec2.shop/elasticache_rates.csv.gz"

RDS_AS_OF = "2025-04-04"
"""Publication date of the RDS lists; the collected table does not repeat it."""

DOUBTED = ("multi-az", "ca-west-1", ("db.m6id.", "db.r6id."))
"""Multi-AZ at four times Single-AZ, where every other list says twice: left out until it is confirmed."""

SERVERLESS = {
    "GB-Hours": ("serverless.storage", "GB·h"),
    "ElastiCacheProcessingUnit": ("serverless.ecpu", "ECPU"),
}


def doubted(cells: Cells) -> bool:
    """Whether a price is one we do not believe."""
    deployment, region, families = DOUBTED
    here = (cells["deployment"], cells["region_code"]) == (deployment, region)
    return here and cells["instance_type"].startswith(families)


def rds_rates(folder: Path) -> Iterator[tuple[str, Row]]:
    """Region and row of every RDS On-Demand instance."""
    for cells in table(folder / RDS):
        price = cells["ondemand_usd_hour"]
        if published(price) and not doubted(cells):
            key = f"rds.{cells['engine']}.{cells['deployment'].replace('-', '_')}.{cells['instance_type']}"
            row = Row(key, "instance·h", FIRST, LAST, price, "", "ec2-shop-rds", RDS_AS_OF)
            yield cells["region_code"], row


def elasticache_rates(folder: Path) -> Iterator[tuple[str, Row]]:
    """Region and row of every ElastiCache price."""
    for cells in table(folder / ELASTICACHE):
        price, date = cells["price_usd"], day(cells["publication_date"])
        name, unit = SERVERLESS.get(cells["unit"], (cells["node_type"], "instance·h"))
        if published(price):
            key = f"elasticache.{cells['engine'].lower()}.{name}"
            row = Row(key, unit, FIRST, LAST, price, cells["sku"], "ec2-shop-elasticache", date)
            yield cells["region_code"], row


def rates(folder: Path) -> Iterator[tuple[str, Row]]:
    """Region and row of every database price."""
    yield from rds_rates(folder)
    yield from elasticache_rates(folder)
