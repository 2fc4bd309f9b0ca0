"""What became of a refresh, service by service, in words and numbers."""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import StrEnum
from typing import TYPE_CHECKING

from pricing_data.adoption import LIMIT, Accepted, Proposal, accepted

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from costmodel.errors import CostModelError
    from pricing_data.difference import Change
    from pricing_data.rows import Row


class Status(StrEnum):
    """How one service came out."""

    ADOPTED = "adopted"
    UNCHANGED = "unchanged"
    HELD = "held"
    """Adopted, but for some changes that wait to be accepted."""
    FAILED = "failed"


@dataclass(frozen=True)
class Failure:
    """A service that could not be read."""

    service: str
    region: str
    error: CostModelError


@dataclass(frozen=True)
class Outcome:
    """What became of one service in one region."""

    region: str
    service: str
    status: Status
    sentence: str
    confirmed: int = 0
    """Rates that came at the price they had."""
    new: tuple[str, ...] = ()
    changed: tuple[Change, ...] = ()
    """Changes of price that are adopted."""
    held: tuple[Change, ...] = ()
    """Changes of price that wait to be accepted; the old price is kept."""
    gone: tuple[str, ...] = ()
    """No longer listed; the old price is kept until that is accepted."""
    dropped: tuple[str, ...] = ()
    """No longer listed, accepted, and not there any more."""
    skipped: tuple[str, ...] = ()
    """What AWS lists but does not price usably, one sentence each."""
    error: CostModelError | None = None


@dataclass(frozen=True)
class Report:
    """What a refresh did, or would do."""

    outcomes: tuple[Outcome, ...]
    folder: Path | None
    """The new set; None when nothing was written."""

    @property
    def complete(self) -> bool:
        """Whether nothing failed and nothing waits."""
        return all(outcome.status in (Status.ADOPTED, Status.UNCHANGED) for outcome in self.outcomes)


def failed(failure: Failure) -> Outcome:
    """The outcome of a service that could not be read, or not be believed."""
    sentence = f"the old prices stay: {failure.error}"
    return Outcome(failure.region, failure.service, Status.FAILED, sentence, error=failure.error)


def outcome(proposal: Proposal, accept: Accepted, before: tuple[Row, ...], after: tuple[Row, ...]) -> Outcome:
    """The outcome of a service whose region's rows were ``before`` and are ``after``."""
    held = tuple(change for change in proposal.held if not accepted(change.key, accept))
    status = Status.HELD if held else Status.UNCHANGED if before == after else Status.ADOPTED
    found = Outcome(
        region=proposal.fetched.region,
        service=proposal.fetched.service,
        status=status,
        sentence="",
        confirmed=proposal.confirmed,
        new=proposal.new,
        changed=tuple(change for change in proposal.changed if change not in held),
        held=held,
        gone=tuple(key for key in proposal.gone if not accepted(key, accept)),
        dropped=tuple(key for key in proposal.gone if accepted(key, accept)),
        skipped=proposal.fetched.skipped,
    )
    return replace(found, sentence=", ".join(_counts(found)))


def _counts(found: Outcome) -> Iterator[str]:
    yield f"{found.confirmed:,} confirmed"
    for keys, words in (
        (found.changed, "changed"),
        (found.new, "new"),
        (found.held, f"changed by more than {LIMIT} % and held"),
        (found.gone, "no longer listed and kept"),
        (found.dropped, "dropped"),
        (found.skipped, "not usable in the price list"),
    ):
        if keys:
            yield f"{len(keys):,} {words}"
