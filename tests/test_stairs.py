"""Where fleets grow, and where the cheaper option changes: every step and crossing against a dense grid."""

from __future__ import annotations

from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from costmodel import (
    AutoScaling,
    Commitment,
    EC2Fleet,
    InstanceType,
    Lambda,
    Rate,
    Schedule,
    Tier,
    TrafficProfile,
    WaitingTarget,
    Workload,
    bill,
    compare,
    crossings,
)
from costmodel.shapes import SHAPES, office_hours
from tests.books import EC2, PRICES
from tests.test_scaling import loads_of_a_week, profile

SECONDS = 720 * 3600

CLOSE = 1e-8
"""Share of a place in which a step may lie off: 40.00000001 instances are 40, and a queue's root is searched for."""

GRID = 20_000

API = Workload(requests_per_month=10_000_000, duration_ms=120, memory_mb=512)

OFFICE = office_hours(rest=0.1)

MIXED = profile([float(1 + (hour * 7) % 5) for hour in range(168)], within_hour=1.3)


@dataclass(frozen=True)
class Along:
    """One field of one workload."""

    workload: Workload = API
    field: str = "requests_per_month"
    low: float = 1e4
    high: float = 1e9

    def at(self, places):
        return self.workload.vary(**{self.field: places})

    def grid(self, points=GRID):
        return np.geomspace(self.low, self.high, points)


def winners(along, options, places, prices):
    """The cheaper feasible option at each place: 0, 1, 2 where none works, -1 where they cost the same."""
    both = compare(along.at(places), options, prices)
    one, other = (np.broadcast_to(total, places.shape) for total in both.totals.values())
    first, second = (np.broadcast_to(works, places.shape) for works in both.feasible.values())
    tie = np.abs(one - other) <= 1e-12 * np.maximum(one, other)
    cheaper = np.where(tie, -1, np.where(one < other, 0, 1))
    return np.select([first & second, first, second], [cheaper, 0, 1], 2)


def check(along, one, other, prices=PRICES, points=GRID):
    """The crossings; whatever the grid shows between two of them is what they say, and each of them changes it."""
    options = [one, other]
    found = crossings(along.workload, one, other, prices, field=along.field, low=along.low, high=along.high)
    names = {one.name: 0, other.name: 1, None: 2}
    at = np.array([crossing.at for crossing in found])
    assert (np.diff(at) >= 0).all()
    assert all(before.after == after.before for before, after in pairwise(found))

    ends = np.array([along.low, *at, along.high])
    between = ends[:-1] + (ends[1:] - ends[:-1]) * np.array([0.02, 0.5, 0.98])[:, None]
    places = np.unique(np.concatenate([along.grid(points), between.ravel()]))
    piece = np.searchsorted(at, places)
    edges = np.array([0, *at, np.inf])
    clear = (places > edges[piece] * (1 + CLOSE)) & (places < edges[piece + 1] * (1 - CLOSE))
    places, piece = places[clear], piece[clear]
    seen = winners(along, options, places, prices)
    if found:
        said = np.array([names[found[0].before], *(names[crossing.after] for crossing in found)])[piece]
    else:
        said = np.full(seen.shape, next(iter(seen[seen >= 0]), -1))
    wrong = np.flatnonzero((seen >= 0) & (seen != said))
    assert not len(wrong), [(places[k], said[k], seen[k]) for k in wrong[:5]]
    return found


def check_steps(along, fleet, prices=PRICES, points=GRID):
    """Between two neighbouring steps and bends a fleet's cost is a straight line."""
    steps = fleet.steps(along.at(along.low), prices, along.field, along.low, along.high)
    edges = np.unique(np.concatenate([[along.low, along.high], steps]))
    edges = edges[(edges >= along.low) & (edges <= along.high)]
    wide = np.diff(edges) > 1e-6 * edges[1:]
    starts, stops = edges[:-1][wide], edges[1:][wide]
    shares = np.array([0.01, 0.25, 0.5, 0.75, 0.99])
    places = starts + shares[:, None] * (stops - starts)
    total = np.broadcast_to(bill(fleet, along.at(places.ravel()), prices).total, places.size).reshape(places.shape)
    line = total[0] + (shares[:, None] - shares[0]) / (shares[-1] - shares[0]) * (total[-1] - total[0])
    assert total == pytest.approx(line, rel=1e-9)

    grid = along.grid(points)
    cost = np.broadcast_to(bill(fleet, along.at(grid), prices).total, grid.shape)
    has_step = np.diff(np.searchsorted(edges, grid * (1 - CLOSE))) > 0
    by_line = np.abs(np.diff(cost)) > 1e-7 * cost[1:]
    if fleet.count is None and not fleet.instance_type.startswith("t3"):
        assert not (by_line & ~has_step).any()  # instances alone: no change of cost without a step
    return edges


