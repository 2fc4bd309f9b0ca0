"""``python -m pricing_data refresh`` as a person runs it, against the fake AWS."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tests.refresh import shop
from tools.fake_aws.faults import Fault, How, Kind, Wrong

ROOT = Path(__file__).parents[2]

both_ways = pytest.mark.parametrize("name", shop.SOURCES)


def command(name, *more):
    return [
        *(sys.executable, "-m", "pricing_data", "refresh", "--region", shop.REGION, "--source", name),
        *(part for service in ("lambda", "nat", "ec2") for part in ("--service", service)),
        *more,
    ]


def run(name, *more):
    return subprocess.run(
        command(name, *more), cwd=ROOT, capture_output=True, text=True, check=False, timeout=60, env=dict(os.environ)
    )


@both_ways
def test_a_refresh_is_in_force_afterwards(small, aws, name):
    ran = run(name)

    assert (ran.returncode, "Traceback" in ran.stderr) == (0, False), ran.stderr
    assert aws.calls
    assert "adopted" in ran.stdout
    now = shop.in_force()
    assert {key: now[key] for key in small.new if now[key] not in (small.new[key], small.old[key])} == {}
    assert {key for key in small.new if now[key] != small.old[key]} == {
        key for key in small.new if shop.service(key) in ("lambda", "nat", "ec2")
    }


@both_ways
@pytest.mark.usefixtures("aws")
def test_a_check_writes_nothing(small, name):
    ran = run(name, "--check")

    assert ran.returncode == 0, ran.stderr
    assert shop.in_force() == small.old
    assert len(shop.sets(small.data)) == 1


def test_a_missing_permission_is_named(small, aws):
    aws.faults = [Fault(Kind.DENIED)]

    ran = run("api")

    assert ran.returncode == 1
    assert "pricing:GetProducts" in ran.stdout + ran.stderr
    assert "Traceback" not in ran.stderr
    assert shop.in_force() == small.old


@both_ways
def test_a_price_that_cannot_be_right_is_named(small, aws, name):
    aws.world.change(Wrong(How.ZERO, "AWSLambda", "-Lambda-GB-Second"))

    ran = run(name)

    assert ran.returncode == 1
    assert "lambda.duration.x86_64" in ran.stdout + ran.stderr
    assert "Traceback" not in ran.stderr
    assert shop.in_force()["lambda.requests"] == small.old["lambda.requests"]
    assert shop.in_force()["nat.hours"] == small.new["nat.hours"]


@pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="needs kill -9")
@both_ways
def test_killed_while_it_reads_it_leaves_the_old_prices(small, aws, name):
    """At random instants; that writing survives them is shown elsewhere, hundreds of times."""
    chance = random.Random(3)
    for _ in range(4):
        with subprocess.Popen(
            command(name), cwd=ROOT, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, env=dict(os.environ)
        ) as process:
            until = time.monotonic() + 20
            calls = len(aws.calls)
            while len(aws.calls) == calls and process.poll() is None and time.monotonic() < until:
                time.sleep(0.01)
            time.sleep(chance.uniform(0, 0.4))
            process.kill()
        assert shop.in_force() in (small.old, partly(small))


def partly(small):
    """What is in force after a refresh of three services."""
    fresh = {key: tiers for key, tiers in shop.in_force().items() if shop.upfront(key)}
    taken = {key: tiers for key, tiers in small.new.items() if shop.service(key) in ("lambda", "nat", "ec2")}
    return small.old | taken | fresh
