"""The fleet of EC2 instances: how many, how they follow the load, and what one of them can take."""

from __future__ import annotations

from typing import TYPE_CHECKING

from costmodel import AutoScaling, EC2Fleet, InvalidOption, WaitingTarget
from costmodel.options.ec2 import SETTINGS
from costmodel.options.scaling import INSTANCES, MINUTES
from costmodel.ranges import Range
from ui.fields import Choice, Field, Switch
from ui.form import written
from ui.inputs import schedule

if TYPE_CHECKING:
    from costmodel import Commitment
    from ui.form import Form, Given
    from ui.inputs.work import Work

TITLE = "EC2 fleet"

PEAK, HOURS, FIXED = "peak", "hours", "fixed"

SIZING = Choice(
    "sizing", "How many instances",
    {
        PEAK: "Sized for the busiest hour",
        HOURS: "Auto Scaling, hour by hour",
        FIXED: "A fixed number",
    },
    PEAK,
)  # fmt: skip

COUNT = Field(
    "count", "Number of instances", "2", SETTINGS["count"], "Fixed, whatever the load.", whole=True, setting="count",
)  # fmt: skip

MINIMUM = Field(
    "minimum", "Fewest instances", "1", SETTINGS["minimum"],
    "Of a fleet sized from the load; 2 span two Availability Zones.", whole=True, setting="minimum",
)  # fmt: skip

MAXIMUM = Field(
    "maximum", "Most instances", "", INSTANCES, "The ceiling of the Auto Scaling group. Left empty: none.",
    optional=True, empty="none", whole=True, setting="maximum",
)  # fmt: skip

LAG = Field(
    "lag", "Minutes until a new instance serves", "5", MINUTES,
    "Metric, alarm, launch and warm-up: an assumption, set your own.", setting="lag_minutes",
)  # fmt: skip

SCALE_IN = Field(
    "scale_in", "Minutes an instance stays after the load went", "15", MINUTES,
    "The default of target tracking: an assumption, set your own.", setting="scale_in_minutes",
)  # fmt: skip

STEP = Field(
    "step", "Instances added at once", "1", INSTANCES, "Instances added or taken away at once.", whole=True,
    setting="step",
)  # fmt: skip

TARGET = Field(
    "target", "CPU target", "0.6", SETTINGS["target_utilization"],
    "Share of CPU and workers that a fleet is meant to use in its busiest hour; 0.5 to 0.7 is usual.",
    setting="target_utilization",
)  # fmt: skip

WORKERS = Field(
    "workers", "Workers per instance", "", SETTINGS["workers"],
    "Requests that one instance serves at once, such as threads. Left empty: as many as memory holds.", optional=True,
    empty="as many as memory holds",
    whole=True, setting="workers",
)  # fmt: skip

INSTANCE_RPS = Field(
    "instance_rps", "Requests a second per instance", "", SETTINGS["requests_per_second"],
    "What one instance served in your own load test. Left empty: not measured.", optional=True, empty="not measured",
    setting="requests_per_second",
)  # fmt: skip

WAITING = Switch("waiting", "Set a waiting target", "So many instances that few requests wait for a worker or vCPU.")

WAIT_SHARE = Field(
    "wait_share", "Share of requests that may wait longer", "0.05", Range(0, 0.999, above=True),
    "0.05 is one in twenty: an assumption, set your own.", setting="waiting probability",
)  # fmt: skip

WAIT_S = Field(
    "wait_s", "Longest wait (s)", "0.1", Range(0, 1e6, unit="s"),
    "Time that a request may wait for a free server: an assumption, set your own.", setting="waiting seconds",
)  # fmt: skip

ZONES = Field(
    "zones", "Availability Zones", "1", Range(1, 6), "Zones that the fleet spans, one instance or more in each.",
    whole=True, setting="zones",
)  # fmt: skip

SPARE = Field(
    "spare", "Zones that may be lost", "0", Range(0, 5),
    "What is left after the loss still carries the peak: 2 zones of which 1 may be lost take twice the need.",
    whole=True, setting="spare_zones",
)  # fmt: skip

