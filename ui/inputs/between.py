"""Options between a function and a fleet, each off until it is switched on."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from costmodel import Fargate, Hybrid, InvalidOption
from costmodel.option import EC2, FARGATE
from costmodel.options.burst import burstable
from costmodel.options.hybrid import BASE as BASES
from ui.fields import Choice, Field, Switch
from ui.form import written
from ui.inputs import basics, managed, tasks
from ui.language import literal

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from costmodel import ComputeOption, EC2Fleet, Lambda
    from costmodel.display import Say
    from ui.form import Form, Given

    Base = EC2Fleet | Fargate

TITLE = "Options in between"

HYBRID = Switch(
    "hybrid", "Hybrid of both",
    "Instances of the type above, or tasks, that always run take the base load; what is above it runs on Lambda, on "
    "demand. Cold starts count there where their share is typed.",
)  # fmt: skip

ON = Choice(
    "hybrid_on", "Base load on", {EC2: "EC2 instances", FARGATE: "Fargate tasks"}, EC2,
    "Tasks of the size above, while Fargate tasks are switched on.",
)  # fmt: skip

BASE = Field(
    "hybrid_base", "Size of the base", "", BASES,
    "Instances or tasks. Left empty: the number that costs least for this load.", optional=True, empty="the best base",
    whole=True, setting="instances",
)  # fmt: skip

INPUTS = (*tasks.INPUTS, *managed.INPUTS, HYBRID, ON, BASE)


def show(form: Form) -> None:
    """Each with its settings, once it is on."""
    tasks.show(form)
    managed.show(form)
    if form.switch(HYBRID):
        if form.given.on(tasks.FARGATE):
            form.choice(ON)
        form.number(BASE)
        if refused(form.given):
            form.note(left_out(form.given, form.say))


def build(
    given: Given, function: Lambda, fleet: EC2Fleet, best: Callable[[Base, Lambda], int]
) -> tuple[ComputeOption, ...]:
    """Every option that is on; raises `InvalidInput`. ``best`` finds the base of a hybrid."""
    services = tasks.build(given, fleet)
    hybrids = _hybrid(given, function, services[0] if _on_tasks(given) else fleet, best) if given.on(HYBRID) else ()
    return (*services, *managed.build(given, fleet), *hybrids)


def _hybrid(given: Given, function: Lambda, base: Base, best: Callable[[Base, Lambda], int]) -> tuple[Hybrid, ...]:
    if refused(given):
        return ()  # the others are answered, and `left_out` is said
    always, rest = parts(base, function)
    size = given.maybe(BASE)
    if size is not None and 0 < size < base.zones:
        raise InvalidOption(BASE.label, size, "0, or one or more in each Availability Zone")
    return (Hybrid(always, rest, best(always, rest) if size is None else int(size)),)


def _on_tasks(given: Given) -> bool:
    return given.on(tasks.FARGATE) and given.choice(ON) == FARGATE


def refused(given: Given) -> bool:
    """Whether the instances cannot be the base of the hybrid that is asked for."""
    return given.on(HYBRID) and not _on_tasks(given) and burstable(given.choice(basics.INSTANCE))


def left_out(given: Given, say: Say) -> str:
    """Why there is no hybrid, and what to do about it."""
    sentence = say(
        "The hybrid is left out: {type} is burstable, and a base that is always busy would pay for CPU credits. Choose "
        "another instance type, or put the base load on Fargate tasks."
    )
    return sentence.format(type=literal(given.choice(basics.INSTANCE)))


def parts(base: Base, function: Lambda) -> tuple[Base, Lambda]:
    """The same without what a hybrid cannot have: a size, a rhythm, or costs apart from the requests."""
    always: Base = replace(base, count=None, scaling=None, schedule=None, waiting=None)
    typed = function.cold_starts is not None and function.cold_starts.fraction is not None
    cold = function.cold_starts if typed else None
    return always, replace(function, provisioned_concurrency=None, snapstart=None, commitment=None, cold_starts=cold)


def values(others: Iterable[ComputeOption]) -> dict[str, object]:
    """The inputs that add these."""
    said: dict[str, object] = {}
    for one in others:
        said |= managed.values(one)
        if isinstance(one, Fargate):
            said |= tasks.values(one)
        if isinstance(one, Hybrid):
            said |= {HYBRID.key: True, ON.key: one.base.runs_on, **written({BASE: one.instances})}
    return said
