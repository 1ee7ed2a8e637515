"""A teacher that writes, annotates and extracts as a good one would, for seeds in both languages."""

import json
from collections.abc import Callable, Mapping
from typing import Any

from hum_hub import Prompt, Seed

OWN = ("own-entities", "own-relations", "own-events", "arguments", "table")
WHOLE = ("entities", "relations", "events", "typing", "pair-relation", "typed-relations", "card", "triggers")
TEXT = {
    "en": "Mira Oakes runs the Tallow Works in Harfield. In April the Tallow Works hired Joss Pell, and in May the board of the mill dismissed Mira Oakes.",
    "zh": "沈知秋在白鹭镇经营青禾纸坊。四月，青禾纸坊聘用了陆小满；五月，董事会解雇了沈知秋。",
}
OTHER = {
    "en": "The harbour at Quillby was quiet all winter, and nobody from the Brae Company came to look at the cranes before Easter.",
    "zh": "整个冬天，柳浦码头都静悄悄的，直到开春，远山航运才派人来看那几台吊车。",
}
SCHEME: Mapping[str, Mapping[str, Any]] = {
    "en": {
        "entities": {"person": "a named human being", "firm": "a business", "town": "a named settlement", "ship": ""},
        "relations": {
            "runs": {"definition": "leads its daily business", "head": "person", "tail": "firm"},
            "based in": {"head": ["firm"], "tail": "town"},
            "sails": {"head": "person", "tail": "ship"},
        },
        "events": {
            "hiring": {"definition": "someone is given a job", "roles": ["employer", "employee", "time"]},
            "dismissal": {"roles": {"employer": "", "employee": "who has to go", "time": ""}},
        },
    },
    "zh": {
        "entities": {"人物": "有名有姓的人", "企业": "经营实体", "城镇": "有名称的聚居地", "船只": ""},
        "relations": {
            "经营": {"definition": "主持日常业务", "head": "人物", "tail": "企业"},
            "位于": {"head": ["企业"], "tail": "城镇"},
            "驾驶": {"head": "人物", "tail": "船只"},
        },
        "events": {
            "录用": {"definition": "某人得到工作", "roles": ["雇主", "雇员", "时间"]},
            "辞退": {"roles": {"雇主": "", "雇员": "失去工作的人", "时间": ""}},
        },
    },
}
_EN = {
    "mentions": [["person", "Mira Oakes"], ["firm", "Tallow Works"], ["town", "Harfield"], ["person", "Joss Pell"]],
    "relations": [["runs", "Mira Oakes", "Tallow Works"], ["based in", "Tallow Works", "Harfield"]],
    "events": [
        ["hiring", "hired", [["employer", "Tallow Works"], ["employee", "Joss Pell"], ["time", "April"]]],
        ["dismissal", "dismissed", [["employer", "the board of the mill"], ["employee", "Mira Oakes"]]],
    ],
}
_ZH = {
    "mentions": [["人物", "沈知秋"], ["企业", "青禾纸坊"], ["城镇", "白鹭镇"], ["人物", "陆小满"]],
    "relations": [["经营", "沈知秋", "青禾纸坊"], ["位于", "青禾纸坊", "白鹭镇"]],
    "events": [
        ["录用", "聘用", [["雇主", "青禾纸坊"], ["雇员", "陆小满"], ["时间", "四月"]]],
        ["辞退", "解雇", [["雇主", "董事会"], ["雇员", "沈知秋"]]],
    ],
}
Said = dict[str, Any]


def listing(said: Mapping[str, Any]) -> Said:
    """A listing in the shape of a reply."""
    return {
        "mentions": [mention(*each) for each in said["mentions"]],
        "relations": [
            {"label": label, "subject": subject, "object": object} for label, subject, object in said["relations"]
        ],
        "events": [event(*each) for each in said["events"]],
    }


def mention(label: str, wording: str, context: str = "") -> Said:
    return {"label": label, "wording": wording, "context": context}


def event(type: str, trigger: str, arguments: list[list[str]], context: str = "") -> Said:
    fillers = [{"role": role, "wording": wording} for role, wording in arguments]
    return {"type": type, "trigger": trigger, "context": context, "arguments": fillers}


LISTING = {"en": listing(_EN), "zh": listing(_ZH)}
NOTHING: Said = {"mentions": [], "relations": [], "events": []}
PROPOSAL = {
    language: {
        "entities": [{"name": name, "definition": said} for name, said in scheme["entities"].items()],
        "relations": [
            {
                "name": name,
                "definition": "",
                "subject": said["head"] if isinstance(said["head"], str) else said["head"][0],
                "object": said["tail"],
            }
            for name, said in scheme["relations"].items()
        ],
        "events": [
            {"name": name, "definition": "", "roles": list(said["roles"])} for name, said in scheme["events"].items()
        ],
    }
    for language, scheme in SCHEME.items()
}
DESCRIPTION = {
    "en": "A person is a human being with a name; a firm is a business; a town is a settlement that has a name. A person runs a firm.",
    "zh": "人物是有名有姓的人，企业是经营实体，城镇是有名称的聚居地，船只是有船名的船。人物经营企业，企业位于城镇。",
}
Answer = str | Said | None | Callable[[Prompt], Any]


def seed(
    fields: Mapping[str, Any] | None = None, *subtasks: str, language: str = "en", model: str | None = None
) -> Seed:
    """A seed with the worked scheme and the fields given."""
    stated = {**SCHEME[language], **(fields or {})}
    return Seed("s", "test", language, "cc0-1.0", "o", stated, subtasks or (*OWN, *WHOLE), model)


def open_seed(fields: Mapping[str, Any] | None = None, *subtasks: str, language: str = "en") -> Seed:
    topic = {"en": "mills and their people", "zh": "作坊与匠人"}[language]
    return Seed(
        "s", "test", language, "cc0-1.0", "o", {"open": True, "topic": topic, **(fields or {})}, subtasks or OWN
    )


def teacher(language: str = "en", **answers: Answer) -> Callable[[Prompt], str | None]:
    """A teacher that gives good replies but for the stages named; underscores stand for hyphens."""
    usual: dict[str, Answer] = {
        "schema": DESCRIPTION[language],
        "schema_structure": PROPOSAL[language],
        "texts": lambda prompt: TEXT[language] if prompt.number % 2 == 0 else OTHER[language],
        "annotation": lambda prompt: LISTING[language] if TEXT[language] in prompt.user else NOTHING,
        "extraction": lambda prompt: LISTING[language] if TEXT[language] in prompt.user else NOTHING,
    }
    said = {**usual, **answers}

    def reply(prompt: Prompt) -> str | None:
        answer = said[prompt.stage.replace("-", "_")]
        answer = answer(prompt) if callable(answer) else answer
        return answer if answer is None or isinstance(answer, str) else json.dumps(answer, ensure_ascii=False)

    return reply
