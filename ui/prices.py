"""Which prices these are: region, dates, sources."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

import pricing_data

if TYPE_CHECKING:
    from costmodel.display import Say


LABELS = {"lambda": "Lambda", "ec2": "EC2"}


def show_dates(region: str, dates: dict[str, str], say: Say) -> None:
    """Region of the prices, and the date of the price list behind every rate charged, in one line."""
    services = {key.partition(".")[0]: date for key, date in dates.items()}
    lists = ", ".join(f"{LABELS[service]} {date or '?'}" for service, date in services.items())
    sentence = say("Prices: {name} ({region}), On-Demand Linux list prices in USD before tax. Price lists of {lists}.")
    st.caption(sentence.format(name=pricing_data.regions()[region], region=region, lists=lists))
