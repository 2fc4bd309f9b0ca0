"""Options, extras and their parts as plain data, and back: what JSON files, links and the command line hold.

Every part is a frozen dataclass, written as its name, ``part``, and all its settings; a part that is added to `KINDS`
can be written and read without another line here.
"""

from __future__ import annotations

import re
from dataclasses import MISSING, fields
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

import numpy as np

from costmodel.distributions import Between, Samples
from costmodel.erlang import WaitingTarget
from costmodel.errors import InvalidQuestion
from costmodel.extras import EXTRAS
from costmodel.growth import Growth
from costmodel.instance_type import InstanceType
from costmodel.options import OPTIONS
from costmodel.options.cold_starts import ColdStarts
from costmodel.options.commitment import Commitment
from costmodel.options.functions import ServiceFunction
from costmodel.options.provisioned import ProvisionedConcurrency
from costmodel.options.scaling import AutoScaling, Schedule
from costmodel.options.snapstart import SnapStart
from costmodel.options.tenant_isolation import TenantIsolation

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

PARTS = (
    AutoScaling, Between, ColdStarts, Commitment, Growth, InstanceType, ProvisionedConcurrency, Samples,
    Schedule, ServiceFunction, SnapStart, TenantIsolation, WaitingTarget,
)  # fmt: skip

KINDS: Mapping[str, type[Any]] = MappingProxyType({kind.__name__: kind for kind in (*OPTIONS, *EXTRAS, *PARTS)})
"""What a ``part`` may be: the names of the classes."""

ROLES: Mapping[str, tuple[type[Any], ...]] = MappingProxyType({"ComputeOption": OPTIONS, "Extra": EXTRAS})
"""What a setting that names a role may hold."""

WORD = re.compile(r"\w+")


def plain(part: object) -> Any:  # noqa: ANN401 - JSON
    """A part as JSON holds it.

    >>> plain(Schedule(8, 20))
    {'part': 'Schedule', 'start': 8, 'stop': 20, 'workdays_only': False}
    """
    if isinstance(part, tuple):
        return [plain(one) for one in part]
    if isinstance(part, np.generic):
        return part.item()
    if type(part).__name__ not in KINDS:
        return part
    settings = {field.name: plain(getattr(part, field.name)) for field in fields(part)}  # type: ignore[arg-type]
    return {"part": type(part).__name__, **settings}


def parsed(given: object, where: str) -> Any:  # noqa: ANN401 - any part
    """The part that ``given`` describes; raises `InvalidQuestion` naming the place, or the part's own error."""
    if isinstance(given, list):
        return tuple(parsed(one, f"{where}[{index}]") for index, one in enumerate(given))
    if not isinstance(given, dict):
        return given
    kind = KINDS.get(str(given.get("part")))
    if kind is None:
        raise InvalidQuestion(f"{where}.part", given.get("part"), "one of " + ", ".join(sorted(KINDS)))
    settings = {name: parsed(value, f"{where}.{name}") for name, value in given.items() if name != "part"}
    check_names(settings, kind, where)
    return kind(**settings)


def check_names(settings: Mapping[str, object], kind: type[Any], where: str, said: Collection[str] = ()) -> None:
    """Every setting is known, none that is needed is missing, and each is of the kind that it is declared to be.

    Names in ``said`` are looked after elsewhere.
    """
    known = {field.name: field for field in fields(kind)}
    for name, value in settings.items():
        if name not in known:
            raise InvalidQuestion(f"{where}.{name}", value, "one of " + ", ".join(known))
        declared = set(WORD.findall(str(known[name].type)))
        if not _fits(value, declared):
            raise InvalidQuestion(f"{where}.{name}", value, _words(declared))
    for name, field in known.items():
        if name not in settings and name not in said and field.default is MISSING and field.default_factory is MISSING:
            raise InvalidQuestion(f"{where}.{name}", "nothing", "said")


def _fits(value: object, declared: set[str]) -> bool:
    """Whether a value is of a declared kind; ranges of numbers are checked by the parts themselves."""
    if "Mapping" in declared or isinstance(value, dict):
        return "Mapping" in declared and isinstance(value, dict)
    if isinstance(value, bool) or value is None:
        return ("bool" if value is not None else "None") in declared
    if isinstance(value, int | float):
        return bool({"int", "float", "Num"} & declared)
    if isinstance(value, tuple):
        return "tuple" in declared and all(_fits(one, declared - {"tuple"}) for one in value)
    if isinstance(value, str):
        return "str" in declared
    roles = (kind for role in ROLES.keys() & declared for kind in ROLES[role])
    return type(value).__name__ in declared or type(value) in roles


def _words(declared: set[str]) -> str:
    """What a setting may be, in words."""
    if "Mapping" in declared:
        return "an object"
    told = {"str": "a text", "bool": "true or false", "int": "a number", "float": "a number", "Num": "a number"}
    told |= {"None": "null", "tuple": "a list"}
    parts = (f"an object that is the part {name}" for name in sorted(declared & KINDS.keys()))
    kinds = (", ".join(kind.__name__ for kind in ROLES[role]) for role in sorted(ROLES.keys() & declared))
    roles = (f"an object that is the part {names}" for names in kinds)
    return " or ".join(dict.fromkeys([*(told[name] for name in told if name in declared), *parts, *roles]))
