"""The bulk files are read as a stream: a file three times as large takes no more memory."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from tools.fake_aws import large
from tools.fake_aws.server import FakeAws
from tools.fake_aws.world import World

ROOT = Path(__file__).parents[2]

REGION = "ap-northeast-1"

MIB = 1 << 20


def measured(aws):
    """Rows and peak memory of a process that reads the file. [MiB]"""
    command = [sys.executable, "-m", "tests.refresh.bulk_memory", aws.address, REGION]
    found = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True, timeout=60)
    rows, peak = found.stdout.split()
    return int(rows), float(peak)


@pytest.fixture(scope="module")
def aws():
    with FakeAws(World()) as running:
        yield running


@pytest.fixture
def sizes(aws, tmp_path):
    """Rows and memory by size of the file. [MiB]"""
    found = {}
    for size in (20, 60):
        file = tmp_path / f"{size}.json"
        written = large.write(file, aws.world, REGION, size * MIB)
        assert abs(written.size / MIB - size) < size / 10
        aws.world.files["AmazonEC2", REGION] = file
        found[size] = measured(aws)
    return found


def test_memory_does_not_grow_with_the_file(sizes):
    (rows, least), (same, most) = sizes.values()

    assert rows == same > 1000
    assert most < least + 10
    assert most < 150