QUEUE = WaitingTarget(0.05, 0.1)

STRICT = WaitingTarget(0.001, 0.0)
"""So strict that waiting decides the size of a fleet at full use."""

FLEETS: dict[str, EC2Fleet] = {
    "sized": EC2Fleet("m6i.large"),
    "sized, zones": EC2Fleet("m6i.large", zones=3, spare_zones=1, minimum=4),
    "workers": EC2Fleet("c7g.large", workers=7, target_utilization=0.7),
    "queue for workers": EC2Fleet("c7g.large", workers=8, waiting=QUEUE, target_utilization=1, request_memory_mb=8),
    "queue for vCPUs": EC2Fleet("c7g.large", waiting=STRICT, target_utilization=1, request_memory_mb=8),
    "queue, scaled": EC2Fleet(
        "m6i.large", workers=4, waiting=STRICT, scaling=AutoScaling(), target_utilization=1, request_memory_mb=8
    ),
    "scaled": EC2Fleet("m6i.large", scaling=AutoScaling()),
    "scaled by threes": EC2Fleet("m6i.large", scaling=AutoScaling(step=3), zones=2, spare_zones=1),
    "scaled to a ceiling": EC2Fleet("m6i.large", scaling=AutoScaling(maximum=20)),
    "credits, fixed": EC2Fleet("t3.medium", count=3),
    "credits, sized": EC2Fleet("t3.medium"),
    "credits, scaled": EC2Fleet("t3.medium", scaling=AutoScaling()),
    "credits, standard": EC2Fleet("t3.medium", credits="standard"),
    "credits, standard, fixed": EC2Fleet("t3.medium", credits="standard", count=5),
    "credits, scheduled": EC2Fleet("t3.medium", schedule=Schedule(8, 20)),
    "fixed": EC2Fleet("m6i.large", count=4),
    "fixed, zones": EC2Fleet("m6i.large", count=9, zones=3, spare_zones=2),
    "fixed, queue": EC2Fleet("m6i.large", count=6, workers=8, waiting=QUEUE),
    "committed": EC2Fleet("m7g.large", commitment=Commitment()),
    "committed, scaled": EC2Fleet("m7g.large", commitment=Commitment(), scaling=AutoScaling()),
    "committed to 5.5": EC2Fleet("m7g.large", commitment=Commitment(instances=5.5), scaling=AutoScaling()),
    "committed to dollars": EC2Fleet("m7g.large", commitment=Commitment(usd_per_hour=0.4), scaling=AutoScaling(step=2)),
    "spot": EC2Fleet("m7g.large", spot_share=0.35, scaling=AutoScaling(), minimum=2),
    "spot and committed": EC2Fleet("m7g.large", spot_share=0.7, commitment=Commitment(years=3), scaling=AutoScaling()),
}

FIELDS: dict[str, dict[str, Any]] = {
    "requests_per_month": {"low": 3e5, "high": 3e8},
    "duration_ms": {"low": 2, "high": 3_000},
    "memory_mb": {"low": 128, "high": 3_500},
}

TRAFFIC: dict[str, TrafficProfile] = {"constant": TrafficProfile.constant(), "office": OFFICE, "mixed": MIXED}


@pytest.mark.parametrize("name", ["queue, scaled", "queue for workers", "queue for vCPUs"])
def test_waiting_decides_the_size_of_the_queues_here(name):
    said = bill(FLEETS[name], replace(API, requests_per_month=1e8, traffic=OFFICE), PRICES).explain()

    assert "Waiting time decides" in said


@pytest.mark.parametrize("fleet", FLEETS.values(), ids=FLEETS)
@pytest.mark.parametrize("field", FIELDS)
def test_between_its_steps_a_fleet_costs_a_straight_line(fleet, field):
    check_steps(Along(replace(API, traffic=OFFICE), field, **FIELDS[field]), fleet, points=4_000)


