"""EC2 instance types: a line of text to an `InstanceType` and back.

https://docs.aws.amazon.com/ec2/latest/instancetypes/
"""

from __future__ import annotations

from costmodel.instance_type import InstanceType
from pricing_data.rows import corrupt, number
from pricing_data.table import Lazy

FILE = "instances.csv"

HEADER = "name,vcpu,memory_mib,architecture,baseline,network"

ARCHITECTURES = ("arm64", "x86_64")


class Types(Lazy[InstanceType]):
    """Every instance type of a folder, by name."""

    def build(self, lines: list[str], file: str, line: int) -> InstanceType:
        """The one type of a block; raises `CorruptPrices`."""
        if len(lines) > 1:
            raise corrupt(file, line + 1, "one line per instance type expected, got a second")
        return parsed(lines[0], file, line)


def parsed(text: str, file: str, line: int) -> InstanceType:
    """One line as an instance type; raises `CorruptPrices`.

    >>> parsed("t4g.nano,2,512,arm64,0.05,Up to 5 Gigabit", "instances.csv", 2).sustained_vcpu
    0.1
    """
    cells = text.split(",")
    if len(cells) != len(HEADER.split(",")):
        raise corrupt(file, line, f"{len(HEADER.split(','))} columns expected, got {len(cells)}")
    name, vcpu, memory, architecture, baseline, network = cells
    if architecture not in ARCHITECTURES:
        raise corrupt(file, line, f"architecture must be arm64 or x86_64, got '{architecture}'")
    return InstanceType(
        name,
        number(vcpu, "vcpu", file, line),
        number(memory, "memory_mib", file, line),
        architecture,
        number(baseline, "baseline", file, line) if baseline else None,
        network,
    )


def text(kind: InstanceType) -> str:
    """An instance type as one line."""
    baseline = "" if kind.baseline is None else f"{kind.baseline:g}"
    cells = (kind.name, f"{kind.vcpu:g}", f"{kind.memory_mib:.15g}", kind.architecture, baseline, kind.network)
    return ",".join(cells)
