"""Network, volumes, logs and monitoring around an option: published charges first, then laws."""

from __future__ import annotations

from dataclasses import replace
from functools import reduce
from math import inf
from operator import add
from typing import TYPE_CHECKING

import numpy as np
import pytest

from costmodel import InvalidOption, PriceBook, Rate, Source, Tier, UnknownRate, Workload
from costmodel.bill import Factor
from costmodel.extras.event_pollers import EventPollers
from costmodel.extras.logs import Logs
from costmodel.extras.monitoring import DetailedMonitoring
from costmodel.extras.network import Egress, InterZone, NatGateway, PublicIPv4
from costmodel.extras.storage import EbsVolume
from costmodel.option import EC2, LAMBDA, Footprint
from tests.books import PRICES

if TYPE_CHECKING:
    from costmodel.option import Extra
    from costmodel.rates import Num

GB = 1024 * 1024
"""[KB]"""

PUBLISHED: dict[str, tuple[str, tuple[tuple[float, float], ...]]] = {
    "nat.hours": ("h", ((0.045, inf),)),
    "nat.data": ("GB", ((0.045, inf),)),
    "vpc.public_ipv4": ("h", ((0.005, inf),)),
    "egress.internet": ("GB", ((0.09, 10_240), (0.085, 51_200), (0.07, 153_600), (0.05, inf))),
    "transfer.inter_az": ("GB", ((0.01, inf),)),
    "ebs.gp3.storage": ("GB·month", ((0.08, inf),)),
    "ebs.gp3.iops": ("IOPS·month", ((0.005, inf),)),
    "ebs.gp3.throughput": ("GiBps·month", ((40.96, inf),)),
    "ebs.gp2.storage": ("GB·month", ((0.10, inf),)),
    "cloudwatch.logs.ingestion": ("GB", ((0.50, inf),)),
    "cloudwatch.logs.vended": ("GB", ((0.50, 10_240), (0.25, 30_720), (0.10, 51_200), (0.05, inf))),
    "cloudwatch.logs.storage": ("GB·month", ((0.03, inf),)),
    "cloudwatch.metrics": ("metric·month", ((0.30, 10_000), (0.10, 250_000), (0.05, 1_000_000), (0.02, inf))),
}
"""us-east-1. Unit, then price and upper edge of each tier. [USD per unit, unit]"""

BOOK = PRICES.with_rates(
    {
        key: Rate(
            key, unit, tuple(Tier(price, edge) for price, edge in tiers), Source("https://aws.amazon.com/", "2026")
        )
        for key, (unit, tiers) in PUBLISHED.items()
    }
)

A_MILLION = Workload(requests_per_month=1_000_000, duration_ms=100, memory_mb=128)

EXTRAS: tuple[Extra, ...] = (
    NatGateway(2, kb_per_request=7),
    PublicIPv4(),
    PublicIPv4(3, name="addresses of the load balancer"),
    Egress(),
    Egress(free_gb=100, name="with what is free"),
    InterZone(),
    EbsVolume(gb=40, iops=4_000, throughput_mibps=250),
    EbsVolume(gb=40, kind="gp2", name="old volumes"),
    Logs(kb_per_request=3),
    DetailedMonitoring(),
)

every_extra = pytest.mark.parametrize("extra", EXTRAS, ids=lambda extra: extra.name)


def on_ec2(running: float, existing: float | None = None) -> Footprint:
    stopped_too = running if existing is None else existing
    return Footprint(
        EC2, Factor("instances", running, "instance"), Factor("instances", stopped_too, "instance"), running
    )


def on_lambda(busy: float = 5.0) -> Footprint:
    factor = Factor("busy environments", busy, "instance")
    return Footprint(LAMBDA, factor, factor, busy)


def costs(
    extra: Extra, workload: Workload = A_MILLION, beside: Footprint | None = None, book: PriceBook = BOOK
) -> dict[str, float]:
    return {line.name: float(line.cost) for line in extra.lines(workload, book, beside or on_ec2(1))}


def total(extra: Extra, workload: Workload, beside: Footprint) -> Num:
    return reduce(add, (line.cost for line in extra.lines(workload, BOOK, beside)), 0.0)


# --- published charges -------------------------------------------------------------------------------


def test_a_nat_gateway_with_100_gb() -> None:
    """infracost, golden file for aws_nat_gateway, 2026-08."""
    load = replace(A_MILLION, requests_per_month=100, hours_per_month=730)

    assert costs(NatGateway(kb_per_request=GB), load) == {
        "NAT gateway hours": pytest.approx(32.85),
        "NAT gateway data": pytest.approx(4.50),
    }


