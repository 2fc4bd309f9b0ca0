"""How many instances a load needs: each constraint as what one instance can take."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from costmodel.display import quantity

if TYPE_CHECKING:
    from costmodel.display import Say
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

    def explain(self, say: Say = str) -> str:
        """The division in one line, for one scenario.

        >>> Constraint("CPU", 3.0, 1.2, "vCPU", "add instances").explain()
        'CPU: 3 vCPU ÷ 1.2 vCPU per instance = 2.5'
        """
        numbers = {"demand": quantity(float(self.demand)), "each": quantity(self.per_instance), "unit": say(self.unit)}
        need = quantity(float(self.instances))
        return say("{name}: {demand} {unit} ÷ {each} {unit} per instance = {need}").format(
            name=say(self.name), need=need, **numbers
        )
