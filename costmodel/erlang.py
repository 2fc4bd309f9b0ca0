"""How many servers keep a queue short: Erlang's formulas, one queue before identical servers (M/M/c).

Requests arrive at random (Poisson), keep a server busy for an exponential time, and wait in order of arrival while
all are busy. The load is arrivals/s × mean service time [erlang]: the servers busy on average.

A. K. Erlang, "Solution of some Problems in the Theory of Probabilities of Significance in Automatic Telephone
Exchanges" (1917); https://en.wikipedia.org/wiki/Erlang_(unit)
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from costmodel.erlang_recursion import inverse_b
from costmodel.ranges import Range, scalar, whole
from costmodel.roots import roots

if TYPE_CHECKING:
    from collections.abc import Callable

    from costmodel.rates import Num

SLACK = 1e-9
"""Share by which a chance may pass its target: rounding. The same as that of limits."""

LARGEST = 1e7
"""Load up to which fleets are sized one server at a time. [erlang]"""

SMALLEST = 1e-18
"""Where a search from zero starts, as a share of where it ends."""

FAR = 40.0
"""Distance that stands for a chance too small for a float, see `_distance`."""

SERVERS_EACH = Range(1, 1e9, unit="requests at once per instance")


@dataclass(frozen=True)
class WaitingTarget:
    """At most this share of the requests may wait longer than this.

    Raises `InvalidOption` naming the setting, its value and what is allowed.
    """

    probability: float = 0.05
    """Share of the requests: an assumption, set your own. [1]"""
    seconds: float = 0.1
    """Time that a request may wait for a free server: an assumption, set your own. [s]"""

    def __post_init__(self) -> None:
        scalar("waiting probability", self.probability, Range(0, 0.999, above=True))
        scalar("waiting seconds", self.seconds, Range(0, 1e6, unit="s"))


def erlang_b(servers: Num, load: Num) -> Num:
    """Chance that all servers are busy when none may wait: the share of requests turned away. [1]

    >>> round(float(erlang_b(10, 5)), 6)
    0.018385
    """
    return 1 / inverse_b(servers, load)


def erlang_c(servers: Num, load: Num) -> Num:
    """Chance that a request must wait; 1 where the load is not below the servers, as the queue then has no end. [1]

    >>> round(float(erlang_c(10, 8)), 5)
    0.40918
    """
    stable = np.less(load, servers)
    inverse = inverse_b(servers, np.where(stable, load, 0))
    with np.errstate(over="ignore", invalid="ignore"):
        found = servers / ((inverse - 1) * np.subtract(servers, load) + servers)
    return np.where(stable, found, 1.0)[()]


def chance_of_waiting(servers: Num, load: Num, service_s: Num, longer_than_s: Num) -> Num:
    """P(W > t) = C · exp(-(c - a) · t / S), exact for M/M/c; 1 where overloaded. [1]

    Service times that vary less than exponential ones make it smaller: sizing by it then is cautious.
    """
    spare = np.maximum(np.subtract(servers, load), 0)
    with np.errstate(over="ignore", under="ignore"):
        return erlang_c(servers, load) * np.exp(-spare * (longer_than_s / np.asarray(service_s)))


def instances_needed(load: Num, service_s: Num, servers_each: int, target: WaitingTarget) -> Num:
    """The fewest whole instances of ``servers_each`` servers that keep the target; none without load. [instance]

    Beyond `LARGEST` erlangs the servers to spare grow with the load's root, see `_rooted`.

    >>> float(instances_needed(load=8.0, service_s=0.2, servers_each=4, target=WaitingTarget(0.05, 0.1)))
    3.0
    """
    each = whole("servers_each", servers_each, SERVERS_EACH)
    loads, services = np.broadcast_arrays(*(np.asarray(one, dtype=np.float64) for one in (load, service_s)))
    servers, near, far = np.zeros(loads.shape), (loads > 0) & (loads <= LARGEST), loads > LARGEST
    servers[near] = _fewest_servers(loads[near], services[near], target)
    servers[far] = np.ceil(_rooted(loads[far], services[far], target))
    return np.ceil(servers / each)[()]


def outgrown(
    counts: np.ndarray,
    servers_each: int,
    target: WaitingTarget,
    at: Callable[[np.ndarray], tuple[Num, Num]],
    low: float,
    high: float,
    *,
    level: Num = 1.0,
) -> np.ndarray:
    """Where each count of instances stops being enough, between ``low`` and ``high``; NaN where not in between.

    ``at`` gives load [erlang] and mean service time [s] at places of any number; neither may fall. ``level``, one for
    all or one for each count, multiplies the load.
    """
    servers = np.asarray(counts, dtype=np.float64) * whole("servers_each", servers_each, SERVERS_EACH)
    levels = np.broadcast_to(level, servers.shape)
    ends = np.log([max(low, high * SMALLEST), high])

    def distance(spots: np.ndarray, fleet: np.ndarray, times: np.ndarray) -> np.ndarray:
        load, service_s = at(np.clip(np.exp(spots), low, high))
        return _distance(fleet, load * times, np.broadcast_to(service_s, fleet.shape), target)

    first, last = (distance(np.full(servers.shape, end), servers, levels) for end in ends)
    inside = (first <= 0) & (last > 0)
    fleets, times = servers[inside], levels[inside]
    spots = roots(
        lambda new, which: distance(new, fleets[which], times[which]), ends[0], ends[1], (first[inside], last[inside])
    )
    places = np.full(servers.shape, np.nan)
    places[inside] = np.clip(np.exp(spots), low, high)
    return places


def _fewest_servers(load: np.ndarray, service_s: np.ndarray, target: WaitingTarget) -> np.ndarray:
    """The fewest servers that keep the target, for flat arrays: one more at a time, all scenarios at once.

    Every operation rounds the same way up and down, so that more load never finds fewer servers.
    """
    found: np.ndarray = np.floor(load) + 1
    with np.errstate(over="ignore", under="ignore", divide="ignore"):
        rate = target.seconds / service_s
        c, a, inverse = found.copy(), load, inverse_b(found, load)
        late, each = np.exp(-(c - a) * rate), np.exp(-rate)
        where = np.arange(load.size)
        while where.size:
            waits = c * late > target.probability * (1 + SLACK) * ((inverse - 1) * (c - a) + c)
            found[where] += waits
            if 2 * np.count_nonzero(waits) <= waits.size:
                where, c, a, inverse, late, each = (one[waits] for one in (where, c, a, inverse, late, each))
            c += 1
            inverse = inverse * c / a + 1
            late = late * each
    return found


def _rooted(load: np.ndarray, service_s: np.ndarray, target: WaitingTarget) -> np.ndarray:
    """Servers needed by loads beyond `LARGEST`, not yet rounded: those to spare at `LARGEST`, growing as the root.

    Square-root staffing: S. Halfin and W. Whitt, "Heavy-Traffic Limits for Queues with Many Exponential Servers",
    Operations Research 29 (1981). Where a request may wait a while this is cautious, by less than the share to spare
    at `LARGEST`: 0.1 % for chances of 0.2 % and more.
    """
    times, which = np.unique(service_s, return_inverse=True)
    spare = _fewest_servers(np.full(times.shape, LARGEST), times, target) - LARGEST
    return np.asarray(load + spare[which] * np.sqrt(load / LARGEST))


def _distance(servers: np.ndarray, load: np.ndarray, service_s: np.ndarray, target: WaitingTarget) -> np.ndarray:
    """How far a fleet is from its target, positive when missed; nearly a straight line in the load.

    The chance of waiting falls about as exp(-z²/2), z being the servers to spare over the load's root: so z it is.
    """
    far = load > LARGEST
    with np.errstate(divide="ignore"):
        chance = chance_of_waiting(servers, np.where(far, 0, load), service_s, target.seconds)
        aim, spare = (np.sqrt(-2 * np.log(one)) for one in (target.probability * (1 + SLACK), chance))
    missed = aim - np.where(load < servers, np.minimum(spare, FAR), (servers - load) / np.sqrt(servers + 1))
    missed[far] = (_rooted(load[far], service_s[far], target) - servers[far]) / np.sqrt(servers[far] + 1)
    return np.where(load > 0, missed, -FAR)
