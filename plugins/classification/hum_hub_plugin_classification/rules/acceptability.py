"""How the verdict on the grammar of a sentence is written."""

from collections.abc import Mapping
from typing import ClassVar

from hum_hub import Words
from hum_hub_plugin_classification.rules.verdicts import Forms, Meanings, Verdicts


class AcceptabilityWords(Verdicts):
    """The verdict on a sentence as yes and no, or as right and wrong."""

    id: ClassVar[str] = "acceptability-words"
    subtasks: ClassVar[frozenset[str]] = frozenset(["acceptability"])
    meanings: ClassVar[Meanings] = {
        "sound": frozenset(["acceptable", "grammatical", "well-formed", "well_formed", "可接受", "合语法", "合乎语法"]),
        "unsound": frozenset(
            ["unacceptable", "ungrammatical", "ill-formed", "ill_formed", "不可接受", "不合语法", "不合乎语法"]
        ),
    }
    forms: ClassVar[Forms] = {
        "yes-no": {"en": {"sound": "yes", "unsound": "no"}, "zh": {"sound": "可以", "unsound": "不可以"}},
        "right-wrong": {"en": {"sound": "right", "unsound": "wrong"}, "zh": {"sound": "对", "unsound": "错"}},
    }
    told: ClassVar[Mapping[str, Mapping[str, str]]] = {
        "en": {
            "sound": "if the sentence obeys the grammar of its language",
            "unsound": "if it does not",
        },
        "zh": {"sound": "句子合乎语法", "unsound": "句子不合语法"},
    }
    pieces: ClassVar[Mapping[str, str]] = {"en": '"{}" {}', "zh": "{1}写“{0}”"}
    frames: ClassVar[Words] = {
        "yes-no": {
            "en": (
                "State the verdict in answer to the question whether the sentence is possible: {}.",
                "Can one put the sentence like this? Say {}.",
                "A short word of reply stands for the verdict: {}.",
            ),
            "zh": ("用对“能这么说吗”的答复来表示判断：{}。", "这句话可以这么说吗？{}。", "判断用简短的答复表示：{}。"),
        },
        "right-wrong": {
            "en": (
                "Mark the sentence as a language teacher would: {}.",
                "The verdict is a mark, that is, {}.",
                "Write {}, as in the margin of an exercise book.",
            ),
            "zh": ("像语文老师那样批改：{}。", "判断写成批改的记号，{}。", "如同批改作业，{}。"),
        },
    }
