"""The page's Prices view: source, date, refresh, and every way a refresh can fail."""

from __future__ import annotations

from pathlib import Path
from threading import Event

import pytest
from streamlit.testing.v1 import AppTest

import pricing_data
from pricing_data import refresh, store
from pricing_data.aws import faults
from pricing_data.rows import Row
from tests.fake_source import FakeSource
from ui import refreshing

APP = Path(__file__).parent.parent / "app.py"

TOKYO = "ap-northeast-1"


@pytest.fixture
def data(tmp_path, monkeypatch) -> Path:
    monkeypatch.setenv("COSTMODEL_PRICES_DIR", str(tmp_path))
    return Path(tmp_path)


def listed(price: str = "0.0000002") -> tuple[Row, ...]:
    """Lambda's list as it is embedded, with another price of a request."""
    book = pricing_data.load(TOKYO, pricing_data.SNAPSHOT)
    rows = []
    for key in (key for key in book.rates if key.startswith("lambda.") and ".savings_plan." not in key):
        rate, start = book[key], "0"
        for tier in rate.tiers:
            end = "Inf" if tier.up_to == float("inf") else f"{tier.up_to:.0f}"
            paid = price if key == "lambda.requests" else f"{tier.price:.13f}".rstrip("0")
            rows.append(Row(key, rate.unit, start, end, paid, rate.source.sku, "today", "2026-11-20"))
            start = end
    return tuple(rows)


def opened(monkeypatch, source: FakeSource) -> AppTest:
    monkeypatch.setattr(refreshing, "opened", lambda *_: source)
    return AppTest.from_file(str(APP), default_timeout=30).run()


def refreshed(page: AppTest) -> AppTest:
    """Ask for a refresh and wait for its end."""
    page.button(key="start_refresh").click().run()
    page.session_state["refresh"].wait()
    page.run()
    assert not page.exception
    return page


def lambda_only(**settings) -> FakeSource:
    return FakeSource(services=("lambda",), **settings)


@pytest.mark.usefixtures("data")
def test_every_service_says_where_and_when_it_was_read(monkeypatch):
    page = opened(monkeypatch, lambda_only())

    table = page.dataframe[1].value

    assert "AWS Lambda price list, 2025-10-30" in str(table.set_index("service").loc["lambda", "source"])
    assert table.set_index("service").loc["ebs", "age"] == "stale"
    assert any("came with the program" in caption.value for caption in page.caption)
    assert any("stale: older than 90 days" in caption.value for caption in page.caption)


def test_a_new_price_is_shown_before_it_is_adopted_and_then_counts(data, monkeypatch):
    page = refreshed(opened(monkeypatch, lambda_only(rows=listed("0.00000021"))))

    difference = page.dataframe[3].value
    assert difference.iloc[0].tolist() == ["lambda.requests", "0", "0.0000002", "0.00000021", "+5.0"]
    assert store.sets(data) == []

    page.button(key="adopt").click().run()

    assert len(store.sets(data)) == 1
    assert page.metric[0].value == "$12.10"
    assert any("Refreshed on this machine" in caption.value for caption in page.caption)


@pytest.mark.usefixtures("data")
def test_a_change_of_more_than_30_percent_waits_until_it_is_accepted(monkeypatch):
    source = lambda_only(rows=listed("0.000002"))
    page = refreshed(opened(monkeypatch, source))

    assert "wait until you accept them" in page.warning[0].value
    page.button(key="adopt").click().run()
    assert page.metric[0].value == "$12.00"

    page = refreshed(page)
    page.multiselect(key="accept").select("lambda.requests")
    page.button(key="adopt").click().run()
    assert page.metric[0].value == "$30.00"


def test_what_is_not_wanted_is_forgotten(data, monkeypatch):
    page = refreshed(opened(monkeypatch, lambda_only(rows=listed("0.00000021"))))

    page.button(key="forget").click().run()

    assert store.sets(data) == []
    assert page.button(key="start_refresh").label == f"Refresh {TOKYO}"


@pytest.mark.parametrize(
    ("fault", "said"),
    [
        (faults.NoNetwork("gone"), "is this machine online?"),
        (faults.NoCredentials("none"), "no usable AWS credentials"),
        (faults.Denied("pricing:GetProducts"), "the permission pricing:GetProducts is missing"),
        (faults.Throttled("slow"), "throttled"),
        (faults.IncompletePage("half"), "cut short"),
        (faults.BadPriceList("lambda.requests", "costs nothing"), "'lambda.requests' costs nothing"),
        (faults.Unavailable("500"), "did not answer properly"),
        (faults.ExpiredToken("late"), "expired"),
    ],
    ids=lambda value: type(value).__name__ if isinstance(value, Exception) else "",
)
@pytest.mark.parametrize("lang", ["en", "ja"])
def test_each_failure_is_a_sentence_and_the_old_prices_stay(data, monkeypatch, fault, said, lang):
    source = lambda_only(faults={"lambda": fault})
    page = opened(monkeypatch, source)
    page.segmented_control(key="lang").set_value(lang).run()

    page = refreshed(page)

    sentences = [box.value for box in page.error]
    assert len(sentences) == 1
    assert lang == "ja" or said in sentences[0]
    assert page.metric[0].value == "$12.00"
    assert store.sets(data) == []


@pytest.mark.usefixtures("data")
def test_a_refresh_can_be_stopped(monkeypatch):
    cancelled = Event()
    page = opened(monkeypatch, lambda_only(meanwhile=lambda: cancelled.wait(60)))

    page.button(key="start_refresh").click().run()
    page.button(key="cancel_refresh").click().run()
    cancelled.set()
    page.session_state["refresh"].wait()
    page.run()

    assert [box.value for box in page.error] == ["Stopped. The prices stay as they were."]
    assert page.button(key="start_refresh").label == f"Refresh {TOKYO}"


@pytest.mark.usefixtures("data")
def test_a_folder_that_cannot_be_written_is_said(monkeypatch):
    page = refreshed(opened(monkeypatch, lambda_only(rows=listed("0.00000021"))))

    def full(*_: object, **__: object) -> None:
        raise store.Unwritable("no space left on device")

    monkeypatch.setattr(refresh, "keep", full)
    page.button(key="adopt").click().run()

    assert [box.value for box in page.error] == ["The new prices could not be kept: no space left on device"]
    assert page.metric[0].value == "$12.00"


@pytest.mark.usefixtures("data")
def test_a_hosted_page_can_switch_it_off(monkeypatch):
    monkeypatch.setenv("COSTMODEL_REFRESH", "off")

    page = opened(monkeypatch, lambda_only())

    assert "switched off" in page.info[0].value
    assert not [button for button in page.button if button.key == "start_refresh"]
