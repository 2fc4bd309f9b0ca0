"""A table of functions, as people paste it, as one workload and the option that serves it."""

from __future__ import annotations

import csv
import io
from dataclasses import dataclass
from types import MappingProxyType
from typing import TYPE_CHECKING
from unicodedata import normalize

from costmodel.errors import InvalidInput, InvalidQuestion
from costmodel.options.aws_lambda import Lambda
from costmodel.options.functions import FunctionService, ServiceFunction
from costmodel.options.lambda_settings import ARCHITECTURES
from costmodel.ranges import single
from costmodel.scale import parse_number, parse_requests
from costmodel.units import TALK_MONTH_H
from costmodel.workload import MB_PER_VCPU, RANGES, Workload

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from costmodel.traffic import TrafficProfile

MOST_ROWS = 1_000

HEADS: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "name": ("name", "function", "関数", "関数名", "名前"),
        "requests_per_month": (
            "requestspermonth",
            "requests",
            "invocations",
            "リクエスト数",
            "リクエスト",
            "呼び出し数",
        ),
        "duration_ms": ("durationms", "duration", "実行時間ms", "実行時間", "平均実行時間", "平均実行時間ms"),
        "memory_mb": ("memorymb", "memory", "メモリmb", "メモリ"),
        "cpu_ms": ("cpums", "cpu", "cpu時間ms", "cpu時間"),
        "response_kb": ("responsekb", "response", "レスポンスkb", "レスポンス"),
        "streaming": ("streaming", "stream", "ストリーミング"),
        "architecture": ("architecture", "arch", "アーキテクチャ"),
    }
)
"""How a column may be headed, without spaces, brackets and underscores."""

YES, NO = ("yes", "true", "on", "1", "はい", "○"), ("no", "false", "off", "0", "いいえ", "×", "-")

NEEDED = ("name", "requests_per_month", "duration_ms", "memory_mb")


@dataclass(frozen=True, slots=True)
class FunctionRow:
    """One function of a table, in absolute numbers.

    Raises `InvalidQuestion` naming the function, the column, its value and what is allowed.
    """

    name: str
    requests_per_month: float
    duration_ms: float
    memory_mb: float
    cpu_ms: float | None = None
    """Measured; None takes the most it can have burned. [vCPU·ms]"""
    architecture: str = ARCHITECTURES[0]
    response_kb: float | None = None
    """None takes what a workload has unless it is said. [KB]"""
    streaming: bool = False
    """Whether its responses are streamed."""

    def __post_init__(self) -> None:
        if not self.name.strip() or not self.name.isprintable():
            raise InvalidQuestion("name", self.name, "one line of text")
        if self.architecture not in ARCHITECTURES:
            raise InvalidQuestion(f"{self.name}: architecture", self.architecture, " or ".join(ARCHITECTURES))
        for field in ("requests_per_month", "duration_ms", "memory_mb", "cpu_ms", "response_kb"):
            if getattr(self, field) is not None:
                single(f"{self.name}: {field}", getattr(self, field), RANGES[field], InvalidQuestion)

    @property
    def response(self) -> float:
        """Size of a response. [KB]"""
        return float(Workload.response_kb) if self.response_kb is None else self.response_kb

    @property
    def cpu(self) -> float:
        """CPU time of one request. [vCPU·ms]"""
        return self.duration_ms * min(self.memory_mb / MB_PER_VCPU, 1.0) if self.cpu_ms is None else self.cpu_ms


def from_table(
    rows: Sequence[FunctionRow], traffic: TrafficProfile | None = None, hours_per_month: float = TALK_MONTH_H
) -> tuple[Workload, FunctionService]:
    """The workload of all functions together, and the option that serves it.

    Requests are added up; the mean duration and CPU time are weighted by requests, and the memory so that the
    GB-seconds agree.

    >>> load, service = from_table([FunctionRow("a", 3e6, 100, 512), FunctionRow("b", 1e6, 500, 1024)])
    >>> load.requests_per_month, load.duration_ms, load.memory_mb
    (4000000.0, 200.0, 832.0)
    """
    if not rows:
        raise InvalidQuestion("functions", "none", "one or more")
    requests = sum(row.requests_per_month for row in rows)
    duration = sum(row.requests_per_month * row.duration_ms for row in rows) / requests
    memory = sum(row.requests_per_month * row.duration_ms * row.memory_mb for row in rows) / requests / duration
    cpu = sum(row.requests_per_month * row.cpu for row in rows) / requests
    response = sum(row.requests_per_month * row.response for row in rows) / requests
    load = Workload(requests, duration, memory, cpu_ms=cpu, hours_per_month=hours_per_month, response_kb=response)
    parts = (
        ServiceFunction(
            row.name, row.requests_per_month / requests, row.duration_ms / duration, row.memory_mb / memory,
            Lambda(architecture=row.architecture, streaming=row.streaming),
            row.response / response if response else 1.0,
        )
        for row in rows
    )  # fmt: skip
    return load if traffic is None else load.vary(traffic=traffic), FunctionService(tuple(parts))  # type: ignore[arg-type]  # a profile is no number


