"""How a rating of one to five is written."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import ClassVar, Literal

from hum_hub import Answer, Case, Label, Problem, Rule, Schema, Words
from hum_hub_plugin_classification.rules.renaming import NAMING, renamed

_RATING = re.compile(r"([1-5])(?:\.0)?(?:[ _-]?stars?|颗?星)?", re.IGNORECASE)
_WORDS: Words = {
    "digits": {
        "en": (
            "Write the rating as a digit from 1 to 5, without a word or sign beside it.",
            'The rating is the bare number of stars in digits: "4", for instance.',
            'Give the rating as one digit, so "1" for one star and "5" for five.',
        ),
        "zh": (
            "评分只写1到5的阿拉伯数字，不带单位。",
            "评分写成一个数字，例如四星写作“4”。",
            "用阿拉伯数字表示星数，只写数字本身，一星是“1”，五星是“5”。",
        ),
    },
    "words": {
        "en": (
            'Write the rating as a number word: "one", "two", "three", "four" or "five".',
            'The rating is the number of stars as a word in small letters, such as "four".',
            'Spell the rating out with one word, from "one" for one star to "five" for five.',
        ),
        "zh": (
            "评分用汉字书写：“一星”“二星”“三星”“四星”或“五星”。",
            "评分写成汉字数字加“星”字，例如4星写作“四星”，2星写作“二星”。",
            "用中文数字表示星数，从“一星”到“五星”。",
        ),
    },
    "stars": {
        "en": (
            'Write the rating as a row of stars: "★★★★" for four, for instance.',
            'Draw one "★" for each star of the rating and nothing else.',
            'The rating is shown by the sign "★", as many times as there are stars, from "★" to "★★★★★".',
        ),
        "zh": (
            "评分用星号表示，几星就写几个“★”，例如四星写作“★★★★”。",
            "评分写成一排“★”，每颗星一个，不写别的。",
            "用“★”的个数表示评分，从“★”到“★★★★★”。",
        ),
    },
}
_NAMES: Mapping[str, Sequence[str]] = {
    "en": ("one", "two", "three", "four", "five"),
    "zh": ("一星", "二星", "三星", "四星", "五星"),
}


class RatingForm(Rule):
    """Digits, words, or stars, where every rating of the source is one of one to five stars."""

    id: ClassVar[str] = "rating-form"
    stage: ClassVar[Literal["name"]] = "name"
    excludes: ClassVar[frozenset[str]] = NAMING
    words: ClassVar[Words] = _WORDS

    def options(self, case: Case) -> Sequence[str]:
        """Ratings whose keys are a number of stars."""
        if case.subtask != "rating" or case.schema.hidden or _stars(case.schema.labels) is None:
            return ()
        return ("digits", "words", "stars")

    def dress(self, schema: Schema, option: str, every: Sequence[Label]) -> Schema | None:
        """See `Rule.dress`."""
        stars = _stars(schema.labels)
        if stars is None or _stars(every) is None:
            return None
        words = _NAMES["zh" if schema.language == "zh" else "en"]
        forms = {"digits": "12345", "words": words, "stars": ["★" * count for count in range(1, 6)]}[option]
        pairs = zip(schema.labels, stars, strict=True)
        return replace(schema, labels=tuple(renamed(label, forms[count - 1]) for label, count in pairs))

    def objections(self, message: str, truth: Answer, case: Case, option: str) -> Iterable[Problem]:
        """See `Rule.objections`: the key begins with the number that the name is read as."""
        for label in case.schema.labels:
            count = _read(label.name, option, case.language)
            if count is None or label.key[:1] != str(count):
                yield Problem("rating-in-another-form", label.name)


def _stars(labels: Sequence[Label]) -> list[int] | None:
    """The number of stars of each label; `None` when one is no such number, or two are the same."""
    found = [_RATING.fullmatch(label.key.strip()) for label in labels]
    counts = [int(match[1]) for match in found if match is not None]
    return counts if found and len(set(counts)) == len(found) else None


# The check: reads the name back, where `dress` writes it.
_READ = {
    "en": {"one": 1, "two": 2, "three": 3, "four": 4, "five": 5},
    "zh": {"一星": 1, "二星": 2, "三星": 3, "四星": 4, "五星": 5},
}


def _read(name: str, option: str, language: str) -> int | None:
    if option == "words":
        return _READ[language].get(name)
    if option == "stars":
        return len(name) if set(name) == {"★"} else None
    return int(name) if name in ("1", "2", "3", "4", "5") else None
