"""Measured durations as aws-lambda-power-tuning gives them: its JSON, its share link, or lines of memory and duration.

The link keeps its data behind the ``#``: memories as 16-bit integers, durations and costs as 32-bit floats, each
little-endian in base64. https://github.com/alexcasalboni/aws-lambda-power-tuning, lambda/utils.js (read 2026-11-27).
Nothing is fetched: the data never leaves the link.
"""

from __future__ import annotations

import base64
import binascii
import json
import re
from typing import TYPE_CHECKING, Any
from unicodedata import normalize
from urllib.parse import unquote

import numpy as np

from costmodel.errors import InvalidQuestion
from costmodel.memory_curve import MemoryCurve
from costmodel.scale import NUMBER, parse_number

if TYPE_CHECKING:
    from collections.abc import Sequence

PARTS = 3
"""Memories, durations and costs of one run in a link; a link that compares two runs holds six."""

ALLOWED = "the JSON or the share link of aws-lambda-power-tuning, or lines of memory and duration"

BETWEEN = (re.compile(r"\t"), re.compile(r";"), re.compile(r",\s*|\s+"))
"""What stands between memory and duration, the surest first: a comma may belong to a number."""


CELLS = re.compile(r"[^\s,;\"]+")
"""Parts of a line, some of them parts of a number only: enough to tell a heading."""


def read_curve(text: str) -> MemoryCurve:
    """The curve in a JSON document, a share link, or lines such as ``512, 300``; of a comparison, the first run.

    A first line without a number is taken for the heading of a table.

    Raises `InvalidQuestion` naming what is wrong.
    """
    text = text.removeprefix("\ufeff").strip()
    if text.startswith(("{", "[")):
        return MemoryCurve(_stats(_json(text)))
    if "#" in text and not text.startswith("# "):
        return _linked(text)
    lines = [line for line in text.splitlines() if line.strip()]
    return MemoryCurve(tuple(_line(line) for line in (lines[1:] if lines and _heads(lines[0]) else lines)))


def share_link(curve: MemoryCurve, usd: Sequence[float], page: str = "https://lambda-power-tuning.show/") -> str:
    """The link that shows a curve and its costs on power tuning's page. [USD/request]

    >>> share_link(MemoryCurve(((128, 2.0), (256, 1.0))), [1.0, 1.0])
    'https://lambda-power-tuning.show/#gAAAAQ==;AAAAQAAAgD8=;AACAPwAAgD8='
    """
    memories, durations = zip(*curve.points, strict=True)
    packed = (np.array(memories, "<i2"), np.array(durations, "<f4"), np.array(usd, "<f4"))
    return f"{page}#" + ";".join(base64.b64encode(part.tobytes()).decode() for part in packed)


def _linked(link: str) -> MemoryCurve:
    parts = unquote(link.partition("#")[2]).split(";")
    if len(parts) < PARTS:
        raise InvalidQuestion("memory curve", link, ALLOWED)
    memories, durations = _packed(parts[0], "<i2"), _packed(parts[1], "<f4")
    if len(memories) != len(durations):
        raise InvalidQuestion("memory curve", f"{len(memories)} memories, {len(durations)} durations", "one for each")
    return MemoryCurve(tuple(zip(memories, durations, strict=True)))


def _packed(part: str, kind: str) -> list[float]:
    try:
        return [float(one) for one in np.frombuffer(base64.b64decode(part, validate=True), dtype=kind)]
    except (binascii.Error, ValueError):
        raise InvalidQuestion("memory curve", part, "a whole share link; this part of it is cut or changed") from None


def _json(text: str) -> Any:  # noqa: ANN401 - JSON
    try:
        return json.loads(text)
    except (ValueError, RecursionError) as error:
        raise InvalidQuestion("memory curve", str(error), "a JSON document") from None


def _stats(given: Any) -> tuple[tuple[float, float], ...]:  # noqa: ANN401 - JSON
    """Points of the tool's output: its statistics if it was asked for them, else what its link holds."""
    if isinstance(given, dict) and isinstance(given.get("results"), dict):
        return _stats(given["results"])
    stats = given.get("stats") if isinstance(given, dict) else given
    if isinstance(stats, list):
        return tuple(_stat(one) for one in stats)
    machine = given.get("stateMachine") if isinstance(given, dict) else None
    link = machine.get("visualization") if isinstance(machine, dict) else None
    if not isinstance(link, str) or "#" not in link:
        raise InvalidQuestion("memory curve", given, "an object with stats or a visualization")
    return _linked(link).points


def _stat(one: Any) -> tuple[float, float]:  # noqa: ANN401 - JSON
    names = (("value", "power", "memory_mb"), ("averageDuration", "duration", "duration_ms"))
    facts = one if isinstance(one, dict) else {}
    found = [facts[name] for known in names for name in known if name in facts]
    if len(found) != len(names):
        raise InvalidQuestion("memory curve", one, "an object with value and averageDuration")
    try:
        memory, duration = map(float, found)
    except (TypeError, ValueError, OverflowError):
        raise InvalidQuestion("memory curve", one, "numbers for value and averageDuration") from None
    return memory, duration


def _heads(line: str) -> bool:
    """Whether no cell of a line is a number."""
    return not any(NUMBER.fullmatch(normalize("NFKC", cell)) for cell in CELLS.findall(line))


def _line(line: str) -> tuple[float, float]:
    between = next((one for one in BETWEEN if one.search(line.strip())), BETWEEN[-1])
    cells = [cell for cell in between.split(line.strip()) if cell.strip()]
    if len(cells) != 2:  # noqa: PLR2004 - memory and duration
        raise InvalidQuestion("memory curve", line, ALLOWED)
    memory, duration = (parse_number(name, cell) for name, cell in zip(("memory", "duration"), cells, strict=True))
    return memory, duration
