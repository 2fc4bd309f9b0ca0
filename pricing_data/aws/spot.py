"""Spot prices of EC2: the mean of the last week, Linux, over all zones of a region.

Needs credentials and ``ec2:DescribeSpotPriceHistory``. There is no public file of them.
https://aws.amazon.com/ec2/spot/pricing/
"""

from __future__ import annotations

from collections import defaultdict
from datetime import timedelta
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from pricing_data.aws import catalog, clients, terms
from pricing_data.aws.faults import BadPriceList, IncompletePage
from pricing_data.aws.listing import Listing
from pricing_data.aws.source import Fetched
from pricing_data.manifest import SourceEntry
from pricing_data.rows import Row

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping
    from datetime import datetime

    from pricing_data.aws.source import Progress

    Change = tuple[datetime, Decimal]

PERMISSION = "ec2:DescribeSpotPriceHistory"

PAGE_URL = "https://aws.amazon.com/ec2/spot/pricing/"

SYSTEM = "Linux/UNIX"

WEEK = timedelta(days=7)

PAGE = 1000

DIGITS = Decimal("0.000001")
"""Means are rounded to what AWS writes Spot prices with. [USD/h]"""

NOTE = "Mean of the 7 days before that day, weighted by time, over all zones; Spot prices change all the time."


class SpotApi:
    """Spot prices as they were in the week before ``now``. ``make`` makes a boto3 ``ec2`` client for a region."""

    name = "api"
    services = ("spot",)

    def __init__(self, now: datetime, make: Callable[[str], Any] | None = None) -> None:
        self._now = now
        self._make = make or (lambda region: clients.client("ec2", region))

    def fetch(self, service: str, region: str, progress: Progress) -> Fetched:
        """The mean price of every type in ``region``; raises a `pricing_data.aws.faults.RefreshError`."""
        day = self._now.date()
        source_id = f"aws-api-spot-{region}-{day:%Y%m%d}"
        means = self.means(region, progress)
        rows = tuple(row(kind, means[kind], source_id, day.isoformat()) for kind in sorted(means))
        if not rows:
            raise BadPriceList("", f"AWS names no Spot price in {region}")
        source = SourceEntry(f"Amazon EC2 Spot prices, {region}, week to {day}", PAGE_URL, PAGE_URL, NOTE)
        return Fetched(service, region, rows, source_id, source, "")

    def means(self, region: str, progress: Progress) -> dict[str, Decimal]:
        """Type to mean price. [USD/h]"""
        listing = Listing(self._make(region).describe_spot_price_history, PERMISSION, {"SpotPriceHistory": list})
        found: dict[str, dict[str, list[Change]]] = defaultdict(lambda: defaultdict(list))
        done = 0
        for page in listing.pages(
            StartTime=self._now - WEEK, EndTime=self._now, ProductDescriptions=[SYSTEM], MaxResults=PAGE
        ):
            for point in page["SpotPriceHistory"]:
                found[point["InstanceType"]][point["AvailabilityZone"]].append(change(point))
            done += len(page["SpotPriceHistory"])
            progress(f"Spot prices {region}", done, None)
        return {kind: of_zones(zones, self._now) for kind, zones in found.items()}


def change(point: Mapping[str, Any]) -> Change:
    """When a price began, and what it is; raises when the point is not whole, or the price not above 0."""
    try:
        kind, price = point["InstanceType"], terms.number(point["InstanceType"], point["SpotPrice"])
        began: datetime = point["Timestamp"]
    except KeyError as error:
        raise IncompletePage(f"a Spot price from AWS lacks {error}") from error
    if price <= 0 or not catalog.SAFE.fullmatch(kind):
        raise BadPriceList(f"ec2.{kind}.spot", f"cannot cost {price}")
    return began, price


def of_zones(zones: Mapping[str, Iterable[Change]], now: datetime) -> Decimal:
    """Mean over zones, each counting the same. [USD/h]"""
    means = [weighted(changes, now) for changes in zones.values()]
    return sum(means, Decimal(0)) / len(means)


def weighted(changes: Iterable[Change], now: datetime) -> Decimal:
    """Mean price of one zone in the week before ``now``, each price weighted by how long it held. [USD/h]

    The price that held when the week began comes with the time it had begun; a zone that has no older price
    counts from its first one.
    """
    points = [(max(began, now - WEEK), price) for began, price in sorted(changes)]
    ends = [began for began, _ in points[1:]] + [now]
    spans = [Decimal((end - began).total_seconds()) for (began, _), end in zip(points, ends, strict=True)]
    if not sum(spans):
        return points[-1][1]
    return sum((price * span for (_, price), span in zip(points, spans, strict=True)), Decimal(0)) / sum(spans)


def row(kind: str, mean: Decimal, source_id: str, as_of: str) -> Row:
    """One type."""
    price = max(mean.quantize(DIGITS), DIGITS)
    return Row(f"ec2.{kind}.spot", "instance·h", "0", terms.ENDLESS, terms.text(price), "", source_id, as_of)
