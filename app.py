"""The page: inputs → compare → show. Run it with ``make run``."""

from __future__ import annotations

import gc
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

import streamlit as st

import pricing_data
from costmodel import CostModelError, PriceBook
from costmodel.report import Answer, answer
from ui import address, inputs, language, prices, questions, refreshing, results

if TYPE_CHECKING:
    from costmodel.display import Say
    from costmodel.scenario import Scenario

ICON = Path(__file__).parent / "ui" / "icon.svg"


@lru_cache(maxsize=8)
def load(region: str, folder: Path) -> PriceBook:
    """One region's prices; ``folder``, the set in force, is the key under which they stay loaded."""
    _ = folder
    return pricing_data.load(region)


@lru_cache(maxsize=256)
def answer_for(scenario: Scenario, folder: Path) -> Answer:
    """The answer to one question at one set of prices; the same question is answered once."""
    return answer(scenario, load(scenario.region, folder))


@st.cache_resource
def settle() -> None:
    """Take what is loaded out of the garbage collector's rounds: 92 ms less after every input."""
    load(questions.DEFAULTS["region"], pricing_data.current())
    gc.collect()
    gc.freeze()


def page() -> None:
    """Everything on the page, top to bottom."""
    st.set_page_config(page_title="Lambda or EC2", page_icon=str(ICON), layout="wide")
    settle()
    folder = pricing_data.current()
    strange = address.restore(questions.DEFAULTS, questions.READERS)
    with st.sidebar:
        say = language.choose()
        region = inputs.region(say)
        asked = inputs.scenario(region, load(region, folder), say)
    st.title(say("Lambda or EC2?"), anchor=False)
    address.publish(questions.DEFAULTS)
    before = st.session_state.get("asked")
    results.show_notices(say, strange, wrong=asked is None, before=before is not None)
    _answer(asked or before, folder, say)
    with st.expander(say("Prices: where from, how old, refresh"), icon=":material/payments:"):
        prices.show_lists(region, say)
        refreshing.show(region, say)


def _answer(asked: Scenario | None, folder: Path, say: Say) -> None:
    """The answer to what was asked last and could be answered."""
    if asked is None:
        return
    book = load(asked.region, folder)
    try:
        found = answer_for(asked, folder)
    except CostModelError as error:
        prices.show_dates(asked.region, prices.lambda_date(book), say)
        results.show_error(error, asked, say)
        return
    st.session_state["asked"] = asked
    prices.show_dates(asked.region, found.price_dates, say)
    results.show(found, asked, book, say)


page()
