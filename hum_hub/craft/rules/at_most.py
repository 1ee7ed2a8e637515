"""How many entries an answer may have."""

from collections.abc import Sequence
from typing import ClassVar

from hum_hub.contract.rules import Case, Rule, Stage
from hum_hub.contract.values import Answer, Record, Value, wordings

_ENTRIES = {
    "1": {
        "en": (
            "Give no more than one entry: the one that begins first in the text.",
            "Only the entry that begins first in the text is wanted; leave out all others.",
            "Limit the answer to one entry, namely the one with the earliest beginning in the text.",
        ),
        "zh": (
            "最多只写一条，取原文中最先出现的那一条。",
            "只要原文中起点最靠前的一条，其余的都不写。",
            "结果超过一条时，只保留在原文中最早开始的一条。",
        ),
    },
    "more": {
        "en": (
            "Give no more than {} entries: those that begin first in the text.",
            "Only the {} entries that begin first in the text are wanted; leave out any others.",
            "Limit the answer to {} entries, namely those with the earliest beginnings in the text.",
        ),
        "zh": (
            "最多只写{}条，取原文中最先出现的{}条。",
            "只要原文中起点最靠前的{}条，其余的都不写。",
            "结果超过{}条时，只保留在原文中最早开始的{}条。",
        ),
    },
    "all": {
        "en": (
            "There is no limit to the number of entries.",
            "The answer may have any number of entries.",
            "Do not cut the answer short, however many entries it has.",
        ),
        "zh": ("条数不限。", "答案可以有任意多条，不设上限。", "不论有多少条，都不要截断。"),
    },
}
_LABELS = {
    "1": {
        "en": (
            "Give no more than one label: of those that apply, the one that is listed first.",
            "If several labels apply, only the one listed before the others is wanted.",
            "Limit the answer to one label, namely the first that applies in the order of the list of labels.",
        ),
        "zh": (
            "最多只给一个标签：在符合的标签中取列出顺序最靠前的一个。",
            "有多个标签符合时，只写列在最前面的那个。",
            "答案限一个标签，即按标签列出的顺序第一个符合的。",
        ),
    },
    "more": {
        "en": (
            "Give no more than {} labels: of those that apply, the ones that are listed first.",
            "If more than {} labels apply, only those {} listed before the others are wanted.",
            "Limit the answer to {} labels, namely the first that apply in the order of the list of labels.",
        ),
        "zh": (
            "最多只给{}个标签：在符合的标签中取列出顺序最靠前的{}个。",
            "符合的标签超过{}个时，只写列在最前面的{}个。",
            "答案限{}个标签，即按标签列出的顺序最先符合的{}个。",
        ),
    },
    "all": {
        "en": (
            "There is no limit to the number of labels.",
            "The answer may have any number of labels.",
            "Do not cut the answer short, however many labels apply.",
        ),
        "zh": ("标签个数不限。", "答案可以有任意多个标签，不设上限。", "不论有多少个标签符合，都不要截断。"),
    },
}
_NUMBERS = {"en": {"2": "two", "3": "three"}, "zh": {"2": "两", "3": "三"}}
_GROUPED = {
    "en": "Counted over the whole answer and not for each label: {} A label that loses all its entries by this counts as one without a result.",
    "zh": "按整个答案而不是按每个标签计数：{}因此不剩内容的标签视为没有结果。",
}
_COMPOSED = {
    "en": " An entry begins where the first of its wordings begins.",
    "zh": "一条结果以其中最先出现的文字为起点。",
}


class AtMost(Rule):
    """The first one, two or three entries in the order of the text, or of the labels; or all."""

    id: ClassVar[str] = "at-most"
    stage: ClassVar[Stage] = "limit"
    excludes: ClassVar[frozenset[str]] = frozenset({"repeats"})  # whether repeats count is another question

    def options(self, case: Case) -> Sequence[str]:
        """Lists of records with wordings, and lists of labels."""
        kinds = [field.kind for field in case.schema.fields]
        placed = any(kind in ("text", "texts", "roles") for kind in kinds)
        return ("1", "2", "3", "all") if case.schema.many and (placed or kinds == ["label"]) else ()

    def wordings(self, option: str, case: Case) -> Sequence[str]:
        """See `Rule.wordings`."""
        language, kinds = case.language, [field.kind for field in case.schema.fields]
        sentences = _LABELS if kinds == ["label"] else _ENTRIES
        number = _NUMBERS[language].get(option, "")
        lines = [line.replace("{}", number) for line in sentences["more" if number else option][language]]
        if option == "all":
            return lines
        if kinds.count("text") != 1 or {"texts", "roles"} & set(kinds):
            lines = [line + _COMPOSED[language] for line in lines] if sentences is _ENTRIES else lines
        return [_GROUPED[language].replace("{}", _within(line, language)) for line in lines] if case.grouped else lines

    def transform(self, answer: Answer, case: Case, option: str) -> Answer:
        """See `Rule.transform`."""
        if option == "all" or len(answer) <= int(option):
            return answer
        ranks = [_rank(record, case) for record in answer]
        if any(rank is None for rank in ranks):
            return answer
        first = sorted(range(len(answer)), key=lambda place: ranks[place] or 0)[: int(option)]
        return tuple(answer[place] for place in sorted(first))

    def keeps(self, record: Record, among: Answer, case: Case, option: str) -> bool:
        """See `Rule.keeps`: fewer records than the limit certainly stand before it."""
        return option == "all" or sum(_before(other, record, case) for other in among) < int(option)

    def unsettled(self, truth: Answer, case: Case, option: str) -> str | None:
        """See `Rule.unsettled`: more are left than allowed, as it is not known which ones stand first."""
        return "first-entries-unknown" if option != "all" and len(truth) > int(option) else None


def _within(line: str, language: str) -> str:
    return line[0].lower() + line[1:] if language == "en" else line


def _rank(record: Record, case: Case) -> int | None:
    """Where a record stands: the place of its label in the list, or the start of its first wording."""
    if len(record) == 1 and case.schema.fields[0].kind == "label":
        names = [label.name for label in case.schema.labels]
        return names.index(record[0].text) if isinstance(record[0], Value) and record[0].text in names else None
    return min((value.start for value in wordings(record, case.schema) if value.start is not None), default=None)


def _before(other: Record, record: Record, case: Case) -> bool:
    """Check: whether one record certainly stands before another one."""
    if [field.kind for field in case.schema.fields] == ["label"]:
        for label in case.schema.labels:
            if Value(label.name) in (*other, *record):
                return Value(label.name) in other and Value(label.name) not in record
        return False
    mine, theirs = wordings(record, case.schema), wordings(other, case.schema)
    if not mine or not theirs or len({value.input for value in (*mine, *theirs)}) > 1:
        return False
    starts = [value.start for value in mine]
    return all(
        start is not None and any(value.start is not None and value.start < start for value in theirs)
        for start in starts
    )
