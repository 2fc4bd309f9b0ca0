"""EC2 Spot: what AWS's Spot Instance Advisor says is saved, taken off the On-Demand price that is shipped.

The Advisor gives whole per cents, a mean of the last 30 days over the zones of a region. The product is exact.
https://aws.amazon.com/ec2/spot/instance-advisor/
"""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from pricing_data.rows import Row
from tools.snapshot import ec2
from tools.snapshot.raw import FIRST, LAST, table

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

FILE = "alexei-led_spotinfo/spot_advisor.csv.gz"

SOURCE = "spot-advisor"

AS_OF = "2025-06-28"
"""Day of the Advisor's file; the table does not repeat it."""

SYSTEM = "Linux"

HUNDRED = Decimal(100)


def rates(folder: Path) -> Iterator[tuple[str, Row]]:
    """Region and row of every Spot price that can be derived."""
    shipped, then = ec2.on_demand(folder), ec2.listed(folder)
    for cells in table(folder / FILE):
        place = cells["region_code"], cells["instance_type"]
        saved = Decimal(cells["savings_over_ondemand_pct"] or 0)
        if cells["os"] == SYSTEM and place in shipped and 0 < saved < HUNDRED and unmoved(place, shipped, then):
            price = (Decimal(shipped[place]) * (HUNDRED - saved) / HUNDRED).normalize()
            yield place[0], Row(f"ec2.{place[1]}.spot", ec2.UNIT, FIRST, LAST, f"{price:f}", "", SOURCE, AS_OF)


def unmoved(place: ec2.Place, shipped: dict[ec2.Place, str], then: dict[ec2.Place, str]) -> bool:
    """Whether On-Demand is what it was before the Advisor's day, as far as is known.

    Where it moved since, the saving is of another price.
    """
    return Decimal(then.get(place, shipped[place])) == Decimal(shipped[place])
