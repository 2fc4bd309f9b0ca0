"""Volumes as people write them: ``10M``, ``250/s``, ``1.5M/day``."""

from __future__ import annotations

import re
from unicodedata import normalize

from costmodel.errors import InvalidQuestion
from costmodel.units import TALK_MONTH_H, requests_per_month

LETTERS = {"": 1, "k": 1e3, "m": 1e6, "b": 1e9, "g": 1e9, "t": 1e12}

PERIODS = {
    "s": "second", "sec": "second", "second": "second", "min": "minute", "minute": "minute", "h": "hour",
    "hour": "hour", "d": "day", "day": "day", "mo": "month", "month": "month", "": "month",
}  # fmt: skip

EXAMPLES = "a number such as 10M, 250/s or 1.5M/day"

NUMBER = re.compile(
    r"([+-]?(?:(?:\d{1,3}(?:[,_]\d{3})+|\d+)\.?\d*|\.\d+)(?:e[+-]?\d+)?|[+-]?inf|nan)\s*([kmbgt]?)", re.IGNORECASE
)

LOAD = re.compile(r"(.*?)\s*(?:(?:/|\bper\b)\s*([a-z]+))?", re.IGNORECASE)


def parse_number(field: str, text: str, allowed: str = "a number such as 512, 1.5k or 10M") -> float:
    """A number as people write it; full-width digits are welcome.

    >>> parse_number("memory_mb", "1,024"), parse_number("requests", "１．５Ｍ")
    (1024.0, 1500000.0)

    Raises `InvalidQuestion` when the text is not a number.
    """
    found = NUMBER.fullmatch(normalize("NFKC", text).strip())
    if not found:
        raise InvalidQuestion(field, text, allowed)
    digits, letter = found.groups()
    return float(digits.replace(",", "").replace("_", "")) * LETTERS[letter.lower()]


def parse_requests(text: str, hours_per_month: float = TALK_MONTH_H) -> float:
    """A load in words, as requests in a month of ``hours_per_month``. [request/month]

    >>> parse_requests("10M"), parse_requests("1.5k/s")
    (10000000.0, 3888000000.0)

    Raises `InvalidQuestion` when the text is not a load.
    """
    found = LOAD.fullmatch(normalize("NFKC", text).strip())
    amount, period = found.groups() if found else (text, "")
    if (period or "").lower() not in PERIODS:
        raise InvalidQuestion("requests", text, EXAMPLES)
    return requests_per_month(
        parse_number("requests", amount, EXAMPLES), PERIODS[(period or "").lower()], hours_per_month
    )


def compact(value: float) -> str:
    """A volume in a few characters.

    >>> compact(63_400_000), compact(950)
    ('63.4M', '950')
    """
    for size, letter in ((1e12, "T"), (1e9, "B"), (1e6, "M"), (1e3, "k")):
        if value >= size * 0.9995:
            return f"{value / size:.3g}{letter}"
    return f"{value:.3g}"
