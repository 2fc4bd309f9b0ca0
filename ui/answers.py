"""Prices and answers, each worked out once: this module lives on between reruns, which ``app.py`` does not."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

import pricing_data
from costmodel.report import answer
from costmodel.scenario import read
from ui.case import Case

if TYPE_CHECKING:
    from pathlib import Path

    from costmodel import PriceBook


@lru_cache(maxsize=8)
def load(region: str, folder: Path) -> PriceBook:
    """One region's prices; ``folder``, the set in force, is the key under which they stay loaded."""
    _ = folder
    return pricing_data.load(region)


@lru_cache(maxsize=128)
def case_of(text: str, folder: Path) -> Case:
    """The answer to one question, as its document asks it, at one set of prices."""
    scenario = read(text)
    book = load(scenario.region, folder)
    return Case(scenario, scenario.prices(book), answer(scenario, book), text, folder)
