"""Every input of the page as data: its label, default, range and hint."""

from __future__ import annotations

import pricing_data
from costmodel.options.aws_lambda import ARCHITECTURES, EPHEMERAL_STORAGE_MB
from costmodel.options.aws_lambda import RANGES as FUNCTION
from costmodel.options.ec2 import SETTINGS
from costmodel.options.provisioned import ENVIRONMENTS
from costmodel.scenario import GB_SECONDS
from costmodel.units import CALCULATOR_MONTH_H, TALK_MONTH_H
from costmodel.workload import RANGES as WORKLOAD
from ui.address import one_of
from ui.fields import Field
from ui.language import LANGUAGES

REQUESTS = Field(
    "requests", "Requests", "10M", WORKLOAD["requests_per_month"], "How many requests arrive: 10M, 250 or 1.5k.",
)  # fmt: skip
DURATION = Field(
    "duration_ms", "Duration (ms)", "120", WORKLOAD["duration_ms"],
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
USED = Field(
    "used_gb_s", "GB-seconds used elsewhere", "0", GB_SECONDS,
    "Duration that other functions of the account use each month: it takes the first tiers and the free tier.",
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

FIELDS = (
    REQUESTS,
    DURATION,
    MEMORY,
    EPHEMERAL,
    PROVISIONED,
    USED,
    COUNT,
    MINIMUM,
    TARGET,
    INSTANCE_RPS,
    REQUEST_MEMORY,
    CPU,
)

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
