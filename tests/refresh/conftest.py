"""One fake AWS for all of these tests, and for each a data folder of its own."""

from __future__ import annotations

from types import SimpleNamespace

import pytest

from pricing_data import store
from pricing_data.aws import clients, download
from tests.refresh import shop
from tools.fake_aws.server import FakeAws
from tools.fake_aws.world import World


@pytest.fixture(scope="session")
def places(tmp_path_factory):
    """The small region as it was, and as it is sold."""
    folder = tmp_path_factory.mktemp("shop")
    found = shop.stock()
    return shop.write(folder / "old", found), shop.write(folder / "new", shop.dearer(found))


@pytest.fixture(scope="session")
def server(places):
    with FakeAws(World(folder=places[1])) as running:
        yield running


@pytest.fixture
def aws(server, monkeypatch):
    """The server without faults, and boto3 led to it."""
    server.faults = ()
    server.world.change()
    server.world.files.clear()
    server.calls.clear()
    for name, value in server.environment.items():
        monkeypatch.setenv(name, value)
    return server


@pytest.fixture
def small(places, tmp_path, monkeypatch):
    """A data folder with the small region in force as it was."""
    data = shop.opened(tmp_path / "prices", places[0])
    monkeypatch.setenv(store.VARIABLE, str(data))
    found = shop.stock()
    return shop.Shop(data, shop.prices(found), shop.prices(shop.dearer(found)))


@pytest.fixture
def no_pauses(monkeypatch):
    """botocore tries again at once, and nobody waits long for an answer."""
    monkeypatch.setattr("botocore.endpoint.time", SimpleNamespace(sleep=lambda _: None))
    monkeypatch.setattr(clients, "READ_S", 1.5)
    monkeypatch.setattr(download, "TIMEOUT_S", 1.5)
