"""How long requests take when some of them start cold."""

from __future__ import annotations

from dataclasses import dataclass
from math import erfc, exp, inf, log, log1p, sqrt

from costmodel.errors import InvalidQuestion

HALVINGS = 200
"""More than a float has digits."""


@dataclass(frozen=True, slots=True)
class Latency:
    """Warm requests, and cold ones that take INIT longer.

    >>> Latency(100, 400, 0.02, variation=0).quantile(0.99)
    500.0
    """

    warm_ms: float
    """Mean of warm requests. [ms]"""
    init_ms: float
    """Every cold start takes this much longer. [ms]"""
    cold_share: float
    """[1]"""
    variation: float | None = None
    """Coefficient of variation of warm requests, taken as lognormal; 0 makes all equal; None makes them exponential,
    an assumption. [1]"""

    def __post_init__(self) -> None:
        floors = (("warm_ms", self.warm_ms), ("init_ms", self.init_ms), ("cold_share", self.cold_share))
        for name, value in (*floors, ("variation", self.variation or 0.0)):
            if not 0 <= value < inf:
                raise InvalidQuestion(name, value, "0 or more")
        if self.warm_ms == 0 or self.cold_share > 1:
            raise InvalidQuestion("warm_ms and cold_share", (self.warm_ms, self.cold_share), "above 0, and at most 1")

    @property
    def p50_ms(self) -> float:
        """Half of the requests take longer. [ms]"""
        return self.quantile(0.5)

    @property
    def p99_ms(self) -> float:
        """One request in a hundred takes longer. [ms]"""
        return self.quantile(0.99)

    def longer(self, ms: float) -> float:
        """Share of the requests that take longer. [1]"""
        return (1 - self.cold_share) * self._warm(ms) + self.cold_share * self._warm(ms - self.init_ms)

    def quantile(self, share: float) -> float:
        """What this share of the requests takes at most; halves the range in which it lies. [ms]"""
        if not 0 < share < 1:
            raise InvalidQuestion("share", share, "between 0 and 1")
        low, high = 0.0, self.warm_ms + self.init_ms
        while self.longer(high) > 1 - share:
            high *= 2
        for _ in range(HALVINGS):
            middle = (low + high) / 2
            low, high = (middle, high) if self.longer(middle) > 1 - share else (low, middle)
        return high

    def _warm(self, ms: float) -> float:
        """Share of warm requests that take longer. [1]"""
        if ms <= 0:
            return 1.0
        if self.variation is None:
            return exp(-ms / self.warm_ms)
        if self.variation == 0:
            return float(ms < self.warm_ms)
        spread = log1p(self.variation**2)
        return erfc((log(ms / self.warm_ms) + spread / 2) / sqrt(2 * spread)) / 2
