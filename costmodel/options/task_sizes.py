"""Sizes that a Fargate task may have. https://docs.aws.amazon.com/AmazonECS/latest/developerguide/task-cpu-memory-error.html

The pairs of vCPU and memory were read second-hand (2026-11-23), not from AWS's own page.
"""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING, NamedTuple

from costmodel.errors import InvalidOption

if TYPE_CHECKING:
    from collections.abc import Mapping

SIZES: Mapping[float, tuple[float, ...]] = MappingProxyType(
    {
        0.25: (0.5, 1.0, 2.0),
        0.5: (1.0, 2.0, 3.0, 4.0),
        1.0: tuple(map(float, range(2, 9))),
        2.0: tuple(map(float, range(4, 17))),
        4.0: tuple(map(float, range(8, 31))),
        8.0: tuple(map(float, range(16, 61, 4))),
        16.0: tuple(map(float, range(32, 121, 8))),
    }
)
"""Memory that goes with each vCPU size. [GB]"""


class TaskSize(NamedTuple):
    """One legal pair."""

    vcpu: float
    """[vCPU]"""
    memory_gb: float
    """[GB]"""


PAIRS = tuple(TaskSize(vcpu, memory_gb) for vcpu, memories in SIZES.items() for memory_gb in memories)
"""Every legal pair, the least vCPU first."""


def check(vcpu: float, memory_gb: float) -> None:
    """Raise `InvalidOption` for a pair that no task may have, naming what it may."""
    if isinstance(vcpu, bool) or vcpu not in SIZES:
        raise InvalidOption("vcpu", vcpu, "one of " + ", ".join(f"{size:g}" for size in SIZES))
    if isinstance(memory_gb, bool) or memory_gb not in SIZES[vcpu]:
        legal = ", ".join(f"{size:g}" for size in SIZES[vcpu])
        raise InvalidOption("memory_gb", memory_gb, f"one of {legal} for {vcpu:g} vCPU")


def next_size(vcpu: float, memory_gb: float) -> TaskSize:
    """The smallest legal pair with at least so much of both; raises `InvalidOption` beyond the largest.

    >>> next_size(0.3, 5)
    TaskSize(vcpu=1.0, memory_gb=5.0)
    """
    found = next((pair for pair in PAIRS if pair.vcpu >= vcpu and pair.memory_gb >= memory_gb), None)
    if found is None:
        raise InvalidOption("a task's size", (vcpu, memory_gb), f"up to {PAIRS[-1].vcpu:g} vCPU and 120 GB")
    return found
