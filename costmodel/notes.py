"""Remarks that stand under a line of a bill."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from costmodel.display import Say


@dataclass(frozen=True)
class Note:
    """A remark under a line."""

    text: str

    def explain(self, say: Say = str) -> str:
        """The remark."""
        return say(self.text)
