"""Bills as tables: the only module that knows pandas."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

if TYPE_CHECKING:
    from collections.abc import Iterator

    from costmodel.bill import Bill, Line
    from costmodel.compare import Comparison
    from costmodel.uncertainty import Outcomes

Table = pd.DataFrame

COLUMNS = ["option", "line", "quantity", "unit", "usd", "formula", "rate", "sku", "source", "as_of"]
"""Columns of every table of lines; many scenarios add ``scenario``, their place in the flattened workload, in front."""


def bill_frame(one: Bill) -> pd.DataFrame:
    """One row per line, and per scenario where there are many. ``usd`` is USD a month."""
    if not one.workload.shape:
        return pd.DataFrame(list(_rows(one)), columns=COLUMNS)
    size = int(np.prod(one.workload.shape))
    parts = [pd.DataFrame({"scenario": np.arange(size), **row}) for row in _rows(one)]
    return pd.concat(parts, ignore_index=True)[["scenario", *COLUMNS]]


def comparison_frame(comparison: Comparison) -> pd.DataFrame:
    """The lines of every option, one below the other."""
    return pd.concat([bill_frame(one) for one in comparison.bills.values()], ignore_index=True)


def outcomes_frame(found: Outcomes) -> pd.DataFrame:
    """One row per option: how often it is the cheapest and how often it fails, and quantiles of its bill."""
    rows = [(name, found.probability[name], found.infeasible[name], *found.quantiles(name)) for name in found.totals]
    return pd.DataFrame(rows, columns=["option", "cheapest", "infeasible", "usd_p05", "usd_p50", "usd_p95"])


def _rows(one: Bill) -> Iterator[dict[str, object]]:
    shape = one.workload.shape
    for line in one.lines:
        quantity, usd = (
            np.broadcast_to(value, shape).reshape(-1) if shape else float(value) for value in (line.quantity, line.cost)
        )
        values = (one.option, line.name, quantity, line.unit, usd, _formula(line, scalar=not shape))
        source = line.rate.source
        yield dict(zip(COLUMNS, (*values, line.rate.key, source.sku, source.url, source.as_of), strict=True))


def _formula(line: Line, *, scalar: bool) -> str:
    """The numbers of one scenario; for many, the names of the factors."""
    return line.formula() if scalar else " × ".join(factor.name for factor in line.factors)
