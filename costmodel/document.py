"""Options, extras and their parts as plain data, and back: what JSON files, links and the command line hold.

Every part is a frozen dataclass, written as its ``kind`` and all its settings; a part that is added to `KINDS` can
be written and read without another line here.
"""

from __future__ import annotations

from dataclasses import MISSING, fields
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from costmodel.erlang import WaitingTarget
from costmodel.errors import InvalidQuestion
from costmodel.extras import EXTRAS
from costmodel.instance_type import InstanceType
from costmodel.options import OPTIONS
from costmodel.options.commitment import Commitment
from costmodel.options.provisioned import ProvisionedConcurrency
from costmodel.options.scaling import AutoScaling, Schedule

if TYPE_CHECKING:
    from collections.abc import Mapping

PARTS = (AutoScaling, Commitment, InstanceType, ProvisionedConcurrency, Schedule, WaitingTarget)

KINDS: Mapping[str, type[Any]] = MappingProxyType({kind.__name__: kind for kind in (*OPTIONS, *EXTRAS, *PARTS)})
"""What a ``kind`` may be: the names of the classes."""

WORDS = {"str": str, "bool": bool}
"""Settings that are no numbers, by their annotation; numbers are checked by the parts themselves."""


def plain(part: object) -> Any:  # noqa: ANN401 - JSON
    """A part as JSON holds it.

    >>> plain(Schedule(8, 20))
    {'kind': 'Schedule', 'start': 8, 'stop': 20, 'workdays_only': False}
    """
    if isinstance(part, tuple):
        return [plain(one) for one in part]
    if type(part).__name__ not in KINDS:
        return part
    settings = {field.name: plain(getattr(part, field.name)) for field in fields(part)}  # type: ignore[arg-type]
    return {"kind": type(part).__name__, **settings}


def parsed(given: object, where: str) -> Any:  # noqa: ANN401 - any part
    """The part that ``given`` describes; raises `InvalidQuestion` naming the place, or the part's own error."""
    if isinstance(given, list):
        return tuple(parsed(one, f"{where}[{index}]") for index, one in enumerate(given))
    if not isinstance(given, dict):
        return given
    kind = KINDS.get(str(given.get("kind")))
    if kind is None:
        raise InvalidQuestion(f"{where}.kind", given.get("kind"), "one of " + ", ".join(sorted(KINDS)))
    settings = {name: parsed(value, f"{where}.{name}") for name, value in given.items() if name != "kind"}
    check_names(settings, kind, where)
    return kind(**settings)


def check_names(settings: Mapping[str, object], kind: type[Any], where: str) -> None:
    """Every setting is known, none that is needed is missing, and words are words."""
    known = {field.name: field for field in fields(kind)}
    for name, value in settings.items():
        if name not in known:
            raise InvalidQuestion(f"{where}.{name}", value, "one of " + ", ".join(known))
        expected = WORDS.get(str(known[name].type))
        if expected and not isinstance(value, expected):
            raise InvalidQuestion(f"{where}.{name}", value, "true or false" if expected is bool else "a text")
    for name, field in known.items():
        if name not in settings and field.default is MISSING and field.default_factory is MISSING:
            raise InvalidQuestion(f"{where}.{name}", "nothing", "said")
