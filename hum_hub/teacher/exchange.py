"""Requests and replies as lines: those of the Batch API, which offline engines such as `vllm run-batch` read as well.

Lines are joined by their `custom_id`, which is the key of the reply, never by their position.
"""

import json
from collections.abc import Iterable, Iterator
from typing import Any

from hum_hub.contract.prompts import Prompt
from hum_hub.contract.teachers import Completion, TeacherSettings, Unanswered
from hum_hub.teacher.wire import Structure, body_of, completion_in, refusal_of

PATH = "/v1/chat/completions"
Result = tuple[str, Completion | Unanswered]
"""The key of a request, and its completion or why it has none."""


def request_line(key: str, prompt: Prompt, settings: TeacherSettings, structure: Structure) -> str:
    """A request as a line, with its end."""
    body = body_of(prompt, settings, structure)
    line = {"custom_id": key, "method": "POST", "url": PATH, "body": body}
    return json.dumps(line, ensure_ascii=False).encode("utf-8", "replace").decode() + "\n"


def results(lines: Iterable[str], model: str, discount: float = 1.0) -> Iterator[Result]:
    """What lines of replies hold; a line that is none has an empty key."""
    for line in lines:
        if line.strip():
            yield _result(line, model, discount)


def _result(line: str, model: str, discount: float) -> Result:
    try:
        entry = json.loads(line)
    except (ValueError, RecursionError):
        return "", Unanswered("line-not-json", line[:100])
    key = entry.get("custom_id") if isinstance(entry, dict) else None
    if not isinstance(key, str) or not key.isascii():
        return "", Unanswered("line-without-id", line[:100])
    try:
        return key, _completion(entry, model, discount)
    except Unanswered as error:
        return key, error


def _completion(entry: dict[str, Any], model: str, discount: float) -> Completion:
    response = entry.get("response")
    if not isinstance(response, dict) or not isinstance(response.get("body"), dict):
        error = entry.get("error")
        code = error.get("code") if isinstance(error, dict) else None
        raise Unanswered("batch-line-failed", str(code or error or "a line without a response")[:300])
    status = response.get("status_code", 200)
    if status != 200:
        raise refusal_of(status if isinstance(status, int) else 500, {}, json.dumps(response["body"]).encode())
    found = completion_in(response["body"], model)
    return Completion(found.text, found.model, found.finish, found.input_tokens, found.output_tokens, discount)
