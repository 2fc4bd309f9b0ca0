"""Prices known only from documents that quote them: load balancers, RDS Proxy, Fargate Savings Plans."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from pricing_data.rows import Row
from tools.snapshot.raw import FIRST, LAST, Cells, published, table

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

FILE = "rates_from_docs.csv"

NAMES = {
    ("AWSELB", "alb_hour"): ("alb.hours", "h"),
    ("AWSELB", "alb_lcu_hour"): ("alb.lcu", "LCU·h"),
    ("AmazonRDS", "rds_proxy_vcpu_hour"): ("rds.proxy.vcpu", "vCPU·h"),
}

PLANS = {
    "fargate_vcpu_hour x86": ("fargate.vcpu.x86_64", "vCPU·h"),
    "fargate_gb_hour x86": ("fargate.memory.x86_64", "GB·h"),
    "lambda duration x86": ("lambda.duration.x86_64", "GB·s"),
}
"""Lambda's are quoted with 8 decimals only: the bill says that they are to be checked."""

PLAN_TERM = re.compile(r"(?P<usage>.+) (?P<years>[13]yr) No Upfront(?: \(source rounds to 8 decimals\))?")

SKU = re.compile(r"\bsku (\w{16})\b")

SOURCES = {
    "namratabhatia21/Clarchy": "clarchy",
    "public cost document quoting AWS Price List bulk files": "quoted-eu-west-2",
    "public research document quoting AWS Price List (eu-west-2)": "quoted-rds-proxy-eu-west-2",
    "two public documents quoting AmazonRDS us-east-1 offer file": "quoted-rds-proxy-us-east-1",
    "public notes quoting AWS Price List ap-northeast-1": "quoted-ap-northeast-1",
    "public document quoting AWS Price List AWSELB ap-northeast-2": "quoted-ap-northeast-2",
    "public constants file quoting AWS Price List": "quoted-ap-northeast-2-lcu",
    "public cost document": "bill-ap-south-1",
    "aadk979/SPOH_2027": "spoh-2027",
    "public sample of the AmazonEC2 us-west-1 offer CSV": "sample-us-west-1",
}
"""How a document's description begins, the longer beginning first, and its id."""

REPLACED = (
    "lyft/awspricing",
    "public document quoting Cost Explorer",
    "public post quoting a bill",
    "two public documents quoting bills",
)
"""Documents whose only price a newer one confirms, digit by digit: see ``stated.csv``."""


def name(cells: Cells) -> tuple[str, str] | None:
    """Our key and unit for a quoted price, or None when a full list has it already."""
    plan = PLAN_TERM.fullmatch(cells["usage"])
    if cells["service"] == "ComputeSavingsPlans" and plan and plan["usage"] in PLANS:
        key, unit = PLANS[plan["usage"]]
        return f"{key}.savings_plan.compute.{plan['years']}.no_upfront", unit
    return NAMES.get((cells["service"], cells["usage"].partition(" ")[0]))


def source(description: str) -> str:
    """The id of a document; raises ValueError for one that is not described in the manifest."""
    for beginning, known in SOURCES.items():
        if description.startswith(beginning):
            return known
    message = f"no source id for the document '{description}'"
    raise ValueError(message)


def sku(usage: str) -> str:
    """The SKU a quotation names, or an empty text."""
    found = SKU.search(usage)
    return found[1] if found else ""


def rates(folder: Path) -> Iterator[tuple[str, Row]]:
    """Region and row of every quoted price that no full list has."""
    for cells in table(folder / FILE):
        found = name(cells)
        if found and published(cells["price_usd"]) and not cells["source"].startswith(REPLACED):
            key, unit = found
            document, date = source(cells["source"]), cells["date_seen"]
            yield cells["region"], Row(key, unit, FIRST, LAST, cells["price_usd"], sku(cells["usage"]), document, date)
