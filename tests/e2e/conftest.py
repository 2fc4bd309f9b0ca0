"""The page as a visitor meets it: `streamlit run` in a process of its own, seen through a real Chromium."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.error import URLError
from urllib.request import urlopen

import pytest
from playwright.sync_api import sync_playwright

from tests.e2e.browser import HOW_TO, find

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from playwright.sync_api import Browser, Page

ROOT = Path(__file__).parents[2]

START_S = 60
"""Longest the server may take to answer; it takes about 1 s on an idle machine. [s]"""

PATIENCE_MS = 60_000
"""Longest an element may take to appear; a fresh page takes 3.5 to 4.5 s, a map on a busy machine over 20. [ms]"""

DESKTOP = (1280, 900)
PHONE = (390, 844)
"""Width and height of a page. [CSS pixel]"""

FLAGS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Browser tests carry the mark ``e2e`` and run last: they are slow, and Playwright leaves an event loop running."""
    here = Path(__file__).parent
    for item in items:
        if here in item.path.parents:
            item.add_marker("e2e")
    items.sort(key=lambda item: here in item.path.parents)


@pytest.fixture(scope="session")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Address of the running page. It knows no home folder and no AWS account of yours."""
    home = tmp_path_factory.mktemp("home")
    log = home / "streamlit.log"
    port = _free_port()
    address = f"http://127.0.0.1:{port}"
    command = [sys.executable, "-m", "streamlit", "run", "app.py", "--server.headless=true"]
    command += ["--server.address=127.0.0.1", f"--server.port={port}"]
    with log.open("wb") as out:
        process = subprocess.Popen(command, cwd=ROOT, env=_environment(home), stdout=out, stderr=subprocess.STDOUT)
        try:
            _wait(address, process, log)
            yield address
        finally:
            _stop(process)


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """One Chromium for all tests."""
    path = find()
    if path is None:
        pytest.fail(HOW_TO, pytrace=False)
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=path, args=list(FLAGS))
        yield chromium
        chromium.close()


@pytest.fixture
def open_page(browser: Browser, server: str) -> Iterator[Callable[..., Page]]:
    """Opens the page as one visitor: ``open_page("/?lang=ja", viewport=PHONE, color_scheme="dark")``.

    Every request to another host is refused, so that a test cannot pass thanks to the network.
    """
    contexts = []

    def visit(path: str = "/", *, viewport: tuple[int, int] = DESKTOP, **settings: Any) -> Page:
        width, height = viewport
        context = browser.new_context(viewport={"width": width, "height": height}, accept_downloads=True, **settings)
        context.set_default_timeout(PATIENCE_MS)
        context.route(lambda url: not url.startswith((server, "data:", "blob:")), lambda route: route.abort())
        contexts.append(context)
        page = context.new_page()
        page.goto(server + path)
        return page

    yield visit
    for context in contexts:
        context.close()


@pytest.fixture
def page(open_page: Callable[..., Page], request: pytest.FixtureRequest) -> Page:
    """The page just opened, on a desktop or on the viewport given.

    ``@pytest.mark.parametrize("page", [DESKTOP, PHONE], indirect=True)`` runs a test on both.
    """
    return open_page(viewport=getattr(request, "param", DESKTOP))


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _environment(home: Path) -> dict[str, str]:
    yours = ("AWS_", "STREAMLIT_", "XDG_")
    kept = {name: value for name, value in os.environ.items() if not name.startswith(yours)}
    return {**kept, "HOME": str(home), "AWS_EC2_METADATA_DISABLED": "true"}


def _wait(address: str, process: subprocess.Popen[bytes], log: Path) -> None:
    deadline = time.monotonic() + START_S
    while time.monotonic() < deadline and process.poll() is None:
        try:
            with urlopen(f"{address}/_stcore/health", timeout=2):
                return
        except (URLError, OSError):
            time.sleep(0.1)
    pytest.fail(f"the page did not start:\n{log.read_text(errors='replace')}", pytrace=False)


def _stop(process: subprocess.Popen[bytes]) -> None:
    process.terminate()
    try:
        process.wait(timeout=10)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()
