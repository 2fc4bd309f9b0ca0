"""How many connections a database takes, and how many ask for one."""

from __future__ import annotations

from dataclasses import dataclass
from math import floor
from types import MappingProxyType
from typing import TYPE_CHECKING

import numpy as np

from costmodel.display import quantity
from costmodel.limits import SLACK

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from costmodel.display import Say
    from costmodel.rates import Num

QUOTAS_PAGE = "https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/CHAP_Limits.html"

BYTES_PER_MIB = 1024 * 1024
"""[B/MiB]"""

BYTES_PER_CONNECTION: Mapping[str, int] = MappingProxyType({"mysql": 12_582_880, "postgresql": 9_531_392})
"""Memory for each of the default ``max_connections``.
https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/CHAP_Limits.html. [B/connection]"""

MOST_CONNECTIONS: Mapping[str, float] = MappingProxyType({"mysql": 100_000, "postgresql": 5_000})
"""What the default cannot exceed: the highest value that MySQL may be set to, and the 5,000 in PostgreSQL's formula.
https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/CHAP_Limits.html. [connection]"""

MEMORY_SHARES = ((2_048, 0.88), (4_096, 0.92), (8_192, 0.95), (float("inf"), 0.97))
"""Memory up to which a class leaves a share of it to the database. An estimate, worked back from defaults that others
saw on PostgreSQL (198, 413, 856 and 1,660 connections at 2, 4, 8 and 15.25 GiB): AWS does not publish what the
operating system and RDS keep for themselves. [MiB, 1]"""

EXACT = 1e-13
"""Relative error of a place that counts as found. [1]"""

MOST_TRIES = 200
"""A place is found at once on a straight line, and in some dozen tries where the line bends. [1]"""


def memory_share(memory_mib: float) -> float:
    """Share of a class's memory that the database may use: an estimate, see `MEMORY_SHARES`. [1]"""
    return next(share for up_to, share in MEMORY_SHARES if memory_mib <= up_to)


def max_connections(engine: str, memory_mib: float) -> float:
    """The default ``max_connections`` of a class with this much memory: an estimate. [connection]

    >>> max_connections("mysql", 16_384), max_connections("postgresql", 8_192)
    (1324, 856)
    """
    memory = memory_mib * BYTES_PER_MIB * memory_share(memory_mib)
    return min(floor(memory / BYTES_PER_CONNECTION[engine]), MOST_CONNECTIONS[engine])


@dataclass(frozen=True, slots=True)
class Room:
    """Connections that one DB instance class takes."""

    instance_class: str
    usable: float
    """``max_connections`` less what is kept for administration. [connection]"""

    def short_of(self, connections: Num) -> np.ndarray:
        """Whether more connections ask than the class takes, per scenario."""
        return np.asarray(np.greater(connections, self.usable * (1 + SLACK)))


@dataclass(frozen=True, eq=False, slots=True)
class Outgrown:
    """Why a database gets relief."""

    connections: Num
    room: Room

    def explain(self, say: Say = str) -> str:
        """Connections against the class they outgrew, if they did.

        >>> Outgrown(700.0, Room("db.m6g.large", 583.2)).explain()
        '700 connections are more than the 583.2 that db.m6g.large takes'
        """
        if not self.room.short_of(self.connections):
            return ""
        sentence = say("{connections} connections are more than the {usable} that {instance_class} takes")
        connections, usable = quantity(float(self.connections)), quantity(self.room.usable)
        return sentence.format(connections=connections, usable=usable, instance_class=self.room.instance_class)


def reaches(levels: np.ndarray, value: Callable[[np.ndarray], np.ndarray], low: float, high: float) -> np.ndarray:
    """Where ``value`` passes each of the ``levels`` between ``low`` and ``high``; it may bend, but not turn back.

    >>> reaches(np.array([3.0, 50.0]), lambda place: 2 * place, 1.0, 10.0)
    array([1.5])
    """
    ends = value(np.array([low, high]))
    start, stop = (low, high) if ends[0] <= ends[1] else (high, low)
    levels = levels[(levels > ends.min()) & (levels < ends.max())]
    left, right = np.full(levels.shape, start), np.full(levels.shape, stop)
    below, above = np.full(levels.shape, ends.min()), np.full(levels.shape, ends.max())
    at = left
    for once in range(MOST_TRIES if levels.size else 0):
        straight = (levels - below) / (above - below)
        at = left + (0.5 if once % 2 else straight) * (right - left)  # halves get past bends
        found = value(at)
        if (np.abs(found - levels) <= EXACT * levels).all():
            break
        under = found < levels
        left, below = np.where(under, at, left), np.where(under, found, below)
        right, above = np.where(under, right, at), np.where(under, above, found)
    return at
