"""The page in a real browser, with no network."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

from tests.e2e.conftest import DESKTOP, PATIENCE_MS, PHONE

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from playwright.sync_api import Page

expect.set_options(timeout=PATIENCE_MS)  # what a context waits for, an assertion does not know

CHART = "[data-testid=stPlotlyChart] .main-svg"


def answered(page: Page, sentence: str) -> None:
    expect(page.get_by_role("heading", name=sentence)).to_be_visible()
    expect(page.locator(CHART).first).to_be_visible()
    assert page.locator("[data-testid=stException]").count() == 0


def test_typing_another_load_changes_the_verdict(page: Page):
    answered(page, "Lambda is cheaper: $12.00 a month")

    page.get_by_role("textbox", name="Requests", exact=True).fill("1B")
    page.keyboard.press("Enter")

    answered(page, "EC2 m6i.large is cheaper:")
    assert "requests=1B" in page.url


def test_nonsense_is_explained_beside_the_field(page: Page):
    answered(page, "Lambda is cheaper")

    page.get_by_role("textbox", name="Memory (MB)").fill("127")
    page.keyboard.press("Enter")

    for told in page.get_by_text("Memory (MB) must be 128 to 100,000,000 for Lambda, got 127").all():
        expect(told).to_be_visible()  # beside the field, and above the answer
    answered(page, "Lambda is cheaper: $12.00 a month")


def test_japanese_by_keyboard_alone(page: Page):
    answered(page, "Lambda is cheaper")

    page.get_by_role("radio", name="日本語").focus()
    page.keyboard.press("Space")

    answered(page, "Lambda のほうが安く、月額 $12.00")


def test_inputs_live_on_after_a_change_of_language(page: Page):
    """The browser sends the words of the language before: the choices keep what they stood for."""
    answered(page, "Lambda is cheaper")

    page.get_by_text("日本語", exact=True).click()
    answered(page, "Lambda のほうが安く")
    page.get_by_role("textbox", name="リクエスト数", exact=True).fill("20M")
    page.keyboard.press("Enter")
    answered(page, "月額 $24.00")
    page.get_by_text("English", exact=True).click()
    answered(page, "Lambda is cheaper: $24.00")
    page.get_by_role("textbox", name="Requests", exact=True).fill("30M")
    page.keyboard.press("Enter")

    answered(page, "Lambda is cheaper: $36.00")
    assert page.url.endswith("?requests=30M")


@pytest.mark.parametrize("page", [DESKTOP, PHONE], indirect=True)
def test_nothing_is_wider_than_the_screen(page: Page):
    answered(page, "Lambda is cheaper")

    too_wide = page.evaluate("document.querySelector('[data-testid=stMain]').scrollWidth > window.innerWidth")

    assert not too_wide


def test_a_link_opens_the_same_question(open_page: Callable[..., Page]):
    page = open_page("/?region=us-east-1&requests=600M&instance=t3.medium&count=3&lang=ja")

    answered(page, "この負荷を処理できるのは Lambda だけで、月額 $720.00 です。")


def test_no_request_leaves_the_machine(page: Page, server: str):
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))

    page.reload()
    answered(page, "Lambda is cheaper")

    assert len(asked) > 10
    ours = (server, server.replace("http", "ws"), "data:", "blob:")
    assert [address for address in asked if not address.startswith(ours)] == []


def test_a_group_stays_open_while_an_error_comes_and_goes(page: Page):
    answered(page, "Lambda is cheaper")
    page.get_by_text("EC2 fleet").click()
    inside = page.get_by_role("textbox", name="CPU target")
    expect(inside).to_be_visible()

    for text in ("abc", "100"):
        page.get_by_role("textbox", name="Duration (ms)").fill(text)
        page.keyboard.press("Enter")
        expect(page.get_by_text("Duration (ms) must be")).to_have_count(
            2 if text == "abc" else 0
        )  # beside it and above the answer

    expect(inside).to_be_visible()


CLICKS = 5
"""How often a group is clicked at most."""

SETTLED_MS = 2_500
"""How long a run of the page takes, generously. [ms]"""

FOLD_MS = 600
"""How long a group takes to unfold, generously: a list that is opened meanwhile closes again. [ms]"""


def unfold(page: Page, group: str) -> None:
    """Open a group of the sidebar: a click that falls into a rerun is lost, so it is given again."""
    fold = page.locator("[data-testid=stSidebar] details").filter(has=page.get_by_text(group, exact=True)).first
    for _ in range(CLICKS):
        page.get_by_text(group, exact=True).click()
        page.wait_for_timeout(FOLD_MS)
        if fold.get_attribute("open") is not None:
            return


def pick(page: Page, label: str, word: str) -> None:
    """Choose from a list by keyboard: type the word, and take it."""
    page.get_by_role("combobox", name=label).focus()
    page.keyboard.type(word)
    expect(page.get_by_role("option", name=word, exact=True)).to_be_visible()
    page.keyboard.press("Enter")


def five_hundred_million(page: Page) -> None:
    """Requests at which EC2 is cheaper."""
    answered(page, "Lambda is cheaper")
    page.get_by_role("textbox", name="Requests", exact=True).fill("500M")
    page.keyboard.press("Enter")
    answered(page, "EC2 m6i.large is cheaper: $535.68 a month")


def test_a_walk_through_the_groups(page: Page):
    five_hundred_million(page)

    unfold(page, "Traffic")
    pick(page, "Shape of the week", "Office hours")
    answered(page, "Lambda is cheaper: $600.00 a month")
    unfold(page, "EC2 fleet")
    pick(page, "How many instances", "Auto Scaling, hour by hour")
    answered(page, "EC2 m6i.large is cheaper: $535.68 a month")
    unfold(page, "Buying EC2")
    pick(page, "Bought as", "Compute Savings Plan")
    unfold(page, "In front of it and around it")
    pick(page, "Front door of EC2", "Application Load Balancer")

    answered(page, "EC2 m6i.large is cheaper: $583.16 a month")
    expect(page.get_by_text("Front door: Application Load Balancer.")).to_be_visible()
    for key in ("shape=office_hours", "sizing=hours", "plan=compute_savings_plan", "ec2_door=alb"):
        assert key in page.url


@pytest.mark.parametrize("page", [DESKTOP, PHONE], indirect=True)
@pytest.mark.parametrize(
    ("view", "words"),
    [
        ("The week", "Load and instances of every hour"),
        ("Pick for me", "costs least of"),
        ("Who wins where", "The cheaper option for every volume and duration"),
        ("How sure?", "is the cheapest in"),
        ("Memory", "Cheapest:"),
        ("Growth", "requests a month over 24 months"),
    ],
)
def test_every_view_fits_and_has_words_for_whoever_does_not_see_it(page: Page, view: str, words: str):
    answered(page, "Lambda is cheaper")

    page.get_by_role("radio", name=view).click()

    expect(page.get_by_role("figure", name=words).first).to_be_visible()
    expect(page.locator(CHART).first).to_be_visible()
    assert not page.evaluate("document.querySelector('[data-testid=stMain]').scrollWidth > window.innerWidth")


def test_a_walk_through_lambda_and_what_lies_in_between(page: Page):
    five_hundred_million(page)

    unfold(page, "Lambda")
    pick(page, "Cold starts", "As often as the traffic makes them")
    expect(page.get_by_text("are an assumption").or_(page.get_by_role("textbox", name="INIT (ms)"))).to_be_visible()
    page.get_by_role("textbox", name="Provisioned concurrency").fill("20")
    page.keyboard.press("Enter")
    page.get_by_text("Follow the load", exact=True).click()
    expect(page.get_by_role("textbox", name="Target utilization")).to_have_value("0.7")
    unfold(page, "Options in between")
    page.get_by_text("Fargate tasks", exact=True).click()
    page.get_by_text("Hybrid of both", exact=True).click()

    expect(page.get_by_role("tab", name="Fargate")).to_be_visible()
    expect(page.get_by_role("tab", name="Hybrid")).to_be_visible()
    page.get_by_role("radio", name="Hybrid").click()
    expect(page.get_by_role("figure", name="Best base for this load").first).to_be_visible()
    for key in ("cold=derived", "provisioned=20", "provisioned_follows=", "fargate=", "hybrid="):
        assert key in page.url


def test_an_input_that_was_hidden_comes_back_as_it_was(open_page: Callable[..., Page]):
    """Hide it, change something else, show it again, change something else: it stays what the answer says."""
    page = open_page("/?requests=300M&region=us-east-1&fargate=True&fargate_size=2-4&fargate_min=4")
    expect(page.get_by_role("tab", name="Fargate 2 vCPU, 4 GB")).to_be_visible()
    unfold(page, "Options in between")

    for label in ("Fargate tasks", "Lambda Web Functions", "Fargate tasks"):
        page.get_by_text(label, exact=True).click()
        page.wait_for_timeout(SETTLED_MS)
    expect(page.get_by_role("textbox", name="Fewest tasks")).to_have_value("4")
    page.get_by_role("textbox", name="Duration (ms)").fill("130")
    page.keyboard.press("Enter")

    expect(page.get_by_text("130 ms at 512 MB")).to_be_visible()
    expect(page.get_by_role("tab", name="Fargate 2 vCPU, 4 GB")).to_be_visible()
    expect(page.get_by_role("textbox", name="Fewest tasks")).to_have_value("4")
    assert "fargate_size=2-4" in page.url


def test_a_file_is_saved_and_opened_again(page: Page, open_page: Callable[..., Page], tmp_path: Path):
    answered(page, "Lambda is cheaper")
    page.get_by_role("textbox", name="Requests", exact=True).fill("1B")
    page.keyboard.press("Enter")
    answered(page, "EC2 m6i.large is cheaper:")
    page.get_by_text("This question as a file").click()
    with page.expect_download() as download:
        page.get_by_role("button", name="Save scenario.json").click()
    download.value.save_as(tmp_path / "scenario.json")

    other = open_page()
    answered(other, "Lambda is cheaper")
    other.get_by_text("This question as a file").click()
    other.locator(".st-key-scenario_file input[type=file]").set_input_files(tmp_path / "scenario.json")

    answered(other, "EC2 m6i.large is cheaper:")
    expect(other.get_by_role("textbox", name="Requests", exact=True)).to_have_value("1000000000")
