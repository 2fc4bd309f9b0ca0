"""What every model test shares: one frozen price book, repeatable examples, and a way to rewrite the golden bills."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, settings

from tests.books import PRICES

if TYPE_CHECKING:
    from costmodel import PriceBook

settings.register_profile(
    "repeatable",
    derandomize=True,
    deadline=None,
    database=None,
    max_examples=40,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture],
)
settings.load_profile("repeatable")


def pytest_addoption(parser: pytest.Parser) -> None:
    """``--golden-update`` rewrites ``tests/golden``; the diff is the review."""
    parser.addoption(
        "--golden-update", action="store_true", help="rewrite the golden bills instead of comparing with them"
    )


@pytest.fixture
def prices() -> PriceBook:
    """The frozen book of `tests.books`."""
    return PRICES
