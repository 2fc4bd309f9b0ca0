"""Reservations with an upfront fee: AWS's own of 2017 first, then what cannot be one."""

from __future__ import annotations

from decimal import Decimal

import pytest

from pricing_data.aws import products, reservations
from tests.samples import bulk, dimension, lenient

KEY = "ec2.c4.large.reserved"

FEE = {"unit": "Quantity", "pricePerUnit": {"USD": "263"}}


def offers(offer):
    """The instance of 2017 with one reservation, whose price dimensions and attributes are ``offer``."""
    [one] = [one for one in bulk("bulk_AmazonEC2_2017.json") if one["product"]["attributes"].get("instanceType")][:1]
    dimensions, said = offer
    named = {"LeaseContractLength": "1yr", "OfferingClass": "standard", "PurchaseOption": "Partial Upfront"} | said
    one["terms"]["Reserved"] = {
        "one": {"priceDimensions": dict(enumerate(dimensions)), "termAttributes": named},
        "other": {
            "priceDimensions": {"1": dimension("0.063", unit="Hrs")},
            "termAttributes": named | {"PurchaseOption": "No Upfront", "OfferingClass": "convertible"},
        },
    }
    return products.read(lenient("ec2"), "us-east-1", [one], "here")


def hourly(price="0.0300000000", **said):
    return dimension(price, unit="Hrs") | said


@pytest.mark.parametrize(
    ("fee", "hours", "an_hour", "expected"),
    [
        (263, 8_760, "0.030", "0.0600228310502"),
        (539, 26_280, "0.021", "0.0415098934551"),
        (710, 26_280, "0.027", "0.0540167427702"),
        (876, 8_760, "0", "0.1"),
        (1, 26_280, "0", "0.0000380517503805"),
        (0, 8_760, "0.0630000001", "0.0630000001"),
    ],
)
def test_a_fee_is_spread_over_the_hours_of_the_term(fee, hours, an_hour, expected):
    found = reservations.effective(Decimal(fee), Decimal(an_hour), hours)

    assert found == Decimal(expected)
    assert abs(found * hours - fee - Decimal(an_hour) * hours) <= abs(found) * hours * Decimal("5e-12")


@pytest.mark.parametrize("dimensions", [[FEE, hourly("0.0000000000")], [hourly("0"), FEE], [FEE]])
def test_all_upfront_is_the_fee_alone_whether_its_hours_are_listed_at_0_or_not(dimensions):
    found = offers((dimensions, {"PurchaseOption": "All Upfront"}))

    assert found.skipped == ()
    assert {row.key: row.price for row in found.rows}[f"{KEY}.standard.1yr.all_upfront"] == "0.0300228310502"


@pytest.mark.parametrize(
    ("dimensions", "said", "sentence"),
    [
        ([hourly()], {}, "is Partial Upfront, and costs 0 USD at once and 0.0300000000 USD/h"),
        ([FEE, hourly("0")], {}, "is Partial Upfront, and costs 263 USD at once and 0 USD/h"),
        ([FEE, hourly()], {"PurchaseOption": "All Upfront"}, "is All Upfront, and costs 263 USD at once and 0.03"),
        ([FEE, hourly()], {"PurchaseOption": "No Upfront"}, "is No Upfront, and costs 263 USD at once"),
        ([], {"PurchaseOption": "All Upfront"}, "costs 0 USD at once and 0 USD/h"),
        ([FEE, FEE, hourly()], {}, "has 2 upfront fees and 1 hourly prices"),
        ([FEE, hourly(), hourly()], {}, "has 1 upfront fees and 2 hourly prices"),
        ([FEE, hourly(beginRange="5")], {}, "must have one price from 0 to Inf"),
        ([FEE, hourly(unit="Days")], {}, "must be priced per Hrs, is per Days"),
        ([FEE | {"pricePerUnit": {"USD": "-1"}}, hourly()], {}, "has '-1' where a number is expected"),
    ],
)
def test_a_reservation_that_cannot_be_right_costs_only_itself_and_is_named(dimensions, said, sentence):
    found = offers((dimensions, said))

    payment = said.get("PurchaseOption", "Partial Upfront").lower().replace(" ", "_")
    assert [row.key for row in found.rows] == ["ec2.c4.large", f"{KEY}.convertible.1yr.no_upfront"]
    assert len(found.skipped) == 1
    assert found.skipped[0].startswith(f"'{KEY}.standard.1yr.{payment}' ")
    assert sentence in found.skipped[0]


@pytest.mark.parametrize(
    "said", [{"LeaseContractLength": "5yr"}, {"PurchaseOption": "In Instalments"}, {"OfferingClass": ""}]
)
def test_a_reservation_of_another_kind_is_passed_over(said):
    found = offers(([FEE, hourly()], said))

    assert not [row.key for row in found.rows if ".standard." in row.key]
    assert found.skipped == ()
