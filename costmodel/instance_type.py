"""What one EC2 instance type offers. https://docs.aws.amazon.com/ec2/latest/instancetypes/"""

from __future__ import annotations

from dataclasses import dataclass
from math import inf

from costmodel.errors import InvalidOption


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
        for name, value in (("vcpu", self.vcpu), ("memory_mib", self.memory_mib), ("baseline", self.baseline)):
            if value is not None and not 0 < value < inf:
                raise InvalidOption(name, value, "above 0")

    @property
    def sustained_vcpu(self) -> float:
        """CPU that never runs out of credits. [vCPU]"""
        return self.vcpu * (1.0 if self.baseline is None else self.baseline)
