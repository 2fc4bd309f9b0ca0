"""A database: connections against max_connections, what relieves it, and every place where that jumps."""

from __future__ import annotations

from dataclasses import replace
from functools import reduce
from operator import add
from typing import TYPE_CHECKING

import numpy as np
import pytest

from costmodel import (
    InstanceType,
    InvalidOption,
    Lambda,
    PriceBook,
    Rate,
    Source,
    Tier,
    UnknownInstanceType,
    UnknownRate,
    Workload,
    compare,
    crossings,
)
from costmodel.bill import Factor
from costmodel.extras.connections import BYTES_PER_CONNECTION, BYTES_PER_MIB, max_connections, reaches
from costmodel.extras.database import Database
from costmodel.extras.shared import OtherCosts
from costmodel.option import EC2, LAMBDA, Footprint
from costmodel.request_path import RequestPath
from tests.books import PRICES
from tests.test_around import on_ec2, on_lambda

if TYPE_CHECKING:
    from costmodel.limits import Limit
    from costmodel.rates import Num

SECONDS = 720 * 3600

HOURLY = {"large": 0.152, "xlarge": 0.304, "2xlarge": 0.608, "4xlarge": 1.216}
"""db.m6g, MySQL, one zone. [USD/h]"""

SIZES = {"large": (2, 8_192), "xlarge": (4, 16_384), "2xlarge": (8, 32_768), "4xlarge": (16, 65_536)}
"""[vCPU, MiB]"""

PUBLISHED = {
    **{f"rds.mysql.single_az.db.m6g.{size}": ("instance·h", price) for size, price in HOURLY.items()},
    **{f"rds.mysql.multi_az.db.m6g.{size}": ("instance·h", 2 * price) for size, price in HOURLY.items()},
    "rds.postgresql.single_az.db.m6g.large": ("instance·h", 0.159),
    "rds.postgresql.single_az.db.m6g.2xlarge": ("instance·h", 0.636),
    "rds.postgresql.single_az.db.m6g.4xlarge": ("instance·h", 1.272),
    "rds.mysql.single_az.db.m6gd.xlarge": ("instance·h", 0.373),
    "rds.mysql.single_az.db.t3.large": ("instance·h", 0.136),
    "rds.mysql.single_az.db.t3.micro": ("instance·h", 0.017),
    "rds.mysql.single_az.db.x2g.large": ("instance·h", 0.377),
    "rds.proxy.vcpu": ("vCPU·h", 0.015),
}
"""us-east-1. [USD per unit]"""

BOOK = replace(
    PRICES.with_rates(
        {
            key: Rate(key, unit, (Tier(price),), Source("https://aws.amazon.com/rds/pricing/", "2025-04-04"))
            for key, (unit, price) in PUBLISHED.items()
        }
    ),
    instances={
        **PRICES.instances,
        **{f"m6g.{size}": InstanceType(f"m6g.{size}", *spec, "arm64") for size, spec in SIZES.items()},
        "t3.large": InstanceType("t3.large", 2, 8_192, baseline=0.3),
        "t3.micro": InstanceType("t3.micro", 2, 1_024, baseline=0.1),
    },
)

USABLE = {size: 0.9 * max_connections("mysql", memory) for size, (_, memory) in SIZES.items()}
"""MySQL, a tenth kept for administration. [connection]"""

A_SECOND_EACH = Workload(requests_per_month=SECONDS, duration_ms=1_000, memory_mb=128)
"""As many in flight as arrive a second."""


def in_flight(count: float) -> Workload:
    return replace(A_SECOND_EACH, requests_per_month=count * SECONDS)


def beside(workload: Workload) -> Footprint:
    """Lambda: as many environments as requests in flight."""
    return Lambda().footprint(workload, BOOK)


def cost(database: Database, connections: float) -> float:
    return float(np.sum([line.cost for line in database.lines(A_SECOND_EACH, BOOK, on_lambda(connections))]))


def limit(database: Database, workload: Workload, footprint: Footprint) -> Limit:
    [found] = database.limits(workload, BOOK, footprint)
    return found


# --- how many connections ----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("gib", "mysql", "postgresql"),
    [(1, 85, 112), (2, 170, 225), (4, 341, 450), (8, 682, 901), (16, 1_365, 1_802), (32, 2_730, 3_604)],
)
def test_all_of_the_memory_would_be_the_upper_bound(gib: int, mysql: int, postgresql: int) -> None:
    """The formula of the RDS user guide on the raw memory; what the system keeps takes 3 to 12 % off."""
    for engine, bound in (("mysql", mysql), ("postgresql", postgresql)):
        assert gib * 1024 * BYTES_PER_MIB // BYTES_PER_CONNECTION[engine] == bound
        assert 0.87 * bound <= max_connections(engine, gib * 1024) <= 0.98 * bound


