"""Which prices these are, how old, and where each was read."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import TYPE_CHECKING

import pandas as pd
import streamlit as st

import pricing_data
from costmodel.own_prices import TYPED
from pricing_data import store

if TYPE_CHECKING:
    from costmodel import PriceBook
    from costmodel.display import Say

LABELS = {
    "lambda": "Lambda", "ec2": "EC2", "alb": "Elastic Load Balancing", "nlb": "Elastic Load Balancing",
    "apigateway": "API Gateway", "cloudfront": "CloudFront", "nat": "VPC", "vpc": "VPC", "egress": "Data Transfer",
    "transfer": "Data Transfer", "ebs": "EBS", "cloudwatch": "CloudWatch", "rds": "RDS", "elasticache": "ElastiCache",
    "dynamodb": "DynamoDB", "fargate": "Fargate",
}  # fmt: skip
"""AWS's names of what the first part of a rate's key stands for."""

STALE_DAYS = 90
"""Age at which a price list is called stale: AWS changes some price in most quarters."""


def show_dates(region: str, dates: dict[str, str], say: Say) -> None:
    """Region of the prices, and the date of the price list behind every rate charged, in one line."""
    own = TYPED.as_of in dates.values()
    listed = {key: day for key, day in dates.items() if day != TYPED.as_of}
    services = {LABELS.get(key.partition(".")[0], key.partition(".")[0]): day for key, day in listed.items()}
    lists = ", ".join(f"{service} {day or '?'}" for service, day in services.items())
    sentence = say("Prices: {name} ({region}), On-Demand Linux list prices in USD before tax. Price lists of {lists}.")
    said = sentence.format(name=pricing_data.regions()[region], region=region, lists=lists or "?")
    said += " " + say("Some prices were typed by you.") if own else ""
    old = any(day and stale(day, datetime.now(UTC).date()) for day in services.values())
    badge = say("stale: older than {days} days").format(days=STALE_DAYS)
    st.caption(f"{said} :orange-badge[:material/schedule: {badge}]" if old else said)


def lambda_date(book: PriceBook) -> dict[str, str]:
    """The date of Lambda's price list, where no bill says which lists it used."""
    return {"lambda": book["lambda.requests"].source.as_of}


def show_lists(region: str, say: Say) -> None:
    """Every service with the dates of its price lists, and whether they are stale."""
    today, origins = datetime.now(UTC).date(), pricing_data.origins(region)
    rows = [
        {
            say("service"): service,
            say("oldest list"): oldest,
            say("newest list"): newest,
            say("age"): say("stale") if stale(newest, today) else say("fresh"),
            say("source"): ", ".join(origins[service]),
        }
        for service, (oldest, newest) in pricing_data.dates(region).items()
    ]
    st.dataframe(pd.DataFrame(rows), hide_index=True, height="content")
    folder = pricing_data.current()
    when = store.written(folder)
    known = say("Refreshed on this machine on {day}.").format(day=f"{when:%Y-%m-%d %H:%M} UTC") if when else ""
    st.caption(known or say("These are the prices that came with the program."))


def stale(day: str, today: date) -> bool:
    """Whether a price list of ``day`` is older than `STALE_DAYS`; a month or a year counts from its beginning.

    >>> stale("2025-10-30", date(2026, 11, 23)), stale("2026-11", date(2026, 11, 23))
    (True, False)
    """
    year, month, rest = (*map(int, day.split("-")), 1, 1)[:3]
    return (today - date(year, month, rest)).days > STALE_DAYS
