"""Fixtures for tests of publishing: Hubs, and builds to publish.

A test module that wants them says `pytest_plugins = ("published",)`; imported, they would be no plugin.
"""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from publishing import LATER, NEW, OLD, Hubs, build


@pytest.fixture(scope="session")
def hubs() -> Iterator[Hubs]:
    """The Hubs, which are started once and shared."""
    with Hubs() as started:
        yield started


@pytest.fixture(scope="session")
def builds(tmp_path_factory: pytest.TempPathFactory) -> list[Path]:
    """Three builds, each with more rows than the one before; only to be read or copied."""
    folder = tmp_path_factory.mktemp("builds")
    with ThreadPoolExecutor() as pool:
        return list(pool.map(lambda made: build(folder / made[0], *made), ((OLD, 20), (NEW, 24), (LATER, 26))))


@pytest.fixture(scope="session")
def twin(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Another build of the next version, with other rows."""
    return build(tmp_path_factory.mktemp("twin"), NEW, 28)


@pytest.fixture
def versions(builds: list[Path]) -> tuple[Path, Path]:
    """The release that is there, and the next one."""
    return builds[0], builds[1]
