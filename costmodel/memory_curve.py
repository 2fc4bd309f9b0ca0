"""How long a function takes at each memory: measured points, or a part that needs CPU and a part that waits.

CPU comes with memory, so time that burns CPU shrinks in proportion to 1/memory, and time that waits does not:
duration = wait + CPU time × 1,769 MB ÷ memory. https://docs.aws.amazon.com/lambda/latest/dg/configuration-memory.html
(read 2026-11-23).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

import numpy as np

from costmodel.errors import InvalidQuestion
from costmodel.ranges import Range, number, single
from costmodel.workload import MB_PER_VCPU, RANGES

if TYPE_CHECKING:
    from collections.abc import Iterable

    from costmodel.rates import Num

MEMORY = Range(128, 10_240, unit="MB", note="for Lambda")
"""https://docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html (read 2026-11-23)."""

FEWEST, MOST = 2, 10_000
"""Points that make a curve."""


class Duration(Protocol):
    """Whatever knows how long a request takes at a memory."""

    @property
    def memories(self) -> tuple[float, float]:
        """Least and most memory that it speaks of. [MB]"""

    def duration_ms(self, memory_mb: Num) -> Num:
        """[ms]"""

    def most_cpu_ms(self, parallelism: float) -> float:
        """CPU time of one request, the same at every memory: its own, or the most that it can be. [vCPU·ms]"""


@dataclass(frozen=True)
class MemoryCurve:
    """Measured durations; between two points time falls in proportion to 1/memory, as CPU-bound work does.

    >>> MemoryCurve(((512, 400.0), (1024, 200.0))).duration_ms(640)
    320.0

    Raises `InvalidQuestion` for fewer than two points, two at one memory, or numbers that cannot be.
    """

    points: tuple[tuple[float, float], ...]
    """Memory and mean duration. [MB, ms]"""

    def __post_init__(self) -> None:
        points = _pairs(self.points)
        if not FEWEST <= len(points) <= MOST:
            raise InvalidQuestion("points of a memory curve", len(points), f"{FEWEST} to {MOST:,} of them")
        checked = sorted((_memory(memory), _duration(duration)) for memory, duration in points)
        if len({memory for memory, _ in checked}) < len(checked):
            raise InvalidQuestion("points of a memory curve", "two at one memory", "each memory once")
        object.__setattr__(self, "points", tuple(checked))

    @property
    def memories(self) -> tuple[float, float]:
        """Least and most memory measured. [MB]"""
        return self.points[0][0], self.points[-1][0]

    def most_cpu_ms(self, parallelism: float) -> float:
        """The most that a request can have burnt: what Lambda's share allowed at the tightest point. [vCPU·ms]"""
        return min(duration * min(memory / MB_PER_VCPU, parallelism) for memory, duration in self.points)

    def duration_ms(self, memory_mb: Num) -> Num:
        """Mean duration at a memory inside what was measured; raises `InvalidQuestion` outside. [ms]"""
        memory_mb = number(
            "memory_mb", memory_mb, Range(*self.memories, unit="MB", note="as measured"), InvalidQuestion
        )
        memory, duration = np.array(self.points).T
        found: Num = np.interp(1 / np.asarray(memory_mb), 1 / memory[::-1], duration[::-1])
        return found if np.ndim(memory_mb) else float(found)


@dataclass(frozen=True)
class TwoPartDuration:
    """A part that burns CPU and a part that waits.

    >>> TwoPartDuration(cpu_ms=100, wait_ms=50).duration_ms(1769 / 2)
    250.0
    """

    cpu_ms: float
    """CPU time of one request on one vCPU. [vCPU·ms]"""
    wait_ms: float
    """Waiting for others: a database, another service. [ms]"""
    parallelism: float = 1.0
    """Most vCPUs that the CPU part can keep busy at once. [vCPU]"""

    def __post_init__(self) -> None:
        for name in ("cpu_ms", "wait_ms"):
            single(name, getattr(self, name), RANGES["cpu_ms"], InvalidQuestion)
        single("parallelism", self.parallelism, RANGES["parallelism"], InvalidQuestion)
        if not self.cpu_ms + self.wait_ms:
            raise InvalidQuestion("cpu_ms and wait_ms", 0, "above 0 together")

    @property
    def memories(self) -> tuple[float, float]:
        """All that Lambda offers. [MB]"""
        return MEMORY.low, MEMORY.high

    def most_cpu_ms(self, parallelism: float) -> float:
        """Its CPU part. [vCPU·ms]"""
        _ = parallelism
        return self.cpu_ms

    def duration_ms(self, memory_mb: Num) -> Num:
        """Mean duration at a memory that Lambda offers; raises `InvalidQuestion` for another. [ms]"""
        memory_mb = number("memory_mb", memory_mb, MEMORY, InvalidQuestion)
        found: Num = self.wait_ms + self.cpu_ms * np.maximum(MB_PER_VCPU / memory_mb, 1 / self.parallelism)
        return found if np.ndim(memory_mb) else float(found)


@dataclass(frozen=True, slots=True)
class Fit:
    """The two parts that measured points make, and how well."""

    parts: TwoPartDuration
    error: float
    """Root mean square of what is left, against the mean duration. [1]"""


def fit(points: Iterable[tuple[float, float]], parallelism: float = 1.0) -> Fit:
    """The two parts nearest to measured points, by least squares; neither is below 0.

    >>> fit([(442.25, 450.0), (884.5, 250.0), (1769, 150.0)]).parts
    TwoPartDuration(cpu_ms=100.0, wait_ms=50.0, parallelism=1.0)
    """
    memory, duration = np.array(MemoryCurve(tuple(points)).points).T
    slopes = np.stack([np.maximum(MB_PER_VCPU / memory, 1 / parallelism), np.ones_like(memory)], axis=1)
    found, *_ = np.linalg.lstsq(slopes, duration, rcond=None)
    if (found < 0).any():  # then one part explains it all
        alone = [max(0.0, float(column @ duration / (column @ column))) for column in slopes.T]
        each = [np.array([alone[0], 0.0]), np.array([0.0, alone[1]])]
        found = min(each, key=lambda one: float(np.square(slopes @ one - duration).sum()))
    left = float(np.sqrt(np.square(slopes @ found - duration).mean()))
    cpu, wait = (round(float(part), 9) for part in found)
    return Fit(TwoPartDuration(cpu, wait, parallelism), left / float(duration.mean()))


def _pairs(points: object) -> list[tuple[object, object]]:
    """Each point as its two values, whatever they are."""
    try:
        pairs = [tuple(point) for point in points]  # type: ignore[attr-defined]  # that is what is tried
    except TypeError:
        raise InvalidQuestion("points of a memory curve", points, "pairs of a memory and a duration") from None
    for pair in pairs:
        if len(pair) != 2:  # noqa: PLR2004 - memory and duration
            raise InvalidQuestion("points of a memory curve", pair, "pairs of a memory and a duration")
    return pairs


def _memory(value: object) -> float:
    return single("memory of a point", value, MEMORY, InvalidQuestion)


def _duration(value: object) -> float:
    return single("duration of a point", value, RANGES["duration_ms"], InvalidQuestion)
