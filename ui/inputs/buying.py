"""How instance hours are bought."""

from __future__ import annotations

from typing import TYPE_CHECKING

from costmodel import Commitment, InvalidOption
from costmodel.options.commitment import TITLES
from costmodel.options.purchase import SPOT_SHARE
from costmodel.ranges import Range
from ui.fields import Choice, Field
from ui.words import number_words

if TYPE_CHECKING:
    from ui.form import Form, Given

TITLE = "Buying EC2"

ON_DEMAND = "on_demand"

PLAN = Choice(
    "plan", "Bought as", {ON_DEMAND: "On-Demand", **TITLES}, ON_DEMAND,
    "A commitment is paid in every hour, used or not, and weighed hour by hour.",
)  # fmt: skip

YEARS = Choice("years", "Term", {"1": "1 year", "3": "3 years"}, "1")

PAYMENT = Choice(
    "payment", "Payment",
    {"no_upfront": "No Upfront", "partial_upfront": "Partial Upfront", "all_upfront": "All Upfront"}, "no_upfront",
    "What is paid upfront is spread over the hours of the term.",
)  # fmt: skip

COMMITTED = Field(
    "committed", "Instances committed to", "", Range(0, 1e9, unit="instances"),
    "Left empty: the level that costs least for the shape of the traffic.", optional=True, empty="the best level",
    setting="commitment instances",
)  # fmt: skip

SPOT = Field(
    "spot", "Share on Spot", "0", SPOT_SHARE,
    "Share of the instances, rounded down: 0.5 is half of them. They may be taken back at two minutes' notice.",
    setting="spot_share",
)  # fmt: skip

INPUTS = (PLAN, YEARS, PAYMENT, COMMITTED, SPOT)


def show(form: Form) -> None:
    """On-Demand, or a commitment with its term; and Spot."""
    form.choice(PLAN)
    if form.given.choice(PLAN) != ON_DEMAND:
        form.choice(YEARS)
        form.choice(PAYMENT)
        form.number(COMMITTED)
        form.built(build)
    form.number(SPOT)


def build(given: Given) -> tuple[Commitment | None, float]:
    """The commitment, if there is one, and the share on Spot; raises `InvalidInput`."""
    spot, plan = given.number(SPOT), given.choice(PLAN)
    if plan == ON_DEMAND:
        return None, spot
    years, payment = int(given.choice(YEARS)), given.choice(PAYMENT)
    level = given.maybe(COMMITTED)
    if "reserved" in plan and level is not None and level != int(level):
        raise InvalidOption(COMMITTED.label, level, "a whole number")
    return Commitment(plan, years, payment, level), spot


def values(commitment: Commitment | None, spot: float) -> dict[str, object]:
    """The inputs that buy so."""
    if commitment is None:
        return {PLAN.key: ON_DEMAND, SPOT.key: number_words(spot)}
    level = "" if commitment.instances is None else number_words(commitment.instances)
    return {
        PLAN.key: commitment.plan, YEARS.key: str(commitment.years), PAYMENT.key: commitment.payment,
        COMMITTED.key: level, SPOT.key: number_words(spot),
    }  # fmt: skip
