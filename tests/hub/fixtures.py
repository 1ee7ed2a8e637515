"""Fixtures with the Hub server, which is started once and shared.

A test module that wants them says `pytest_plugins = ("hub.fixtures",)`; imported, they would be no plugin.
"""

from collections.abc import Iterator
from pathlib import Path

import pytest

from hub.running import Client, HubServer


@pytest.fixture(scope="session")
def hub_once() -> Iterator[HubServer]:
    """The Hub server; tests take `hub`. Those that stop a server start one of their own."""
    pytest.importorskip("aiohttp")
    with HubServer() as server:
        yield server


@pytest.fixture
def hub(hub_once: HubServer) -> HubServer:
    """The Hub server without any repository, with the accounts of `hub.running.TOKENS`."""
    hub_once.reset()
    return hub_once


@pytest.fixture
def client(hub: HubServer, tmp_path: Path) -> Client:
    """A real client of it, with empty caches."""
    return Client(hub, tmp_path / "home")
