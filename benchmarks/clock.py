"""Best-of times: the machine's noise only ever adds."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from time import perf_counter
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

ROOT = Path(__file__).parent.parent


def best(call: Callable[[], object], rounds: int = 5) -> float:
    """Shortest of some runs. [s]"""
    times = []
    for _ in range(rounds):
        start = perf_counter()
        call()
        times.append(perf_counter() - start)
    return min(times)


def python(*arguments: str, rounds: int = 5) -> float:
    """Shortest run of a fresh interpreter with ``arguments``. [s]"""
    command = [sys.executable, *arguments]
    return best(lambda: subprocess.run(command, cwd=ROOT, check=True, capture_output=True), rounds)  # noqa: S603 - our own words
