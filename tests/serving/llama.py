"""llama.cpp's own server, with the tiny model, in a process of its own (`python -m serving.llama`)."""

import argparse
import os
import sys
from pathlib import Path
from urllib.parse import urlsplit

from serving.running import Served

NAME, KEY = "tiny-random", "tiny-key"
"""What the server calls its model, and the key with which the fixture starts it."""


class LlamaServer(Served):
    """A real OpenAI-compatible server for a model file; ready when entered."""

    def __init__(self, model: Path, key: str = "", parallel: int = 4) -> None:
        arguments = ["--model", str(model), "--parallel", str(parallel)]
        super().__init__("serving.llama", *arguments, *(["--key", key] if key else []))


def main() -> None:
    """Serve a model until standard input ends."""
    import xllamacpp  # type: ignore[import-untyped]  # ships no type information

    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--model", required=True)
    parser.add_argument("--key", default="")
    parser.add_argument("--parallel", type=int, default=4)
    given = parser.parse_args()
    parameters = xllamacpp.CommonParams()
    parameters.model.path = given.model
    parameters.model_alias = {NAME}  # its path otherwise
    parameters.hostnames = ["127.0.0.1"]
    parameters.port = 0
    parameters.api_keys = [given.key] if given.key else []
    parameters.n_parallel = given.parallel
    parameters.warmup = False
    parameters.offline = True
    parameters.verbosity = 1  # errors only
    server = xllamacpp.Server(parameters)
    print(urlsplit(server.listening_address).port, flush=True)
    sys.stdin.buffer.read()
    os._exit(0)  # requests that are still being answered are not waited for


if __name__ == "__main__":
    main()
