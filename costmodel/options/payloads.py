"""What large events and responses cost on Lambda. https://aws.amazon.com/lambda/pricing/ (read 2026-11-23)."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from costmodel.bill import Factor, Line
from costmodel.limits import round_up
from costmodel.notes import Note
from costmodel.units import MB_PER_GB

if TYPE_CHECKING:
    from collections.abc import Iterator

    from costmodel.rates import Num, PriceBook
    from costmodel.workload import Workload

KB_PER_MB = 1024

FIRST_KB = 256
"""Part of an asynchronous event that one request covers. [KB]"""

CHUNK_KB = 64
"""Each further chunk of it counts as one more request. [KB]"""

FREE_STREAM_MB = 6
"""Part of a streamed response that is not charged by its size. [MB]"""

CHUNKED = Note("an event above 256 KB counts as one more request for every further 64 KB")


def requests_per_event(workload: Workload) -> Factor:
    """Requests that one asynchronous event is charged as."""
    further = round_up(np.maximum(workload.request_kb - FIRST_KB, 0) / CHUNK_KB)
    return Factor("requests per event", 1 + further, "1", (CHUNKED,))


def streamed(workload: Workload, prices: PriceBook, architecture: str, requests: Factor) -> Iterator[Line]:
    """What a streamed response has above the first 6 MB."""
    above: Num = np.maximum(workload.response_kb / KB_PER_MB - FREE_STREAM_MB, 0) / MB_PER_GB
    if np.any(above):
        size = Factor("part above 6 MB", above, "GB/request")
        yield Line("Response streaming", prices[f"lambda.response_streaming.{architecture}"], (requests, size))
