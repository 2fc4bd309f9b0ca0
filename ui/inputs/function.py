"""Settings of the Lambda function."""

from __future__ import annotations

from typing import TYPE_CHECKING

from costmodel import Lambda
from costmodel.options.lambda_limits import DEFAULT_CONCURRENCY, RAMP_S
from costmodel.options.lambda_settings import ARCHITECTURES, EPHEMERAL_STORAGE_MB
from costmodel.ranges import Range
from costmodel.scenario import USED as GB_SECONDS
from ui.fields import Choice, Field, Switch
from ui.form import written
from ui.inputs import cold, invoking, keeping

if TYPE_CHECKING:
    from collections.abc import Mapping

    from ui.form import Form, Given

TITLE = "Lambda"

ARCHITECTURE = Choice("architecture", "Architecture", {name: name for name in ARCHITECTURES}, ARCHITECTURES[0])

EPHEMERAL = Field(
    "tmp_mb", "Ephemeral storage (MB)", "512", EPHEMERAL_STORAGE_MB, "Size of /tmp; 512 MB are free.",
    setting="ephemeral_storage_mb",
)  # fmt: skip

QUOTA = Field(
    "quota", "Concurrency quota", f"{DEFAULT_CONCURRENCY}", Range(1, 1e7, unit="executions"),
    "Concurrent executions that your account may have; new accounts start lower.", setting="concurrency_quota",
)  # fmt: skip

RAMP = Field(
    "ramp", "Steepest rise takes (s)", "60", RAMP_S,
    "How long the traffic takes from one hour's load to the next: an assumption, set your own.", setting="ramp_s",
)  # fmt: skip

USED = Field(
    "used_gb_s", "GB-seconds used elsewhere", "0", GB_SECONDS,
    "Duration that other functions of the account use each month: it takes the first tiers and the free tier.",
)  # fmt: skip

STEPS = Switch("steps_100", "Bill in steps of 100 ms", "As before December 2020, to replay older talks.")

INPUTS = (ARCHITECTURE, EPHEMERAL, *cold.INPUTS, *keeping.INPUTS, *invoking.INPUTS, QUOTA, RAMP, USED, STEPS)

OLD_STEP_MS = 100


def show(form: Form) -> None:
    """Architecture, storage, concurrency, and how it is billed."""
    form.choice(ARCHITECTURE)
    form.number(EPHEMERAL)
    cold.show(form)
    keeping.show(form)
    invoking.show(form)
    form.numbers(QUOTA, RAMP, USED)
    form.switch(STEPS)


def build(given: Given, hours_per_month: float) -> tuple[Lambda, dict[str, float]]:
    """The function, and what the rest of the account uses first; raises `InvalidInput`."""
    architecture, used, tmp_mb = given.choice(ARCHITECTURE), given.number(USED), given.number(EPHEMERAL)
    kept = keeping.build(given, hours_per_month)
    function = Lambda(
        architecture=architecture, ephemeral_storage_mb=tmp_mb, provisioned_concurrency=kept,
        concurrency_quota=given.number(QUOTA), ramp_s=given.number(RAMP),
        billing_increment_ms=OLD_STEP_MS if given.on(STEPS) else 1,
        cold_starts=cold.build(given), **invoking.build(given, kept=kept is not None, tmp_mb=tmp_mb),
    )  # fmt: skip
    return function, {f"lambda.duration.{architecture}": used} if used else {}


def values(function: Lambda, used: Mapping[str, float]) -> dict[str, object]:
    """The inputs that make this function."""
    numbers = {
        EPHEMERAL: function.ephemeral_storage_mb, QUOTA: function.concurrency_quota, RAMP: function.ramp_s,
        USED: used.get(f"lambda.duration.{function.architecture}", 0),
    }  # fmt: skip
    steps = function.billing_increment_ms == OLD_STEP_MS
    return {
        ARCHITECTURE.key: function.architecture, STEPS.key: steps, **written(numbers),
        **cold.values(function.cold_starts), **keeping.values(function.provisioned), **invoking.values(function),
    }  # fmt: skip
