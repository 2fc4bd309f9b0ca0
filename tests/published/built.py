"""What the model takes, from a published example's facts: a workload, a price book, options, the lines spelt out."""

from __future__ import annotations

from dataclasses import dataclass, field
from decimal import Decimal
from math import inf
from typing import TYPE_CHECKING, Any

import numpy as np

import costmodel as cm
from costmodel.bill import Factor
from costmodel.document import parsed
from costmodel.option import EC2
from costmodel.options.savings import Applied, Usage, applied
from costmodel.service_table import FunctionRow, from_table

if TYPE_CHECKING:
    from collections.abc import Mapping

    from costmodel.ranges import Range
    from tests.published.examples import Example, Table

ANY_LOAD: Table = {"requests_per_month": 1, "duration_ms": 1, "memory_mb": 128}
"""Stands in where a source names no load: a fixed fleet and a spelt line cost the same whatever arrives."""

TYPES = {
    name: cm.InstanceType(name, vcpu, memory_mib, architecture, baseline)
    for name, vcpu, memory_mib, architecture, baseline in (
        ("c5.large", 2, 4_096, "x86_64", None),
        ("c5.xlarge", 4, 8_192, "x86_64", None),
        ("c7g.xlarge", 4, 8_192, "arm64", None),
        ("m7g.xlarge", 4, 16_384, "arm64", None),
        ("m4.large", 2, 8_192, "x86_64", None),
        ("t2.medium", 2, 4_096, "x86_64", 0.20),
        ("t2.micro", 1, 1_024, "x86_64", 0.10),
        ("t3.large", 2, 8_192, "x86_64", 0.30),
        ("t3.medium", 2, 4_096, "x86_64", 0.20),
        ("t3.micro", 2, 1_024, "x86_64", 0.10),
        ("t3.small", 2, 2_048, "x86_64", 0.20),
    )
}
"""Sizes that sources take for known. https://docs.aws.amazon.com/ec2/latest/instancetypes/"""


@dataclass(frozen=True, eq=False)
class Alone:
    """One instance that costs nothing and can do anything, for what is asked for by itself."""

    name: str = "alone"
    ranges: Mapping[str, Range] = field(default_factory=dict)

    def lines(self, workload: cm.Workload, prices: cm.PriceBook) -> tuple[cm.Line, ...]:
        """None."""
        _ = workload, prices
        return ()

    def limits(self, workload: cm.Workload, prices: cm.PriceBook) -> tuple[cm.Limit, ...]:
        """None."""
        _ = workload, prices
        return ()

    def steps(self, workload: cm.Workload, prices: cm.PriceBook, field: str, low: float, high: float) -> np.ndarray:
        """None."""
        _ = workload, prices, field, low, high
        return np.empty(0)

    def dip(self, workload: cm.Workload, prices: cm.PriceBook) -> float:
        _ = workload, prices
        return 0.0

    def footprint(self, workload: cm.Workload, prices: cm.PriceBook) -> cm.Footprint:
        """One instance, which runs all month."""
        _ = workload, prices
        one = Factor("instances", 1.0, "instance")
        return cm.Footprint(EC2, one, one, 1.0)


def workload(facts: Table) -> cm.Workload:
    """What arrives; a load given as a rate becomes a month of it."""
    if "functions" in facts:
        return _service(facts)[0]
    given = {**ANY_LOAD, **facts.get("workload", {})}
    if "requests" in given:
        rate, per, hours = given.pop("requests"), given.pop("per"), given.get("hours_per_month", 720)
        given["requests_per_month"] = cm.requests_per_month(rate, per=per, hours_per_month=hours)
    return cm.Workload(**given)


def prices(example: Example, facts: Table, times: float) -> cm.PriceBook:
    """The source's own rates, or ``times`` as much."""
    source = cm.Source(facts.get("url", ""), facts["source_date"])
    rates = {key: _rate(key, given, source, times) for key, given in facts.get("rates", {}).items()}
    book = cm.PriceBook(example.name, rates, TYPES)
    book = book.with_free_tier() if facts.get("free_tier") else book
    return book.already_used(facts["already_used"]) if "already_used" in facts else book


def _rate(key: str, given: Table, source: cm.Source, times: float) -> cm.Rate:
    per, less = (Decimal(str(given.get(name, usual))) for name, usual in (("per", 1), ("less", 0)))
    tiers = tuple(
        cm.Tier(float(Decimal(tier["usd"]) / per * (1 - less)) * times, tier.get("up_to", inf))
        for tier in given.get("tiers", [given])
    )
    return cm.Rate(key, given["unit"], tiers, source)


def options(facts: Table) -> list[cm.ComputeOption]:
    """The options, each with what stands around it; then what is asked for by itself."""
    made = [_option(dict(given)) for given in facts.get("options", [])]
    made += [_service(facts)[1]] if "functions" in facts else []
    return [*made, *([_path(Alone(), facts["extras"])] if "extras" in facts else [])]


def _service(facts: Table) -> tuple[cm.Workload, cm.FunctionService]:
    """What the functions of an example do together, and the option that serves it."""
    return from_table([FunctionRow(**given) for given in facts["functions"]])


def _option(given: dict[str, Any]) -> cm.ComputeOption:
    extras = given.pop("extras", [])
    made: cm.ComputeOption = parsed(given, "options")
    return _path(made, extras) if extras else made


def _path(option: cm.ComputeOption, extras: list[Table]) -> cm.RequestPath:
    return cm.RequestPath(option, parsed(extras, "extras"))


def line(spelt: Table, book: cm.PriceBook) -> cm.Line:
    """One line of a part that is still to come."""
    factors = tuple(
        cm.Factor(given["name"], np.divide(given["value"], given.get("over", 1)), given["unit"])
        for given in spelt["factors"]
    )
    return cm.Line(spelt["name"], book[spelt["rate"]], factors)


def hour(facts: Table, times: float) -> Applied:
    """A Savings Plan's commitment against what runs in one hour."""
    usages = [
        Usage(given["name"], given["amount"], given["on_demand"] * times, given["plan"] * times)
        for given in facts["usages"]
    ]
    return applied(facts["usd_per_hour"], usages)
