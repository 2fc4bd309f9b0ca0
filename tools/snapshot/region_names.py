"""Which places are regions, and what AWS's price lists call them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tools.snapshot.raw import table

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from pricing_data.rows import Row

FILE = "lamngockhuong_aws-price/regions.csv"

ESSENTIAL = ("lambda.requests", "apigateway.rest.requests", "fargate.vcpu.x86_64", "ec2.t3.medium")
"""A region without these cannot answer the question, and is not listed."""


def names(folder: Path) -> dict[str, str]:
    """Code and name of every AWS Region; Local Zones and Wavelength Zones are not."""
    return {cells["code"]: cells["location"] for cells in table(folder / FILE) if cells["type"] == "AWS Region"}


def complete(rates: Iterable[tuple[str, Row]]) -> set[str]:
    """Places that have every essential price."""
    found: dict[str, set[str]] = {}
    for region, row in rates:
        found.setdefault(row.key, set()).add(region)
    return set.intersection(*(found.get(key, set()) for key in ESSENTIAL))
