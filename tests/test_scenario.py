"""A question as one document: written, read again, and refused by name where it is wrong."""

from __future__ import annotations

import json
from dataclasses import fields, replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

import costmodel as cm
from costmodel.document import KINDS, parsed, plain
from costmodel.extras import ApplicationLoadBalancer, Database, EbsVolume, HttpApi
from costmodel.growth import Growth
from costmodel.scenario import Scenario, read
from costmodel.shapes import SHAPES, shape
from tests.books import PRICES

API = cm.Workload(10e6, 120, 512, cpu_ms=20, traffic=shape("office_hours", within_hour=1.5))

FLEET = cm.EC2Fleet(
    "m6i.large", scaling=cm.AutoScaling(lag_minutes=3, maximum=40), minimum=2, zones=2,
    commitment=cm.Commitment("standard_reserved", instances=2), waiting=cm.WaitingTarget(0.01, 0.2),
)  # fmt: skip

EVERYTHING = Scenario(
    region="us-east-1",
    workload=API,
    options=(
        cm.RequestPath(cm.Lambda(provisioned_concurrency=cm.ProvisionedConcurrency(5)), (HttpApi(), Database())),
        cm.RequestPath(FLEET, (ApplicationLoadBalancer(), EbsVolume(), Database())),
        cm.EC2Fleet("t3.medium", 2, schedule=cm.Schedule(8, 20, workdays_only=True), label="by day"),
    ),
    free_tier=True,
    used={"lambda.requests": 1e6},
    rates={"ec2.m6i.large": 0.09},
)


TINY = {"requests_per_month": 1, "duration_ms": 1, "memory_mb": 128}


def document(**changes: object) -> str:
    return json.dumps({**EVERYTHING.data(), **changes})


def test_what_is_written_is_read_again() -> None:
    again = read(EVERYTHING.text())

    assert again.options == EVERYTHING.options
    assert again.text() == EVERYTHING.text()
    assert again.workload.traffic == API.traffic
    assert again.workload.cpu_ms == 20


@pytest.mark.parametrize("growth", [Growth(), Growth(-0.01, 36), Growth(volumes=(1e6, 2e6, 1.5e6))], ids=repr)
def test_growth_is_written_and_read_again(growth: Growth) -> None:
    text = replace(EVERYTHING, growth=growth).text()

    assert read(text).growth == growth
    assert read(text).text() == text


def test_a_question_that_does_not_grow_says_nothing_of_it() -> None:
    assert "growth" not in EVERYTHING.data()
    assert read(document(growth=None)).text() == EVERYTHING.text()


def test_growth_may_be_written_without_its_own_name() -> None:
    assert read(document(growth={"monthly": 0.1, "months": 36})).growth == Growth(0.1, 36)
    assert read(document(growth={"volumes": [1e6, 2e6]})).growth == Growth(volumes=(1e6, 2e6))


@pytest.mark.parametrize(
    ("growth", "said"),
    [
        (0.05, "scenario.growth must be an object that is the part Growth, got 0.05"),
        ([1e6], "scenario.growth must be an object"),
        ({"part": "Lambda"}, "scenario.growth must be an object that is the part Growth"),
        ({"percent": 5}, "scenario.growth.percent must be one of monthly, months, volumes, got 5"),
        ({"monthly": "5 %"}, "scenario.growth.monthly must be a number, got '5 %'"),
        ({"monthly": 50}, "scenario.growth.monthly must be -0.99 to 10 of the month before, got 50"),
        ({"months": 0}, "scenario.growth.months must be 1 to 120 months, got 0"),
        ({"months": True}, "scenario.growth.months must be a number, got True"),
        ({"volumes": [1e6, 0]}, "scenario.growth.volumes must be above 0"),
        ({"volumes": ["1M"]}, "scenario.growth.volumes must be"),
        ({"volumes": [[1e6], [2e6]]}, "scenario.growth.volumes must be"),
    ],
)
def test_growth_that_cannot_be_is_refused_by_its_place(growth: object, said: str) -> None:
    with pytest.raises(cm.InvalidQuestion) as error:
        read(document(growth=growth))
    assert said in str(error.value)


@pytest.mark.parametrize("field", ["used", "rates"])
@pytest.mark.parametrize("value", [5, 0.5, True, None, "lambda.requests", [1]], ids=str)
def test_amounts_by_rate_are_an_object(field: str, value: object) -> None:
    with pytest.raises(cm.InvalidQuestion, match=f"scenario.{field} must be an object"):
        read(document(**{field: value}))


def test_a_scenario_takes_a_growth_and_nothing_like_it() -> None:
    with pytest.raises(cm.InvalidQuestion, match="growth must be a Growth or None"):
        replace(EVERYTHING, growth={"monthly": 0.1})  # type: ignore[arg-type]  # that is the point


def test_every_kind_of_option_and_extra_can_be_written() -> None:
    assert {*cm.OPTIONS} <= {*KINDS.values()}
    assert all(len(KINDS) > 20 and fields(kind) for kind in KINDS.values())


@pytest.mark.parametrize("name", SHAPES)
def test_a_preset_is_written_by_its_name(name: str) -> None:
    scenario = Scenario(region="here", workload=API.vary(traffic=shape(name)), options=(cm.Lambda(),))  # type: ignore[arg-type]

    assert scenario.data()["workload"]["traffic"] == {"shape": name, "within_hour": 1.0}


