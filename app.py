"""The page: inputs → compare → show. Run it with ``make run``."""

from __future__ import annotations

import gc
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

import streamlit as st

import pricing_data
from costmodel import CostModelError
from costmodel.report import Answer, answer
from ui import address, inputs, language, prices, questions, results

if TYPE_CHECKING:
    from costmodel.display import Say
    from costmodel.scenario import Scenario

ICON = Path(__file__).parent / "ui" / "icon.svg"

load = lru_cache(maxsize=8)(pricing_data.load)


@lru_cache(maxsize=256)
def answer_for(scenario: Scenario) -> Answer:
    """The answer to one question; the same question is answered once."""
    return answer(scenario, load(scenario.region))


@st.cache_resource
def settle() -> None:
    """Take what is loaded out of the garbage collector's rounds: 92 ms less after every input."""
    load(questions.DEFAULTS["region"])
    gc.collect()
    gc.freeze()


def page() -> None:
    """Everything on the page, top to bottom."""
    st.set_page_config(page_title="Lambda or EC2", page_icon=str(ICON), layout="wide")
    settle()
    strange = address.restore(questions.DEFAULTS, questions.READERS)
    with st.sidebar:
        say = language.choose()
        region = inputs.region(say)
        asked = inputs.scenario(region, load(region), say)
    st.title(say("Lambda or EC2?"), anchor=False)
    address.publish(questions.DEFAULTS)
    before = st.session_state.get("asked")
    results.show_notices(say, strange, wrong=asked is None, before=before is not None)
    _answer(asked or before, say)


def _answer(asked: Scenario | None, say: Say) -> None:
    """The answer to what was asked last and could be answered."""
    if asked is None:
        return
    try:
        found = answer_for(asked)
    except CostModelError as error:
        results.show_error(error, say)
        return
    st.session_state["asked"] = asked
    prices.show_dates(asked.region, found.price_dates, say)
    results.show(found, asked, load(asked.region), say)


page()
