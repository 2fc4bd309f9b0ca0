"""Cold starts against a simulation of environments, one by one."""

from __future__ import annotations

import heapq
from dataclasses import replace

import numpy as np
import pytest

import costmodel as cm
from costmodel.document import parsed, plain
from costmodel.latency import Latency
from costmodel.options.cold_table import stationary, week
from costmodel.shapes import SHAPES, shape
from tests.books import PRICES
from tools.cold_starts import exact

API = cm.Workload(requests_per_month=1e6, duration_ms=120, memory_mb=512)
OFFICE = cm.TrafficProfile(tuple(168 / 50 if 9 <= h % 24 < 19 and h < 120 else 0.0 for h in range(168)))


def simulated(arrivals: np.ndarray, services: np.ndarray, lifetime: float, init: float = 0.0) -> np.ndarray:
    """Which requests meet no idle environment; the one that became idle last is taken first."""
    busy: list[float] = []
    idle: list[float] = []
    cold = np.zeros(len(arrivals), dtype=bool)
    for i, (now, service) in enumerate(zip(arrivals.tolist(), services.tolist(), strict=True)):
        while busy and busy[0] <= now:
            idle.append(heapq.heappop(busy))
        if idle and now - idle[-1] <= lifetime:
            idle.pop()
        else:
            idle.clear()
            cold[i] = True
        heapq.heappush(busy, now + service + init * cold[i])
    return cold


def poisson(rps: float, count: int, seed: int = 11) -> np.ndarray:
    return np.cumsum(np.random.default_rng(seed).exponential(1 / rps, count))


