"""EC2 instance types, as AWS's DescribeInstanceTypes describes them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from costmodel.instance_type import InstanceType
from tools.snapshot.raw import Cells, table

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

FILE = "moto/ec2_specs.csv"

ARCHITECTURES = ("x86_64", "arm64")
"""In order of preference; Macs and 32-bit machines have neither."""

BASELINE = {
    "nano": 0.05,
    "micro": 0.10,
    "small": 0.20,
    "medium": 0.20,
    "large": 0.30,
    "xlarge": 0.40,
    "2xlarge": 0.40,
}
"""Share of each vCPU sustained without credits, by size, of T3, T3a and T4g.
https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/burstable-credits-baseline-concepts.html"""

T2_BASELINE = BASELINE | {"xlarge": 0.225, "2xlarge": 0.17}
"""The same of T2."""

BASELINES = {"t2": T2_BASELINE, "t3": BASELINE, "t3a": BASELINE, "t4g": BASELINE}


def architecture(listed: str) -> str:
    """The preferred one of ``i386|x86_64``, or an empty text."""
    return next((known for known in ARCHITECTURES if known in listed.split("|")), "")


def baseline(name: str) -> float | None:
    """What a burstable type sustains; None for the others. Raises KeyError for an unknown T size."""
    family, _, size = name.partition(".")
    return BASELINES[family][size] if family in BASELINES else None


def described(cells: Cells) -> InstanceType:
    """One type; raises ValueError when a burstable type has no known baseline."""
    kind = cells["instance_type"]
    if (cells["burstable"] == "1") != (baseline(kind) is not None):
        message = f"{kind}: burstable is {cells['burstable']}, the baseline {baseline(kind)}"
        raise ValueError(message)
    sizes = float(cells["vcpu"]), float(cells["memory_mib"])
    return InstanceType(
        kind, *sizes, architecture(cells["architectures"]), baseline(kind), cells["network_performance"]
    )


def types(folder: Path) -> Iterator[InstanceType]:
    """Every type that runs x86_64 or arm64 Linux."""
    for cells in table(folder / FILE):
        if architecture(cells["architectures"]):
            yield described(cells)
