"""What one request takes of an instance: CPU time, speed, memory."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from costmodel import InvalidOption
from costmodel.options.ec2 import SETTINGS
from costmodel.workload import RANGES as WORKLOAD
from ui.fields import Field
from ui.form import written

if TYPE_CHECKING:
    from costmodel import EC2Fleet, InstanceType, Workload
    from ui.form import Form, Given

CPU = Field(
    "cpu_ms", "CPU time per request (ms)", "", WORKLOAD["cpu_ms"],
    "Measured CPU time. Left empty: the most the function can have burned, duration × memory ÷ 1,769 MB.",
    optional=True, empty="not measured", setting="cpu_ms",
)  # fmt: skip

PARALLELISM = Field(
    "cores", "vCPUs that one request keeps busy", "1", WORKLOAD["parallelism"],
    "Bounds the CPU time above where it is left empty; 1 for single-threaded code.", setting="parallelism",
)  # fmt: skip

SPEED = Field(
    "speed", "CPU speed against Lambda's", "1", SETTINGS["relative_speed"],
    "Speed of this type's vCPU: 1.2 is 20 % faster. An assumption, measure your own.", setting="relative_speed",
)  # fmt: skip

REQUEST_MEMORY = Field(
    "request_memory", "Memory per request (MB)", "", SETTINGS["request_memory_mb"],
    "Measured memory of one request in flight. Left empty: the function's memory.", optional=True, empty="not measured",
    setting="request_memory_mb",
)  # fmt: skip

SYSTEM_MEMORY = Field(
    "system_mb", "Memory of the system (MB)", "256", SETTINGS["system_memory_mb"],
    "What the operating system and agents keep of each instance: an assumption, set your own.",
    setting="system_memory_mb",
)  # fmt: skip

INPUTS = (CPU, PARALLELISM, SPEED, REQUEST_MEMORY, SYSTEM_MEMORY)


def show(form: Form) -> None:
    """The numbers to measure."""
    form.numbers(*INPUTS)


@dataclass(frozen=True)
class Work:
    """What an instance gives to requests, and what one of them holds, as `costmodel.EC2Fleet` takes it."""

    relative_speed: float = 1
    request_memory_mb: float | None = None
    system_memory_mb: float = 256


def build(given: Given) -> Work:
    """The settings of a fleet; raises `InvalidInput`."""
    return Work(given.number(SPEED), given.maybe(REQUEST_MEMORY), given.number(SYSTEM_MEMORY))


def fits(given: Given, spec: InstanceType | None) -> None:
    """Raise `InvalidOption` where the system alone fills an instance."""
    system = given.number(SYSTEM_MEMORY)
    if spec is not None and system >= spec.memory_mib:
        raise InvalidOption(SYSTEM_MEMORY.label, system, "below the memory of the instance type")


def values(workload: Workload, fleet: EC2Fleet) -> dict[str, object]:
    """The inputs that say this."""
    return written({
        CPU: workload.cpu_ms, PARALLELISM: workload.parallelism, SPEED: fleet.relative_speed,
        REQUEST_MEMORY: fleet.request_memory_mb, SYSTEM_MEMORY: fleet.system_memory_mb,
    })  # fmt: skip
