"""A million Monte-Carlo cases over five options, on one core."""

from __future__ import annotations

import os
import resource
from contextlib import contextmanager
from typing import TYPE_CHECKING

import costmodel as cm
import pricing_data
from benchmarks.clock import best
from costmodel.distributions import Between
from costmodel.uncertainty import outcomes

if TYPE_CHECKING:
    from collections.abc import Iterator

CASES = 1 << 20
"""A power of two, as a Sobol sequence wants it. [case]"""

KIB_PER_MIB = 1024
"""`ru_maxrss` is in KiB on Linux. [KiB/MiB]"""


def rows() -> Iterator[tuple[str, str]]:
    """What was measured, and the figure in words."""
    prices = pricing_data.load("us-east-1")
    api = cm.Workload(50e6, 120, 512, cpu_ms=20)
    options: list[cm.ComputeOption] = [
        cm.Lambda(), cm.Lambda(architecture="arm64", name="Lambda arm64"), cm.EC2Fleet("t3.medium", count=2),
        cm.EC2Fleet("m6i.large"), cm.EC2Fleet("m7g.large", scaling=cm.AutoScaling(), minimum=2),
    ]  # fmt: skip
    ranges = {
        "requests_per_month": Between(1e6, 50e6, 400e6), "duration_ms": Between(60, 120, 300),
        "cpu_ms": Between(5, 20, 50),
    }  # fmt: skip
    with one_core():
        seconds = best(lambda: outcomes(api, options, prices, ranges, samples=CASES), 3)
        one = best(lambda: cm.compare(api, options, prices).cheapest, 100)
    most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / KIB_PER_MIB
    figure = (
        f"{seconds:.2f} s (aim: 2 s), {CASES * one / seconds:,.0f} times as fast as one by one, at most {most:,.0f} MiB"
    )
    yield f"{CASES:,} cases, five options, three ranges", figure


@contextmanager
def one_core() -> Iterator[None]:
    """Hold this process to one core where the system can (Linux)."""
    if not hasattr(os, "sched_setaffinity"):
        yield
        return
    before = os.sched_getaffinity(0)
    os.sched_setaffinity(0, {min(before)})
    try:
        yield
    finally:
        os.sched_setaffinity(0, before)
