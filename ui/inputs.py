"""The five inputs, and the advanced ones folded away."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import streamlit as st

import pricing_data
from costmodel.options.aws_lambda import ARCHITECTURES, EPHEMERAL_STORAGE_MB
from costmodel.options.aws_lambda import RANGES as FUNCTION
from costmodel.options.ec2 import SETTINGS
from costmodel.options.provisioned import ENVIRONMENTS
from costmodel.scenario import Scenario
from costmodel.units import CALCULATOR_MONTH_H, TALK_MONTH_H, requests_per_month
from costmodel.workload import RANGES as WORKLOAD
from ui.address import one_of
from ui.fields import WRONG, Field, Wrong, ask
from ui.language import LANGUAGES

if TYPE_CHECKING:
    from costmodel.display import Say
    from costmodel.rates import PriceBook

REQUESTS = Field(
    "requests", "Requests", "10M", WORKLOAD["requests_per_month"], "How many requests arrive: 10M, 250 or 1.5k.",
)  # fmt: skip
DURATION = Field(
    "duration_ms", "Duration (ms)", "120", FUNCTION["duration_ms"],
    "Mean time of one request on Lambda, at the memory below.",
)  # fmt: skip
MEMORY = Field(
    "memory_mb", "Memory (MB)", "512", FUNCTION["memory_mb"],
    "Memory of the Lambda function; it decides its share of CPU too.",
)  # fmt: skip
EPHEMERAL = Field("tmp_mb", "Ephemeral storage (MB)", "512", EPHEMERAL_STORAGE_MB, "Size of /tmp; 512 MB are free.")
PROVISIONED = Field(
    "provisioned", "Provisioned concurrency", "", ENVIRONMENTS,
    "Environments kept initialized all month. Left empty: none.", optional=True, whole=True,
)  # fmt: skip
COUNT = Field(
    "count", "Number of instances", "", SETTINGS["count"],
    "Fixed, whatever the load. Left empty: as many as the load needs.", optional=True, whole=True,
)  # fmt: skip
MINIMUM = Field(
    "minimum", "Fewest instances", "1", SETTINGS["minimum"],
    "Of a fleet sized from the load; 2 span two Availability Zones.", whole=True,
)  # fmt: skip
TARGET = Field(
    "target", "CPU target", "0.6", SETTINGS["target_utilization"],
    "Share of CPU that a sized fleet uses in its busiest hour; 0.5 to 0.7 is usual.",
)  # fmt: skip
INSTANCE_RPS = Field(
    "instance_rps", "Requests a second per instance", "", SETTINGS["requests_per_second"],
    "What one instance served in your own load test. Left empty: not measured.", optional=True,
)  # fmt: skip
REQUEST_MEMORY = Field(
    "request_memory", "Memory per request (MB)", "", SETTINGS["request_memory_mb"],
    "Measured memory of one request in flight. Left empty: the function's memory.", optional=True,
)  # fmt: skip
CPU = Field(
    "cpu_ms", "CPU time per request (ms)", "", WORKLOAD["cpu_ms"],
    "Measured CPU time. Left empty: the most the function can have burned, duration × memory ÷ 1,769 MB.",
    optional=True,
)  # fmt: skip

FIELDS = (REQUESTS, DURATION, MEMORY, EPHEMERAL, PROVISIONED, COUNT, MINIMUM, TARGET, INSTANCE_RPS, REQUEST_MEMORY, CPU)

PERIODS = ("month", "day", "hour", "second")

SWITCH = (False, True)

MONTHS = (TALK_MONTH_H, CALCULATOR_MONTH_H)

DEFAULTS = {
    "lang": "en", "region": "ap-northeast-1", "per": "month", "instance": "m6i.large", "architecture": ARCHITECTURES[0],
    "free_tier": False, "steps_100": False, "hours": TALK_MONTH_H, **{field.key: field.default for field in FIELDS},
}  # fmt: skip
"""What every input holds before anyone touches it."""

READERS = {
    "lang": one_of(*LANGUAGES), "region": one_of(*pricing_data.regions()), "per": one_of(*PERIODS),
    "architecture": one_of(*ARCHITECTURES), "free_tier": one_of(*SWITCH), "steps_100": one_of(*SWITCH),
    "hours": one_of(*MONTHS),
}  # fmt: skip
"""How an address is read where not every text will do."""


def region(say: Say) -> str:
    """The region whose prices count."""
    names = pricing_data.regions()
    return st.selectbox(
        say("Region"), list(names), key="region",
        format_func=lambda code: f"{code} · {names[code]}",
    )  # fmt: skip


def scenario(chosen: str, prices: PriceBook, say: Say) -> Scenario | None:
    """What the reader asks; None while something typed cannot be right."""
    amount, per = _requests(say)
    duration, memory = ask(DURATION, say), ask(MEMORY, say)
    instance = _instance(prices, say)
    with st.expander(say("Advanced"), icon=":material/tune:"):
        advanced = _advanced(say)
    if advanced is None or not isinstance(amount, float) or WRONG in (duration, memory):
        return None
    load = requests_per_month(amount, per, advanced["hours_per_month"])
    given = {"duration_ms": duration, "memory_mb": memory, "instance": instance, **advanced}
    return Scenario(region=chosen, requests_per_month=load, **given)


def _requests(say: Say) -> tuple[float | Wrong | None, str]:
    wide, narrow = st.columns([3, 2], vertical_alignment="top")
    with narrow:
        per = st.selectbox(say("per"), PERIODS, key="per", format_func=say)
    with wide:
        return ask(REQUESTS, say), per


def _instance(prices: PriceBook, say: Say) -> str:
    """An EC2 type; one that the region lacks stays chosen, and the answer says so."""
    names = instance_names(prices)
    wanted = st.session_state["instance"]
    names = names if wanted in names else [wanted, *names]
    return st.selectbox(
        say("Instance type"), names, key="instance",
        format_func=lambda name: _size(name, prices), help=say("On-Demand Linux, shared tenancy. Type to search."),
    )  # fmt: skip


def instance_names(prices: PriceBook) -> list[str]:
    """The EC2 types of known size that have a price in the region, by family and size."""
    sizes = prices.instances
    names = (name for name in sizes if f"ec2.{name}" in prices)
    return sorted(names, key=lambda name: (name.partition(".")[0], sizes[name].vcpu, sizes[name].memory_mib, name))


def _size(name: str, prices: PriceBook) -> str:
    if name not in prices.instances:
        return name
    spec = prices.instances[name]
    return f"{name} · {spec.vcpu:g} vCPU · {spec.memory_mib / 1024:g} GiB"


def _advanced(say: Say) -> dict[str, Any] | None:
    """The settings behind the fold; None while one of them cannot be right."""
    parts = [_of_lambda(say), _of_ec2(say), _of_both(say)]
    given = {name: value for part in parts for name, value in part.items()}
    return None if WRONG in given.values() else given


def _of_lambda(say: Say) -> dict[str, Any]:
    st.caption(say("Lambda"))
    architecture = st.segmented_control(
        say("Architecture"),
        ARCHITECTURES,
        required=True,
        key="architecture",
    )
    storage, provisioned = ask(EPHEMERAL, say), ask(PROVISIONED, say)
    free_help = say("1 million requests and 400,000 GB-seconds a month, once per account.")
    free_tier = st.toggle(say("Take off the free tier"), key="free_tier", help=free_help)
    steps_help = say("As before December 2020, to replay older talks.")
    steps = st.toggle(say("Bill in steps of 100 ms"), key="steps_100", help=steps_help)
    return {
        "architecture": str(architecture), "ephemeral_storage_mb": storage, "provisioned_concurrency": provisioned,
        "free_tier": free_tier, "billing_increment_ms": 100 if steps else 1,
    }  # fmt: skip


def _of_ec2(say: Say) -> dict[str, Any]:
    st.caption(say("EC2"))
    fields = {
        "count": COUNT, "minimum": MINIMUM, "target_utilization": TARGET, "instance_rps": INSTANCE_RPS,
        "request_memory_mb": REQUEST_MEMORY,
    }  # fmt: skip
    return {name: ask(field, say) for name, field in fields.items()}


def _of_both(say: Say) -> dict[str, Any]:
    st.caption(say("Both"))
    cpu = ask(CPU, say)
    hours = st.segmented_control(
        say("Hours in a month"), MONTHS, required=True, key="hours",
        help=say("720 is 30 × 24, the talk's; 730 is what AWS's calculators use."),
    )  # fmt: skip
    return {"cpu_ms": cpu, "hours_per_month": float(hours or TALK_MONTH_H)}
