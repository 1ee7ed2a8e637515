"""A scripted teacher for reading comprehension: pages, drafts for every sub-task, and a reader that knows the answers."""

import copy
import json
import re
from collections.abc import Callable
from typing import Any

from hum_hub_plugin_mrc.synthesis.instructions import KINDS
from hum_hub_plugin_mrc.task import ReadingComprehension

from hum_hub import Prompt, Seed
from hum_hub.testing import Synthesized, synthesized

TASK = ReadingComprehension()

PASSAGE = {
    "en": (
        "The old ferry was sold in May 1998 because its engine had failed. A bridge now crosses the strait, "
        "and the ferry is a cafe. Ann Ray and Tom Lee run the cafe. It opens at noon. "
        "The cafe seats 40 people inside and 15 on deck."
    ),
    "zh": "老渡船因发动机损坏，于1998年5月卖掉了。如今一座桥跨过海峡，渡船成了咖啡馆。林安和陶然经营这家咖啡馆。店里中午开门。咖啡馆室内可坐40人，甲板上可坐15人。",
}
DOCUMENTS = {
    "en": [
        {"title": "Ferry", "text": "The Gannet was the last ferry on the strait. Its captain was born in Solen."},
        {"title": "Solen", "text": "Solen is a village on the river Ure. The village has a mill."},
        "The strait is deep.",
    ],
    "zh": [
        {"title": "渡船", "text": "塘鹅号是海峡上的最后一艘渡船。船长出生于索伦。"},
        {"title": "索伦", "text": "索伦是乌尔河边的一个村庄。村里有一座磨坊。"},
        "海峡很深。",
    ],
}


def quoted(text: str, sentence: int, context: str = "") -> dict[str, Any]:
    return {"text": text, "context": context, "sentence": sentence}


DRAFTS: dict[str, dict[str, dict[str, Any]]] = {
    "en": {
        "span": {"question": "Why was the ferry sold?", "answer": quoted("its engine had failed", 1)},
        "date": {"question": "When did the ferry change hands?", "answer": quoted("May 1998", 1)},
        "spans": {"question": "Who runs the place?", "answers": [quoted("Tom Lee", 3), quoted("Ann Ray", 3)]},
        "dialogue": {
            "history": [{"question": "What crosses the strait now?", "answer": "A bridge."}],
            "question": "And what became of the ferry?",
            "answer": quoted("a cafe", 2, "ferry is a cafe"),
        },
        "choice": {"question": "What made the owners give up the ferry?", "answer": "a broken motor"},
        "cloze": {"sentence": "Travellers reach the other shore by ____ today.", "answer": "bridge"},
        "boolean": {"question": "Can guests have breakfast on board?", "answer": "no"},
        "free": {"question": "How has the ferry's use changed?", "answer": "It carried people and now serves coffee."},
        "number": {"question": "How many guests fit in altogether?", "answer": "55"},
        "hops": {
            "question": "On which river does the captain's birthplace lie?",
            "answer": "Ure",
            "context": "the river Ure",
            "document": 2,
            "documents": [1, 2],
        },
    },
    "zh": {
        "span": {"question": "渡船为什么被卖掉？", "answer": quoted("发动机损坏", 1)},
        "date": {"question": "渡船是什么时候易主的？", "answer": quoted("1998年5月", 1)},
        "spans": {"question": "店由哪些人打理？", "answers": [quoted("陶然", 3), quoted("林安", 3)]},
        "dialogue": {
            "history": [{"question": "现在靠什么过海峡？", "answer": "一座桥。"}],
            "question": "那么渡船后来成了什么？",
            "answer": quoted("咖啡馆", 2, "成了咖啡馆"),
        },
        "choice": {"question": "船主为何放弃渡船？", "answer": "机器坏了"},
        "cloze": {"sentence": "今天人们经____到对岸。", "answer": "大桥"},
        "boolean": {"question": "客人能在船上吃早饭吗？", "answer": "no"},
        "free": {"question": "渡船的用途有何变化？", "answer": "它从前载客，现在卖咖啡。"},
        "number": {"question": "总共能容纳多少位客人？", "answer": "55"},
        "hops": {
            "question": "船长的出生地在哪条河边？",
            "answer": "乌尔河",
            "context": "索伦是乌尔河边",
            "document": 2,
            "documents": [1, 2],
        },
    },
}
TWINS = {
    "en": {
        "span": "Why was the bridge sold?",
        "dialogue": "And what became of the captain?",
        "free": "How has the strait's depth changed?",
        "hops": "On which river does the captain's mill lie?",
    },
    "zh": {
        "span": "大桥为什么被卖掉？",
        "dialogue": "那么船长后来成了什么？",
        "free": "海峡的深浅有何变化？",
        "hops": "船长的磨坊在哪条河边？",
    },
}
WRONG = {
    "en": {"choice": ["a new road", "a long strike", "a cold winter"], "cloze": ["plane", "train", "tunnel"]},
    "zh": {"choice": ["新修了路", "船员罢工", "冬天太冷"], "cloze": ["飞机", "火车", "隧道"]},
}
MAINS = tuple(DRAFTS["en"])


