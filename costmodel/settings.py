"""Settings of options by name: ``Lambda.ephemeral_storage_mb``, or deeper, ``EC2 m6i.large.scaling.lag_minutes``."""

from __future__ import annotations

import re
from dataclasses import dataclass, fields, is_dataclass, replace
from typing import TYPE_CHECKING, Any

from costmodel.distributions import Between, Samples
from costmodel.errors import InvalidOption, InvalidQuestion, InvalidWorkload
from costmodel.ranges import Range
from costmodel.workload import RANGES

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from costmodel.distributions import Distribution
    from costmodel.option import ComputeOption
    from costmodel.workload import Workload

RATES = "rates."
"""Before the key of a price."""

PRICE = Range(0, 1e9, above=True, unit="USD")

NUMBERS = frozenset({"int", "float", "Num"})


@dataclass(frozen=True)
class Setting:
    """One number inside one of several options."""

    name: str
    place: int
    """Of the option."""
    way: tuple[str, ...]
    """Names of fields, or places in a list, from the option to the number."""

    def put(self, options: Sequence[ComputeOption], value: float) -> ComputeOption:
        """The option with another value; it checks its settings as always, and counts become whole."""
        try:
            return self._put(options[self.place], self.way, value)  # type: ignore[no-any-return]  # the same kind
        except InvalidOption:
            if value.is_integer():
                raise
            return self._put(options[self.place], self.way, float(round(value)))  # type: ignore[no-any-return]

    def _put(self, part: Any, way: tuple[str, ...], value: float) -> Any:  # noqa: ANN401 - any part
        if not way:
            return value
        name, rest = way[0], way[1:]
        if isinstance(part, tuple):
            if not name.isdecimal() or int(name) >= len(part):
                raise InvalidQuestion(f"ranges.{self.name}", name, f"a place from 0 to {len(part) - 1}")
            at = int(name)
            return (*part[:at], self._put(part[at], rest, value), *part[at + 1 :])
        if not is_dataclass(part):
            raise InvalidQuestion(f"ranges.{self.name}", name, "a setting of a part that is there")
        known = {field.name: str(field.type) for field in fields(part)}
        if name not in known or not (rest or NUMBERS & set(re.findall(r"\w+", known[name]))):
            raise InvalidQuestion(f"ranges.{self.name}", name, "one of " + ", ".join(known) + " that is a number")
        return replace(part, **{name: self._put(getattr(part, name), rest, value)})  # type: ignore[type-var]


def setting(name: str, options: Sequence[ComputeOption]) -> Setting:
    """The setting of a name; an option's own name may hold dots, and the longest that fits counts."""
    fits = [place for place, option in enumerate(options) if name.startswith(f"{option.name}.")]
    if not fits:
        names = ", ".join([*RANGES, f"{RATES}<key>", *(f"{option.name}.<setting>" for option in options)])
        raise InvalidQuestion("ranges", name, f"one of {names}")
    place = max(fits, key=lambda one: len(options[one].name))
    return Setting(name, place, tuple(name[len(options[place].name) + 1 :].split(".")))


def check_ranges(ranges: Mapping[str, Distribution], workload: Workload, options: Sequence[ComputeOption]) -> None:
    """Every name is an input, and both ends of its range are allowed; raises `InvalidInput` naming it."""
    _ = workload
    for name, given in ranges.items():
        if not isinstance(given, Between | Samples):
            raise InvalidQuestion(f"ranges.{name}", given, "a Between or Samples")
        for end in given.ends:
            if name in RANGES:
                RANGES[name].check(name, end, InvalidWorkload)
            elif name.startswith(RATES):
                PRICE.check(f"ranges.{name}", end, InvalidQuestion)
            else:
                setting(name, options).put(options, end)
