"""The page's logic, without a browser."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from ui.questions import DEFAULTS

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
    assert {"<b>you are here</b>", " 74.4M", "Lambda cheaper", "EC2 m6i.large cheaper"} <= set(words)
    assert figure["layout"]["xaxis"]["type"] == figure["layout"]["yaxis"]["type"] == "log"
    assert {trace["type"] for trace in figure["data"]} == {"scatter"}  # scattergl would be slow without a GPU


@pytest.mark.parametrize(
    ("key", "text", "said"),
    [
        ("memory_mb", "10241", "Memory (MB) must be 128 to 10,240 for Lambda, got 10,241"),
        ("memory_mb", "127", "Memory (MB) must be 128 to 10,240 for Lambda, got 127"),
        ("duration_ms", "901000", "Duration (ms) must be above 0 and at most 900,000 for Lambda, got 901,000"),
        ("duration_ms", "nan", "Duration (ms) must be above 0 and at most 900,000 for Lambda, got nan"),
        ("requests", "0", "Requests must be above 0 and at most 100,000,000,000,000 requests, got 0"),
        ("requests", "-1", "Requests must be above 0 and at most 100,000,000,000,000 requests, got -1"),
        ("requests", "inf", "Requests must be above 0 and at most 100,000,000,000,000 requests, got inf"),
        ("requests", "<b>ten</b>", "Requests must be a number such as 512, 1.5k or 10M, got '<b>ten</b>'"),
        ("requests", "", "Requests must be a number such as 512, 1.5k or 10M, got ''"),
        ("count", "1.5", "Number of instances must be a whole number, got 1.5"),
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

    assert errors(page) == ["m6i.large has no On-Demand price in ap-southeast-4: choose another type or region."]
    assert any("Asia Pacific (Melbourne)" in caption.value for caption in page.caption)


HEAVY = {"duration_ms": "900000", "memory_mb": "10240", "instance": "t3.nano", "cpu_ms": "1", "request_memory": "1"}


@pytest.mark.parametrize(("asked", "at"), [({"minimum": "2000"}, "153B"), ({"requests": "10", **HEAVY}, "32.6")])
def test_crossings_are_found_however_far_away(asked, at):
    page = open_page(**asked).run()

    assert f"From {at}" in "\n".join(text.value for text in page.markdown)


def test_a_fixed_fleet_is_the_only_one_or_not_at_all(page):
    page.text_input(key="count").set_value("2").run()
    figure = json.loads(page.get("plotly_chart")[0].proto.spec)

    words = [note["text"] for note in figure["layout"]["annotations"]]

    assert "only Lambda" in words
    assert "Then it changes again (1 ×)" in "\n".join(text.value for text in page.markdown)


def test_a_link_holds_the_whole_question(page):
    page.selectbox(key="region").set_value("us-east-1")
    page.text_input(key="count").set_value("3")
    type_into(page, "requests", "20M")

    again = open_page(**dict(page.query_params)).run()

    assert {"region", "count", "requests"} == set(page.query_params)
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
        {"provisioned": "5", "tmp_mb": "2048", "free_tier": "True", "steps_100": "True", "hours": "730"},
        {"architecture": "arm64", "instance": "m7g.large", "minimum": "2", "target": "0.5", "instance_rps": "50"},
        {"region": "us-gov-west-1", "instance": "t3.nano"},
        {"requests": "1", "duration_ms": "1", "memory_mb": "128"},
        {"requests": "100T", "duration_ms": "900000", "memory_mb": "10240", "instance": "m6i.metal"},
        {"cpu_ms": "0", "count": "1"},
    ],
    ids=["lambda settings", "fleet settings", "govcloud", "smallest", "largest", "no cpu"],
)
def test_every_setting_gives_an_answer_in_both_languages(lang, asked):
    page = open_page(lang=lang, **asked).run()

    assert not page.exception
    assert page.subheader or page.error
