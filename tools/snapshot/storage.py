"""EBS volumes and snapshots."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pricing_data.rows import Row
from tools.snapshot.raw import FIRST, LAST, day, published, table

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

FILE = "yeo_ec2.shop/ebs_rates.csv"

UNITS = {
    "GB-Mo": "GB·month",
    "IOPS-Mo": "IOPS·month",
    "GiBps-mo": "GiBps·month",  # AWS quotes throughput per GiB/s though volumes are set in MiB/s
}

USAGES = {
    "storage": "storage",
    "iops": "iops",
    "iops_over_3000": "iops",
    "throughput_over_125MiBps": "throughput",
    # The list does not say where io2's tiers begin, so they cannot be tiers of one rate.
    "iops_tier1": "iops.tier1",
    "iops_tier2": "iops.tier2",
    "iops_tier3": "iops.tier3",
}


def rates(folder: Path) -> Iterator[tuple[str, Row]]:
    """Region and row of every EBS price."""
    for cells in table(folder / FILE):
        if published(cells["price_usd"]):
            key = f"ebs.{cells['volume_type']}.{USAGES[cells['usage']]}"
            unit, date = UNITS[cells["unit"]], day(cells["publication_date"])
            row = Row(key, unit, FIRST, LAST, cells["price_usd"], cells["sku"], "ec2-shop-ebs", date)
            yield cells["location_code"], row
