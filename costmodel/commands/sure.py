"""``sure``: how often each option is the cheapest when inputs are ranges."""

from __future__ import annotations

from typing import TYPE_CHECKING, TextIO

import click

from costmodel.commands.amount import Amount
from costmodel.commands.terminal import asks_a_scenario, document, tell
from costmodel.ranges import whole
from costmodel.reports.sure import sure_answer
from costmodel.scenario import read
from costmodel.uncertainty import SAMPLES, SEED

if TYPE_CHECKING:
    from costmodel.commands.terminal import Books


@click.command()
@asks_a_scenario
@click.option("--samples", type=Amount(SAMPLES), default=4096, help="Cases, rounded up to a power of two; 4,096 else.")
@click.option("--seed", type=click.IntRange(min=0), default=SEED, help="Another one draws other cases.")
@click.pass_obj
def sure(books: Books, scenario: TextIO, *, samples: float, seed: int, as_json: bool) -> None:
    """How sure the answer is, for a scenario whose inputs are ranges: who wins how often, and what to measure first."""
    asked = read(document(scenario))
    cases = whole("--samples", samples, SAMPLES)
    tell(sure_answer(asked, books(asked.region), samples=cases, seed=seed), as_json=as_json)
