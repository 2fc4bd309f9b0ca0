"""Growth: months against single months, commitments over their term, and when a move is repaid."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import costmodel as cm
from costmodel.charts import ownership_picture
from costmodel.errors import InvalidQuestion
from costmodel.extras import HttpApi
from costmodel.growth import Growth
from costmodel.payback import People, payback
from costmodel.projection import Change, project
from costmodel.reports.growth import Move
from costmodel.shapes import shape
from tests.books import PATHS

if TYPE_CHECKING:
    from costmodel import ComputeOption

API = cm.Workload(requests_per_month=60_000_000, duration_ms=120, memory_mb=512)
FLEET = cm.EC2Fleet("m6i.large", minimum=2)
RESERVED = cm.EC2Fleet("m6i.large", minimum=2, commitment=cm.Commitment("standard_reserved"), label="reserved")
OPTIONS: list[ComputeOption] = [cm.Lambda(), FLEET, cm.EC2Fleet("t3.medium", count=2)]


def month_by_month(workload: cm.Workload, options: list[ComputeOption], volumes: list[float]) -> list[str | None]:
    """The cheapest option of every month, each asked for by itself."""
    found = [cm.compare(workload.vary(requests_per_month=volume), options, PATHS).cheapest for volume in volumes]
    return [None if name is None else str(name) for name in found]


# --- the months ------------------------------------------------------------------------------------------------------


def test_growth_by_a_share_compounds_from_the_first_month() -> None:
    assert Growth(0.1, 4).requests(1_000.0) == pytest.approx([1_000, 1_100, 1_210, 1_331])


def test_volumes_of_ones_own_take_the_place_of_a_share() -> None:
    growth = Growth(volumes=(5e6, 1e6, 9e6))

    assert (growth.months, growth.requests(1.0).tolist()) == (3, [5e6, 1e6, 9e6])


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"monthly": -1.0}, "monthly"),
        ({"monthly": float("nan")}, "monthly"),
        ({"months": 0}, "months"),
        ({"months": 2.5}, "months"),
        ({"months": 121}, "months"),
        ({"volumes": (1e6, 0.0)}, "volumes"),
        ({"volumes": (1e6,) * 121}, "volumes"),
        ({"volumes": ("many",)}, "volumes"),
    ],
)
def test_what_is_no_growth_is_refused_by_name(wrong: dict[str, object], field: str) -> None:
    with pytest.raises(InvalidQuestion) as error:
        Growth(**wrong)  # type: ignore[arg-type]  # that is the point
    assert error.value.field == field


def test_a_load_that_outgrows_every_range_is_refused() -> None:
    with pytest.raises(cm.InvalidWorkload, match="requests_per_month"):
        project(API, OPTIONS, PATHS, Growth(5.0, 60))


# --- against single months -------------------------------------------------------------------------------------------


@settings(max_examples=40, deadline=None)
@given(
    first=st.floats(1e5, 1e9), monthly=st.floats(-0.3, 0.6), months=st.integers(2, 14),
    traffic=st.sampled_from([shape("constant"), shape("office_hours")]),
)  # fmt: skip
def test_every_month_is_what_that_month_costs_by_itself(
    first: float, monthly: float, months: int, traffic: cm.TrafficProfile
) -> None:
    load = cm.Workload(first, 120, 512, traffic=traffic)
    volumes = Growth(monthly, months).requests(first).tolist()

    found = project(load, OPTIONS, PATHS, Growth(monthly, months))

    assert list(found.cheapest) == month_by_month(load, OPTIONS, volumes)
    for option in OPTIONS:
        alone = [cm.bill(option, load.vary(requests_per_month=volume), PATHS).total for volume in volumes]
        assert found.totals[option.name].tolist() == alone


def test_changes_are_the_months_in_which_the_cheapest_differs_from_the_month_before() -> None:
    volumes = [float(volume) for volume in np.geomspace(1e6, 1e9, 36)]
    names = month_by_month(API, OPTIONS, volumes)
    by_hand = [Change(month, *pair) for month, pair in enumerate(pairwise(names), start=2) if pair[0] != pair[1]]

    found = project(API, OPTIONS, PATHS, Growth(volumes=tuple(volumes)))

    assert found.changes == tuple(by_hand)
    assert [change.after for change in found.changes][:2] == ["EC2 2 × t3.medium", "EC2 m6i.large"]


def test_a_month_that_nothing_can_serve_has_no_cheapest() -> None:
    small = cm.EC2Fleet("t3.nano", count=1)

    found = project(API.vary(memory_mb=128.0), [small], PATHS, Growth(volumes=(1e5, 1e12)))

    assert found.cheapest == ("EC2 1 × t3.nano", None)


def test_cumulative_costs_add_up() -> None:
    found = project(API, [cm.Lambda()], PATHS, Growth(0.0, 3))

    assert found.cumulative["Lambda"] == pytest.approx([72.00012, 144.00024, 216.00036])


def test_a_month_that_fails_says_why() -> None:
    """Every month by itself: the same hard limits with the same numbers."""
    small, volumes = cm.EC2Fleet("t3.medium", count=2), (1e6, 3e8, 3.5e8, 9e8, 1e6, 9e8)

    found = project(API, [cm.Lambda(), small], PATHS, Growth(volumes=volumes))

    for option in (cm.Lambda(), small):
        for volume, limits in zip(volumes, found.exceeded[option.name], strict=True):
            alone = cm.compare(API.vary(requests_per_month=volume), [option], PATHS).exceeded(option.name)
            assert [limit.explain() for limit in limits] == [limit.explain() for limit in alone if limit.hard]
    assert [len(limits) > 0 for limits in found.exceeded[small.name]] == (~found.feasible[small.name]).tolist()


def test_gaps_are_months_in_a_row_with_the_same_reasons() -> None:
    small = cm.EC2Fleet("t3.medium", count=2)
    found = project(API, [small], PATHS, Growth(volumes=(1e6, 9e8, 1e9, 1e6, 9e8)))

    gaps = found.gaps(small.name)

    assert [(gap.first, gap.last) for gap in gaps] == [(2, 3), (5, 5)]
    assert gaps[0].limits == found.exceeded[small.name][1]
    assert project(API, [cm.Lambda()], PATHS, Growth()).gaps("Lambda") == ()


def test_gaps_are_parted_where_another_limit_is_exceeded_too() -> None:
    small = cm.EC2Fleet("t3.medium", count=2, request_memory_mb=900)
    found = project(API.vary(cpu_ms=1.0, response_kb=0.0), [small], PATHS, Growth(0.5, 24))

    names = [[limit.name for limit in gap.limits] for gap in found.gaps(small.name)]

    assert [set(limits) for limits in names] == [{"Memory"}, {"Memory", "CPU"}]


def test_gaps_hold_over_the_terms_of_a_commitment() -> None:
    capped = cm.EC2Fleet("m6i.large", count=2, commitment=cm.Commitment("standard_reserved"))
    found = project(API, [capped], PATHS, Growth(volumes=(1e6,) * 11 + (5e9,) * 3))

    assert [(gap.first, gap.last) for gap in found.gaps(capped.name)] == [(12, 14)]


# --- commitments over their term -------------------------------------------------------------------------------------


def test_a_commitment_is_decided_at_the_start_of_each_term_and_paid_until_its_end() -> None:
    """Two reserved all the first year although the load grows to four; four of them from the 13th month on."""
    volumes = (60e6,) * 6 + (300e6,) * 12
    needed = float(cm.bill(FLEET, API.vary(requests_per_month=300e6), PATHS).lines[0].factors[0].value)
    assert needed == 4

    found = project(API, [RESERVED], PATHS, Growth(volumes=volumes)).totals["reserved"]

    reserved, on_demand = 720 * 0.0635, 720 * 0.096
    assert found[:6] == pytest.approx(2 * reserved)
    assert found[6:12] == pytest.approx(2 * reserved + 2 * on_demand)
    assert found[12:] == pytest.approx(4 * reserved)


def test_what_nobody_uses_any_more_is_still_paid() -> None:
    found = project(API, [RESERVED], PATHS, Growth(volumes=(300e6,) + (1e5,) * 12)).totals["reserved"]

    assert found[1] == pytest.approx(4 * 720 * 0.0635)  # the minimum is two
    assert found[12] == pytest.approx(2 * 720 * 0.0635)


def test_a_commitment_inside_a_whole_path_holds_too() -> None:
    path = cm.RequestPath(RESERVED, (HttpApi(),))

    found = project(API, [path], PATHS, Growth(volumes=(300e6, 1e5))).totals["reserved"]

    assert found[1] == pytest.approx(4 * 720 * 0.0635 + 1e5 * 1e-6)


COMMITTED = [kind for kind in cm.OPTIONS if hasattr(kind, "commitment")]


@pytest.mark.parametrize("kind", COMMITTED, ids=lambda kind: kind.__name__)
def test_every_option_with_a_commitment_can_settle_it_for_a_term(kind: type) -> None:
    assert callable(getattr(kind, "committed", None))


PLAN = cm.Commitment("compute_savings_plan")
SHRINKS = Growth(volumes=(300e6,) + (1e5,) * 12)


def test_a_plan_on_lambda_is_paid_to_the_end_of_its_term() -> None:
    """300 million × 0.06 GB·s at the plan's 0.0000147 are $264.60 a month for a year, whoever comes."""
    found = project(API, [cm.Lambda(commitment=PLAN)], PATHS, SHRINKS).totals["Lambda"]

    covered = 300e6 * 0.06 * 0.0000147
    assert found[0] == pytest.approx(covered + 300e6 * 0.0000002)
    assert found[1:12] == pytest.approx(covered + 1e5 * 0.0000002)
    assert found[12] == pytest.approx(1e5 * 0.06 * 0.0000147 + 1e5 * 0.0000002)


