"""A listing of AWS page by page, by hand.

botocore's paginators are not used: a page whose body was cut short looks to them like the last one, and the
list ends early without an error.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from pricing_data.aws import faults
from pricing_data.aws.faults import IncompletePage

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

TRIES = 3
"""Tries of one page that comes cut short."""


@dataclass
class Listing:
    """One operation, asked until there are no more pages."""

    method: Callable[..., dict[str, Any]]
    permission: str
    needs: Mapping[str, type]
    """What every whole page has, and of which type."""
    token: str = "NextToken"  # noqa: S105  the name of a field
    calls: int = 0
    """Pages asked for so far, without botocore's own retries."""

    def pages(self, **asked: object) -> Iterator[dict[str, Any]]:
        """Every page; raises a `pricing_data.aws.faults.RefreshError`."""
        while True:
            page = self.page(asked)
            yield page
            token = page.get(self.token)
            if not token:
                return
            if token == asked.get(self.token):
                raise IncompletePage(f"{self.permission} does not go on: AWS gave the same page twice")
            asked[self.token] = token

    def page(self, asked: Mapping[str, object]) -> dict[str, Any]:
        """One page, whole."""
        for _ in range(TRIES):
            self.calls += 1
            page = self.answer(asked)
            if all(isinstance(page.get(name), kind) for name, kind in self.needs.items()):
                return page
        raise IncompletePage(f"a page of {self.permission} came cut short, {TRIES} times")

    def answer(self, asked: Mapping[str, object]) -> dict[str, Any]:
        """Whatever AWS answers; its errors are explained."""
        try:
            return self.method(**asked)
        except Exception as error:
            raise faults.explained(error, self.permission) from error
