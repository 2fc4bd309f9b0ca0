"""What the page calls the settings of the model, for errors that name them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ui.fields import Field
from ui.inputs import INPUTS

if TYPE_CHECKING:
    from collections.abc import Mapping

LABELS: Mapping[str, str] = {one.setting: one.label for one in INPUTS if isinstance(one, Field) and one.setting}
