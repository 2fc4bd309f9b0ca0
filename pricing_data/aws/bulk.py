"""AWS's public bulk price lists: no credentials, one file per service and region, hundreds of megabytes for EC2.

https://docs.aws.amazon.com/awsaccountbilling/latest/aboutv2/using-the-aws-price-list-bulk-api.html
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from pricing_data.aws import catalog, download, editions, products, sections
from pricing_data.aws.faults import BadPriceList
from pricing_data.aws.source import Fetched

if TYPE_CHECKING:
    from collections.abc import Iterable

    from pricing_data.aws.catalog import Service
    from pricing_data.aws.products import Product
    from pricing_data.aws.source import Progress

INDEX = "offers/v1.0/aws/index.json"


@dataclass
class PriceList:
    """What the program needs of one file."""

    url: str
    """Where it was read; AWS's own addresses name the version."""
    head: dict[str, Any] = field(default_factory=dict)
    products: dict[str, Product] = field(default_factory=dict)
    """By SKU; only those that a rate of some service asks for."""

    @property
    def public(self) -> str:
        """The address without what may follow it: a signature is nobody else's."""
        return self.url.partition("?")[0]

    @property
    def version(self) -> str:
        """Such as 20260925174521."""
        return str(self.head.get("version", ""))


class BulkFiles:
    """Prices as the public files have them. Make one for each refresh: a file that serves several services is kept."""

    name = "bulk"

    def __init__(self, base: str = "") -> None:
        self._base = download.base(base)
        self._index: dict[str, Any] = {}
        self._kept: dict[tuple[str, str], PriceList] = {}

    @property
    def services(self) -> tuple[str, ...]:
        """Every service of the catalogue."""
        return tuple(catalog.services())

    def fetch(self, service: str, region: str, progress: Progress) -> Fetched:
        """Every price of ``service`` in ``region``; raises a `pricing_data.aws.faults.RefreshError`."""
        entry = catalog.services()[service]
        found = self.price_list(entry.code, entry.anywhere or region, progress)
        day = str(found.head.get("publicationDate", ""))[: products.DAY]
        edition = editions.of_price_list(self.name, entry, region, found.version, day, found.public)
        read = products.read(entry, region, found.products.values(), edition.source_id)
        return Fetched(service, region, read.rows, edition.source_id, edition.source, found.version, read.skipped)

    def price_list(self, code: str, region: str, progress: Progress) -> PriceList:
        """The file of one service and region; read once."""
        if (code, region) not in self._kept:
            url = self.address(code, region)
            asking = [each for each in catalog.services().values() if each.code == code]

            def read() -> PriceList:
                pieces = download.chunks(url, progress, f"{code} {region}")
                return gathered(url, pieces, asking, region)

            self._kept[code, region] = checked(download.whole(read), code)
        return self._kept[code, region]

    def address(self, code: str, region: str) -> str:
        """Where the newest file is: AWS names its version, so that a second try reads the same one.

        ``region`` may be `pricing_data.aws.catalog.Service.anywhere`.
        """
        self._index = self._index or download.document(download.beside(self._base, INDEX))
        try:
            path = self._index["offers"][code]["currentRegionIndexUrl"]
            regions = download.document(download.beside(self._base, path))["regions"]
            return download.beside(self._base, regions[region]["currentVersionUrl"])
        except (KeyError, TypeError) as error:
            raise BadPriceList("", f"AWS publishes no price list of {code} for {region}") from error


def gathered(url: str, pieces: Iterable[bytes], asking: list[Service], region: str) -> PriceList:
    """Products that some service asks for, with their terms; the rest goes by."""
    found = PriceList(url)
    for section, key, value in sections.entries(pieces, found.products):
        if section == "head":
            found.head[key] = value
        elif section == "products":
            if asked(value, asking, region):
                found.products[key] = {"product": value, "terms": {}, **dates(found.head)}
        elif key in found.products:
            found.products[key]["terms"][section] = value
    return found


def asked(product: dict[str, Any], asking: list[Service], region: str) -> bool:
    """Whether a rate of some service is answered by this product."""
    attributes = catalog.attributes_of(product)
    return any(products.placed(each, attributes, region) and products.answered(each, attributes) for each in asking)


def dates(head: dict[str, Any]) -> dict[str, Any]:
    """What the Query API says with each product."""
    return {name: head[name] for name in ("version", "publicationDate") if name in head}


def checked(found: PriceList, code: str) -> PriceList:
    """The file, when it is the one that was asked for."""
    offered = found.head.get("offerCode", "nothing")
    if offered != code:
        raise BadPriceList("", f"{found.public} must be the price list of {code}, is of {offered}")
    return found
