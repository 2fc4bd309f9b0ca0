"""``growth``: every option month by month while the load grows."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING, TextIO
from unicodedata import normalize

import click

from costmodel.commands.amount import Amount
from costmodel.commands.terminal import asks_a_scenario, document, tell
from costmodel.errors import InvalidQuestion
from costmodel.growth import MONTHLY, MONTHS, Growth
from costmodel.payback import USD
from costmodel.reports.growth import growth_answer
from costmodel.scale import parse_requests
from costmodel.scenario import read

if TYPE_CHECKING:
    from costmodel.commands.terminal import Books

BETWEEN = re.compile(r",\s+|[;\s]+")

THOUSANDS = re.compile(r"\d{1,3}(,\d{3})+")
"""May be one number or several."""


@click.command()
@asks_a_scenario
@click.option("--monthly", type=Amount(MONTHLY), help="By how much each month is above the one before, such as 0.1.")
@click.option("--months", type=Amount(MONTHS), help="How many months, the first included.")
@click.option("--volumes", help="Requests of each month instead: 1M,2M,3M.")
@click.option("--migration-usd", type=Amount(USD), default=0.0, help="What a move costs once.")
@click.option("--move-from", default="", help="The option that is moved from, by its name; the first one unless said.")
@click.option("--move-to", default="", help="The option that is moved to; the second one unless said.")
@click.pass_obj
def growth(  # noqa: PLR0913 - the words of the command
    books: Books, scenario: TextIO, *, monthly: float | None, months: float | None, volumes: str | None,
    migration_usd: float, move_from: str, move_to: str, as_json: bool,
) -> None:  # fmt: skip
    """What each option costs month by month, when the cheapest changes, and when a move has repaid itself.

    The load grows as the scenario says, or by 5 % a month for 24 months; what is said here comes first.
    """
    asked = read(document(scenario))
    if volumes is not None and (monthly is not None or months is not None):
        raise click.UsageError("--volumes says it all: leave out --monthly and --months")
    grown = _grown(asked.growth, monthly, months)
    if volumes is not None:
        grown = Growth(volumes=parse_volumes(volumes, float(asked.workload.hours_per_month)))
    found = growth_answer(
        asked, books(asked.region), grown, before=move_from, after=move_to, migration_usd=migration_usd
    )
    tell(found, as_json=as_json)


def _grown(given: Growth | None, monthly: float | None, months: float | None) -> Growth:
    """What the scenario says, with a share or a number of months of one's own."""
    said = {name: value for name, value in (("monthly", monthly), ("months", months)) if value is not None}
    if not said:
        return given or Growth()
    start = Growth() if given is None or given.volumes else given
    return replace(start, **said)  # type: ignore[arg-type]  # Growth checks that months are whole


def parse_volumes(text: str, hours_per_month: float) -> tuple[float, ...]:
    """Requests of each month, as people write them. [request/month]

    >>> parse_volumes("1M,2M, 250/s", 720)
    (1000000.0, 2000000.0, 648000000.0)

    Raises `InvalidQuestion` for what is no number, and for 1,500, which may be one number or two.
    """
    words = [word for word in BETWEEN.split(normalize("NFKC", text).strip(" ,;")) if word]
    for word in words:
        if THOUSANDS.fullmatch(word):
            raise InvalidQuestion("volumes", word, "numbers such as 1M,2M,3M, without commas inside one")
    if not words:
        raise InvalidQuestion("volumes", text, "one number or more, such as 1M,2M,3M")
    return tuple(parse_requests(one, hours_per_month) for word in words for one in word.split(","))
