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
from costmodel.scenario import read
from ui import address, file, language, prices, refreshing, results, sidebar
from ui.form import Form
from ui.inputs import DEFAULTS, IMPLIED, READERS, basics
from ui.labels import LABELS
from ui.views.case import Case

if TYPE_CHECKING:
    from costmodel.display import Say

ICON = Path(__file__).parent / "ui" / "icon.svg"


@lru_cache(maxsize=8)
def load(region: str, folder: Path) -> PriceBook:
    """One region's prices; ``folder``, the set in force, is the key under which they stay loaded."""
    _ = folder
    return pricing_data.load(region)


@lru_cache(maxsize=128)
def case_of(text: str, folder: Path) -> Case:
    """The answer to one question, as its document asks it, at one set of prices; it is worked out once."""
    scenario = read(text)
    book = load(scenario.region, folder)
    found: Answer = answer(scenario, book)
    return Case(scenario, scenario.prices(book), found, text, folder)


@st.cache_resource
def settle() -> None:
    """Take what is loaded out of the garbage collector's rounds: 92 ms less after every input."""
    load(DEFAULTS["region"], pricing_data.current())
    gc.collect()
    gc.freeze()


def page() -> None:
    """Everything on the page, top to bottom."""
    st.set_page_config(page_title="Lambda or EC2", page_icon=str(ICON), layout="wide")
    settle()
    folder = pricing_data.current()
    strange = address.restore(DEFAULTS, READERS, IMPLIED)
    with st.sidebar:
        say = language.choose()
        region = basics.region(say)
        scenario = sidebar.question(Form(say, LABELS), load(region, folder))
    asked = file.asked() or (scenario.text() if scenario else None)
    st.title(say("Lambda or EC2?"), anchor=False)
    address.publish(DEFAULTS)
    before = st.session_state.get("asked")
    results.show_notices(say, strange, wrong=asked is None, before=before is not None)
    file.show_notice(say)
    _answer(asked or before, folder, say)
    with st.expander(say("Prices: where from, how old, refresh"), icon=":material/payments:"):
        prices.show_lists(region, say)
        refreshing.show(region, say)


def _answer(text: str | None, folder: Path, say: Say) -> None:
    """The answer to what was asked last and could be answered."""
    if text is None:
        return
    region = read(text).region
    try:
        case = case_of(text, folder)
    except CostModelError as error:
        prices.show_dates(region, prices.lambda_date(load(region, folder)), say)
        results.show_error(error, region, say)
        return
    st.session_state["asked"] = text
    prices.show_dates(region, case.answer.price_dates, say)
    results.show(case, say)
    file.show(case, say)


page()
