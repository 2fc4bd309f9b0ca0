"""The week: load, instances and what is paid for, hour by hour."""

from __future__ import annotations

from typing import TYPE_CHECKING

from costmodel.charts import week_picture
from ui.inputs import traffic
from ui.question import side
from ui.views import chart

if TYPE_CHECKING:
    from costmodel.display import Say
    from ui.case import Case


def show(case: Case, say: Say) -> None:
    """The picture."""
    options = tuple(side(option).option for option in case.scenario.options)
    figure = week_picture(case.scenario.workload, options, case.prices, say)
    words = [say("Load and instances of every hour of the week.")]
    chart.draw(figure, "week", " ".join([*words, traffic.told(case.scenario.workload.traffic, say)]))
