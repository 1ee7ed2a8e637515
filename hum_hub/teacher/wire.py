"""Chat completions on the wire: the body of a request, and the reading of whatever an endpoint answers."""

import json
import re
from collections.abc import Mapping
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import Any, Literal

from hum_hub.contract.prompts import Prompt
from hum_hub.contract.shapes import schema_of
from hum_hub.contract.teachers import UNSAID, Allowance, Completion, TeacherSettings, Unanswered

Structure = Literal["json_schema", "json_object", "told"]
"""How an endpoint is asked for JSON: by a schema that it enforces, as any JSON object, or in words alone."""
MOST_CHARACTERS = 1_000_000
_DURATION = re.compile(r"(\d+(?:\.\d+)?)(ms|s|m|h|d)")
_SECONDS = {"ms": 0.001, "s": 1.0, "m": 60.0, "h": 3600.0, "d": 86400.0}
_NO_CREDIT = ("insufficient_quota", "billing_hard_limit_reached", "account_deactivated")
_TOLD = {
    "en": "Answer with JSON of this schema and nothing else:\n{schema}",
    "zh": "只输出符合以下模式的 JSON，不要输出其他内容：\n{schema}",
}


def body_of(prompt: Prompt, settings: TeacherSettings, structure: Structure) -> dict[str, Any]:
    """The body of a request; the parameters of the recipe win over what the prompt asks for."""
    parameters = settings.parameters
    body: dict[str, Any] = {
        "model": settings.model,
        "messages": prompt.messages() if settings.obeys.get("system", True) else _folded(prompt.messages()),
        "temperature": prompt.temperature,
        "top_p": prompt.top_p,
        "max_tokens": min(prompt.most_tokens or settings.most_tokens, settings.most_tokens),
    }
    if prompt.shape is not None:
        schema = schema_of(prompt.shape)
        if structure == "json_schema":
            named = {"name": prompt.stage.replace("-", "_"), "schema": schema, "strict": True}
            body["response_format"] = {"type": "json_schema", "json_schema": named}
        else:
            told = _TOLD["zh" if prompt.language == "zh" else "en"].format(schema=json.dumps(schema))
            last = body["messages"][-1]
            body["messages"][-1] = {**last, "content": f"{last['content']}\n\n{told}"}
            if structure == "json_object":
                body["response_format"] = {"type": "json_object"}
    body.update(parameters)
    if "seed" in parameters and prompt.number:
        body["seed"] = parameters["seed"] + prompt.number  # repeated requests are meant to differ
    if not settings.obeys.get("max_tokens", True):
        body["max_completion_tokens"] = body.pop("max_tokens")
    for name in settings.without:
        body.pop(name, None)
    return body


def completion_of(status: int, headers: Mapping[str, str], content: bytes, model: str) -> Completion:
    """The completion in an answer; `model` is the one asked for, in case the endpoint names none.

    Raises:
        Unanswered: the answer holds none; the exception says why.
    """
    requests, tokens = allowance(headers, "requests"), allowance(headers, "tokens")
    if status != 200:
        raise refusal_of(status, headers, content)
    try:
        value = json.loads(content)
    except (ValueError, RecursionError) as error:
        what = "an HTML page" if content.lstrip()[:1] == b"<" else "something that is not JSON"
        raise Unanswered("answer-not-json", f"status 200 with {what}") from error
    if isinstance(value, dict) and value.get("error"):
        raise Unanswered("error-with-status-200", _message(value))
    return completion_in(value, model, requests, tokens)


def completion_in(
    value: Any,
    model: str,
    requests: Allowance = UNSAID,
    tokens: Allowance = UNSAID,
) -> Completion:
    """The completion in a parsed body.

    Raises:
        Unanswered: the body is not that of a chat completion.
    """
    choices = value.get("choices") if isinstance(value, dict) else None
    choice = choices[0] if isinstance(choices, list) and choices else None
    message = choice.get("message") if isinstance(choice, dict) else None
    if not isinstance(choice, dict) or not isinstance(message, dict):
        raise Unanswered("no-choices", "the answer holds no message")
    text, refused, ended = message.get("content"), message.get("refusal"), choice.get("finish_reason")
    finish: Literal["stop", "length", "refusal"] = "length" if ended in ("length", "max_tokens") else "stop"
    if ended == "content_filter" or (isinstance(refused, str) and refused):
        finish, text = "refusal", text or refused
    usage = value.get("usage") if isinstance(value.get("usage"), dict) else {}
    return Completion(
        text=_text(text),
        model=_model(value.get("model"), model),
        finish=finish,
        input_tokens=_count(usage.get("prompt_tokens")),
        output_tokens=_count(usage.get("completion_tokens")),
        requests=requests,
        tokens=tokens,
    )


