"""What one EC2 instance type offers. https://docs.aws.amazon.com/ec2/latest/instancetypes/"""

from __future__ import annotations

import re
from dataclasses import dataclass

from costmodel.errors import InvalidOption

SPEED = re.compile(r"([\d.]+) Gigabit(?: x (\d+))?", re.IGNORECASE)
"""As in "Up to 12.5 Gigabit"."""


@dataclass(frozen=True, slots=True)
class InstanceType:
    """The size of one EC2 instance type."""

    name: str
    vcpu: float
    """[vCPU]"""
    memory_mib: float
    """[MiB]"""
    architecture: str = "x86_64"
    """``x86_64`` or ``arm64``."""
    baseline: float | None = None
    """Share of each vCPU that a burstable (T) type sustains without spending CPU credits; None is all of it."""
    network: str = ""
    """AWS's own words, such as "Up to 5 Gigabit"."""

    def __post_init__(self) -> None:
        for name, value, low, high in (
            ("vcpu", self.vcpu, 0.01, 1e7),
            ("memory_mib", self.memory_mib, 1, 1e10),
            ("baseline", self.baseline, 0.001, 1),
        ):
            if value is not None and not low <= value <= high:
                raise InvalidOption(name, value, f"{low:g} to {high:g}")

    @property
    def gigabits(self) -> float | None:
        """What its network carries at most, if AWS says it in numbers; types that may burst carry less in the long run.

        >>> InstanceType("m6i.large", 2, 8192, network="Up to 12.5 Gigabit").gigabits
        12.5
        """
        found = SPEED.search(self.network)
        return float(found.group(1)) * int(found.group(2) or 1) if found else None

    @property
    def sustained_vcpu(self) -> float:
        """CPU that never runs out of credits. [vCPU]"""
        return self.vcpu * (1.0 if self.baseline is None else self.baseline)
