"""Both bills side by side, and under each number why it is what it is."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from costmodel.display import money
from costmodel.extras import DOORS
from ui.language import literal
from ui.question import in_common, side
from ui.words import plain

if TYPE_CHECKING:
    from costmodel import Bill, ComputeOption, Line
    from costmodel.display import Say
    from ui.case import Case


SIDE_BY_SIDE = 2
"""Bills that stand beside each other."""


def show(case: Case, say: Say) -> None:
    """A column for each option, or a tab where there are more than fit."""
    common, found = _common_keys(case), case.answer.comparison.bills
    options = [option for option in case.scenario.options if option.name in found]
    names = [literal(option.name) for option in options]
    places = st.columns(len(options)) if len(options) <= SIDE_BY_SIDE else st.tabs(names)
    for place, option in zip(places, options, strict=True):
        with place:
            one_bill(found[option.name], option, common, say)


def one_bill(bill: Bill, option: ComputeOption, common: frozenset[tuple[str, str]], say: Say) -> None:
    """Name, total, what stands in front, and every line."""
    with st.container(border=True):
        st.subheader(f"{literal(bill.option)} — {plain(money(float(bill.total)))}", anchor=False)
        st.caption(_around(option, say))
        for line in bill.lines:
            _line(line, say, common=(line.name, line.rate.key) in common)


def _around(option: ComputeOption, say: Say) -> str:
    """The door by its name, and what else is counted."""
    extras = side(option).extras
    doors = [say(one.name) for one in extras if isinstance(one, DOORS)]
    others = [literal(say(one.name)) for one in extras if not isinstance(one, DOORS)]
    door = say("Front door: {names}.").format(names=" + ".join(doors) or say("none"))
    return door if not others else door + " " + say("Counted too: {names}.").format(names=" · ".join(others))


def _common_keys(case: Case) -> frozenset[tuple[str, str]]:
    """Names and rates of the lines that are common to every side."""
    workload = case.scenario.workload
    options = [one for one in case.scenario.options if one.name in case.answer.comparison.bills]
    beside = [one.footprint(workload, case.prices) for one in options]
    shared = in_common(tuple(options)) if len(options) > 1 else ()
    return frozenset(
        (line.name, line.rate.key)
        for extra in shared for place in beside for line in extra.lines(workload, case.prices, place)
    )  # fmt: skip


def _line(line: Line, say: Say, *, common: bool) -> None:
    source = line.rate.source
    said = say("copy of the price list of {day}") if "github.com" in source.url else say("price list of {day}")
    read = f"[{said.format(day=source.as_of or '?')}]({source.url})" if source.url else say(source.as_of or "?")
    key = f"`{line.rate.key.replace('`', '')}` · "
    sku = f"SKU `{source.sku}` · " if source.sku else ""
    badge = f" :gray-badge[:material/link: {say('common to both')}]" if common else ""
    st.markdown(f"**{literal(say(line.name))}** — {plain(money(float(line.cost)))}{badge}")
    why = [line.formula(say), *line.reasons(say), line.charge(say)]
    st.caption("  \n".join([*map(plain, why), f"{key}{sku}{read}"]))
