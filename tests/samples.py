"""The kept answers of AWS, as products."""

from __future__ import annotations

import gzip
import json
from dataclasses import replace
from pathlib import Path

from pricing_data.aws import catalog

FOLDER = Path(__file__).with_name("samples")


def text(name):
    content = (FOLDER / name).read_bytes()
    return (gzip.decompress(content) if name.endswith(".gz") else content).decode()


def query(name):
    """The products of a GetProducts answer."""
    return [json.loads(entry) for entry in json.loads(text(name))["PriceList"]]


def bulk(name):
    """The products of a bulk file, as the Query API writes them."""
    document = json.loads(text(name))
    head = {field: document.get(field, "") for field in ("version", "publicationDate")}
    return [
        {"product": product, "terms": {kind: some.get(sku, {}) for kind, some in document["terms"].items()}, **head}
        for sku, product in document["products"].items()
    ]


def one_after_the_other(name):
    """The items of a file that holds one JSON object behind the other."""
    decoder, rest = json.JSONDecoder(), text(name).strip()
    while rest:
        item, end = decoder.raw_decode(rest)
        yield item
        rest = rest[end:].lstrip()


def lenient(name):
    """A service of the catalogue of which nothing is required: samples are parts of price lists."""
    service = catalog.services()[name]
    return replace(service, rates=tuple(replace(rule, required=False) for rule in service.rates))


def product(usagetype="EUC1-Request", terms=None, **attributes):
    """A Lambda product in eu-central-1, with the parts that a test is about."""
    said = {
        "regionCode": "eu-central-1",
        "location": "EU (Frankfurt)",
        "locationType": "AWS Region",
        "group": "AWS-Lambda-Requests",
        "usagetype": usagetype,
    }
    return {
        "product": {"sku": "SKU1", "productFamily": "Serverless", "attributes": said | attributes},
        "terms": {"OnDemand": {"SKU1.T": {"priceDimensions": terms or {"1": dimension()}}}},
        "version": "20261120184746",
        "publicationDate": "2026-11-20T18:47:46Z",
    }


def dimension(price="0.0000002000", start="0", end="Inf", unit="Requests", currency="USD"):
    """One tier."""
    return {"unit": unit, "beginRange": start, "endRange": end, "pricePerUnit": {currency: price}}