def test_157_tb_to_the_internet_from_frankfurt() -> None:
    """infracost, golden file for data transfer, 2026-08: 921.60 + 3,481.60 + 7,168.00 + 170.00."""
    load = replace(A_MILLION, requests_per_month=157_000, response_kb=GB)

    [line] = Egress().lines(load, BOOK, on_lambda())

    slices = [float(part.cost) for part in line.rate.slices(line.quantity)]
    assert slices == pytest.approx([921.6, 3481.6, 7168.0, 170.0])
    assert line.cost == pytest.approx(11_741.2)


def test_a_gp3_volume_with_more_iops_and_throughput() -> None:
    """infracost, golden file for aws_ebs_volume, 2026-08."""
    assert costs(EbsVolume(gb=40, iops=4_000, throughput_mibps=130)) == {
        "EBS volumes": pytest.approx(3.20),
        "EBS IOPS": pytest.approx(5.00),
        "EBS throughput": pytest.approx(0.20),
    }


def test_a_gp2_volume_for_twelve_hours() -> None:
    """Amazon EBS pricing page, example 2: 2,000 GB for 43,200 s of a month of 30 days."""
    half_a_day = on_ec2(12 / 720)

    assert costs(EbsVolume(gb=2_000, kind="gp2"), beside=half_a_day) == {"EBS volumes": pytest.approx(3.33, abs=0.005)}


def test_the_volume_of_a_t3_medium() -> None:
    """infracost, golden file for aws_instance, 2026-08: 8 GB gp2."""
    load = replace(A_MILLION, hours_per_month=730)

    assert costs(EbsVolume(kind="gp2"), load) == {"EBS volumes": pytest.approx(0.80)}


def test_detailed_monitoring_is_seven_metrics_an_instance() -> None:
    """infracost: 7 × 0.30."""
    assert costs(DetailedMonitoring()) == {"Detailed monitoring": pytest.approx(2.10)}


def test_a_public_address_is_365_cents_a_calculators_month() -> None:
    load = replace(A_MILLION, hours_per_month=730)

    assert costs(PublicIPv4(1), load) == {"Public IPv4 addresses": pytest.approx(3.65)}


def test_sixty_thousand_gb_of_lambdas_logs_are_charged_in_tiers() -> None:
    """5,120 + 5,120 + 2,048 and the rest at 0.05."""
    load = replace(A_MILLION, requests_per_month=60_000)

    found = costs(Logs(kb_per_request=GB, lambda_kb=0, retention_days=0), load, on_lambda())

    assert found == {"Log ingestion": pytest.approx(5_120 + 5_120 + 2_048 + 8_800 * 0.05)}


def test_100_gb_of_logs_are_kept_compressed() -> None:
    """The AWS Pricing Calculator: 100 GB × 0.15 for a month; 0.495 in Tokyo at 0.033."""
    load = replace(A_MILLION, requests_per_month=100)

    found = costs(Logs(kb_per_request=GB), load)

    assert found == {"Log ingestion": pytest.approx(50), "Log storage": pytest.approx(100 * 0.15 * 0.03)}


# --- beside what -------------------------------------------------------------------------------------


@pytest.mark.parametrize("extra", [PublicIPv4(), EbsVolume(), DetailedMonitoring()], ids=lambda extra: extra.name)
def test_what_belongs_to_instances_is_not_beside_lambda(extra: Extra) -> None:
    assert costs(extra, beside=on_lambda()) == {}


def test_an_address_for_each_running_instance_and_a_volume_for_each_that_exists() -> None:
    nights_off = on_ec2(running=2.5, existing=6)

    assert costs(PublicIPv4(), beside=nights_off) == {"Public IPv4 addresses": pytest.approx(2.5 * 720 * 0.005)}
    assert costs(EbsVolume(gb=10), beside=nights_off) == {"EBS volumes": pytest.approx(6 * 10 * 0.08)}
    assert costs(DetailedMonitoring(), beside=nights_off) == {"Detailed monitoring": pytest.approx(2.5 * 7 * 0.3)}


@pytest.mark.parametrize("hours", [1, 720, 730, 744])
def test_a_gb_month_does_not_depend_on_the_hours(hours: float) -> None:
    assert costs(EbsVolume(gb=100), replace(A_MILLION, hours_per_month=hours)) == {"EBS volumes": pytest.approx(8)}


@pytest.mark.parametrize("beside", [on_ec2(7), on_lambda()], ids=["ec2", "lambda"])
def test_a_number_of_addresses_is_the_same_beside_everything(beside: Footprint) -> None:
    assert costs(PublicIPv4(3), beside=beside) == {"Public IPv4 addresses": pytest.approx(3 * 720 * 0.005)}


