"""What the scripted server is told to do: a JSON document, read strictly so that a misspelt key is an error."""

from collections.abc import Mapping
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

from serving.draws import drawn

Area = Literal["chat", "models", "files", "batches"]
Kind = Literal[
    "rate-limited", "quota", "failing", "unauthorized", "model-gone", "refused", "redirect",
    "reset", "cut", "drip", "huge", "hang",
    "html", "truncated", "error-in-200", "no-choices",
    "no-content", "refusal", "length", "content-filter", "text",
]  # fmt: skip
"""How a request goes wrong: by its status; on the wire; in a body that is no completion; in the completion."""


class Part(BaseModel):
    """A part of a script."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class Fault(Part):
    """A fault, and the requests that it befalls: all by default, else those that every given condition allows.

    `share` of them: faults with shares below 1 take ranges of the same draw one after the other, so they never meet.
    The draw hangs on the request's number (from 1, in the order of arrival, counted for each area) or, with `by`
    "content", on what it says, so that the same request fails whenever it is sent. `numbers` are exact, `until` is
    the last one, `contains` a text in any of the messages.

    `status` and `code` replace those of kinds that are a status; `after` is what Retry-After says, in the way of
    `said`; `every` are the seconds between the bytes of a drip (a big number is a body that never goes on); `size`
    the bytes of a huge body, which `compressed` sends gzipped; `to` the target of a redirect; `text` a reply's text.
    """

    kind: Kind
    area: Area = "chat"
    share: float = Field(1.0, ge=0, le=1)
    by: Literal["number", "content"] = "number"
    numbers: frozenset[int] = frozenset()
    until: int | None = None
    contains: str = ""
    status: int | None = None
    code: str | None = None
    after: float = 1.0
    said: Literal["seconds", "date", "milliseconds", "nothing"] = "nothing"
    every: float = 1.0
    size: int = 50_000_000
    compressed: bool = False
    to: str = ""
    text: str = ""


class Slow(Part):
    """A share of requests that take so many seconds, instead of the usual latency."""

    share: float = Field(ge=0, le=1)
    seconds: float


class Rule(Part):
    """The reply to requests in whose messages a text occurs."""

    contains: str
    text: str


class Limits(Part):
    """What an endpoint allows: requests and tokens (in and out) in a window of seconds, and requests at once.

    Both are buckets that start full and are filled evenly. Beyond them a request is answered 429, beyond `at_once`
    503. `headers` tells what is left with every answer, `said` the time to wait with a 429.
    """

    requests: int | None = None
    tokens: int | None = None
    window: float = 60.0
    at_once: int | None = None
    headers: bool = True
    said: Literal["seconds", "date", "milliseconds", "nothing"] = "seconds"


class BatchPlan(Part):
    """How a batch goes: after how many polls each state ends, what comes last, and what becomes of its lines.

    `errors` is the share of lines that fail, in the second file; `missing` the share of which nothing is heard;
    `answered` the share that a batch that expires has done. All are drawn from the line's `custom_id`. `code` is
    why a batch fails.
    """

    validating: int = 1
    in_progress: int = 1
    finalizing: int = 1
    end: Literal["completed", "failed", "expired"] = "completed"
    errors: float = 0.0
    missing: float = 0.0
    answered: float = 0.5
    shuffled: bool = True
    most_lines: int = 50_000
    code: str = "invalid_request"


class Script(Part):
    """All that the server does.

    Without anything it answers every request at once: an instance of the schema asked for, or some sentences, drawn
    from the request's content. `replies` come first, then `echo` of the last message. `refuses` gives the status
    for a parameter (`max_tokens`, `temperature`), a role (`system`) or a response format (`json_schema`) that the
    server does not take; `ignores` are parameters that it takes and forgets. `models` are the ones it has, any if
    none is named, and `said_model` what completions say instead of the name asked for. `log` keeps every request.
    """

    key: str | None = None
    models: tuple[str, ...] = ()
    said_model: str = ""
    log: bool = False
    seed: int = 0
    latency: float = 0.0
    slow: tuple[Slow, ...] = ()
    faults: tuple[Fault, ...] = ()
    refuses: Mapping[str, int] = Field(default_factory=dict)
    ignores: frozenset[str] = frozenset()
    replies: tuple[Rule, ...] = ()
    echo: bool = False
    limits: Limits = Limits()
    batch: BatchPlan = BatchPlan()

    def fault(self, area: Area, number: int, content: str, text: str) -> Fault | None:
        """The first fault that befalls a request."""
        draws = {"number": -1.0, "content": -1.0}
        low = 0.0
        for fault in self.faults:
            if fault.area != area:
                continue
            if draws[fault.by] < 0:
                draws[fault.by] = drawn(self.seed, area, number if fault.by == "number" else content)
            start, low = low, low + (fault.share if fault.share < 1 else 0)
            in_share = fault.share == 1 or start <= draws[fault.by] < low
            if in_share and _allowed(fault, number, text):
                return fault
        return None

    def seconds(self, number: int) -> float:
        """How long the answer to a request takes."""
        if not self.slow:
            return self.latency
        draw, low = drawn(self.seed, "latency", number), 0.0
        for slow in self.slow:
            low += slow.share
            if draw < low:
                return slow.seconds
        return self.latency


def _allowed(fault: Fault, number: int, text: str) -> bool:
    if fault.numbers and number not in fault.numbers:
        return False
    if fault.until is not None and number > fault.until:
        return False
    return fault.contains in text
