"""A tiny unit algebra, what "GB" means, and how long a month is.

A unit is text: symbols joined by ``·``, then ``/`` and the symbols below the line, as in
``GB·s/request``. One gigabyte of Lambda memory is 1,024 MB
(https://docs.aws.amazon.com/lambda/latest/dg/configuration-memory.html).
"""

from __future__ import annotations

from collections import Counter
from functools import lru_cache

from costmodel.errors import InvalidQuestion, UnitMismatch

MB_PER_GB = 1024
"""Megabytes in the gigabyte of a GB-second. [MB/GB]"""

MS_PER_S = 1000
"""[ms/s]"""

S_PER_H = 3600
"""[s/h]"""

HOURS_PER_DAY = 24
"""[h/day]"""

HOURS_PER_WEEK = 168
"""[h/week]"""

TALK_MONTH_H = 720
"""The month of the 2019 talk: 30 days of 24 hours. The default. [h/month]"""

CALCULATOR_MONTH_H = 730
"""The month of the AWS Pricing Calculator (https://calculator.aws): 365 × 24 ÷ 12. [h/month]"""

HOURS_PER = {"second": 1 / S_PER_H, "minute": 1 / 60, "hour": 1, "day": 24}


@lru_cache(maxsize=1024)
def powers(unit: str) -> Counter[str]:
    """How often each symbol stands in ``unit``; below the line counts negative."""
    above, _, below = unit.partition("/")
    count = Counter(symbol for symbol in above.split("·") if symbol not in ("", "1"))
    count.subtract(symbol for symbol in below.split("·") if symbol)
    return count


@lru_cache(maxsize=1024)
def product(units: tuple[str, ...]) -> str:
    """The unit of a product.

    >>> product(("request/month", "GB", "s/request"))
    'GB·s/month'
    """
    total: Counter[str] = Counter()
    for unit in units:
        total.update(powers(unit))
    above = "·".join(symbol for symbol, power in total.items() for _ in range(power))
    below = "·".join(symbol for symbol, power in total.items() for _ in range(-power))
    return f"{above or 1}/{below}" if below else above or "1"


@lru_cache(maxsize=1024)
def monthly(factors: tuple[str, ...], charged: str) -> str:
    """The unit of a monthly quantity, checked against the unit its rate charges for.

    >>> monthly(("instance", "h/month"), "instance·h")
    'instance·h/month'

    Raises `UnitMismatch` when the factors make anything else.
    """
    made = product(factors)
    if any(powers(product((made, "month", f"1/{charged}"))).values()):
        message = f"{' × '.join(factors)} = {made}, but the rate charges per {charged}"
        raise UnitMismatch(message)
    return made


def requests_per_month(requests: float, per: str = "month", hours_per_month: float = TALK_MONTH_H) -> float:
    """A request rate as requests in a month of ``hours_per_month``. [request/month]

    >>> requests_per_month(10, per="second")
    25920000.0
    """
    if per == "month":
        return requests
    if per not in HOURS_PER:
        raise InvalidQuestion("per", per, "one of " + ", ".join((*HOURS_PER, "month")))
    return requests / HOURS_PER[per] * hours_per_month