def test_lambda_writes_lines_of_its_own() -> None:
    """1.34 KB a call against 1 KB."""
    load = replace(A_MILLION, requests_per_month=GB)

    assert costs(Logs(), load, on_lambda())["Log ingestion"] == pytest.approx(1.34 * 0.5)
    assert costs(Logs(), load, on_ec2(1))["Log ingestion"] == pytest.approx(0.5)
    assert costs(Logs(kb_per_request=0), load, on_lambda())["Log ingestion"] == pytest.approx(0.34 * 0.5)
    assert costs(Logs(kb_per_request=0), load, on_ec2(1)) == {}


def test_logs_of_a_year_fill_twelve_times_the_storage_of_a_month() -> None:
    month, year = (costs(Logs(retention_days=days))["Log storage"] for days in (30, 360))

    assert year == pytest.approx(12 * month)


def test_a_month_of_logs_is_the_month_of_the_workload() -> None:
    """31 days of 744 hours."""
    load = replace(A_MILLION, requests_per_month=100, hours_per_month=744)

    assert costs(Logs(GB, retention_days=31), load)["Log storage"] == pytest.approx(100 * 0.15 * 0.03)


# --- settings ----------------------------------------------------------------------------------------


def test_a_gateway_in_each_zone_is_paid_by_the_hour_and_data_once() -> None:
    one, three = (costs(NatGateway(gateways)) for gateways in (1, 3))

    assert three["NAT gateway hours"] == pytest.approx(3 * one["NAT gateway hours"])
    assert three["NAT gateway data"] == one["NAT gateway data"]


def test_data_between_zones_is_charged_at_both_ends() -> None:
    load = replace(A_MILLION, requests_per_month=1_000)

    assert costs(InterZone(GB), load) == {"Data transfer between zones": pytest.approx(20)}
    assert costs(InterZone(GB, both_directions=False), load) == {"Data transfer between zones": pytest.approx(10)}


@pytest.mark.parametrize(("gb", "usd"), [(50, 0), (100, 0), (101, 0.09), (10_340, 921.6), (10_341, 921.685)])
def test_what_is_free_comes_before_the_tiers(gb: float, usd: float) -> None:
    load = replace(A_MILLION, requests_per_month=gb, response_kb=GB)

    assert costs(Egress(free_gb=100), load) == {"Data transfer to the internet": pytest.approx(usd, abs=1e-9)}


def test_what_others_used_they_used_of_the_free_part_first() -> None:
    load = replace(A_MILLION, requests_per_month=60, response_kb=GB)
    used = BOOK.already_used({"egress.internet": 70})

    assert costs(Egress(free_gb=100), load, book=used) == {"Data transfer to the internet": pytest.approx(30 * 0.09)}


@pytest.mark.parametrize(
    "extra",
    [NatGateway(0), PublicIPv4(0), InterZone(0), Logs(kb_per_request=0, lambda_kb=0)],
    ids=lambda extra: extra.name,
)
def test_nothing_used_is_no_line(extra: Extra) -> None:
    assert costs(extra) == {}
    assert costs(extra, beside=on_lambda()) == {}


def test_parts_that_are_included_are_no_line() -> None:
    assert set(costs(EbsVolume())) == {"EBS volumes"}
    assert set(costs(NatGateway(kb_per_request=0))) == {"NAT gateway hours"}
    assert set(costs(Logs(retention_days=0))) == {"Log ingestion"}
    assert set(costs(Logs(stored_share=0))) == {"Log ingestion"}


@pytest.mark.parametrize(
    ("make", "message"),
    [
        (lambda: NatGateway(-1), "gateways must be 0 to 1,000,000, got -1"),
        (lambda: NatGateway(1.5), "gateways must be a whole number"),  # type: ignore[arg-type]
        (lambda: NatGateway(kb_per_request=-1), "kb_per_request must be 0 to"),
        (lambda: PublicIPv4(-1), "addresses must be 0"),
        (lambda: Egress(free_gb=-1), "free_gb must be 0"),
        (lambda: InterZone(inf), "kb_per_request must be 0"),
        (lambda: EbsVolume(kind="io2"), "kind must be gp3 or gp2, got 'io2'"),
        (lambda: EbsVolume(gb=0), "gb must be 1 to 65,536 GB, got 0"),
        (lambda: EbsVolume(gb=20_000, kind="gp2"), "gb must be 1 to 16,384 GB"),
        (lambda: EbsVolume(iops=100), "iops must be 3,000 to 80,000 IOPS, got 100"),
        (lambda: EbsVolume(throughput_mibps=3_000), "throughput_mibps must be 125 to 2,000 MiB/s"),
        (lambda: EbsVolume(iops=4_000, kind="gp2"), "iops must be left out of a gp2 volume, got 4,000"),
        (lambda: EbsVolume(throughput_mibps=130, kind="gp2"), "throughput_mibps must be left out of a gp2 volume"),
        (lambda: Logs(kb_per_request=-1), "kb_per_request must be"),
        (lambda: Logs(lambda_kb=-1), "lambda_kb must be"),
        (lambda: Logs(retention_days=4_000), "retention_days must be 0 to 3,653 days"),
        (lambda: Logs(stored_share=1.1), "stored_share must be 0 to 1"),
    ],
)
def test_a_setting_that_cannot_be_is_refused(make, message) -> None:
    with pytest.raises(InvalidOption, match=message):
        make()


