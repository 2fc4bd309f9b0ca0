"""Queues simulated request by request with Ciw (https://ciw.readthedocs.io), against Erlang's formulas."""

from __future__ import annotations

from typing import NamedTuple

import ciw
import numpy as np
import pytest

from costmodel.erlang import WaitingTarget, chance_of_waiting, erlang_c, instances_needed

BATCHES = 15

SURE = 4.14
"""Standard errors either side that the mean of 15 batches stays within 999 times in 1,000: Student's t."""

EMPTY = 0.1
"""Share of the simulated time that is left out, as the queue starts empty."""


class Share(NamedTuple):
    """A simulated share of the requests."""

    mean: float
    error: float

    @property
    def low(self) -> float:
        return self.mean - SURE * self.error

    @property
    def high(self) -> float:
        return self.mean + SURE * self.error


def simulated(
    servers: int, load: float, service_s: float, longer_than_s: float, requests: int, *, fixed: bool = False
) -> Share:
    """The share of the requests that waited longer, by batch means: neighbours wait together, batches hardly do."""
    ciw.seed(20_261_124)
    service = ciw.dists.Deterministic(service_s) if fixed else ciw.dists.Exponential(1 / service_s)
    network = ciw.create_network(
        arrival_distributions=[ciw.dists.Exponential(load / service_s)],
        service_distributions=[service],
        number_of_servers=[servers],
    )
    until = requests * service_s / load
    simulation = ciw.Simulation(network)
    simulation.simulate_until_max_time(until * 1.02)
    records = simulation.get_all_records()
    arrived, waited = np.array([(one.arrival_date, one.waiting_time) for one in records]).T
    edges = np.linspace(EMPTY * until, until, BATCHES + 1)
    counts = np.histogram(arrived, edges)[0]
    late = np.histogram(arrived[waited > longer_than_s], edges)[0]
    shares = late / counts
    return Share(float(late.sum() / counts.sum()), float(shares.std(ddof=1) / np.sqrt(BATCHES)))


@pytest.mark.parametrize(
    ("servers", "load", "service_s", "longer_than_s"),
    [
        (1, 0.5, 1.0, 0.0),
        (3, 2.0, 0.2, 0.06),
        (10, 8.0, 0.2, 0.02),
        (20, 15.0, 5.0, 0.5),
        (40, 33.0, 0.05, 0.0),
    ],
)
def test_the_share_that_waits_longer_is_the_formula(servers, load, service_s, longer_than_s):
    share = simulated(servers, load, service_s, longer_than_s, requests=55_000)

    assert share.low <= chance_of_waiting(servers, load, service_s, longer_than_s) <= share.high
    assert share.error < 0.15 * share.mean


@pytest.mark.parametrize(("load", "service_s", "each"), [(6.0, 0.2, 4), (16.0, 0.5, 6)])
def test_a_sized_fleet_keeps_its_target_and_one_instance_less_breaks_it(load, service_s, each):
    target = WaitingTarget(0.05, 0.05)
    count = int(instances_needed(load, service_s, each, target))

    kept, broken = (
        simulated(instances * each, load, service_s, target.seconds, requests=30_000)
        for instances in (count, count - 1)
    )

    assert kept.high < target.probability
    assert broken.low > target.probability


def test_sizing_is_cautious_where_every_request_takes_the_same_time():
    servers, load, service_s, seconds = 10, 8.0, 0.2, 0.04

    share = simulated(servers, load, service_s, seconds, requests=40_000, fixed=True)

    assert share.high < chance_of_waiting(servers, load, service_s, seconds)
    assert share.high < erlang_c(servers, load)
