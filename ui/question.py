"""The whole question that the inputs make, and the inputs that make a question."""

from __future__ import annotations

from collections import ChainMap
from dataclasses import dataclass, replace
from functools import partial
from typing import TYPE_CHECKING, Any

import pricing_data
from costmodel import (
    CostModelError,
    EC2Fleet,
    Fargate,
    Hybrid,
    InvalidQuestion,
    Lambda,
    ManagedInstances,
    RequestPath,
    WebFunctions,
    Workload,
)
from costmodel.extras import COMMON, DOORS, DetailedMonitoring, EbsVolume
from costmodel.option import FARGATE
from costmodel.scenario import Scenario
from ui import best
from ui.form import Given, written
from ui.inputs import (
    DEFAULTS,
    account,
    around,
    basics,
    between,
    buying,
    doors,
    fleet,
    function,
    invoking,
    keeping,
    shared,
    traffic,
    work,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from costmodel import ComputeOption, Extra

SIDES = 2


def scenario_of(given: Given) -> Scenario:
    """The question; raises `CostModelError` for inputs that cannot be right."""
    hours = account.hours(given)
    both, beside = shared.build(given), around.build(given, cdn=given.on(doors.CDN))
    before_function, before_fleet = doors.build(given)
    option, used = function.build(given, hours)
    instances = fleet.build(given, given.choice(basics.INSTANCE), work.build(given), *buying.build(given))
    ask = partial(
        Scenario, region=given.choice(basics.REGION), workload=_workload(given, hours),
        free_tier=given.on(account.FREE_TIER), used=used, rates=account.rates(given),
    )  # fmt: skip
    if given.on(keeping.BEST):
        option = best.level(ask(options=(option,)).text(), pricing_data.current())
    plan = invoking.plan(given)
    if plan and option.commitment is None:  # its level is found for this load beside provisioned concurrency
        found = best.plan(ask(options=(option,)).text(), plan, pricing_data.current()) if option.provisioned else None
        option = found or replace(option, commitment=plan)
    others = between.build(given, option, instances, lambda *pair: _base(ask, *pair))
    return ask(options=(
        _path(option, (*before_function, *beside.function, *both)),
        _path(instances, (*before_fleet, *beside.fleet, *both)),
        *(_path(one, (*_around(one, before_function, before_fleet, beside), *both)) for one in others),
    ))  # fmt: skip


def _around(
    option: ComputeOption, before_function: tuple[Extra, ...], before_fleet: tuple[Extra, ...], beside: around.Around
) -> tuple[Extra, ...]:
    """The function's surroundings for what Lambda runs, the fleet's for what stands behind its door.

    A task has no volume and no metrics of an instance; Web Functions have an endpoint of their own.
    """
    if isinstance(option, ManagedInstances):
        return (*before_function, *beside.function)
    if isinstance(option, WebFunctions):
        return beside.function
    on_tasks = isinstance(option, Fargate) or (isinstance(option, Hybrid) and option.base.runs_on == FARGATE)
    if not on_tasks:
        return (*before_fleet, *beside.fleet)
    return (*before_fleet, *(one for one in beside.fleet if not isinstance(one, EbsVolume | DetailedMonitoring)))


def _base(ask: Callable[..., Scenario], fleet: EC2Fleet | Fargate, function: Lambda) -> int:
    """Size of the best base; none where no base works, which its limits then say."""
    try:
        return best.base(ask(options=(function, fleet)).text(), pricing_data.current()).hybrid.instances
    except InvalidQuestion:
        return 0


def _workload(given: Given, hours: float) -> Workload:
    return Workload(
        basics.volume(given), duration_ms=given.number(basics.DURATION), memory_mb=given.number(basics.MEMORY),
        cpu_ms=given.maybe(work.CPU), parallelism=given.number(work.PARALLELISM), traffic=traffic.build(given),
        hours_per_month=hours, request_kb=given.number(doors.REQUEST_KB), response_kb=given.number(doors.RESPONSE_KB),
    )  # fmt: skip


def _path(option: ComputeOption, extras: tuple[Extra, ...]) -> ComputeOption:
    return RequestPath(option, extras) if extras else option


@dataclass(frozen=True)
class Side:
    """An option and what stands around it."""

    option: ComputeOption
    extras: tuple[Extra, ...]


def side(option: ComputeOption) -> Side:
    """The two parts of a path."""
    return Side(option.option, option.extras) if isinstance(option, RequestPath) else Side(option, ())


def fleet_of(scenario: Scenario) -> tuple[EC2Fleet, tuple[Extra, ...]] | None:
    """The first fleet of a question, and what stands around it."""
    for one in map(side, scenario.options):
        if isinstance(one.option, EC2Fleet):
            return one.option, one.extras
    return None


def in_common(options: tuple[ComputeOption, ...]) -> tuple[Extra, ...]:
    """What every option has alike of the things that are common to both sides."""
    first, *others = (side(option).extras for option in options)
    return tuple(one for one in first if isinstance(one, COMMON) and all(one in extras for extras in others))


def inputs_for(scenario: Scenario) -> dict[str, Any] | None:
    """The inputs that make exactly this question; None where none do, as for two fleets."""
    sides = [side(option) for option in scenario.options]
    if len(sides) < SIDES or not isinstance(sides[0].option, Lambda) or not isinstance(sides[1].option, EC2Fleet):
        return None
    values = {**DEFAULTS, **_values(scenario, *sides)}
    try:
        again = scenario_of(Given(values))
    except CostModelError:
        return None
    return values if again.text() == scenario.text() else None


def _values(scenario: Scenario, ours: Side, theirs: Side, *others: Side) -> Mapping[str, Any]:
    """The inputs of a question as far as there are inputs for it."""
    load, option, instances = scenario.workload, ours.option, theirs.option
    assert isinstance(option, Lambda)  # noqa: S101 - for the type checker: the caller looked
    assert isinstance(instances, EC2Fleet)  # noqa: S101 - as above
    numbers = written({
        basics.REQUESTS: float(load.requests_per_month), basics.DURATION: float(load.duration_ms),
        basics.MEMORY: float(load.memory_mb), doors.REQUEST_KB: float(load.request_kb),
        doors.RESPONSE_KB: float(load.response_kb),
    })  # fmt: skip
    parts: tuple[Mapping[str, Any], ...] = (
        {basics.REGION.key: scenario.region, basics.INSTANCE.key: instances.instance_type}, numbers,
        traffic.values(load.traffic), fleet.values(instances), work.values(load, instances),
        buying.values(instances.commitment, instances.spot_share),
        doors.values(_of(DOORS, ours), _of(DOORS, theirs)),
        around.values(around.Around(_not_of(DOORS + COMMON, ours), _not_of(DOORS + COMMON, theirs))),
        shared.values(_of(COMMON, ours)), function.values(option, scenario.used),
        between.values(one.option for one in others),
        account.values(float(load.hours_per_month), scenario.rates, free_tier=scenario.free_tier),
    )  # fmt: skip
    return ChainMap(*map(dict, parts))


def _of(kinds: tuple[type, ...], path: Side) -> tuple[Extra, ...]:
    return tuple(one for one in path.extras if isinstance(one, kinds))


def _not_of(kinds: tuple[type, ...], path: Side) -> tuple[Extra, ...]:
    return tuple(one for one in path.extras if not isinstance(one, kinds))
