"""The command ``refresh``: today's prices from AWS, checked, compared and kept."""

from __future__ import annotations

import os
import sys
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Self

import click

from costmodel.errors import CostModelError, UnknownName
from pricing_data import manifest, sources, store
from pricing_data import refresh as work
from pricing_data.cli_words import BadInput, Failed, listed
from pricing_data.outcome import Status

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from types import TracebackType

    from click._termui_impl import ProgressBar

    from pricing_data.adoption import Accepted
    from pricing_data.aws.source import PriceSource
    from pricing_data.outcome import Outcome, Report


class Bars:
    """One progress bar on standard error after another, one for each thing that is read."""

    def __init__(self) -> None:
        self._what = ""
        self._done = 0
        self._bar: ProgressBar[int] | None = None

    def __call__(self, what: str, done: int, total: int | None) -> None:
        """Show how much of ``what`` is done."""
        if what != self._what or done < self._done:
            self.close()
            self._what = what
            self._bar = click.progressbar(_steps(total), label=what, show_pos=True, file=sys.stderr)
            self._bar.render_progress()
        if self._bar:
            self._bar.update(done - self._done)
        self._done = done

    def close(self) -> None:
        """Leave the line of the last bar."""
        if self._bar:
            self._bar.render_finish()
        self._bar, self._done = None, 0

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()


def _steps(total: int | None) -> Iterable[int]:
    """As many as there are; without end where nobody knows."""
    return range(total) if total else iter(int, 1)


@click.command()
@click.option("--region", "regions", multiple=True, help="Region code, such as ap-northeast-1; may be repeated.")
@click.option("--all-regions", is_flag=True, help="Every region that has prices.")
@click.option(
    "--source",
    "name",
    type=click.Choice(sources.KINDS),
    default="api",
    show_default=True,
    help="The Query API, which needs AWS credentials; or the public bulk files, which need none and are large.",
)
@click.option("--service", "services", multiple=True, help="Only this service, such as lambda; may be repeated.")
@click.option("--check", is_flag=True, help="Compare only; write nothing.")
@click.option("--accept", multiple=True, metavar="KEY|all", help="Take a change that is held; may be repeated.")
@click.pass_obj
def refresh(
    opened: Callable[[str, datetime], PriceSource] | None,
    regions: tuple[str, ...],
    name: str,
    services: tuple[str, ...],
    accept: tuple[str, ...],
    *,
    all_regions: bool,
    check: bool,
) -> None:
    """Read today's prices from AWS and keep them where they differ from the ones in force."""
    if not work.allowed(os.environ):
        raise Failed(f"refreshing is switched off here ({work.SWITCH}=off); the prices stay as they are")
    if bool(regions) == all_regions:
        raise BadInput("say which region: --region CODE, or --all-regions")
    data, now = store.data_dir(), datetime.now(UTC)
    taken: Accepted = "all" if "all" in accept else frozenset(accept)
    try:
        wanted = tuple(store.first(data, manifest.read).regions) if all_regions else regions
        work.known(wanted, data)
        source = (opened or sources.opened)(name, now)
        with Bars() as bars:
            if check:
                report = work.preview(work.read(wanted, source, bars, services), data, taken)
            else:
                report = work.refresh(wanted, source, data, now, progress=bars, accept=taken, services=services)
    except UnknownName as error:
        raise BadInput(str(error)) from error
    except CostModelError as error:
        raise Failed(str(error)) from error
    except KeyboardInterrupt:
        raise Failed("cancelled; the prices stay as they were") from None
    _tell(report, taken, check=check)


def told(report: Report) -> None:
    """Say what came of each service, a failure on standard error."""
    for outcome in report.outcomes:
        line = f"{outcome.region} {outcome.service}: {outcome.status}: {outcome.sentence}"
        click.echo(line, err=outcome.status is Status.FAILED)
        for detail in _details(outcome):
            click.echo(f"  {detail}")


def _tell(report: Report, accept: Accepted, *, check: bool) -> None:
    told(report)
    for key in sorted(accept - _mentioned(report)) if accept != "all" else ():
        click.echo(f"--accept {key}: nothing was held under this name", err=True)
    if check:
        click.echo("Nothing was written (--check).")
    else:
        click.echo(f"New prices: {report.folder}" if report.folder else "The prices in force stay as they are.")
    if not report.complete:
        raise SystemExit(1)


def _details(outcome: Outcome) -> Iterator[str]:
    yield from (f"changed: {change}" for change in outcome.changed)
    yield from (f"held: {change}; --accept {change.key} takes it" for change in outcome.held)
    for word, names in (
        ("new", outcome.new),
        ("no longer listed, kept until --accept KEY", outcome.gone),
        ("dropped", outcome.dropped),
        ("not usable", outcome.skipped),
    ):
        if names:
            yield f"{word}: {listed(names)}"


def _mentioned(report: Report) -> frozenset[str]:
    """Keys that something was accepted of."""
    changed = (change.key for outcome in report.outcomes for change in outcome.changed)
    return frozenset(changed) | {key for outcome in report.outcomes for key in outcome.dropped}
