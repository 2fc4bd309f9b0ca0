"""The sidebar: the five inputs, then what may be said beyond them, folded away with its defaults."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from ui.inputs import GROUPS, account, around, basics, between, buying, doors, fleet, function, shared, traffic, work
from ui.language import literal
from ui.question import scenario_of

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from costmodel import InstanceType
    from costmodel.display import Say
    from costmodel.rates import PriceBook
    from costmodel.scenario import Scenario
    from ui.fields import Input
    from ui.form import Form

SHOWN = 3
"""Settings that a summary names; the others are counted."""

LONGEST = 28
"""Longest value that a summary shows. [character]"""


def question(form: Form, prices: PriceBook) -> Scenario | None:
    """What the reader asks; None while something typed cannot be right, which is said beside it."""
    basics.show(form, prices)
    spec = prices.instances.get(str(st.session_state[basics.INSTANCE.key]))
    groups: Mapping[str, Callable[[], object]] = {
        "traffic": lambda: _traffic(form),
        "fleet": lambda: _fleet(form, spec),
        "buying": lambda: buying.show(form),
        "around": lambda: _around(form, prices),
        "between": lambda: between.show(form),
        "shared": lambda: _shared(form, prices),
        "function": lambda: _function(form),
        "account": lambda: account.show(form, prices),
    }
    for name, (title, icon, inputs) in GROUPS.items():
        with st.expander(form.say(title), icon=icon, key=f"group_{name}"):
            groups[name]()
        _summary([one for one in inputs if one.key in form.shown], form.say)
    return None if form.wrong or form.waits else form.built(scenario_of)


def _traffic(form: Form) -> None:
    if traffic.show(form):
        form.built(traffic.build)
    else:
        form.waits = True


def _fleet(form: Form, spec: InstanceType | None) -> None:
    fleet.show(form, burstable=spec is not None and spec.baseline is not None)
    work.show(form)
    form.built(lambda given: work.fits(given, spec))
    form.built(lambda given: fleet.build(given, "t3.nano", work.build(given), None, 0))


def _around(form: Form, prices: PriceBook) -> None:
    st.caption(form.say("Nothing of this is counted until you switch it on."))
    doors.show(form, prices)
    around.show(form)
    form.built(lambda given: (doors.build(given), around.build(given, cdn=False)))


def _shared(form: Form, prices: PriceBook) -> None:
    st.caption(form.say("Entered once, counted on both sides."))
    shared.show(form, prices)
    form.built(shared.build)


def _function(form: Form) -> None:
    function.show(form)
    form.built(lambda given: function.build(given, account.hours(given)))


def _summary(inputs: Sequence[Input], say: Say) -> None:
    """What of a group is not at its default, for whoever sees it folded."""
    changed = [one for one in inputs if st.session_state[one.key] != one.default]
    if not changed:
        return
    said = [f"{say(one.label)}: {_value(one, say)}" for one in changed[:SHOWN]]
    more = [f"+ {len(changed) - SHOWN}"] if len(changed) > SHOWN else []
    st.caption(" · ".join([*said, *more]))


def _value(one: Input, say: Say) -> str:
    """A value in a few characters that mean nothing to Markdown."""
    value = st.session_state[one.key]
    if isinstance(value, bool):
        return say("on")
    if one is traffic.SPIKE_HOUR:
        return traffic.hour_words(int(value), say)
    words = getattr(one, "words", {})
    if value in words:
        return say(words[value])
    text = " ".join(str(value).split())
    return literal(text if len(text) <= LONGEST else text[:LONGEST] + "…")