def test_a_shape_of_ones_own_is_written_hour_by_hour() -> None:
    levels = tuple([2.0, 0.0] * 84)
    scenario = Scenario(region="here", workload=API.vary(traffic=cm.TrafficProfile(levels)), options=(cm.Lambda(),))  # type: ignore[arg-type]

    assert read(scenario.text()).workload.traffic.levels == levels


def test_a_later_default_does_not_change_an_old_question() -> None:
    written = plain(cm.EC2Fleet("t3.nano"))

    assert written.keys() == {"part", *(field.name for field in fields(cm.EC2Fleet))}


def test_prices_of_ones_own_replace_the_lists() -> None:
    prices = EVERYTHING.prices(PRICES)

    assert prices["ec2.m6i.large"].cost(1) == 0.09
    assert prices["ec2.m6i.large"].source.as_of == "typed by you"
    assert prices["ec2.m7g.large"] == PRICES["ec2.m7g.large"]


def test_a_price_that_the_list_lacks_may_be_typed() -> None:
    scenario = Scenario(
        region="x", workload=API, options=(cm.Lambda(),), rates={"alb.lcu": 0.008, "ec2.c7g.large.spot": 0.02}
    )

    prices = scenario.prices(PRICES)

    assert (prices["alb.lcu"].unit, prices["ec2.c7g.large.spot"].unit) == ("LCU·h", "instance·h")


def test_a_price_that_nothing_uses_is_refused() -> None:
    for key, near in (("lambda.request", "lambda.requests"), ("ec2.m6i.larg", "ec2.m6i.large"), ("alb.hour", "")):
        with pytest.raises(cm.UnknownRate, match=f"did you mean '{near}'" if near else f"no rate '{key}'"):
            Scenario(region="x", workload=API, options=(cm.Lambda(),), rates={key: 1.0}).prices(PRICES)


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"schema": 2}, "scenario.schema must be 1, the version this program reads, got 2"),
        ({"regoin": "x"}, "scenario.regoin must be one of region, workload"),
        ({"region": 5}, "scenario.region must be a text, got 5"),
        ({"free_tier": "yes"}, "scenario.free_tier must be true or false, got 'yes'"),
        ({"options": {}}, "scenario.options must be a list"),
        ({"options": [{"part": "Lamda"}]}, r"options\[0\].part must be one of ApplicationLoadBalancer"),
        ({"options": [{"part": "EC2Fleet"}]}, r"options\[0\].instance_type must be said, got 'nothing'"),
        ({"options": [{"part": "Lambda", "memory": 1}]}, r"options\[0\].memory must be one of architecture"),
        ({"options": [{"part": "Lambda", "architecture": "x87"}]}, "architecture must be x86_64 or arm64"),
        ({"options": [{"part": "EC2Fleet", "instance_type": "t3.nano", "count": True}]}, "count must be a number"),
        ({"options": [{"part": "EC2Fleet", "instance_type": "t3.nano", "scaling": {"part": "AutoScaling", "lag": 1}}]},
         r"options\[0\].scaling.lag must be one of lag_minutes"),
        ({"workload": {"duration_ms": 1, "memory_mb": 1}}, "workload.requests_per_month must be said"),
        ({"workload": {**TINY, "requests_per_month": -1}}, "requests_per_month must be above 0"),
        ({"workload": {**TINY, "traffic": {"shape": "flat"}}}, "one of"),
        ({"workload": {**TINY, "traffic": {}}}, "a shape or with 168"),
        ({"rates": {"ec2.m6i.large": 0}}, "rates.ec2.m6i.large must be above 0"),
        ({"used": {"lambda.requests": "many"}}, "used.lambda.requests must be a number"),
    ],
)  # fmt: skip
def test_what_is_wrong_is_named_with_its_place(change: dict[str, object], said: str) -> None:
    with pytest.raises(cm.InvalidInput, match=said):
        read(document(**change))


@pytest.mark.parametrize("text", ["", "[]", "null", "{", "[" * 100_000, '{"schema": 1}', '{"schema": NaN}'])
def test_what_is_no_document_is_refused(text: str) -> None:
    with pytest.raises(cm.InvalidQuestion):
        read(text)


JSON = st.recursive(
    st.none() | st.booleans() | st.floats() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=6,
)


@given(st.data())
def test_nonsense_anywhere_in_a_document_is_an_error_of_ours(data: st.DataObject) -> None:
    root = json.loads(replace(EVERYTHING, growth=Growth()).text())
    *way, last = data.draw(st.sampled_from(_places(root)))
    nonsense, inner = data.draw(JSON), root
    for step in way:
        inner = inner[step]
    inner[last] = nonsense

    try:
        scenario = read(json.dumps(root))
        cm.compare(scenario.workload, scenario.options, scenario.prices(PRICES))
    except cm.CostModelError:
        pass


def _places(node: object, way: tuple[object, ...] = ()) -> list[tuple[object, ...]]:
    children = node.items() if isinstance(node, dict) else enumerate(node) if isinstance(node, list) else ()
    found = [way] if way and "levels" not in way else []
    for step, child in children:
        found += _places(child, (*way, step))
    return found


def test_a_part_is_parsed_where_it_stands() -> None:
    assert parsed([plain(FLEET)], "options") == (FLEET,)
