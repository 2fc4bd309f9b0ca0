"""What AWS answered, before it is believed: laws that refuse a list, and changes that wait."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest

from pricing_data.adoption import LIMIT, check, family
from pricing_data.aws.faults import BadPriceList
from pricing_data.difference import change
from tests.fake_source import ROWS, FakeSource, row


def answered(source, service="ec2"):
    return source.fetch(service, "here", lambda *_: None)


def answer_of(*rows):
    """An answer of exactly these rows."""
    return replace(answered(FakeSource()), rows=tuple(one._replace(source="today") for one in rows))


def prices(rows):
    return {(one.key, one.start): one.price for one in rows}


def test_the_same_prices_are_confirmed_with_the_new_date_and_source():
    proposal = check(ROWS, answered(FakeSource()))

    assert (proposal.confirmed, proposal.new, proposal.gone, proposal.changed) == (3, (), (), ())
    adopted = proposal.adopted_rows()
    assert prices(adopted) == prices(ROWS)
    assert {one.as_of for one in adopted if one.key.startswith("ec2.")} == {"2026-01-01"}
    assert {one.source for one in adopted if one.key.startswith("lambda.")} == {"old"}


def test_a_small_change_is_adopted_and_told_with_old_new_and_percent():
    proposal = check(ROWS, answered(FakeSource().at(ec2__t3__nano="0.0065")))

    assert [str(one) for one in proposal.changed] == ["ec2.t3.nano: 0.0052 → 0.0065 USD/instance·h (+25.0 %)"]
    assert proposal.held == ()
    assert prices(proposal.adopted_rows())["ec2.t3.nano", "0"] == "0.0065"


@pytest.mark.parametrize(
    ("old", "new", "held"),
    [
        ("0.1", "0.13", False),  # exactly 30 %, which floats would call more
        ("0.1", "0.1300000001", True),
        ("0.1", "0.07", False),
        ("0.1", "0.0699999999", True),
        ("0.1", "10", True),  # a hundredfold price
        ("0.1", "0.1000000000", False),
    ],
)
def test_a_change_of_more_than_thirty_percent_is_held(old, new, held):
    proposal = check([row("ec2.t3.nano", old)], answer_of(row("ec2.t3.nano", new)))

    assert bool(proposal.held) is held
    assert prices(proposal.adopted_rows())["ec2.t3.nano", "0"] == (old if held else new)


@pytest.mark.parametrize(
    ("new", "held"), [("0.09", False), ("0.1", False), ("0.11", True), ("0.001", False), ("0.0009", True)]
)
def test_a_spot_price_is_only_held_where_no_market_makes_it(new, held):
    old = [row("ec2.t3.nano", "0.1"), row("ec2.t3.nano.spot", "0.03")]

    assert bool(check(old, answer_of(row("ec2.t3.nano.spot", new))).held) is held


def test_a_spot_price_without_an_on_demand_price_is_held_like_any_other():
    assert check([row("ec2.t3.nano.spot", "0.03")], answer_of(row("ec2.t3.nano.spot", "0.05"))).held


@pytest.mark.parametrize("accept", ["all", frozenset({"ec2.t3.nano"})])
def test_a_held_change_is_taken_when_accepted(accept):
    proposal = check(ROWS, answered(FakeSource().at(ec2__t3__nano="0.52", ec2__c7g__large="0.08")))

    assert [one.key for one in proposal.held] == ["ec2.t3.nano"]
    assert prices(proposal.adopted_rows(accept))["ec2.t3.nano", "0"] == "0.52"


def test_accepting_one_key_takes_no_other():
    proposal = check(ROWS, answered(FakeSource().at(ec2__t3__nano="0.52", ec2__c7g__large="7.25")))

    adopted = prices(proposal.adopted_rows(frozenset({"ec2.c7g.large"})))
    assert (adopted["ec2.t3.nano", "0"], adopted["ec2.c7g.large", "0"]) == ("0.0052", "7.25")


def test_a_held_rate_keeps_its_old_row_whole():
    proposal = check(ROWS, answered(FakeSource().at(ec2__t3__nano="0.52")))

    assert row("ec2.t3.nano", "0.0052") in proposal.adopted_rows()


def test_a_change_in_one_tier_is_enough_to_hold_all():
    old = [
        row("lambda.duration.arm64", "0.02", "GB·s", "0", "100"),
        row("lambda.duration.arm64", "0.01", "GB·s", "100"),
    ]
    new = [old[0], old[1]._replace(price="0.002")]

    [held] = check(old, answer_of(*new)).held
    assert str(held) == "lambda.duration.arm64: 0.01 → 0.002 USD/GB·s from 100 (-80.0 %)"
    assert held.percent == Decimal(-80)


def test_tiers_with_other_edges_are_compared_where_either_begins():
    old = [row("k", "4", up_to="100"), row("k", "2", start="100")]
    new = [row("k", "4", up_to="50"), row("k", "3", start="50", up_to="100"), row("k", "2", start="100")]

    found = change(old, new)
    assert found
    assert [(step.start, step.old, step.new) for step in found.steps] == [
        ("0", "4", "4"), ("50", "4", "3"), ("100", "2", "2"),
    ]  # fmt: skip
    assert found.percent == Decimal(-25)


def test_a_new_tier_far_cheaper_is_held():
    old = [row("k", "4")]
    new = [row("k", "4", up_to="50"), row("k", "1", start="50")]

    assert check(old, answer_of(*new)).held


def test_a_moved_edge_at_one_price_is_told():
    old = [row("k", "4", up_to="100"), row("k", "4", start="100")]

    assert str(change(old, [row("k", "4")])) == "k: tier edges moved"


def test_a_new_type_is_adopted():
    proposal = check(ROWS, answer_of(*ROWS[4:7], row("ec2.m9g.large", "0.09")))

    assert proposal.new == ("ec2.m9g.large",)
    assert prices(proposal.adopted_rows())["ec2.m9g.large", "0"] == "0.09"


def test_a_type_no_longer_listed_is_dropped_only_when_accepted():
    proposal = check(ROWS, answered(FakeSource().without("ec2.t3.nano")))

    assert proposal.gone == ("ec2.t3.nano",)
    assert ("ec2.t3.nano", "0") in prices(proposal.adopted_rows())
    assert ("ec2.t3.nano", "0") not in prices(proposal.adopted_rows(frozenset({"ec2.t3.nano"})))


def test_a_list_without_commitments_says_nothing_about_them():
    proposal = check(ROWS, answered(FakeSource().without("ec2.c7g.large.reserved.standard.1yr.no_upfront")))

    assert proposal.gone == ()
    assert len(proposal.adopted_rows("all")) == len(ROWS)


def test_a_key_that_the_list_would_not_name_is_not_gone():
    proposal = check(ROWS, answered(FakeSource().without("ec2.t3.nano")), covers=lambda key: key != "ec2.t3.nano")

    assert proposal.gone == ()


def test_a_key_that_is_listed_but_not_usable_is_not_gone():
    source = replace(FakeSource().without("ec2.t3.nano"), skipped=("'ec2.t3.nano' has several SKUs: A, B",))

    proposal = check(ROWS, answered(source))
    assert proposal.gone == ()
    assert ("ec2.t3.nano", "0") in prices(proposal.adopted_rows("all"))


@pytest.mark.parametrize(
    ("key", "expected"),
    [
        ("ec2.t3.nano", ("ec2", "")),
        ("ec2.t3.nano.spot", ("ec2", "spot")),
        ("lambda.duration.arm64.savings_plan.compute.1yr.no_upfront", ("lambda", "savings_plan")),
    ],
)
def test_family(key, expected):
    assert family(key) == expected


# --- lists that are refused --------------------------------------------------------------------------

DURATION = row("lambda.duration.arm64", "0.02", "GB·s", "0", "100"), row("lambda.duration.arm64", "0.01", "GB·s", "100")

REFUSED = {
    "nothing": ([], "holds no price of ec2 in here"),
    "a zero price": ([row("ec2.t3.nano", "0.0000000000")], "'ec2.t3.nano' has a price of 0"),
    "a zero tier": ([DURATION[0]._replace(price="0"), DURATION[1]], "'lambda.duration.arm64' has a price of 0"),
    "two SKUs": (
        [row("ec2.t3.nano", "0.0052", sku="A"), row("ec2.t3.nano", "0.0052", sku="B")],
        "'ec2.t3.nano' has several SKUs where one is expected: A, B",
    ),
    "a SKU twice": ([row("ec2.t3.nano", "0.0052")] * 2, "'ec2.t3.nano' is no price: .* must go on from Inf, got 0"),
    "a hole between tiers": ([DURATION[0], DURATION[1]._replace(start="200")], "'lambda.duration.arm64' is no price"),
    "tiers that overlap": ([DURATION[0], DURATION[1]._replace(start="50")], "'lambda.duration.arm64' is no price"),
    "no first tier": ([DURATION[1]], "'lambda.duration.arm64' is no price: .* must go on from 0, got 100"),
    "no last tier": ([DURATION[0]], "'lambda.duration.arm64' is no price"),
    "no number": ([row("ec2.t3.nano", "CNY 5")], "'ec2.t3.nano' has no number as its price: 'CNY 5'"),
    "not a number": ([row("ec2.t3.nano", "nan")], "'ec2.t3.nano' has no number as its price"),
    "below zero": ([row("ec2.t3.nano", "-1")], "'ec2.t3.nano' has no number as its price"),
    "a wrong edge": ([row("ec2.t3.nano", "1", up_to="inf")], "'ec2.t3.nano' has no number as its upper edge"),
    "another unit": ([row("ec2.t3.nano", "0.0052", "h")], "'ec2.t3.nano' is charged per h, until now per instance·h"),
    "an unknown unit": ([row("ec2.t9.nano", "0.0052", "Hrs")], "'ec2.t9.nano' has an unknown unit: Hrs"),
    "a comma": ([row("ec2.t3.nano", "0.0052", sku="A,B")], "'ec2.t3.nano' has a field that no price file can hold"),
    "no date": ([row("ec2.t3.nano", "0.0052", as_of="today")], "'ec2.t3.nano' is no price: .*as_of must be a date"),
}


@pytest.mark.parametrize(("rows", "sentence"), REFUSED.values(), ids=REFUSED)
def test_a_list_that_cannot_be_right_is_refused_by_key(rows, sentence):
    with pytest.raises(BadPriceList, match=sentence):
        check(ROWS, answer_of(*rows))


def test_a_row_from_another_source_than_the_answer_says_is_refused():
    with pytest.raises(BadPriceList, match="source 'old' is not in the manifest"):
        check(ROWS, replace(answered(FakeSource()), rows=(row("ec2.t3.nano", "0.0052"),)))


def test_a_required_key_that_does_not_come_refuses_the_service():
    with pytest.raises(BadPriceList, match=r"'ec2\.c7g\.large' is missing from the price list, and 1 more"):
        check(ROWS, answer_of(row("ec2.t4g.nano", "0.0042")), required={"ec2.t3.nano", "ec2.c7g.large"})


def test_a_required_key_that_the_region_never_had_is_not_missed():
    assert check(ROWS, answered(FakeSource()), required={"ec2.mars"}).confirmed == 3


def test_a_unit_must_be_the_one_of_the_other_regions():
    with pytest.raises(BadPriceList, match=r"'ec2\.m9g\.large' is charged per h, until now per instance·h"):
        check(ROWS, answer_of(row("ec2.m9g.large", "1", "h")), units={"ec2.m9g.large": "instance·h", "x": "h"})


def test_the_limit_is_thirty_percent():
    assert Decimal(30) == LIMIT
