"""One question, its prices and its answer: what every view needs."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

    from costmodel import PriceBook
    from costmodel.report import Answer
    from costmodel.scenario import Scenario


@dataclass(frozen=True, eq=False)
class Case:
    """One answered question."""

    scenario: Scenario
    prices: PriceBook
    """As this question is charged."""
    answer: Answer
    text: str
    """The question as a document: with ``folder``, the key of whatever is worked out from it."""
    folder: Path
