"""A growing load in words and as data: every option month by month, where one stops working, and a move's payback."""

from __future__ import annotations

from dataclasses import asdict, dataclass, replace
from typing import TYPE_CHECKING, Any

from costmodel.display import columns, money
from costmodel.errors import InvalidQuestion
from costmodel.payback import NOBODY, payback
from costmodel.projection import project
from costmodel.reports.basis import Basis, basis, limit_data
from costmodel.scale import compact

if TYPE_CHECKING:
    from collections.abc import Mapping

    from costmodel.display import Say
    from costmodel.growth import Growth
    from costmodel.payback import Payback, People
    from costmodel.projection import Gap, Projection
    from costmodel.rates import PriceBook
    from costmodel.scenario import Scenario


@dataclass(frozen=True, slots=True)
class Move:
    """From one option to another, both by name."""

    before: str
    after: str
    usd: float = 0.0
    """What it costs once. [USD]"""


@dataclass(frozen=True, eq=False)
class GrowthAnswer:
    """One question over the months."""

    basis: Basis
    projection: Projection
    move: Move | None
    """None where there is one option."""

    def text(self) -> str:
        """The load, who is the cheapest when, a table, what stops working and the payback, for a terminal."""
        found = self.projection
        table = [("", "first month", "last month", "all months")] + [
            (name, *(money(float(usd)) for usd in (costs[0], costs[-1], costs.sum())))
            for name, costs in found.totals.items()
        ]
        words = gaps_in_words(found)
        words += [move_in_words(found, self.move)] if self.move else []
        head = f"{load_in_words(found)}\n{changes_in_words(found)}"
        return "\n\n".join([head, columns(table), *(["\n".join(words)] if words else []), self.basis.notes()])

    def data(self) -> dict[str, Any]:
        """Every month as plain data, ready for JSON."""
        found = self.projection
        return {
            "question": self.basis.scenario.data(),
            "requests": found.requests.tolist(),
            "cheapest": list(found.cheapest),
            "changes": [asdict(change) for change in found.changes],
            "options": [_option(found, name) for name in found.totals],
            "move": _move(found, self.move) if self.move else None,
            **self.basis.data(),
        }


def growth_answer(
    scenario: Scenario,
    book: PriceBook,
    growth: Growth,
    *,
    before: str = "",
    after: str = "",
    migration_usd: float = 0.0,
) -> GrowthAnswer:
    """Every option in every month, and what a move from ``before`` to ``after`` saves meanwhile.

    Left empty, the move is away from the first option, or to the second one; of one option there is none. Raises
    `InvalidQuestion` for a move between options that are not there.
    """
    asked = basis(replace(scenario, growth=growth), book)
    found = project(scenario.workload, asked.options, asked.prices, growth)
    names = list(found.totals)
    if len(names) == 1 and not (before or after or migration_usd):
        return GrowthAnswer(asked, found, None)
    move = Move(before or _other(after, names), after or _other(before, names[1:] + names[:1]), migration_usd)
    for field, name in (("move_from", move.before), ("move_to", move.after)):
        if name not in names:
            raise InvalidQuestion(field, name, "one of " + ", ".join(names))
    if move.before == move.after:
        raise InvalidQuestion("move_to", move.after, "another option than the one that is moved from")
    return GrowthAnswer(asked, found, move)


def _other(taken: str, names: list[str]) -> str:
    """The first option that is not at the other end of the move."""
    return next((name for name in names if name != taken), names[0])


def load_in_words(found: Projection, say: Say = str) -> str:
    """The load of the first and of the last month."""
    sentence = say("From {first} to {last} requests a month over {months} months, at today's prices.")
    first, last = (compact(float(found.requests[at])) for at in (0, -1))
    return sentence.format(first=first, last=last, months=len(found.requests))


def changes_in_words(found: Projection, say: Say = str) -> str:
    """Which option is the cheapest, and the months from which on it is another one."""
    first = found.cheapest[0]
    if not found.changes:
        stays = say("{name} is the cheapest in every month.").format(name=first)
        return stays if first else say("None of the options can serve this load.")
    named = [say("Month {month}: {name} is the cheapest.").format(month=1, name=first or say("none"))]
    for change in found.changes:
        sentence = say("From month {month}: {name}.")
        named.append(sentence.format(month=change.month, name=change.after or say("none")))
    return " ".join(named)


def gaps_in_words(found: Projection, say: Say = str) -> list[str]:
    """The months in which an option would not work, each with the numbers that say why."""
    return [_gap(name, gap, len(found.requests), say) for name in found.totals for gap in found.gaps(name)]


def _gap(name: str, gap: Gap, months: int, say: Say) -> str:
    if gap.first == gap.last:
        sentence = say("{name} cannot serve the load in month {first}: {limits}.")
    elif gap.last == months:
        sentence = say("{name} cannot serve the load from month {first} on; in that month: {limits}.")
    else:
        sentence = say("{name} cannot serve the load in months {first} to {last}; in the first of them: {limits}.")
    limits = "; ".join(limit.explain(say) for limit in gap.limits)
    return sentence.format(name=name, first=gap.first, last=gap.last, limits=limits)


def move_in_words(found: Projection, move: Move, say: Say = str, people: Mapping[str, People] = NOBODY) -> str:
    """When a move has repaid itself; people's hours count where they are given."""
    before, after = move.before, move.after
    for name in (before, after):
        if not found.feasible[name].all():
            sentence = say("Moving from {before} to {after} has no payback: {name} cannot serve every month.")
            return sentence.format(before=before, after=after, name=name)
    repaid = payback(found, before, after, move.usd, people)
    months, saved = len(found.requests), money(float(repaid.saved[-1]))
    if repaid.month is None:
        sentence = say("Moving from {before} to {after} does not pay for itself within {months} months.")
    else:
        sentence = say("Moving from {before} to {after} has paid for itself by the end of month {month}: "
                       "{saved} saved after {months} months.")  # fmt: skip
    return sentence.format(before=before, after=after, months=months, month=repaid.month, saved=saved)


def _option(found: Projection, name: str) -> dict[str, Any]:
    gaps = (
        {"first": gap.first, "last": gap.last, "exceeds": [limit_data(limit) for limit in gap.limits]}
        for gap in found.gaps(name)
    )
    costs = found.totals[name]
    return {
        "name": name,
        "usd": costs.tolist(),
        "usd_in_all": float(costs.sum()),
        "feasible": found.feasible[name].tolist(),
        "gaps": list(gaps),
    }


def _move(found: Projection, move: Move) -> dict[str, Any]:
    """The payback as data; without a month where an option cannot serve every month, or it is never repaid."""
    works = all(found.feasible[name].all() for name in (move.before, move.after))
    repaid: Payback | None = payback(found, move.before, move.after, move.usd) if works else None
    return {
        "from": move.before,
        "to": move.after,
        "migration_usd": move.usd,
        "month": repaid.month if repaid else None,
        "saved_usd": repaid.saved.tolist() if repaid else None,
        "says": move_in_words(found, move),
    }
