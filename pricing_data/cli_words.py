"""What all commands share: how they end, and how a long list is told."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from collections.abc import Sequence

SHOWN = 10
"""Names of a list that are told before the rest is counted."""


class BadInput(click.ClickException):
    """One line on standard error, and the exit code of a wrong command."""

    exit_code = 2


class Failed(click.ClickException):
    """One line on standard error, and the exit code of something that did not work."""

    exit_code = 1


def listed(names: Sequence[str]) -> str:
    """The first names of a list, and how many more there are."""
    more = len(names) - SHOWN
    return ", ".join(names[:SHOWN]) + (f" and {more:,} more" if more > 0 else "")
