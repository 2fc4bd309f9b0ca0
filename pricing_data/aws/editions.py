"""How rows name what they were read from."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from pricing_data.manifest import SourceEntry

if TYPE_CHECKING:
    from pricing_data.aws.catalog import Service

BULK = "https://pricing.us-east-1.amazonaws.com"
"""Where AWS publishes price lists to everyone, every version of them."""

NOTES = {
    "api": "Read through the AWS Price List Query API; the address is the same version as a bulk file.",
    "bulk": "Read from AWS's public bulk price list.",
    "archive": "Read from the version that AWS's Price List Query API names for a day of the past.",
}


class Edition(NamedTuple):
    """An id and what it stands for."""

    source_id: str
    source: SourceEntry


def address(code: str, region: str, version: str) -> str:
    """Where everyone can read one version of a price list."""
    return f"{BULK}/offers/v1.0/aws/{code}/{version or 'current'}/{region}/index.json"


def of_price_list(reader: str, service: Service, region: str, version: str, day: str, url: str) -> Edition:
    """One version of a service's price list for a region, readable at ``url``."""
    title = f"{service.title} price list, {region}, {day or 'undated'}"
    source_id = "-".join(("aws", reader, service.name, region, version or day or "undated"))
    return Edition(source_id, SourceEntry(title, url, service.page, NOTES[reader]))
