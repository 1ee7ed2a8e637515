"""Fixtures with the servers; each is started once and shared.

A test module that wants them says `pytest_plugins = ("serving.fixtures",)`; imported, they would be no plugin.
"""

from collections.abc import Iterator
from pathlib import Path

import pytest

from serving.llama import KEY, LlamaServer
from serving.running import ScriptedServer


@pytest.fixture(scope="session")
def scripted_once() -> Iterator[ScriptedServer]:
    """The scripted server; tests take `scripted`. Those that stop a server start one of their own."""
    pytest.importorskip("aiohttp")
    with ScriptedServer() as server:
        yield server


@pytest.fixture
def scripted(scripted_once: ScriptedServer) -> ScriptedServer:
    """The scripted server with an empty script and nothing counted."""
    scripted_once.reset()
    return scripted_once


@pytest.fixture(scope="session")
def tiny_model(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The file of the tiny model."""
    pytest.importorskip("gguf")
    from serving.tiny_model import write_tiny_model

    return write_tiny_model(tmp_path_factory.mktemp("model") / "tiny.gguf")


@pytest.fixture(scope="session")
def llama(tiny_model: Path) -> Iterator[LlamaServer]:
    """llama.cpp's server with the tiny model; its key is `serving.llama.KEY`."""
    pytest.importorskip("xllamacpp")
    with LlamaServer(tiny_model, key=KEY) as server:
        yield server
