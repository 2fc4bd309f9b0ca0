"""Every crossing against brute force: nothing missed, nothing made up, and each of the kind it says it is."""

from __future__ import annotations

from dataclasses import dataclass, replace
from itertools import pairwise
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.optimize import brentq

from costmodel import (
    AutoScaling,
    Commitment,
    EC2Fleet,
    InvalidOption,
    InvalidQuestion,
    Lambda,
    ProvisionedConcurrency,
    RequestPath,
    Schedule,
    Tier,
    TooManySteps,
    TrafficProfile,
    WaitingTarget,
    Workload,
    compare,
    crossings,
)
from costmodel.extras import ApplicationLoadBalancer, Database, EbsVolume, HttpApi, Logs
from tests.books import PATHS, PRICES, changed

if TYPE_CHECKING:
    from costmodel import ComputeOption, Crossing, PriceBook

SLACK = 3e-9
"""A step comes up to a billionth after its exact place: 40.00000001 instances are 40."""

TIE = 1e-12
"""Totals this close are equal: neither option is the cheaper."""

EITHER = "either"

OFFICE = TrafficProfile(tuple(168 / 50 if 9 <= hour % 24 < 19 and hour < 120 else 0.0 for hour in range(168)))
UNEVEN = TrafficProfile(tuple(float(level) for level in np.tile([0.25, 0.5, 1.0, 2.25], 42)))

API = Workload(requests_per_month=10_000_000, duration_ms=120, memory_mb=512)


@dataclass(frozen=True)
class Question:
    """One search, and the same search by brute force."""

    workload: Workload
    one: ComputeOption
    other: ComputeOption
    low: float = 1e4
    high: float = 1e9
    field: str = "requests_per_month"
    prices: PriceBook = PRICES

    def found(self) -> list[Crossing]:
        """What the product says."""
        return crossings(
            self.workload, self.one, self.other, self.prices, field=self.field, low=self.low, high=self.high
        )

    def at(self, places: np.ndarray | float) -> Workload:
        """The workload at each of the places."""
        return changed(self.workload, **{self.field: places})

    def winners(self, places: np.ndarray) -> list[str | None]:
        """The cheaper option at each of the places; ``either`` where they cost the same."""
        both = compare(self.at(places), [self.one, self.other], self.prices)
        first, second = (np.broadcast_to(total, places.shape) for total in both.totals.values())
        works = [np.broadcast_to(one, places.shape) for one in both.feasible.values()]
        tie = (abs(first - second) <= TIE * np.maximum(first, second)) & works[0] & works[1]
        assert isinstance(both.cheapest, np.ndarray)
        return list(np.where(tie, EITHER, both.cheapest))

    def gap(self, place: float) -> float:
        """Cost of the one less the cost of the other."""
        both = compare(self.at(np.array([place])), [self.one, self.other], self.prices)
        first, second = both.totals.values()
        return float(np.subtract(first, second)[0])


def agree(expected: str | None, found: str | None) -> bool:
    return found in (expected, EITHER)


def risers(question: Question) -> np.ndarray:
    """Places on both sides of, and between, the steps of every fleet, found without asking the fleet where they are."""
    dense = np.geomspace(question.low, question.high, 4_001)
    places = [dense]
    for option in (question.one, question.other):
        if not isinstance(option, EC2Fleet):
            continue
        total = np.broadcast_to(compare(question.at(dense), [option], question.prices).totals[option.name], dense.shape)
        rises = np.diff(total) / total[1:]
        for k in np.flatnonzero(rises > 2 * np.median(rises))[:400]:
            low, high = dense[k], dense[k + 1]
            for _ in range(50):
                middle = (low + high) / 2
                cost = compare(question.at(middle), [option], question.prices).totals[option.name]
                low, high = (middle, high) if cost <= (total[k] + total[k + 1]) / 2 else (low, middle)
            places.append(np.array([low * (1 - SLACK), high * (1 + SLACK)]))
    return np.unique(np.clip(np.concatenate(places), question.low, question.high))


