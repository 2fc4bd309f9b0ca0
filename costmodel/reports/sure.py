"""Ranges in words and as data: how often each option is the cheapest, what moves the answer, what to measure first."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from costmodel.display import columns, money, percent, quantity
from costmodel.errors import InvalidQuestion
from costmodel.information import measure_first
from costmodel.reports.basis import Basis, basis, finite
from costmodel.sensitivity import tornado
from costmodel.uncertainty import SEED, outcomes

if TYPE_CHECKING:
    from costmodel.display import Say
    from costmodel.information import Information
    from costmodel.rates import PriceBook
    from costmodel.scenario import Scenario
    from costmodel.sensitivity import Effect, Tornado
    from costmodel.uncertainty import Outcomes

SHARES = (0.05, 0.5, 0.95)
"""Of the cases, below which a bill is told to stay. [1]"""

EXAMPLE = 'one input or more, such as {"duration_ms": {"part": "Between", "low": 80, "likely": 120, "high": 250}}'

NOTHING = "–"
"""In a table, where there is no number."""


@dataclass(frozen=True, eq=False)
class SureAnswer:
    """One question over the ranges of its inputs."""

    basis: Basis
    outcomes: Outcomes
    tornado: Tornado
    information: Information
    seed: int

    def text(self) -> str:
        """Who wins how often, what to measure, the bills, and what each input alone does, for a terminal."""
        drawn = f"{self.outcomes.size:,} cases, drawn from the ranges with seed {self.seed}."
        return "\n\n".join(
            [
                "\n".join([chances_in_words(self.outcomes), advice_in_words(self.information)]),
                columns(_bills(self.outcomes)),
                f"{tornado_in_words(self.tornado)}\n{columns(_effects(self.tornado))}",
                *([worth] if (worth := worth_in_words(self.information)) else []),
                f"{drawn}\n{self.basis.notes()}",
            ]
        )

    def data(self) -> dict[str, Any]:
        """The same as plain data, ready for JSON; null where a number has no end or there is none."""
        found, known = self.outcomes, self.information
        return {
            "question": self.basis.scenario.data(),
            "cases": found.size,
            "seed": self.seed,
            "options": [_option(found, name) for name in found.totals],
            "none_works": found.none_works,
            "tornado": {
                "about": self.tornado.about,
                "against": self.tornado.against or None,
                "usd_at_median": finite(self.tornado.base),
                "cheapest_at_median": self.tornado.cheapest,
                "inputs": [_effect(one) for one in self.tornado.effects],
            },
            "measure_first": {
                "choice": known.choice,
                "usd": finite(known.expected),
                "saves_knowing_all_usd": finite(known.everything),
                "inputs": [
                    {"input": one.input, "saves_usd": finite(one.usd), "checked_usd": finite(one.checked)}
                    for one in known.inputs
                ],
            },
            **self.basis.data(),
        }


def sure_answer(scenario: Scenario, book: PriceBook, *, samples: int = 4096, seed: int = SEED) -> SureAnswer:
    """The cases of a question's ranges; raises `InvalidQuestion` where it has none."""
    if not scenario.ranges:
        raise InvalidQuestion("scenario.ranges", "nothing", EXAMPLE)
    asked = basis(scenario, book)
    given = (scenario.workload, asked.options, asked.prices, scenario.ranges)
    found = outcomes(*given, samples=samples, seed=seed)
    alone = asked.options[0].name if len(asked.options) == 1 else None
    return SureAnswer(asked, found, tornado(*given, total_of=alone), measure_first(found), seed)


def chances_in_words(found: Outcomes, say: Say = str) -> str:
    """How often each option is the cheapest, the likeliest first, and how often none works."""
    ranked = sorted(found.probability.items(), key=lambda one: -one[1])
    sentence = say("{name} is the cheapest in {share} of the cases.")
    said = [sentence.format(name=name, share=percent(share)) for name, share in ranked if share]
    if found.none_works:
        said.append(say("In {share} of the cases none works.").format(share=percent(found.none_works)))
    return " ".join(said)


def advice_in_words(known: Information, say: Say = str, label: Say = str) -> str:
    """What to measure first; ``label`` gives the name of an input."""
    first = known.inputs[0] if known.inputs else None
    if first is None or round(first.usd, 2) <= 0 or known.choice is None:
        return say("No measurement of these numbers would change the choice.")
    advice = say("Measure this first: {input}. Knowing it before choosing saves {usd} a month on average.")
    return advice.format(input=label(first.input), usd=money(first.usd))


def worth_in_words(known: Information, say: Say = str, label: Say = str) -> str:
    """What knowing each input is worth, as far as it is a cent; else nothing."""
    each = [f"{label(one.input)} {money(one.usd)}" for one in known.inputs if round(one.usd, 2) > 0]
    return say("Knowing them saves on average, a month: {each}.").format(each=" · ".join(each)) if each else ""


def tornado_in_words(moved: Tornado, say: Say = str) -> str:
    """What the effects of single inputs are about."""
    if not moved.against:
        return say("What {about} costs when one number alone is low or high:").format(about=moved.about)
    sentence = say("What {about} saves against {against} when one number alone is low or high:")
    return sentence.format(about=moved.about, against=moved.against)


def _bills(found: Outcomes) -> list[tuple[str, ...]]:
    """Of the cases in which an option works, the bill below which a share of them stays."""
    rows = [("USD a month", *(percent(share) for share in SHARES), "cheapest", "cannot serve")]
    for name in found.totals:
        bills = (_usd(float(usd)) for usd in found.quantiles(name, SHARES))
        rows.append((name, *bills, percent(found.probability[name]), percent(found.infeasible[name])))
    return rows


def _effects(moved: Tornado) -> list[tuple[str, ...]]:
    """Each input's two ends and the answer there, beside the answer with all at their median."""
    rows = [("", "low", "high", "USD at low", "USD at high", "cheapest at low", "at high")]
    for one in moved.effects:
        ends = quantity(one.low), quantity(one.high), _usd(one.at_low), _usd(one.at_high)
        rows.append((one.input, *ends, one.cheapest_at_low or NOTHING, one.cheapest_at_high or NOTHING))
    middle = ("all at their median", "", "", _usd(moved.base), _usd(moved.base))
    return [*rows, (*middle, moved.cheapest or NOTHING, moved.cheapest or NOTHING)]


def _usd(value: float) -> str:
    return NOTHING if finite(value) is None else money(value)


def _option(found: Outcomes, name: str) -> dict[str, Any]:
    bills = (finite(usd) for usd in found.quantiles(name, SHARES))
    return {
        "name": name,
        "usd_per_month": {f"{share:g}": usd for share, usd in zip(SHARES, bills, strict=True)},
        "cheapest": found.probability[name],
        "infeasible": found.infeasible[name],
    }


def _effect(one: Effect) -> dict[str, Any]:
    return {
        "input": one.input,
        "low": one.low,
        "high": one.high,
        "usd_at_low": finite(one.at_low),
        "usd_at_high": finite(one.at_high),
        "cheapest_at_low": one.cheapest_at_low,
        "cheapest_at_high": one.cheapest_at_high,
    }
