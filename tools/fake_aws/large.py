"""A region's EC2 file as large as the real one: what is asked for, among a hundred times as much that is not."""

from __future__ import annotations

import json
from itertools import chain, islice
from typing import TYPE_CHECKING, NamedTuple

from tools.fake_aws import bulk, decoys, terms

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

    from tools.fake_aws.terms import Json
    from tools.fake_aws.world import World

SERVICE = "AmazonEC2"

SYSTEMS = ("Windows", "RHEL", "SUSE", "Ubuntu Pro", "Red Hat Enterprise Linux with HA")

RESERVATIONS = {(kind, length): decoys.WRONG for kind in ("standard", "convertible") for length in ("1yr", "3yr")}


class Written(NamedTuple):
    """What a file holds."""

    products: int
    size: int
    """[byte]"""


def write(path: Path, world: World, region: str, size: int) -> Written:
    """Write a file of about ``size`` bytes: the world's own products spread evenly among others."""
    known = world.products(SERVICE, region)
    true = [(one["product"]["sku"], text(one["product"]), text(one["terms"])) for one in known]
    own = sum(len(product) + len(offers) for _, product, offers in true)
    like = next(one for one in known if one["product"]["productFamily"] == "Compute Instance")
    _, product, offers = filler(like, 0)
    others = max(0, (size - own) // (len(product) + len(offers)))
    with path.open("w", encoding="utf-8") as file:
        file.writelines(document(world, mixed(true, like, others)))
    return Written(len(true) + others, path.stat().st_size)


Entry = tuple[str, str, str]
"""SKU, product and terms, as text."""


def mixed(true: list[Entry], like: Json, others: int) -> list[Entry]:
    """The entries in the order of the file."""
    step = max(1, others // len(true))
    fill = (filler(like, number) for number in range(others))
    groups = (chain(islice(fill, step), [one]) for one in true)
    return [*chain.from_iterable(groups), *fill]


def filler(like: Json, number: int) -> Entry:
    """A product that nobody asks for: ``like`` on another operating system, with reservations."""
    sku = terms.code("filler", str(number))
    system = SYSTEMS[number % len(SYSTEMS)]
    said = like["product"]["attributes"] | {"operatingSystem": system, "operation": f"RunInstances:{number:04x}"}
    product = {"sku": sku, "productFamily": "Compute Instance", "attributes": said}
    offers = {
        "OnDemand": terms.on_demand(sku, "Hrs", [("0", "Inf", decoys.WRONG)]),
        "Reserved": terms.reserved(sku, RESERVATIONS),
    }
    return sku, text(product), text(offers)


def document(world: World, entries: list[Entry]) -> Iterator[str]:
    """The file, piece by piece: head, products, terms."""
    head = {**bulk.dated(world), "offerCode": SERVICE, "version": world.version}
    yield text(head).removesuffix("}") + ',"products" : {'
    yield from joined((sku, product) for sku, product, _ in entries)
    for number, kind in enumerate(("OnDemand", "Reserved")):
        yield ("}," if number else '},"terms" : {') + f'"{kind}" : {{'
        parts = ((sku, json.loads(offers).get(kind)) for sku, _, offers in entries)
        yield from joined((sku, text(found)) for sku, found in parts if found)
    yield "}}}"


def joined(entries: Iterable[tuple[str, str]]) -> Iterator[str]:
    """Keys and values of one object."""
    for number, (key, value) in enumerate(entries):
        yield f'{"," if number else ""}\n"{key}" : {value}'


def text(value: Json) -> str:
    """JSON as AWS spaces it, on one line."""
    return json.dumps(value, ensure_ascii=False, separators=(",", " : "))
