"""Pick for me: the same as asking about every type one by one."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
import pytest

import pricing_data
from costmodel import (
    AutoScaling,
    Commitment,
    EC2Fleet,
    Factor,
    InstanceType,
    InvalidOption,
    InvalidQuestion,
    Limit,
    Line,
    PriceBook,
    Rate,
    RequestPath,
    Tier,
    UnknownRate,
    WaitingTarget,
    Workload,
    compare,
)
from costmodel.pick import pick
from costmodel.shapes import office_hours
from tests.books import EC2, PRICES

API = Workload(20_000_000, 120, 512, traffic=office_hours())

LIKES = {
    "sized": EC2Fleet("m7g.large"),
    "scaled": EC2Fleet("m7g.large", scaling=AutoScaling(), zones=3, spare_zones=1),
    "queue": EC2Fleet("m7g.large", workers=8, waiting=WaitingTarget()),
    "standard": EC2Fleet("m7g.large", credits="standard", minimum=2),
    "committed": EC2Fleet("m7g.large", commitment=Commitment(), scaling=AutoScaling()),
    "spot": EC2Fleet("m7g.large", spot_share=0.5),
}


@dataclass(frozen=True)
class Guard:
    """Something around a fleet: so much an instance, and no more than some of them."""

    most: float = 1e9
    name: str = "Guard"

    def lines(self, workload, _prices, beside):
        rate = Rate("guard", "instance·h", (Tier(0.01),), EC2)
        yield Line("Guard", rate, (beside.existing, Factor("hours", workload.hours_per_month, "h/month")))

    def limits(self, _workload, _prices, beside):
        yield Limit("Guarded instances", beside.most, self.most, "instances", "buy another guard")

    def steps(self, *_asked):
        return np.empty(0)


def one_by_one(load, like, prices, *, extras=(), speeds=None):
    """Every type asked about alone: name and cost where it can be bought and can serve the load."""
    found = {}
    for kind in prices.instances.values():
        speed = like.relative_speed * (speeds or {}).get(kind.architecture, 1)
        fleet = replace(like, instance_type=kind.name, relative_speed=speed)
        path = RequestPath(fleet, extras)
        try:
            both = compare(load, [path], prices)
            if both.feasible[path.name]:
                found[kind.name] = both.totals[path.name]
        except (UnknownRate, InvalidOption):
            continue
    return found


def costs(candidates):
    return {one.type.name: one.cost for one in candidates}


# --- the same as one by one --------------------------------------------------------------------------


@pytest.mark.parametrize("like", LIKES.values(), ids=LIKES)
@pytest.mark.parametrize("volume", [1e5, 2e7, 3e9])
def test_every_type_costs_what_it_costs_alone(like, volume):
    load = replace(API, requests_per_month=volume)
    found = pick(load, PRICES, like)

    assert found
    assert costs(found) == pytest.approx(one_by_one(load, like, PRICES), rel=1e-12)


@pytest.mark.parametrize("like", LIKES.values(), ids=LIKES)
def test_a_whole_region_one_by_one(like):
    """Embedded prices, whatever they are: the answers agree, not their dollars."""
    prices = pricing_data.load("us-east-1")
    names = [name for name in prices.instances if name.startswith(("t", "m6i", "m7g", "c7", "r7a", "x2"))]
    found = costs(pick(API, prices, like, families=("t", "m6i", "m7g", "c7", "r7a", "x2")))

    assert found.keys() <= set(names)
    for name in names[::3]:
        alone = compare_alone(name, like, prices)
        assert found.get(name) == (None if alone is None else pytest.approx(alone, rel=1e-12)), name


def compare_alone(name, like, prices):
    """What one type costs, None where it cannot be bought or cannot serve the load."""
    fleet = replace(like, instance_type=name)
    try:
        both = compare(API, [fleet], prices)
        return both.totals[fleet.name] if both.feasible[fleet.name] else None
    except (UnknownRate, InvalidOption):
        return None


@pytest.mark.parametrize("like", LIKES.values(), ids=LIKES)
def test_the_cheapest_comes_first_and_of_equal_ones_the_roomiest(like):
    found = pick(API, PRICES, like)
    ranks = [(one.cost, -one.headroom) for one in found]

    assert ranks == sorted(ranks)
    assert found[0].cost == min(costs(found).values())


def test_of_two_types_at_one_price_the_roomier_comes_first():
    twin = InstanceType("m7g.twin", 2, 16_384, "arm64")
    prices = PriceBook(
        "us-east-1",
        {**{key: PRICES[key] for key in ("ec2.m7g.large",)}, "ec2.m7g.twin": PRICES["ec2.m7g.large"]},
        {"m7g.large": PRICES.instance("m7g.large"), "m7g.twin": twin},
    )
    load = Workload(2e7, 4_000, 256, cpu_ms=1)

    assert [one.type.name for one in pick(load, prices, EC2Fleet("m7g.large", minimum=9))] == ["m7g.twin", "m7g.large"]


@pytest.mark.parametrize("volume", [1e5, 2e7, 3e9])
@pytest.mark.parametrize("like", ["sized", "standard"])
def test_the_headroom_is_how_much_more_load_the_instances_could_carry(volume, like):
    load = replace(API, requests_per_month=volume)
    for one in pick(load, PRICES, LIKES[like]):
        fixed = replace(one.fleet, count=int(one.instances))

        def works(times, fixed=fixed):
            more = load.vary(requests_per_month=volume * times)
            return compare(more, [fixed], PRICES).feasible[fixed.name]

        assert one.headroom >= -1e-9
        assert works((1 + one.headroom) * (1 - 1e-6))
        assert not works((1 + one.headroom) * (1 + 1e-6))


def test_instances_are_those_of_the_busiest_moment():
    for one in pick(API, PRICES, LIKES["scaled"]):
        assert one.instances == one.fleet.footprint(API, PRICES).most


# --- filters -----------------------------------------------------------------------------------------


def names(**asked):
    return {one.type.name for one in pick(API, PRICES, EC2Fleet("m7g.large"), **asked)}


def test_filters_leave_out_what_was_not_asked_for():
    assert names() == {"t3.nano", "t3.medium", "m7g.large", "c7g.large", "m6i.large"} - {"t3.nano"}
    assert names(architectures=("arm64",)) == {"m7g.large", "c7g.large"}
    assert names(architectures=("x86_64",)) == {"t3.medium", "m6i.large"}
    assert names(burstable=False) == {"m7g.large", "c7g.large", "m6i.large"}
    assert names(families=("m",)) == {"m7g.large", "m6i.large"}
    assert names(families=("m7g", "t3")) == {"m7g.large", "t3.medium"}
    assert names(architectures=("arm64",), families=("m6i",)) == set()


def test_a_type_that_cannot_hold_one_request_is_left_out():
    """512 MB functions do not fit into 512 - 256 MiB of t3.nano; 200 MB ones do."""
    assert "t3.nano" not in costs(pick(API, PRICES, EC2Fleet("m7g.large")))
    assert "t3.nano" in costs(pick(replace(API, memory_mb=200), PRICES, EC2Fleet("m7g.large")))


def test_a_type_smaller_than_its_system_is_left_out():
    assert "t3.nano" not in costs(pick(replace(API, memory_mb=1), PRICES, EC2Fleet("m7g.large", system_memory_mb=512)))


def test_nothing_that_cannot_serve_the_load_is_picked():
    assert pick(replace(API, memory_mb=20_000), PRICES, EC2Fleet("m7g.large")) == []
    assert pick(API, PRICES, EC2Fleet("m7g.large", scaling=AutoScaling(maximum=1), zones=2)) == []


def test_plans_and_spot_only_where_they_are_offered():
    assert costs(pick(API, PRICES, LIKES["spot"])).keys() == {"m7g.large"}
    assert costs(pick(API, PRICES, LIKES["committed"])).keys() == {"m7g.large", "m6i.large"}
    three = EC2Fleet("m7g.large", commitment=Commitment(years=3))
    assert costs(pick(API, PRICES, three)).keys() == {"m7g.large"}
    standard = EC2Fleet("m7g.large", commitment=Commitment("standard_reserved"))
    assert costs(pick(API, PRICES, standard)).keys() == {"m6i.large"}


def test_a_burstable_type_whose_surplus_has_no_price_is_left_out():
    kind = InstanceType("t4g.small", 2, 2048, "arm64", baseline=0.2)
    rates = {key: PRICES[key] for key in ("ec2.m7g.large", "ec2.t3.medium", "ec2.cpu_credits.t3")}
    rates["ec2.t4g.small"] = Rate("ec2.t4g.small", "instance·h", (Tier(0.0168),), EC2)
    types = {name: PRICES.instance(name) for name in ("m7g.large", "t3.medium")}
    prices = PriceBook("us-east-1", rates, {**types, "t4g.small": kind})
    busy = Workload(20_000_000, 120, 512, cpu_ms=110)

    assert costs(pick(busy, prices, EC2Fleet("m7g.large"))).keys() == {"m7g.large", "t3.medium"}
    assert "t4g.small" in costs(pick(busy, prices, EC2Fleet("m7g.large", credits="standard")))
    assert "t4g.small" in costs(pick(replace(busy, requests_per_month=1000), prices, EC2Fleet("m7g.large")))


# --- speeds and surroundings -------------------------------------------------------------------------


def test_a_faster_architecture_needs_fewer_instances_and_says_so():
    load = replace(API, requests_per_month=3e9, memory_mb=1769)
    like = EC2Fleet("m7g.large", request_memory_mb=16, relative_speed=1.1)
    speeds = {"arm64": 1.5, "x86_64": 0.9}
    found = pick(load, PRICES, like, speeds=speeds)

    assert costs(found) == pytest.approx(one_by_one(load, like, PRICES, speeds=speeds), rel=1e-12)
    assert {one.type.architecture: one.fleet.relative_speed for one in found} == pytest.approx(
        {"arm64": 1.65, "x86_64": 0.99}
    )
    even = {one.type.name: one.instances for one in pick(load, PRICES, like)}
    assert all(
        one.instances < even[one.type.name] if one.type.architecture == "arm64" else one.instances > even[one.type.name]
        for one in found
    )


def test_what_stands_around_is_counted():
    like = LIKES["scaled"]
    bare, guarded = costs(pick(API, PRICES, like)), costs(pick(API, PRICES, like, extras=(Guard(),)))

    assert guarded == pytest.approx(one_by_one(API, like, PRICES, extras=(Guard(),)), rel=1e-12)
    assert all(guarded[name] > bare[name] for name in bare)


def test_a_limit_of_what_stands_around_counts():
    load = replace(API, requests_per_month=2e9, cpu_ms=5)
    counts = {one.type.name: one.instances for one in pick(load, PRICES, LIKES["sized"])}
    most = sorted(counts.values())[1]
    found = pick(load, PRICES, LIKES["sized"], extras=(Guard(most),))

    assert {one.type.name for one in found} == {name for name, count in counts.items() if count <= most}
    assert len(found) < len(counts)


# --- questions that make no sense --------------------------------------------------------------------


def test_many_scenarios_at_once_are_refused():
    with pytest.raises(InvalidQuestion, match="one scenario"):
        pick(replace(API, requests_per_month=np.array([1.0, 2.0])), PRICES, EC2Fleet("m7g.large"))


def test_a_fixed_number_of_instances_is_refused():
    with pytest.raises(InvalidOption, match="count"):
        pick(API, PRICES, EC2Fleet("m7g.large", count=3))