@pytest.mark.parametrize(("gib", "seen"), [(2, 198), (4, 413), (8, 856), (15.25, 1_660)])
def test_the_estimate_meets_what_others_saw_on_postgresql(gib: float, seen: int) -> None:
    assert max_connections("postgresql", gib * 1024) == pytest.approx(seen, rel=0.005)


def test_mysql_with_16_gib_takes_around_1_300() -> None:
    """RDS user guide."""
    assert max_connections("mysql", 16 * 1024) == pytest.approx(1_300, rel=0.02)


@pytest.mark.parametrize("gib", [64, 256, 768])
def test_postgresql_never_takes_more_than_5_000(gib: int) -> None:
    assert max_connections("postgresql", gib * 1024) == 5_000


def test_more_memory_never_takes_fewer_connections() -> None:
    for engine in BYTES_PER_CONNECTION:
        assert (np.diff([max_connections(engine, memory) for memory in range(512, 70_000, 256)]) >= 0).all()


@pytest.mark.parametrize(
    ("database", "footprint", "needs"),
    [
        (Database(), on_lambda(300), 300),
        (Database(connections_per_environment=2.5), on_lambda(300), 750),
        (Database(), on_ec2(3), 60),
        (Database(pool=50), on_ec2(3), 150),
        (Database(pool=50), on_ec2(2, existing=9), 100),
    ],
)
def test_environments_hold_one_each_and_instances_a_pool(
    database: Database, footprint: Footprint, needs: float
) -> None:
    assert limit(database, A_SECOND_EACH, footprint).needs == needs


def test_the_busiest_moment_counts_not_the_mean() -> None:
    factor = Factor("instances", 2.0, "instance")

    assert limit(Database(), A_SECOND_EACH, Footprint(EC2, factor, factor, 7.0)).needs == 140


# --- the bill ----------------------------------------------------------------------------------------


def test_a_class_by_the_hour() -> None:
    """infracost: RDS MySQL db.t3.large, 0.136 an hour; two zones cost twice as much."""
    assert cost(Database("db.t3.large"), 1) == pytest.approx(720 * 0.136)
    assert cost(Database("db.m6g.large", deployment="multi_az"), 1) == pytest.approx(720 * 2 * 0.152)
    assert cost(Database("db.m6g.large", "postgresql"), 1) == pytest.approx(720 * 0.159)


@pytest.mark.parametrize("relief", [None, "proxy", "bigger"])
def test_the_class_is_the_same_on_both_sides_while_it_takes_the_connections(relief: str | None) -> None:
    found = [
        [(line.name, line.cost, line.explain()) for line in Database(relief=relief).lines(A_SECOND_EACH, BOOK, side)]
        for side in (on_lambda(583), on_ec2(29))
    ]

    assert found[0] == found[1]
    assert len(found[0]) == 1


@pytest.mark.parametrize(
    ("connections", "usd"), [(583.2, 0.152), (583.3, 0.152 + 2 * 0.015), (10_000, 0.152 + 2 * 0.015)]
)
def test_rds_proxy_stands_exactly_beyond_the_limit(connections: float, usd: float) -> None:
    """db.m6g.large takes 648 by default, 583.2 of them for the application; it has two vCPUs."""
    assert USABLE["large"] == pytest.approx(583.2)
    assert cost(Database(relief="proxy"), connections) == pytest.approx(720 * usd)


def test_rds_proxy_is_paid_for_each_vcpu_and_two_at_least() -> None:
    small = InstanceType("one", 1, 2_048)

    assert cost(Database("db.m6g.4xlarge", relief="proxy"), 1e5) == pytest.approx(720 * (1.216 + 16 * 0.015))
    assert cost(Database(spec=small, relief="proxy"), 1e5) == pytest.approx(720 * (0.152 + 2 * 0.015))


@pytest.mark.parametrize(
    ("connections", "size"),
    [
        (1, "large"),
        (583.2, "large"),
        (583.3, "xlarge"),
        (1_191.6, "xlarge"),
        (1_191.7, "2xlarge"),
        (2_383, "2xlarge"),
        (2_384.2, "4xlarge"),
        (1e6, "4xlarge"),
    ],
)
def test_the_smallest_class_of_the_family_that_takes_them_is_charged(connections: float, size: str) -> None:
    assert cost(Database(relief="bigger"), connections) == pytest.approx(720 * HOURLY[size])