def test_a_plan_on_one_function_of_a_service_is_paid_to_the_end_of_its_term() -> None:
    parts = (
        cm.ServiceFunction("planned", 0.5, function=cm.Lambda(commitment=PLAN)),
        cm.ServiceFunction("plain", 0.5),
    )
    found = project(API, [cm.FunctionService(parts)], PATHS, SHRINKS).totals["Lambda, several functions"]

    covered = 150e6 * 0.06 * 0.0000147
    assert found[1:12] == pytest.approx(covered + 1e5 * 0.0000002 + 5e4 * 0.06 * 0.0000166667)


def test_functions_committed_for_different_terms_cannot_be_projected_together() -> None:
    parts = tuple(
        cm.ServiceFunction(f"{years}", 0.5, function=cm.Lambda(commitment=cm.Commitment(years=years)))
        for years in (1, 3)
    )
    with pytest.raises(cm.InvalidOption, match="commitment years"):
        project(API, [cm.FunctionService(parts)], PATHS, SHRINKS)


def test_a_plan_on_tasks_is_paid_to_the_end_of_its_term() -> None:
    tasks = cm.Fargate(1, 2, commitment=PLAN)
    found = project(API, [tasks], PATHS, SHRINKS).totals[tasks.name]
    each = 720 * (0.032384 + 2 * 0.003556)
    count = found[0] / each

    assert count == pytest.approx(round(count))
    assert count > 1
    assert found[1:12] == pytest.approx(found[0])
    assert found[12] == pytest.approx(each)


