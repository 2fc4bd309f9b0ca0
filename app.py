"""The page: inputs → compare → show. Run it with ``make run``."""

from __future__ import annotations

import gc
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

import streamlit as st

import pricing_data
from costmodel import CostModelError
from costmodel.scenario import read
from ui import address, file, language, prices, refreshing, results, settled, sidebar, views
from ui.answers import case_of, load
from ui.form import Form, keep_hidden
from ui.inputs import DEFAULTS, IMPLIED, INPUTS, READERS, basics
from ui.labels import LABELS
from ui.refreshing import SOURCES
from ui.views import candidates

if TYPE_CHECKING:
    from costmodel.display import Say

ICON = Path(__file__).parent / "ui" / "icon.svg"


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
    keep_hidden(one.key for one in INPUTS if one is not basics.REGION)
    settled.settle(INPUTS, {"view": views.TITLES, "pick_arch": candidates.ARCHITECTURES, "price_source": SOURCES})
    with st.sidebar:
        say = language.choose()
        region = basics.region(say)
        form = Form(say, LABELS)
        scenario = sidebar.question(form, load(region, folder))
    asked = file.asked() or (scenario.text() if scenario else None)
    st.title(say("Lambda or EC2?"), anchor=False)
    address.publish(DEFAULTS)
    before = st.session_state.get("asked")
    results.show_notices(say, strange, form, before=before is not None)
    file.show_notice(say)
    _answer(asked or before, folder, say)
    file.show(asked or before, say)
    with st.expander(say("Prices: where from, how old, refresh"), icon=":material/payments:"):
        prices.show_lists(region, say)
        refreshing.show(region, say)


def _answer(text: str | None, folder: Path, say: Say) -> None:
    """The answer to what was asked last and could be answered."""
    if text is None:
        return
    try:
        with st.spinner(say("Working it out")):
            case = case_of(text, folder)
    except CostModelError as error:
        region, before = read(text).region, st.session_state.get("asked")
        prices.show_dates(region, prices.lambda_date(load(region, folder)), say)
        results.show_error(error, region, say)
        if before and before != text:
            with suppress(CostModelError):  # the prices may have changed since
                case = case_of(before, folder)
                st.caption(say("The answer below is still the one before."))
                results.show(case, say)
        return
    st.session_state["asked"] = text
    prices.show_dates(case.scenario.region, case.answer.price_dates, say)
    results.show(case, say)


page()
