"""How the polarity of an opinion is written."""

from collections.abc import Mapping
from typing import ClassVar

from hum_hub import Words
from hum_hub_plugin_classification.rules.verdicts import Forms, Meanings, Verdicts


class PolarityWords(Verdicts):
    """The polarity as a sign, or as a plain word."""

    id: ClassVar[str] = "polarity-words"
    subtasks: ClassVar[frozenset[str]] = frozenset(["sentiment", "aspect-polarity", "aspects"])
    meanings: ClassVar[Meanings] = {
        "positive": frozenset(["positive", "pos", "正面", "积极", "正向"]),
        "negative": frozenset(["negative", "neg", "负面", "消极", "负向"]),
        "neutral": frozenset(["neutral", "neu", "中性"]),
        "mixed": frozenset(["mixed", "conflict", "conflicting", "褒贬兼有", "褒贬不一"]),
    }
    numbers: ClassVar[Mapping[str, str]] = {"positive": "1", "neutral": "0", "negative": "-1"}
    forms: ClassVar[Forms] = {
        "signs": {
            language: {"positive": "+", "negative": "-", "neutral": "0", "mixed": "±"} for language in ("en", "zh")
        },
        "plain": {
            "en": {"positive": "good", "negative": "bad", "neutral": "neutral", "mixed": "mixed"},
            "zh": {"positive": "好", "negative": "坏", "neutral": "一般", "mixed": "有好有坏"},
        },
    }
    told: ClassVar[Mapping[str, Mapping[str, str]]] = {
        "en": {
            **{meaning: meaning for meaning in ("positive", "negative", "neutral")},
            "mixed": "both positive and negative",
        },
        "zh": {"positive": "正面", "negative": "负面", "neutral": "中性", "mixed": "褒贬兼有"},
    }
    pieces: ClassVar[Mapping[str, str]] = {"en": '"{}" for {}', "zh": "{1}写“{0}”"}
    frames: ClassVar[Words] = {
        "signs": {
            "en": (
                "Write the polarity as a sign: {}.",
                "Signs stand for the polarities, namely {}.",
                "Put a sign in place of a word for the polarity, that is, {}.",
            ),
            "zh": ("情感倾向用符号表示：{}。", "不用文字，用符号写出情感倾向，即{}。", "以符号代表情感倾向，{}。"),
        },
        "plain": {
            "en": (
                "Write the polarity as a plain word: {}.",
                "Everyday words stand for the polarities, namely {}.",
                "Say in one simple word what the polarity is, that is, {}.",
            ),
            "zh": ("情感倾向用通俗的词表示：{}。", "用大白话写出情感倾向，即{}。", "以简单的词代表情感倾向，{}。"),
        },
    }
