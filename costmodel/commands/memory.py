"""``memory``: what each memory costs and how long it takes, from power tuning's measurements."""

from __future__ import annotations

from typing import TYPE_CHECKING, TextIO

import click

from costmodel.best_memory import FACTOR
from costmodel.commands.amount import Amount
from costmodel.commands.terminal import TEXT, asks_a_scenario, document, tell
from costmodel.power_tuning import read_curve
from costmodel.reports.memory import memory_answer
from costmodel.scenario import read

if TYPE_CHECKING:
    from costmodel.commands.terminal import Books


@click.command()
@asks_a_scenario
@click.option(
    "--curve",
    type=TEXT,
    required=True,
    help="aws-lambda-power-tuning's JSON or share link, or lines of memory and duration; - reads what is piped in.",
)
@click.option(
    "--duration-factor",
    type=Amount(FACTOR),
    default=1.0,
    help="What another architecture takes, times what was measured; 1 unless said.",
)
@click.pass_obj
def memory(books: Books, scenario: TextIO, curve: TextIO, *, duration_factor: float, as_json: bool) -> None:
    """What the scenario's function costs at each measured memory, and the cheapest and the fastest memory of all."""
    asked, measured = read(document(scenario)), read_curve(document(curve, "memory curve"))
    tell(memory_answer(asked, books(asked.region), measured, duration_factor), as_json=as_json)