def test_a_class_that_brings_no_more_connections_is_never_taken() -> None:
    """PostgreSQL stops at 5,000, and so does everything larger than db.m6g.4xlarge."""
    database = Database("db.m6g.large", "postgresql", relief="bigger")

    assert cost(database, 1_000) == pytest.approx(720 * 0.636)
    assert cost(database, 4_000) == pytest.approx(720 * 1.272)
    assert cost(replace(database, instance_class="db.m6g.4xlarge"), 9_000) == pytest.approx(720 * 1.272)


def test_a_smaller_class_is_never_taken_and_another_family_neither() -> None:
    assert cost(Database("db.m6g.xlarge", relief="bigger"), 1) == pytest.approx(720 * 0.304)


def test_relief_says_why() -> None:
    [bigger] = Database(relief="bigger").lines(A_SECOND_EACH, BOOK, on_lambda(700))
    [_, proxy] = Database(relief="proxy").lines(A_SECOND_EACH, BOOK, on_lambda(700))

    why = "700 connections are more than the 583.2 that db.m6g.large takes"
    assert bigger.reasons() == proxy.reasons() == [why]
    assert bigger.formula() == "1 instance × 720 h/month = 720 instance·h/month"
    assert proxy.formula() == "2 vCPU × 720 h/month = 1,440 vCPU·h/month"


# --- would it work -----------------------------------------------------------------------------------


@pytest.mark.parametrize(("connections", "exceeded"), [(583.2, False), (583.3, True)])
def test_connections_beyond_the_class_are_refused(connections: float, exceeded: bool) -> None:  # noqa: FBT001
    found = limit(Database(), A_SECOND_EACH, on_lambda(connections))

    assert bool(found.exceeded) is exceeded
    assert found.hard
    assert found.explain().startswith(f"Database connections: needs {connections} connections, has 583.2 connections (")


def test_a_parameter_group_of_your_own_and_a_reserve_of_your_own() -> None:
    found = limit(Database(max_connections=2_000, reserved_share=0.2), A_SECOND_EACH, on_lambda(1_700))

    assert found.allows == 1_600
    assert found.exceeded


@pytest.mark.parametrize(("share", "exceeded"), [(0.5, False), (0.583, False), (0.5833, True), (1, True)])
def test_rds_proxy_borrows_for_transactions_in_flight(share: float, exceeded: bool) -> None:  # noqa: FBT001
    """1,000 in flight, each holding a connection for part of its time, against 583.2."""
    load = in_flight(1_000)

    found = limit(Database(relief="proxy", transaction_share=share), load, beside(load))

    assert found.needs == pytest.approx(1_000 * share)
    assert bool(found.exceeded) is exceeded


def test_where_rds_proxy_does_not_stand_yet_connections_count_as_they_are() -> None:
    load = in_flight(500)

    assert limit(Database(relief="proxy", transaction_share=0.1), load, beside(load)).needs == pytest.approx(500)


def test_the_largest_class_of_the_family_has_a_limit_too() -> None:
    largest = limit(Database(relief="bigger"), A_SECOND_EACH, on_lambda(1e6))

    assert largest.allows == pytest.approx(USABLE["4xlarge"])
    assert largest.exceeded
    assert not limit(Database(relief="bigger"), A_SECOND_EACH, on_lambda(USABLE["4xlarge"])).exceeded


def test_an_option_whose_database_refuses_connections_is_never_cheapest() -> None:
    busy = replace(in_flight(700), memory_mb=128)
    refused = RequestPath(Lambda(concurrency_quota=1e6), (Database(),))
    relieved = RequestPath(Lambda(concurrency_quota=1e6), (Database(relief="proxy"),), label="with RDS Proxy")

    found = compare(busy, [refused, relieved], BOOK)

    assert found.cheapest == "with RDS Proxy"


# --- laws --------------------------------------------------------------------------------------------

DATABASES = (
    Database(name="alone"),
    Database(relief="proxy", name="proxy"),
    Database(relief="bigger", name="bigger"),
    Database(relief="bigger", connections_per_environment=3, pool=111, reserved_share=0.2, name="bigger, three each"),
    Database("db.m6g.large", "postgresql", relief="bigger", name="postgresql"),
    Database("db.t3.micro", relief="proxy", transaction_share=0.2, max_connections=50, name="proxy of a micro"),
)

every_database = pytest.mark.parametrize("database", DATABASES, ids=lambda one: one.name)


def both_sides(workload: Workload, runs_on: str) -> Footprint:
    most = workload.peak_concurrency if runs_on == LAMBDA else np.ceil(workload.peak_concurrency / 40)
    factor = Factor("instances", most, "instance")
    return Footprint(runs_on, factor, factor, most)


