"""What the scripted model answers: the text of a completion, why it ended, and how many tokens it took.

A token is four bytes of UTF-8, rounded up: of the prompt, the contents of all messages joined by a line break; of
a reply, the contents of all choices. The text hangs on the request's content only, whoever asks and how often.
"""

import json
import re
from dataclasses import dataclass
from random import Random
from typing import Any

from serving.draws import hashed
from serving.instances import instance
from serving.script import Script
from serving.sentences import sentences

_HAN = re.compile(r"[\u4e00-\u9fff]")
_LATIN = re.compile(r"[A-Za-z]+")


class Refused(Exception):
    """A request that the server does not take: the status, a code, and what is wrong."""

    def __init__(self, status: int, code: str | None, message: str, parameter: str | None = None) -> None:
        super().__init__(message)
        self.status, self.code, self.message, self.parameter = status, code, message, parameter


@dataclass(frozen=True, slots=True)
class Asked:
    """A request for a completion, read: its body, the texts of its messages, and the content its reply hangs on."""

    body: dict[str, Any]
    text: str
    content: str

    @property
    def input_tokens(self) -> int:
        """The tokens of the prompt."""
        return tokens(self.text)


@dataclass(frozen=True, slots=True)
class Written:
    """A completion: its texts, one for each choice, how they ended, and its tokens."""

    model: str
    id: str
    texts: tuple[str | None, ...]
    input_tokens: int
    output_tokens: int
    finish: str = "stop"
    refusal: str | None = None

    def body(self) -> bytes:
        """The completion as it is sent."""
        refusal, finish = json.dumps(self.refusal), json.dumps(self.finish)
        choices = ",".join(
            f'{{"index":{number},"message":{{"role":"assistant","content":{json.dumps(text)},"refusal":{refusal}}},'
            f'"logprobs":null,"finish_reason":{finish}}}'
            for number, text in enumerate(self.texts)
        )
        return (
            f'{{"id":"chatcmpl-{self.id}","object":"chat.completion","created":1700000000,'
            f'"model":{json.dumps(self.model)},"choices":[{choices}],"usage":{{"prompt_tokens":{self.input_tokens},'
            f'"completion_tokens":{self.output_tokens},"total_tokens":{self.input_tokens + self.output_tokens}}}}}'
        ).encode()


def asked(raw: bytes, script: Script) -> Asked:
    """A request read and checked against what the script refuses.

    Raises:
        Refused: it is no request for a completion, or asks for what this server does not take.
    """
    try:
        body = json.loads(raw)
        messages = body["messages"]
        text = "\n".join(_content(message) for message in messages)
    except (ValueError, KeyError, TypeError) as error:
        raise Refused(400, None, f"the body is no request for a completion: {error!r}") from error
    if script.models and body.get("model") not in script.models:
        raise Refused(404, "model_not_found", f"the model {body.get('model')!r} does not exist", "model")
    if script.refuses:
        _refuse(body, script)
    return Asked(body, text, json.dumps(body, sort_keys=True, separators=(",", ":")))


def tokens(text: str) -> int:
    """How many tokens a text is counted as."""
    return (len(text.encode("utf-8", "surrogatepass")) + 3) // 4


def written(request: Asked, script: Script) -> Written:
    """The completion of a request.

    Raises:
        Refused: the schema asked for has no instance.
    """
    body = request.body
    number = hashed(script.seed, request.content)
    count = 1 if "n" in script.ignores else body.get("n") or 1
    most = None if "max_tokens" in script.ignores else body.get("max_completion_tokens") or body.get("max_tokens")
    text = _scripted(request, script)
    texts = _drawn(request, script, number, count) if text is None else [text] * count
    cut = [text if most is None else _cut(text, most) for text in texts]
    finish = "stop" if cut == texts else "length"
    model = script.said_model or str(body.get("model", ""))
    return Written(model, f"{number:016x}", tuple(cut), request.input_tokens, sum(map(tokens, cut)), finish)


def is_chinese(text: str) -> bool:
    """Whether a text is mostly Chinese: a word of Latin letters weighs as much as one character."""
    return not text.isascii() and len(_HAN.findall(text)) > len(_LATIN.findall(text))


def _content(message: dict[str, Any]) -> str:
    content = message.get("content") or ""
    return content if isinstance(content, str) else "\n".join(part.get("text", "") for part in content)


def _refuse(body: dict[str, Any], script: Script) -> None:
    form = body.get("response_format") or {}
    held = {*body, *(message.get("role") for message in body["messages"]), form.get("type")}
    for name, status in script.refuses.items():
        if name in held:
            raise Refused(status, "unsupported_parameter", f"unsupported parameter or value: {name!r}", name)


def _scripted(request: Asked, script: Script) -> str | None:
    for rule in script.replies:
        if rule.contains in request.text:
            return rule.text
    return _content(request.body["messages"][-1]) if script.echo else None


def _drawn(request: Asked, script: Script, number: int, count: int) -> list[str]:
    """Texts that are drawn: instances of the schema asked for, or sentences."""
    form = request.body.get("response_format") or {}
    kind = "text" if "response_format" in script.ignores else form.get("type", "text")
    chinese, chances = is_chinese(request.text), [Random(number + each) for each in range(count)]
    if kind == "text":
        return [sentences(chance, chinese) for chance in chances]
    if kind == "json_object":
        return [json.dumps({"reply": sentences(chance, chinese)}, ensure_ascii=False) for chance in chances]
    try:
        schema = form["json_schema"]["schema"]
        return [json.dumps(instance(schema, chance, chinese), ensure_ascii=False) for chance in chances]
    except (ValueError, KeyError, TypeError) as error:
        raise Refused(400, "invalid_schema", f"the schema cannot be obeyed: {error!r}", "response_format") from error


def _cut(text: str, most: int) -> str:
    return text.encode("utf-8", "surrogatepass")[: 4 * most].decode("utf-8", "ignore")
