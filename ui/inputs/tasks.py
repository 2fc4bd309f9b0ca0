"""A service of Fargate tasks, sized as the fleet is."""

from __future__ import annotations

from typing import TYPE_CHECKING

from costmodel import AutoScaling, Fargate, InvalidOption
from costmodel.options.ec2 import SETTINGS
from costmodel.options.task_sizes import PAIRS
from ui.fields import Choice, Field, Switch
from ui.form import written
from ui.inputs import fleet as group
from ui.inputs.function import ARCHITECTURE as ARCHITECTURES

if TYPE_CHECKING:
    from costmodel import EC2Fleet
    from ui.form import Form, Given

FARGATE = Switch("fargate", "Fargate tasks", "A service on ECS, sized by the targets and zones of the EC2 fleet.")

SIZE = Choice(
    "fargate_size", "Size of a task", {}, "1-2", "The pairs of vCPU and memory that a task may have.", open=True
)

ARCHITECTURE = Choice("fargate_arch", "Architecture of the tasks", ARCHITECTURES.words, ARCHITECTURES.default)

MINIMUM = Field(
    "fargate_min", "Fewest tasks", "1", SETTINGS["minimum"], "Even without load; 2 span two Availability Zones.",
    whole=True,
)  # fmt: skip

SCALING = Switch(
    "fargate_scaling", "Tasks follow the load, hour by hour", "With the minutes of the EC2 fleet's scaling."
)

INPUTS = (FARGATE, SIZE, ARCHITECTURE, MINIMUM, SCALING)

PLACES = {f"{pair.vcpu:g}-{pair.memory_gb:g}": pair for pair in PAIRS}
"""Every pair by what the address holds."""


def show(form: Form) -> None:
    """Its size and rhythm, once it is on."""
    if form.switch(FARGATE):
        form.choice(SIZE, list(PLACES), _words)
        form.choice(ARCHITECTURE)
        form.number(MINIMUM)
        form.switch(SCALING)


def _words(place: str) -> str:
    pair = PLACES.get(place)
    return f"{pair.vcpu:g} vCPU · {pair.memory_gb:g} GB" if pair else place


def build(given: Given, fleet: EC2Fleet) -> tuple[Fargate, ...]:
    """The service, if it is on; raises `InvalidInput`."""
    if not given.on(FARGATE):
        return ()
    pair = PLACES.get(given.choice(SIZE))
    if pair is None:
        raise InvalidOption(SIZE.label, given.choice(SIZE), "a pair of vCPU and memory that a task may have")
    scaling = AutoScaling(
        lag_minutes=given.number(group.LAG), scale_in_minutes=given.number(group.SCALE_IN), step=given.count(group.STEP)
    )
    return (Fargate(
        pair.vcpu, pair.memory_gb, given.choice(ARCHITECTURE), target_utilization=fleet.target_utilization,
        minimum=given.count(MINIMUM), workers=fleet.workers, request_memory_mb=fleet.request_memory_mb,
        relative_speed=fleet.relative_speed, waiting=fleet.waiting, zones=fleet.zones, spare_zones=fleet.spare_zones,
        scaling=scaling if given.on(SCALING) else None, schedule=fleet.schedule,
    ),)  # fmt: skip


def values(one: Fargate) -> dict[str, object]:
    """The inputs that make this service."""
    return {
        FARGATE.key: True, SIZE.key: f"{one.vcpu:g}-{one.memory_gb:g}", ARCHITECTURE.key: one.architecture,
        SCALING.key: one.scaling is not None, **written({MINIMUM: one.minimum}),
    }  # fmt: skip
