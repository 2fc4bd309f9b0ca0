"""Data transfer: out to the internet, and between Availability Zones."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pricing_data.rows import Row
from tools.snapshot.raw import FIRST, LAST, published, table

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

INTERNET = "coroot_cloud-pricing/internet_egress.csv"
INTER_AZ = "coroot_cloud-pricing/inter_az.csv"

SOURCE = "coroot"


def internet_rates(folder: Path) -> Iterator[tuple[str, Row]]:
    """Region and row of every internet egress tier; the 100 GB free for the account are not among them."""
    for cells in table(folder / INTERNET):
        if published(cells["price_usd"]):
            edges = cells["tier_start_gb"], cells["tier_end_gb"]
            row = Row("egress.internet", "GB", *edges, cells["price_usd"], "", SOURCE, cells["date"])
            yield cells["region_code"], row


def inter_az_rates(folder: Path) -> Iterator[tuple[str, Row]]:
    """Region and row of the price of one direction, where both directions cost the same."""
    for cells in table(folder / INTER_AZ):
        price = cells["out_usd_gb"]
        if published(price) and price == cells["in_usd_gb"]:
            row = Row("transfer.inter_az", "GB", FIRST, LAST, price, "", SOURCE, cells["date"])
            yield cells["region_code"], row


def rates(folder: Path) -> Iterator[tuple[str, Row]]:
    """Region and row of every data transfer price."""
    yield from internet_rates(folder)
    yield from inter_az_rates(folder)
