"""AWS's published prices, region by region: the ones that came with the program, or fresher ones kept beside it.

Every price keeps its source and the date of the price list. A price nobody published is not there:
asking for it is an error, never 0 and never another region's.

>>> import pricing_data
>>> pricing_data.load("ap-northeast-1", pricing_data.SNAPSHOT)["lambda.duration.arm64"].tiers[0].price
1.33334e-05

Without ``folder`` every function reads the newest sound set of `pricing_data.store`; ``pricing_data.SNAPSHOT`` are
the embedded prices. All raise `costmodel.UnknownRegion` for a region that has no prices and
`costmodel.CorruptPrices` for files that are damaged.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

from pricing_data import ages, manifest, reader, store
from pricing_data.reader import SNAPSHOT

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import date
    from pathlib import Path

    import pandas as pd

    from costmodel.rates import PriceBook
    from pricing_data.table import Table

__all__ = ["SNAPSHOT", "as_of", "current", "dates", "instances", "load", "origins", "regions"]

MIB_PER_GIB = 1024
"""[MiB/GiB]"""

T = TypeVar("T")


def load(region: str, folder: Path | None = None, *, as_of: str | None = None) -> PriceBook:
    """Every rate of one region, and the specifications of all EC2 types.

    >>> load("ap-northeast-1", SNAPSHOT)["ec2.t3.medium"].tiers
    (Tier(price=0.0544, up_to=inf),)

    ``as_of`` is a day, a month or a year, such as ``2025-11``: then the newest prices that are not newer, so that
    a decision can be taken again as it was; `pricing_data.store.UnknownSet` when all are. Reads two files and
    compares their checksums; rates are made when they are asked for.
    """
    if folder is None and as_of is not None:
        folder = store.then(region, as_of, store.data_dir())
    return _read(folder, lambda place: reader.book(region, place))


def current() -> Path:
    """The folder that is read when none is named. It never changes; a refresh makes another one.

    Right as a part of the key of a cache: ``cached(region, current())``.
    """
    return store.current(store.data_dir())


def regions(folder: Path | None = None) -> dict[str, str]:
    """Code and name of every region that has prices, sorted by code.

    >>> regions()["ap-northeast-1"]
    'Asia Pacific (Tokyo)'
    """
    return dict(_read(folder, manifest.read).regions)


def instances(region: str, folder: Path | None = None) -> pd.DataFrame:
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

    book = load(region, folder)
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


def as_of(region: str, folder: Path | None = None) -> date:
    """The newest day that a price list for Lambda or EC2 On-Demand in ``region`` was published.

    >>> as_of("ap-northeast-1").year >= 2025
    True
    """
    return ages.newest(_table(region, folder))


def dates(region: str, folder: Path | None = None) -> dict[str, tuple[str, str]]:
    """The oldest and the newest date among each service's rates, as the price lists write them.

    The service is the first word of the rate's name. Rates without a date do not count.

    >>> oldest, newest = dates("ap-northeast-1", SNAPSHOT)["lambda"]
    >>> "2025-10-30" <= oldest <= newest
    True
    """
    return ages.by_service(_table(region, folder))


def origins(region: str, folder: Path | None = None) -> dict[str, tuple[str, ...]]:
    """Where each service's rates were read: the titles of their sources, sorted."""

    def titled(place: Path) -> dict[str, tuple[str, ...]]:
        contents = manifest.read(place)
        named = ages.sources(reader.region_table(region, place, contents))
        return {
            service: tuple(sorted(contents.sources[name].title for name in names)) for service, names in named.items()
        }

    return _read(folder, titled)


def _table(region: str, folder: Path | None) -> Table:
    return _read(folder, lambda place: reader.region_table(region, place, manifest.read(place)))


def _read(folder: Path | None, read: Callable[[Path], T]) -> T:
    """What ``read`` makes of a folder, or of the newest sound set."""
    return store.first(store.data_dir(), read) if folder is None else read(folder)