def samples(question: Question, stops: np.ndarray) -> np.ndarray:
    """Two hundred places between any two neighbours, fewer where there are many, and two thousand over all."""
    each = max(4, min(200, 100_000 // len(stops)))
    shares = np.linspace(0, 1, each + 2)[1:-1]
    inside = stops[:-1, None] * (stops[1:, None] / stops[:-1, None]) ** shares
    return np.concatenate([inside.ravel(), np.geomspace(question.low, question.high, 2_000)])


def check(question: Question, more: np.ndarray | None = None) -> list[Crossing]:
    """Everything that must hold of an answer, by brute force."""
    found = question.found()
    at = np.array([one.at for one in found])
    assert (np.diff([question.low, *at, question.high]) >= 0).all()
    assert all(before.after == after.before for before, after in pairwise(found))
    assert all(one.before != one.after for one in found)

    places = samples(question, np.array([question.low, *at, question.high]))
    places = np.concatenate([places, [] if more is None else more])
    place = np.searchsorted(at, places)
    ends = np.array([0, *at, np.inf])
    clear = (places > ends[place] * (1 + SLACK)) & (places < ends[place + 1] * (1 - SLACK))
    places, place = places[clear], place[clear]
    winners = question.winners(places)
    decided = [winner for winner in winners if winner != EITHER]
    sides = [found[0].before, *(one.after for one in found)] if found else decided[:1] or [None]
    wrong = [
        (at_, sides[k], winner)
        for at_, k, winner in zip(places, place, winners, strict=True)
        if not agree(sides[k], winner)
    ]
    assert not wrong, f"place, winner by the list, winner by brute force: {wrong[:3]}"
    for one in found[:: max(1, len(found) // 50)]:
        check_kind(question, one)
    return found


def check_kind(question: Question, one: Crossing) -> None:
    """Where costs meet they are equal; where one jumps, it does."""
    assert one.kind in ("meets", "jumps")
    sides = np.array([one.at * (1 - SLACK), one.at, one.at * (1 + SLACK)])
    both = compare(question.at(sides), [question.one, question.other], question.prices)
    costs = np.array([np.broadcast_to(total, 3) for total in both.totals.values()])
    works = np.array([np.broadcast_to(works, 3) for works in both.feasible.values()])
    if one.kind == "meets":
        assert costs[0][1] == pytest.approx(costs[1][1], rel=1e-9)
    else:
        stepped = abs(costs[:, 2] - costs[:, 0]) > 1e-7 * costs[:, 0]
        assert stepped.any() or (works[:, 0] != works[:, 2]).any()


def shape(found: list[Crossing]) -> list[tuple[str | None, str | None, str]]:
    return [(one.before, one.after, one.kind) for one in found]


FLEET = EC2Fleet("t3.medium", credits="standard")
"""Nothing but steps: in standard mode a fleet grows until its credits last."""

BURSTING = EC2Fleet("t3.medium")
"""Steps, and between them surplus credits."""


def nearly_lambda(share: float) -> PriceBook:
    """Prices at which full m6i.large instances cost ``share`` of what Lambda's first tier does, for `API`."""
    a_request = 2e-7 + 0.06 * 0.0000166667
    hours = 0.12 * 512 / 1769 / 3600 / (2 * 0.6)
    rate = PRICES["ec2.m6i.large"]
    return PRICES.with_rates({rate.key: replace(rate, tiers=(Tier(share * a_request / hours),))})


NAMED: dict[str, Question] = {
    "one instance": Question(API, Lambda(), EC2Fleet("t3.medium", count=1)),
    "sized fleet": Question(API, Lambda(), FLEET, high=1e10),
    "sized fleet, other way round": Question(API, FLEET, Lambda()),
    "arm against arm": Question(API, Lambda(architecture="arm64"), EC2Fleet("m7g.large", minimum=2)),
    "two fleets": Question(API, FLEET, EC2Fleet("c7g.large")),
    "two fixed fleets": Question(API, EC2Fleet("t3.medium", count=2), EC2Fleet("c7g.large", count=2)),
    "sized against fixed": Question(API, FLEET, EC2Fleet("t3.medium", count=4, credits="standard")),
    "fixed against sized": Question(API, EC2Fleet("t3.medium", count=4), FLEET),
    "two functions": Question(API, Lambda(), Lambda(architecture="arm64", ephemeral_storage_mb=10_240, name="arm")),
    "free tier": Question(API, Lambda(), FLEET, low=1, prices=PRICES.with_free_tier()),
    "shared tiers": Question(
        API,
        Lambda(),
        FLEET,
        prices=PRICES.with_free_tier().already_used({"lambda.duration.x86_64": 3e5, "lambda.requests": 2e6}),
    ),
    "two functions over the tiers": Question(
        replace(API, memory_mb=10_240, duration_ms=1_000),
        Lambda(),
        Lambda(provisioned_concurrency=300, name="ready"),
        high=1e10,
    ),
    "office hours": Question(replace(API, traffic=OFFICE), Lambda(), FLEET),
    "730 hours": Question(replace(API, hours_per_month=730), Lambda(), FLEET),
    "measured throughput": Question(API, Lambda(), EC2Fleet("c7g.large", requests_per_second=97)),
    "provisioned": Question(replace(API, traffic=UNEVEN), Lambda(provisioned_concurrency=20), FLEET),
    "provisioned against on demand": Question(
        replace(API, traffic=UNEVEN), Lambda(name="plain"), Lambda(provisioned_concurrency=3)
    ),
    "provisioned for some hours": Question(
        replace(API, traffic=OFFICE),
        Lambda(name="plain"),
        Lambda(provisioned_concurrency=ProvisionedConcurrency(12, hours_per_month=220, share_of_requests=0.9)),
    ),
    "provisioned, many short requests": Question(
        replace(API, duration_ms=7), Lambda(name="plain"), Lambda(provisioned_concurrency=8)
    ),
    "thousands of instances": Question(
        replace(API, duration_ms=900_000, memory_mb=1769), Lambda(), EC2Fleet("m6i.large"), low=1e3, high=1e13
    ),
    "thousands of instances, two fleets": Question(
        API, EC2Fleet("m6i.large", target_utilization=0.61, label="a"), EC2Fleet("m6i.large", label="b"), high=1e13
    ),
    "thousands of crossings": Question(API, Lambda(), EC2Fleet("m6i.large"), high=1e12, prices=nearly_lambda(0.999)),
    "thousands of instances, duration": Question(
        replace(API, requests_per_month=1e9),
        Lambda(billing_increment_ms=0),
        FLEET,
        low=1,
        high=900_000,
        field="duration_ms",
    ),
    "thousands of instances, capacity": Question(
        API, EC2Fleet("t3.nano", credits="standard"), EC2Fleet("m6i.large", count=5_000), high=1e13
    ),
    "duration": Question(API, Lambda(), FLEET, low=0.5, high=3_000, field="duration_ms"),
    "duration by the 100 ms": Question(
        API, Lambda(billing_increment_ms=100), FLEET, low=1, high=9_000, field="duration_ms"
    ),
    "duration unrounded": Question(API, Lambda(billing_increment_ms=0), FLEET, low=1, high=9_000, field="duration_ms"),
    "duration, provisioned, unrounded": Question(
        replace(API, traffic=UNEVEN),
        Lambda(billing_increment_ms=0, name="plain"),
        Lambda(billing_increment_ms=0, provisioned_concurrency=2),
        low=10,
        high=5_000,
        field="duration_ms",
    ),
    "duration, provisioned": Question(
        replace(API, traffic=UNEVEN),
        Lambda(name="plain"),
        Lambda(provisioned_concurrency=2),
        low=10,
        high=900,
        field="duration_ms",
    ),
    "duration, measured cpu": Question(
        replace(API, cpu_ms=20), Lambda(), EC2Fleet("t3.nano"), low=1, high=2_000, field="duration_ms"
    ),
    "duration, fixed": Question(API, Lambda(), EC2Fleet("t3.medium", count=3), low=1, high=20_000, field="duration_ms"),
    "memory": Question(API, Lambda(), FLEET, low=128, high=10_240, field="memory_mb"),
    "memory, many threads": Question(
        replace(API, parallelism=3.0), Lambda(), FLEET, low=128, high=10_240, field="memory_mb"
    ),
    "memory, fixed": Question(API, Lambda(), EC2Fleet("t3.medium", count=2), low=128, high=10_240, field="memory_mb"),
    "memory, measured cpu": Question(
        replace(API, cpu_ms=50), Lambda(), EC2Fleet("m6i.large"), low=128, high=10_240, field="memory_mb"
    ),
    "memory, two fleets": Question(
        API, EC2Fleet("t3.nano"), EC2Fleet("m6i.large"), low=16, high=50_000, field="memory_mb"
    ),
    "burstable": Question(API, Lambda(), BURSTING, high=1e10),
    "burstable against another": Question(API, BURSTING, EC2Fleet("m6i.large"), high=1e10),
    "burstable, fixed, office hours": Question(
        replace(API, traffic=OFFICE), EC2Fleet("t3.medium", count=2), EC2Fleet("c7g.large")
    ),
    "burstable, duration": Question(API, Lambda(), BURSTING, low=1, high=3_000, field="duration_ms"),
    "burstable, memory": Question(API, Lambda(), BURSTING, low=128, high=10_240, field="memory_mb"),
    "autoscaled": Question(replace(API, traffic=UNEVEN), Lambda(), EC2Fleet("m6i.large", scaling=AutoScaling())),
    "autoscaled against sized": Question(
        replace(API, traffic=UNEVEN), EC2Fleet("m6i.large", scaling=AutoScaling()), EC2Fleet("m7g.large")
    ),
    "autoscaled, burstable": Question(
        replace(API, traffic=UNEVEN), Lambda(), EC2Fleet("t3.nano", scaling=AutoScaling(step=2))
    ),
    "autoscaled, at its maximum": Question(
        replace(API, traffic=UNEVEN), Lambda(), EC2Fleet("c7g.large", scaling=AutoScaling(maximum=9))
    ),
    "scheduled": Question(replace(API, traffic=OFFICE), Lambda(), EC2Fleet("m6i.large", schedule=Schedule(8, 20))),
    "waiting": Question(API, Lambda(), EC2Fleet("m6i.large", waiting=WaitingTarget(0.05, 0.1), workers=4)),
    "waiting, duration": Question(
        API, Lambda(), EC2Fleet("m6i.large", waiting=WaitingTarget(0.01, 0)), low=1, high=3_000, field="duration_ms"
    ),
    "waiting, fixed": Question(API, Lambda(), EC2Fleet("m6i.large", waiting=WaitingTarget(0.05, 0.1), count=3)),
    "committed": Question(
        replace(API, traffic=UNEVEN), Lambda(), EC2Fleet("m7g.large", commitment=Commitment(), scaling=AutoScaling())
    ),
    "committed in money": Question(API, Lambda(), EC2Fleet("m7g.large", commitment=Commitment(usd_per_hour=0.5))),
    "spot": Question(API, EC2Fleet("m7g.large", spot_share=0.5, label="spot"), EC2Fleet("m7g.large", zones=2)),
    "zones": Question(API, Lambda(), EC2Fleet("m6i.large", zones=3, spare_zones=1)),
    "doors": Question(
        API,
        RequestPath(Lambda(), (HttpApi(), Logs())),
        RequestPath(EC2Fleet("m6i.large", zones=2), (ApplicationLoadBalancer(), EbsVolume(), Logs())),
        prices=PATHS,
    ),
    "a database, duration": Question(
        API,
        RequestPath(Lambda(), (ApplicationLoadBalancer(), Database(relief="proxy", max_connections=40))),
        RequestPath(EC2Fleet("m6i.large"), (ApplicationLoadBalancer(), Database(relief="proxy", max_connections=100))),
        low=10,
        high=900_000,
        field="duration_ms",
        prices=PATHS,
    ),
    "a database that grows": Question(
        API,
        RequestPath(Lambda(), (Database(relief="bigger"),)),
        RequestPath(EC2Fleet("m6i.large", count=40), (Database(relief="bigger"),)),
        high=1e10,
        prices=PATHS,
    ),
}


@pytest.mark.parametrize("question", NAMED.values(), ids=NAMED)
def test_brute_force_finds_the_same_winners(question: Question) -> None:
    check(question, risers(question))


@pytest.mark.parametrize("question", NAMED.values(), ids=NAMED)
def test_just_below_and_just_above_the_winners_are_the_ones_named(question: Question) -> None:
    found = question.found()
    stops = [question.low, *(one.at for one in found), question.high]

    for one, below, above in zip(found, stops, stops[2:], strict=False):
        if below < one.at * (1 - 2 * SLACK):
            assert agree(one.before, question.winners(np.array([one.at * (1 - SLACK)]))[0])
        if above > one.at * (1 + 2 * SLACK):
            assert agree(one.after, question.winners(np.array([one.at * (1 + SLACK)]))[0])


@pytest.mark.parametrize("question", NAMED.values(), ids=NAMED)
def test_a_root_finder_finds_the_same_meeting_points(question: Question) -> None:
    for one in [one for one in question.found() if one.kind == "meets"][:20]:
        low, high = one.at * (1 - 1e-8), one.at * (1 + 1e-8)
        if question.gap(low) * question.gap(high) < 0:
            root = brentq(question.gap, low, high, xtol=1e-300, rtol=1e-13)
            assert one.at == pytest.approx(root, rel=1e-9)


# --- worked by hand ----------------------------------------------------------------------------------


def test_one_instance_meets_one_price_a_request() -> None:
    """29.952 USD ÷ (0.0000002 + 0.06 GB·s × 0.0000166667) USD a request."""
    [first, capacity] = crossings(API, Lambda(), EC2Fleet("t3.medium", count=1), PRICES)

    assert (first.before, first.after, first.kind) == ("Lambda", "EC2 1 × t3.medium", "meets")
    assert first.at == pytest.approx(29.952 / (2e-7 + 0.06 * 0.0000166667), rel=1e-12)
    assert (capacity.before, capacity.after, capacity.kind) == ("EC2 1 × t3.medium", "Lambda", "jumps")


def test_the_end_of_a_fixed_fleets_capacity_is_a_crossing_to_what_still_works() -> None:
    """Two t3.medium have 4 vCPU; a request takes 0.12 s × 512/1769 of one."""
    found = crossings(API, Lambda(), EC2Fleet("t3.medium", count=2), PRICES)

    all_of_it = 4 / (0.12 * 512 / 1769) * 720 * 3600
    assert found[-1].at == pytest.approx(all_of_it, rel=1e-9)
    assert (found[-1].before, found[-1].after, found[-1].kind) == ("EC2 2 × t3.medium", "Lambda", "jumps")


def test_the_end_of_a_fixed_fleets_credits_in_standard_mode_is_a_crossing() -> None:
    """Two t3.medium sustain 0.8 vCPU."""
    found = crossings(API, Lambda(), EC2Fleet("t3.medium", count=2, credits="standard"), PRICES)

    sustained = 0.8 / (0.12 * 512 / 1769) * 720 * 3600
    assert found[-1].at == pytest.approx(sustained, rel=1e-9)
    assert (found[-1].before, found[-1].after, found[-1].kind) == ("EC2 2 × t3.medium", "Lambda", "jumps")


def test_surplus_credits_bend_the_cost_of_a_fixed_fleet() -> None:
    """One t3.medium and its surplus meet one m6i.large: 29.952 + 36 (cpu − 0.4) = 69.12 at 1.488 vCPU."""
    [meets, *_] = crossings(API, EC2Fleet("t3.medium", count=1), EC2Fleet("m6i.large", count=1), PRICES)

    assert meets.at == pytest.approx(1.488 / (0.12 * 512 / 1769) * 720 * 3600, rel=1e-12)
    assert (meets.before, meets.after, meets.kind) == ("EC2 1 × t3.medium", "EC2 1 × m6i.large", "meets")


def test_where_the_only_two_stop_working_nothing_comes_after() -> None:
    found = crossings(API, EC2Fleet("t3.medium", count=1), EC2Fleet("t3.medium", count=2), PRICES)

    assert shape(found) == [
        ("EC2 1 × t3.medium", "EC2 2 × t3.medium", "jumps"),
        ("EC2 2 × t3.medium", None, "jumps"),
    ]


def test_two_functions_of_one_shape_never_cross() -> None:
    assert crossings(API, Lambda(), Lambda(architecture="arm64", name="arm"), PRICES) == []


def test_options_that_cost_the_same_never_cross() -> None:
    assert crossings(API, Lambda(name="a"), Lambda(name="b"), PRICES) == []
    assert crossings(API, EC2Fleet("t3.medium", label="a"), EC2Fleet("t3.medium", label="b"), PRICES) == []


def test_two_fleets_that_step_at_the_same_places_never_cross() -> None:
    cheap, dear = (EC2Fleet(kind, spec=PRICES.instances["m6i.large"]) for kind in ("m7g.large", "m6i.large"))

    assert crossings(API, cheap, dear, PRICES) == []


def test_a_sized_fleet_is_met_and_jumps_away_again_and_again() -> None:
    """One t3.medium sustains 0.4 vCPU; a request takes 0.12 s × 512/1769 of one."""
    found = crossings(API, Lambda(), FLEET, PRICES, high=1e10)

    assert len(found) >= 5
    assert {one.kind for one in found} == {"meets", "jumps"}
    assert shape(found)[:3] == [
        ("Lambda", "EC2 t3.medium", "meets"),
        ("EC2 t3.medium", "Lambda", "jumps"),
        ("Lambda", "EC2 t3.medium", "meets"),
    ]
    one_full = 0.4 / (0.12 * 512 / 1769) * 720 * 3600
    assert found[1].at == pytest.approx(one_full, rel=1e-9)


def test_a_burstable_fleet_that_pays_for_surplus_is_met_once() -> None:
    """Where one more instance comes it saves surplus credits: at 24,959,958 requests Lambda is left behind for good."""
    [only] = crossings(API, Lambda(), BURSTING, PRICES, high=1e10)

    assert only.at == pytest.approx(29.952 / (2e-7 + 0.06 * 0.0000166667), rel=1e-12)
    assert (only.before, only.after, only.kind) == ("Lambda", "EC2 t3.medium", "meets")


def test_past_the_last_crossing_one_option_stays_cheaper() -> None:
    found = crossings(API, Lambda(), EC2Fleet("c7g.large"), PRICES, high=1e10)

    assert found[-1].after == "EC2 c7g.large"


def test_a_tier_bends_the_curve_between_two_meeting_points() -> None:
    """Duration in the third tier costs less than arm's first: the dearer function becomes the cheaper."""
    heavy = Workload(requests_per_month=1e6, duration_ms=1_000, memory_mb=10_240)
    prices = PRICES.with_rates(
        {
            "lambda.duration.arm64": replace(
                PRICES["lambda.duration.arm64"],
                tiers=(replace(PRICES["lambda.duration.arm64"].tiers[-1], price=0.0000150),),
            )
        }
    )

    [only] = crossings(heavy, Lambda(), Lambda(architecture="arm64", name="arm"), prices, high=1e11)

    gb_s = (6e9 * 0.0000166667 + 9e9 * 0.000015 - 15e9 * 0.0000133334) / (0.000015 - 0.0000133334)
    assert (only.before, only.after, only.kind) == ("arm", "Lambda", "meets")
    assert only.at == pytest.approx(gb_s / 10, rel=1e-9)


def test_the_free_tier_moves_the_crossing_by_what_it_is_worth() -> None:
    """0.20 USD of requests and 400,000 GB·s on top of the instance's price."""
    fixed = EC2Fleet("m6i.large", count=1)

    plain, free = (crossings(API, Lambda(), fixed, prices)[0].at for prices in (PRICES, PRICES.with_free_tier()))

    worth = 0.2 + 400_000 * 0.0000166667
    assert free - plain == pytest.approx(worth / (2e-7 + 0.06 * 0.0000166667), rel=1e-9)


def test_a_longer_month_moves_the_crossing_in_proportion() -> None:
    fixed = EC2Fleet("t3.medium", count=1)

    month, calculators = (
        crossings(replace(API, hours_per_month=hours), Lambda(), fixed, PRICES)[0].at for hours in (720, 730)
    )

    assert calculators / month == pytest.approx(730 / 720, rel=1e-12)


def test_provisioned_concurrency_pays_from_sixty_per_cent_of_busy_time() -> None:
    """4.1667 ÷ (16.6667 − 9.7222): with one environment that is that share of the month's seconds, in requests."""
    even = crossings(
        API, Lambda(name="plain"), Lambda(provisioned_concurrency=1, name="ready"), PRICES, low=1e3, high=3e7
    )

    share = 0.0000041667 / (0.0000166667 - 0.0000097222)
    assert share == pytest.approx(0.6, abs=1e-4)
    assert shape(even) == [("plain", "ready", "meets")]
    assert even[0].at == pytest.approx(share * 720 * 3600 / 0.12, rel=1e-9)


def test_steps_along_the_duration_are_the_billed_milliseconds() -> None:
    """In 2019 the hundredth millisecond was the last of the first increment."""
    old = Lambda(billing_increment_ms=100)
    fixed = EC2Fleet("t3.nano", count=1)
    light = Workload(requests_per_month=5e6, duration_ms=50, memory_mb=128, cpu_ms=0.1)

    [only] = crossings(light, old, fixed, PRICES, field="duration_ms", low=1, high=300)

    per_step = 5e6 * 0.125 * 0.1 * 0.0000166667
    assert 5e6 * 2e-7 + 2 * per_step < 0.0052 * 720 < 5e6 * 2e-7 + 3 * per_step
    assert (only.at, only.before, only.after, only.kind) == (200.0, "Lambda", "EC2 1 × t3.nano", "jumps")


def test_memory_stops_bringing_cpu_at_one_vcpu() -> None:
    """Up to 1,769 MB more memory burns more CPU on the fleet; past it only Lambda grows dearer."""
    workload = Workload(requests_per_month=30e6, duration_ms=100, memory_mb=1024)
    fleet = EC2Fleet("m6i.large", request_memory_mb=1)

    found = check(Question(workload, Lambda(), fleet, low=128, high=10_240, field="memory_mb"))

    assert [one.at for one in found if one.at > 1769] == []


def test_the_answer_does_not_depend_on_where_the_workload_itself_stands() -> None:
    elsewhere = replace(API, requests_per_month=5)

    assert crossings(API, Lambda(), FLEET, PRICES) == crossings(elsewhere, Lambda(), FLEET, PRICES)


def test_swapping_the_two_options_finds_the_same_places() -> None:
    one, other = (Question(API, *pair).found() for pair in ((Lambda(), FLEET), (FLEET, Lambda())))

    assert [(found.at, found.before, found.after, found.kind) for found in one] == [
        (found.at, found.before, found.after, found.kind) for found in other
    ]


def test_a_narrower_search_finds_the_same_places_inside() -> None:
    wide = [one for one in crossings(API, Lambda(), FLEET, PRICES) if 3e7 < one.at < 3e8]

    narrow = crossings(API, Lambda(), FLEET, PRICES, low=3e7, high=3e8)

    assert shape(narrow) == shape(wide)
    assert [one.at for one in narrow] == pytest.approx([one.at for one in wide], rel=1e-12)


def test_lambdas_own_limits_narrow_the_search_to_where_both_work() -> None:
    found = crossings(API, Lambda(), FLEET, PRICES, field="memory_mb", low=1, high=1e6)

    assert all(128 <= one.at <= 10_240 for one in found)


# --- at random ---------------------------------------------------------------------------------------

FUNCTIONS = st.builds(
    Lambda,
    architecture=st.sampled_from(["x86_64", "arm64"]),
    ephemeral_storage_mb=st.sampled_from([512, 4096]),
    billing_increment_ms=st.sampled_from([0, 1, 100]),
    provisioned_concurrency=st.one_of(
        st.none(),
        st.integers(1, 60),
        st.builds(
            ProvisionedConcurrency, st.integers(1, 60), st.floats(1, 720), st.one_of(st.none(), st.floats(0.01, 1))
        ),
    ),
)
FLEETS = st.builds(
    EC2Fleet,
    st.sampled_from(sorted(PRICES.instances)),
    count=st.one_of(st.none(), st.integers(1, 30)),
    target_utilization=st.floats(0.1, 1),
    minimum=st.integers(1, 4),
    requests_per_second=st.one_of(st.none(), st.floats(5, 500)),
    system_memory_mb=st.sampled_from([0, 256]),
    relative_speed=st.floats(0.3, 3),
    label=st.just("fleet"),
)
WORKLOADS = st.builds(
    Workload,
    st.floats(1e4, 1e8),
    st.floats(1, 400),
    st.floats(128, 4_096),
    cpu_ms=st.one_of(st.none(), st.floats(0, 200)),
    parallelism=st.sampled_from([0.5, 1.0, 2.0]),
    traffic=st.sampled_from([TrafficProfile.constant(), OFFICE, UNEVEN]),
    hours_per_month=st.sampled_from([720.0, 730.0, 744.0]),
)
BOOKS = st.sampled_from(
    [PRICES, PRICES.with_free_tier(), PRICES.with_free_tier().already_used({"lambda.duration.x86_64": 1e5})]
)
ENDS = {"requests_per_month": (1e4, 2e8), "duration_ms": (1.0, 2_000.0), "memory_mb": (128.0, 10_240.0)}


@settings(max_examples=100)
@given(WORKLOADS, FUNCTIONS, FLEETS, BOOKS, st.sampled_from(sorted(ENDS)))
def test_no_random_function_and_fleet_escape_brute_force(
    workload: Workload, function: Lambda, fleet: EC2Fleet, prices: PriceBook, along: str
) -> None:
    low, high = ENDS[along]

    check(Question(workload, function, fleet, low, high, along, prices))


@settings(max_examples=60)
@given(WORKLOADS, FLEETS, FLEETS, st.sampled_from(sorted(ENDS)))
def test_no_two_random_fleets_escape_brute_force(
    workload: Workload, one: EC2Fleet, other: EC2Fleet, along: str
) -> None:
    low, high = ENDS[along]

    check(Question(workload, replace(one, label="one"), replace(other, label="other"), low, high, along))


@settings(max_examples=60)
@given(WORKLOADS, FUNCTIONS, FUNCTIONS, BOOKS, st.sampled_from(sorted(ENDS)))
def test_no_two_random_functions_escape_brute_force(
    workload: Workload, one: Lambda, other: Lambda, prices: PriceBook, along: str
) -> None:
    low, high = ENDS[along]

    check(Question(workload, replace(one, name="one"), replace(other, name="other"), low, high, along, prices))


HUGE = {"requests_per_month": (1e4, 1e13), "duration_ms": (1.0, 50_000.0), "memory_mb": (128.0, 10_240.0)}


@settings(max_examples=60)
@given(WORKLOADS, FUNCTIONS, FLEETS, BOOKS, st.sampled_from(sorted(HUGE)))
def test_no_random_function_and_huge_fleet_escape_brute_force(
    workload: Workload, function: Lambda, fleet: EC2Fleet, prices: PriceBook, along: str
) -> None:
    low, high = HUGE[along]
    busy = replace(workload, requests_per_month=workload.requests_per_month * 100)

    check(Question(busy, function, fleet, low, high, along, prices))


def test_places_that_cross_without_end_are_too_many() -> None:
    """Two prices so close that the cheaper one changes with each of millions of instances."""
    fleet, cheap = EC2Fleet("m6i.large"), nearly_lambda(1 - 1e-9)
    first_tier_only = cheap.with_rates(
        {"lambda.duration.x86_64": replace(cheap["lambda.duration.x86_64"], tiers=(Tier(0.0000166667),))}
    )

    with pytest.raises(TooManySteps):
        crossings(API, Lambda(), fleet, first_tier_only, high=1e14)


def test_every_billing_increment_of_a_quarter_of_an_hour_is_walked() -> None:
    found = crossings(API, Lambda(), FLEET, PRICES, field="duration_ms", low=1, high=900_000)

    shorter = crossings(API, Lambda(), FLEET, PRICES, field="duration_ms", low=1, high=800_000)
    assert found
    assert [one.at for one in found] == pytest.approx([one.at for one in shorter], rel=1e-12)


# --- questions that make no sense --------------------------------------------------------------------


@pytest.mark.parametrize(("low", "high"), [(1e6, 1e6), (2e6, 1e6)], ids=["empty", "backwards"])
def test_a_range_without_an_inside_is_refused(low: float, high: float) -> None:
    with pytest.raises(InvalidQuestion, match=r"low and high must be a range of requests_per_month.*got"):
        crossings(API, Lambda(), FLEET, PRICES, low=low, high=high)


@pytest.mark.parametrize("bad", [0, -1, float("nan"), float("inf"), "1e6", True])
def test_an_end_that_is_no_volume_is_refused(bad: Any) -> None:
    with pytest.raises(InvalidQuestion, match="low must be"):
        crossings(API, Lambda(), FLEET, PRICES, low=bad)
    with pytest.raises(InvalidQuestion, match="high must be"):
        crossings(API, Lambda(), FLEET, PRICES, high=bad)


@pytest.mark.parametrize("unknown", ["requests", "hours_per_month", "traffic", "cpu_ms", ""])
def test_a_field_that_cannot_be_searched_is_refused(unknown: str) -> None:
    with pytest.raises(InvalidQuestion, match="field must be one of requests_per_month, duration_ms, memory_mb, got"):
        crossings(API, Lambda(), FLEET, PRICES, field=unknown)


def test_a_range_outside_what_lambda_allows_is_refused() -> None:
    with pytest.raises(InvalidQuestion, match="memory_mb, inside what both options allow"):
        crossings(API, Lambda(), FLEET, PRICES, field="memory_mb", low=20, high=100)


def test_the_largest_function_is_a_crossing_to_what_still_works() -> None:
    """A function ends at 10,240 MB; an instance holds one request of up to 8,192 − 256 MiB unless it is measured."""
    fleet = EC2Fleet("m6i.large", count=1, request_memory_mb=200)
    rare = replace(API, requests_per_month=1_000)

    [end] = crossings(rare, Lambda(), fleet, PRICES, field="memory_mb", low=128, high=30_000)

    assert end.at == pytest.approx(10_240, rel=1e-8)
    assert (end.before, end.after, end.kind) == ("Lambda", fleet.name, "jumps")


def test_many_scenarios_at_once_are_refused() -> None:
    with pytest.raises(InvalidQuestion, match=r"one scenario; pick one with \.at\(index\), got \(2,\)"):
        crossings(changed(API, memory_mb=[128, 256]), Lambda(), FLEET, PRICES)


def test_two_options_of_one_name_are_refused() -> None:
    with pytest.raises(InvalidOption, match="each with a name of its own"):
        crossings(API, Lambda(), Lambda(architecture="arm64"), PRICES)


def test_a_workload_that_lambda_cannot_run_is_refused() -> None:
    with pytest.raises(ValueError, match="memory_mb must be 128 or more for Lambda, got 64"):
        crossings(replace(API, memory_mb=64), Lambda(), FLEET, PRICES)


def test_many_levels_together_are_too_many_steps() -> None:
    """112 instances at each of 168 levels: few for one, too many to hold in memory at once."""
    levels = np.arange(1.0, 169.0)
    workload = replace(API, traffic=TrafficProfile(tuple((levels / levels.mean()).tolist())))
    fleet = EC2Fleet("m6i.large", scaling=AutoScaling())

    with pytest.raises(TooManySteps):
        fleet.steps(workload, PRICES, "requests_per_month", 1e4, 1e10)
    assert len(fleet.steps(workload, PRICES, "requests_per_month", 1e4, 1e8)) < 5_000
    assert len(crossings(workload, Lambda(), fleet, PRICES, low=1e4, high=1e10)) > 0
