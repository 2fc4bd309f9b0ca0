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
from costmodel.samples.moments import amount, moment
from costmodel.samples.series import TIME, Series, brief

ROW = "a time and a count, such as 2026-11-24 09:00:00,120"

FULL_LABEL = pattern(r".*\s(\S+)\s([0-9]{1,6})")
"""What the console writes beside "Full label": region, namespace, dimensions, metric, statistic and period."""

NO_COUNT = pattern(r"Average|Minimum|Maximum|IQM|(p|tm|wm|tc|ts|pr|TM|WM|TC|TS|PR)[0-9(].*")
"""https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/Statistics-definitions.html [K: not read again]"""

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
        raise InvalidWorkload("line 1", brief(text.partition("\n")[0]), ROW)
    for line, row in lines[:first]:
        if row[0].strip()[:1].isdigit():  # no heading, but a time with a mistake in it
            raise InvalidWorkload(f"line {line}", brief(row[0]), TIME)
    heads, rows = [row for _, row in lines[:first]], [row for _, row in lines[first:]]
    time = next(place for place, cell in enumerate(rows[0]) if moment(cell))
    column = _chosen(heads, rows, time, series)
    label = next((row[column] for row in heads if row[0].strip() == "Full label" and column < len(row)), "")
    times, counts = ([row[place] if place < len(row) else "" for row in rows] for place in (time, column))
    return Series(times, counts, [f"line {line}" for line, _ in lines[first:]], _period(label))


def _lines(text: str, delimiter: str) -> list[tuple[int, list[str]]]:
    """Every line that is not blank, with its number."""
    reader = csv.reader(StringIO(text, newline=""), delimiter=delimiter)
    try:
        return [(reader.line_num, row) for row in reader if any(map(str.strip, row))]
    except csv.Error as error:
        raise InvalidWorkload(f"line {reader.line_num}", str(error), "a line of CSV") from None


def _chosen(heads: list[list[str]], rows: list[list[str]], time: int, series: str | None) -> int:
    """The column of the counts. Raises `InvalidWorkload` where there are several and none is chosen."""
    others = [place for place in range(len(rows[0])) if place != time]
    seen = {place: [amount(row[place]) for row in rows[:LOOKED_AT] if place < len(row)] for place in others}
    numbers = [place for place in others if any(a is not None and not isnan(a) for a in seen[place])] or others[:1]
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
