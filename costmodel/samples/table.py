"""Periods in CSV of any kind, and in the CSV that the CloudWatch console downloads.

The console writes five lines before the data: Id, StatusCode, Messages, Full label and Label, one column a metric;
times carry no offset, they are of the zone that the console shows. [K: from files that others published]
"""

from __future__ import annotations

import csv
from io import StringIO
from math import isnan
from re import compile as pattern

from costmodel.errors import InvalidWorkload
from costmodel.samples.moments import amount, is_clock, is_day, moment, plain
from costmodel.samples.series import TIME, Series, brief

ROW = "a time and a count, such as 2026-11-24 09:00:00,120"

FULL_LABEL = pattern(r".*\s(\S+)\s([0-9]{1,6})")
"""What the console writes beside "Full label": region, namespace, dimensions, metric, statistic and period."""

NO_COUNT = pattern(r"Average|Minimum|Maximum|IQM|(p|tm|wm|tc|ts|pr|TM|WM|TC|TS|PR)[0-9(].*")
"""https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/Statistics-definitions.html [K: not read again]"""

TOTALS = ("合計", "総合計", "総計", "計", "total", "grandtotal", "sum")
"""First cells of a last line that adds up the others, in small letters without spaces."""

CLOCK = "a date and a time of day"

LOOKED_AT = 200
"""Rows that show which columns hold counts."""


def read_table(text: str, series: str | None) -> Series:
    """Rows of a table, whose first may be headings: any, or those that the CloudWatch console writes."""
    for delimiter in ",;\t":
        lines = _lines(text, delimiter)
        first = next((place for place, (_, row) in enumerate(lines) if len(row) > 1 and any(map(moment, row))), -1)
        if first >= 0:
            break
    else:
        raise _unread(text)
    for line, row in lines[:first]:
        if row[0].strip()[:1].isdigit():  # no heading, but a time with a mistake in it
            raise InvalidWorkload(f"line {line}", brief(row[0]), TIME)
    total = _is_total(lines[-1][1])
    lines = lines[:-1] if total else lines
    heads, rows = [row for _, row in lines[:first]], [row for _, row in lines[first:]]
    places = [f"line {line}" for line, _ in lines[first:]]
    time = next(place for place, cell in enumerate(rows[0]) if moment(cell))
    times, clock = _times(rows, time, places)
    column = _chosen(heads, rows, (time, clock), series)
    label = next((row[column] for row in heads if row[0].strip() == "Full label" and column < len(row)), "")
    return Series(times, _column(rows, column), places, _period(label), total=total)


def _is_total(row: list[str]) -> bool:
    """Whether a row adds up the others: it has no time of its own, as that of a function named "total" would."""
    return "".join(plain(row[0]).lower().split()) in TOTALS and not any(map(moment, row))


def _column(rows: list[list[str]], place: int) -> list[str]:
    return [row[place] if place < len(row) else "" for row in rows]


def _times(rows: list[list[str]], time: int, places: list[str]) -> tuple[list[str], int]:
    """The times, put together where date and time of day stand in two columns, and the second one or -1.

    Dates that stand there once are times by themselves: a clock beside them may be that of the day's peak.
    """
    dates = _column(rows, time)
    clock = next((place for place, cell in enumerate(rows[0]) if is_clock(cell)), -1)
    if clock < 0 or not is_day(dates[0]) or len(set(dates)) == len(dates):
        return dates, -1
    clocks = _column(rows, clock)
    both = [f"{date} {shown}" for date, shown in zip(dates, clocks, strict=True)]
    wrong = {shown for shown in set(clocks) if not is_clock(shown)}  # an empty one would be taken for midnight
    for place, shown, time_of_day in zip(places, both, clocks, strict=True) if wrong else ():
        if time_of_day in wrong:
            raise InvalidWorkload(place, brief(shown), CLOCK)
    return both, clock


def _unread(text: str) -> InvalidWorkload:
    """What is wrong with a text without any time: the first line that holds a number shows it."""
    for delimiter in ",;\t":
        for line, row in _lines(text, delimiter):
            if len(row) > 1 and any(_is_number(cell) for cell in row):
                words = (cell for cell in row if any(map(str.isdigit, cell)) and not _is_number(cell))
                return InvalidWorkload(f"line {line}", brief(next(words, row[0])), TIME)
    return InvalidWorkload("line 1", brief(text.partition("\n")[0]), ROW)


def _is_number(cell: str) -> bool:
    found = amount(cell)
    return found is not None and not isnan(found)


def _lines(text: str, delimiter: str) -> list[tuple[int, list[str]]]:
    """Every line that is not blank, with its number."""
    reader = csv.reader(StringIO(text, newline=""), delimiter=delimiter)
    try:
        return [(reader.line_num, row) for row in reader if any(map(str.strip, row))]
    except csv.Error as error:
        raise InvalidWorkload(f"line {reader.line_num}", str(error), "a line of CSV") from None


def _chosen(heads: list[list[str]], rows: list[list[str]], times: tuple[int, int], series: str | None) -> int:
    """The column of the counts. Raises `InvalidWorkload` where there are several and none is chosen."""
    others = [place for place in range(len(rows[0])) if place not in times]
    numbers = [place for place in others if any(map(_is_number, _column(rows[:LOOKED_AT], place)))] or others[:1]
    names = {place: [row[place].strip() for row in heads if place < len(row)] for place in numbers}
    labels = {place: next(filter(None, reversed(names[place])), "") for place in numbers}
    if len(set(labels.values()) - {""}) < len(labels):
        labels = {place: f"column {place + 1}" for place in numbers}
    fitting = [place for place in numbers if series is None or series in (labels[place], *names[place])]
    if len(fitting) != 1:
        raise InvalidWorkload("the series", series, "one of " + ", ".join(labels.values()))
    return fitting[0]


def _period(label: str) -> int | None:
    """The period that a full label of CloudWatch ends with. [s]"""
    found = FULL_LABEL.fullmatch(label.strip())
    if found and NO_COUNT.fullmatch(found[1]):
        raise InvalidWorkload("the statistic in CloudWatch", found[1], "Sum")
    return int(found[2]) or None if found and found[1] in ("Sum", "SampleCount") else None