def test_a_plan_on_managed_instances_is_paid_to_the_end_of_its_term() -> None:
    """Only requests and the fee of 15 % follow the load."""
    managed = cm.ManagedInstances("m7g.large", "python", commitment=PLAN)
    load = API.vary(requests_per_month=1e9)
    found = project(load, [managed], PATHS, Growth(volumes=(1e9, 1e5))).totals[managed.name]
    first, second = (cm.bill(managed, load.vary(requests_per_month=one), PATHS).lines for one in (1e9, 1e5))
    plan = float(first[1].cost)

    assert plan > float(second[1].cost)
    assert found[1] == pytest.approx(plan + float(second[0].cost) + float(second[-1].cost))


# --- people, and a move ----------------------------------------------------------------------------------------------


def test_a_move_is_repaid_in_the_month_that_the_savings_reach_its_cost() -> None:
    """Lambda 720.00 against 144 fixed a month by hand saved each month, 2,000 repaid in the fourth."""
    found = project(API.vary(requests_per_month=600e6), [cm.Lambda(), RESERVED], PATHS, Growth(0.0, 12))
    each = float(found.totals["Lambda"][0] - found.totals["reserved"][0])

    assert payback(found, "Lambda", "reserved", migration_usd=3.5 * each).month == 4
    assert payback(found, "Lambda", "reserved").month == 1
    assert payback(found, "Lambda", "reserved", migration_usd=12.5 * each).month is None


