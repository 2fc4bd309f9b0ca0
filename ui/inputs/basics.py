"""The five inputs: where, how many requests, how long, how much memory, which instance type."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import streamlit as st

import pricing_data
from costmodel import InvalidWorkload
from costmodel.options.aws_lambda import RANGES as FUNCTION
from costmodel.units import requests_per_month
from costmodel.workload import RANGES as WORKLOAD
from ui.fields import Choice, Field
from ui.inputs import account

if TYPE_CHECKING:
    from costmodel.display import Say
    from costmodel.rates import PriceBook
    from ui.form import Form, Given

REGION = Choice("region", "Region", {}, "ap-northeast-1", open=True)

REQUESTS = Field(
    "requests", "Requests", "10M", WORKLOAD["requests_per_month"], "How many requests arrive: 10M, 250 or 1.5k.",
    setting="requests_per_month",
)  # fmt: skip

PER = Choice("per", "per", {"month": "month", "day": "day", "hour": "hour", "second": "second"}, "month")

DURATION = Field(
    "duration_ms", "Duration (ms)", "120", WORKLOAD["duration_ms"],
    "Mean time of one request on Lambda, at the memory below.", setting="duration_ms",
)  # fmt: skip

FUNCTION_MB = replace(FUNCTION["memory_mb"], high=WORKLOAD["memory_mb"].high)
"""What a function may be configured with, as far as a workload may say so."""

MEMORY = Field(
    "memory_mb", "Memory (MB)", "512", FUNCTION_MB,
    "Memory of the Lambda function; it decides its share of CPU too.", setting="memory_mb",
)  # fmt: skip

INSTANCE = Choice(
    "instance", "Instance type", {}, "m6i.large", "On-Demand Linux, shared tenancy. Type to search.", open=True
)

INPUTS = (REGION, REQUESTS, PER, DURATION, MEMORY, INSTANCE)


def region(say: Say) -> str:
    """The region whose prices count."""
    names = pricing_data.regions()
    return st.selectbox(
        say(REGION.label), list(names), key=REGION.key, format_func=lambda code: f"{place(names[code])} · {code}",
    )  # fmt: skip


def place(name: str) -> str:
    """The city of a region, which is what people look for.

    >>> place("Asia Pacific (Tokyo)")
    'Tokyo'
    """
    return name.partition("(")[2].rstrip(")") or name


def show(form: Form, prices: PriceBook) -> None:
    """The other four."""
    wide, narrow = st.columns([3, 2], vertical_alignment="top")
    with narrow:
        form.choice(PER)
    with wide:
        form.number(REQUESTS)
        form.built(volume)
    form.numbers(DURATION, MEMORY)
    form.choice(INSTANCE, instance_names(prices), lambda name: _size(name, prices))


def volume(given: Given) -> float:
    """The load. [request/month]"""
    load = requests_per_month(given.number(REQUESTS), given.choice(PER), account.hours(given))
    REQUESTS.allowed.check(REQUESTS.label, load, InvalidWorkload)
    return load


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
