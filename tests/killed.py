"""Refreshes that are killed at random instants, and what is readable after each; prints counts as JSON.

Run as ``python -m tests.killed FOLDER TIMES``. A child refreshes without pause, every set with one number on all
its prices; it is killed with SIGKILL, and then every price in force must be one number, no lower than before.
"""

from __future__ import annotations

import json
import os
import random
import signal
import sys
import time
from collections import Counter
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from statistics import median

import pricing_data
from costmodel.errors import CostModelError
from pricing_data import deposit, lock, refresh, store
from tests.fake_source import REGIONS, ROWS, FakeSource, seeded

FIRST = 1_000_000

REFRESHES = 2.5
"""How many refreshes a child has time for at most before it is killed: a count, so that the knife falls alike on a
slow or busy machine."""

ROUND, MEASURED = 50, 5
"""After how many kills the time of a refresh is measured again, as a machine gets busier and sets more, and how often
each time."""


def rows(number: int):
    return tuple(one._replace(price=f"0.{number}") for one in ROWS)


def source(number: int) -> FakeSource:
    return replace(FakeSource(services=("lambda", "ec2", "alb")), rows=rows(number))


def in_force() -> set[str]:
    """Every price of every region, as digits."""
    books = [pricing_data.load(region) for region in REGIONS]
    return {
        f"{tier.price:.7f}".partition(".")[2] for book in books for rate in book.rates.values() for tier in rate.tiers
    }


def refresh_for_ever(data: Path, number: int) -> None:
    while True:
        number += 1
        refresh.refresh(list(REGIONS), source(number), data, datetime.now(UTC))


def refresh_s(data: Path, number: int) -> float:
    """How long one refresh that brings new prices takes here and now, starting with the fork. [s]"""
    start = time.perf_counter()
    child = os.fork()
    if child == 0:
        try:
            refresh.refresh(list(REGIONS), source(number), data, datetime.now(UTC))
            os._exit(0)
        finally:
            os._exit(1)
    _, status = os.waitpid(child, 0)
    assert status == 0, "a refresh that nobody kills must succeed"
    return time.perf_counter() - start


def killed(data: Path, number: int, delay_s: float) -> None:
    """Start a refreshing child and kill it."""
    child = os.fork()
    if child == 0:
        try:
            refresh_for_ever(data, number)
        finally:
            os._exit(1)
    time.sleep(delay_s)
    os.kill(child, signal.SIGKILL)
    _, status = os.waitpid(child, 0)
    assert os.WIFSIGNALED(status), "the child must have worked until it was killed"


def main(data: Path, times: int) -> Counter[str]:
    told: Counter[str] = Counter(dict.fromkeys(("mixtures", "steps_back", "unreadable", "kept_by_the_living"), 0))
    chance = random.Random(20261124)
    seeded(data, rows(FIRST))
    last = FIRST
    longest_s = 0.0
    for turn in range(times):
        if turn % ROUND == 0:
            longest_s = REFRESHES * median(refresh_s(data, last + 1 + run) for run in range(MEASURED))
            last += MEASURED
        before = len(store.sets(data))
        killed(data, last, chance.uniform(0, longest_s))
        told["killed"] += 1
        told["sets_written"] += len(store.sets(data)) - before
        try:
            numbers = in_force()
        except CostModelError:
            told["unreadable"] += 1
            continue
        told["mixtures"] += len(numbers) != 1
        told["steps_back"] += int(max(numbers)) < last
        last = int(max(numbers))
        with lock.held(data, patience_s=0.5):
            told["died_while_writing"] += deposit.clean(data)
        told["kept_by_the_living"] += len([path for path in (data / "sets").iterdir() if path.name.startswith(".")])
    return told


if __name__ == "__main__":
    os.environ["COSTMODEL_PRICES_DIR"] = sys.argv[1]
    print(json.dumps(main(Path(sys.argv[1]), int(sys.argv[2]))))  # noqa: T201  the test reads it
