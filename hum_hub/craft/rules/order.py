"""In which order the records of an answer stand."""

from collections.abc import Sequence
from typing import ClassVar

from hum_hub.contract.rules import Case, Rule, Stage, Words
from hum_hub.contract.values import Answer, Record, Value, values, wordings

_WORDS: Words = {
    "text": {
        "en": (
            "List what you find in the order in which it appears in the text; of two that begin together the longer comes first.",
            "Keep to the order of the text: what begins first in it comes first, and the longer before the shorter.",
            "The answer follows the text from its beginning to its end; where two entries begin together, the longer leads.",
        ),
        "zh": (
            "按在原文中出现的先后顺序列出；起点相同的，长的在前。",
            "答案的顺序与原文一致，先出现的先写，起点相同时先写较长的。",
            "从前往后，依原文顺序作答；同一处开始的，先长后短。",
        ),
    },
    "reverse": {
        "en": (
            "List what you find from the end of the text to its beginning; of two that begin together the longer comes last.",
            "Reverse the order of the text: what begins last in it comes first, and the shorter before the longer.",
            "Work from the end of the text back to its beginning; where two entries begin together, the shorter leads.",
        ),
        "zh": (
            "按在原文中出现的顺序倒着列出，最后出现的写在最前面；起点相同的，长的在后。",
            "从后往前列出，与原文顺序相反；同一处开始的，先短后长。",
            "原文中越靠后的越先写，起点相同时先写较短的。",
        ),
    },
    "alphabetical": {
        "en": (
            "Sort the entries alphabetically, ignoring case; equal ones stay in the order of the text.",
            "Put the entries in alphabetical order; capital and small letters count the same, and equal entries keep the order of the text.",
            "Arrange the entries from A to Z without regard to case; where two are equal, the one that comes first in the text leads.",
        ),
        "zh": (
            "各项按字母顺序排列，不区分大小写，相同的保持原文顺序。",
            "结果按字母表顺序排序，大小写视为相同；一样的依原文先后。",
            "从 A 到 Z 依次列出，忽略大小写，相同的内容先出现的在前。",
        ),
    },
    "length": {
        "en": (
            "Sort the entries from the fewest characters to the most; ties stay in the order of the text.",
            "Shorter entries, counted in characters, come before longer ones; equally long ones keep the order of the text.",
            "Begin with the entry that has the fewest characters and end with the longest; where two are equally long, the earlier one in the text leads.",
        ),
        "zh": (
            "各项按字数由少到多排列，字数相同的保持原文顺序。",
            "先写短的再写长的，以字符数计；一样长的依原文先后。",
            "字符最少的写在最前，最长的写在最后，长度相同时先出现的在前。",
        ),
    },
}
_WITHIN = {"en": "Within each label: {}", "zh": "同一标签内：{}"}
_COMPOSED = {
    "en": " An entry reaches from the first of its wordings in the text to the last.",
    "zh": "一条结果从其中最先出现的文字算起，到最后出现的文字为止。",
}


class Order(Rule):
    """Order of the text, its reverse, alphabetical (Latin letters only), or by length; these two for single wordings."""

    id: ClassVar[str] = "order"
    stage: ClassVar[Stage] = "order"
    words: ClassVar[Words] = _WORDS

    def options(self, case: Case) -> Sequence[str]:
        """Lists of records that hold wordings; sorting by letters only where the texts are English."""
        kinds = [field.kind for field in case.schema.fields if field.kind in ("text", "texts", "roles")]
        if not case.schema.many or not kinds:
            return ()
        if kinds != ["text"]:
            return ("text", "reverse")
        return ("text", "reverse", "length") if case.input_language == "zh" else tuple(_WORDS)

    def wordings(self, option: str, case: Case) -> Sequence[str]:
        """See `Rule.wordings`."""
        language, lines = case.language, _WORDS[option][case.language]
        if [field.kind for field in case.schema.fields if field.kind in ("text", "texts", "roles")] != ["text"]:
            lines = [line + _COMPOSED[language] for line in lines]
        if not case.grouped:
            return lines
        return [_WITHIN[language].replace("{}", line[0].lower() + line[1:]) for line in lines]

    def transform(self, answer: Answer, case: Case, option: str) -> Answer:
        """See `Rule.transform`."""
        if option in ("text", "reverse"):
            return tuple(sorted(answer, key=_place, reverse=option == "reverse"))
        by_place = sorted(answer, key=_place)
        if option == "length":
            return tuple(sorted(by_place, key=lambda record: len(wordings(record, case.schema)[0].text)))
        return tuple(sorted(by_place, key=lambda record: wordings(record, case.schema)[0].text.casefold()))

    def precedes(self, first: Record, second: Record, case: Case, option: str) -> bool:
        """See `Rule.precedes`."""
        begins, other = _extent(first), _extent(second)
        in_text = begins[0] < other[0] or (begins[0] == other[0] and begins[1] >= other[1])
        if option == "text":
            return in_text
        if option == "reverse":
            return begins[0] > other[0] or (begins[0] == other[0] and begins[1] <= other[1])
        one, two = _wording(first, case), _wording(second, case)
        if option == "length":
            return len(one) < len(two) or (len(one) == len(two) and in_text)
        return one.casefold() < two.casefold() or (one.casefold() == two.casefold() and in_text)

    def unsettled(self, truth: Answer, case: Case, option: str) -> str | None:
        """See `Rule.unsettled`: every record needs a place in one text, and no two different ones may share it."""
        if len(truth) < 2:
            return None
        if any(all(value.start is None for value in wordings(record, case.schema)) for record in truth):
            return "place-of-record-unknown"
        if len({value.input for record in truth for value in values(record) if value.start is not None}) > 1:
            return "records-in-several-texts"
        if len({_extent(record) for record in truth}) < len({(_extent(record), record) for record in truth}):
            return "records-at-one-place"
        return None


def _place(record: Record) -> tuple[int, int]:
    starts = [value.start for value in values(record) if value.start is not None]
    ends = [value.end for value in values(record) if value.end is not None]
    return (min(starts), -max(ends)) if starts else (0, 0)


def _extent(record: Record) -> tuple[int, int]:
    """Check: where a record begins and ends in its input; zeros when it has no place."""
    placed = [(value.start, value.end) for value in values(record) if value.start is not None and value.end is not None]
    return min((start for start, _ in placed), default=0), max((end for _, end in placed), default=0)


def _wording(record: Record, case: Case) -> str:
    """Check: the one wording of a record."""
    pairs = zip(record, case.schema.fields, strict=True)
    return next(cell.text for cell, field in pairs if field.kind == "text" and isinstance(cell, Value))
