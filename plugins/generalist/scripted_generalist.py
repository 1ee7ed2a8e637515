"""A teacher that answers the generalist's prompts by their stage, for its tests."""

import json
from collections import Counter
from collections.abc import Callable, Mapping
from typing import Any

from hum_hub_plugin_generalist import shapes
from hum_hub_plugin_generalist.task import Generalist

from hum_hub import Prompt, Seed
from hum_hub.testing import Synthesized, synthesized

TASK = Generalist()
LANGUAGES = ("en", "zh")
NAMES = {"en": ("Agronomy", "Soil"), "zh": ("农学", "土壤")}
CONCEPTS = {
    "en": [
        "lime",
        "manure",
        "tilth",
        "drainage",
        "erosion",
        "leaching",
        "humus",
        "fallow",
        "mulch",
        "compost",
        "clay",
        "silt",
    ],
    "zh": ["石灰", "厩肥", "耕性", "排水", "侵蚀", "淋溶", "腐殖质", "休耕", "覆盖", "堆肥", "黏土", "粉土"],
}
SUBJECTS = [
    {"name": "Soil", "level": "introductory", "subtopics": ["lime", "manure"]},
    {"name": "Crops", "level": "advanced", "subtopics": []},
]


def sessions(language: str = "en") -> list[dict[str, Any]]:
    """The sessions of the syllabus that the script has, with three key concepts each."""
    names = CONCEPTS[language]
    return [
        {"title": f"T{part}", "description": "", "concepts": names[3 * part : 3 * part + 3], "difficulty": part + 1}
        for part in range(4)
    ]


def seed(fields: Mapping[str, Any], language: str = "en", subtasks: tuple[str, ...] = ("response", "choice")) -> Seed:
    """A seed with these fields."""
    return Seed("s", "test", language, "cc0-1.0", "o", fields, subtasks)


def discipline(language: str = "en", **more: Any) -> Seed:
    """A discipline with few questions; other fields may be added."""
    settings = {"queries": 1, "subjects": 1, "questions": 6, "least_sessions": 3}
    return seed({"discipline": NAMES[language][0], **settings, **more}, language)


class Script:
    """A teacher that answers by stage; other texts, or none, may take the place of some replies."""

    def __init__(self, language: str = "en", forms: tuple[str, ...] = shapes.FORMS, **instead: Any) -> None:
        self.language, self.forms, self.instead = language, forms, instead
        self.asked = Counter[str]()

    def __call__(self, prompt: Prompt) -> str | None:
        """The reply to a prompt."""
        self.asked[prompt.stage] += 1
        given = self.instead.get(prompt.stage.replace("-", "_"), self._text)
        text: str | None = given(prompt) if callable(given) else given
        return text

    def _text(self, prompt: Prompt) -> str:
        number, chinese = self.asked[prompt.stage], self.language == "zh"
        match prompt.stage:
            case "subjects-structure":
                return json.dumps({"subjects": SUBJECTS[:1]})
            case "syllabus":
                return " ".join(CONCEPTS[self.language])
            case "syllabus-structure":
                return json.dumps({"sessions": sessions(self.language), "forms": self.forms})
            case "question":
                words = CONCEPTS[self.language]
                names = [words[(number * by) % 12] for by in (1, 5, 7)]
                return f"第{number}题：{names}有何关系？" if chinese else f"Number {number}: how do {names} relate?"
            case "question-structure":
                wrong = [f"{number} b", f"{number} c", f"{number} d"]
                return json.dumps({"question": f"What of {number}?", "right": f"{number} a", "wrong": wrong})
            case "answer":
                return right_letter(prompt.user) or ("它们互相影响。" if chinese else "They act on each other.")
            case "result":
                return json.dumps({"stated": True, "value": "42 kg"})
            case "judge":
                return verdict(prompt)
        return "土壤与作物。" if chinese else "Soil and crops."


def right_letter(question: str) -> str | None:
    """The letter of the option that the script calls right, where there are options."""
    return next(
        (f"The answer is {line[0]}." for line in question.split("\n") if line[1:3] == ". " and line.endswith("a")), None
    )


def verdict(prompt: Prompt, better: str = "equal", mark: int = 4) -> str:
    """What a judge replies, with the same mark for all."""
    marks = dict.fromkeys(("correct", "complete", "clear", "fitting"), mark)
    if prompt.shape is shapes.Verdict:
        return json.dumps({"reason": "", "marks": marks})
    return json.dumps({"reason": "", "first": marks, "second": marks, "better": better})


def run(made: Seed, teacher: Callable[[Prompt], str | None] | None = None, **more: Any) -> Synthesized:
    """The synthesis of a seed and of all that follow from it."""
    return synthesized(TASK, [made], teacher or Script(made.language), **more)


def codes(found: Synthesized) -> list[str]:
    """The codes of the problems, then of the notes."""
    return [step.code for step in (*found.problems, *found.notes)]


def of_stage(found: Synthesized, stage: str) -> list[Prompt]:
    """The prompts of one stage."""
    return [prompt for prompt in found.prompts if prompt.stage == stage]
