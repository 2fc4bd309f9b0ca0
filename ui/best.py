"""Sizes that are found for a question, each worked out once: this module lives on between reruns."""

from __future__ import annotations

from dataclasses import replace
from functools import lru_cache
from typing import TYPE_CHECKING

from costmodel import EC2Fleet, Fargate, InvalidQuestion, Lambda, UnknownRate
from costmodel.base_load import best_base
from costmodel.best_commitment import best_commitment
from costmodel.best_provisioned import best_provisioned
from costmodel.scenario import read
from ui.answers import load

if TYPE_CHECKING:
    from pathlib import Path

    from costmodel import Commitment
    from costmodel.base_load import BestBase
    from costmodel.scenario import Scenario


@lru_cache(maxsize=64)
def base(text: str, folder: Path) -> BestBase:
    """The base that costs least of the question's function and fleet, or tasks; raises `InvalidQuestion` for none."""
    scenario = read(text)
    function, fleet = scenario.options
    if not isinstance(function, Lambda) or not isinstance(fleet, EC2Fleet | Fargate):
        raise InvalidQuestion("options", "others", "a function and a fleet")
    prices = scenario.prices(load(scenario.region, folder))
    return best_base(scenario.workload, fleet, function, prices)


@lru_cache(maxsize=64)
def level(text: str, folder: Path) -> Lambda:
    """The question's function with the provisioned concurrency that costs least."""
    scenario, function = _function(text)
    return best_provisioned(scenario.workload, function, scenario.prices(load(scenario.region, folder)))


@lru_cache(maxsize=64)
def plan(text: str, commitment: Commitment, folder: Path) -> Lambda:
    """The question's function with the commitment at the level that costs least."""
    scenario, function = _function(text)
    prices = scenario.prices(load(scenario.region, folder))
    try:
        return best_commitment(scenario.workload, function, commitment, prices)
    except UnknownRate:  # the answer says which price there is not, at any level
        return replace(function, commitment=replace(commitment, usd_per_hour=0.0))


def _function(text: str) -> tuple[Scenario, Lambda]:
    """A question about one function."""
    scenario = read(text)
    [function] = scenario.options
    if not isinstance(function, Lambda):
        raise InvalidQuestion("options", "others", "a function")
    return scenario, function
