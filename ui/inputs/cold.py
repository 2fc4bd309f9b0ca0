"""Cold starts: how often a request meets no idle environment, and what INIT then takes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from costmodel import ColdStarts
from costmodel.options.cold_starts import IDLE_LIFETIME_S, INIT_PRESETS
from costmodel.ranges import Range
from ui.fields import Choice, Field
from ui.form import written

if TYPE_CHECKING:
    from ui.form import Form, Given

NONE, DERIVED, TYPED = "none", "derived", "typed"

COLD = Choice(
    "cold", "Cold starts",
    {NONE: "Not counted", DERIVED: "As often as the traffic makes them", TYPED: "A share of your own"}, NONE,
    "INIT is billed on demand since August 2025, and makes the first requests slower.",
)  # fmt: skip

RUNTIMES = {
    "node": "Node.js, ZIP", "python": "Python, ZIP", "java": "Java, ZIP", "dotnet": ".NET, ZIP",
    "image": "container image", "custom": "custom runtime",
}  # fmt: skip
"""Keys of the address, and names of the model's presets."""

RUNTIME = Choice(
    "cold_runtime", "Runtime and package", {**RUNTIMES, "custom": "Custom runtime, such as Elixir"}, "node",
    "Each proposes a time for INIT: assumptions, measure your own.",
)  # fmt: skip

INIT = Field(
    "init_ms", "INIT (ms)", "", Range(0, 900_000, unit="ms"),
    "`Init Duration` of your own logs. Left empty: what is usual for the runtime.", optional=True,
    empty="the runtime's", setting="init_ms",
)  # fmt: skip

SHARE = Field(
    "cold_share", "Share of requests that start cold", "0.01", Range(0, 1), "0.01 is one in a hundred.",
    setting="fraction",
)  # fmt: skip

IDLE = Field(
    "idle_s", "Idle environments are kept (s)", "600", IDLE_LIFETIME_S,
    "AWS does not say; about 10 minutes were measured in 2019: an assumption, set your own.",
    setting="idle_lifetime_s",
)  # fmt: skip

INPUTS = (COLD, RUNTIME, INIT, SHARE, IDLE)


def show(form: Form) -> None:
    """Off until it is chosen."""
    form.choice(COLD)
    chosen = form.given.choice(COLD)
    if chosen == NONE:
        return
    form.choice(RUNTIME)
    form.number(INIT)
    form.number(SHARE if chosen == TYPED else IDLE)


def build(given: Given) -> ColdStarts | None:
    """The cold starts, if they count; raises `InvalidInput`."""
    chosen, init = given.choice(COLD), given.maybe(INIT)
    if chosen == NONE:
        return None
    init = float(INIT_PRESETS[RUNTIMES[given.choice(RUNTIME)]]) if init is None else init
    return ColdStarts(init, given.number(SHARE) if chosen == TYPED else None, given.number(IDLE))


def values(cold: ColdStarts | None) -> dict[str, object]:
    """The inputs that count these."""
    if cold is None:
        return {COLD.key: NONE}
    numbers: dict[Field, float | None] = {INIT: cold.init_ms, IDLE: cold.idle_lifetime_s}
    if cold.fraction is not None:
        numbers[SHARE] = cold.fraction
    return {COLD.key: DERIVED if cold.fraction is None else TYPED, **written(numbers)}
