"""Pick for me, and the map of who wins where."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

import costmodel as cm
import pricing_data
from benchmarks.clock import best
from costmodel.pick import pick
from costmodel.shapes import shape
from costmodel.winners import winners

if TYPE_CHECKING:
    from collections.abc import Iterator

SIDE = 500
"""Volumes, and durations, of the map."""


def rows() -> Iterator[tuple[str, str]]:
    """What was measured, and the figure in words."""
    prices = pricing_data.load("us-east-1")
    api = cm.Workload(50e6, 120, 512, traffic=shape("office_hours"))
    sized, scaled = cm.EC2Fleet("m6i.large"), cm.EC2Fleet("m7g.large", scaling=cm.AutoScaling(), minimum=2)
    types = len(pick(api, prices, sized))
    one = best(lambda: cm.compare(api, [sized], prices).cheapest, 200)
    for name, like in (("peak's size", sized), ("autoscaled", scaled)):
        seconds = best(lambda like=like: pick(api, prices, like))  # type: ignore[misc]  # best() calls it at once
        times = f"{seconds / one:,.0f} times one comparison, {seconds / types * 1e6:.0f} µs a type"
        yield f"Pick for me, {types:,} types, {name}", f"{seconds * 1e3:.0f} ms (aim: 100 ms), {times}"
    options: list[cm.ComputeOption] = [cm.Lambda(), cm.Lambda(architecture="arm64", name="Lambda arm64"), sized, scaled]
    axes = {"requests_per_month": np.geomspace(1e4, 1e10, SIDE), "duration_ms": np.geomspace(1, 60_000, SIDE)}
    seconds = best(lambda: winners(api, options, prices, **axes))
    source = np.random.default_rng(1).random((len(options), SIDE, SIDE))
    copied = best(source.copy)
    yield (
        f"who wins where, {SIDE} × {SIDE}, four options",
        f"{seconds * 1e3:.0f} ms (aim: 300 ms), {seconds / copied:.0f} times copying the costs",
    )
