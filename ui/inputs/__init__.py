"""Every input of the page, one module for each group."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pricing_data
from ui.address import one_of
from ui.fields import Choice, Switch
from ui.inputs import (
    account,
    around,
    basics,
    between,
    buying,
    doors,
    fleet,
    function,
    growing,
    shared,
    spread,
    table,
    traffic,
    tuning,
    work,
)
from ui.language import LANGUAGES

if TYPE_CHECKING:
    from collections.abc import Mapping

    from ui.fields import Input

GROUPS: Mapping[str, tuple[str, str, tuple[Input, ...]]] = {
    "traffic": (traffic.TITLE, ":material/show_chart:", traffic.INPUTS),
    "fleet": (fleet.TITLE, ":material/dns:", (*fleet.INPUTS, *work.INPUTS)),
    "buying": (buying.TITLE, ":material/sell:", buying.INPUTS),
    "around": ("In front of it and around it", ":material/hub:", (*doors.INPUTS, *around.INPUTS)),
    "between": (between.TITLE, ":material/linear_scale:", between.INPUTS),
    "shared": (shared.TITLE, ":material/database:", shared.INPUTS),
    "function": (function.TITLE, ":material/function:", function.INPUTS),
    "account": (account.TITLE, ":material/calendar_month:", account.INPUTS),
}
"""Title, icon and inputs of every group that is folded away, in the order of the page."""

OF_VIEWS: tuple[Input, ...] = (*growing.INPUTS, *table.INPUTS, *tuning.INPUTS, *spread.INPUTS)
"""What a view asks: no part of the question."""

INPUTS: tuple[Input, ...] = (
    *basics.INPUTS,
    *(one for _, _, inputs in GROUPS.values() for one in inputs),
    *OF_VIEWS,
)

SWITCH = (False, True)

VIEWS = ("cost", "week", "pick", "map", "sure", "memory", "hybrid", "growth", "functions")

DEFAULTS = {"lang": "en", "view": VIEWS[0], **{one.key: one.default for one in INPUTS}}
"""What every input holds before anyone touches it."""

READERS = {
    "lang": one_of(*LANGUAGES), "view": one_of(*VIEWS), "region": one_of(*pricing_data.regions()),
    "spike_hour": one_of(*traffic.HOURS),
    **{one.key: one_of(*one.words) for one in INPUTS if isinstance(one, Choice) and not one.open},
    **{one.key: one_of(*SWITCH) for one in INPUTS if isinstance(one, Switch)},
}  # fmt: skip
"""How an address is read where not every text will do."""

IMPLIED = {"count": {fleet.SIZING.key: fleet.FIXED}}
"""What an input in the address says about another one: older links hold a number of instances and nothing else."""
