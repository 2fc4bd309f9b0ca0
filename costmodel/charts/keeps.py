"""What each option keeps running, hour by hour: instances of a fleet, busy environments of a function."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from costmodel.charts.panel import Panel, line
from costmodel.charts.style import mark, style, whole
from costmodel.options.aws_lambda import Lambda
from costmodel.options.deciding import Decides
from costmodel.options.ec2 import EC2Fleet
from costmodel.options.staffing import Staff
from costmodel.request_path import RequestPath
from costmodel.scale import compact

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    import plotly.graph_objects as go

    from costmodel.display import Say
    from costmodel.option import ComputeOption
    from costmodel.rates import PriceBook
    from costmodel.workload import Workload

TALL = 120
"""Height of a panel. [px]"""

THIN, THICKER = 2.5, 3.0
"""Width of the last option's line, and how much wider each one before it is: where they meet, both are seen. [px]"""


def panels(
    workload: Workload, options: Sequence[ComputeOption], prices: PriceBook, names: Sequence[str], say: Say
) -> Iterator[Panel]:
    """One panel for the fleets and one for the functions, as far as there are any."""
    inner = [(place, option.name, _inside(option)) for place, option in enumerate(options)]
    fleets = [(place, name, one) for place, name, one in inner if isinstance(one, EC2Fleet)]
    functions = [(place, name, one) for place, name, one in inner if isinstance(one, Lambda)]
    if fleets:
        staffs = [(place, name, Staff(fleet, workload, prices)) for place, name, fleet in fleets]
        yield _instances(staffs, prices, names, say)
    if functions:
        yield _environments(functions, workload, names, say)


def _inside(option: ComputeOption) -> ComputeOption:
    """What a request runs on, without what is around it."""
    while isinstance(option, RequestPath):
        option = option.option
    return option


def _instances(staffs: Sequence[tuple[int, str, Staff]], prices: PriceBook, names: Sequence[str], say: Say) -> Panel:
    """Instances by hour as steps, and what is committed to as a dashed line."""
    title = say("EC2 instances running")
    rows, traces, most = [f"<b>{title}</b>"], list["go.Scatter"](), 0.0
    for behind, (place, name, staff) in zip(range(len(staffs))[::-1], staffs, strict=True):
        counts, committed = np.array(staff.by_hour()), _committed(staff, prices)
        traces.append(_drawn(counts, names, place, name, behind))
        said = [_range(place, name, counts, say), whole(Decides(staff).explain(say))]
        if committed is not None:
            dashed = say("dashed: {count} committed").format(count=compact(committed))
            traces.append(_level(committed, names, place, dashed))
            said.append(whole(dashed))
        rows.append(say(", ").join(said))
        most = max(most, counts.max(), committed or 0)
    return Panel(rows, traces, TALL, float(most))


def _environments(
    functions: Sequence[tuple[int, str, Lambda]], workload: Workload, names: Sequence[str], say: Say
) -> Panel:
    """Requests that run at once, in the busiest moments of every hour, and provisioned ones as a dashed line."""
    title = say("Lambda environments busy at once")
    busy = np.array(workload.traffic.levels) * workload.traffic.within_hour * float(workload.concurrency)
    rows, traces, most = [f"<b>{title}</b>"], list["go.Scatter"](), float(busy.max())
    for behind, (place, name, function) in zip(range(len(functions))[::-1], functions, strict=True):
        traces.append(_drawn(busy, names, place, name, behind))
        said, kept = [_range(place, name, busy, say)], function.provisioned
        if kept and kept.hours_per_month is None:
            dashed = say("dashed: {count} provisioned").format(count=compact(float(kept.environments)))
            traces.append(_level(float(kept.environments), names, place, dashed))
            said.append(whole(dashed))
            most = max(most, float(kept.environments))
        rows.append(say(", ").join(said))
    return Panel(rows, traces, TALL, most)


def _drawn(values: np.ndarray, names: Sequence[str], place: int, name: str, behind: int) -> go.Scatter:
    color, _ = style(place)
    trace = line(values, names, color, name, f"%{{y:,.4~g}}<extra>{name}</extra>")
    return trace.update(line_width=THIN + THICKER * behind)


def _level(value: float, names: Sequence[str], place: int, said: str) -> go.Scatter:
    """The same in every hour, dashed."""
    trace = line(np.full(len(names), value), names, style(place)[0], said, "")
    return trace.update(line={"dash": "dash", "width": 1.5}, hoverinfo="skip", hovertemplate=None)


def _range(place: int, name: str, values: Iterable[float], say: Say) -> str:
    """Fewest and most of the week."""
    low, high = compact(min(values)), compact(max(values))
    if low == high:
        return mark(place) + say("{name}: {count} in every hour").format(name=whole(name), count=low)
    return mark(place) + say("{name}: {low} to {high}").format(name=whole(name), low=low, high=high)


def _committed(staff: Staff, prices: PriceBook) -> float | None:
    """Instances that are paid for in every hour, used or not: all that the bill charges at the plan's price."""
    fleet = staff.fleet
    if fleet.commitment is None:
        return None
    rate, _ = fleet.commitment.rate(fleet.instance_type, prices)
    charged = (line for line in fleet.lines(staff.workload, prices) if line.rate == rate)
    return float(sum(line.factors[0].value for line in charged))
