"""How the relation of a premise and a hypothesis is written."""

from collections.abc import Mapping
from typing import ClassVar

from hum_hub import Words
from hum_hub_plugin_classification.rules.verdicts import Forms, Meanings, Verdicts


class InferenceWords(Verdicts):
    """The relation of premise and hypothesis as yes, no and maybe, or as a truth value."""

    id: ClassVar[str] = "inference-words"
    subtasks: ClassVar[frozenset[str]] = frozenset(["inference"])
    meanings: ClassVar[Meanings] = {
        "follows": frozenset(["entailment", "entails", "entailed", "蕴含"]),
        "contradicts": frozenset(["contradiction", "contradicts", "contradictory", "矛盾"]),
        "neither": frozenset(["neutral", "中立"]),
    }
    forms: ClassVar[Forms] = {
        "yes-no": {
            "en": {"follows": "yes", "contradicts": "no", "neither": "maybe"},
            "zh": {"follows": "成立", "contradicts": "不成立", "neither": "不一定"},
        },
        "truth": {
            "en": {"follows": "true", "contradicts": "false", "neither": "undecided"},
            "zh": {"follows": "真", "contradicts": "假", "neither": "未定"},
        },
    }
    told: ClassVar[Mapping[str, Mapping[str, str]]] = {
        "en": {
            "follows": "if the hypothesis follows from the premise",
            "contradicts": "if the hypothesis contradicts the premise",
            "neither": "in all other cases",
        },
        "zh": {
            "follows": "前提能推出假设",
            "contradicts": "假设与前提矛盾",
            "neither": "其余情况",
        },
    }
    pieces: ClassVar[Mapping[str, str]] = {"en": '"{}" {}', "zh": "{1}写“{0}”"}
    frames: ClassVar[Words] = {
        "yes-no": {
            "en": (
                "State the relation in answer to the question whether the hypothesis holds: {}.",
                "Does the premise bear out the hypothesis? Say {}.",
                "A short word of reply stands for the relation: {}.",
            ),
            "zh": (
                "用对“假设成立吗”的答复来表示关系：{}。",
                "根据前提，假设成立吗？{}。",
                "关系用简短的答复表示：{}。",
            ),
        },
        "truth": {
            "en": (
                "Take the premise for granted and state the truth value of the hypothesis: {}.",
                "The relation is written as a truth value, that is, {}.",
                "Decide on the truth of the hypothesis in the light of the premise and write {}.",
            ),
            "zh": (
                "以前提为准，写出假设的真值：{}。",
                "关系用真值表示，{}。",
                "假定前提属实，判断假设的真假：{}。",
            ),
        },
    }
