"""Lambda SnapStart. https://docs.aws.amazon.com/lambda/latest/dg/snapstart.html (read 2026-11-24)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from costmodel.bill import Factor, Line
from costmodel.errors import InvalidOption
from costmodel.notes import Note
from costmodel.ranges import Range, scalar, whole
from costmodel.units import MB_PER_GB, S_PER_H
from costmodel.workload import ENABLED_H

if TYPE_CHECKING:
    from collections.abc import Iterator

    from costmodel.options.cold_starts import ColdStarts
    from costmodel.rates import Num, PriceBook
    from costmodel.workload import Workload

RUNTIMES = ("java", "python", "dotnet")

LEAST_H = 3
"""A snapshot is charged for at least this long. https://aws.amazon.com/lambda/pricing/ (read 2026-11-23). [h]"""

RESTORED = 0.01
"""Share of the requests that start a new environment, unless it is said: an assumption. [1]"""

ASSUMED = Note("that one request in a hundred restores is an assumption: count cold starts, or set your own share")

EVERY_VERSION = Note("every published version that is active pays, used or not")


@dataclass(frozen=True)
class SnapStart:
    """Snapshots of initialized environments: free on Java, kept and restored for a price elsewhere.

    >>> SnapStart("java").charged
    False

    Raises `InvalidOption` naming the setting, its value and what is allowed.
    """

    runtime: str = "python"
    """One of `RUNTIMES`."""
    versions: float = 1
    """Published versions that are active. [version]"""
    hours_per_month: float | None = None
    """How long each is active; None is all month, and 3 hours are the least charged. [h/month]"""
    restore_fraction: float | None = None
    """Share of the requests that start a new environment; None is that of the function's cold starts, or
    `RESTORED` where these are not counted. [1]"""

    def __post_init__(self) -> None:
        if self.runtime not in RUNTIMES:
            raise InvalidOption("runtime", self.runtime, "one of " + ", ".join(RUNTIMES))
        whole("snapstart versions", self.versions, Range(1, 1e4, unit="versions"))
        if self.hours_per_month is not None:
            scalar("snapstart hours_per_month", self.hours_per_month, ENABLED_H)
        if self.restore_fraction is not None:
            scalar("restore_fraction", self.restore_fraction, Range(0, 1))

    @property
    def charged(self) -> bool:
        """Whether it costs anything: not on Java's managed runtimes."""
        return self.runtime != "java"

    def lines(
        self, workload: Workload, prices: PriceBook, requests: Factor, memory: Factor, cold: ColdStarts | None
    ) -> Iterator[Line]:
        """The snapshots kept, and the environments restored from them."""
        if not self.charged:
            return
        hours = workload.enabled_h("snapstart hours_per_month", self.hours_per_month)
        active = Factor("active", np.maximum(hours, LEAST_H) * S_PER_H, "s/month")
        versions = Factor("active versions", float(self.versions), "1", (EVERY_VERSION,))
        assumed = () if cold or self.restore_fraction is not None else (ASSUMED,)
        restored = Factor("share restored", self.share(workload, cold), "1", assumed)
        size = Factor("memory", memory.value, "GB/request")
        yield Line("SnapStart cache", prices["lambda.snapstart.cache"], (versions, memory, active))
        yield Line("SnapStart restores", prices["lambda.snapstart.restore"], (requests, restored, size))

    def share(self, workload: Workload, cold: ColdStarts | None) -> Num:
        """Share of the requests for which an environment is restored. [1]"""
        if cold:
            return cold.share(workload)
        return RESTORED if self.restore_fraction is None else self.restore_fraction

    def dearest(self, workload: Workload, prices: PriceBook) -> float:
        """What one restore costs at most. [USD]"""
        if not self.charged:
            return 0.0
        return prices["lambda.snapstart.restore"].first_price * float(np.max(workload.memory_mb)) / MB_PER_GB
