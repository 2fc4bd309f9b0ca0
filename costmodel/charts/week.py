"""A week, hour by hour: what arrives, and what each option keeps running for it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import plotly.graph_objects as go

from costmodel.charts import keeps
from costmodel.charts.panel import HOURS, Panel, line, stack, uprights
from costmodel.charts.style import GRID, INK, layout, tint
from costmodel.errors import InvalidQuestion
from costmodel.scale import compact
from costmodel.units import HOURS_PER_DAY, HOURS_PER_WEEK

if TYPE_CHECKING:
    from collections.abc import Sequence

    from costmodel.display import Say
    from costmodel.option import ComputeOption
    from costmodel.rates import PriceBook
    from costmodel.traffic import TrafficProfile
    from costmodel.workload import Workload

QUARTER_DAY_H = 6
"""From one small tick of the axis to the next. [h]"""

LOAD_TALL = 150
"""Height of the panel of what arrives. [px]"""

MIDDLE = HOURS_PER_WEEK / 2


def week_picture(workload: Workload, options: Sequence[ComputeOption], prices: PriceBook, say: Say = str) -> go.Figure:
    """Requests a second of every hour of the week; below, the instances and the environments that serve them.

    Instances stand in one panel, busy Lambda environments in another, on the same week. Raises `InvalidQuestion` for
    more than one scenario.
    """
    if workload.shape:
        raise InvalidQuestion(
            "the workload of week_picture()", workload.shape, "one scenario; pick one with .at(index)"
        )
    days = (say("Mon"), say("Tue"), say("Wed"), say("Thu"), say("Fri"), say("Sat"), say("Sun"))
    names = [f"{days[hour // HOURS_PER_DAY]} {hour % HOURS_PER_DAY:02d}:00" for hour in range(HOURS_PER_WEEK)]
    panels = [_load(workload, names, say), *keeps.panels(workload, options, prices, names, say)]
    figure = go.Figure()
    tall = stack(figure, panels)
    figure.update_layout(**layout(tall, hovermode="x", hoversubplots="axis"), showlegend=False, xaxis=_hours(days))
    uprights(figure, len(panels), range(0, HOURS_PER_WEEK + 1, HOURS_PER_DAY), {"color": GRID, "width": 1})
    if len(set(workload.traffic.levels)) > 1:
        _busiest(figure, len(panels), workload.traffic.peak_hour, names[workload.traffic.peak_hour])
    return figure


def _load(workload: Workload, names: Sequence[str], say: Say) -> Panel:
    """What arrives: the mean of every hour, and the busiest moments in it where they differ."""
    traffic = workload.traffic
    mean = np.array(traffic.levels) * float(workload.mean_rps)
    title = say("Requests a second")
    hover = f"%{{customdata}}: %{{y:,.4~g}}<extra>{title}</extra>"
    area = line(mean, names, INK, title, hover).update(fill="tozeroy", fillcolor=tint(INK, 0.3), line_width=1.5)
    rows, traces = [f"<b>{title}</b>", _told(traffic, mean, names, say)], [area]
    if traffic.within_hour > 1:
        busiest = say("busiest moments of the hour")
        over = f"%{{y:,.4~g}}<extra>{busiest}</extra>"
        traces.append(line(mean * traffic.within_hour, names, INK, busiest, over).update(line_width=1))
        said = say("Thin line: the busiest moments, {times} times the mean of their hour")
        rows.append(said.format(times=compact(traffic.within_hour)))
    return Panel(rows, traces, LOAD_TALL, float(mean.max()) * traffic.within_hour)


def _told(traffic: TrafficProfile, mean: np.ndarray, names: Sequence[str], say: Say) -> str:
    """Mean and busiest hour in words."""
    average, most = compact(float(mean.mean())), compact(float(mean.max()))
    alike = sum(level == max(traffic.levels) for level in traffic.levels)
    if alike == HOURS_PER_WEEK:
        return say("{mean} in every hour").format(mean=average)
    one = say("{mean} on average, {most} in the busiest hour, {hour}")
    many = say("{mean} on average, {most} in the busiest hours, {hour} and {count} others")
    sentence = one if alike == 1 else many
    return sentence.format(mean=average, most=most, hour=names[traffic.peak_hour], count=alike - 1)


def _hours(days: Sequence[str]) -> dict[str, object]:
    """One axis for all panels: the days by name, a small tick every six hours."""
    return {
        "range": [0, HOURS_PER_WEEK], "showgrid": False, "zeroline": False, "automargin": True, "anchor": "free",
        "position": 0, "tickvals": [HOURS_PER_DAY * (day + 0.5) for day in range(len(days))], "ticktext": list(days),
        "minor": {"dtick": QUARTER_DAY_H, "ticks": "outside", "ticklen": 4, "tickcolor": INK, "showgrid": False},
    }  # fmt: skip


def _busiest(figure: go.Figure, panels: int, hour: int, name: str) -> None:
    """A line through all panels at the busiest hour, with its name."""
    at, side = float(HOURS[hour + 1]), "left" if hour < MIDDLE else "right"
    uprights(figure, panels, [at], {"color": INK, "dash": "dot", "width": 1.5})
    figure.add_annotation(
        x=at, y=1, yref="y domain", text=f"<b>{name}</b>", xanchor=side, yanchor="top", showarrow=False,
        xshift=4 if side == "left" else -4,
    )  # fmt: skip
