"""The command ``archive``: prices as they were on a day of the past."""

from __future__ import annotations

import os
from datetime import UTC, datetime

import click

from costmodel.errors import CostModelError, UnknownName
from pricing_data import archive as past
from pricing_data import refresh as work
from pricing_data import store
from pricing_data.aws.archive import ArchivedLists
from pricing_data.cli_refresh import Bars, told
from pricing_data.cli_words import BadInput, Failed


@click.command()
@click.option("--region", "regions", multiple=True, required=True, help="Region code; may be repeated.")
@click.option("--day", required=True, help="A day of the past, such as 2025-03-01.")
@click.option("--service", "services", multiple=True, help="Only this service, such as lambda; may be repeated.")
def archive(regions: tuple[str, ...], day: str, services: tuple[str, ...]) -> None:
    """Read the price lists of a past day (needs AWS credentials), for ``load(region, as_of=DAY)``."""
    if not work.allowed(os.environ):
        raise Failed(f"refreshing is switched off here ({work.SWITCH}=off)")
    then, data = moment(day), store.data_dir()
    try:
        work.known(regions, data)
        with Bars() as bars:
            report = past.keep(work.read(regions, ArchivedLists(then), bars, services), data, then)
    except UnknownName as error:
        raise BadInput(str(error)) from error
    except CostModelError as error:
        raise Failed(str(error)) from error
    except KeyboardInterrupt:
        raise Failed("cancelled; nothing was kept") from None
    told(report)
    click.echo(f"Prices of the past: {report.folder}" if report.folder else "Nothing was kept.")
    if not report.complete:
        raise SystemExit(1)


def moment(day: str) -> datetime:
    """The end of a day of the past, in UTC."""
    try:
        found = datetime.strptime(day, "%Y-%m-%d").replace(tzinfo=UTC, hour=23, minute=59)
    except ValueError:
        raise BadInput(f"--day must be a day such as 2025-03-01, got '{day}'") from None
    if found >= datetime.now(UTC):
        raise BadInput(f"--day must be in the past, got '{day}'")
    return found
