"""Every way to read prices, put together: price lists, Savings Plans and Spot, each under its own name and date."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pricing_data.aws import sources

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping
    from datetime import datetime

    from pricing_data.aws.source import Fetched, PriceSource, Progress


class Together:
    """Several sources as one: each service is asked of the source that reads it.

    Sources keep what they have read, which a refresh of all regions has no room for: each region gets new ones.
    """

    def __init__(self, name: str, make: Callable[[], Iterable[PriceSource]]) -> None:
        self.name = name
        self._make = make
        self._region = ""
        self._readers: Mapping[str, PriceSource] = self._made()

    @property
    def services(self) -> tuple[str, ...]:
        """What any of them reads, in their order."""
        return tuple(self._readers)

    def fetch(self, service: str, region: str, progress: Progress) -> Fetched:
        """Every price of ``service`` in ``region``; raises a `pricing_data.aws.faults.RefreshError`."""
        if self._region not in ("", region):
            self._readers = self._made()
        self._region = region
        return self._readers[service].fetch(service, region, progress)

    def _made(self) -> dict[str, PriceSource]:
        return {service: source for source in self._make() for service in source.services}


KINDS = ("api", "bulk")
"""``api`` needs AWS credentials; ``bulk`` needs none, and reads hundreds of megabytes."""


def opened(name: str, now: datetime) -> PriceSource:
    """The source called ``name``, one of `KINDS`; prices that have no date of their own are of ``now``."""
    return Together(name, sources.bulk if name == "bulk" else lambda: sources.api(now))
