"""The Hub's client in this process: no request of it waits for ever."""

import httpx2
from huggingface_hub import set_client_factory
from huggingface_hub.utils._http import hf_request_event_hook

TIMEOUT = 120.0
"""Seconds that an answer may take; the client's own default is for ever. The Hub's own limit for a commit is 60."""


def set_timeout(timeout: float) -> None:
    """Let no request of the Hub's client in this process wait longer than so many seconds."""
    deadline = httpx2.Timeout(timeout, connect=min(timeout, 15.0))
    set_client_factory(
        lambda: httpx2.Client(event_hooks={"request": [hf_request_event_hook]}, follow_redirects=True, timeout=deadline)
    )
