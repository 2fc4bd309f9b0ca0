"""What AWS answered, looked at before it is believed.

An answer that breaks a law is refused as a whole, naming the key. One that keeps them all is still not taken blindly:
a price that moved by more than `LIMIT` and a rate that is no longer listed stay as they were until they are accepted.
Spot prices move that far by themselves: one is only held when no market makes it (`DISCOUNTED`).
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal
from itertools import chain
from typing import TYPE_CHECKING, Literal

from costmodel.errors import CorruptPrices
from pricing_data import rows as law
from pricing_data.aws.faults import BadPriceList
from pricing_data.difference import Change, difference, grouped

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Mapping

    from pricing_data.aws.source import Fetched
    from pricing_data.rows import Row

Accepted = frozenset[str] | Literal["all"]
"""Keys whose change, or whose going, a person has agreed to."""

NOTHING: Accepted = frozenset()

LIMIT = Decimal(30)
"""A larger change, up or down, is held. [%]"""

QUOTED = re.compile(r"'([^']+)'")
"""How a sentence about one key begins."""

SPOT = ".spot"
"""How the key of a Spot price ends."""

DISCOUNTED = Decimal("0.01"), Decimal(1)
"""Least and most of On-Demand that a Spot price is. AWS speaks of up to 90 % off, and nobody pays more than On-Demand.
https://aws.amazon.com/ec2/spot/pricing/"""

COMMITMENTS = frozenset({"reserved", "savings_plan", "spot"})


@dataclass(frozen=True)
class Proposal:
    """What would become of one region's prices if one service's answer were adopted."""

    fetched: Fetched
    old: Mapping[str, tuple[Row, ...]]
    """Every rate of the region as it is, of this service and of the others."""
    answer: Mapping[str, tuple[Row, ...]]
    """Every rate that came."""
    new: tuple[str, ...]
    gone: tuple[str, ...]
    """Rates of the same `family` as one that came, which the list no longer names."""
    changed: tuple[Change, ...]
    """Every change of price, those that are held among them."""
    confirmed: int
    """Rates that came at the price they had."""

    @property
    def held(self) -> tuple[Change, ...]:
        """Changes that wait for a person."""
        return tuple(
            change for change in self.changed if abs(change.percent) > LIMIT and not self._of_the_market(change)
        )

    def adopted_rows(self, accept: Accepted = NOTHING) -> tuple[Row, ...]:
        """Every row of the region once this is adopted: other services' rows are what they were."""
        held = {change.key for change in self.held if not accepted(change.key, accept)}
        dropped = {key for key in self.gone if accepted(key, accept)}
        taken = {key: tiers for key, tiers in self.answer.items() if key not in held}
        kept = {key: tiers for key, tiers in self.old.items() if key not in dropped}
        return tuple(chain.from_iterable(tiers for _, tiers in sorted((kept | taken).items())))

    def _of_the_market(self, change: Change) -> bool:
        """Whether a Spot price moved to one that the market can make."""
        plain = change.key.removesuffix(SPOT)
        on_demand = self.answer.get(plain) or self.old.get(plain, ())
        shares = [Decimal(step.new) / Decimal(row.price) for step in change.steps for row in on_demand]
        low, high = DISCOUNTED
        return plain != change.key and bool(shares) and all(low <= share <= high for share in shares)


def accepted(key: str, accept: Accepted) -> bool:
    """Whether a person has agreed to what happened to a rate."""
    return accept == "all" or key in accept


def check(
    old: Iterable[Row],
    fetched: Fetched,
    *,
    required: Collection[str] = (),
    covers: Callable[[str], bool] = bool,
    units: Mapping[str, str] | None = None,
) -> Proposal:
    """Compare one service's answer with every row of its region; raises `BadPriceList` when it cannot be right.

    ``required`` are keys that must come if the region had them. ``covers`` tells for a key whether the list that
    was read would name it: only such a key is gone when it is not there. ``units`` are the units of rates
    elsewhere: a known rate keeps its unit, a new one has one that is known.
    """
    before = grouped(old)
    answer = _lawful(fetched)
    _same_units(answer, dict(units or {}) | {key: tiers[0].unit for key, tiers in before.items()})
    if lost := sorted(set(required) & before.keys() - answer.keys()):
        raise BadPriceList(lost[0], "is missing from the price list" + _others(len(lost) - 1))
    theirs = _expected(before, answer, fetched)
    found = difference({key: before[key] for key in theirs if key in answer or covers(key)}, answer)
    return Proposal(fetched, before, answer, found.new, found.gone, found.changed, found.confirmed)


def family(key: str) -> tuple[str, str]:
    """First word of a key, and the kind of its commitment: what one list names all of.

    Rates of another service, and commitments of another kind than those that came, are in another list.

    >>> family("ec2.t3.medium.reserved.standard.1yr.no_upfront"), family("ec2.t3.medium")
    (('ec2', 'reserved'), ('ec2', ''))
    """
    words = key.split(".")
    return words[0], next((word for word in words if word in COMMITMENTS), "")


def _lawful(fetched: Fetched) -> dict[str, tuple[Row, ...]]:
    """Every rate of an answer, by key, if each is one."""
    if not fetched.rows:
        raise BadPriceList("", f"the price list holds no price of {fetched.service} in {fetched.region}")
    for row in fetched.rows:
        _plain(row)
    answer = grouped(fetched.rows)
    for key, tiers in answer.items():
        _one_rate(key, tiers, fetched)
    return answer


def _plain(row: Row) -> None:
    """Every cell text that a price file can hold, every number one."""
    if not row.key or any(sign in cell for sign in ',"\r\n' for cell in row):
        raise BadPriceList(row.key, f"has a field that no price file can hold: {tuple(row)}")
    for name, text in (("price", row.price), ("lower edge", row.start), ("upper edge", row.up_to)):
        if not law.NUMBER.fullmatch(text) and (name, text) != ("upper edge", "Inf"):
            raise BadPriceList(row.key, f"has no number as its {name}: '{text}'")


def _one_rate(key: str, tiers: tuple[Row, ...], fetched: Fetched) -> None:
    skus = sorted({row.sku for row in tiers})
    if len(skus) > 1:
        raise BadPriceList(key, f"has several SKUs where one is expected: {', '.join(skus)}")
    if any(Decimal(row.price) == 0 for row in tiers):
        raise BadPriceList(key, "has a price of 0; a missing price is left out, never 0")
    try:
        law.rate(tiers, {fetched.source_id: fetched.source.url}, f"{fetched.service} in {fetched.region}", 1)
    except CorruptPrices as error:
        raise BadPriceList(key, f"is no price: {str(error).partition(': ')[2]}") from error


def _same_units(answer: Mapping[str, tuple[Row, ...]], known: Mapping[str, str]) -> None:
    vocabulary = set(known.values())
    for key, (first, *_) in answer.items():
        if known.get(key, first.unit) != first.unit:
            raise BadPriceList(key, f"is charged per {first.unit}, until now per {known[key]}")
        if vocabulary and first.unit not in vocabulary:
            raise BadPriceList(key, f"has an unknown unit: {first.unit}")


def _expected(before: Collection[str], answer: Collection[str], fetched: Fetched) -> list[str]:
    """Keys of the families that came, but for those that are listed and could not be used."""
    families = {family(key) for key in answer}
    unusable = {found[1] for sentence in fetched.skipped if (found := QUOTED.match(sentence))} - set(answer)
    return [key for key in before if family(key) in families and key not in unusable]


def _others(count: int) -> str:
    return f", and {count:,} more" if count else ""
