"""Files and batches of the API, kept in memory: uploads, states that end after a number of polls, shuffled output."""

import asyncio
import json
import time
from collections import Counter
from dataclasses import dataclass, field
from itertools import count
from typing import Any

from serving.draws import drawn
from serving.replies import Refused, asked, written
from serving.script import BatchPlan, Script

STEPS = ("validating", "in_progress", "finalizing")
ENDPOINT = "/v1/chat/completions"
EXPIRED = {"code": "batch_expired", "message": "This request could not be executed before the window expired."}


@dataclass(slots=True)
class Held:
    """A batch, what is left of its states, and its lines."""

    told: dict[str, Any]
    states: list[str]
    plan: BatchPlan
    lines: list[dict[str, Any]] = field(default_factory=list)


class Batches:
    """All files and batches of a server."""

    def __init__(self, counts: Counter[str]) -> None:
        self.counts = counts
        self.files: dict[str, tuple[dict[str, Any], bytes]] = {}
        self.held: dict[str, Held] = {}
        self.numbers = count(1)

    def add_file(self, content: bytes, name: str, purpose: str) -> dict[str, Any]:
        """Keep a file."""
        told = {"id": f"file-{next(self.numbers)}", "object": "file", "bytes": len(content), "filename": name}
        told |= {"created_at": int(time.time()), "purpose": purpose, "status": "processed"}
        self.files[str(told["id"])] = told, content
        return told

    def file(self, id: str) -> tuple[dict[str, Any], bytes]:
        """A file and its content.

        Raises:
            Refused: there is none of this id.
        """
        if id not in self.files:
            raise Refused(404, None, f"no such file: {id}", "id")
        return self.files[id]

    def create(self, body: dict[str, Any], plan: BatchPlan) -> dict[str, Any]:
        """A new batch of a file.

        Raises:
            Refused: the request is not one for a batch of completions.
        """
        if body.get("endpoint") != ENDPOINT or body.get("completion_window") != "24h":
            raise Refused(400, None, "endpoint and completion_window must be ones that this server has", "endpoint")
        self.file(str(body.get("input_file_id")))
        now, told = int(time.time()), {"id": f"batch-{next(self.numbers)}", "object": "batch", **body}
        told |= {"errors": None, "status": "validating", "output_file_id": None, "error_file_id": None}
        told |= {"created_at": now, "expires_at": now + 86_400, "metadata": body.get("metadata")}
        told |= {"request_counts": {"total": 0, "completed": 0, "failed": 0}}
        states = [state for state in STEPS for _ in range(getattr(plan, state))]
        self.held[str(told["id"])] = Held(told, states, plan)
        return told

    async def poll(self, id: str, script: Script) -> dict[str, Any]:
        """A batch, a step further on its way.

        Raises:
            Refused: there is none of this id.
        """
        held = self._held(id)
        if held.told["status"] in ("completed", "failed", "expired", "cancelled"):
            return held.told
        if held.told["status"] == "validating" and not held.lines and not self._validated(held):
            return held.told
        state = held.states.pop(0) if held.states else ""
        if not state:
            state = "cancelled" if held.told["status"] == "cancelling" else held.plan.end
            if state == "failed":
                _fail(held, held.plan.code, "the batch failed", None)
                return held.told
            await self._finish(held, script, state)
        held.told["status"] = state
        held.told[f"{state}_at"] = int(time.time())
        return held.told

    def cancel(self, id: str) -> dict[str, Any]:
        """A batch that will end with what it has done.

        Raises:
            Refused: there is none of this id.
        """
        held = self._held(id)
        if held.told["status"] in STEPS:
            held.told |= {"status": "cancelling", "cancelling_at": int(time.time())}
            held.states.clear()
        return held.told

    def listed(self, after: str, limit: int) -> dict[str, Any]:
        """The batches, the newest first, from the one after a given one."""
        ids = [*reversed(self.held)]
        first = ids.index(after) + 1 if after in ids else 0
        page = [self.held[id].told for id in ids[first : first + limit]]
        ends = {"first_id": page[0]["id"] if page else None, "last_id": page[-1]["id"] if page else None}
        return {"object": "list", "data": page, "has_more": first + limit < len(ids), **ends}

    def _held(self, id: str) -> Held:
        if id not in self.held:
            raise Refused(404, None, f"no such batch: {id}", "id")
        return self.held[id]

    def _validated(self, held: Held) -> bool:
        """Read the lines of the input file; a batch whose input is wrong has failed."""
        content = self.file(held.told["input_file_id"])[1].decode("utf-8", "replace")
        seen = set()
        for number, text in enumerate(content.removesuffix("\n").split("\n"), 1):
            try:
                line = json.loads(text)
                id, fits = line["custom_id"], line["url"] == ENDPOINT and line["method"] == "POST"
                fits = fits and isinstance(line["body"], dict) and isinstance(id, str)
            except (ValueError, KeyError, TypeError):
                fits = False
            if not fits or id in seen:
                _fail(held, "invalid_json_line" if not fits else "duplicate_custom_id", "the line is not valid", number)
                return False
            seen.add(id)
            held.lines.append(line)
        if not 0 < len(held.lines) <= held.plan.most_lines:
            _fail(held, "too_many_requests" if held.lines else "empty_file", f"{len(held.lines)} lines", None)
            return False
        held.told["request_counts"]["total"] = len(held.lines)
        return True

    async def _finish(self, held: Held, script: Script, state: str) -> None:
        """Answer the lines and write both files."""
        done: list[dict[str, Any]] = []
        failed: list[dict[str, Any]] = []
        for number, line in enumerate(held.lines):
            await asyncio.sleep(0) if number % 100 == 0 else None  # other requests are answered meanwhile
            id, late = line["custom_id"], state != "completed"
            if drawn(script.seed, "missing", id) < held.plan.missing:
                continue
            if late and drawn(script.seed, "answered", id) >= held.plan.answered:
                failed += [_line(id, None, EXPIRED)] if state == "expired" else []
                continue
            answered = self._answered(line, script, held.plan)
            (done if answered["response"]["status_code"] == 200 else failed).append(answered)
        for name, lines in (("output_file_id", done), ("error_file_id", failed)):
            if held.plan.shuffled:
                lines.sort(key=lambda line: drawn(script.seed, "order", line["custom_id"]))
            if lines:
                content = "".join(json.dumps(line, ensure_ascii=False) + "\n" for line in lines)
                held.told[name] = self.add_file(content.encode(), f"{name}.jsonl", "batch_output")["id"]
        held.told["request_counts"] |= {"completed": len(done), "failed": len(failed)}

    def _answered(self, line: dict[str, Any], script: Script, plan: BatchPlan) -> dict[str, Any]:
        id = line["custom_id"]
        try:
            if drawn(script.seed, "error", id) < plan.errors:
                raise Refused(500, None, "the server had an error while processing this line")
            reply = written(asked(json.dumps(line["body"]).encode(), script), script)
        except Refused as refused:
            told = {"message": refused.message, "type": "error", "param": refused.parameter, "code": refused.code}
            self.counts["failed"] += 1
            return _line(id, {"status_code": refused.status, "body": {"error": told}}, None)
        self.counts.update(answered=1, input_tokens=reply.input_tokens, output_tokens=reply.output_tokens)
        return _line(id, {"status_code": 200, "body": json.loads(reply.body())}, None)


def _line(id: str, response: dict[str, Any] | None, error: dict[str, str] | None) -> dict[str, Any]:
    """A line of an output file."""
    if response is not None:
        response["request_id"] = f"request-{id}"
    return {"id": f"batch_req_{id}", "custom_id": id, "response": response, "error": error}


def _fail(held: Held, code: str, message: str, line: int | None) -> None:
    fault = {"code": code, "message": message, "param": None, "line": line}
    held.told |= {"status": "failed", "failed_at": int(time.time()), "errors": {"object": "list", "data": [fault]}}
