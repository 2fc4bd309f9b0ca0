"""The memory at which a function costs least, and the one at which it is fastest."""

from __future__ import annotations

from dataclasses import dataclass
from math import ceil, floor
from typing import TYPE_CHECKING

import numpy as np

from costmodel.compare import compare
from costmodel.errors import InvalidQuestion
from costmodel.memory_curve import MEMORY, TwoPartDuration
from costmodel.ranges import Range, single

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from costmodel.memory_curve import Duration
    from costmodel.option import ComputeOption
    from costmodel.rates import Num, PriceBook
    from costmodel.workload import Workload

FACTOR = Range(0.01, 100, note="times the measured duration")

SAME = 1e-12
"""How far two costs or durations that are equal may lie apart by rounding of floats. [1]"""


@dataclass(frozen=True, slots=True)
class Tuned:
    """A function at one memory."""

    memory_mb: float
    duration_ms: float
    cpu_ms: float
    """Of one request, for the other side. [vCPU·ms]"""
    usd: float
    """[USD/month]"""


@dataclass(frozen=True, eq=False, slots=True)
class BestMemory:
    """Every memory that could be set, and the two that matter."""

    cheapest: Tuned
    """Of several that cost the same, the smallest."""
    fastest: Tuned
    """Of several that are as fast, the cheapest."""
    memory_mb: NDArray[np.float64]
    duration_ms: NDArray[np.float64]
    usd: NDArray[np.float64]
    """[USD/month]"""


def tuned(workload: Workload, curve: Duration, memory_mb: Num, duration_factor: float = 1.0) -> Workload:
    """The workload at another memory: its duration follows the curve, its CPU time is the same at every memory.

    The CPU time is the curve's own where it has two parts, else the workload's if that was measured, else the most that
    the measured points allow. ``duration_factor`` is what another architecture takes of both against the one that was
    measured: an assumption until it is measured itself.
    """
    factor = single("duration_factor", duration_factor, FACTOR, InvalidQuestion)
    parallelism = curve.parallelism if isinstance(curve, TwoPartDuration) else workload.parallelism
    measured = None if isinstance(curve, TwoPartDuration) else workload.cpu_ms
    cpu_ms = curve.most_cpu_ms(float(parallelism)) if measured is None else measured
    duration_ms = curve.duration_ms(memory_mb) * factor
    return workload.vary(memory_mb=memory_mb, duration_ms=duration_ms, cpu_ms=cpu_ms * factor, parallelism=parallelism)


def best_memory(
    workload: Workload, curve: Duration, function: ComputeOption, prices: PriceBook, duration_factor: float = 1.0
) -> BestMemory:
    """Every whole MB that the curve speaks of, billed, and the cheapest and the fastest of those that work.

    Raises `InvalidQuestion` for a workload of more than one scenario, or where no memory works.
    """
    if workload.shape:
        raise InvalidQuestion("the workload of best_memory()", workload.shape, "one scenario; pick one with .at(index)")
    low, high = curve.memories
    memory = np.arange(max(ceil(low), MEMORY.low), min(floor(high), MEMORY.high) + 1, dtype=float)
    many = tuned(workload, curve, memory, duration_factor)
    found = compare(many, [function], prices)
    works = np.broadcast_to(np.asarray(found.feasible[function.name]), memory.shape)
    if not works.any():
        raise InvalidQuestion(
            "memory curve", f"{low:g} to {high:g} MB", "one with a memory at which the function works"
        )
    usd = np.where(works, found.totals[function.name], np.inf)
    duration = np.where(works, many.duration_ms, np.inf)
    cheapest = _least(usd)
    fastest = _least(np.where(duration <= duration.min() * (1 + SAME), usd, np.inf))
    cpu_ms = float(many.cpu_ms_per_request)
    best, quick = (Tuned(float(memory[at]), float(duration[at]), cpu_ms, float(usd[at])) for at in (cheapest, fastest))
    return BestMemory(best, quick, memory[works], duration[works], usd[works])


def _least(values: NDArray[np.float64]) -> int:
    """Place of the least value; of several that are equal but for rounding, the first."""
    return int(np.argmax(values <= values.min() * (1 + SAME)))
