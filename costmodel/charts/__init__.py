"""The pictures: cost against volume, a week, a base, memory, growth, ranges, what else could serve, and who wins."""

from __future__ import annotations

from costmodel.charts.bases import bases_picture
from costmodel.charts.candidates import candidates_picture
from costmodel.charts.cost import cost_curve
from costmodel.charts.growth import growth_picture
from costmodel.charts.load_duration import load_duration_picture
from costmodel.charts.memory import memory_picture
from costmodel.charts.ownership import ownership_picture
from costmodel.charts.probability import probability_picture
from costmodel.charts.style import inked
from costmodel.charts.tornado import tornado_picture
from costmodel.charts.week import week_picture
from costmodel.charts.winners import winners_map

__all__ = [
    "bases_picture",
    "candidates_picture",
    "cost_curve",
    "growth_picture",
    "inked",
    "load_duration_picture",
    "memory_picture",
    "ownership_picture",
    "probability_picture",
    "tornado_picture",
    "week_picture",
    "winners_map",
]