@pytest.mark.parametrize("fleet", FLEETS.values(), ids=FLEETS)
@pytest.mark.parametrize("traffic", TRAFFIC)
@pytest.mark.parametrize("field", FIELDS)
def test_every_crossing_with_lambda_is_found_and_none_is_made_up(fleet, field, traffic):
    load = replace(API, traffic=TRAFFIC[traffic], duration_ms=80 if field == "memory_mb" else 120)

    check(Along(load, field, **FIELDS[field]), Lambda(billing_increment_ms=0), fleet)


PAIRS = [
    ("scaled", "sized"),
    ("committed, scaled", "committed"),
    ("committed to 5.5", "committed, scaled"),
    ("spot", "scaled by threes"),
    ("credits, scaled", "credits, sized"),
    ("credits, fixed", "scaled"),
    ("queue, scaled", "workers"),
    ("fixed, queue", "queue for workers"),
    ("credits, standard", "credits, sized"),
    ("sized, zones", "spot and committed"),
]


@pytest.mark.parametrize(("one", "other"), PAIRS)
@pytest.mark.parametrize("field", FIELDS)
def test_every_crossing_of_two_fleets_is_found(field, one, other):
    load = replace(API, traffic=MIXED)
    first, second = (replace(FLEETS[name], label=name) for name in (one, other))

    check(Along(load, field, **FIELDS[field]), first, second)


@st.composite
def any_fleet(draw, label):
    kind = draw(st.sampled_from(["m7g.large", "m6i.large", "t3.medium"]))
    zones = draw(st.integers(1, 3))
    return EC2Fleet(
        kind,
        target_utilization=draw(st.sampled_from([0.4, 0.6, 0.83])),
        minimum=draw(st.integers(1, 3)),
        workers=draw(st.sampled_from([None, None, 5, 32])),
        waiting=draw(st.sampled_from([None, None, QUEUE])),
        zones=zones,
        spare_zones=draw(st.integers(0, zones - 1)),
        scaling=draw(st.sampled_from([None, AutoScaling(), AutoScaling(step=3), AutoScaling(maximum=15)])),
        credits=draw(st.sampled_from([None, "standard"])),
        commitment=draw(st.sampled_from([None, Commitment(), Commitment(instances=4)]))
        if kind != "t3.medium"
        else None,
        spot_share=draw(st.sampled_from([0, 0.5])) if kind == "m7g.large" else 0,
        label=label,
    )


@settings(max_examples=25)
@given(any_fleet("one"), any_fleet("other"), loads_of_a_week(), st.sampled_from(list(FIELDS)), st.booleans())
def test_every_crossing_of_any_two_options_is_found(one, other, loads, field, against_lambda):
    load = replace(API, traffic=profile(loads), duration_ms=60)
    first = Lambda(billing_increment_ms=0) if against_lambda else one

    check(Along(load, field, **FIELDS[field]), first, other, points=4_000)


# --- weaving -----------------------------------------------------------------------------------------


def at_price(kind, hourly):
    """The frozen book with another On-Demand price."""
    key = f"ec2.{kind}"
    return PRICES.with_rates({key: Rate(key, "instance·h", (Tier(hourly),), EC2)})


def a_full_instance_costs(share, load, kind="m6i.large"):
    """Prices at which a fully used instance costs ``share`` of what Lambda takes for its work."""
    work = bill(Lambda(billing_increment_ms=0), load, PRICES).total / 720
    vcpu = load.mean_rps * load.cpu_ms_per_request / 1000
    return at_price(kind, share * work * 2 * 0.6 / vcpu)


@pytest.mark.parametrize("share", [0.95, 0.9])
@pytest.mark.parametrize("field", FIELDS)
def test_a_staircase_that_weaves_around_the_line_crosses_it_again_and_again(field, share):
    """Each instance is cheaper than Lambda once it is well used, and dearer while it is new."""
    load = replace(API, requests_per_month=1e9, duration_ms=80)
    along = Along(load, field, **(FIELDS[field] | ({"high": 1e10} if field == "requests_per_month" else {})))
    prices = a_full_instance_costs(share, load)

    found = check(along, Lambda(billing_increment_ms=0), EC2Fleet("m6i.large", request_memory_mb=8), prices)

    assert len(found) >= 5
    assert {crossing.kind for crossing in found} == {"meets", "jumps"}