# --- laws --------------------------------------------------------------------------------------------


@every_extra
@pytest.mark.parametrize("beside", [on_ec2(4, 5), on_lambda()], ids=["ec2", "lambda"])
def test_nothing_around_an_option_is_paid_back(extra: Extra, beside: Footprint) -> None:
    lines = tuple(extra.lines(A_MILLION, BOOK, beside))

    assert all(line.quantity > 0 and line.cost >= 0 for line in lines)
    assert all("month" in line.unit or line.rate.unit.endswith("month") for line in lines)
    assert all(line.explain() for line in lines)


@every_extra
@pytest.mark.parametrize("runs_on", [EC2, LAMBDA])
def test_one_of_many_costs_what_it_costs_alone(extra: Extra, runs_on: str) -> None:
    """Volumes across every tier, on a grid with sizes of responses and lengths of the month."""
    volumes, sizes = np.geomspace(1, 1e13, 9)[:, None], np.array([0.0, 0.1, 10.0, 5_000.0])
    grid = Workload(volumes, 100, 128, response_kb=sizes, hours_per_month=np.array([1, 720, 730, 744]))

    def beside(workload: Workload) -> Footprint:
        count = np.ceil(workload.requests_per_month / 1e6)
        return Footprint(
            runs_on, Factor("instances", count, "instance"), Factor("instances", count + 1, "instance"), count
        )

    many = np.broadcast_to(total(extra, grid, beside(grid)), grid.shape)
    alone = [[total(extra, one := grid.at((i, j)), beside(one)) for j in range(4)] for i in range(9)]

    assert np.array_equal(many, np.array(alone))
    assert (np.diff(many, axis=0) >= 0).all()


@every_extra
def test_what_only_costs_limits_nothing_and_never_jumps(extra: Extra) -> None:
    assert tuple(extra.limits(A_MILLION, BOOK, on_lambda())) == ()
    assert not extra.steps(A_MILLION, BOOK, lambda _: on_lambda(), "requests_per_month", 1, 1e9).size


@every_extra
def test_a_price_that_is_missing_is_never_nothing(extra: Extra) -> None:
    with pytest.raises(UnknownRate):
        _ = tuple(extra.lines(A_MILLION, PRICES, on_ec2(1)))


def test_a_line_says_how_it_came_about() -> None:
    [_, data] = NatGateway(kb_per_request=5).lines(A_MILLION, BOOK, on_lambda())

    assert data.formula() == "1,000,000 request/month × 5 KB/request × 0.000000953674 GB/KB = 4.76837 GB/month"


# --- event pollers ------------------------------------------------------------------------------------


def test_event_pollers_are_charged_by_the_unit_and_hour_beside_a_function() -> None:
    assert costs(EventPollers("sqs", 2), beside=on_lambda()) == {
        "Event pollers for SQS": pytest.approx(2 * 720 * 0.00925)
    }
    assert costs(EventPollers("kafka", 4, 200), beside=on_lambda()) == {
        "Event pollers for Kafka": pytest.approx(148.00)
    }


def test_event_pollers_invoke_no_instance() -> None:
    [limit] = EventPollers("sqs", 1).limits(A_MILLION, BOOK, on_ec2(1))

    assert limit.exceeded
    assert not list(EventPollers("sqs", 1).limits(A_MILLION, BOOK, on_lambda()))


@pytest.mark.parametrize(
    ("make", "named"),
    [
        (lambda: EventPollers("kinesis", 1), "source"),
        (lambda: EventPollers("sqs", 0), "units"),
        (lambda: EventPollers("sqs", 1, 745), "hours_per_month"),
    ],
)
def test_event_pollers_out_of_range_are_refused(make, named) -> None:
    with pytest.raises(InvalidOption, match=named):
        make()
