"""Full comparisons a second: Lambda with all its tiers against a fleet sized from the load."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

import costmodel as cm
import pricing_data
from benchmarks.clock import best

if TYPE_CHECKING:
    from collections.abc import Iterator

SCENARIOS = 1_000_000

ONE_BY_ONE = 2_000
"""Scenarios evaluated one at a time; the rate is scaled up."""


def rows() -> Iterator[tuple[str, str]]:
    """What was measured, and the figure in words."""
    chance = np.random.default_rng(2019)
    load, duration = 10 ** chance.uniform(4, 11, SCENARIOS), chance.uniform(1, 3_000, SCENARIOS)
    memory = chance.choice([128.0, 512.0, 1024.0, 1769.0, 3008.0], SCENARIOS)
    prices = pricing_data.load("ap-northeast-1")
    options: list[cm.ComputeOption] = [cm.Lambda(), cm.EC2Fleet("m6i.large")]
    many = cm.Workload(load, duration, memory)

    together = best(lambda: cm.compare(many, options, prices).cheapest) / SCENARIOS
    singles = [many.at(index) for index in range(ONE_BY_ONE)]
    alone = best(lambda: [cm.compare(one, options, prices).cheapest for one in singles], 3) / ONE_BY_ONE
    source = np.stack([load, duration, memory, load, load])
    target = np.empty_like(source)
    copied = best(lambda: np.copyto(target, source)) / SCENARIOS

    yield "full comparisons a second, 1,000,000 at once", f"{1 / together / 1e6:.1f} million (aim: 10 million)"
    yield "... against the same model one at a time", f"{alone / together:,.0f} times as fast"
    yield "... against copying the same bytes in memory", f"{together / copied:.1f} times the time"
