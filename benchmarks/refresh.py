"""Reading a bulk price list as large as the real one, and how many calls the Query API takes."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from benchmarks.clock import ROOT
from tools.fake_aws import large
from tools.fake_aws.server import FakeAws
from tools.fake_aws.world import World

if TYPE_CHECKING:
    from collections.abc import Iterator

REGION = "us-east-1"

MIB = 1 << 20

SIZE = 300
"""Of the file. [MiB]"""

ROUNDS = 3

READ = """
from pricing_data.aws.bulk import BulkFiles
rows = len(BulkFiles({address!r}).fetch("ec2", {region!r}, lambda *_: None).rows)
"""
"""What is measured: download, find and check every EC2 price of the file."""

BARE = """
import collections, ijson, urllib.request
with urllib.request.urlopen({address!r} + {path!r}) as file:
    collections.deque(ijson.basic_parse(file, buf_size=1 << 18), maxlen=0)
rows = 0
"""
"""The yardstick: download the same file and tokenise it with the same library."""

AROUND = """
import json, resource, sys, time
from pathlib import Path
start = time.perf_counter()
{code}
seconds = time.perf_counter() - start
status = Path("/proc/self/status")
if status.exists():
    peak = next(int(line.split()[1]) for line in status.read_text().splitlines() if line.startswith("VmHWM"))
else:
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // (1024 if sys.platform == "darwin" else 1)
print(json.dumps([rows, seconds, peak / 1024]))
"""
"""Rows, seconds and the most memory of a process of its own. [MiB]"""


def rows() -> Iterator[tuple[str, str]]:
    """What was measured, and the figure in words."""
    world = World()
    with TemporaryDirectory() as folder, FakeAws(world) as aws:
        file = Path(folder) / "index.json"
        written = large.write(file, world, REGION, SIZE * MIB)
        world.files["AmazonEC2", REGION] = file
        path = f"/offers/v1.0/aws/AmazonEC2/{world.version}/{REGION}/index.json"
        found, seconds, peak = best(READ.format(address=aws.address, region=REGION))
        _, bare, _ = best(BARE.format(address=aws.address, path=path))
        yield f"EC2's bulk file of {written.size / MIB:.0f} MiB, {written.products:,} products", f"{seconds:.1f} s"
        yield (
            "... prices found a second",
            f"{found / seconds:,.0f} of {written.products / seconds:,.0f} products looked at",
        )
        yield (
            "... against tokenising it and nothing else",
            f"{seconds / bare:.2f} times the time",
        )
        yield "... most memory", f"{peak:.0f} MiB, {peak / SIZE:.2f} × the file (aim: 300 MiB)"
        world.files.clear()
        yield from calls(aws)


def calls(aws: FakeAws) -> Iterator[tuple[str, str]]:
    """How many calls all prices of one region take."""
    aws.calls.clear()
    code = (
        "from pricing_data.aws.query import QueryApi; source = QueryApi(); "
        f"rows = sum(len(source.fetch(name, {REGION!r}, lambda *_: None).rows) for name in source.services)"
    )
    found, seconds, _ = measured(code, aws.environment)
    count = len(aws.calls)
    yield f"calls of the Query API for all of {REGION}", f"{count}, {found / count:.0f} prices each, {seconds:.1f} s"


def best(code: str) -> tuple[float, float, float]:
    """The shortest of some runs: rows, seconds, MiB."""
    return min((measured(code, {}) for _ in range(ROUNDS)), key=lambda found: found[1])


def measured(code: str, environment: dict[str, str]) -> tuple[float, float, float]:
    """One run in a process of its own: rows, seconds, MiB."""
    ran = subprocess.run(  # noqa: S603 - our own words
        [sys.executable, "-c", AROUND.format(code=code)],
        cwd=ROOT,
        env={**os.environ, **environment},
        check=True,
        capture_output=True,
        text=True,
    )
    count, seconds, peak = json.loads(ran.stdout)
    return count, seconds, peak
