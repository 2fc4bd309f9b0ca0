"""How long the function takes at each memory: measured points, or a part that burns CPU and a part that waits."""

from __future__ import annotations

from typing import TYPE_CHECKING

from costmodel.best_memory import FACTOR as FACTORS
from costmodel.memory_curve import TwoPartDuration
from costmodel.power_tuning import read_curve
from costmodel.workload import MB_PER_VCPU
from costmodel.workload import RANGES as WORKLOAD
from ui.fields import Choice, Field, Text

if TYPE_CHECKING:
    from costmodel import Workload
    from costmodel.memory_curve import MemoryCurve
    from ui.form import Form, Given

PARTS, POINTS = "parts", "points"

FROM = Choice(
    "curve_from", "How long it takes", {PARTS: "A CPU part and a waiting part", POINTS: "Measured points"}, PARTS
)

CPU = Field(
    "curve_cpu", "CPU part (ms on one vCPU)", "", WORKLOAD["cpu_ms"],
    "It shrinks with more memory, up to 1,769 MB. Left empty: the CPU time of the inputs.", optional=True,
    empty="from the inputs",
)  # fmt: skip

WAIT = Field(
    "curve_wait", "Waiting part (ms)", "", WORKLOAD["cpu_ms"],
    "Databases and other services: no memory makes it shorter. Left empty: what the CPU leaves of the duration.",
    optional=True, empty="from the inputs",
)  # fmt: skip

MEASURED = Text(
    "curve", "Measured points", "",
    "The JSON or the share link of aws-lambda-power-tuning, or lines such as 512, 300: memory and duration.",
    lines=True,
)  # fmt: skip

FACTOR = Field(
    "curve_times", "Duration on this architecture, against the measured", "1", FACTORS,
    "0.9 where the other architecture takes a tenth less: an assumption, measure your own.",
    setting="duration_factor",
)  # fmt: skip

INPUTS = (FROM, CPU, WAIT, MEASURED, FACTOR)


def show(form: Form, workload: Workload) -> None:
    """The points, or the two parts."""
    form.choice(FROM)
    if form.given.choice(FROM) == POINTS:
        form.text(MEASURED)
    else:
        form.numbers(CPU, WAIT)
    form.number(FACTOR)
    form.built(lambda given: build(given, workload))


def build(given: Given, workload: Workload) -> MemoryCurve | TwoPartDuration | None:
    """The curve, None where its points are still to come; raises `InvalidInput`."""
    if given.choice(FROM) == POINTS:
        text = given.text(MEASURED).strip()
        return read_curve(text) if text else None
    cores, cpu = float(workload.parallelism), given.maybe(CPU)
    cpu = float(workload.cpu_ms_per_request) if cpu is None else cpu
    burnt = cpu * max(MB_PER_VCPU / float(workload.memory_mb), 1 / cores)
    wait = given.maybe(WAIT)
    left = max(0.0, round(float(workload.duration_ms) - burnt, 6))
    return TwoPartDuration(cpu, left if wait is None else wait, cores)
