"""Bills as tables."""

from __future__ import annotations

import numpy as np
import pytest

import costmodel as cm
from costmodel.frames import COLUMNS


def test_one_row_per_line_with_its_reasons(prices):
    both = cm.compare(cm.Workload(10e6, 120, 512), [cm.Lambda(), cm.EC2Fleet("t3.medium", count=2)], prices)

    table = both.frame()

    assert list(table.columns) == COLUMNS
    assert table["line"].tolist() == ["Requests", "Duration", "Instances"]
    assert table["quantity"].tolist() == [10e6, 600_000, 1_440]
    assert table["unit"].tolist() == ["request/month", "GB·s/month", "instance·h/month"]
    assert table.groupby("option")["usd"].sum().to_dict() == pytest.approx(dict(both.totals), rel=1e-15)
    assert table["formula"][1] == "10,000,000 request/month × 0.5 GB × 0.12 s/request = 600,000 GB·s/month"
    assert table["rate"].tolist() == ["lambda.requests", "lambda.duration.x86_64", "ec2.t3.medium"]


def test_many_scenarios_have_a_row_each(prices):
    grid = cm.sweep(cm.Workload(1e6, 120, 512), requests_per_month=[1e6, 2e6], memory_mb=[128, 512, 1024])

    table = cm.bill(cm.Lambda(), grid, prices).frame()

    assert list(table.columns) == ["scenario", *COLUMNS]
    assert len(table) == 2 * 2 * 3
    totals = np.ravel(cm.bill(cm.Lambda(), grid, prices).total)
    assert table.groupby("scenario")["usd"].sum().tolist() == pytest.approx(totals.tolist(), rel=1e-15)
