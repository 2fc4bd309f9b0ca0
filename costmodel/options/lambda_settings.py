"""What the settings of a Lambda function may be, and which go together."""

from __future__ import annotations

from typing import TYPE_CHECKING

from costmodel.errors import InvalidOption
from costmodel.options.cold_starts import ColdStarts
from costmodel.options.commitment import Commitment
from costmodel.options.lambda_limits import QUOTAS_PAGE, RAMP_S
from costmodel.options.rounding import BILLING_INCREMENT_MS
from costmodel.options.snapstart import SnapStart
from costmodel.options.tenant_isolation import TenantIsolation
from costmodel.ranges import Range, scalar

if TYPE_CHECKING:
    from costmodel.options.aws_lambda import Lambda
    from costmodel.options.provisioned import ProvisionedConcurrency

ARCHITECTURES = ("x86_64", "arm64")

FREE_EPHEMERAL_MB = 512
"""Ephemeral storage that every function has without charge. https://aws.amazon.com/lambda/pricing/ [MB]"""
EPHEMERAL_STORAGE_MB = Range(FREE_EPHEMERAL_MB, 10_240, unit="MB", source=QUOTAS_PAGE)


def check(one: Lambda) -> None:
    """Raise `InvalidOption` naming the setting, its value and what is allowed."""
    if one.architecture not in ARCHITECTURES:
        raise InvalidOption("architecture", one.architecture, " or ".join(ARCHITECTURES))
    scalar("ephemeral_storage_mb", one.ephemeral_storage_mb, EPHEMERAL_STORAGE_MB)
    if one.billing_increment_ms != 0:
        scalar("billing_increment_ms", one.billing_increment_ms, BILLING_INCREMENT_MS)
    scalar("concurrency_quota", one.concurrency_quota, Range(1, 1e7, unit="executions"))
    scalar("ramp_s", one.ramp_s, RAMP_S)
    scalar("attempts", one.attempts, Range(1, 1_000, unit="executions per request"))
    _check_kinds(one)
    _ = one.provisioned  # checks itself
    if one.snapstart and (one.provisioned or one.ephemeral_storage_mb > FREE_EPHEMERAL_MB):
        raise InvalidOption("snapstart", "SnapStart", "without provisioned concurrency and with 512 MB of /tmp")
    if one.cold_starts and one.snapstart and one.snapstart.restore_fraction is not None:
        allowed = "left out beside cold starts, which say how many requests restore"
        raise InvalidOption("restore_fraction", one.snapstart.restore_fraction, allowed)
    if one.tenants and (one.provisioned or one.snapstart):
        raise InvalidOption("tenants", "TenantIsolation", "without provisioned concurrency and SnapStart")
    if one.tenants and one.cold_starts and one.cold_starts.fraction is None:
        raise InvalidOption("cold_starts", "derived from the traffic", "a typed fraction where tenants are isolated")
    if one.plan and one.provisioned:
        _check_kept(one.plan.commitment, one.provisioned)


def _check_kinds(one: Lambda) -> None:
    """Each setting that is a part is that part, and each switch a switch."""
    for name, kind in (
        ("cold_starts", ColdStarts),
        ("snapstart", SnapStart),
        ("commitment", Commitment),
        ("tenants", TenantIsolation),
    ):
        if not isinstance(getattr(one, name), kind | None):
            raise InvalidOption(name, getattr(one, name), f"{kind.__name__} or None")
    for name in ("asynchronous", "streaming"):
        if not isinstance(getattr(one, name), bool):
            raise InvalidOption(name, getattr(one, name), "True or False")


def _check_kept(commitment: Commitment, kept: ProvisionedConcurrency) -> None:
    """A plan needs every hour's use, and beside three meters its level, which `best_commitment` finds."""
    if commitment.usd_per_hour is None:
        allowed = "said beside provisioned concurrency; best_commitment() finds it for a load"
        raise InvalidOption("commitment usd_per_hour", None, allowed)
    if kept.hours_per_month is not None or kept.share_of_requests is not None:
        raise InvalidOption("provisioned hours_per_month", kept.hours_per_month, "a schedule beside a plan")
