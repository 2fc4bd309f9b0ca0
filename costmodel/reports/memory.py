"""A memory curve in words and as data: what each memory costs and how long it takes, the cheapest and the fastest."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from costmodel.best_memory import best_memory, tuned
from costmodel.compare import compare
from costmodel.display import columns, money, percent, quantity
from costmodel.errors import InvalidQuestion
from costmodel.memory_curve import fit
from costmodel.options.aws_lambda import Lambda
from costmodel.reports.basis import Basis, basis, limit_data
from costmodel.request_path import RequestPath

if TYPE_CHECKING:
    from collections.abc import Sequence

    from costmodel.best_memory import BestMemory, Tuned
    from costmodel.display import Say
    from costmodel.limits import Limit
    from costmodel.memory_curve import Fit, MemoryCurve
    from costmodel.option import ComputeOption
    from costmodel.rates import PriceBook
    from costmodel.scenario import Scenario

FEWEST = 3
"""Points that tell how well two parts explain them."""


@dataclass(frozen=True, eq=False)
class Step:
    """The function at one memory of the table."""

    memory_mb: float
    duration_ms: float
    usd: float
    """[USD/month]"""
    limits: tuple[Limit, ...]
    """The hard limits that it exceeds."""
    measured: bool


@dataclass(frozen=True, eq=False)
class MemoryAnswer:
    """One function along a curve."""

    basis: Basis
    function: str
    best: BestMemory
    steps: tuple[Step, ...]
    """Every memory measured, with the cheapest and the fastest among them."""
    parts: Fit | None
    """The nearest two parts; None where too few memories were measured."""

    def text(self) -> str:
        """The two memories that matter, a table, and the nearest two parts, for a terminal."""
        rows = [(f"{self.function}", "duration", "a month", "")]
        for step in self.steps:
            numbers = f"{quantity(step.memory_mb)} MB", f"{quantity(round(step.duration_ms, 1))} ms", money(step.usd)
            rows.append((*numbers, ", ".join(self._marks(step))))
        fails = [
            f"{quantity(step.memory_mb)} MB cannot serve the load: {limit.explain()}"
            for step in self.steps
            for limit in step.limits
        ]
        words = "\n".join(best_in_words(self.best))
        parts = [parts_in_words(self.parts)] if self.parts else []
        return "\n\n".join([words, columns(rows), *fails, *parts, self.basis.notes()])

    def data(self) -> dict[str, Any]:
        """The same as plain data, ready for JSON."""
        return {
            "question": self.basis.scenario.data(),
            "function": self.function,
            "cheapest": _tuned(self.best.cheapest),
            "fastest": _tuned(self.best.fastest),
            "memories": [_step(step) for step in self.steps],
            "parts": {**asdict(self.parts.parts), "error": self.parts.error} if self.parts else None,
            **self.basis.data(),
        }

    def _marks(self, step: Step) -> list[str]:
        told = {"cheapest": step.memory_mb == self.best.cheapest.memory_mb}
        told |= {"fastest": step.memory_mb == self.best.fastest.memory_mb}
        told |= {"cannot serve the load": bool(step.limits), "between two measured": not step.measured}
        return [word for word, holds in told.items() if holds]


def memory_answer(
    scenario: Scenario, book: PriceBook, curve: MemoryCurve, duration_factor: float = 1.0
) -> MemoryAnswer:
    """The first Lambda function of a question along a curve; raises `InvalidQuestion` where there is none."""
    asked = basis(scenario, book)
    function = function_of(asked.options)
    best = best_memory(scenario.workload, curve, function, asked.prices, duration_factor)
    measured = {memory for memory, _ in curve.points}
    memory = np.array(sorted(measured | {best.cheapest.memory_mb, best.fastest.memory_mb}))
    load = tuned(scenario.workload, curve, memory, duration_factor)
    found = compare(load, [function], asked.prices)
    steps = []
    for at, size in enumerate(memory.tolist()):
        one = found.at(at)
        limits = tuple(limit for limit in one.exceeded(function.name) if limit.hard)
        usd = float(one.totals[function.name])
        steps.append(Step(size, float(one.workload.duration_ms), usd, limits, size in measured))
    parts = fit(curve.points, float(scenario.workload.parallelism)) if len(curve.points) >= FEWEST else None
    return MemoryAnswer(asked, function.name, best, tuple(steps), parts)


def function_of(options: Sequence[ComputeOption]) -> ComputeOption:
    """The first option that is a Lambda function, with what stands around it."""
    for option in options:
        if isinstance(option.option if isinstance(option, RequestPath) else option, Lambda):
            return option
    raise InvalidQuestion("options", "no function", "a Lambda function among others")


def best_in_words(best: BestMemory, say: Say = str) -> list[str]:
    """The cheapest memory, then the fastest."""
    cheapest, fastest = (
        say("Cheapest: {memory} MB, {duration} ms, {usd} a month."),
        say("Fastest: {memory} MB, {duration} ms, {usd} a month."),
    )
    return [_told(cheapest, best.cheapest), _told(fastest, best.fastest)]


def parts_in_words(found: Fit, say: Say = str) -> str:
    """The CPU part and the waiting part nearest to what was measured."""
    sentence = say("Nearest two parts: {cpu} ms of CPU on one vCPU and {wait} ms of waiting, {error} off.")
    numbers = quantity(found.parts.cpu_ms), quantity(found.parts.wait_ms), percent(found.error)
    return sentence.format(**dict(zip(("cpu", "wait", "error"), numbers, strict=True)))


def _told(sentence: str, one: Tuned) -> str:
    return sentence.format(
        memory=quantity(one.memory_mb), duration=quantity(round(one.duration_ms, 1)), usd=money(one.usd)
    )


def _tuned(one: Tuned) -> dict[str, float]:
    return {"memory_mb": one.memory_mb, "duration_ms": one.duration_ms, "usd_per_month": one.usd}


def _step(step: Step) -> dict[str, Any]:
    return {
        "memory_mb": step.memory_mb,
        "duration_ms": step.duration_ms,
        "usd_per_month": step.usd,
        "feasible": not step.limits,
        "exceeds": [limit_data(limit) for limit in step.limits],
        "measured": step.measured,
    }
