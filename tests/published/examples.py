"""Worked examples that others published, as facts: a table of this folder's TOML files is one example."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypedDict

Table = dict[str, Any]

FOLDER = Path(__file__).parent

FAMILIES = (
    "lambda",
    "lambda_tiers",
    "provisioned_concurrency",
    "ec2",
    "savings_plans",
    "lambda_vs_ec2",
    "front_doors",
    "around",
    "lambda_features",
    "cold_starts",
    "rates",
)
"""The files, in the order of the accuracy page."""


class Facts(TypedDict, total=False):
    """What a table may say."""

    title: str
    source: str
    url: str
    source_date: str
    evidence: str  # "recalled" or "partly recalled" where the source could not be read again
    note: str
    wrong: str  # why the publication contradicts its own inputs
    later: str  # the option, or the part of one, that will make the lines that are spelt out here
    tolerance: Table  # abs [unit of the number] or rel [1]: how far the model may be off
    workload: Table  # arguments of `Workload`; requests and per instead of requests_per_month make a rate a month
    functions: list[Table]  # rows of `FunctionRow`: one service of several functions, in place of a workload
    options: list[Table]  # part is a public name, the rest are its settings; extras stand around it
    extras: list[Table]  # asked for by themselves
    free_tier: bool
    already_used: Table  # argument of `PriceBook.already_used`
    rates: Table  # key: usd as printed, for per units, less a discount; or tiers of them; and the unit
    lines: list[Table]  # a bill spelt out: name, rate, and factors of value (over a number) and unit
    usages: list[Table]  # settings of `Usage`: one hour, to be set against usd_per_hour
    usd_per_hour: float  # committed to
    scenario: list[Table]  # several cases: each adds to the facts above
    name: str  # of a scenario
    expected: list[Table]  # rows


class Row(TypedDict, total=False):
    """One published number, and where the model has it: the total of the bills unless it says more."""

    option: str | list[str]  # of these options only
    line: str | list[str]  # this line of the bills, or the sum of several
    value: str  # of a line: cost (unless said), quantity, billable (what of it is not free), tier 1, tier 2 ...
    crossing: str  # the field along which two options come to cost the same
    applied: str  # what a commitment did in an hour: used, unused, on_demand
    cold: str  # of the option's cold starts: share of the requests, environments alive, environments busy
    limit: str  # the load that reaches this limit of the option
    sum: bool  # over all scenarios of an array workload
    times: float
    over: float | str  # a number, or the cost of a line
    label: str
    unit: str
    published: float | list[float]
    recomputed: float | list[float]  # what the source's own inputs make, where the publication is wrong
    abs: float  # instead of the example's tolerance
    rel: float
    missing: str  # the part of the model that this number needs


@dataclass(frozen=True)
class Example:
    """One published example."""

    name: str
    facts: Table

    def scenarios(self) -> list[Table]:
        """The facts of each case: the example's own, with what a scenario adds to them."""
        return [_merged(self.facts, scenario) for scenario in self.facts.get("scenario", [{}])]


def heading(family: str) -> str:
    """Title of a family of examples."""
    return str(_file(family)["heading"])


def examples(family: str) -> list[Example]:
    """The examples of one file, in its order."""
    return [Example(name, facts) for name, facts in _file(family).items() if isinstance(facts, dict)]


def _file(family: str) -> Table:
    return tomllib.loads((FOLDER / f"{family}.toml").read_text(encoding="utf-8"))


def _merged(facts: Table, scenario: Table) -> Table:
    shared = {key for key in ("workload", "rates") if key in facts and key in scenario}
    return {**facts, **scenario, **{key: facts[key] | scenario[key] for key in shared}}
