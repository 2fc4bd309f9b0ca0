"""Remarks in words: under a line of a bill, or beside something that was read."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from costmodel.display import quantity

if TYPE_CHECKING:
    from costmodel.display import Say


@dataclass(frozen=True)
class Note:
    """A sentence, and the numbers to fill in."""

    template: str
    numbers: tuple[tuple[str, float | str], ...] = ()

    def explain(self, say: Say = str) -> str:
        """The sentence in the reader's language.

        >>> Note("Days measured: {days}.", (("days", 3.5),)).explain()
        'Days measured: 3.5.'
        """
        shown = {name: value if isinstance(value, str) else quantity(value) for name, value in self.numbers}
        return say(self.template).format(**shown)
