"""Every way to read AWS, by the name of the way."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pricing_data.aws.bulk import BulkFiles
from pricing_data.aws.query import QueryApi
from pricing_data.aws.savings_plans import SavingsPlanFiles, SavingsPlansApi
from pricing_data.aws.spot import SpotApi

if TYPE_CHECKING:
    from datetime import datetime

    from pricing_data.aws.source import PriceSource


def api(now: datetime) -> tuple[PriceSource, ...]:
    """With credentials: the Query API, Savings Plans and Spot, as they are ``now``."""
    return QueryApi(), SavingsPlansApi(now.date()), SpotApi(now)


def bulk() -> tuple[PriceSource, ...]:
    """Without credentials: the public price lists and Savings Plans files; nobody publishes Spot prices so."""
    return BulkFiles(), SavingsPlanFiles()