def refusal_of(status: int, headers: Mapping[str, str], content: bytes) -> Unanswered:
    """Why an answer with an error status holds no completion, and whether to ask again."""
    error = _refusal(status, headers, content)
    error.requests, error.tokens = allowance(headers, "requests"), allowance(headers, "tokens")
    return error


def _refusal(status: int, headers: Mapping[str, str], content: bytes) -> Unanswered:
    try:
        detail = _message(json.loads(content[:100_000]))
    except (ValueError, RecursionError):
        detail = content[:200].decode("utf-8", "replace")
    detail = " ".join(f"status {status}: {detail}".split())[:400]
    if status in (401, 403):
        return Unanswered("key-refused", detail, verdict="broken")
    if any(code in detail for code in _NO_CREDIT) or status == 402:
        return Unanswered("no-credit", detail, verdict="broken")
    if 300 <= status < 400:
        return Unanswered("redirected", f"status {status}; redirects are not followed", verdict="broken")
    if status in (404, 405):
        return Unanswered("no-such-endpoint-or-model", detail, verdict="broken")
    if status in (429, 503, 529):
        reason = "rate-limited" if status == 429 else "overloaded"
        return Unanswered(reason, detail, after=wait_of(headers), busy=True)
    if status in (408, 409, 425) or status >= 500:
        return Unanswered(f"status-{status}", detail, after=wait_of(headers))
    return Unanswered("rejected", detail, verdict="never")


def wait_of(headers: Mapping[str, str]) -> float | None:
    """How many seconds an endpoint asks to wait: `Retry-After-Ms`, or `Retry-After` as a number or a date."""
    milliseconds = _number(headers.get("retry-after-ms"))
    if milliseconds is not None:
        return milliseconds / 1000
    stated = headers.get("retry-after")
    seconds = _number(stated)
    if seconds is not None or stated is None:
        return seconds
    try:
        when = parsedate_to_datetime(stated)
    except (ValueError, TypeError, IndexError, OverflowError):
        return None
    aware = when if when.tzinfo is not None else when.replace(tzinfo=UTC)
    return max(0.0, (aware - datetime.now(UTC)).total_seconds())


def allowance(headers: Mapping[str, str], of: str) -> Allowance:
    """What the headers `x-ratelimit-{limit,remaining,reset}-…` say of requests or tokens."""
    if f"x-ratelimit-remaining-{of}" not in headers:
        return UNSAID
    return Allowance(
        _number(headers.get(f"x-ratelimit-limit-{of}")),
        _number(headers.get(f"x-ratelimit-remaining-{of}")),
        seconds_of(headers.get(f"x-ratelimit-reset-{of}", "")),
    )


def seconds_of(duration: str) -> float | None:
    """The seconds of a duration such as `12ms`, `1m3s` or `0.5`; `None` if it is none."""
    plain = _number(duration)
    if plain is not None:
        return plain
    parts = _DURATION.findall(duration)
    if not parts or "".join(number + unit for number, unit in parts) != duration.strip():
        return None
    return sum(float(number) * _SECONDS[unit] for number, unit in parts)


def _folded(messages: list[dict[str, str]]) -> list[dict[str, str]]:
    """Messages for an endpoint that takes no system message: it stands before the first words of the user."""
    if messages[0]["role"] != "system":
        return messages
    system, user, *others = messages
    return [{"role": "user", "content": f"{system['content']}\n\n{user['content']}"}, *others]


def _model(stated: Any, asked: str) -> str:
    """The model that an endpoint says it is; a path of its machine is no name."""
    if not isinstance(stated, str) or not stated.strip() or stated.startswith(("/", "~")) or "\\" in stated:
        return asked
    return " ".join(stated.replace(";", ",").encode("utf-8", "replace").decode().split())[:200]


def _number(text: str | None) -> float | None:
    try:
        found = float(text) if text is not None and len(text) < 30 else None
    except ValueError:
        return None
    return found if found is not None and 0 <= found < 1e12 else None


def _count(value: Any) -> int:
    return value if isinstance(value, int) and not isinstance(value, bool) and 0 <= value < 10**9 else 0


def _text(content: Any) -> str:
    """The text of a message; some servers give a list of parts."""
    if isinstance(content, list):
        parts = [part.get("text") for part in content if isinstance(part, dict)]
        content = "".join(part for part in parts if isinstance(part, str))
    if not isinstance(content, str):
        return ""
    return content[:MOST_CHARACTERS].encode("utf-8", "replace").decode()  # JSON can spell half a character


def _message(value: Any) -> str:
    """The words of an error in a body, on one line."""
    error = value.get("error", value) if isinstance(value, dict) else value
    if isinstance(error, dict):
        error = " ".join(str(error[name]) for name in ("code", "type", "message") if error.get(name))
    return " ".join(str(error).split())[:300]
