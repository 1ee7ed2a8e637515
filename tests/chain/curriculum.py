"""A small tree of knowledge, votes on it, and what a teacher has to say of it, as rules for the scripted server.

Rules look for a run of text that only the prompts of one stage hold: the end of the material and the beginning of what
is asked. Questions and answers are left to the server, which writes sentences of the right language.
"""

import json
from collections.abc import Iterable
from typing import Any

from chain.project import lines

NODES: tuple[dict[str, Any], ...] = (
    {"id": "crafts", "level": "field", "names": {"en": "Crafts", "zh": "手工艺"}},
    {"id": "beekeeping", "under": "crafts", "level": "discipline", "names": {"en": "Beekeeping", "zh": "养蜂学"}},
    {"id": "games", "level": "field", "names": {"en": "Games", "zh": "棋牌"}},
    {"id": "chess", "under": "games", "level": "discipline", "names": {"en": "Chess", "zh": "国际象棋"}},
)
POTTERY: dict[str, Any] = {
    "id": "pottery",
    "under": "crafts",
    "level": "discipline",
    "names": {"en": "Pottery", "zh": "陶艺"},
}
SUBJECTS = {
    "Beekeeping": {
        "Hive management": ("brood frame", "smoker", "queen excluder", "swarm", "winter cluster", "varroa mite"),
        "Honey processing": ("extractor", "moisture", "crystallization", "strainer", "pollen count", "floral source"),
    },
    "Chess": {"Endgames": ("opposition", "zugzwang", "passed pawn", "Lucena position", "fortress", "triangulation")},
    "Pottery": {"Glazing": ("silica", "flux", "crazing", "kiln atmosphere", "oxide", "bisque")},
    "养蜂学": {"蜂群管理": ("子脾", "喷烟器", "隔王板", "分蜂", "越冬团", "蜂螨")},
    "国际象棋": {"残局": ("对王", "楚茨文克", "通路兵", "卢塞纳局面", "堡垒", "三角走法")},
    "陶艺": {"施釉": ("二氧化硅", "助熔剂", "开片", "窑内气氛", "氧化物", "素坯")},
}
"""The subjects of each discipline, with the key concepts of their two sessions."""
SETTINGS = "queries: 2, subjects: 2, questions: 6, least_sessions: 2, samples: 3, judge: true"
PER_SUBJECT = 6
MARKS = {"correct": 4, "complete": 4, "clear": 5, "fitting": 4}
SOURCE = """
[[tasks.generalist.sources]]
name = "tree-{language}"
uri = "file:tree"
reader = {{ type = "taxonomy", select = '. + {{{settings}}}' }}
language = "{language}"
license = "cc0-1.0"
subtasks = ["response", "choice"]
mode = "synthesize"
teacher = "strong"
stages = {{ {stages} }}
"""
STAGES = 'answer = "cheap", result = "cheap", judge = "judge"'


def tree(*more: dict[str, Any]) -> str:
    """The file of the tree, with nodes added."""
    return lines([*NODES, *more])


def votes(inside: Iterable[str] = ("beekeeping", "chess", "crafts", "games"), out: Iterable[str] = ()) -> str:
    """The file of the votes of one person."""
    cast = sorted([(node, "in") for node in inside] + [(node, "out") for node in out])
    return "node,vote,reviewer,reason\n" + "".join(f"{node},{vote},Ann,\n" for node, vote in cast)


def source(language: str, settings: str = SETTINGS, stages: str = STAGES) -> str:
    """The source of a language in a recipe."""
    return SOURCE.format(language=language, settings=settings, stages=stages)


def sessions(discipline: str, subject: str) -> list[dict[str, Any]]:
    """The sessions of a subject."""
    concepts = SUBJECTS[discipline][subject]
    return [
        {"title": _title(subject, part), "description": "", "concepts": concepts[3 * part : 3 * part + 3]}
        | {"difficulty": part + 1}
        for part in range(2)
    ]


def syllabus(discipline: str, subject: str) -> str:
    """The syllabus of a subject, as a text."""
    told = [f"{session['title']}: {', '.join(session['concepts'])}" for session in sessions(discipline, subject)]
    return f"{subject}\n" + "\n".join(told)


def rules() -> list[dict[str, str]]:
    """The rules of the scripted server for all that the tree may come to."""
    found = [rule for discipline in SUBJECTS for rule in _of_discipline(discipline)]
    compared = {"reason": "", "first": MARKS, "second": MARKS, "better": "equal"}
    for said, reply in (
        (("Find the final result", "请找出答案自己给出的最终结果"), {"stated": True, "value": "42 kg"}),
        (("Which option does the answer settle on", "答案最终选了哪一项"), {"stated": True, "value": "A"}),
        (("Mark both answers", "分别打分"), compared),
        (("Mark the answer", "请给答案打分"), {"reason": "", "marks": MARKS}),
    ):
        found += [{"contains": text, "text": json.dumps(reply)} for text in said]
    return found


def _of_discipline(discipline: str) -> list[dict[str, str]]:
    chinese, subjects = not discipline.isascii(), SUBJECTS[discipline]
    listed = f"{discipline}: {'、'.join(subjects)}" if chinese else f"{discipline} holds {' and '.join(subjects)}."
    named = [{"name": name, "level": "introductory", "subtopics": concepts[:2]} for name, concepts in subjects.items()]
    asked, drawn = ("\n\n有人想要", "\n\n请编写") if chinese else ("\n\nSomeone wants", "\n\nWrite the syllabus")
    found = [
        {"contains": f"{discipline}\n</discipline>{asked}", "text": listed},
        {"contains": f"<text>\n{listed}\n", "text": json.dumps({"subjects": named})},
    ]
    for name, concepts in subjects.items():
        outline = {"sessions": sessions(discipline, name), "forms": ["calculation"]}
        written = syllabus(discipline, name)
        found.append({"contains": f"- {concepts[1]}\n</subtopics>{drawn}", "text": written})
        found.append({"contains": f"<text>\n{written}\n", "text": json.dumps(outline)})
    return found


def _title(subject: str, part: int) -> str:
    return f"{subject}{'入门提高'[2 * part : 2 * part + 2]}" if not subject.isascii() else f"{subject} {part + 1}"
