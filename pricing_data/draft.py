"""The next edition of the prices, while answers are compared with the present one, service by service."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from fnmatch import translate
from typing import TYPE_CHECKING

from pricing_data import adoption, edition
from pricing_data.aws import catalog
from pricing_data.aws.faults import BadPriceList
from pricing_data.aws.source import Fetched
from pricing_data.outcome import Failure, Outcome, failed, outcome

if TYPE_CHECKING:
    from collections.abc import Callable

    from pricing_data.adoption import Accepted
    from pricing_data.edition import Edition
    from pricing_data.manifest import SourceEntry
    from pricing_data.rows import Row

Answer = Fetched | Failure
"""What came of asking for one service in one region."""


@dataclass
class Draft:
    """The next edition, while answers are compared with it one after another."""

    base: Edition
    accept: Accepted
    units: dict[str, str] = field(default_factory=dict)
    rows: dict[str, tuple[Row, ...]] = field(default_factory=dict)
    """Rows of each region that was asked for, as they would become."""
    sources: dict[str, SourceEntry] = field(default_factory=dict)
    outcomes: list[Outcome] = field(default_factory=list)

    def take(self, answer: Answer) -> None:
        """Adopt what may be adopted of one answer."""
        if isinstance(answer, Failure):
            self.outcomes.append(failed(answer))
            return
        answer = edition.relabelled(answer, {**self.base.contents.sources, **self.sources})
        try:
            self.adopt(answer)
        except BadPriceList as error:
            self.outcomes.append(failed(Failure(answer.service, answer.region, error)))

    def adopt(self, fetched: Fetched) -> None:
        """Adopt an answer; raises `BadPriceList` and changes nothing when it cannot be right."""
        before = self.rows.get(fetched.region) or tuple(self.base.rows(fetched.region))
        required, covers = promised(fetched.service)
        proposal = adoption.check(before, fetched, required=required, covers=covers, units=self.units)
        after = proposal.adopted_rows(self.accept)
        self.units.update((row.key, row.unit) for row in fetched.rows)
        self.rows[fetched.region] = after
        self.sources[fetched.source_id] = fetched.source
        self.outcomes.append(outcome(proposal, self.accept, before, after))

    def finished(self) -> Edition:
        """The next edition; the base itself where nothing differs."""
        changed = {region: rows for region, rows in self.rows.items() if rows != tuple(self.base.rows(region))}
        return self.base.with_regions(changed, self.sources) if changed else self.base


def promised(service: str) -> tuple[frozenset[str], Callable[[str], bool]]:
    """The keys that every region has, and whether a key is one that the service's list names, as the catalogue says.

    Savings Plans and Spot prices are not in it: none is required, and their lists name all of them.
    """
    if service not in catalog.services():
        return frozenset(), bool
    rules = catalog.services()[service].rates
    templates = [template for rule in rules for template in (rule.key, rule.reserved) if template]
    shapes = re.compile("|".join(translate(catalog.PLACEHOLDER.sub("*", template)) for template in templates))
    required = frozenset(rule.key for rule in rules if rule.required and not rule.family)
    return required, lambda key: bool(shapes.fullmatch(key))