@pytest.mark.parametrize(
    "fleet",
    [
        EC2Fleet("m6i.large", request_memory_mb=8, scaling=AutoScaling()),
        EC2Fleet("m6i.large", request_memory_mb=8, scaling=AutoScaling(step=2), zones=2),
        EC2Fleet("m6i.large", request_memory_mb=8, minimum=3, scaling=AutoScaling(lag_minutes=0, scale_in_minutes=0)),
    ],
    ids=["scaled", "by twos over zones", "at once"],
)
@pytest.mark.parametrize("traffic", ["office", "mixed"])
def test_a_fleet_that_follows_its_load_weaves_too(fleet, traffic):
    load = replace(API, traffic=TRAFFIC[traffic])
    counts = []
    for share in (0.5, 0.6, 0.7, 0.8, 0.9):
        prices = a_full_instance_costs(share, load)
        counts.append(len(check(Along(load, low=1e5, high=3e9), Lambda(billing_increment_ms=0), fleet, prices)))

    assert max(counts) >= 5


@pytest.mark.parametrize("commitment", [Commitment(), Commitment(instances=6), Commitment(usd_per_hour=0.31)])
def test_a_committed_fleet_weaves_around_lambda(commitment):
    load = replace(API, traffic=OFFICE)
    fleet = EC2Fleet("m7g.large", commitment=commitment, request_memory_mb=8, scaling=AutoScaling())
    counts = []
    for share in (1.1, 1.0, 0.9, 0.8, 0.7):
        scale = a_full_instance_costs(share, load, "m7g.large")["ec2.m7g.large"].tiers[0].price / 0.0816
        key = "ec2.m7g.large.savings_plan.compute.1yr.no_upfront"
        prices = a_full_instance_costs(share, load, "m7g.large").with_rates(
            {key: Rate(key, "instance·h", (Tier(0.0599 * scale),), EC2)}
        )
        counts.append(len(check(Along(load, low=1e5, high=3e9), Lambda(billing_increment_ms=0), fleet, prices)))

    assert max(counts) >= 5


def test_a_queue_staircase_weaves_around_lambda():
    load = replace(API, duration_ms=200, memory_mb=128)
    fleet = EC2Fleet("c7g.large", workers=8, waiting=QUEUE, request_memory_mb=8)
    counts = []
    for hourly in np.linspace(0.02, 0.06, 9):
        prices = at_price("c7g.large", float(hourly))
        counts.append(len(check(Along(load, low=1e5, high=1e9), Lambda(), fleet, prices, points=5_000)))

    assert max(counts) >= 5


@pytest.mark.parametrize("name", SHAPES)
def test_every_named_week_is_searched_completely(name):
    load = replace(API, traffic=SHAPES[name]())
    prices = a_full_instance_costs(0.6, load)

    check(Along(load), Lambda(), EC2Fleet("m6i.large", request_memory_mb=8, scaling=AutoScaling()), prices)


def test_steps_lie_inside_what_was_asked():
    along = Along(replace(API, traffic=MIXED), low=1e6, high=2e6)
    edges = check_steps(along, EC2Fleet("c7g.large", scaling=AutoScaling(), workers=3))

    assert edges[0] == 1e6
    assert edges[-1] == 2e6


def test_a_cost_that_dips_while_the_load_rises_hides_no_crossing() -> None:
    """One more t3.nano saves more in surplus credits than its Spot hour costs, so the fleet's cost falls at a step."""
    spot = Rate("ec2.t3.nano.spot", "instance·h", (Tier(0.0016),), EC2)
    book = PRICES.with_rates({"ec2.t3.nano.spot": spot})
    load = Workload(1, 100, 128, cpu_ms=1000)
    fleet = EC2Fleet("t3.nano", spot_share=1)
    step = 1.2 * 720 * 3600
    around = load.vary(requests_per_month=np.array([step * 0.999, step * 1.001]))
    below, above = np.asarray(bill(fleet, around, book).total).tolist()
    flat = Rate("ec2.flat", "instance·h", (Tier((below + above) / 2 / 720),), EC2)
    rival = EC2Fleet("flat", count=1, spec=InstanceType("flat", 1e6, 1e9))

    found = crossings(load, fleet, rival, book.with_rates({"ec2.flat": flat}), low=1e4, high=1e12)

    assert below > above
    assert any(crossing.at == pytest.approx(step, rel=1e-6) for crossing in found)
