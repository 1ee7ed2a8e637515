"""The requests of a synthesis: material between tags, what is asked of it, and the shape of the reply."""

from collections.abc import Sequence

from hum_hub import Prompt, delimited, sentences
from hum_hub_plugin_mrc.pages import Page
from hum_hub_plugin_mrc.synthesis import instructions as told
from hum_hub_plugin_mrc.synthesis.questions import Question
from hum_hub_plugin_mrc.synthesis.shapes import DRAFTS, LETTERS, Found, Picked, Same, Twin, Verdict, Wrong

_CHECKS = {"choice": Picked, "cloze": Picked, "boolean": Verdict}


def questions(
    subtask: str, page: Page, language: str, count: int, known: Sequence[str], wanted: Sequence[str]
) -> Prompt:
    """Ask for questions of a sub-task with their answers; `wanted` are the answers of those of yes or no."""
    rules = list(told.RULES[language])
    if subtask not in ("dialogue", "cloze"):
        rules.append(told.ALONE[language])
    earlier = ""
    if known:
        rules.append(told.EARLIER[language])
        earlier = "\n\n" + delimited("earlier-questions", "\n".join(known))
    if wanted:
        rules.append(told.WANTED[language].format(_comma(language).join(wanted)))
    asked = told.ASK[language].format(
        count=count,
        kind=told.KINDS[subtask][language],
        rules="\n".join(rules),
        fields=told.FIELDS[subtask][language],
    )
    user = f"{_numbered(page, language)}{earlier}\n\n{asked}"
    return Prompt(user, "questions", told.WRITER[language], shape=DRAFTS[subtask], language=language)


def answerability(question: Question, text: str, language: str) -> Prompt:
    """Ask the question itself on the page (or on what is left of it), without its answer."""
    parts = [delimited(question.page.name, text)]
    if question.fields.get("history"):
        parts.append(delimited("conversation", question.fields["history"]))
    parts.append(delimited("question", question.text))
    if "choices" in question.fields:
        options = zip(LETTERS, question.fields["choices"], strict=False)
        parts.append(delimited("options", "\n".join(f"{letter}. {option}" for letter, option in options)))
    parts.append(told.ANSWER[question.subtask][language])
    shape = _CHECKS.get(question.subtask, Found)
    return _checking(parts, shape, language)


def agreement(question: Question, answer: str, language: str) -> Prompt:
    """Ask whether two answers in free words say the same."""
    parts = [
        delimited(question.page.name, question.page.text),
        delimited("question", question.text),
        delimited("first-answer", question.answers[0]),
        delimited("second-answer", answer),
        told.SAME[language],
    ]
    return _checking(parts, Same, language)


def distractors(question: Question, language: str, count: int) -> Prompt:
    """Ask for wrong options beside the right answer."""
    user = "\n\n".join(
        (
            delimited(question.page.name, question.page.text),
            delimited("question", question.text),
            delimited("answer", question.answers[0]),
            told.DISTRACT[language].format(count=count),
        )
    )
    return Prompt(user, "distractors", told.WRITER[language], shape=Wrong, language=language)


def twin(question: Question, language: str) -> Prompt:
    """Ask for a question that looks like this one but is not answered."""
    parts = [delimited(question.page.name, question.page.text)]
    if question.fields.get("history"):
        parts.append(delimited("conversation", question.fields["history"]))
    parts += [
        delimited("question", question.text),
        delimited("answer", "\n".join(question.answers)),
        told.TWIN[language],
    ]
    return Prompt("\n\n".join(parts), "twins", told.WRITER[language], shape=Twin, language=language)


def _checking(parts: Sequence[str], shape: type, language: str) -> Prompt:
    # no language is demanded of the reply: it may be a letter, or a name as the passage writes it
    return Prompt(
        "\n\n".join(parts),
        "answerability",
        told.READER[language],
        temperature=0.0,
        shape=shape,
    )


def _numbered(page: Page, language: str) -> str:
    """The sentences of a passage, or the documents, with the numbers by which drafts name them."""
    if page.name == "documents":
        shown = "\n\n".join(f"[{number + 1}] {_document(page, number)}" for number in range(len(page.bodies)))
    else:
        cuts = sentences(page.text, language)
        shown = "\n".join(f"[{number}] {page.text[start:end]}" for number, (start, end) in enumerate(cuts, 1))
    return delimited(page.name, shown)


def _document(page: Page, number: int) -> str:
    title, body = page.titles[number], page.text[slice(*page.bodies[number])]
    return f"{title.text}\n{body}" if title is not None else body


def without(page: Page, document: int) -> str:
    """The page without one of its documents."""
    return "\n\n".join(_document(page, number) for number in range(len(page.bodies)) if number != document)


def _comma(language: str) -> str:
    return "、" if language == "zh" else ", "