def seed(*subtasks: str, language: str = "en", id: str = "s", **fields: Any) -> Seed:
    several = {"hops", "supports"} & set(subtasks)
    page = {"documents": DOCUMENTS[language]} if several else {"passage": PASSAGE[language]}
    return Seed(id, "test", language, "cc0-1.0", "o", {**page, **fields}, subtasks)


def between(prompt: Prompt, tag: str) -> str:
    found = re.search(rf"<{tag}>\n(.*?)\n</{tag}>", prompt.user, re.DOTALL)
    return found[1] if found else ""


class Teacher:
    """Answers by stage; `changed` replaces what it would say for a stage, given the prompt and its usual answer."""

    def __init__(
        self, language: str = "en", drafts: dict[str, Any] | None = None, **changed: Callable[[Prompt, Any], Any]
    ) -> None:
        self.language = language
        self.drafts = copy.deepcopy(DRAFTS[language]) | (drafts or {})
        self.changed = changed

    def __call__(self, prompt: Prompt) -> str | None:
        usual = getattr(self, "_" + prompt.stage)(prompt)
        said = self.changed[prompt.stage](prompt, usual) if prompt.stage in self.changed else usual
        return said if said is None or isinstance(said, str) else json.dumps(said, ensure_ascii=False)

    def _questions(self, prompt: Prompt) -> dict[str, Any]:
        draft = self.drafts[self._subtask_asked(prompt)]
        return {"questions": draft if isinstance(draft, list) else [draft]}

    def _distractors(self, prompt: Prompt) -> dict[str, Any]:
        subtask = "cloze" if "____" in between(prompt, "question") else "choice"
        return {"options": WRONG[self.language][subtask]}

    def _twins(self, prompt: Prompt) -> dict[str, Any]:
        return {"question": TWINS[self.language][self._known(between(prompt, "question"))]}

    def _answerability(self, prompt: Prompt) -> dict[str, Any]:
        if "<second-answer>" in prompt.user:
            return {"same": True}
        question = between(prompt, "question")
        if question in TWINS[self.language].values():
            return {"answerable": False, "answers": []}
        draft = self._draft(question)
        if options := between(prompt, "options"):
            return {"right": [line[0] for line in options.splitlines() if line[3:] == draft["answer"]]}
        if draft["answer" if "answer" in draft else "answers"] in ("yes", "no", "depends"):
            return {"answer": draft["answer"]}
        if "documents" in draft and any(title not in prompt.user for title in self._titles()):
            return {"answerable": False, "answers": []}
        return {"answerable": True, "answers": self._answers(draft)}

    def _titles(self) -> list[str]:
        return [document["text"] for document in DOCUMENTS[self.language][:2]]  # type: ignore[index]

    @staticmethod
    def _answers(draft: dict[str, Any]) -> list[str]:
        given = draft["answers"] if "answers" in draft else [draft["answer"]]
        return [answer["text"] if isinstance(answer, dict) else answer for answer in given]

    def _draft(self, question: str) -> dict[str, Any]:
        every = [entry for draft in self.drafts.values() for entry in (draft if isinstance(draft, list) else [draft])]
        return next(draft for draft in every if question in (draft.get("question", "").strip(), draft.get("sentence")))

    def _known(self, question: str) -> str:
        return next(name for name, draft in self.drafts.items() if draft.get("question") == question)

    def _subtask_asked(self, prompt: Prompt) -> str:
        return next(name for name, kinds in KINDS.items() if kinds[self.language] in prompt.user)


def made(*subtasks: str, teacher: Teacher | None = None, language: str = "en", **fields: Any) -> Synthesized:
    return synthesized(TASK, [seed(*subtasks, language=language, **fields)], teacher or Teacher(language))


def codes(found: Synthesized) -> list[str]:
    return [problem.code for problem in found.problems]
