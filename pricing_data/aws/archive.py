"""Price lists as they were on a day: ``ListPriceLists`` names the version, the bulk reader reads it.

Needs credentials, and the permissions ``pricing:ListPriceLists`` and ``pricing:GetPriceListFileUrl``.
https://docs.aws.amazon.com/awsaccountbilling/latest/aboutv2/using-price-list-query-api.html
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from pricing_data.aws import clients
from pricing_data.aws.bulk import BulkFiles
from pricing_data.aws.faults import BadPriceList
from pricing_data.aws.listing import Listing

if TYPE_CHECKING:
    from datetime import datetime


class ArchivedLists(BulkFiles):
    """The lists that were in force at a moment of the past. Make one for each use."""

    name = "archive"

    def __init__(self, then: datetime) -> None:
        super().__init__()
        self._then = then
        client = clients.client("pricing")
        self._lists = Listing(client.list_price_lists, "pricing:ListPriceLists", {"PriceLists": list})
        self._file = Listing(client.get_price_list_file_url, "pricing:GetPriceListFileUrl", {"Url": str})

    def address(self, code: str, region: str) -> str:
        """Where the one list of ``code`` for ``region`` is that was in force then."""
        asked = {"ServiceCode": code, "EffectiveDate": self._then, "CurrencyCode": "USD", "RegionCode": region}
        found = [one["PriceListArn"] for page in self._lists.pages(**asked) for one in page["PriceLists"]]
        if len(found) != 1:
            raise BadPriceList(
                "", f"AWS names {len(found)} price lists of {code} for {region} on {self._then:%Y-%m-%d}, not one"
            )
        return str(self._file.page({"PriceListArn": found[0], "FileFormat": "json"})["Url"])