def test_peoples_hours_count_for_a_move_and_stay_out_of_the_bills() -> None:
    found = project(API, [cm.Lambda(), FLEET], PATHS, Growth(0.0, 6))
    hours = {"EC2 m6i.large": People(2, 50), "Lambda": People(0.5, 50)}

    saved = payback(found, "EC2 m6i.large", "Lambda", people=hours).saved

    assert saved[0] == pytest.approx(2 * 720 * 0.096 - 72.00012 + 75)


def test_a_move_that_is_repaid_and_lost_again_counts_from_when_it_stays_repaid() -> None:
    found = project(API, [cm.Lambda(), cm.EC2Fleet("m6i.large", count=3)], PATHS, Growth(volumes=(3e8, 1e6, 1e6, 3e8)))

    told = payback(found, "Lambda", "EC2 3 × m6i.large")

    assert (told.saved < 0).tolist() == [False, True, True, True]
    assert told.month is None


@pytest.mark.parametrize(
    ("before", "after", "people", "field"),
    [
        ("Lambda", "EC2", {}, "after"),
        ("nothing", "Lambda", {}, "before"),
        ("Lambda", "EC2 1 × t3.nano", {}, "after"),
        ("Lambda", "Lambda", {"EC2": People(1, 1)}, "people"),
    ],
)
def test_a_move_that_makes_no_sense_is_refused_by_name(
    before: str, after: str, people: dict[str, People], field: str
) -> None:
    found = project(API, [cm.Lambda(), cm.EC2Fleet("t3.nano", count=1)], PATHS, Growth(volumes=(1e5, 1e10)))

    with pytest.raises(InvalidQuestion) as error:
        payback(found, before, after, people=people)
    assert error.value.field == field


# --- all months together ----------------------------------------------------------------------------


def test_the_bar_of_an_option_is_its_bill_people_and_the_move() -> None:
    """Two months: each part stands on its own, and the words add them up."""
    found = project(API, [cm.Lambda(), cm.EC2Fleet("m6i.large", count=2)], PATHS, Growth(0.0, 2))
    fleet = "EC2 2 × m6i.large"
    people = {fleet: People(10, 50)}

    figure = ownership_picture(found, people, Move(fleet, "Lambda", 300.0))

    lengths = [float(bar.x[0]) for bar in figure.data]
    assert lengths == pytest.approx([found.totals["Lambda"].sum(), 0, 300, found.totals[fleet].sum(), 1_000, 0])
    told = " ".join(note.text for note in figure.layout.annotations).replace("<br>", " ")
    assert "$300.00 for the move" in told
    assert "$1,000.00 for people's hours" in told
    assert f"${found.totals[fleet].sum() + 1_000:,.2f} in all" in told
