"""What answers prompts: a teacher, what it gives back, and why it sometimes does not."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal, Protocol

from hum_hub.contract.prompts import Prompt


@dataclass(frozen=True, slots=True)
class BatchSettings:
    """How requests are gathered: how many in a file at most, how often it is asked for, in seconds, at which discount.

    `linger` is the time in seconds without a new request after which a file is sent; `state` is the file in which
    what was sent is remembered.
    """

    state: Path
    lines: int = 50_000
    poll: float = 30.0
    discount: float = 0.5
    linger: float = 2.0


@dataclass(frozen=True, slots=True)
class TeacherSettings:
    """What a recipe says of a teacher, for the plugin that makes it.

    `scheme` and `rest` are the two halves of its uri, relative paths start at `base`. `key` names the environment
    variable that holds the key, never the key itself. `parameters` are sent along with every request, and the fields
    named in `without` are left out of it. `timeout` is the total deadline of a request in seconds, `most_tokens` the
    bound of a reply, also where a prompt would allow more.
    `obeys` is what `hum teacher probe` learned of the endpoint, and `trusted` are addresses that whoever runs the
    command allows although they are neither https nor loopback. `offline` tells that nothing will be asked, so that
    no key is needed. With `batch`, requests are gathered and spent through the Batch API.
    """

    name: str
    scheme: str
    rest: str
    base: Path
    model: str = ""
    key: str | None = None
    parameters: Mapping[str, Any] = field(default_factory=dict)
    without: tuple[str, ...] = ()
    timeout: float = 300.0
    most_tokens: int = 4096
    connections: int = 64
    obeys: Mapping[str, Any] = field(default_factory=dict)
    trusted: tuple[str, ...] = ()
    offline: bool = False
    batch: "BatchSettings | None" = None


@dataclass(frozen=True, slots=True)
class Allowance:
    """What an endpoint says of its limits; `None` where it says nothing.

    How many may be asked for in a window, how many of them are left, and in how many seconds all are given back.
    """

    limit: float | None = None
    remaining: float | None = None
    reset: float | None = None


UNSAID = Allowance()
"""What an endpoint says that says nothing of its limits."""


@dataclass(frozen=True, slots=True)
class Completion:
    """A reply as it arrived: text, the model that says it wrote it, why it ended, and what it cost in tokens.

    `discount` is the factor on the teacher's price at which it was had.
    """

    text: str
    model: str
    finish: Literal["stop", "length", "refusal"] = "stop"
    input_tokens: int = 0
    output_tokens: int = 0
    discount: float = 1.0
    requests: Allowance = UNSAID
    tokens: Allowance = UNSAID


class Unanswered(Exception):
    """A request that brought no completion.

    `verdict` says what that means: `again`, the same request may be answered later (after `after` seconds, if the
    endpoint says so); `never`, this request will not be answered; `broken`, no request to this teacher will be.
    `reason` is a kebab-case code that is counted, `busy` tells that the endpoint asked for fewer requests. `requests`
    and `tokens` hold what it said of its limits.
    """

    def __init__(
        self,
        reason: str,
        detail: str = "",
        *,
        verdict: Literal["again", "never", "broken"] = "again",
        after: float | None = None,
        busy: bool = False,
    ) -> None:
        super().__init__(f"{reason}: {detail}" if detail else reason)
        self.reason, self.detail, self.verdict, self.after, self.busy = reason, detail, verdict, after, busy
        self.requests, self.tokens = UNSAID, UNSAID


class Teacher(Protocol):
    """Anything that answers prompts.

    `fingerprint` names everything besides the prompt that its replies depend on. `kept` tells that a reply costs
    money or time and belongs in the reply store; what is recorded already does not.
    """

    fingerprint: str
    kept: bool

    async def complete(self, prompt: Prompt) -> Completion:
        """The completion of a prompt.

        Raises:
            Unanswered: there is none; the exception says why and whether to ask again.
        """

    async def close(self) -> None:
        """Give back connections; called once, when no more prompts will come."""
