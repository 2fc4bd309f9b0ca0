"""The page in a real browser, with no network."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

from tests.e2e.conftest import DESKTOP, PHONE

if TYPE_CHECKING:
    from collections.abc import Callable

    from playwright.sync_api import Page

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

    page.get_by_role("textbox", name="Memory (MB)").fill("10241")
    page.keyboard.press("Enter")

    expect(page.get_by_text("Memory (MB) must be 128 to 10,240 for Lambda, got 10,241")).to_be_visible()
    answered(page, "Lambda is cheaper: $12.00 a month")


def test_japanese_by_keyboard_alone(page: Page):
    answered(page, "Lambda is cheaper")

    page.get_by_role("radio", name="日本語").focus()
    page.keyboard.press("Space")

    answered(page, "Lambda のほうが安く、月額 $12.00")


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


def test_the_advanced_fold_stays_open_while_an_error_comes_and_goes(page: Page):
    answered(page, "Lambda is cheaper")
    page.get_by_text("Advanced").click()
    inside = page.get_by_role("textbox", name="CPU target")
    expect(inside).to_be_visible()

    for text in ("abc", "100"):
        page.get_by_role("textbox", name="Duration (ms)").fill(text)
        page.keyboard.press("Enter")
        expect(page.get_by_text("Duration (ms) must be")).to_have_count(1 if text == "abc" else 0)

    expect(inside).to_be_visible()