@every_database
@pytest.mark.parametrize("runs_on", [LAMBDA, EC2])
def test_one_of_many_is_what_it_is_alone(database: Database, runs_on: str) -> None:
    durations, hours = np.array([1.0, 700.0, 90_000.0]), np.array([720, 730, 744.0])
    grid = Workload(np.geomspace(1e3, 1e11, 41)[:, None], durations, 128, hours_per_month=hours)

    def asked(workload: Workload) -> tuple[Num, Num, Num]:
        footprint = both_sides(workload, runs_on)
        total = reduce(add, (line.cost for line in database.lines(workload, BOOK, footprint)))
        one = limit(database, workload, footprint)
        return total, one.needs, one.allows

    many = np.array([np.broadcast_to(answer, grid.shape) for answer in asked(grid)])
    alone = [[asked(grid.at((i, j))) for j in range(3)] for i in range(41)]

    assert np.array_equal(np.moveaxis(many, 0, -1), np.array(alone, dtype=float))


@every_database
def test_more_connections_are_never_cheaper_and_no_line_is_negative(database: Database) -> None:
    rising = np.geomspace(1, 1e5, 5_001)
    factor = Factor("environments", rising, "instance")
    load = replace(A_SECOND_EACH, requests_per_month=rising * SECONDS)

    lines = tuple(database.lines(load, BOOK, Footprint(LAMBDA, factor, factor, rising)))

    total = np.broadcast_to(sum(line.cost for line in lines), rising.shape)
    assert (np.diff(total) >= 0).all()
    assert (total > 0).all()
    assert all((np.asarray(line.quantity) >= 0).all() for line in lines)


@every_database
def test_relief_never_lowers_a_bill(database: Database) -> None:
    for connections in (1, 100, 1_000, 1e5):
        assert cost(database, connections) >= cost(replace(database, relief=None), connections)


# --- places ------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("field", "low", "high"), [("requests_per_month", 1e6, 3e10), ("duration_ms", 1.0, 20_000.0)])
@every_database
def test_every_jump_is_named(database: Database, field: str, low: float, high: float) -> None:
    """On a dense grid the cost changes only in cells that hold a step; between steps needs are straight lines."""
    start = in_flight(300).vary(**{field: low})
    steps = np.sort(database.steps(start, BOOK, beside, field, low, high))
    places = np.linspace(low, high, 100_001)
    grid = start.vary(**{field: places})

    total = np.broadcast_to(reduce(add, (line.cost for line in database.lines(grid, BOOK, beside(grid)))), places.shape)
    found = limit(database, grid, beside(grid))
    gap = np.subtract(found.needs, found.allows)
    holds_a_step = np.diff(np.searchsorted(steps, places)) > 0
    bends = np.abs(np.diff(gap, 2)) > 1e-6

    assert len(steps) >= 1
    assert not ((np.diff(total) != 0) & ~holds_a_step).any()
    assert not (bends & ~holds_a_step[1:] & ~holds_a_step[:-1]).any()


@every_database
def test_something_happens_at_every_place(database: Database) -> None:
    steps = database.steps(in_flight(1), BOOK, beside, "requests_per_month", 1e3, 1e11)

    for step in steps:
        sides = [replace(A_SECOND_EACH, requests_per_month=step * (1 + way)) for way in (-1e-7, 1e-7)]
        costs = {cost(database, float(beside(side).most)) for side in sides}
        exceeded = {bool(limit(database, side, beside(side)).exceeded) for side in sides}
        assert len(costs) + len(exceeded) > 2


def test_the_places_are_exact() -> None:
    """583.2, 1,191.6, 2,383.2 and 4,767.3 requests in flight."""
    steps = Database(relief="bigger").steps(in_flight(1), BOOK, beside, "requests_per_month", 1, 1e12)

    assert np.sort(steps) / SECONDS == pytest.approx(list(USABLE.values()), rel=1e-12)


def test_places_outside_the_range_are_not_named() -> None:
    low, high = 600 * SECONDS, 1_100 * SECONDS

    assert not Database(relief="bigger").steps(in_flight(600), BOOK, beside, "requests_per_month", low, high).size


def test_along_a_field_that_changes_no_connections_there_are_no_places() -> None:
    assert not Database(relief="proxy").steps(in_flight(600), BOOK, beside, "memory_mb", 128, 10_240).size


def test_a_fleet_outgrows_a_database_where_it_grows_itself() -> None:
    database = Database(relief="bigger")

    steps = database.steps(in_flight(1), BOOK, lambda load: both_sides(load, EC2), "requests_per_month", 1, 1e12)

    assert not steps.size


