"""The answer in one sentence."""

from __future__ import annotations

from typing import TYPE_CHECKING

from costmodel.display import money, percent
from costmodel.errors import InvalidQuestion

if TYPE_CHECKING:
    from costmodel.compare import Comparison
    from costmodel.display import Say


def verdict(comparison: Comparison, say: Say = str) -> str:
    """Which option is cheaper and by how much; raises `InvalidQuestion` for more than one scenario."""
    if comparison.workload.shape:
        raise InvalidQuestion("verdict()", comparison.workload.shape, "asked of one scenario; pick one with .at(index)")
    best = comparison.cheapest
    if best is None:
        return say("None of the options can serve this load.")
    rest = [name for name in comparison.bills if name != best and comparison.feasible[name]]
    if rest:
        return _against(comparison, str(best), min(rest, key=lambda name: float(comparison.totals[name])), say)
    cost = money(float(comparison.totals[str(best)]))
    if len(comparison.bills) == 1:
        return say("{name} costs {cost} a month.").format(name=best, cost=cost)
    return say("Only {name} can serve this load: {cost} a month.").format(name=best, cost=cost)


def _against(comparison: Comparison, best: str, second: str, say: Say) -> str:
    cost, other = float(comparison.totals[best]), float(comparison.totals[second])
    if cost == other:
        return say("{name} and {other} cost the same: {cost} a month.").format(
            name=best, other=second, cost=money(cost)
        )
    saving = {"saved": money(other - cost), "share": percent(1 - cost / other)}
    sentence = say("{name} is cheaper: {cost} a month, {saved} ({share}) less than {other}.")
    return sentence.format(name=best, cost=money(cost), other=second, **saving)