@pytest.mark.parametrize(
    ("rps", "duration_s", "lifetime_s", "count"),
    [
        (1 / 3600, 0.2, 600, 20_000),
        (0.001, 0.2, 600, 50_000),
        (0.01, 0.2, 600, 300_000),
        (0.2, 0.5, 300, 400_000),
        (0.9, 1.991, 600, 600_000),
        (5, 0.1, 600, 900_000),
        (50, 0.1, 60, 900_000),
        (1_000, 0.1, 60, 1_000_000),
    ],
)
def test_the_share_is_what_a_simulation_counts(rps: float, duration_s: float, lifetime_s: float, count: int) -> None:
    """Within four standard errors, counting cold starts in clusters of two, and five per cent of interpolation."""
    services = np.random.default_rng(5).exponential(duration_s, count)
    settled = min(count // 4, int(rps * 5 * lifetime_s))

    cold = simulated(poisson(rps, count), services, lifetime_s)[settled:]

    model = cm.ColdStarts(300, idle_lifetime_s=lifetime_s).share_of(rps, duration_s)
    noise = 4 * np.sqrt(2 * max(cold.sum(), 1)) / len(cold)
    assert abs(cold.mean() - model) <= 0.05 * model + noise


def test_simfaas_published_sample_is_reproduced() -> None:
    """https://github.com/pacslab/simfaas: 1,213 cold starts of 898,469 requests, 7.66 servers on average."""
    starts, alive = exact(np.array([0.9 * 600]), np.array([1.991 / 600]))

    assert starts[0] / (0.9 * 600) == pytest.approx(1_213 / 898_469, rel=4 / np.sqrt(1_213))
    assert alive[0] == pytest.approx(7.66, rel=0.01)


def test_rare_requests_start_cold_unless_one_came_within_the_lifetime() -> None:
    starts, alive = exact(np.array([0.5, 3.0]), np.array([1e-7, 1e-7]))

    assert starts == pytest.approx([0.5 * np.exp(-0.5), 3 * np.exp(-3)], rel=1e-5)
    assert alive == pytest.approx([1 - np.exp(-0.5), 1 - np.exp(-3)], rel=1e-5)


def test_the_table_holds_what_its_generator_makes() -> None:
    starts, alive = stationary()
    random = np.random.default_rng(3)
    i, j = random.integers(1, len(starts.x), 400), random.integers(1, len(starts.y), 400)
    small = starts.x[i] * starts.y[j] <= 500
    i, j = i[small], j[small]

    found = exact(starts.x[i], starts.y[j])

    assert starts.values[i, j] == pytest.approx(found[0], rel=2e-6, abs=1e-9)
    assert alive.values[i, j] == pytest.approx(found[1], rel=2e-6)


def test_between_knots_the_error_is_what_the_docs_say() -> None:
    random = np.random.default_rng(4)
    x, y = 10 ** random.uniform(-3, 6, 4_000), 10 ** random.uniform(-6, 0, 4_000)
    x, y = x[x * y <= 500], y[x * y <= 500]
    true = exact(x, y)[0] / x
    error = np.abs(stationary()[0].at(x, y) / x / true - 1)

    assert error[true >= 1e-2].max() < 0.02
    assert error[true >= 1e-3].max() < 0.06
    assert error[true >= 1e-4].max() < 0.13


@pytest.mark.parametrize("rps", [0.02, 0.5])
def test_other_distributions_of_the_duration_move_the_share_by_less_than_a_quarter(rps: float) -> None:
    random, count, duration_s = np.random.default_rng(6), 400_000, 2.0
    lognormal = random.lognormal(np.log(duration_s) - np.log(2) / 2, np.sqrt(np.log(2)), count)
    model = cm.ColdStarts(300).share_of(rps, duration_s)

    for services in (np.full(count, duration_s), lognormal):
        share = simulated(poisson(rps, count), services, 600).mean()
        assert share == pytest.approx(model, rel=0.25)


def test_a_week_of_busy_days_has_the_cold_starts_that_a_simulation_counts() -> None:
    """Ten busy hours on five days: within six per cent, rises included."""
    random, weeks = np.random.default_rng(8), 40
    for per_hour in (4.0, 60.0, 3_600.0):
        hours = np.flatnonzero(np.tile(OFFICE.levels, weeks if per_hour < 3_600 else 8))
        counts = random.poisson(per_hour, len(hours))
        arrivals = np.sort((np.repeat(hours, counts) + random.random(counts.sum())) * 3_600)
        services = random.exponential(2.0, len(arrivals))
        load = cm.Workload(per_hour * 50 / 168 * 720, 2_000, 512, traffic=OFFICE)

        share = simulated(arrivals, services, 600).mean()

        assert cm.ColdStarts(300).share(load) == pytest.approx(share, rel=0.06)


def test_a_typed_share_replaces_the_model() -> None:
    cold = cm.ColdStarts(500, fraction=0.02)

    one = cm.bill(cm.Lambda(cold_starts=cold, billing_increment_ms=0), API, PRICES)

    assert float(one.lines[1].quantity) == pytest.approx(1e6 * 0.5 * (0.12 + 0.02 * 0.5), rel=1e-12)
    assert "2 % of the requests start cold, as you said" in one.explain()


def test_the_free_tier_is_given_once() -> None:
    """INIT is part of the one line of duration: two lines would each begin at the first tier."""
    cold = cm.Lambda(cold_starts=cm.ColdStarts(3_000, fraction=1))
    duration = cm.bill(cold, API, PRICES.with_free_tier()).lines[1]

    assert float(duration.cost) == pytest.approx((1e6 * 0.5 * 3.12 - 400_000) * 0.0000166667, rel=1e-9)


def test_what_provisioned_environments_serve_is_never_cold() -> None:
    cold, plenty = cm.ColdStarts(3_000), 500

    bills = [
        cm.bill(cm.Lambda(provisioned_concurrency=plenty, cold_starts=given), API, PRICES).total
        for given in (None, cold)
    ]

    assert bills[0] == bills[1]


def test_connections_of_idle_environments_count() -> None:
    warm, cold = (cm.Lambda(cold_starts=given).footprint(API, PRICES).most for given in (None, cm.ColdStarts(300)))

    assert cold > 2 * warm
    assert cold == pytest.approx(exact(np.array([API.mean_rps * 600]), np.array([0.12 / 600]))[1][0], rel=0.02)


def test_a_long_init_is_told() -> None:
    told = {limit.name: limit for limit in cm.Lambda(cold_starts=cm.ColdStarts(12_000)).limits(API, PRICES)}

    assert told["INIT"].exceeded
    assert not told["INIT"].hard


def test_busier_can_be_cheaper_by_no_more_than_the_dip() -> None:
    option = cm.Lambda(cold_starts=cm.ColdStarts(10_000))
    costs = np.asarray(
        cm.bill(option, replace(API, duration_ms=1, requests_per_month=np.geomspace(1, 1e6, 3_000)), PRICES).total
    )

    fall = float(np.max(np.maximum.accumulate(costs) - costs))

    assert 0 < fall <= option.dip(API, PRICES)


@pytest.mark.parametrize("setting", [{"init_ms": -1}, {"fraction": 1.1}, {"idle_lifetime_s": 30}])
def test_settings_outside_their_range_are_refused(setting: dict[str, float]) -> None:
    with pytest.raises(cm.InvalidOption, match=next(iter(setting))):
        cm.ColdStarts(**{"init_ms": 300.0, **setting})


def test_a_document_holds_them() -> None:
    option = cm.Lambda(cold_starts=cm.ColdStarts(333, fraction=0.01))

    assert parsed(plain(option), "option") == option


# --- latency -----------------------------------------------------------------------------------------


@pytest.mark.parametrize("variation", [None, 0.5, 2.0])
@pytest.mark.parametrize("share", [0.0, 0.004, 0.03, 0.7])
def test_quantiles_are_those_of_a_sample(variation: float | None, share: float) -> None:
    random, count = np.random.default_rng(9), 400_000
    warm = random.exponential(120, count)
    if variation is not None:
        spread = np.log1p(variation**2)
        warm = random.lognormal(np.log(120) - spread / 2, np.sqrt(spread), count)
    times = warm + 333 * (random.random(count) < share)
    found = Latency(120, 333, share, variation)

    for asked in (0.5, 0.99):
        assert np.mean(times <= found.quantile(asked)) == pytest.approx(asked, abs=0.004 if asked < 0.9 else 8e-4)


@pytest.mark.parametrize("name", SHAPES)
def test_a_busier_week_never_saves_more_than_a_few_cold_starts_an_hour(name):
    """Beyond the table both go straight on: clipped there, a week's rises and falls would no longer cancel."""
    starts, alive = week(shape(name).levels, 300.0)

    assert starts.drop < 10
    assert alive.drop == 0
