"""AWS's published prices, region by region, as they came with the program: no network, no account.

Every price keeps its source and the date of the price list. A price nobody published is not there:
asking for it is an error, never 0 and never another region's.

>>> import pricing_data
>>> pricing_data.load("ap-northeast-1")["lambda.duration.arm64"].tiers[0].price
1.33334e-05

All functions raise `costmodel.UnknownRegion` for a region that has no prices and
`costmodel.CorruptPrices` for files that are damaged. ``folder`` is for prices refreshed elsewhere.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from pricing_data import ages, manifest, reader
from pricing_data.reader import SNAPSHOT

if TYPE_CHECKING:
    from datetime import date
    from pathlib import Path

    import pandas as pd

    from costmodel.rates import PriceBook

__all__ = ["as_of", "dates", "instances", "load", "regions"]

MIB_PER_GIB = 1024
"""[MiB/GiB]"""


def load(region: str, folder: Path = SNAPSHOT) -> PriceBook:
    """Every rate of one region, and the specifications of all EC2 types.

    >>> load("ap-northeast-1")["ec2.t3.medium"].tiers
    (Tier(price=0.0544, up_to=inf),)

    Reads two files and compares their checksums; rates are made when they are asked for.
    """
    return reader.book(region, folder)


def regions(folder: Path = SNAPSHOT) -> dict[str, str]:
    """Code and name of every region that has prices, sorted by code.

    >>> regions()["ap-northeast-1"]
    'Asia Pacific (Tokyo)'
    """
    return dict(manifest.read(folder).regions)


def instances(region: str, folder: Path = SNAPSHOT) -> pd.DataFrame:
    """The EC2 types that a region has an On-Demand price for.

    ============ ==================================================================
    name         such as ``t3.medium``
    vcpu         [vCPU]
    memory_gib   [GiB]
    architecture ``x86_64`` or ``arm64``
    baseline     share of each vCPU sustained without CPU credits; missing is all
    network      AWS's words, such as "Up to 5 Gigabit"
    usd_per_hour Linux, shared tenancy, On-Demand [USD/h]
    as_of        date of the price list
    ============ ==================================================================

    Types that are priced but have no published specification are not among them.
    """
    import pandas as pd  # noqa: PLC0415  it takes half a second, and only this function needs it

    book = reader.book(region, folder)
    priced = [(kind, book[f"ec2.{name}"]) for name, kind in book.instances.items() if f"ec2.{name}" in book]
    return pd.DataFrame(
        {
            "name": [kind.name for kind, _ in priced],
            "vcpu": [kind.vcpu for kind, _ in priced],
            "memory_gib": [kind.memory_mib / MIB_PER_GIB for kind, _ in priced],
            "architecture": [kind.architecture for kind, _ in priced],
            "baseline": pd.Series([kind.baseline for kind, _ in priced], dtype="float64"),
            "network": [kind.network for kind, _ in priced],
            "usd_per_hour": [rate.tiers[0].price for _, rate in priced],
            "as_of": [rate.source.as_of for _, rate in priced],
        },
    )


def as_of(region: str, folder: Path = SNAPSHOT) -> date:
    """The newest day that a price list for Lambda or EC2 On-Demand in ``region`` was published.

    >>> as_of("ap-northeast-1").year >= 2025
    True
    """
    return ages.newest(reader.region_table(region, folder, manifest.read(folder)))


def dates(region: str, folder: Path = SNAPSHOT) -> dict[str, tuple[str, str]]:
    """The oldest and the newest date among each service's rates, as the price lists write them.

    The service is the first word of the rate's name. Rates without a date do not count.

    >>> oldest, newest = dates("ap-northeast-1")["lambda"]
    >>> "2025-10-30" <= oldest <= newest
    True
    """
    return ages.by_service(reader.region_table(region, folder, manifest.read(folder)))
