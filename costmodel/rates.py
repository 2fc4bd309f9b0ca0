"""Published rates and the price book that holds them: the only place money is made."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from itertools import pairwise
from math import inf, isfinite
from types import MappingProxyType
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
from numpy.typing import NDArray

from costmodel.errors import InvalidQuestion, InvalidRate, UnknownInstanceType, UnknownRate

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from costmodel.instance_type import InstanceType

Num = float | NDArray[np.float64]
"""A number, or one per scenario."""

FREE_TIER: Mapping[str, float] = MappingProxyType(
    {
        "lambda.requests": 1_000_000,
        "lambda.duration.x86_64": 400_000,
        "lambda.duration.arm64": 400_000,
        "lambda.response_streaming.x86_64": 100,
        "lambda.response_streaming.arm64": 100,
    },
)
"""Free every month, in the unit of the rate; one account-wide allowance that both architectures share.
https://aws.amazon.com/lambda/pricing/ (read 2026-11-23)."""


@dataclass(frozen=True, slots=True)
class Source:
    """Where a price was read, so that anyone can read it again."""

    url: str
    as_of: str
    """Date of the price list as it names it: ``2025-10-30``, or ``2026-09`` where it gives no day."""
    sku: str = ""


@dataclass(frozen=True, slots=True)
class Tier:
    """One price, and the quantity up to which it holds."""

    price: float
    """[USD per unit of the rate]"""
    up_to: float = inf
    """Upper edge, counted from zero. [unit of the rate]"""


class Slice(NamedTuple):
    """The part of a quantity that falls into one tier."""

    amount: Num
    price: float
    cost: Num


@dataclass(frozen=True, slots=True)
class Rate:
    """A published price: tiers are graduated, each applies only to the units inside it.

    Raises `InvalidRate` unless the edges rise to infinity and every price is above zero; only a free
    first tier before a paid one may cost nothing.
    """

    key: str
    unit: str
    tiers: tuple[Tier, ...]
    source: Source

    def __post_init__(self) -> None:
        edges = [0.0, *(tier.up_to for tier in self.tiers)]
        if edges[-1] != inf or not all(low < high for low, high in pairwise(edges)):
            message = f"rate '{self.key}': tier edges must rise to infinity, got {edges[1:]}"
            raise InvalidRate(message)
        paid = self.tiers[1:] if self.tiers[0].price == 0 else self.tiers
        if not paid or any(not (isfinite(tier.price) and tier.price > 0) for tier in paid):
            message = f"rate '{self.key}': prices must be above 0, got {[tier.price for tier in self.tiers]}"
            raise InvalidRate(message)

    @property
    def first_price(self) -> float:
        """The first tier's that is not free. [USD/unit]"""
        return next(tier.price for tier in self.tiers if tier.price)

    def cost(self, quantity: Num) -> Num:
        """What ``quantity`` costs. [USD]

        A sum of one never-falling term per tier: no rounding can make more usage cost less.
        """
        first, *later = self.tiers
        total: Num = first.price * (quantity if first.up_to == inf else np.minimum(quantity, first.up_to))
        start = first.up_to
        for tier in later:
            inside = quantity if tier.up_to == inf else np.minimum(quantity, tier.up_to)
            total = total + tier.price * (np.maximum(inside, start) - start)
            start = tier.up_to
        return total

    def slices(self, quantity: Num) -> Iterator[Slice]:
        """The part of ``quantity`` in each tier, its price and its cost."""
        start = 0.0
        for tier in self.tiers:
            amount = np.clip(quantity, start, tier.up_to) - start
            yield Slice(amount, tier.price, amount * tier.price)
            start = tier.up_to

    def with_free(self, amount: float) -> Rate:
        """The same rate behind a first tier at price 0; the paid tiers start after it."""
        paid = (replace(tier, up_to=tier.up_to + amount) for tier in self.tiers)
        return replace(self, tiers=(Tier(0.0, amount), *paid))

    def after(self, used: float) -> Rate:
        """The rate that is left once ``used`` units of its tiers are taken."""
        left = (replace(tier, up_to=tier.up_to - used) for tier in self.tiers)
        return replace(self, tiers=tuple(tier for tier in left if tier.up_to > 0))


@dataclass(frozen=True, eq=False)
class PriceBook:
    """One region's rates and instance types. A price that is not in it is an error, never 0.

    >>> book = PriceBook("here", {"x": Rate("x", "GB", (Tier(0.5),), Source("https://example.org", "2026"))})
    >>> book["x"].cost(10)
    5.0
    """

    region: str
    rates: Mapping[str, Rate]
    instances: Mapping[str, InstanceType] = field(default_factory=dict)
    free: Mapping[str, float] = field(default_factory=dict)
    """Free every month. [unit of each rate]"""
    used: Mapping[str, float] = field(default_factory=dict)
    """Taken from the tiers by the rest of the account. [unit of each rate]"""

    def __getitem__(self, key: str) -> Rate:
        """The rate called ``key``; raises `UnknownRate` with the nearest name."""
        try:
            rate = self.rates[key]
        except KeyError:
            raise UnknownRate(key, self.rates, self.region) from None
        if key in self.free:
            rate = rate.with_free(self.free[key])
        return rate.after(self.used[key]) if key in self.used else rate

    def __contains__(self, key: object) -> bool:
        """Whether this region has a rate called ``key``."""
        return key in self.rates

    def instance(self, name: str) -> InstanceType:
        """The specification of one EC2 type; raises `UnknownInstanceType` with the nearest name."""
        try:
            return self.instances[name]
        except KeyError:
            raise UnknownInstanceType(name, self.instances, self.region) from None

    def with_free_tier(self) -> PriceBook:
        """The same prices with Lambda's monthly free tier (`FREE_TIER`), as a first tier at price 0."""
        return replace(self, free=FREE_TIER)

    def already_used(self, usage: Mapping[str, float]) -> PriceBook:
        """The same prices when the rest of the account has used ``{key: quantity}`` this month.

        Tiers and the free tier belong to the account: what others used, they used up first. A key named again
        replaces what was said of it before.
        """
        used = {key: _used(key, amount, self[key].unit) for key, amount in usage.items()}
        return replace(self, used=MappingProxyType({**self.used, **used}))

    def with_rates(self, rates: Mapping[str, Rate]) -> PriceBook:
        """The same book with some rates replaced or added, such as a negotiated price."""
        return replace(self, rates={**self.rates, **rates})


def _used(key: str, amount: object, unit: str) -> float:
    if isinstance(amount, bool) or not isinstance(amount, int | float) or not (isfinite(amount) and amount >= 0):
        raise InvalidQuestion(f"already_used[{key!r}]", amount, f"0 or more {unit}")
    return float(amount)
