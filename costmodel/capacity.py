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
    when: str = "in the busiest hour"
    basis: str = ""
    """How ``per_instance`` comes about, in numbers."""
    source: str = "https://docs.aws.amazon.com/ec2/latest/instancetypes/"

    @property
    def instances(self) -> Num:
        """Instances needed, not yet rounded up. [instance]"""
        return self.demand / self.per_instance

    def explain(self, say: Say = str) -> str:
        """The division in one line, for one scenario.

        >>> Constraint("CPU", 3.0, 1.2, "vCPU", "add instances").explain()
        'CPU: 3 vCPU in the busiest hour ÷ 1.2 vCPU per instance = 2.5'
        """
        each = f"{quantity(self.per_instance)} {say(self.unit)}" + (f" ({self.basis})" if self.basis else "")
        demand, need = f"{quantity(float(self.demand))} {say(self.unit)}", quantity(float(self.instances))
        sentence = say("{name}: {demand} {when} ÷ {each} per instance = {need}")
        return sentence.format(name=say(self.name), demand=demand, when=say(self.when), each=each, need=need)
