"""A Chromium for the browser tests: `find()` one, or run this file to get one."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")

MACOS = (
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
    "/Applications/Chromium.app/Contents/MacOS/Chromium",
)

HOW_TO = (
    "The browser tests need Chrome or Chromium: install one, run `.venv/bin/python -m playwright install chromium`, "
    "or set CHROMIUM=/path/to/it."
)


def find() -> Path | None:
    """The first Chromium that starts: named by CHROMIUM, installed, or Playwright's own."""
    return next((Path(path) for path in _candidates() if path and _starts(path)), None)


def get() -> Path | None:
    """A Chromium, installed first if there is none and this machine lets us."""
    return find() or _from_debian() or _from_playwright()


def _candidates() -> Iterator[str | None]:
    yield os.environ.get("CHROMIUM")
    yield from map(shutil.which, NAMES)
    yield from MACOS
    yield _playwrights_own()


def _starts(path: str) -> bool:
    """Whether it runs at all: Ubuntu's ``chromium-browser`` may only be a note about a snap."""
    return _done(path, "--version", timeout_s=60) is not None


def _playwrights_own() -> str | None:
    """Where Playwright keeps its own Chromium; asked in a process of its own, as a thread can hold one Playwright."""
    ask = "from playwright.sync_api import sync_playwright as s\nwith s() as p: print(p.chromium.executable_path)"
    return _done(sys.executable, "-c", ask, timeout_s=60)


def _from_debian() -> Path | None:
    if not (shutil.which("apt-get") and hasattr(os, "geteuid") and os.geteuid() == 0):
        return None
    install = ("apt-get", "install", "-y", "--no-install-recommends", "chromium", "fonts-noto-cjk")
    sys.stderr.write("Installing Chromium for the browser tests (once) ...\n")
    if _done(*install) is None:
        _done("apt-get", "update")
        _done(*install)
    return find()


def _from_playwright() -> Path | None:
    sys.stderr.write("Downloading Chromium for the browser tests (once) ...\n")
    _done(sys.executable, "-m", "playwright", "install", "chromium")
    return find()


def _done(*command: str, timeout_s: float = 600) -> str | None:
    """What a command said, if it could be run and succeeded."""
    environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    try:
        done = subprocess.run(
            command,
            env=environment,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            timeout=timeout_s,
            check=True,
        )
    except (OSError, subprocess.SubprocessError):
        return None
    return done.stdout.strip()


if __name__ == "__main__":
    if get() is None:
        sys.stdout.write(f"{HOW_TO}\n")
