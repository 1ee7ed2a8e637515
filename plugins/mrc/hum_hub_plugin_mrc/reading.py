"""Seeds to gold: a passage, or documents, with questions.

The fields of a seed: `passage` or `documents`, and `questions`, a list of objects (or the keys of one question beside
`passage`): `id`, `question`, `type` (a subtask; `unanswerable` stands for a span that is not there), and by type

* `span`, `spans`, `dialogue`, `date`, `free`: `answers`, a list of strings or of objects with `text` and, where known,
  `start` (or `answer` for one of them, with `occurrence` when it occurs more than once); without either, an answer that
  occurs more than once has no position;
* `number`: `answers` or `answer`, strings with a figure or numerals in them, or JSON numbers;
* `hops`: the same as `span`, on `documents`: strings, or objects with `text`, `title` and, where it is so, `supporting`
  true; an answer may name its `document` by position from 0, and then occurs and starts in the text of that one;
* `choice`, `cloze`: `choices` and `correct`, a position from 0, or `answer`, the right choice;
* `boolean`: `answer`, one of `yes`, `no`, `depends`; a JSON true or false will do;
* `dialogue` also `history`, `cloze` also `blank`.
"""

from collections.abc import Iterator, Mapping
from typing import Any

from hum_hub import Note, Problem
from hum_hub_plugin_mrc.gold import Reading, Wording
from hum_hub_plugin_mrc.pages import Page

SPANS = ("span", "spans", "dialogue", "date", "hops")
BOOLEANS = ("yes", "no", "depends")
NEEDED = ("spans", "date", "number")
"""The subtasks whose question has an answer in any case."""
MOST_CHOICES = 26


def reading(question: Mapping[str, Any], page: Page, subtask: str) -> Iterator[Reading | Problem | Note]:
    """Notes, then the gold of a question, or the problem that drops it."""
    if subtask in ("choice", "cloze"):
        yield _choice(question)
    elif subtask == "boolean":
        yield _boolean(question)
    elif subtask == "number":
        yield _written([_figure(answer) for answer in _answers(question)])
    elif subtask == "free":
        yield _written([_text(answer) for answer in _answers(question)])
    else:
        yield from _found(question, page, subtask)


def _written(answers: list[str]) -> Reading:
    """Answers that need not stand in the passage."""
    return Reading(tuple(Wording(answer) for answer in dict.fromkeys(map(str.strip, answers)) if answer))


def _found(question: Mapping[str, Any], page: Page, subtask: str) -> Iterator[Reading | Problem | Note]:
    """Answers that stand on the page."""
    found: list[Wording] = []
    for answer in _answers(question):
        placed = _placed(answer, page)
        if isinstance(placed, Problem):
            yield placed
            return
        if placed[1] is not None:
            yield placed[1]
        found.append(placed[0])
    if subtask == "spans":
        found.sort(key=lambda wording: wording.start or 0)
    supports = page.supports()
    if isinstance(supports, Note):
        yield supports
        supports = ()
    yield Reading(tuple(dict.fromkeys(found)), supports=supports)


def _answers(question: Mapping[str, Any]) -> list[Any]:
    if question.get("type") == "unanswerable":
        return []
    if "answers" in question:
        return _list(question["answers"])
    occurrence = question.get("occurrence", 1)
    return [{"text": question["answer"], "occurrence": occurrence} if "occurrence" in question else question["answer"]]


def _list(value: Any) -> list[Any]:
    if not isinstance(value, list | tuple):
        raise TypeError(f"expected a list, got {value!r}")
    return list(value)


def _text(answer: Any) -> str:
    text = answer["text"] if isinstance(answer, dict) else answer
    if not isinstance(text, str):
        raise TypeError(f"expected a string as answer, got {text!r}")
    return text


def _figure(answer: Any) -> str:
    return str(answer) if isinstance(answer, int | float) and not isinstance(answer, bool) else _text(answer)


def _placed(answer: Any, page: Page) -> tuple[Wording, Note | None] | Problem:
    text, given = _text(answer), answer if isinstance(answer, dict) else {}
    start, note = given.get("start"), None
    if not text.strip():
        return Problem("blank-answer")
    first, last = 0, len(page.text)
    if "document" in given:
        if type(given["document"]) is not int or not 0 <= given["document"] < len(page.bodies):
            return Problem("no-such-document", str(given["document"]))
        first, last = page.bodies[given["document"]]
    if start is None:
        places = _places(text, page.text, first, last)
        occurrence = given.get("occurrence", 0)
        if len(places) < max(occurrence, 1):
            return Problem("answer-not-in-passage", text)
        if len(places) > 1 and not occurrence:
            return Wording(text.strip()), Note("answer-occurs-again", text)
        start = places[max(occurrence, 1) - 1]
    elif type(start) is not int or start < 0 or not page.text.startswith(text, first + start, last):
        return Problem("answer-not-at-offset", f"{text} at {start}")
    else:
        start += first
    if text != text.strip():
        note = Note("blanks-around-answer", repr(text))
        start += len(text) - len(text.lstrip())
        text = text.strip()
    return Wording(text, start, start + len(text)), note


def _places(text: str, passage: str, first: int, last: int) -> list[int]:
    """Where a text occurs between two places, also in itself."""
    found, place = [], passage.find(text, first, last)
    while place >= 0:
        found.append(place)
        place = passage.find(text, place + 1, last)
    return found


def _choice(question: Mapping[str, Any]) -> Reading | Problem:
    choices = tuple(_list(question["choices"]))
    if not all(isinstance(choice, str) and choice.strip() for choice in choices):
        return Problem("blank-choice")
    if len({" ".join(choice.split()).casefold() for choice in choices}) < len(choices):
        return Problem("equal-choices", " | ".join(choices))
    if not 2 <= len(choices) <= MOST_CHOICES:
        return Problem("too-few-or-many-choices", str(len(choices)))
    correct = question.get("correct")
    if correct is None:
        if question["answer"] not in choices:
            return Problem("answer-not-among-choices", str(question["answer"]))
        correct = choices.index(question["answer"])
    if type(correct) is not int or not 0 <= correct < len(choices):
        return Problem("answer-not-among-choices", str(correct))
    return Reading(choices=choices, correct=correct)


def _boolean(question: Mapping[str, Any]) -> Reading | Problem:
    answer = question["answer"]
    answer = {True: "yes", False: "no"}.get(answer, answer) if isinstance(answer, bool) else str(answer).lower()
    if answer not in BOOLEANS:
        return Problem("not-yes-or-no", str(answer))
    choices = BOOLEANS if answer == "depends" or question.get("depends") else BOOLEANS[:2]
    return Reading(choices=choices, correct=choices.index(answer))
