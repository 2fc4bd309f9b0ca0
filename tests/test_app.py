"""The page's logic, without a browser."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

import costmodel as cm
from costmodel.distributions import Between
from costmodel.growth import Growth
from costmodel.scenario import Scenario, read
from tests.questions import QUESTIONS, given
from ui.fields import Field
from ui.form import Given
from ui.inputs import DEFAULTS, INPUTS, VIEWS
from ui.language import say_in
from ui.question import inputs_for, scenario_of

PICTURES = {"functions": 0, "sure": 2, "hybrid": 2}
"""Pictures of the views that do not draw one."""

APP = Path(__file__).parent.parent / "app.py"


def open_page(**address: str) -> AppTest:
    page = AppTest.from_file(str(APP), default_timeout=30)
    page.query_params = address
    return page


@pytest.fixture
def page() -> AppTest:
    return open_page().run()


def verdict(page: AppTest) -> str:
    assert not page.exception
    return page.subheader[0].value.replace("\\", "")


def type_into(page: AppTest, key: str, text: str) -> AppTest:
    return page.text_input(key=key).set_value(text).run()


def choose(page: AppTest, key: str, value: str) -> AppTest:
    return page.selectbox(key=key).set_value(value).run()


def errors(page: AppTest) -> list[str]:
    assert not page.exception
    return [box.value.replace("\\", "") for box in page.error]


def test_the_first_page_answers_the_question(page):
    assert verdict(page) == "Lambda is cheaper: $12.00 a month, $77.28 (87 %) less than EC2 m6i.large."
    assert [metric.value for metric in page.metric] == ["$12.00", "$89.28"]
    assert any("Asia Pacific (Tokyo)" in caption.value and "2025-10-30" in caption.value for caption in page.caption)


def test_more_requests_change_the_verdict(page):
    type_into(page, "requests", "1B")

    assert verdict(page).startswith("EC2 m6i.large is cheaper: ")


@pytest.mark.parametrize(
    ("per", "amount", "monthly"), [("day", "1M", 30e6), ("hour", "1k", 720e3), ("second", "10", 25.92e6)]
)
def test_requests_may_be_given_per_day_hour_or_second(page, per, amount, monthly):
    page.selectbox(key="per").set_value(per)

    type_into(page, "requests", amount)

    assert any(f"For {monthly:,.0f} requests a month" in caption.value for caption in page.caption)


def test_the_numbers_say_why(page):
    said = "\n".join(caption.value for caption in page.caption)

    assert "10,000,000 request/month × 0.5 GB × 0.12 s/request = 600,000 GB·s/month" in said
    assert r"at \$0.0000166667 per GB·s" in said
    assert "SKU `FSYUV9NMNDEXRJ5H` · [copy of the price list of 2025-10-30](https://" in said
    assert "CPU: 0.133995 vCPU in the busiest hour ÷ 1.2 vCPU (2 × 0.6) per instance = 0.111662" in said


def test_the_chart_marks_every_crossing_and_the_reader(page):
    figure = json.loads(page.get("plotly_chart")[0].proto.spec)

    names = [trace.get("name") for trace in figure["data"]]
    words = [note["text"] for note in figure["layout"]["annotations"]]
    assert {"Lambda", "EC2 m6i.large", "costs meet", "a step or a limit"} <= set(names)
    assert all(
        any(word in note for note in words) for word in ("you are here", "74.4M", "Lambda cheaper", "EC2 m6i.large")
    )
    assert figure["layout"]["xaxis"]["type"] == figure["layout"]["yaxis"]["type"] == "log"
    assert {trace["type"] for trace in figure["data"]} == {"scatter"}  # scattergl would be slow without a GPU


@pytest.mark.parametrize(
    ("key", "text", "said"),
    [
        ("memory_mb", "127", "Memory (MB) must be 128 to 100,000,000 for Lambda, got 127"),
        ("duration_ms", "0", "Duration (ms) must be above 0 and at most 10,000,000,000 ms, got 0"),
        ("duration_ms", "nan", "Duration (ms) must be above 0 and at most 10,000,000,000 ms, got nan"),
        ("requests", "0", "Requests must be above 0 and at most 100,000,000,000,000 requests, got 0"),
        ("requests", "-1", "Requests must be above 0 and at most 100,000,000,000,000 requests, got -1"),
        ("requests", "inf", "Requests must be above 0 and at most 100,000,000,000,000 requests, got inf"),
        ("requests", "<b>ten</b>", "Requests must be a number such as 512, 1.5k or 10M, got '<b>ten</b>'"),
        ("requests", "", "Requests must be a number such as 512, 1.5k or 10M, got ''"),
        ("minimum", "1.5", "Fewest instances must be a whole number, got 1.5"),
        ("target", "60", "CPU target must be 0.01 to 1, got 60"),
        ("tmp_mb", "100", "Ephemeral storage (MB) must be 512 to 10,240 MB, got 100"),
    ],
)
def test_bad_input_is_explained_beside_it_and_nothing_is_lost(page, key, text, said):
    before = verdict(page)

    type_into(page, key, text)

    assert errors(page) == [said]
    assert page.text_input(key=key).value == text
    assert verdict(page) == before
    assert "The answer below is still the one before." in page.warning[0].value


def test_full_width_digits_are_digits(page):
    type_into(page, "memory_mb", "1024")
    ascii_verdict = verdict(page)

    type_into(page, "memory_mb", "１０２４")

    assert verdict(page) == ascii_verdict


def test_a_load_that_a_period_makes_too_large_is_explained(page):
    page.selectbox(key="per").set_value("second")

    type_into(page, "requests", "100000B")

    assert len(errors(page)) == 1
    assert "requests" in errors(page)[0]


def test_a_fleet_that_is_too_small_is_infeasible_in_numbers(page):
    choose(page, "sizing", "fixed")
    page.text_input(key="count").set_value("1")

    type_into(page, "requests", "1B")

    assert verdict(page) == "Only Lambda can serve this load: $1,200.00 a month."
    assert "CPU: needs 13.3995 vCPU, has 2 vCPU" in errors(page)[0]


def test_a_quota_that_can_be_raised_only_warns(page):
    type_into(page, "requests", "50B")

    assert errors(page) == []
    assert "Concurrent executions: needs 2,314.81 executions, the quota is 1,000 executions" in page.warning[0].value


def test_a_type_that_the_region_lacks_is_said_and_stays_chosen():
    page = open_page(instance="m8i.large").run()  # the Tokyo list has no price for it

    assert "m8i.large" in errors(page)[0]
    assert page.selectbox(key="instance").value == "m8i.large"


def test_somebody_elses_link_cannot_bring_pictures_or_links_of_its_own():
    picture = "![x](http://example.org/a.png)"

    page = open_page(instance=picture, requests=picture, region=picture).run()

    shown = [box.value for box in (*page.error, *page.warning)]
    assert len(shown) >= 3
    assert not any("](" in text for text in shown)


def test_a_region_without_the_type_says_so_and_keeps_its_dates():
    page = open_page(region="ap-southeast-4").run()

    assert "There is no price for ec2.m6i.large in ap-southeast-4" in errors(page)[0]
    assert any("Asia Pacific (Melbourne)" in caption.value for caption in page.caption)


def test_a_question_without_a_price_leaves_the_answer_before(page):
    before = [metric.value for metric in page.metric]

    page.selectbox(key="region").select("ap-southeast-4").run()

    assert "There is no price for ec2.m6i.large in ap-southeast-4" in errors(page)[0]
    assert [metric.value for metric in page.metric] == before
    assert "The answer below is still the one before." in [caption.value for caption in page.caption]


HEAVY = {"duration_ms": "900000", "memory_mb": "10240", "instance": "t3.nano", "cpu_ms": "1", "request_memory": "1"}


@pytest.mark.parametrize(("asked", "at"), [({"minimum": "2000"}, "153B"), ({"requests": "10", **HEAVY}, "32.6")])
def test_crossings_are_found_however_far_away(asked, at):
    page = open_page(**asked).run()

    assert f"From {at}" in "\n".join(text.value for text in page.markdown)


def test_a_fixed_fleet_is_the_only_one_or_not_at_all(page):
    choose(page, "sizing", "fixed")
    figure = json.loads(page.get("plotly_chart")[0].proto.spec)

    words = [note["text"] for note in figure["layout"]["annotations"]]

    assert any("only Lambda" in word for word in words)
    assert "Then it changes once more" in "\n".join(text.value for text in page.markdown)


def test_a_link_holds_the_whole_question(page):
    page.selectbox(key="region").set_value("us-east-1")
    choose(page, "sizing", "fixed")
    page.text_input(key="count").set_value("3")
    type_into(page, "requests", "20M")

    again = open_page(**dict(page.query_params)).run()

    assert {"region", "sizing", "count", "requests"} == set(page.query_params)
    assert verdict(again) == verdict(page)


def test_a_link_with_nonsense_is_said():
    page = open_page(region="moon-1").run()

    assert "region=moon-1" in page.warning[0].value
    assert page.selectbox(key="region").value == DEFAULTS["region"]


def test_japanese_keeps_what_was_typed(page):
    type_into(page, "requests", "1B")

    page.segmented_control(key="lang").set_value("ja").run()

    assert verdict(page).startswith("EC2 m6i.large のほうが安く、月額 ")
    assert page.text_input(key="requests").value == "1B"
    assert page.text_input(key="requests").label == "リクエスト数"


@pytest.mark.parametrize("lang", ["en", "ja"])
@pytest.mark.parametrize(
    "asked",
    [
        {"region": "us-gov-west-1", "instance": "t3.nano"},
        {"requests": "1", "duration_ms": "1", "memory_mb": "128"},
        {"requests": "100T", "duration_ms": "900000", "memory_mb": "10240", "instance": "m6i.metal"},
        {"cpu_ms": "0", "sizing": "fixed", "count": "1"},
        *QUESTIONS.values(),
    ],
    ids=["govcloud", "smallest", "largest", "no cpu", *QUESTIONS],
)
def test_every_setting_gives_an_answer_in_both_languages(lang, asked):
    page = open_page(lang=lang, **{key: str(value) for key, value in asked.items()}).run()

    assert not page.exception
    assert len(page.subheader) == 1 + len(page.metric) >= 3
    assert set(page.query_params) - {"lang"} == {key for key, value in asked.items() if value != DEFAULTS[key]}


# --- the groups: each changes the answer as it should ------------------------------------------------


def totals(page: AppTest) -> tuple[float, float]:
    """Lambda's and EC2's, in USD."""
    assert not page.exception, page.exception[0].message
    ours, theirs = (float(metric.value.replace("$", "").replace(",", "")) for metric in page.metric)
    return ours, theirs


def asked(**address: str) -> AppTest:
    return open_page(requests="500M", **address).run()


@pytest.fixture(scope="module")
def plain() -> tuple[float, float]:
    """Five hundred million requests and nothing else."""
    return totals(asked())


def test_a_peak_takes_more_instances_and_leaves_lambda_as_it_is(plain):
    ours, theirs = totals(asked(shape="office_hours"))

    assert ours == plain[0]
    assert theirs > 2 * plain[1]


def test_auto_scaling_follows_the_hours(plain):
    peak, scaled = totals(asked(shape="office_hours")), totals(asked(shape="office_hours", sizing="hours"))

    assert scaled[0] == peak[0] == plain[0]
    assert scaled[1] < peak[1] / 2


def test_a_commitment_is_cheaper_for_a_load_that_never_rests(plain):
    page = asked(plan="compute_savings_plan", years="3")

    assert totals(page)[1] < 0.6 * plain[1]
    assert "Compute Savings Plan, 3 years" in "\n".join(text.value for text in page.markdown)


def test_a_waiting_target_is_part_of_the_question():
    fleet = scenario_of(given(waiting=True, wait_share="0.01", wait_s="0.2")).options[1]

    assert fleet == cm.EC2Fleet("m6i.large", waiting=cm.WaitingTarget(0.01, 0.2))


def test_half_on_spot_costs_less(plain):
    assert totals(asked(spot="0.5"))[1] < 0.9 * plain[1]


@pytest.mark.parametrize(
    ("address", "side"),
    [
        ({"door": "http"}, 0), ({"door": "rest"}, 0), ({"door": "rest", "cache": "0.5"}, 0), ({"door": "alb"}, 0),
        ({"nat": "1"}, 0), ({"provisioned": "50"}, 0), ({"tmp_mb": "1024"}, 0),
        ({"ec2_door": "alb"}, 1), ({"ec2_door": "http"}, 1), ({"ec2_nat": "2"}, 1), ({"ipv4": "True"}, 1),
        ({"volume_gb": "20"}, 1), ({"monitoring": "True"}, 1), ({"minimum": "9"}, 1), ({"zones": "3", "spare": "1"}, 1),
        ({"target": "0.3"}, 1), ({"speed": "0.5"}, 1), ({"workers": "2"}, 1), ({"instance_rps": "10"}, 1),
        ({"cores": "0.1", "minimum": "9"}, 1), ({"within": "2"}, 1),
    ],
    ids=lambda value: " ".join(f"{key}={one}" for key, one in value.items()) if isinstance(value, dict) else "",
)  # fmt: skip
def test_what_stands_on_one_side_is_paid_for_there_and_only_there(plain, address, side):
    found = totals(asked(**address))

    assert found[side] > plain[side]
    assert found[1 - side] == plain[1 - side]


@pytest.mark.parametrize(
    "address",
    [
        {"egress": "True"}, {"cdn": "True"}, {"log_kb": "1"}, {"zone_kb": "5"}, {"db": "db.m6g.large"}, {"reads": "1"},
        {"writes": "1"}, {"node": "cache.t4g.small"}, {"other": "50"}, {"hours": "730", "other": "1"},
    ],
    ids=lambda value: " ".join(f"{key}={one}" for key, one in value.items()),
)  # fmt: skip
def test_what_stands_on_both_sides_is_paid_for_on_both(plain, address):
    ours, theirs = totals(asked(**address))

    assert ours > plain[0]
    assert theirs > plain[1]


def test_what_is_common_costs_the_same_on_both_sides_and_says_so(plain):
    page = asked(db="db.m6g.large", node="cache.t4g.small", other="50", other_for="support $5 *now*")
    ours, theirs = totals(page)

    assert ours - plain[0] == pytest.approx(theirs - plain[1], abs=0.02)
    assert sum("common to both" in text.value for text in page.markdown) == 6


def test_a_door_is_named_on_its_side():
    page = asked(door="rest", ec2_door="alb", log_kb="1")
    said = [caption.value for caption in page.caption]

    assert "Front door: REST API. Counted too: CloudWatch Logs." in said
    assert "Front door: Application Load Balancer. Counted too: CloudWatch Logs." in said


def test_a_price_of_ones_own_counts_and_is_said(plain):
    page = asked(rates="ec2.m6i.large = 0.062")

    assert totals(page)[1] == pytest.approx(plain[1] / 2)
    assert any("typed by you" in caption.value for caption in page.caption)


def test_a_summary_tells_what_is_set_in_a_folded_group():
    page = asked(shape="office_hours", sizing="hours", schedule="True", zones="2", target="0.5", count="9")
    said = [caption.value for caption in page.caption]

    assert "Shape of the week: Office hours" in said
    assert "How many instances: Auto Scaling, hour by hour · CPU target: 0.5 · Availability Zones: 2 · + 1" in said


def test_every_limit_stands_in_a_table():
    page = asked(sizing="fixed", count="1", door="http")

    table = page.dataframe[0].value.set_index(["option", "limit"])
    assert table.loc[("EC2 1 × m6i.large", "CPU"), "result"] == "✗ exceeded"
    assert table.loc[("Lambda", "Duration, HTTP API"), "allowed"] == "30,000 ms"
    assert all(table["source"].str.startswith("https://"))


# --- what does not go together -----------------------------------------------------------------------


@pytest.mark.parametrize(
    ("address", "said"),
    [
        ({"shape": "office_hours", "office_hours_end": "9"}, "Ends at (o'clock) must be another hour than the start"),
        ({"spare": "2"}, "Zones that may be lost must be fewer than the zones, got 2"),
        ({"sizing": "hours", "minimum": "5", "maximum": "2"}, "Most instances must be at least the fewest instances"),
        ({"schedule": "True", "on_from": "8", "on_to": "8"}, "Off from (o'clock) must be another hour than the start"),
        ({"plan": "standard_reserved", "committed": "1.5"}, "Instances committed to must be a whole number"),
        ({"provisioned": "5", "provisioned_h": "730"}, "Provisioned for (hours a month) must be at most the hours"),
        ({"rates": "ec2.m6i.large"}, "Prices of your own must be lines such as"),
        ({"rates": "ec2.m6i.large = -1"}, "Prices of your own must be above 0"),
        ({"rates": "lambda.request = 1"}, "There is no 'lambda.request' here; did you mean 'lambda.requests'?"),
        ({"db": "db.m6g.large", "db_relief": "bigger", "db_max": "9"}, "Connections the database takes must be left"),
        ({"shape": "own", "week": "nonsense"}, "Your own file must be a week of 168 hours, got 'nonsense'"),
        ({"plan": "compute_savings_plan", "payment": "all_upfront"}, "There is no price for ec2.m6i.large.savings"),
        ({"db": "db.none.such"}, "There is no 'none.such' here"),
        ({"door": "rest", "cache": "x" * 900}, "Cache of the REST API (GB) must be a number"),
        ({"system_mb": "9000"}, "Memory of the system (MB) must be below the memory of the instance type, got 9,000"),
    ],
    ids=lambda value: " ".join(f"{key}={one[-9:]}" for key, one in value.items()) if isinstance(value, dict) else "",
)
def test_what_does_not_go_together_is_said_once_in_plain_words(address, said):
    found = [text.replace("\\", "") for text in errors(open_page(**address).run())]

    assert len(found) == 1
    assert said in found[0]


NONSENSE = ("", "abc", "-1", "1e999", "9" * 40, "<b>", "$x$", "0")


@pytest.mark.parametrize("text", NONSENSE)
def test_nonsense_in_every_field_at_once_never_crashes(text):
    opened = {"sizing": "hours", "waiting": "True", "schedule": "True", "plan": "standard_reserved", "door": "rest"}
    opened |= {"ec2_door": "alb", "cdn": "True", "db": "db.m6g.large", "node": "cache.t4g.small", "shape": "spike"}
    fields = {one.key: text for one in INPUTS if isinstance(one, Field)}

    page = open_page(**fields, **opened).run()

    assert not page.exception
    assert page.error
    assert page.text_input(key="log_kb").value == text


# --- a week of one's own, and the question as a file -------------------------------------------------


def counts(busy: int = 1_000) -> str:
    """Two weeks of hours in which Monday's nine o'clock stands out."""
    start = datetime(2026, 11, 2, tzinfo=UTC)
    hours = [start + timedelta(hours=hour) for hour in range(14 * 24)]
    rows = [f"{hour:%Y-%m-%d %H:%M},{busy if (hour.weekday(), hour.hour) == (0, 9) else 100}" for hour in hours]
    return "\n".join(["time,count", *rows])


def upload(page: AppTest, key: str, name: str, text: str, kind: str) -> AppTest:
    return page.file_uploader(key=key).set_value((name, text.encode(), kind)).run()


def test_a_file_of_counts_becomes_the_week_and_offers_its_volume(page):
    choose(page, "shape", "own")
    assert "Upload a file" in page.info[0].value
    assert verdict(page).startswith("Lambda is cheaper: $12.00")

    upload(page, "traffic_file", "counts.csv", counts(), "text/csv")
    said = "\n".join(caption.value for caption in page.caption)
    assert "Read: 2026-11-02 00:00 to 2026-11-16 00:00 (UTC), 336 counts, one every 60 minutes." in said
    assert "The busiest hour is Mon 09:00, with 9.49 times the mean load." in said

    page.button(key="take_volume").click().run()
    assert "For 75,857" in "\n".join(caption.value for caption in page.caption)

    again = open_page(**dict(page.query_params)).run()
    assert "The busiest hour is Mon 09:00" in "\n".join(caption.value for caption in again.caption)
    assert [metric.value for metric in again.metric] == [metric.value for metric in page.metric]
    assert len("".join(page.query_params["week"])) == 448


def test_the_time_zone_moves_the_week():
    page = open_page(lang="ja").run()
    choose(page, "shape", "own")
    assert page.selectbox(key="tz").value == "Asia/Tokyo"

    rows = counts().replace(":00,", ":00+00:00,")
    upload(page, "traffic_file", "counts.csv", rows, "text/csv")

    assert "最も忙しいのは 月 18:00 で" in "\n".join(caption.value for caption in page.caption)


def test_a_file_that_cannot_be_read_says_where(page):
    choose(page, "shape", "own")

    upload(page, "traffic_file", "counts.csv", "time,count\n2026-11-02 09:00,1\nnever,2", "text/csv")

    assert "line 3 must be a time such as" in errors(page)[0]
    assert verdict(page).startswith("Lambda is cheaper: $12.00")


@pytest.mark.parametrize("name", QUESTIONS)
def test_a_question_saved_as_a_file_comes_back_into_the_inputs(name):
    inputs = {**DEFAULTS, **QUESTIONS[name]}

    scenario = scenario_of(given(**QUESTIONS[name]))
    values = inputs_for(read(scenario.text()))

    assert values is not None
    assert scenario_of(Given(values)).text() == scenario.text()
    assert {key for key, value in values.items() if value != DEFAULTS[key]} <= {
        key for key, value in inputs.items() if value != DEFAULTS[key]
    } | {"requests"}


def test_a_file_fills_in_the_inputs(page):
    text = scenario_of(given(**QUESTIONS["scaling"])).text()

    upload(page, "scenario_file", "scenario.json", text, "application/json")

    assert "the inputs hold it now" in page.success[0].value
    assert page.text_input(key="requests").value == "500000000"
    assert page.selectbox(key="sizing").value == "hours"
    type_into(page, "requests", "1M")
    assert not page.success


def saved(monkeypatch, page: AppTest) -> str:
    """What the button would save."""
    held: list[str] = []
    monkeypatch.setattr("streamlit.download_button", lambda _, text, *__, **___: held.append(text))
    page.run()
    return held[-1]


def test_a_saved_question_holds_its_growth_once_that_was_said(monkeypatch):
    assert saved(monkeypatch, open_page(view="growth")) == scenario_of(given()).text()
    assert read(saved(monkeypatch, open_page(growth="7", months="36"))).growth == Growth(0.07, 36)
    assert read(saved(monkeypatch, open_page(volumes="10M 20M"))).growth == Growth(volumes=(10e6, 20e6))
    assert read(saved(monkeypatch, open_page(growth="-100"))).growth is None


@pytest.mark.parametrize("growth", [Growth(0.07, 36), Growth(-0.005, 1), Growth(volumes=(10e6, 0.5, 3e8))], ids=repr)
def test_a_file_fills_in_how_the_load_grows(monkeypatch, page, growth):
    text = replace(scenario_of(given(requests="20M")), growth=growth).text()

    upload(page, "scenario_file", "scenario.json", text, "application/json")

    assert "the inputs hold it now" in page.success[0].value
    assert page.session_state["requests"] == "20000000"
    assert saved(monkeypatch, page) == text


def test_a_saved_question_holds_its_ranges_once_these_were_said(monkeypatch):
    held = read(saved(monkeypatch, open_page(requests="20M", requests_low="0.1", requests_high="3"))).ranges

    assert held["requests_per_month"] == Between(2e6, 20e6, 60e6)
    assert not read(saved(monkeypatch, open_page(view="sure"))).ranges


def test_a_file_fills_in_its_ranges(page):
    ranges = {"requests_per_month": Between(2e6, 20e6, 60e6), "duration_ms": Between(60, 120, 120)}
    text = replace(scenario_of(given(requests="20M")), ranges=ranges).text()

    upload(page, "scenario_file", "scenario.json", text, "application/json")

    assert (page.session_state["requests_low"], page.session_state["requests_high"]) == ("0.1", "3")
    assert (page.session_state["duration_low"], page.session_state["duration_high"]) == ("0.5", "1")
    assert (page.session_state["cpu_low"], page.session_state["cpu_high"]) == ("1", "1")


def test_ranges_that_the_inputs_cannot_hold_stay_in_the_question(page):
    ranges = {"memory_mb": Between(256, 512, 1024)}
    text = replace(scenario_of(given()), ranges=ranges).text()

    upload(page, "scenario_file", "scenario.json", text, "application/json")

    assert page.session_state["requests_low"] == "0.5"
    assert not page.error
    assert "compared as it is" in page.info[0].value


def test_a_file_that_the_inputs_cannot_show_fills_in_its_growth_all_the_same(monkeypatch, page):
    fleets = (cm.EC2Fleet("m6i.large", commitment=cm.Commitment(usd_per_hour=0.1)), cm.EC2Fleet("t3.nano"))
    load = cm.Workload(20e6, 120, 512)
    three = Scenario(region="us-east-1", workload=load, options=(cm.Lambda(), *fleets), growth=Growth(0.2, 6))

    upload(page, "scenario_file", "scenario.json", three.text(), "application/json")

    assert "compared as it is" in page.info[0].value
    assert saved(monkeypatch, page) == three.text()


def test_a_file_that_the_inputs_cannot_show_is_compared_until_one_changes(page):
    fleet = cm.EC2Fleet("m6i.large", commitment=cm.Commitment(usd_per_hour=0.1))
    three = Scenario(
        region="us-east-1", workload=cm.Workload(20e6, 120, 512), options=(cm.Lambda(), fleet, cm.EC2Fleet("t3.nano"))
    )

    upload(page, "scenario_file", "scenario.json", three.text(), "application/json")
    assert len(page.metric) == 3
    assert "compared as it is" in page.info[0].value

    type_into(page, "duration_ms", "100")
    assert len(page.metric) == 2
    assert not page.info


def test_four_options_are_all_drawn_billed_and_told(page):
    fleets = (cm.EC2Fleet("m6i.large"), cm.EC2Fleet("t3.nano"), cm.EC2Fleet("t3.medium", count=2))
    four = Scenario(region="ap-northeast-1", workload=cm.Workload(10e6, 120, 512), options=(cm.Lambda(), *fleets))
    names = [option.name for option in four.options]

    upload(page, "scenario_file", "scenario.json", four.text(), "application/json")

    assert not page.exception
    assert [metric.label.replace("\\", "") for metric in page.metric] == [f"{name}, a month" for name in names]
    assert [tab.label for tab in page.tabs] == names
    figure = json.loads(page.get("plotly_chart")[0].proto.spec)
    assert set(names) <= {trace.get("name") for trace in figure["data"]}
    words = [" ".join(note["text"].replace("<br>", " ").split()) for note in figure["layout"]["annotations"]]
    assert any("EC2 2 × t3.medium" in word and "cheaper" in word for word in words)  # one of the many, not of the pair
    assert any(text.value.startswith("Between Lambda and EC2 2 × t3.medium:") for text in page.markdown)


@pytest.mark.parametrize("view", VIEWS)
def test_every_view_draws_three_options(view):
    page = open_page(view=view).run()
    three = Scenario(
        region="us-east-1", workload=cm.Workload(20e6, 120, 512),
        options=(cm.Lambda(), cm.EC2Fleet("m6i.large"), cm.EC2Fleet("t3.small")),
    )  # fmt: skip

    upload(page, "scenario_file", "scenario.json", three.text(), "application/json")

    assert not page.exception
    assert not page.error
    assert len(page.get("plotly_chart")) == PICTURES.get(view, 1)


def test_a_file_cannot_bring_links_of_its_own(page):
    fleet = cm.EC2Fleet("m6i.large", label="[x](http://example.org)")
    two = Scenario(region="us-east-1", workload=cm.Workload(20e6, 120, 512), options=(cm.Lambda(), fleet))

    upload(page, "scenario_file", "scenario.json", two.text(), "application/json")

    shown = [box.value for box in (*page.subheader, *page.markdown, *page.caption)]
    assert "\\[x\\]\\(http" in page.subheader[0].value
    assert not any("[x](" in text for text in shown)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("{", "must be a JSON document"),
        ("[]", "must be a JSON object"),
        ('{"schema": 9}', "scenario.schema must be 1"),
        (scenario_of(given()).text().replace("ap-northeast-1", "moon-1"), "must be a region with prices here"),
    ],
)
def test_a_wrong_file_is_refused_by_name(page, text, said):
    upload(page, "scenario_file", "scenario.json", text, "application/json")

    assert said in errors(page)[0].replace("\\", "")
    assert verdict(page).startswith("Lambda is cheaper: $12.00")


# --- views -------------------------------------------------------------------------------------------


@pytest.mark.parametrize("view", VIEWS)
@pytest.mark.parametrize("lang", ["en", "ja"])
def test_only_the_chosen_view_is_drawn_with_words_for_whoever_does_not_see_it(view, lang):
    page = open_page(view=view, lang=lang, shape="evening_peak").run()

    assert not page.exception
    charts = page.get("plotly_chart")
    assert len(charts) == PICTURES.get(view, 1)
    if charts:
        assert len(charts[0].proto.alt or charts[0].proto.spec) > 40


def test_the_best_type_can_be_taken(page):
    page = open_page(view="pick", requests="1B").run()
    before = totals(page)[1]
    table = page.dataframe[1].value

    page.pills(key="take_type").set_value(table.iloc[0]["type"]).run()

    assert page.selectbox(key="instance").value == table.iloc[0]["type"]
    assert totals(page)[1] < before


def test_filters_narrow_what_is_picked():
    page = open_page(view="pick", requests="1B").run()
    page.text_input(key="pick_family").set_value("m7g. c7g.")
    page.segmented_control(key="pick_arch").set_value("arm64").run()

    assert {name.partition(".")[0] for name in page.dataframe[1].value["type"]} <= {"m7g", "c7g"}

    type_into(page, "pick_family", "zzz")
    assert "No instance type of this kind" in page.info[0].value


def growing(**address: str) -> AppTest:
    return open_page(view="growth", **address).run()


def told(page: AppTest) -> str:
    assert not page.exception
    return "\n".join(text.value.replace("\\", "") for text in page.markdown)


def test_growth_names_the_month_in_which_the_cheapest_changes():
    page = growing(requests="50M", growth="10", months="12", move_usd="100")

    assert "From 50M to 143M requests a month over 12 months, at today's prices." in told(page)
    assert "Month 1: Lambda is the cheapest. From month 6: EC2 m6i.large." in told(page)
    assert "Moving from Lambda to EC2 m6i.large" in told(page)
    assert page.dataframe[1].value["option"].tolist() == ["Lambda", "EC2 m6i.large"]


def test_growth_says_from_which_month_an_option_would_not_work_and_why():
    page = growing(requests="50M", growth="10", sizing="fixed", instance="t3.medium", count="2", move_usd="5")

    assert (
        "EC2 2 × t3.medium cannot serve the load in month 20: "
        "CPU: needs 4.0975 vCPU, has 4 vCPU (add instances or take a larger type)." in told(page)
    )
    assert "from month 21 on; in that month: CPU: needs 4.50725 vCPU" in told(page)
    assert "has no payback: EC2 2 × t3.medium cannot serve every month." in told(page)


def test_volumes_of_ones_own_come_before_the_growth():
    page = growing(volumes="10M 20M 300M")

    assert "From 10M to 300M requests a month over 3 months" in told(page)


def test_peoples_hours_stand_beside_the_bill_and_decide_the_payback():
    page = growing(people_lambda="0", people_ec2="8", wage="100", requests="1M")
    figure = json.loads(page.get("plotly_chart")[0].proto.spec)

    assert "EC2 m6i.large: people's hours, $800.00 a month" in {trace.get("name") for trace in figure["data"]}
    assert "Moving from Lambda to EC2 m6i.large does not pay for itself within 24 months." in told(page)
    again = growing(people_ec2="8", wage="100", requests="1M", move_from="2", move_to="1", move_usd="5000")
    assert "Moving from EC2 m6i.large to Lambda has paid for itself by the end of month 6" in told(again)


@pytest.mark.parametrize(
    ("address", "said"),
    [
        ({"growth": "-100"}, "Growth a month (%) must be -99 to 1,000 %, got -100"),
        ({"months": "0"}, "Months must be 1 to 120 months, got 0"),
        ({"volumes": "10M many"}, "Volumes of your own must be a number such as 512, 1.5k or 10M, got 'many'"),
        ({"move_usd": "-1"}, "The move costs (USD) must be 0 to 1,000,000,000,000 USD, got -1"),
    ],
)
def test_what_a_view_cannot_take_is_said_beside_it_and_the_answer_stays(address, said):
    page = growing(**address)

    assert errors(page) == [said]
    assert verdict(page).startswith("Lambda is cheaper: $12.00")


def test_a_view_is_asked_about_without_losing_the_file(page):
    page = open_page(view="growth").run()
    fleet = cm.EC2Fleet("m6i.large", commitment=cm.Commitment(usd_per_hour=0.1))
    two = Scenario(region="us-east-1", workload=cm.Workload(20e6, 120, 512), options=(cm.Lambda(), fleet))
    upload(page, "scenario_file", "scenario.json", two.text(), "application/json")

    type_into(page, "growth", "20")

    assert "compared as it is" in page.info[0].value
    assert "over 24 months" in told(page)


def test_a_hybrid_stands_beside_both_with_the_base_that_costs_least():
    page = open_page(requests="1B", shape="evening_peak", hybrid="True").run()
    named = [metric.label.replace("\\", "") for metric in page.metric]

    assert [name.partition(" ")[0] for name in named] == ["Lambda,", "EC2", "Hybrid"]
    view = open_page(requests="1B", shape="evening_peak", view="hybrid").run()
    assert "Best base for this load: " in told(view)
    size = told(view).partition("Best base for this load: ")[2].partition(" ")[0]
    assert named[2].startswith(f"Hybrid {size} × m6i.large + Lambda")
    assert dict(page.query_params)["hybrid"] in ("True", ["True"])


def told_before_the_answer(page):
    return [box.value.replace("\\", "") for box in page.main.info]


def test_a_hybrid_of_a_burstable_type_is_left_out_and_the_rest_is_answered():
    page = open_page(hybrid="True", instance="t3.medium").run()

    assert not errors(page)
    assert "EC2 t3.medium" in verdict(page)
    assert len(page.metric) == 2
    [said] = told_before_the_answer(page)
    assert said.startswith("The hybrid is left out: t3.medium is burstable, and a base that is always busy would pay")
    assert any(box.value.startswith("The hybrid is left out") for box in page.sidebar.info)
    choose(page, "instance", "m6i.large")
    assert len(page.metric) == 3
    assert not page.info


def test_the_base_of_a_hybrid_may_be_of_fargate_tasks_while_they_are_on():
    address = {"region": "us-east-1", "requests": "1B", "shape": "evening_peak", "cpu_ms": "20"}
    address |= {"instance": "t3.medium", "hybrid": "True", "fargate": "True", "hybrid_on": "fargate"}
    page = open_page(**address).run()

    named = [metric.label.replace("\\", "") for metric in page.metric]
    assert not told_before_the_answer(page)
    size = named[-1].removeprefix("Hybrid ").partition(" ")[0]
    assert named[-1] == f"Hybrid {size} × Fargate 1 vCPU, 2 GB + Lambda, a month"
    assert dict(page.query_params)["hybrid_on"] in ("fargate", ["fargate"])
    view = open_page(**address, view="hybrid").run()
    assert f"Best base for this load: {size} × Fargate 1 vCPU, 2 GB all month" in told(view)
    page.toggle(key="fargate").set_value(False).run()
    assert "t3.medium is burstable" in told_before_the_answer(page)[0]


def test_a_base_may_be_put_on_tasks_and_back():
    page = open_page(region="us-east-1", hybrid="True", hybrid_base="3", fargate="True").run()
    assert "Hybrid 3 × m6i.large" in page.metric[-1].label.replace("\\", "")

    choose(page, "hybrid_on", "fargate")
    assert "Hybrid 3 × Fargate 1 vCPU, 2 GB" in page.metric[-1].label.replace("\\", "")

    choose(page, "hybrid_on", "ec2")
    assert "Hybrid 3 × m6i.large" in page.metric[-1].label.replace("\\", "")


THREE = "name, requests, duration, memory\nlogin, 3M, 80, 256\nsearch, 20M, 220, 1024\nreport, 50k, 4000, 3008"


def test_a_table_of_functions_makes_one_bill_and_may_become_the_question():
    page = open_page(view="functions", table=THREE).run()

    assert "3 functions, 23,050,000 requests a month together" in "\n".join(text.value for text in page.caption)
    page.button(key="take_table").click().run()
    assert "Lambda, several functions" in verdict(page)
    assert "compared as it is" in page.info[0].value


def test_a_table_may_be_a_file_in_japanese():
    page = open_page(view="functions", lang="ja").run()

    rows = "関数名,リクエスト数,実行時間(ms),メモリ(MB)\n検索,20M,220,1024".encode("cp932")
    page.file_uploader(key="table_file").set_value(("f.csv", rows, "text/csv")).run()

    assert not page.exception
    assert "1 個の関数、合計で月 20,000,000 リクエスト" in "\n".join(text.value for text in page.caption)


def test_what_belongs_to_one_function_is_said_with_its_name_in_japanese_too():
    say = say_in("ja")

    assert say("search: Request size") == "search: " + say("Request size")
    assert say("Request size") != "Request size"


def test_a_wrong_table_says_where():
    page = open_page(view="functions", table=THREE.replace("80", "fast")).run()

    assert "row 2" in errors(page)[0]
    assert verdict(page).startswith("Lambda is cheaper: $12.00")


def test_the_two_parts_of_the_inputs_have_a_cheapest_memory_that_can_be_taken():
    page = open_page(view="memory", cpu_ms="20", memory_mb="512").run()
    assert "Cheapest: " in told(page)
    before = totals(page)[0]

    page.button(key="take_cheapest").click().run()

    assert totals(page)[0] <= before
    assert page.text_input(key="memory_mb").value != "512"
    assert page.text_input(key="cpu_ms").value == "20"


def test_measured_points_have_their_two_parts_said():
    page = open_page(view="memory", curve_from="points", curve="442.25, 450\n884.5, 250\n1769, 150").run()

    assert "Fastest: 1,769 MB, 150 ms" in told(page)
    assert any("100 ms of CPU on one vCPU and 50 ms of waiting" in caption.value for caption in page.caption)


def test_points_that_are_none_are_said():
    page = open_page(view="memory", curve_from="points", curve="512 MB fast").run()

    assert len(errors(page)) == 1
    assert verdict(page).startswith("Lambda is cheaper: $12.00")


def test_how_sure_says_how_often_each_is_cheapest_and_what_to_measure_first():
    page = open_page(view="sure", requests="60M").run()

    assert "Lambda is the cheapest in " in told(page)
    assert "EC2 m6i.large is the cheapest in " in told(page)
    assert "Measure this first: " in told(page)
    chances, moves = (json.loads(chart.proto.spec) for chart in page.get("plotly_chart"))
    shares = [trace["x"][0] for trace in chances["data"] if trace["type"] == "bar"]
    assert len(shares) == 2
    assert sum(shares) == pytest.approx(1)
    assert len({trace["name"] for trace in moves["data"]}) == 4
    assert any("a month: Requests " in text.value.replace("\\", "") for text in page.caption)


def test_what_is_certain_is_left_out():
    certain = {f"{name}_{end}": "1" for name in ("requests", "duration", "cpu", "speed") for end in ("low", "high")}

    page = open_page(view="sure", **certain).run()
    assert "Everything is certain" in page.info[0].value

    page = open_page(view="sure", **{**certain, "requests_high": "20"}).run()
    moves = json.loads(page.get("plotly_chart")[1].proto.spec)
    assert {trace["name"] for trace in moves["data"]} == {"requests_per_month"}


def test_an_end_beyond_what_was_typed_is_refused():
    page = open_page(view="sure", requests_low="1.5").run()

    assert errors(page) == ["Requests, at least (×) must be 0.01 to 1, got 1.5"]


def test_fargate_stands_beside_both_and_every_option_in_between_with_the_others():
    page = open_page(region="us-east-1", fargate="True", fargate_size="0.5-1", hybrid="True", volume_gb="20").run()
    named = [metric.label.replace("\\", "") for metric in page.metric]

    assert [name.partition(" ")[0] for name in named] == ["Lambda,", "EC2", "Fargate", "Hybrid"]
    assert "Fargate 0.5 vCPU, 1 GB" in [tab.label for tab in page.tabs]
    volumes = [text.value for text in page.markdown if text.value.startswith("**EBS")]
    assert len(volumes) == 2  # a task has none


def test_a_task_of_no_legal_size_is_refused_beside_its_switch():
    page = open_page(region="us-east-1", fargate="True", fargate_size="1-64").run()

    assert errors(page) == ["Size of a task must be a pair of vCPU and memory that a task may have, got '1-64'"]


def test_web_functions_are_shown_without_a_price_and_never_ranked():
    page = open_page(region="us-east-1", web="True", managed="True").run()

    assert any("Lambda Web Functions: no price yet" in box.value for box in page.info)
    assert len(page.metric) == 3
    assert "Managed Instances m7g.large" in [tab.label for tab in page.tabs]


PLAN_RATES = (
    "lambda.provisioned_concurrency.x86_64.savings_plan.compute.1yr.no_upfront = 0.0000036\n"
    "lambda.provisioned_duration.x86_64.savings_plan.compute.1yr.no_upfront = 0.0000088"
)


def test_a_plan_beside_provisioned_concurrency_takes_the_level_that_costs_least():
    kept = {"provisioned": "10", "region": "us-east-1"}
    before, after = totals(asked(**kept)), totals(asked(**kept, lambda_plan="1", rates=PLAN_RATES))

    assert after[0] < before[0]
    assert after[1] == before[1]


def test_a_plan_without_rates_on_provisioned_concurrency_says_so():
    page = asked(provisioned="10", lambda_plan="1", region="us-east-1")

    assert not page.exception
    assert any("lambda.provisioned" in box.value for box in [*page.error, *page.warning, *page.info])


def test_environments_that_follow_the_load_cost_less_than_as_many_all_month():
    kept = {"shape": "evening_peak", "provisioned": "60", "region": "us-east-1"}

    assert totals(asked(**kept, provisioned_follows="True"))[0] < totals(asked(**kept))[0]


def test_of_many_options_the_volume_at_which_the_cheapest_changes_is_said():
    """At 300 million the best two are Fargate and EC2; below 185 million it is neither, but Lambda."""
    page = open_page(requests="300M", fargate="True").run()

    [said] = [one.value for one in page.markdown if one.value.startswith("Of all options, over the volumes drawn:")]
    assert "A larger load does not change this." in said
    assert "Below 185M requests a month, 62 % of this load, it is Lambda." in said
    assert not any("Of all options" in one.value for one in open_page(requests="300M").run().markdown)


def test_the_level_that_costs_least_is_found_and_never_costs_more():
    page = asked(provisioned_best="True", region="us-east-1")

    assert totals(page)[0] < totals(asked(region="us-east-1"))[0]
    assert "provisioned concurrency" in "\n".join(caption.value for caption in page.caption)
    assert totals(asked(provisioned_best="True"))[0] == totals(asked())[0]  # in Tokyo it never pays


@pytest.mark.parametrize(
    "address",
    [
        {"attempts": "1.1"}, {"snapstart": "python", "region": "us-east-1"},
        {"provisioned": "50", "provisioned_on": "True"},
        {"async": "True", "request_kb": "600"}, {"stream": "True", "response_kb": "9000", "region": "us-east-1"},
    ],
    ids=" ".join,
)  # fmt: skip
def test_each_way_of_calling_the_function_is_billed_on_its_side_alone(address):
    alike = {key: value for key, value in address.items() if key.endswith("_kb") or key == "region"}
    before, after = totals(asked(**alike)), totals(asked(**address))

    assert after[0] > before[0]
    assert after[1] == before[1]


@pytest.mark.parametrize(
    ("address", "said"),
    [
        ({"snapstart": "java", "provisioned": "5"}, "SnapStart must be off beside provisioned concurrency"),
        (
            {"lambda_plan": "1", "provisioned": "5", "provisioned_h": "100"},
            "Compute Savings Plan on Lambda must be none beside hours a month of provisioned concurrency",
        ),
        (
            {"provisioned": "5", "provisioned_follows": "True", "provisioned_min": "6"},
            "Fewest environments must be 1 to 5",
        ),
        (
            {"provisioned": "5", "provisioned_follows": "True", "provisioned_target": "1"},
            "Target utilization must be 0.1 to 0.9",
        ),
        ({"attempts": "0.5"}, "Executions per request must be 1 to 1,000, got 0.5"),
        ({"provisioned": "5", "provisioned_on": "True", "provisioned_to": "8"}, "Provisioned to (o'clock) must be an"),
    ],
)  # fmt: skip
def test_what_a_function_cannot_have_together_is_said_once(address, said):
    found = [text.replace("\\", "") for text in errors(open_page(**address).run())]

    assert len(found) == 1
    assert said in found[0]


def test_cold_starts_cost_and_make_the_slowest_requests_slower():
    before = totals(open_page(requests="1M").run())
    page = open_page(requests="1M", cold="typed", cold_share="0.02", cold_runtime="custom").run()

    assert totals(page)[0] > before[0]
    assert totals(page)[1] == before[1]
    assert "of the requests start cold; half take" in told(page)
    derived = open_page(requests="1M", cold="derived", cold_runtime="custom").run()
    assert "Lambda: " in told(derived)
    assert "of the requests start cold" in "\n".join(caption.value for caption in derived.caption)


def test_a_share_of_ones_own_is_the_share_that_counts():
    page = open_page(requests="1M", cold="typed", cold_share="0.05", cold_runtime="image").run()

    assert "Lambda: 5.0 % of the requests start cold" in told(page)


def test_derived_cold_starts_say_how_far_the_model_may_be_off():
    derived, typed = (open_page(cold=how).run() for how in ("derived", "typed"))

    assert "How far the modelled share may be off" in told(derived) + " ".join(one.value for one in derived.caption)
    assert "How far the modelled share may be off" not in " ".join(one.value for one in typed.caption)
