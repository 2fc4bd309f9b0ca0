"""EBS volumes of instances. https://aws.amazon.com/ebs/pricing/."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from costmodel.bill import Factor, Line
from costmodel.errors import InvalidOption
from costmodel.extras.only_costs import OnlyCosts
from costmodel.option import EC2
from costmodel.ranges import Range, scalar

if TYPE_CHECKING:
    from collections.abc import Iterator

    from costmodel.option import Footprint
    from costmodel.rates import PriceBook
    from costmodel.workload import Workload

TYPES_PAGE = "https://docs.aws.amazon.com/ebs/latest/userguide/general-purpose.html"

FREE_IOPS = 3_000
"""Operations a second that every gp3 volume has. https://aws.amazon.com/ebs/pricing/ [IOPS]"""

FREE_MIBPS = 125
"""Throughput that every gp3 volume has. https://aws.amazon.com/ebs/pricing/ [MiB/s]"""

MIBPS_PER_GIBPS = 1024
"""Throughput is charged by the GiB/s. [MiB/GiB]"""

SIZES = {
    "gp3": Range(1, 65_536, unit="GB", source=TYPES_PAGE),
    "gp2": Range(1, 16_384, unit="GB", source=TYPES_PAGE),
}
"""Kinds of volumes and how large they may be; gp3 since its limits were raised in September 2025."""

IOPS = Range(FREE_IOPS, 80_000, unit="IOPS", source=TYPES_PAGE)

THROUGHPUT = Range(FREE_MIBPS, 2_000, unit="MiB/s", source=TYPES_PAGE)


@dataclass(frozen=True)
class EbsVolume(OnlyCosts):
    """One volume on each instance; stopped instances still pay for theirs. Beside Lambda there is none.

    >>> EbsVolume(gb=40, iops=4_000).name
    'EBS volumes'

    Raises `InvalidOption` naming the setting, its value and what is allowed.
    """

    gb: float = 8
    """Size; AWS's own images start at 8. [GB]"""
    iops: float = FREE_IOPS
    """Operations a second of a gp3 volume; those of gp2 come with its size. [IOPS]"""
    throughput_mibps: float = FREE_MIBPS
    """Of a gp3 volume. [MiB/s]"""
    kind: str = "gp3"
    """``gp3`` or ``gp2``."""
    name: str = "EBS volumes"

    def __post_init__(self) -> None:
        if self.kind not in SIZES:
            raise InvalidOption("kind", self.kind, " or ".join(SIZES))
        scalar("gb", self.gb, SIZES[self.kind])
        scalar("iops", self.iops, IOPS)
        scalar("throughput_mibps", self.throughput_mibps, THROUGHPUT)
        for field, free in (("iops", FREE_IOPS), ("throughput_mibps", FREE_MIBPS)):
            if self.kind != "gp3" and getattr(self, field) != free:
                raise InvalidOption(field, getattr(self, field), "left out of a gp2 volume")

    def lines(self, workload: Workload, prices: PriceBook, beside: Footprint) -> Iterator[Line]:
        """Size, and what a gp3 volume does beyond what every one of them does."""
        _ = workload  # a GB·month is a GB kept for the month, however many hours that has
        if beside.runs_on != EC2:
            return
        instances = Factor("instances", beside.existing.value, "instance")
        size = Factor("size", self.gb, "GB/instance")
        yield Line("EBS volumes", prices[f"ebs.{self.kind}.storage"], (instances, size))
        if self.iops > FREE_IOPS:
            iops = Factor("above 3,000", self.iops - FREE_IOPS, "IOPS/instance")
            yield Line("EBS IOPS", prices["ebs.gp3.iops"], (instances, iops))
        if self.throughput_mibps > FREE_MIBPS:
            above = (self.throughput_mibps - FREE_MIBPS) / MIBPS_PER_GIBPS
            throughput = Factor("above 125 MiB/s", above, "GiBps/instance")
            yield Line("EBS throughput", prices["ebs.gp3.throughput"], (instances, throughput))
