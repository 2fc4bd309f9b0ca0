"""What every model test shares: one frozen price book, repeatable examples, and a way to rewrite the golden bills."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, settings

from tests.books import PRICES

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

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


@pytest.fixture(autouse=True, scope="session")
def no_prices_of_the_developer(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """Tests see the embedded prices, whatever was refreshed on this machine; commands they start inherit it."""
    with pytest.MonkeyPatch.context() as patch:
        folder = tmp_path_factory.mktemp("refreshed-prices")
        patch.setenv("COSTMODEL_PRICES_DIR", str(folder))
        yield folder
