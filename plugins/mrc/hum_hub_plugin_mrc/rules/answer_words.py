"""What the answers to yes/no questions are called."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import ClassVar, Literal

from hum_hub import Answer, Case, Label, Problem, Rule, Schema, Words

_NAMES = {
    "yes-no": {"en": ("yes", "no"), "zh": ("是", "否")},
    "true-false": {"en": ("true", "false"), "zh": ("对", "错")},
    "letters": {"en": ("Y", "N"), "zh": ("Y", "N")},
}
_WORDS = {
    "yes-no": {
        "en": (
            'The answer is the word "yes" or the word "no".',
            'Say "yes" if it is so and "no" if it is not.',
            'Use the words "yes" and "no" for the verdict.',
        ),
        "zh": (
            "答案是“是”或“否”。",
            "肯定的写“是”，否定的写“否”。",
            "判断结果用“是”和“否”表示。",
        ),
    },
    "true-false": {
        "en": (
            'Write "true" for yes and "false" for no.',
            'If the answer is yes, say "true"; if it is no, say "false".',
            'Use "true" where one would say yes, and "false" where one would say no.',
        ),
        "zh": (
            "用“对”表示是，用“错”表示否。",
            "答案为是的写“对”，答案为否的写“错”。",
            "肯定的回答写作“对”，否定的回答写作“错”。",
        ),
    },
    "letters": {
        "en": (
            'Write "Y" for yes and "N" for no.',
            'If the answer is yes, give the letter "Y"; if it is no, the letter "N".',
            'Answer with one letter: "Y" means yes, "N" means no.',
        ),
        "zh": (
            "用字母“Y”表示是，用字母“N”表示否。",
            "答案为是的写“Y”，答案为否的写“N”。",
            "只用一个字母作答：“Y”代表是，“N”代表否。",
        ),
    },
}


class AnswerWords(Rule):
    """Yes and no, true and false, or two letters."""

    id: ClassVar[str] = "answer-words"
    stage: ClassVar[Literal["name"]] = "name"
    words: ClassVar[Words] = _WORDS

    def options(self, case: Case) -> Sequence[str]:
        """Questions that are answered yes or no, with nothing between."""
        two = {label.key for label in case.schema.labels} == {"yes", "no"}
        return tuple(_NAMES) if two and case.subtask in ("boolean", "answerable") and not case.schema.hidden else ()

    def dress(self, schema: Schema, option: str, every: Sequence[Label]) -> Schema | None:
        """See `Rule.dress`."""
        yes, no = _NAMES[option]["zh" if schema.language == "zh" else "en"]
        usual = dict(zip(("yes", "no"), _NAMES["yes-no"]["zh" if schema.language == "zh" else "en"], strict=True))
        return replace(
            schema,
            labels=tuple(
                replace(
                    label,
                    name=yes if label.key == "yes" else no,
                    called=usual[label.key] if option == "letters" else "",
                    abroad="",
                )
                for label in schema.labels
            ),
        )

    def objections(self, message: str, truth: Answer, case: Case, option: str) -> Iterable[Problem]:
        """See `Rule.objections`: each label of the schema is named as the sentences say."""
        for label in case.schema.labels:
            place = 0 if label.key == "yes" else 1
            if option == "letters":
                due = label.key[:1].upper()
            elif case.language == "zh":
                due = ("对错" if option == "true-false" else "是否")[place]
            else:
                due = str(place == 0).lower() if option == "true-false" else label.key
            if label.name != due:
                yield Problem("label-named-otherwise", f"{label.key}: {label.name}")
