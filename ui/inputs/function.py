"""Settings of the Lambda function."""

from __future__ import annotations

from typing import TYPE_CHECKING

from costmodel import InvalidOption, Lambda, ProvisionedConcurrency
from costmodel.options.aws_lambda import ARCHITECTURES, EPHEMERAL_STORAGE_MB
from costmodel.options.lambda_limits import DEFAULT_CONCURRENCY
from costmodel.options.provisioned import ENVIRONMENTS
from costmodel.ranges import Range
from costmodel.scenario import USED as GB_SECONDS
from ui.fields import Choice, Field, Switch
from ui.form import written
from ui.inputs import account

if TYPE_CHECKING:
    from collections.abc import Mapping

    from ui.form import Form, Given

TITLE = "Lambda"

ARCHITECTURE = Choice("architecture", "Architecture", {name: name for name in ARCHITECTURES}, ARCHITECTURES[0])

EPHEMERAL = Field(
    "tmp_mb", "Ephemeral storage (MB)", "512", EPHEMERAL_STORAGE_MB, "Size of /tmp; 512 MB are free.",
    setting="ephemeral_storage_mb",
)  # fmt: skip

PROVISIONED = Field(
    "provisioned", "Provisioned concurrency", "", ENVIRONMENTS,
    "Environments kept initialized all month. Left empty: none.", optional=True, empty="none", whole=True,
    setting="provisioned_concurrency",
)  # fmt: skip

ENABLED = Field(
    "provisioned_h", "Provisioned for (hours a month)", "", Range(0, 744, above=True, unit="hours"),
    "How long it is enabled. Left empty: all month.", optional=True, empty="all month",
    setting="provisioned hours_per_month",
)  # fmt: skip

QUOTA = Field(
    "quota", "Concurrency quota", f"{DEFAULT_CONCURRENCY}", Range(1, 1e7, unit="executions"),
    "Concurrent executions that your account may have; new accounts start lower.", setting="concurrency_quota",
)  # fmt: skip

RAMP = Field(
    "ramp", "Steepest rise takes (s)", "60", Range(1, 3_600, unit="s"),
    "How long the traffic takes from one hour's load to the next: an assumption, set your own.", setting="ramp_s",
)  # fmt: skip

USED = Field(
    "used_gb_s", "GB-seconds used elsewhere", "0", GB_SECONDS,
    "Duration that other functions of the account use each month: it takes the first tiers and the free tier.",
)  # fmt: skip

STEPS = Switch("steps_100", "Bill in steps of 100 ms", "As before December 2020, to replay older talks.")

INPUTS = (ARCHITECTURE, EPHEMERAL, PROVISIONED, ENABLED, QUOTA, RAMP, USED, STEPS)

OLD_STEP_MS = 100


def show(form: Form) -> None:
    """Architecture, storage, concurrency, and how it is billed."""
    form.choice(ARCHITECTURE)
    form.numbers(EPHEMERAL, PROVISIONED)
    if str(form.given.values[PROVISIONED.key] or "").strip():
        form.number(ENABLED)
        form.built(lambda given: _provisioned(given, account.hours(given)))
    form.numbers(QUOTA, RAMP, USED)
    form.switch(STEPS)


def build(given: Given, hours_per_month: float) -> tuple[Lambda, dict[str, float]]:
    """The function, and what the rest of the account uses first; raises `InvalidInput`."""
    architecture, used = given.choice(ARCHITECTURE), given.number(USED)
    function = Lambda(
        architecture=architecture, ephemeral_storage_mb=given.number(EPHEMERAL),
        provisioned_concurrency=_provisioned(given, hours_per_month), concurrency_quota=given.number(QUOTA),
        ramp_s=given.number(RAMP), billing_increment_ms=OLD_STEP_MS if given.on(STEPS) else 1,
    )  # fmt: skip
    return function, {f"lambda.duration.{architecture}": used} if used else {}


def _provisioned(given: Given, hours_per_month: float) -> ProvisionedConcurrency | None:
    kept = given.maybe(PROVISIONED)
    if kept is None:
        return None
    enabled = given.maybe(ENABLED)
    if enabled is not None and enabled > hours_per_month:
        raise InvalidOption(ENABLED.setting, enabled, "at most the hours of the month")
    return ProvisionedConcurrency(kept, enabled)


def values(function: Lambda, used: Mapping[str, float]) -> dict[str, object]:
    """The inputs that make this function."""
    kept = function.provisioned
    numbers = {
        EPHEMERAL: function.ephemeral_storage_mb, PROVISIONED: kept.environments if kept else None,
        ENABLED: kept.hours_per_month if kept else None, QUOTA: function.concurrency_quota, RAMP: function.ramp_s,
        USED: used.get(f"lambda.duration.{function.architecture}", 0),
    }  # fmt: skip
    steps = function.billing_increment_ms == OLD_STEP_MS
    return {ARCHITECTURE.key: function.architecture, STEPS.key: steps, **written(numbers)}
