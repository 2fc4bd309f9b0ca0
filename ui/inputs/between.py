"""Options between a function and a fleet, each off until it is switched on."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from costmodel import Fargate, Hybrid, InvalidOption
from costmodel.options.hybrid import BASE as BASES
from ui.fields import Field, Switch
from ui.form import written
from ui.inputs import managed, tasks

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from costmodel import ComputeOption, EC2Fleet, Lambda
    from ui.form import Form, Given

TITLE = "Options in between"

HYBRID = Switch(
    "hybrid", "Hybrid of both",
    "Instances of the type above that always run take the base load; what is above it runs on Lambda, on demand. Cold "
    "starts count there where their share is typed.",
)  # fmt: skip

BASE = Field(
    "hybrid_base", "Instances of the base", "", BASES, "Left empty: the number that costs least for this load.",
    optional=True, empty="the best base", whole=True, setting="instances",
)  # fmt: skip

INPUTS = (*tasks.INPUTS, *managed.INPUTS, HYBRID, BASE)


def show(form: Form) -> None:
    """Each with its settings, once it is on."""
    tasks.show(form)
    managed.show(form)
    if form.switch(HYBRID):
        form.number(BASE)


def build(
    given: Given, function: Lambda, fleet: EC2Fleet, best: Callable[[EC2Fleet, Lambda], int]
) -> tuple[ComputeOption, ...]:
    """Every option that is on; raises `InvalidInput`. ``best`` finds the base of a hybrid."""
    return (*tasks.build(given, fleet), *managed.build(given, fleet), *_hybrid(given, function, fleet, best))


def _hybrid(
    given: Given, function: Lambda, fleet: EC2Fleet, best: Callable[[EC2Fleet, Lambda], int]
) -> tuple[Hybrid, ...]:
    if not given.on(HYBRID):
        return ()
    if fleet.instance_type.startswith("t"):
        raise InvalidOption("Instance type", fleet.instance_type, "one that is not burstable, for a hybrid")
    base, rest = parts(fleet, function)
    size = given.maybe(BASE)
    if size is not None and 0 < size < fleet.zones:
        raise InvalidOption(BASE.label, size, "0, or one or more in each Availability Zone")
    return (Hybrid(base, rest, best(base, rest) if size is None else int(size)),)


def parts(fleet: EC2Fleet, function: Lambda) -> tuple[EC2Fleet, Lambda]:
    """The same without what a hybrid cannot have: a size, a rhythm, or costs apart from the requests."""
    base = replace(fleet, count=None, scaling=None, schedule=None, waiting=None)
    typed = function.cold_starts is not None and function.cold_starts.fraction is not None
    cold = function.cold_starts if typed else None
    return base, replace(function, provisioned_concurrency=None, snapstart=None, commitment=None, cold_starts=cold)


def values(others: Iterable[ComputeOption]) -> dict[str, object]:
    """The inputs that add these."""
    said: dict[str, object] = {}
    for one in others:
        said |= managed.values(one)
        if isinstance(one, Fargate):
            said |= tasks.values(one)
        if isinstance(one, Hybrid):
            said |= {HYBRID.key: True, **written({BASE: one.instances})}
    return said
