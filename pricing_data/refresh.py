"""Today's prices in the place of yesterday's: read, compared, and kept as one new set.

Service by service: one that fails keeps its old rates and says so, the rest is adopted. Nothing is written before
everything was read, and a refresh that is cancelled or dies leaves what was there.

`refresh` does it all. A page that shows the difference first calls `read`, then `preview`, and `keep` when somebody
has agreed.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from costmodel.errors import CostModelError, UnknownName, UnknownRegion
from pricing_data import deposit, edition, lock, manifest, store
from pricing_data.adoption import NOTHING, Accepted
from pricing_data.aws.faults import BadPriceList, Cancelled, NoCredentials, NoNetwork
from pricing_data.aws.source import silent
from pricing_data.draft import Draft
from pricing_data.outcome import Failure, Report

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from datetime import datetime
    from pathlib import Path

    from pricing_data.aws.source import PriceSource, Progress
    from pricing_data.draft import Answer

SWITCH = "COSTMODEL_REFRESH"
"""Environment variable; ``off`` forbids refreshing, as on a hosted page."""

HOPELESS = (NoNetwork, NoCredentials)
"""What will not be better for the next service, so that none is asked any more."""


class UnknownService(UnknownName):
    """A service that a source does not read."""


def allowed(environment: Mapping[str, str]) -> bool:
    """Whether refreshing is not switched off (`SWITCH`)."""
    return environment.get(SWITCH, "").strip().lower() != "off"


def read(
    regions: Sequence[str], source: PriceSource, progress: Progress = silent, services: Sequence[str] = ()
) -> tuple[Answer, ...]:
    """Ask ``source`` for ``services``, or all that it knows, in each of ``regions``.

    A service that fails is a `Failure` among the answers. Raises `UnknownService`, and
    `pricing_data.aws.faults.Cancelled` when ``progress`` did.
    """
    for service in services:
        if service not in source.services:
            raise UnknownService("service", service, source.services, f" in source '{source.name}'")
    return tuple(_answers(regions, source, progress, services or source.services))


def preview(answers: Sequence[Answer], data: Path, accept: Accepted = NOTHING) -> Report:
    """What `keep` would do; nothing is written."""
    return Report(tuple(_drafted(answers, data, accept).outcomes), None)


def keep(answers: Sequence[Answer], data: Path, now: datetime, accept: Accepted = NOTHING) -> Report:
    """Adopt what may be adopted of ``answers`` and write it as a new set, if it differs from the prices in force.

    Two at once wait for each other, and the second builds on what the first has written. Raises
    `pricing_data.store.Unwritable`; then the prices are what they were.
    """
    with lock.held(data):
        deposit.clean(data)
        draft = _drafted(answers, data, accept)
        fresh = draft.finished()
        folder = None if fresh is draft.base else deposit.add(data, fresh.contents, fresh.files, now)
    return Report(tuple(draft.outcomes), folder)


def refresh(
    regions: Sequence[str],
    source: PriceSource,
    data: Path,
    now: datetime,
    *,
    progress: Progress = silent,
    accept: Accepted = NOTHING,
    services: Sequence[str] = (),
) -> Report:
    """`read` and `keep`. Raises what they do, and `UnknownRegion`; then the prices are what they were."""
    known(regions, data)
    with lock.held(data):  # a folder that cannot be written is told now, not after minutes of reading
        deposit.clean(data)
    return keep(read(regions, source, progress, services), data, now, accept)


def known(regions: Sequence[str], data: Path) -> None:
    """Raise `UnknownRegion` for the first region that has no prices to begin with."""
    names = store.first(data, manifest.read).regions
    for region in regions:
        if region not in names:
            raise UnknownRegion(region, names)


def _drafted(answers: Sequence[Answer], data: Path, accept: Accepted) -> Draft:
    base = store.first(data, edition.read)
    draft = Draft(base, accept, base.units())
    for answer in answers:
        draft.take(answer)
    return draft


def _answers(
    regions: Sequence[str], source: PriceSource, progress: Progress, services: Sequence[str]
) -> Iterator[Answer]:
    lost: CostModelError | None = None
    for region in regions:
        for service in services:
            answer = Failure(service, region, lost) if lost else _asked(service, region, source, progress)
            if isinstance(answer, Failure) and isinstance(answer.error, HOPELESS):
                lost = answer.error
            yield answer


def _asked(service: str, region: str, source: PriceSource, progress: Progress) -> Answer:
    try:
        return edition.compact(source.fetch(service, region, progress))
    except Cancelled:
        raise
    except CostModelError as error:
        error.__cause__ = error.__context__ = None  # they hold on to everything that was read until then
        return Failure(service, region, error.with_traceback(None))
    except (ArithmeticError, AttributeError, LookupError, TypeError, ValueError) as error:
        return Failure(service, region, BadPriceList("", f"the price list is not as expected: {error!r}"))
