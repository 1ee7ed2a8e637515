"""What is wrong with an example, subtask by subtask."""

from collections.abc import Iterator

from hum_hub import Example, Problem
from hum_hub_plugin_mrc.evidence import evidence
from hum_hub_plugin_mrc.gold import Reading, Wording
from hum_hub_plugin_mrc.reading import NEEDED, SPANS


def problems(example: Example[Reading], subtask: str) -> Iterator[Problem]:
    """The problems of an example when it is asked for one subtask."""
    gold, text = example.gold, example.inputs[0][1]
    if subtask in ("choice", "cloze", "boolean"):
        yield from _of_choices(gold)
    if subtask in (*SPANS, "answerable", "evidence"):
        yield from (Problem("answer-not-in-passage", answer.text) for answer in gold.answers if not _in(answer, text))
    if subtask in (*NEEDED, "asking") and not gold.answers:
        yield Problem("no-answer")
    if subtask == "number":
        yield from (
            Problem("not-a-number", answer.text) for answer in gold.answers if not any(map(str.isnumeric, answer.text))
        )
    if subtask == "evidence" and evidence(gold, text, example.language) is None:
        yield Problem("no-evidence-sentence")
    if subtask == "asking" and example.text("answer") not in text:
        yield Problem("answer-not-in-passage", example.text("answer"))
    if subtask == "supports":
        if not gold.supports:
            yield Problem("no-supporting-title")
        yield from (Problem("title-not-in-documents", title.text) for title in gold.supports if not _in(title, text))


def _of_choices(gold: Reading) -> Iterator[Problem]:
    if gold.correct is None or not 0 <= gold.correct < len(gold.choices):
        yield Problem("no-right-choice")
    elif len(set(gold.choices)) < len(gold.choices):
        yield Problem("equal-choices", " | ".join(gold.choices))


def _in(wording: Wording, text: str) -> bool:
    """Whether a wording stands in a text, at its place where it has one."""
    return wording.text in text if wording.start is None else text[wording.start : wording.end] == wording.text
