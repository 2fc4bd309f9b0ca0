"""How the function is called and bought: retries, events, streams, SnapStart, a Savings Plan."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from costmodel import Commitment, InvalidOption, SnapStart
from costmodel.ranges import Range
from ui.fields import Choice, Field, Switch
from ui.form import written
from ui.inputs import cold, keeping
from ui.inputs.buying import PAYMENT as PAYMENTS

if TYPE_CHECKING:
    from costmodel import Lambda
    from ui.form import Form, Given

NONE = "none"

ATTEMPTS = Field(
    "attempts", "Executions per request", "1", Range(1, 1_000),
    "Retries included: 1.02 is one retry in fifty requests. Each execution is billed.", setting="attempts",
)  # fmt: skip

EVENTS = Switch(
    "async", "Asynchronous events", "Of at most 1 MB; above 256 KB every further 64 KB count as one more request."
)

STREAM = Switch("stream", "Stream the responses", "Up to 200 MB; what is above 6 MB is charged by its size.")

SNAP = Choice(
    "snapstart", "SnapStart", {NONE: "Off", "java": "Java, without charge", "python": "Python", "dotnet": ".NET"}, NONE,
    "Starts from a snapshot of an initialized environment.",
)  # fmt: skip

VERSIONS = Field(
    "snap_versions", "Published versions", "1", Range(1, 1e4, unit="versions"),
    "Each that is active is charged for its snapshot all month.", whole=True, setting="snapstart versions",
)  # fmt: skip

RESTORED = Field(
    "snap_restored", "Share of requests that restore", "", Range(0, 1),
    "Requests that start a new environment. Left empty: as many as start cold, or 0.01 where these are not counted.",
    optional=True, empty="automatic", setting="restore_fraction",
)  # fmt: skip

PLAN = Choice(
    "lambda_plan", "Compute Savings Plan on Lambda", {NONE: "None", "1": "1 year", "3": "3 years"}, NONE,
    "On the duration; requests are taken as not discounted. Sources disagree on the discount: check your own.",
)  # fmt: skip

PAYMENT = Choice("lambda_payment", "Payment of the plan", PAYMENTS.words, PAYMENTS.default)

COMMITTED = Field(
    "lambda_usd", "Committed to (USD an hour)", "", Range(0, 1e9, unit="USD"),
    "Left empty: the level that costs least for the shape of the traffic.", optional=True, empty="the best level",
    setting="commitment usd_per_hour",
)  # fmt: skip

INPUTS = (ATTEMPTS, EVENTS, STREAM, SNAP, VERSIONS, RESTORED, PLAN, PAYMENT, COMMITTED)


def show(form: Form) -> None:
    """Each is off until it is said."""
    form.number(ATTEMPTS)
    form.switch(EVENTS)
    form.switch(STREAM)
    form.choice(SNAP)
    if form.given.choice(SNAP) != NONE:
        form.number(VERSIONS)
        if form.given.choice(cold.COLD) == cold.NONE:
            form.number(RESTORED)
    form.choice(PLAN)
    if form.given.choice(PLAN) != NONE:
        form.choice(PAYMENT)
        form.number(COMMITTED)


def build(given: Given, *, kept: bool, tmp_mb: float) -> dict[str, Any]:
    """Settings of the function, which may keep environments and have so much /tmp; raises `InvalidInput`."""
    return {
        "attempts": given.number(ATTEMPTS), "asynchronous": given.on(EVENTS), "streaming": given.on(STREAM),
        "snapstart": _snapstart(given, kept=kept, tmp_mb=tmp_mb), "commitment": _commitment(given, kept=kept),
    }  # fmt: skip


FREE_TMP_MB = 512


def _snapstart(given: Given, *, kept: bool, tmp_mb: float) -> SnapStart | None:
    runtime = given.choice(SNAP)
    if runtime == NONE:
        return None
    if kept or tmp_mb > FREE_TMP_MB:
        raise InvalidOption(SNAP.label, runtime, "off beside provisioned concurrency, or with more than 512 MB of /tmp")
    counted = given.choice(cold.COLD) != cold.NONE  # these then say it, and the field is not shown
    return SnapStart(runtime, given.count(VERSIONS), restore_fraction=None if counted else given.maybe(RESTORED))


def plan(given: Given) -> Commitment | None:
    """The plan that was chosen; its level may still have to be found."""
    years = given.choice(PLAN)
    if years == NONE:
        return None
    return Commitment(years=int(years), payment=given.choice(PAYMENT), usd_per_hour=given.maybe(COMMITTED))


def _commitment(given: Given, *, kept: bool) -> Commitment | None:
    """The plan as a setting: beside provisioned concurrency only with its level."""
    chosen = plan(given)
    if chosen and kept and given.maybe(keeping.ENABLED) is not None and not given.on(keeping.SCHEDULED):
        allowed = "none beside hours a month of provisioned concurrency: choose its schedule"
        raise InvalidOption(PLAN.label, given.choice(PLAN), allowed)
    return None if chosen and kept and not chosen.fixed else chosen


def values(function: Lambda) -> dict[str, object]:
    """The inputs that make these settings."""
    snap, bought = function.snapstart, function.commitment
    numbers: dict[Field, float | None] = {ATTEMPTS: function.attempts}
    if snap:
        numbers |= {VERSIONS: snap.versions, RESTORED: snap.restore_fraction}
    if bought:
        numbers[COMMITTED] = bought.usd_per_hour
    return {
        EVENTS.key: function.asynchronous, STREAM.key: function.streaming, SNAP.key: snap.runtime if snap else NONE,
        PLAN.key: str(bought.years) if bought else NONE, PAYMENT.key: bought.payment if bought else PAYMENT.default,
        **written(numbers),
    }  # fmt: skip
