"""Turns the curriculum into a recording: `python record.py` writes taxonomy.jsonl and recording.jsonl.

The curriculum is written by hand, one file for each discipline. The recording holds, for every prompt that the
chain asks about it, the matching piece as the reply, so that the chain runs without a model.
"""

import json
from pathlib import Path
from typing import Any

from hum_hub_plugin_generalist.chain import chain

from hum_hub import Prompt, Reply, Seed

HERE = Path(__file__).parent
STARTER = HERE / "hum_hub_plugin_generalist" / "starter"
MODEL = "hum-starter-1"
QUESTIONS = 6


def record() -> dict[str, str]:
    """The content of the two files, by name."""
    taxonomy, recording = [], []
    for path in sorted((HERE / "curriculum").glob("*.json")):
        document = json.loads(path.read_text(encoding="utf-8"))
        for subject in document["subjects"]:
            seed = _seed(document["discipline"], subject["language"])
            taxonomy.append(seed)
            recording += _replies(seed, subject)
    return {"taxonomy.jsonl": _lines(taxonomy), "recording.jsonl": _lines(recording)}


def _seed(discipline: dict[str, Any], language: str) -> dict[str, Any]:
    return {
        "id": f"{discipline['id']}/{language}",
        "language": language,
        "field": discipline["field"][language],
        "discipline": discipline[language],
        "queries": 1,
        "subjects": 1,
        "questions": QUESTIONS,
    }


def _replies(seed: dict[str, Any], subject: dict[str, Any]) -> list[dict[str, str]]:
    """Drive the chain once and answer it from the curriculum."""
    outline = subject["syllabus"]
    questions = iter(subject["questions"])
    asked: dict[str, str] = {}
    by_stage = {
        "subjects": lambda prompt: _subject_text(subject),
        "subjects-structure": lambda prompt: _json([{key: subject[key] for key in ("name", "level", "subtopics")}]),
        "syllabus": lambda prompt: _syllabus_text(outline, seed["language"]),
        "syllabus-structure": lambda prompt: _json(outline["sessions"]),
        "question": lambda prompt: _next_question(questions, asked),
        "answer": lambda prompt: asked[prompt.user],
    }
    synthesis = chain(Seed(seed["id"], "starter", seed["language"], "cc0-1.0", seed["id"], seed))
    replies, answer = [], None
    while True:
        try:
            step = synthesis.send(answer)
        except StopIteration:
            return replies
        answer = None
        if isinstance(step, Prompt):
            answer = Reply(by_stage[step.stage](step), MODEL)
            replies.append({"key": step.key(), "stage": step.stage, "model": MODEL, "text": answer.text})


def _next_question(questions: Any, asked: dict[str, str]) -> str:
    pair = next(questions)
    asked[pair["question"]] = pair["answer"]
    return str(pair["question"])


def _subject_text(subject: dict[str, Any]) -> str:
    comma, colon = ("、", "：") if subject["language"] == "zh" else (", ", ": ")
    return f"{subject['name']} ({subject['level']}){colon}{comma.join(subject['subtopics'])}"


def _syllabus_text(outline: dict[str, Any], language: str) -> str:
    comma, colon = ("、", "：") if language == "zh" else (", ", ": ")
    lines = [outline["introduction"], *(f"- {aim}" for aim in outline["aims"])]
    for number, session in enumerate(outline["sessions"], 1):
        lines.append(f"{number}. {session['title']}{colon}{session['description']}({comma.join(session['concepts'])})")
    return "\n".join(lines)


def _json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False)


def _lines(entries: list[dict[str, Any]]) -> str:
    return "".join(json.dumps(entry, ensure_ascii=False) + "\n" for entry in entries)


if __name__ == "__main__":
    for name, content in record().items():
        (STARTER / name).write_text(content, encoding="utf-8")
