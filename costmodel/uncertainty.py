"""What a bill may be when its inputs are ranges: the only module that knows scipy.

Places of all inputs are drawn together from a scrambled Sobol sequence, which fills the space more evenly than
chance. Inputs are independent of each other. https://docs.scipy.org/doc/scipy/reference/stats.qmc.html.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from types import MappingProxyType
from typing import TYPE_CHECKING

import numpy as np

from costmodel.bill import CHUNK
from costmodel.errors import InvalidQuestion
from costmodel.ranges import Range, single
from costmodel.varied import Varied

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from costmodel.distributions import Distribution
    from costmodel.frames import Table
    from costmodel.option import ComputeOption
    from costmodel.rates import PriceBook
    from costmodel.workload import Workload

SAMPLES = Range(2, 1 << 24, unit="samples")

SEED = 2019


@dataclass(frozen=True, eq=False)
class Outcomes:
    """The bill of every option in every case, and which works and costs least."""

    ranges: Mapping[str, Distribution]
    places: np.ndarray
    """Where each input lies in each case, from 0 (its lowest) to 1; one row per range. [1]"""
    totals: Mapping[str, np.ndarray]
    """Feasible or not. [USD/month]"""
    feasible: Mapping[str, np.ndarray]

    @property
    def size(self) -> int:
        """[case]"""
        return int(self.places.shape[1])

    @cached_property
    def costs(self) -> np.ndarray:
        """One row per option; infinite where it does not work. [USD/month]"""
        return np.array([np.where(self.feasible[name], cost, np.inf) for name, cost in self.totals.items()])

    @cached_property
    def best(self) -> np.ndarray:
        """Place of the cheapest option that works in each case; -1 where none does."""
        least = self.costs.min(axis=0)
        return np.where(np.isfinite(least), self.costs.argmin(axis=0), -1)

    @property
    def probability(self) -> Mapping[str, float]:
        """How often each option is the cheapest that works; the first named wins a tie. [1]"""
        return MappingProxyType({name: float(np.mean(self.best == at)) for at, name in enumerate(self.totals)})

    @property
    def none_works(self) -> float:
        """How often no option works. [1]"""
        return float(np.mean(self.best == -1))

    @property
    def infeasible(self) -> Mapping[str, float]:
        """How often each option cannot serve the load. [1]"""
        return MappingProxyType({name: 1 - float(np.mean(works)) for name, works in self.feasible.items()})

    def quantiles(self, name: str, shares: Sequence[float] = (0.05, 0.5, 0.95)) -> np.ndarray:
        """What the bill stays below in a share of the cases in which the option works; NaN if it never does."""
        if name not in self.totals:
            raise InvalidQuestion("name", name, "one of " + ", ".join(self.totals))
        some = self.totals[name][self.feasible[name]]
        return np.quantile(some, shares) if some.size else np.full(len(shares), np.nan)

    def frame(self) -> Table:
        """One row per option: see `costmodel.frames.outcomes_frame`."""
        from costmodel import frames  # noqa: PLC0415 - pandas loads only when a table is asked for

        return frames.outcomes_frame(self)


def outcomes(
    workload: Workload,
    options: Sequence[ComputeOption],
    prices: PriceBook,
    ranges: Mapping[str, Distribution],
    *,
    samples: int = 4096,
    seed: int = SEED,
) -> Outcomes:
    """Every option's bill over the ranges of its inputs; ``samples`` are rounded up to a power of two.

    The same seed gives the same cases, bit for bit. Raises `InvalidInput` for a name that is no input or a range
    that goes beyond what is allowed.
    """
    count = 1 << (int(single("samples", samples, SAMPLES, InvalidQuestion)) - 1).bit_length()
    if not ranges:
        raise InvalidQuestion("ranges", "nothing", "one input or more")
    ordered = {name: ranges[name] for name in sorted(ranges)}
    asked = Varied(workload, tuple(options), prices, ordered)
    found = Outcomes(
        MappingProxyType(ordered),
        np.empty((len(ordered), count)),
        MappingProxyType({option.name: np.empty(count) for option in options}),
        MappingProxyType({option.name: np.empty(count, dtype=bool) for option in options}),
    )
    for part, places in _drawn(len(ordered), count, seed):
        found.places[:, part] = places
        for option, (costs, works) in zip(options, asked.bills(places), strict=True):
            found.totals[option.name][part], found.feasible[option.name][part] = costs, works
    return found


def _drawn(inputs: int, count: int, seed: int) -> Iterator[tuple[slice, np.ndarray]]:
    """Places of all inputs, chunk by chunk."""
    from scipy.stats import qmc  # noqa: PLC0415 - it takes a second to load, and not every page draws cases

    source = qmc.Sobol(inputs, rng=np.random.default_rng(seed))
    for start in range(0, count, CHUNK):
        size = min(CHUNK, count - start)
        yield slice(start, start + size), np.ascontiguousarray(source.random(size).T)
