"""Times and counts as people, spreadsheets and AWS write them."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from math import nan
from re import compile as pattern
from unicodedata import normalize

MOST = 1e12
"""Largest count of one period: more is a mistake in the text. [request]"""

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)

WALL, MS = EPOCH.replace(tzinfo=None), timedelta(milliseconds=1)

YEARS = range(1973, 2190)
"""Years that a measurement can be of; as numbers, seconds and milliseconds since 1970 cannot be mistaken in them."""

SECONDS, MILLISECONDS = (9.5e7, 6.9e9), (9.5e10, 6.9e12)

DATE = (
    r"([0-9]{4})[-/.年]([0-9]{1,2})[-/.月]([0-9]{1,2})日?"
    r"(?: *\((?:[月火水木金土日](?:曜日?)?(?:・?祝)?|[A-Za-z]{3,9})[.]?\))?"
)
"""The year first: 11/2/2026 and 2.11.2026 are other days in other countries."""

CLOCK = (
    r"((?i:[AP]M)|午前|午後)? *([0-9]{1,2})"
    r"(?:[:時]([0-9]{1,2})(?:[:分]([0-9]{1,2})([.][0-9]+)?)?[分秒]?|時)"
    r" *((?i:[AP]M))?"
)

OFFSET = r" *(Z|UTC|GMT|[+-][0-9]{2}(?::?[0-9]{2})?)?"

DAY_ALONE, CLOCK_ALONE = pattern(DATE), pattern(CLOCK)

WRITTEN = pattern(rf"{DATE}(?:(?:[T ]+|(?<=[日)])){CLOCK})?{OFFSET}")
"""Times as people, spreadsheets and the CloudWatch console write them."""

NOON = 12
"""[h]"""

ZERO = ("Z", "UTC", "GMT")

THOUSANDS = pattern(r"[0-9]{1,3}(,[0-9]{3})+([.][0-9]*)?")


def moment(value: object) -> tuple[float, bool] | None:
    """Milliseconds since 1970 and whether they are of a clock without an offset; None if it is no time.

    >>> moment("2026/11/24 9:00"), moment(1_795_510_800), moment("1,000")
    ((1795510800000.0, True), (1795510800000.0, False), None)
    """
    if not isinstance(value, str):
        return None if isinstance(value, bool) or not isinstance(value, int | float) else _since_1970(value)
    text = plain(value)
    found = _date(text)
    if found is None:
        return _since_1970(text) if text[:1].isdigit() else None
    if found.year not in YEARS:
        return None
    local = found.tzinfo is None
    return (found - (WALL if local else EPOCH)) / MS, local


def plain(text: str) -> str:
    """The text with digits, colons and brackets of full width as those of half width.

    >>> plain(" ２０２６／１１／２４（火）　９：００")
    '2026/11/24(火) 9:00'
    """
    return (text if text.isascii() else normalize("NFKC", text)).strip()


def is_day(value: object) -> bool:
    """Whether this is a date without a time of day."""
    return isinstance(value, str) and DAY_ALONE.fullmatch(plain(value)) is not None


def is_clock(value: object) -> bool:
    """Whether this is a time of day without a date."""
    return isinstance(value, str) and CLOCK_ALONE.fullmatch(plain(value)) is not None


def _date(text: str) -> datetime | None:
    """A time in ISO 8601, with slashes, or as people write it."""
    try:
        # other digits could be seconds or milliseconds; months and days of one digit are not ISO 8601
        if text[4:5] in ("-", "/") and text[6:7] not in ("-", "/") and text[9:10] != " ":
            return datetime.fromisoformat(text.replace("/", "-"))
    except ValueError:
        pass
    found = WRITTEN.fullmatch(text)
    if not found:
        return None
    year, month, day, before, hour, minute, second, part, after, offset = found.groups(default="")
    try:
        hour = _hour(hour, before.upper(), after.upper()) if before or after else hour or "0"
        clock = f"{hour:0>2}:{minute or '0':0>2}:{second or '0':0>2}{part}"
        return datetime.fromisoformat(f"{year}-{month:0>2}-{day:0>2}T{clock}{'Z' if offset in ZERO else offset}")
    except ValueError:
        return None


def _hour(shown: str, before: str, after: str) -> str:
    """The hour of the day. Raises `ValueError` where halves of the day do not fit.

    12 AM is midnight. 午前12時 is noon by law and midnight on many clocks, so only 0 to 11 go with 午前 and 午後.
    """
    half, hour = before or after, int(shown)
    if (before and after) or hour > NOON or (hour == NOON and half in ("午前", "午後")):
        raise ValueError(shown)
    return str(hour % NOON + (NOON if half in ("PM", "午後") else 0))


def _since_1970(value: str | float) -> tuple[float, bool] | None:
    try:
        number = float(value)
    except (ValueError, OverflowError):
        return None
    number = number * 1000 if SECONDS[0] <= number < SECONDS[1] else number
    return (number, False) if MILLISECONDS[0] <= number < MILLISECONDS[1] else None


def amount(value: object) -> float | None:
    """A count, NaN if there is none, None if it is something else.

    >>> amount("1,234"), amount(""), amount("-1")
    (1234.0, nan, None)
    """
    if value is None or (isinstance(value, str) and not value.strip()):
        return nan
    if isinstance(value, bool) or not isinstance(value, str | int | float):
        return None
    try:
        found = float(value)
    except (ValueError, OverflowError):
        text = str(value).strip() if isinstance(value, str) else ""
        found = float(text.replace(",", "")) if THOUSANDS.fullmatch(text) else -1
    return found if 0 <= found <= MOST else None
