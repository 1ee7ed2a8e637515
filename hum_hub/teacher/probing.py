"""What an endpoint really obeys, asked once: servers that accept a parameter do not always heed it."""

import asyncio
import json
from collections.abc import Mapping
from typing import Any

from hum_hub.contract.teachers import Unanswered
from hum_hub.teacher.endpoint import Endpoint
from hum_hub.teacher.wire import completion_of

_SCHEMA = {
    "type": "object",
    "properties": {"colour": {"type": "string", "enum": ["red"]}, "sure": {"type": "boolean"}},
    "required": ["colour", "sure"],
    "additionalProperties": False,
}
_NAMED = {"name": "probe", "schema": _SCHEMA, "strict": True}
_TOKENS = 256
_WAITS, _LONGEST_WAIT = (0.5, 2.0, 8.0), 60.0
_PASSING = ("rate-limited", "overloaded", "connection-lost")
"""Reasons that say nothing of what an endpoint obeys: the same is asked again."""


async def probe(endpoint: Endpoint) -> dict[str, Any]:
    """What an endpoint obeys, as about ten small requests show.

    `structure` is the best way to ask for JSON; `system`, `developer`, `max_tokens`, `max_completion_tokens`, `n`,
    `logprobs`, `usage`, `batch` say whether each works; `unknown_parameters` whether they are `ignored` or `refused`;
    `context` is the context length in tokens, and `listed` whether the model is among those that the endpoint lists,
    where it tells.

    Raises:
        Unanswered: not even the plainest request is answered.
    """
    plain = await _ask(endpoint, {"max_tokens": _TOKENS}, None)
    if isinstance(plain, Unanswered) and plain.verdict == "never":
        plain = await _ask(endpoint, {"max_completion_tokens": _TOKENS}, None)
        limit = "max_completion_tokens"
    else:
        limit = "max_tokens"
    if isinstance(plain, Unanswered):
        raise plain
    bound = {limit: _TOKENS}
    found: dict[str, Any] = {"usage": isinstance(plain.get("usage"), dict)}
    found["max_tokens"] = limit == "max_tokens"
    found["max_completion_tokens"] = _worked(await _ask(endpoint, {"max_completion_tokens": _TOKENS}, None))
    found["system"] = _worked(await _ask(endpoint, bound, "system"))
    found["developer"] = _worked(await _ask(endpoint, bound, "developer"))
    found["structure"] = await _structure(endpoint, bound)
    several = await _ask(endpoint, {**bound, "n": 2}, None)
    found["n"] = _worked(several) and len(_choices(several)) == 2
    logged = await _ask(endpoint, {**bound, "logprobs": True}, None)
    found["logprobs"] = _worked(logged) and bool(_choices(logged)[0].get("logprobs"))
    unknown = await _ask(endpoint, {**bound, "hum_hub_probe": 1}, None)
    found["unknown_parameters"] = "ignored" if _worked(unknown) else "refused"
    return {**found, **await _listed(endpoint), "batch": await _has_batches(endpoint)}


async def _structure(endpoint: Endpoint, bound: Mapping[str, Any]) -> str:
    """The best way to ask for JSON: one that makes the endpoint say what a schema wants, and nothing of its own."""
    asked = {"response_format": {"type": "json_schema", "json_schema": _NAMED}}
    text = _text(await _ask(endpoint, {**bound, **asked}, None))
    if _object(text) in ({"colour": "red", "sure": True}, {"colour": "red", "sure": False}):
        return "json_schema"
    if _object(_text(await _ask(endpoint, {**bound, "response_format": {"type": "json_object"}}, None))) is not None:
        return "json_object"
    return "told"


async def _ask(endpoint: Endpoint, extra: Mapping[str, Any], role: str | None) -> Any:
    """The body of the answer to a small request, or why there is none.

    Raises:
        Unanswered: the endpoint is broken, or stays too busy to say.
    """
    first = [{"role": role, "content": "You answer in English."}] if role else []
    messages = [*first, {"role": "user", "content": "Name a colour of the rainbow. Answer in JSON."}]
    body = {"model": endpoint.settings.model, "messages": messages, **extra}
    body = {name: value for name, value in body.items() if name not in endpoint.settings.without}
    for wait in _WAITS:
        answer = await _answer(endpoint, json.dumps(body).encode())
        if not isinstance(answer, Unanswered) or answer.reason not in _PASSING:
            return answer
        await asyncio.sleep(min(answer.after if answer.after is not None else wait, _LONGEST_WAIT))
    raise answer


async def _answer(endpoint: Endpoint, body: bytes) -> Any:
    try:
        response = await endpoint.post(body)
        content = endpoint.blotted(response.content)
        completion_of(response.status_code, response.headers, content, endpoint.settings.model)
    except Unanswered as error:
        if error.verdict == "broken":
            raise
        return error
    return json.loads(content)


async def _listed(endpoint: Endpoint) -> dict[str, Any]:
    try:
        response = await endpoint.get("/models")
        models = response.json()["data"] if response.status_code == 200 else None
        own = [model for model in models or () if model.get("id") == endpoint.settings.model]
    except (Unanswered, ValueError, KeyError, TypeError, AttributeError):
        return {"listed": None, "context": None}
    return {"listed": bool(own) if models is not None else None, "context": _context(own[0]) if own else None}


def _context(model: Mapping[str, Any]) -> int | None:
    """The context length that an entry of the model list states, under the names that servers use."""
    meta = model.get("meta")
    places = (model, meta) if isinstance(meta, dict) else (model,)
    for name in ("max_model_len", "context_length", "n_ctx", "n_ctx_train"):
        for place in places:
            if isinstance(place.get(name), int):
                return int(place[name])
    return None


async def _has_batches(endpoint: Endpoint) -> bool:
    try:
        response = await endpoint.get("/batches?limit=1")
        return response.status_code == 200 and isinstance(response.json(), dict)
    except (Unanswered, ValueError):
        return False


def _worked(answer: Any) -> bool:
    return not isinstance(answer, Unanswered)


def _choices(answer: Any) -> list[dict[str, Any]]:
    return answer["choices"] if isinstance(answer, dict) else []


def _text(answer: Any) -> str:
    choices = _choices(answer)
    text = choices[0]["message"].get("content") if choices else None
    return text if isinstance(text, str) else ""


def _object(text: str) -> dict[str, Any] | None:
    try:
        found = json.loads(text, strict=False)
    except (ValueError, RecursionError):
        return None
    return found if isinstance(found, dict) else None
