"""The Query API: GetProducts of the AWS Price List service. Needs credentials and ``pricing:GetProducts``.

https://docs.aws.amazon.com/awsaccountbilling/latest/aboutv2/price-changes.html
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from pricing_data.aws import catalog, clients, editions, products
from pricing_data.aws.faults import ExpiredToken, IncompletePage
from pricing_data.aws.listing import Listing
from pricing_data.aws.source import Fetched

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pricing_data.aws.catalog import Query
    from pricing_data.aws.products import Product
    from pricing_data.aws.source import Progress

PERMISSION = "pricing:GetProducts"

FORMAT = "aws_v1"

PAGE = 100
"""Most products that one call returns."""


class QueryApi:
    """Prices as the Query API has them now. Make one for each refresh: a listing that serves several services is kept.

    ``client`` is a boto3 ``pricing`` client; without it one is made at the first call.
    """

    name = "api"

    def __init__(self, client: Any = None) -> None:  # noqa: ANN401  boto3 makes its classes when it runs
        self._client = client
        self._kept: dict[tuple[str, str], list[Product]] = {}
        self._listing: Listing | None = None

    @property
    def calls(self) -> int:
        """GetProducts so far, without botocore's own retries."""
        return self._listing.calls if self._listing else 0

    @property
    def services(self) -> tuple[str, ...]:
        """Every service of the catalogue."""
        return tuple(catalog.services())

    def fetch(self, service: str, region: str, progress: Progress) -> Fetched:
        """Every price of ``service`` in ``region``; raises a `pricing_data.aws.faults.RefreshError`."""
        entry = catalog.services()[service]
        found = [product for query in entry.queries for product in self.listing(query, region, progress)]
        version, day = products.listed(found)
        url = editions.address(entry.code, entry.anywhere or region, version)
        edition = editions.of_price_list("api", entry, region, version, day, url)
        read = products.read(entry, region, found, edition.source_id)
        return Fetched(service, region, read.rows, edition.source_id, edition.source, version, read.skipped)

    def listing(self, query: Query, region: str, progress: Progress) -> list[Product]:
        """Every product of a query; a listing that AWS forgot in the middle begins again, once."""
        place = query.name, region
        if place not in self._kept:
            try:
                self._kept[place] = list(self.pages(query, region, progress))
            except ExpiredToken:
                self._kept[place] = list(self.pages(query, region, progress))
        return self._kept[place]

    def pages(self, query: Query, region: str, progress: Progress) -> Iterator[Product]:
        """The products of one listing, page after page."""
        what, done = f"{query.code} {region}", 0
        progress(what, done, None)
        asked = {"ServiceCode": query.code, "Filters": query.asked(region)}
        for page in self.connected().pages(**asked, FormatVersion=FORMAT, MaxResults=PAGE):
            yield from map(product_of, page["PriceList"])
            done += len(page["PriceList"])
            progress(what, done, None)

    def connected(self) -> Listing:
        """GetProducts of the client, which is made when it is first needed."""
        if not self._listing:
            client = self._client or clients.client("pricing")
            self._listing = Listing(client.get_products, PERMISSION, {"FormatVersion": str, "PriceList": list})
        return self._listing


def product_of(text: str) -> Product:
    """One product, which comes as text inside the page."""
    try:
        product: Any = json.loads(text)
    except (ValueError, TypeError) as error:
        raise IncompletePage(f"a product from AWS was cut short: {text[:60]!r}") from error
    if not isinstance(product, dict) or not isinstance(product.get("product"), dict):
        raise IncompletePage(f"a product from AWS is not one: {text[:60]!r}")
    found: Product = product
    return found
