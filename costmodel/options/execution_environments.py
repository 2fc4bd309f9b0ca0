"""Execution environments of Managed Instances: their sizes, how many an instance holds, and requests at once in one.

https://docs.aws.amazon.com/lambda/latest/dg/lambda-managed-instances.html, and AWS's guidance for
agents (read 2026-11-23).
"""

from __future__ import annotations

import re
from math import floor
from types import MappingProxyType
from typing import TYPE_CHECKING

from costmodel.errors import InvalidOption
from costmodel.limits import SLACK
from costmodel.ranges import Range
from costmodel.units import MB_PER_GB

if TYPE_CHECKING:
    from collections.abc import Mapping

    from costmodel.instance_type import InstanceType

PER_VCPU: Mapping[str, float | None] = MappingProxyType(
    {"nodejs": 64, "java": 32, "dotnet": 32, "python": 16, "rust": None}
)
"""Requests at once for each vCPU of an environment, by runtime; none is told for Rust. A custom runtime, such as
Elixir's, is not offered. Told by AWS's guidance for agents (read 2026-11-23). [request/vCPU]"""

MOST_AT_ONCE = 1_600
"""Requests at once in one environment, at most: `PerExecutionEnvironmentMaxConcurrency`. [request]"""

LOST_VCPU, LOST_GB = 1, 1
"""What each instance keeps for itself: AWS's guidance for agents (read 2026-11-23). [vCPU, GB]"""

RATIOS = (2, 4, 8)
"""Memory for each vCPU of an environment. [GB/vCPU]"""

ENVIRONMENT_GB = Range(2, 32, unit="GB")

TYPES = re.compile(r"[cmr]\d[a-z0-9-]*\.(large|\d*xlarge)")


def held(spec: InstanceType, environment_gb: float, gb_per_vcpu: float) -> int:
    """How many environments of a size one instance holds; raises `InvalidOption` for none. [environment]"""
    by_vcpu = (spec.vcpu - LOST_VCPU) / (environment_gb / gb_per_vcpu)
    found = floor(min(by_vcpu, (spec.memory_mib / MB_PER_GB - LOST_GB) / environment_gb) * (1 + SLACK))
    if found < 1:
        raise InvalidOption("environment_gb", environment_gb, f"small enough for {spec.name} less 1 vCPU and 1 GB")
    return found


def requests_at_once(runtime: str, vcpu: float) -> int:
    """What one environment serves at once. [request]"""
    cap = PER_VCPU[runtime]
    return MOST_AT_ONCE if cap is None else min(MOST_AT_ONCE, max(1, floor(cap * vcpu)))