CREDITS = Choice(
    "credits", "CPU credits of T types",
    {"usual": "AWS's default for the type", "unlimited": "Unlimited", "standard": "Standard"}, "usual",
    "What happens when credits run out: the surplus is charged, or the CPU is throttled to its baseline.",
)  # fmt: skip

INPUTS = (
    SIZING, COUNT, MINIMUM, MAXIMUM, LAG, SCALE_IN, STEP, TARGET, WORKERS, INSTANCE_RPS, WAITING, WAIT_SHARE, WAIT_S,
    ZONES, SPARE, CREDITS, *schedule.INPUTS,
)  # fmt: skip


def show(form: Form, *, burstable: bool) -> None:
    """What decides the number of instances."""
    form.choice(SIZING)
    sizing = form.given.choice(SIZING)
    if sizing == FIXED:
        form.number(COUNT)
    else:
        form.numbers(MINIMUM)
    if sizing == HOURS:
        form.number(MAXIMUM)
        form.built(_bounds)
        form.numbers(LAG, SCALE_IN, STEP)
    form.number(TARGET)
    form.numbers(WORKERS, INSTANCE_RPS, ZONES, SPARE)
    form.built(_zones)
    if form.switch(WAITING):
        form.numbers(WAIT_SHARE, WAIT_S)
    schedule.show(form)
    if burstable:
        form.choice(CREDITS)


def build(given: Given, instance: str, work: Work, commitment: Commitment | None, spot: float) -> EC2Fleet:
    """The fleet; raises `InvalidInput`."""
    sizing, (zones, spare) = given.choice(SIZING), _zones(given)
    workers, credits_mode = given.maybe(WORKERS), given.choice(CREDITS)
    return EC2Fleet(
        instance, count=given.count(COUNT) if sizing == FIXED else None,
        target_utilization=given.number(TARGET), minimum=given.count(MINIMUM),
        requests_per_second=given.maybe(INSTANCE_RPS), workers=None if workers is None else int(workers),
        waiting=WaitingTarget(given.number(WAIT_SHARE), given.number(WAIT_S)) if given.on(WAITING) else None,
        zones=zones, spare_zones=spare, scaling=_scaling(given) if sizing == HOURS else None,
        schedule=schedule.build(given), credits=None if credits_mode == "usual" else credits_mode,
        commitment=commitment, spot_share=spot, relative_speed=work.relative_speed,
        request_memory_mb=work.request_memory_mb, system_memory_mb=work.system_memory_mb,
    )  # fmt: skip


def _zones(given: Given) -> tuple[int, int]:
    zones, spare = given.count(ZONES), given.count(SPARE)
    if spare >= zones:
        raise InvalidOption("spare_zones", spare, "fewer than the zones")
    return zones, spare


def _bounds(given: Given) -> int | None:
    least, most = given.count(MINIMUM), given.maybe(MAXIMUM)
    if most is not None and most < least:
        raise InvalidOption("maximum", most, "at least the fewest instances")
    return None if most is None else int(most)


def _scaling(given: Given) -> AutoScaling:
    return AutoScaling(
        lag_minutes=given.number(LAG), scale_in_minutes=given.number(SCALE_IN), step=given.count(STEP),
        maximum=_bounds(given),
    )  # fmt: skip


def values(fleet: EC2Fleet) -> dict[str, object]:
    """The inputs that make this fleet."""
    sizing = FIXED if fleet.count is not None else HOURS if fleet.scaling else PEAK
    numbers = {
        COUNT: fleet.count, MINIMUM: fleet.minimum, TARGET: fleet.target_utilization, WORKERS: fleet.workers,
        INSTANCE_RPS: fleet.requests_per_second, ZONES: fleet.zones, SPARE: fleet.spare_zones,
    }  # fmt: skip
    if fleet.scaling:
        group = fleet.scaling
        numbers |= {MAXIMUM: group.maximum, LAG: group.lag_minutes, SCALE_IN: group.scale_in_minutes, STEP: group.step}
    if fleet.waiting:
        numbers |= {WAIT_SHARE: fleet.waiting.probability, WAIT_S: fleet.waiting.seconds}
    return {
        SIZING.key: sizing, WAITING.key: fleet.waiting is not None, CREDITS.key: fleet.credits or "usual",
        **written(numbers), **schedule.values(fleet.schedule),
    }  # fmt: skip
