"""The whole request path: an option, and everything around it that is paid for beside it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from costmodel.errors import InvalidOption

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from costmodel.bill import Line
    from costmodel.limits import Limit
    from costmodel.option import ComputeOption, Extra, Footprint
    from costmodel.ranges import Range
    from costmodel.rates import PriceBook
    from costmodel.workload import Workload


@dataclass(frozen=True)
class RequestPath:
    """An option behind a front door, with its network, logs and shared services.

    Raises `InvalidOption` where the same kind of thing is named twice.
    """

    option: ComputeOption
    extras: tuple[Extra, ...] = ()
    label: str = ""
    """Another name for the whole."""

    def __post_init__(self) -> None:
        if isinstance(self.option, RequestPath) or not hasattr(self.option, "footprint"):
            raise InvalidOption("option", self.option, "an option without a path of its own")
        try:
            object.__setattr__(self, "extras", tuple(self.extras))
        except TypeError:
            raise InvalidOption("extras", self.extras, "a list of extras such as HttpApi()") from None
        if not all(hasattr(extra, "name") and not isinstance(extra, type) for extra in self.extras):
            raise InvalidOption("extras", self.extras, "a list of extras such as HttpApi()")
        names = [extra.name for extra in self.extras]
        if len(set(names)) < len(names):
            raise InvalidOption("extras", names, "each named once")

    @property
    def name(self) -> str:
        """The option's own name: what is around it stands in the bill."""
        return self.label or self.option.name

    @property
    def ranges(self) -> Mapping[str, Range]:
        """The option's."""
        return self.option.ranges

    @property
    def awaits(self) -> tuple[str, ...]:
        """The option's."""
        return tuple(getattr(self.option, "awaits", ()))

    def lines(self, workload: Workload, prices: PriceBook) -> Iterator[Line]:
        """The option's lines, then what each thing around it adds."""
        yield from self.option.lines(workload, prices)
        if self.extras:
            beside = self.footprint(workload, prices)
            for extra in self.extras:
                yield from extra.lines(workload, prices, beside)

    def limits(self, workload: Workload, prices: PriceBook) -> Iterator[Limit]:
        """The option's limits, then those of what is around it."""
        yield from self.option.limits(workload, prices)
        if self.extras:
            beside = self.footprint(workload, prices)
            for extra in self.extras:
                yield from extra.limits(workload, prices, beside)

    def steps(self, workload: Workload, prices: PriceBook, field: str, low: float, high: float) -> np.ndarray:
        """The option's steps and those of what is around it."""
        around = (
            extra.steps(workload, prices, lambda load: self.footprint(load, prices), field, low, high)
            for extra in self.extras
        )
        return np.concatenate([self.option.steps(workload, prices, field, low, high), *around])

    def dip(self, workload: Workload, prices: PriceBook) -> float:
        """The option's: nothing around it costs less under more load."""
        return self.option.dip(workload, prices)

    def footprint(self, workload: Workload, prices: PriceBook) -> Footprint:
        """The option's."""
        return self.option.footprint(workload, prices)
