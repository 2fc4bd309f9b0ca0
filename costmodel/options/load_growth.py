"""How fast the load may grow on Managed Instances, which add instances while they run.

https://docs.aws.amazon.com/lambda/latest/dg/lambda-managed-instances-scaling.html (read 2026-11-29): requests may be
throttled where traffic more than doubles within 5 minutes.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from costmodel.limits import Limit

if TYPE_CHECKING:
    from costmodel.rates import Num
    from costmodel.traffic import TrafficProfile

PAGE = "https://docs.aws.amazon.com/lambda/latest/dg/lambda-managed-instances-scaling.html"

WITHIN_S = 300
"""[s]"""

TIMES = 2.0
"""What the load may become meanwhile, against what runs. [1]"""

SLOWER = "some requests are throttled until it catches up: keep more environments, spread the rise, or queue"


def growth_limit(traffic: TrafficProfile, ramp_s: float, kept: Num) -> Limit:
    """The steepest climb of the week within 5 minutes, against the load before it.

    ``kept`` is the load that the fewest instances carry [load / mean load]: below it nothing has to grow.
    """
    arrived = min(1.0, WITHIN_S / ramp_s)
    most: Num = 0.0
    for before, after in traffic.neighbours:
        if after > before:
            reached = (before + (after - before) * arrived) * traffic.within_hour
            most = np.maximum(most, reached / np.maximum(before * traffic.within_hour, kept))
    return Limit("Growth of the load within 5 minutes", most, TIMES, "times", SLOWER, PAGE, hard=False, quota=False)
