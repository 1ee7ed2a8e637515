"""Turns the curriculum into a recording: `python record.py` writes taxonomy.jsonl and recording.jsonl.

The curriculum is written by hand, one file for each discipline. The recording holds, for every prompt that the
chain asks about it, the matching piece as the reply, so that the chain runs without a model. Each question of the
curriculum names the key concepts that it is about; the taxonomy wants these combinations before any others.
"""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from hum_hub_plugin_generalist.choices import settled
from hum_hub_plugin_generalist.task import Generalist

from hum_hub import Prompt, Seed
from hum_hub.testing import synthesized

HERE = Path(__file__).parent
STARTER = HERE / "hum_hub_plugin_generalist" / "starter"
MODEL = "hum-starter-1"
SUBTASKS = ("response", "choice")


def record() -> dict[str, str]:
    """The content of the two files, by name."""
    taxonomy, recording = [], []
    for path in sorted((HERE / "curriculum").glob("*.json")):
        document = json.loads(path.read_text(encoding="utf-8"))
        for subject in document["subjects"]:
            seed = _seed(document["discipline"], subject)
            taxonomy.append(seed)
            recording += _replies(seed, subject)
    return {"taxonomy.jsonl": _lines(taxonomy), "recording.jsonl": _lines(recording)}


def _seed(discipline: dict[str, Any], subject: dict[str, Any]) -> dict[str, Any]:
    language = subject["language"]
    return {
        "id": f"{discipline['id']}/{language}",
        "language": language,
        "path": [discipline["field"][language]],
        "discipline": discipline[language],
        "queries": 1,
        "subjects": 1,
        "least_sessions": len(subject["syllabus"]["sessions"]),
        "questions": len(subject["questions"]),
        "wanted": [{key: pair[key] for key in ("concepts", "form", "difficulty")} for pair in subject["questions"]],
    }


class Curriculum:
    """A teacher that has the curriculum of one subject, and remembers what it replied."""

    def __init__(self, subject: dict[str, Any], language: str) -> None:
        self.subject, self.language = subject, language
        self.questions: Iterator[dict[str, Any]] = iter(subject["questions"])
        self.choices = [pair for pair in subject["questions"] if pair["form"] == "choice"]
        self.replies: list[dict[str, str]] = []

    def __call__(self, prompt: Prompt) -> str:
        """The reply to a prompt."""
        text = self._text(prompt)
        self.replies.append({"key": prompt.key(), "stage": prompt.stage, "model": MODEL, "text": text})
        return text

    def _text(self, prompt: Prompt) -> str:
        match prompt.stage:
            case "subjects":
                return _subject_text(self.subject)
            case "subjects-structure":
                return _json({"subjects": [{key: self.subject[key] for key in ("name", "level", "subtopics")}]})
            case "syllabus":
                return _syllabus_text(self.subject["syllabus"], self.language)
            case "syllabus-structure":
                return _json({"sessions": _sessions(self.subject), "forms": _forms(self.subject)})
            case "question":
                return _question_text(next(self.questions), self.language)
            case "question-structure":
                (pair,) = (pair for pair in self.choices if pair["question"] in prompt.user)
                return _json({key: pair[key] for key in ("question", "right", "wrong")})
        return self._answer(prompt.user)

    def _answer(self, question: str) -> str:
        """The answer, with the letter of the right option where there are options."""
        (pair,) = (pair for pair in self.subject["questions"] if question.startswith(pair["question"]))
        answer: str = pair["answer"]
        if pair["form"] != "choice":
            return answer
        (line,) = (line for line in question.split("\n") if line[1:] == f". {pair['right']}")
        said = answer.replace("{letter}", line[0])
        assert settled(said, [pair["right"], *pair["wrong"]]) == line[0], f"no letter can be read from: {said}"
        return said


def _replies(seed: dict[str, Any], subject: dict[str, Any]) -> list[dict[str, str]]:
    """Drive the chain once and answer it from the curriculum."""
    teacher = Curriculum(subject, seed["language"])
    made = Seed(seed["id"], "starter", seed["language"], "cc0-1.0", seed["id"], seed, SUBTASKS)
    found = synthesized(Generalist(), [made], teacher, MODEL)
    assert not found.problems and not found.notes, f"{seed['id']}: {found.problems} {found.notes}"
    assert sum("response" in each.subtasks for each in found.examples) == len(subject["questions"]), seed["id"]
    return teacher.replies


def _subject_text(subject: dict[str, Any]) -> str:
    comma, colon = ("、", "：") if subject["language"] == "zh" else (", ", ": ")
    return f"{subject['name']} ({subject['level']}){colon}{comma.join(subject['subtopics'])}"


def _syllabus_text(outline: dict[str, Any], language: str) -> str:
    comma, colon = ("、", "：") if language == "zh" else (", ", ": ")
    lines = [outline["introduction"], *(f"- {aim}" for aim in outline["aims"])]
    for number, session in enumerate(outline["sessions"], 1):
        lines.append(f"{number}. {session['title']}{colon}{session['description']}({comma.join(session['concepts'])})")
    return "\n".join(lines)


def _sessions(subject: dict[str, Any]) -> list[dict[str, Any]]:
    """The sessions, which are in order of difficulty in every syllabus of the curriculum."""
    sessions = subject["syllabus"]["sessions"]
    return [{**session, "difficulty": min(number, 5)} for number, session in enumerate(sessions, 1)]


def _forms(subject: dict[str, Any]) -> list[str]:
    return sorted({pair["form"] for pair in subject["questions"]})


def _question_text(pair: dict[str, Any], language: str) -> str:
    if pair["form"] != "choice":
        return str(pair["question"])
    right, wrong = ("正确选项：", "错误选项：") if language == "zh" else ("Right: ", "Wrong: ")
    return "\n".join([pair["question"], right + pair["right"], *(wrong + option for option in pair["wrong"])])


def _json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False)


def _lines(entries: list[dict[str, Any]]) -> str:
    return "".join(json.dumps(entry, ensure_ascii=False) + "\n" for entry in entries)


if __name__ == "__main__":
    for name, content in record().items():
        (STARTER / name).write_text(content, encoding="utf-8")
