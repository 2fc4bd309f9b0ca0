"""Who wins where: the cheaper option that works, over volume and duration."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import streamlit as st

from costmodel.charts import winners_map
from costmodel.winners import winners
from ui.views import chart

if TYPE_CHECKING:
    from costmodel.display import Say
    from ui.case import Case

VOLUMES, DURATIONS = np.geomspace(1e4, 1e11, 90), np.geomspace(1, 900_000, 70)
"""Where the map looks: 10,000 to 100 billion requests a month, 1 ms to the 15 minutes of a function."""


def show(case: Case, say: Say) -> None:
    """The map with the reader's place on it."""
    scenario, here = case.scenario, case.answer.comparison
    options = [option for option in scenario.options if option.name in here.bills]
    found = winners(scenario.workload, options, case.prices, requests_per_month=VOLUMES, duration_ms=DURATIONS)
    said = say("The cheaper option for every volume and duration, each on a logarithmic axis.")
    st.caption(say("Paler where an option is the only one that works, grey where none does."))
    chart.draw(winners_map(found, scenario.workload, say), "winners", f"{said} {here.verdict(say)}")
