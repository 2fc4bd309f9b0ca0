"""How soon the first answer is there."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pricing_data
from benchmarks.clock import best, python

if TYPE_CHECKING:
    from collections.abc import Iterator

QUESTION = (
    "-m costmodel compare --region ap-northeast-1 --requests 10M --duration-ms 120 --memory-mb 512 --instance m6i.large"
)


def rows() -> Iterator[tuple[str, str]]:
    """What was measured, and the figure in words."""
    bare = python("-c", "pass")
    numpy = python("-c", "import numpy")
    model = python("-c", "import costmodel")
    answer = python(*QUESTION.split())
    region = best(lambda: pricing_data.load("us-east-1"), 20)
    yield "an empty interpreter", f"{bare * 1e3:.0f} ms"
    yield "import numpy", f"{numpy * 1e3:.0f} ms, {numpy / bare:.1f} × an empty interpreter"
    yield "import costmodel", f"{model * 1e3:.0f} ms, {model / numpy:.2f} × import numpy"
    yield "an answer on the command line", f"{answer * 1e3:.0f} ms, {answer / numpy:.2f} × import numpy (aim: 500 ms)"
    yield "load a region", f"{region * 1e3:.1f} ms, {region / numpy:.3f} × import numpy (aim: 30 ms)"
