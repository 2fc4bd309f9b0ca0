"""Spot prices: ``DescribeSpotPriceHistory``, in EC2's query protocol.

Zone ``a`` costs 30 % of On-Demand until the last quarter of the week and 50 % after it, zone ``b`` 40 % all the time,
zone ``c`` 60 % until half of the week and 20 % after it. Nothing is known of why; the means are easy to work out.
"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import TYPE_CHECKING, NamedTuple
from xml.sax.saxutils import escape

from tools.fake_aws import paging, places
from tools.fake_aws.answers import Answer, Refused

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from tools.fake_aws.world import World

PAGE = 1000

SYSTEM = "Linux/UNIX"

HISTORY: Mapping[str, tuple[tuple[timedelta, str], ...]] = {
    "a": ((timedelta(days=9), "0.3"), (timedelta(days=7) / 4, "0.5")),
    "b": ((timedelta(days=20), "0.4"),),
    "c": ((timedelta(days=8), "0.6"), (timedelta(days=3.5), "0.2")),
}
"""Letter of the zone to changes: how long ago, and what share of On-Demand from then on."""


class Change(NamedTuple):
    """A price from a moment on."""

    kind: str
    zone: str
    when: datetime
    price: str


def answer(body: Mapping[str, list[str]], region: str, world: World) -> Answer:
    """The changes asked for, newest first; raises `Refused`."""
    if region not in world.regions:
        raise Refused("AuthFailure", f"no such region: {region}", 401)
    kinds, systems = numbered(body, "InstanceType"), numbered(body, "ProductDescription")
    start, end = moment(body, "StartTime", world.now), moment(body, "EndTime", world.now)
    found = list(between(changes(region, kinds, world), start, end)) if not systems or SYSTEM in systems else []
    found.sort(key=lambda one: one.when, reverse=True)
    size = min(int(body.get("MaxResults", [str(PAGE)])[0]), PAGE)
    question = (region, kinds, start, end)
    page, token = paging.page(found, body.get("NextToken", [""])[0], size, question)
    return Answer(200, "text/xml;charset=UTF-8", document(page, token or "").encode())


def numbered(body: Mapping[str, list[str]], name: str) -> list[str]:
    """The values of a list: ``InstanceType.1``, ``InstanceType.2`` and so on; or of the filter of that kind."""
    return [values[0] for key, values in sorted(body.items()) if key.rpartition(".")[0] == name]


def moment(body: Mapping[str, list[str]], name: str, otherwise: datetime) -> datetime:
    """A time in UTC."""
    if name not in body:
        return otherwise
    return datetime.fromisoformat(body[name][0]).astimezone(UTC)


def changes(region: str, kinds: list[str], world: World) -> Iterator[Change]:
    """Every change of every type."""
    for row in world.rows(region):
        service, _, kind = row.key.partition(".")
        if service != "ec2" or kind.count(".") != 1 or kind.startswith("cpu_credits.") or (kinds and kind not in kinds):
            continue
        for zone in places.zones(region):
            for ago, share in HISTORY[zone[-1]]:
                yield Change(kind, zone, world.now - ago, f"{Decimal(row.price) * Decimal(share):.6f}")


def between(found: Iterable[Change], start: datetime, end: datetime) -> Iterator[Change]:
    """Changes of a time, and before them the one that was in force at its start."""
    lines: dict[tuple[str, str], list[Change]] = {}
    for one in found:
        if one.when <= end:
            lines.setdefault((one.kind, one.zone), []).append(one)
    for line in lines.values():
        before = [one for one in line if one.when <= start]
        yield from before[-1:]
        yield from (one for one in line if one.when > start)


def document(page: Iterable[Change], token: str) -> str:
    """The answer."""
    items = "".join(
        f"<item><instanceType>{one.kind}</instanceType><productDescription>{SYSTEM}</productDescription>"
        f"<spotPrice>{one.price}</spotPrice><timestamp>{one.when:%Y-%m-%dT%H:%M:%S.000Z}</timestamp>"
        f"<availabilityZone>{one.zone}</availabilityZone></item>"
        for one in page
    )
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        '<DescribeSpotPriceHistoryResponse xmlns="http://ec2.amazonaws.com/doc/2016-11-15/">'
        f"<requestId>fake</requestId><spotPriceHistorySet>{items}</spotPriceHistorySet>"
        f"<nextToken>{escape(token)}</nextToken></DescribeSpotPriceHistoryResponse>"
    )
