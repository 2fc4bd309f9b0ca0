"""How many instances a load needs: each constraint as what one instance can take."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from costmodel.rates import Num


@dataclass(frozen=True, eq=False, slots=True)
class Constraint:
    """One resource that a fleet can run out of."""

    name: str
    demand: Num
    """What the whole load takes. [`unit`]"""
    per_instance: float
    """What one instance can give. [`unit`/instance]"""
    unit: str
    remedy: str

    @property
    def instances(self) -> Num:
        """Instances needed, not yet rounded up. [instance]"""
        return self.demand / self.per_instance
