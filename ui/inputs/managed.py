"""Lambda Managed Instances, and Web Functions that have no price yet."""

from __future__ import annotations

from typing import TYPE_CHECKING

from costmodel import ManagedInstances, WebFunctions
from ui.fields import Choice, Switch
from ui.inputs import function

if TYPE_CHECKING:
    from costmodel import ComputeOption, EC2Fleet
    from ui.form import Form, Given

MANAGED = Switch(
    "managed", "Lambda Managed Instances",
    "Functions on instances that Lambda runs: EC2 hours, a fee of 15 % and requests. Three environments at least.",
)  # fmt: skip

TYPE = Choice(
    "managed_type", "Type of the managed instances", {}, "m7g.large", "Of the families C, M and R.", open=True
)

RUNTIME = Choice(
    "managed_runtime",
    "Runtime",
    {"nodejs": "Node.js", "java": "Java", "dotnet": ".NET", "python": "Python", "rust": "Rust"},
    "python",
    "It decides how many requests a vCPU takes at once.",
)

WEB = Switch(
    "web", "Lambda Web Functions",
    "Node.js servers billed by active CPU and memory: shown without a price until the price list has one.",
)  # fmt: skip

INPUTS = (MANAGED, TYPE, RUNTIME, WEB)


def show(form: Form) -> None:
    """Each with its settings, once it is on."""
    if form.switch(MANAGED):
        form.choice(TYPE)
        form.choice(RUNTIME)
    form.switch(WEB)


def build(given: Given, fleet: EC2Fleet) -> tuple[ComputeOption, ...]:
    """What is on; raises `InvalidInput`."""
    found: list[ComputeOption] = []
    if given.on(MANAGED):
        found.append(ManagedInstances(
            given.choice(TYPE), given.choice(RUNTIME), target_utilization=fleet.target_utilization,
            request_memory_mb=fleet.request_memory_mb, relative_speed=fleet.relative_speed,
            ramp_s=given.number(function.RAMP),
        ))  # fmt: skip
    return (*found, *((WebFunctions(),) if given.on(WEB) else ()))


def values(one: ComputeOption) -> dict[str, object]:
    """The inputs that add this option."""
    if isinstance(one, ManagedInstances):
        return {MANAGED.key: True, TYPE.key: one.instance_type, RUNTIME.key: one.runtime}
    return {WEB.key: True} if isinstance(one, WebFunctions) else {}
