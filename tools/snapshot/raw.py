"""The collected files as they are: comma-separated text, some of it compressed."""

from __future__ import annotations

import csv
import gzip
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

Cells = dict[str, str]

FIRST, LAST = "0", "Inf"
"""Edges of a price that has no tiers. [unit]"""


def table(path: Path) -> list[Cells]:
    """Every line of a file by column name."""
    with gzip.open(path, "rt", encoding="utf-8") if path.suffix == ".gz" else path.open(encoding="utf-8") as file:
        return list(csv.DictReader(file))


def day(timestamp: str) -> str:
    """The date of ``2025-10-30T18:28:01Z``."""
    return timestamp.partition("T")[0]


def published(price: str) -> bool:
    """Whether a cell holds a price: an empty cell and a 0 are holes."""
    return bool(price) and float(price) > 0
