"""The five inputs, and the advanced ones folded away."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import streamlit as st

import pricing_data
from costmodel.options.aws_lambda import ARCHITECTURES
from costmodel.scenario import Scenario
from costmodel.units import TALK_MONTH_H, requests_per_month
from ui.fields import WRONG, Wrong, ask
from ui.questions import (
    COUNT,
    CPU,
    DURATION,
    EPHEMERAL,
    INSTANCE_RPS,
    MEMORY,
    MINIMUM,
    MONTHS,
    PERIODS,
    PROVISIONED,
    REQUEST_MEMORY,
    REQUESTS,
    TARGET,
    USED,
)

if TYPE_CHECKING:
    from costmodel.display import Say
    from costmodel.rates import PriceBook


def region(say: Say) -> str:
    """The region whose prices count."""
    names = pricing_data.regions()
    return st.selectbox(
        say("Region"), list(names), key="region",
        format_func=lambda code: f"{place(names[code])} · {code}",
    )  # fmt: skip


def place(name: str) -> str:
    """The city of a region, which is what people look for.

    >>> place("Asia Pacific (Tokyo)")
    'Tokyo'
    """
    return name.partition("(")[2].rstrip(")") or name


def scenario(chosen: str, prices: PriceBook, say: Say) -> Scenario | None:
    """What the reader asks; None while something typed cannot be right."""
    amount, per = _requests(say)
    duration, memory = ask(DURATION, say), ask(MEMORY, say)
    instance = _instance(prices, say)
    with st.expander(say("Advanced"), icon=":material/tune:", key="advanced"):
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
    storage, provisioned, used = (ask(field, say) for field in (EPHEMERAL, PROVISIONED, USED))
    free_help = say("1 million requests and 400,000 GB-seconds a month, once per account.")
    free_tier = st.toggle(say("Take off the free tier"), key="free_tier", help=free_help)
    steps_help = say("As before December 2020, to replay older talks.")
    steps = st.toggle(say("Bill in steps of 100 ms"), key="steps_100", help=steps_help)
    return {
        "architecture": str(architecture), "ephemeral_storage_mb": storage, "used_gb_seconds": used,
        "provisioned_concurrency": provisioned,
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