def read_table(text: str, hours_per_month: float = TALK_MONTH_H) -> list[FunctionRow]:
    """The functions of a pasted table: commas, semicolons or tabs between columns, and a row of headings.

    Raises `InvalidQuestion` naming the row, the column, what stands there and what is allowed.
    """
    lines = [line for line in text.removeprefix("\ufeff").splitlines() if line.strip()]
    if not lines:
        raise InvalidQuestion("functions", "nothing", "a table with a row of headings")
    mark = max("\t;,", key=lines[0].count)
    try:
        cells = list(csv.reader(io.StringIO("\n".join(lines)), delimiter=mark))
    except csv.Error as error:
        raise InvalidQuestion("functions", str(error), "a table of cells that people can read") from None
    if len(cells) - 1 > MOST_ROWS:
        raise InvalidQuestion("functions", f"{len(cells) - 1:,} rows", f"at most {MOST_ROWS:,}")
    columns = _columns(cells[0])
    rows: dict[str, FunctionRow] = {}
    for number, row in enumerate(cells[1:], 2):
        if any(cell.strip() for cell in row[len(columns) :]):
            allowed = f"{len(columns)} cells, with quotes around a number that has commas in it"
            raise InvalidQuestion(f"row {number}", f"{len(row)} cells", allowed)
        made = _row(number, dict(zip(columns, row, strict=False)), hours_per_month)
        if made.name in rows:
            raise InvalidQuestion(f"row {number}, name", made.name, "a name that no row above has")
        rows[made.name] = made
    return list(rows.values())


def _columns(heads: Sequence[str]) -> list[str]:
    """What each column holds; those that nobody knows are left alone."""
    plain = ["".join(one for one in normalize("NFKC", head).casefold() if one.isalnum()) for head in heads]
    found = [next((field for field, known in HEADS.items() if head in known), head) for head in plain]
    for field in NEEDED:
        if found.count(field) != 1:
            raise InvalidQuestion(
                f"the column {field}", ", ".join(heads), f"headed once as {' or '.join(HEADS[field][:2])}"
            )
    for field in HEADS:
        if found.count(field) > 1:
            raise InvalidQuestion(f"the column {field}", ", ".join(heads), "there once, or left out")
    return found


def _yes(field: str, word: str) -> bool:
    """Whether a cell says yes."""
    plain = normalize("NFKC", word).casefold()
    if plain not in YES + NO:
        raise InvalidQuestion(field, word, f"{YES[0]} or {NO[0]}")
    return plain in YES


def _row(number: int, cells: Mapping[str, str], hours_per_month: float) -> FunctionRow:
    """One function; its errors name the row."""
    try:
        said = {name: cell.strip() for name, cell in cells.items() if cell.strip()}
        optional = {name: parse_number(name, said[name]) for name in ("cpu_ms", "response_kb") if name in said}
        return FunctionRow(
            cells["name"].strip(),
            parse_requests(cells["requests_per_month"], hours_per_month),
            parse_number("duration_ms", cells["duration_ms"]),
            parse_number("memory_mb", cells["memory_mb"]),
            architecture=said.get("architecture", ARCHITECTURES[0]),
            streaming=_yes("streaming", said.get("streaming", NO[0])),
            **optional,
        )
    except KeyError as error:
        raise InvalidQuestion(f"row {number}, {error.args[0]}", "nothing", "filled in") from None
    except InvalidInput as error:
        raise InvalidQuestion(f"row {number}, {error.field}", error.value, error.allowed) from None
