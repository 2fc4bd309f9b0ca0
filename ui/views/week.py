"""The week: load, instances and what is paid for, hour by hour."""

from __future__ import annotations

from typing import TYPE_CHECKING

from costmodel.charts import week_picture
from costmodel.display import quantity
from ui.inputs import traffic
from ui.question import side
from ui.views import chart

if TYPE_CHECKING:
    from costmodel.display import Say
    from ui.case import Case


def show(case: Case, say: Say) -> None:
    """The picture."""
    known = case.answer.comparison.bills
    options = tuple(side(option).option for option in case.scenario.options if option.name in known)
    figure = week_picture(case.scenario.workload, options, case.prices, say)
    words = [say("Load and instances of every hour of the week."), traffic.told(case.scenario.workload.traffic, say)]
    for option in options:
        alive = option.footprint(case.scenario.workload, case.prices)
        sentence = say("{name}: {mean} running on average, {most} at most.")
        mean, most = (quantity(float(value)) for value in (alive.running.value, alive.most))
        words.append(sentence.format(name=option.name, mean=mean, most=most))
    chart.draw(figure, "week", " ".join(words))