def test_environments_kept_initialized_bend_the_line_and_the_place_is_still_found() -> None:
    """500 environments are always there; the 584th is needed at 584 in flight, not on the way from 500."""
    option = Lambda(provisioned_concurrency=500)

    steps = Database().steps(
        in_flight(1), BOOK, lambda load: option.footprint(load, BOOK), "requests_per_month", SECONDS, 1e5 * SECONDS
    )

    assert steps / SECONDS == pytest.approx([583.2], rel=1e-12)


@pytest.mark.parametrize("bend", [0.001, 1, 300, 699.9])
def test_a_place_on_a_bent_line_is_found(bend: float) -> None:
    levels = np.array([1.5, 400.0, 1_000.0, 5_000.0])

    found = reaches(levels, lambda place: np.maximum(place, bend) + np.maximum(place - 700, 0) * 50, 1e-3, 1e9)

    expected = [1.5, 400.0, 700 + 300 / 51, 700 + 4_300 / 51]
    assert found == pytest.approx([place for place, level in zip(expected, levels, strict=True) if level > bend])


def test_a_falling_line_is_followed_too() -> None:
    """More hours a month, fewer requests in flight."""
    steps = Database().steps(in_flight(600), BOOK, beside, "hours_per_month", 700, 744)

    assert steps == pytest.approx([720 * 600 / 583.2])


def test_crossings_know_where_rds_proxy_comes_in() -> None:
    """A parameter group with more room is worth 10.00 a month, RDS Proxy costs 21.60."""
    more_room = (Database(max_connections=1e5), OtherCosts(10))
    roomy = RequestPath(Lambda(concurrency_quota=1e7), more_room, label="roomy")
    proxied = RequestPath(
        Lambda(concurrency_quota=1e7), (Database(relief="proxy", transaction_share=0.01),), label="proxied"
    )

    found = crossings(A_SECOND_EACH, proxied, roomy, BOOK, low=SECONDS, high=1e4 * SECONDS)

    [crossing] = found
    assert crossing.at / SECONDS == pytest.approx(583.2)
    assert (crossing.after, crossing.kind) == ("roomy", "jumps")


# --- settings ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("settings", "message"),
    [
        ({"engine": "oracle"}, "engine must be mysql or postgresql, got 'oracle'"),
        ({"deployment": "cluster"}, "deployment must be single_az or multi_az"),
        ({"relief": "pray"}, "relief must be proxy, bigger or None, got 'pray'"),
        ({"connections_per_environment": -1}, "connections_per_environment must be 0 to 1,000,000 connections"),
        ({"pool": -1}, "pool must be 0 to"),
        ({"reserved_share": 1}, "reserved_share must be 0 to 0.99"),
        ({"transaction_share": 1.1}, "transaction_share must be 0 to 1"),
        ({"max_connections": 0}, "max_connections must be 1 to"),
        ({"max_connections": 500, "relief": "bigger"}, "max_connections must be left out where a larger class"),
    ],
)
def test_a_setting_that_cannot_be_is_refused(settings, message) -> None:
    with pytest.raises(InvalidOption, match=message):
        Database(**settings)


def test_a_class_without_a_price_is_refused() -> None:
    with pytest.raises(UnknownRate, match=r"no rate 'rds.mysql.single_az.db.m6g.huge'"):
        _ = cost(Database("db.m6g.huge"), 1)


def test_rds_proxy_without_a_price_is_refused_only_where_it_is_needed() -> None:
    rates = {key: rate for key, rate in BOOK.rates.items() if key != "rds.proxy.vcpu"}
    book: PriceBook = replace(BOOK, rates=rates)

    assert len(tuple(Database(relief="proxy").lines(A_SECOND_EACH, book, on_lambda(500)))) == 1
    with pytest.raises(UnknownRate, match=r"no rate 'rds.proxy.vcpu'"):
        _ = tuple(Database(relief="proxy").lines(A_SECOND_EACH, book, on_lambda(600)))


def test_a_class_without_a_size_is_refused_unless_you_say_it() -> None:
    """db.x2g has no EC2 type of its name."""
    database = Database("db.x2g.large")

    with pytest.raises(UnknownInstanceType, match=r"no instance type 'x2g.large'"):
        _ = limit(database, A_SECOND_EACH, on_lambda(1))
    assert limit(replace(database, max_connections=1_000), A_SECOND_EACH, on_lambda(1)).allows == 900
    sized = replace(database, spec=InstanceType("x2g.large", 2, 32_768))
    assert limit(sized, A_SECOND_EACH, on_lambda(1)).allows == pytest.approx(USABLE["2xlarge"])
