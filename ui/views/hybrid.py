"""Hybrid: the base that costs least for this load, and what it saves against either side alone."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from costmodel import EC2Fleet, Fargate, Hybrid, Lambda
from costmodel.charts import bases_picture, load_duration_picture
from costmodel.display import money, percent, quantity
from costmodel.options.burst import burstable
from costmodel.scenario import Scenario
from ui import best
from ui.inputs import between
from ui.language import literal
from ui.question import side
from ui.views import chart

if TYPE_CHECKING:
    from costmodel.base_load import BestBase
    from costmodel.display import Say
    from ui.case import Case


def show(case: Case, say: Say) -> None:
    """In words, and as a picture."""
    scenario = case.scenario
    functions = [one for one in (side(option).option for option in scenario.options) if isinstance(one, Lambda)]
    bases = _bases(scenario)
    if not functions or not bases:
        st.info(
            say("A hybrid takes a function, and instances that are not burstable or Fargate tasks."),
            icon=":material/info:",
        )
        return
    base, rest = between.parts(bases[0], functions[0])
    asked = Scenario(
        region=scenario.region, workload=scenario.workload, options=(rest, base), free_tier=scenario.free_tier,
        used=scenario.used, rates=scenario.rates,
    )  # fmt: skip
    found = best.base(asked.text(), case.folder)
    words = _words(found, say)
    for sentence in words:
        st.markdown(literal(sentence))
    st.caption(say("Without what stands in front and around; the hybrid among the options counts it."))
    carries = found.hybrid.spill(scenario.workload, case.prices).explain(say)
    picture = load_duration_picture(scenario.workload, found.hybrid, case.prices, say)
    chart.draw(picture, "load_duration", f"{say('The load of the week, the busiest hours first.')} {carries}")
    chart.draw(bases_picture(found, say), "bases", " ".join(words))


def _bases(scenario: Scenario) -> list[EC2Fleet | Fargate]:
    """What may carry the base load: first what the hybrid of the question stands on, then its fleet, then its tasks."""
    options = [side(option).option for option in scenario.options]
    found = [one.fleet for one in options if isinstance(one, Hybrid)]
    found += [one for kind in (EC2Fleet, Fargate) for one in options if isinstance(one, kind)]
    return [one for one in found if not isinstance(one, EC2Fleet) or not burstable(one.instance_type)]


def _words(found: BestBase, say: Say) -> list[str]:
    """The best base, and what it saves."""
    sentence = say("Best base for this load: {count} × {type} all month, Lambda for the rest: {cost} a month.")
    size, kind = quantity(found.hybrid.instances), found.hybrid.base.each
    said = [sentence.format(count=size, type=kind, cost=money(found.usd))]
    if found.pure is None:
        return said
    name, alone = found.pure
    if found.saving > 0:
        saves = say("That is {saved} ({share}) less than {name} alone.")
        return [*said, saves.format(saved=money(found.saving), share=percent(found.saving / alone), name=name)]
    return [*said, say("It saves nothing against {name} alone: {cost}.").format(name=name, cost=money(alone))]
