"""Periods in the JSON that ``aws cloudwatch`` prints, and in lists of pairs.

https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_Datapoint.html and
https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_MetricDataResult.html (read 2026-11-24).
"""

from __future__ import annotations

import json
from typing import Any

from costmodel.errors import InvalidWorkload
from costmodel.samples.series import Series, brief

POINT = "a Timestamp and a Sum in the unit Count, or [time, count]"

RESULT = "as many Timestamps as Values"

ANSWER = "an answer with Datapoints or MetricDataResults, or a list of [time, count]"

UNITS = ("Count", "None")
"""Units of CloudWatch that requests may have."""

Point = tuple[Any, Any, str]
"""Time, count and place."""


def read_answer(text: str, series: str | None) -> Series:
    """Periods of ``get-metric-statistics``, ``get-metric-data`` or a list. Raises `InvalidWorkload`."""
    try:
        found = json.loads(text)
    except (ValueError, RecursionError) as error:
        place = f"line {getattr(error, 'lineno', 1)}"
        raise InvalidWorkload(place, getattr(error, "msg", type(error).__name__), "JSON") from None
    if isinstance(found, dict) and isinstance(found.get("MetricDataResults"), list):
        return _results(found["MetricDataResults"], series, more=bool(found.get("NextToken")))
    name, points = ("Datapoints", found.get("Datapoints")) if isinstance(found, dict) else ("the list", found)
    if not isinstance(points, list):
        raise InvalidWorkload("the JSON", brief(", ".join(found)), ANSWER)
    return _series([_point(f"{name}[{number}]", point) for number, point in enumerate(points)], partial=False)


def _point(place: str, point: object) -> Point:
    if isinstance(point, list) and len(point) == len(("time", "count")):
        return point[0], point[1], place
    if isinstance(point, dict) and {"Timestamp", "Sum"} <= point.keys() and point.get("Unit", "Count") in UNITS:
        return point["Timestamp"], point["Sum"], place
    raise InvalidWorkload(place, brief(point), POINT)


def _results(results: list[Any], series: str | None, *, more: bool) -> Series:
    """One metric: alone, chosen by its Id or Label, or in several pages."""
    pages: dict[tuple[str, str], list[Point]] = {}
    status: dict[tuple[str, str], object] = {}
    for number, result in enumerate(results):
        place, page = f"MetricDataResults[{number}]", result if isinstance(result, dict) else {}
        times, values = page.get("Timestamps"), page.get("Values")
        if not isinstance(times, list) or not isinstance(values, list) or len(times) != len(values):
            raise InvalidWorkload(place, brief(result), RESULT)
        key = str(page.get("Id", "")), str(page.get("Label", ""))
        points = zip(times, values, range(len(times)), strict=True)
        pages.setdefault(key, []).extend((time, value, f"{place}, value {n}") for time, value, n in points)
        status[key] = page.get("StatusCode")
    chosen = [key for key in pages if series is None or series in key]
    if len(chosen) != 1:
        names = ", ".join(label or name for name, label in pages) or "at least one result"
        raise InvalidWorkload("the series", series, f"one of {names}")
    return _series(pages[chosen[0]], partial=more or status[chosen[0]] == "PartialData")


def _series(points: list[Point], *, partial: bool) -> Series:
    times, counts, places = ([point[part] for point in points] for part in range(3))
    return Series(times, counts, places, partial=partial)
