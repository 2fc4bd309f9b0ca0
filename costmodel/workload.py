"""What arrives and what each request needs; nothing about where it runs."""

from __future__ import annotations

from copy import copy
from dataclasses import dataclass, replace
from functools import cached_property
from types import MappingProxyType
from typing import TYPE_CHECKING

import numpy as np

from costmodel.errors import InvalidOption, InvalidWorkload
from costmodel.ranges import Range, number
from costmodel.traffic import CONSTANT, TrafficProfile
from costmodel.units import MS_PER_S, S_PER_H, TALK_MONTH_H

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from costmodel.rates import Num

MB_PER_VCPU = 1769
"""Memory at which a Lambda function has one vCPU's worth of CPU.
https://docs.aws.amazon.com/lambda/latest/dg/configuration-memory.html (read 2026-11-23). [MB/vCPU]"""

RANGES: Mapping[str, Range] = MappingProxyType(
    {
        "requests_per_month": Range(0, 1e14, above=True, unit="requests"),
        "duration_ms": Range(0, 1e10, above=True, unit="ms"),
        "memory_mb": Range(0, 1e8, above=True, unit="MB"),
        "cpu_ms": Range(0, 1e10, unit="ms"),
        "parallelism": Range(0.01, 1_000, unit="vCPU"),
        "hours_per_month": Range(1, 744, unit="hours"),
        "request_kb": Range(0, 1e9, unit="KB"),
        "response_kb": Range(0, 1e9, unit="KB"),
    },
)
"""What a workload may say at all; an option may allow less."""

ENABLED_H = Range(0, RANGES["hours_per_month"].high, above=True, unit="hours")
"""How long something may be on in a month."""


@dataclass(frozen=True, eq=False)
class Workload:
    """Requests of one service over a month. Any field may be an array: one workload then is many scenarios.

    >>> Workload(requests_per_month=2_592_000, duration_ms=500, memory_mb=512).concurrency
    0.5

    Raises `InvalidWorkload` naming the field, the value and what is allowed.
    """

    requests_per_month: Num
    """[request/month]"""
    duration_ms: Num
    """Mean time from request to response, as it runs on Lambda at ``memory_mb``. [ms]"""
    memory_mb: Num
    """Memory of the Lambda function, and, unless the fleet says otherwise, of one request in flight on EC2. [MB]"""
    cpu_ms: Num | None = None
    """CPU time one request burns, measured; None takes the most it can have burned on Lambda. [vCPU·ms]"""
    parallelism: Num = 1.0
    """Most vCPUs one request can keep busy at once; bounds the default of ``cpu_ms``. [vCPU]"""
    traffic: TrafficProfile = CONSTANT
    hours_per_month: Num = float(TALK_MONTH_H)
    """720 is 30 × 24, the talk's; 730 is the AWS Pricing Calculator's. Drives both sides. [h/month]"""
    request_kb: Num = 1.0
    """Headers and body of one request: an assumption, set your own. [KB]"""
    response_kb: Num = 10.0
    """Headers and body of one response: an assumption, set your own. [KB]"""

    def __post_init__(self) -> None:
        for name, allowed in RANGES.items():
            value = getattr(self, name)
            if value is not None or name != "cpu_ms":
                object.__setattr__(self, name, number(name, value, allowed, InvalidWorkload))
        if not isinstance(self.traffic, TrafficProfile):
            raise InvalidWorkload("traffic", self.traffic, "a TrafficProfile")
        _ = self.shape

    @cached_property
    def shape(self) -> tuple[int, ...]:
        """``()`` for one scenario; else the shape its array fields make together."""
        shapes = {name: np.shape(value) for name, value in self._numbers()}
        try:
            return np.broadcast_shapes(*shapes.values())
        except ValueError:
            arrays = {name: shape for name, shape in shapes.items() if shape}
            raise InvalidWorkload("the arrays", arrays, "of shapes that fit together") from None

    @property
    def mean_rps(self) -> Num:
        """[request/s]"""
        return self.requests_per_month / (self.hours_per_month * S_PER_H)

    @property
    def peak_rps(self) -> Num:
        """The busiest moments of the busiest hour. [request/s]"""
        return self.mean_rps * self.traffic.peak

    @property
    def concurrency(self) -> Num:
        """Requests in flight on average: Little's law, L = λ W. [request]"""
        return self.mean_rps * (self.duration_ms / MS_PER_S)

    @property
    def peak_concurrency(self) -> Num:
        """Requests in flight in the busiest moments of the busiest hour. [request]"""
        return self.concurrency * self.traffic.peak

    @cached_property
    def cpu_ms_per_request(self) -> Num:
        """CPU time of one request: measured, or the most that Lambda's share of CPU allows. [vCPU·ms]"""
        if self.cpu_ms is not None:
            return self.cpu_ms
        return self.duration_ms * np.minimum(self.memory_mb / MB_PER_VCPU, self.parallelism)

    def vary(self, **numbers: Num) -> Workload:
        """The same workload with other numbers in some fields."""
        return replace(self, **numbers)  # type: ignore[arg-type]  # the copy checks its own fields

    def repeated(self, times: float) -> Workload:
        """Every request so many times, which may be more than a workload may ask for in itself."""
        return self._with({"requests_per_month": self.requests_per_month * times})

    def along(self, field: str, places: Num) -> Workload:
        """The same at other values of one field, as a search asks for that has checked its own range."""
        return self._with({field: places})

    def enabled_h(self, field: str, hours: float | None) -> Num:
        """Hours of a month in which something is enabled, None being all; raises `InvalidOption` for more. [h/month]"""
        if hours is None:
            return self.hours_per_month
        if np.greater(hours, self.hours_per_month).any():
            raise InvalidOption(field, hours, f"at most the month's {np.min(self.hours_per_month):g} hours")
        return hours

    def at(self, index: int | tuple[int, ...]) -> Workload:
        """One scenario of many."""
        return self._with({name: float(np.broadcast_to(value, self.shape)[index]) for name, value in self._numbers()})

    def chunks(self, size: int) -> Iterator[tuple[slice, Workload]]:
        """The scenarios in order, flattened, at most ``size`` at a time."""
        shape, arrays = self.shape, {name: value for name, value in self._numbers() if np.ndim(value)}
        flat = {name: np.broadcast_to(value, shape) for name, value in arrays.items()}
        flat = {name: value.reshape(-1) if value.flags.c_contiguous else value for name, value in flat.items()}
        for start in range(0, int(np.prod(shape)), size):
            part = slice(start, start + size)
            yield (
                part,
                self._with(
                    {name: value[part] if value.ndim == 1 else value.flat[part] for name, value in flat.items()}
                ),
            )

    def _numbers(self) -> Iterator[tuple[str, Num]]:
        return ((name, getattr(self, name)) for name in RANGES if getattr(self, name) is not None)

    def _with(self, values: Mapping[str, Num]) -> Workload:
        """A part of this workload: its values were checked when the whole was made."""
        part = copy(self)
        for derived in ("cpu_ms_per_request", "shape"):
            vars(part).pop(derived, None)
        vars(part).update(values)
        return part
