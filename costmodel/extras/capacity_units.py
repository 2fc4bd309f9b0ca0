"""Capacity units of load balancers: several measures of the load, of which the largest is charged."""

from __future__ import annotations

from dataclasses import dataclass
from functools import reduce
from typing import TYPE_CHECKING

import numpy as np

from costmodel.display import quantity

if TYPE_CHECKING:
    from costmodel.display import Say
    from costmodel.rates import Num


@dataclass(frozen=True, eq=False, slots=True)
class Dimension:
    """One measure of the load, against what one capacity unit covers."""

    name: str
    load: Num
    """Mean over the month. [`unit`]"""
    covers: float
    """[`unit` per capacity unit]"""
    unit: str

    @property
    def capacity_units(self) -> Num:
        """Capacity units that this measure asks for. [LCU]"""
        return self.load / self.covers

    def explain(self, say: Say = str) -> str:
        """The division, for one scenario.

        >>> Dimension("new connections", 26.6, 25, "connections/s").explain()
        'new connections 26.6 ÷ 25 connections/s = 1.064'
        """
        load, covers = quantity(float(self.load)), quantity(self.covers)
        sentence = say("{name} {load} ÷ {covers} {unit} = {count}")
        count = quantity(float(self.capacity_units))
        return sentence.format(name=say(self.name), load=load, covers=covers, unit=say(self.unit), count=count)


@dataclass(frozen=True, eq=False, slots=True)
class CapacityUnits:
    """The largest of the dimensions.

    AWS takes the largest hour by hour. As every dimension follows the load of the hour in a straight line, the same
    one is the largest in every hour, and the mean of the hours is that of the mean load. Parts of a unit are charged
    as parts.
    """

    dimensions: tuple[Dimension, ...]

    @property
    def mean(self) -> Num:
        """Capacity units, averaged over the month. [LCU]"""
        return reduce(np.maximum, (dimension.capacity_units for dimension in self.dimensions))

    def explain(self, say: Say = str) -> str:
        """Which dimension is charged, and how large all of them are."""
        largest = max(self.dimensions, key=lambda dimension: float(dimension.capacity_units))
        every = ", ".join(dimension.explain(say) for dimension in self.dimensions)
        return say("the largest counts, {name}: {every}").format(name=say(largest.name), every=every)
