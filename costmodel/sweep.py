"""Many scenarios from one workload."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from costmodel.errors import InvalidQuestion, InvalidWorkload
from costmodel.ranges import number
from costmodel.workload import RANGES

if TYPE_CHECKING:
    from numpy.typing import ArrayLike

    from costmodel.workload import Workload


def sweep(workload: Workload, **values: ArrayLike) -> Workload:
    """``workload`` with every combination of the given values: one axis per field, in the order given.

    >>> from costmodel import Workload
    >>> sweep(Workload(1e6, 120, 512), requests_per_month=[1e5, 1e6], memory_mb=[128, 512, 1024]).shape
    (2, 3)

    Raises `InvalidQuestion` for a field that cannot be swept, `InvalidWorkload` for a value outside its range.
    """
    if workload.shape:
        raise InvalidQuestion("the workload to sweep", workload.shape, "one scenario; pick one with .at(index)")
    for name in values:
        if name not in RANGES:
            raise InvalidQuestion("the field to sweep", name, "one of " + ", ".join(RANGES))
    axes = {name: np.atleast_1d(number(name, given, RANGES[name], InvalidWorkload)) for name, given in values.items()}
    behind = range(len(axes) - 1, -1, -1)
    return workload.vary(
        **{name: axis.reshape(-1, *(1,) * after) for (name, axis), after in zip(axes.items(), behind, strict=True)},
    )
