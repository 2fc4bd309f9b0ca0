"""What a Lambda function cannot do. https://docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from costmodel.limits import Limit
from costmodel.options.provisioned import REQUESTS_PER_CONCURRENCY
from costmodel.ranges import Range
from costmodel.workload import MB_PER_VCPU

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from costmodel.rates import Num
    from costmodel.workload import Workload

QUOTAS_PAGE = "https://docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html"

SCALING_PAGE = "https://docs.aws.amazon.com/lambda/latest/dg/scaling-behavior.html"

MOST_MEMORY_MB = 10_240
"""Memory of the largest function. https://docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html
(read 2026-11-23). [MB]"""

LONGEST_MS = 900_000
"""The 15 minutes that an invocation may run. Same page. [ms]"""

PAYLOAD_KB = 6 * 1024
"""Request, and response, of a synchronous invocation. Same page. [KB]"""

EVENT_KB = 1024
"""An asynchronous event. Same page. [KB]"""

STREAM_KB = 200 * 1024
"""A streamed response. Same page. [KB]"""

STARTED_IN_10_S = 1_000
"""Environments that one function may start in 10 seconds, or a tenth of the requests a second it may add.
https://docs.aws.amazon.com/lambda/latest/dg/scaling-behavior.html (read 2026-11-23). [environment]"""

STARTED = "Environments started within 10 s"
"""The limit of a climb in traffic."""

SCALING_PERIOD_S = 10
"""[s]"""

DEFAULT_CONCURRENCY = 1_000
"""Concurrent executions of a region's account until the quota is raised; new accounts start lower.
https://docs.aws.amazon.com/lambda/latest/dg/lambda-concurrency.html (read 2026-11-23). [execution]"""

RAISE_QUOTA = "ask AWS to raise the quota 'Concurrent executions'"

RAMP_S = Range(1, 3_600, unit="s")
"""How long the steepest rise of the traffic may be said to take."""

SPLIT_WORK = "split the work, or run it on EC2 or in containers"

SMALLER = "hand over large bodies through S3, or stream the response"

SAME_MEMORY = "Lambda's share of CPU cannot burn that much in this time: measure both at the same memory"

MEMORY_PAGE = "https://docs.aws.amazon.com/lambda/latest/dg/configuration-memory.html"

UNRESERVED = 100
"""Concurrency of the account that cannot be provisioned or reserved.
https://docs.aws.amazon.com/lambda/latest/dg/lambda-concurrency.html (read 2026-11-24). [execution]"""

WARM_UP = "some requests are throttled until it catches up: provision concurrency, spread the rise, or queue"


def limits(
    workload: Workload,
    quota: float,
    provisioned: Num,
    ramp_s: float,
    asynchronous: bool = False,  # noqa: FBT001, FBT002
    streaming: bool = False,  # noqa: FBT001, FBT002
) -> Iterator[Limit]:
    """What one invocation may take, and what the account and the function may grow to."""
    yield Limit("Duration", workload.duration_ms, LONGEST_MS, "ms", SPLIT_WORK, QUOTAS_PAGE)
    yield Limit("Memory", workload.memory_mb, MOST_MEMORY_MB, "MB", SPLIT_WORK, QUOTAS_PAGE)
    yield Limit(
        "Request size", workload.request_kb, EVENT_KB if asynchronous else PAYLOAD_KB, "KB", SMALLER, QUOTAS_PAGE
    )
    yield Limit(
        "Response size", workload.response_kb, STREAM_KB if streaming else PAYLOAD_KB, "KB", SMALLER, QUOTAS_PAGE
    )
    needs = executions_needed([(workload, provisioned)])
    yield Limit("Concurrent executions", needs, quota, "executions", RAISE_QUOTA, QUOTAS_PAGE, hard=False)
    more = np.maximum(workload.concurrency, workload.mean_rps / REQUESTS_PER_CONCURRENCY) * workload.traffic.rise
    yield Limit(
        STARTED, more * min(1, SCALING_PERIOD_S / ramp_s), STARTED_IN_10_S,
        "environments", WARM_UP, SCALING_PAGE, hard=False, quota=False,
    )  # fmt: skip
    if workload.cpu_ms is not None:
        most = workload.duration_ms * np.minimum(workload.memory_mb / MB_PER_VCPU, workload.parallelism)
        yield Limit(
            "CPU time of one request", workload.cpu_ms, most, "vCPU·ms", SAME_MEMORY, MEMORY_PAGE, hard=False,
            quota=False,
        )  # fmt: skip


def executions_needed(functions: Iterable[tuple[Workload, Num]]) -> Num:
    """Concurrent executions of functions, each with what it has provisioned, and what stays unreserved. [execution]"""
    every: Num = 0.0
    kept: Num = 0.0
    for load, provisioned in functions:
        busy = np.maximum(load.peak_concurrency, load.peak_rps / REQUESTS_PER_CONCURRENCY)
        every, kept = every + np.maximum(busy, provisioned), kept + provisioned
    return np.maximum(every, np.where(np.greater(kept, 0), kept + UNRESERVED, 0.0))
