"""Titles beside the names of persons: before them in English, after them in Chinese."""

import itertools
import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import ClassVar, Literal

from hum_hub import Answer, Case, Label, Record, Rule, Value, Words, reworded, wordings
from hum_hub_plugin_ie.rules.shapes import label_field, listed, mention_field, value_at
from hum_hub_plugin_ie.rules.titles import CHINESE, ENGLISH, PERSONS, SURNAMES

_IN_EN, _IN_ZH = listed(list(ENGLISH), "en"), "、".join(ENGLISH)
_HAN_EN, _HAN_ZH = ", ".join(CHINESE), listed(list(CHINESE), "zh")
_WORDS: Mapping[str, Words] = {
    "en": {
        "without": {
            "en": (
                f"Give the name of a person without a title in front; titles are {_IN_EN}, with or without a full stop, before a capital letter.",
                f"A title at the start of a person's name ({_IN_EN}, also with a full stop) is left out where a word with a capital letter follows it.",
                f"Drop {_IN_EN}, with its full stop if it has one, in front of a person's capitalised name; no other word counts as a title.",
            ),
            "zh": (
                f"人名前的英文头衔（{_IN_ZH}，带不带点均可）不要写，仅限其后的词首字母大写的情形。",
                f"以 {_IN_ZH} 开头的人名，其后的词首字母大写时去掉这个头衔和它的点，别的词不算头衔。",
                f"后接首字母大写的名字时，头衔 {_IN_ZH}（包括带点的写法）不算在人名之内。",
            ),
        },
        "with": {
            "en": (
                f"If a title stands directly before a person's name that begins with a capital letter, include it; titles are {_IN_EN}, capitalised, with or without a full stop.",
                f"A title with a capital letter ({_IN_EN}, also with a full stop) right before the capitalised name of a person belongs to the name.",
                f"Take {_IN_EN}, written with a capital letter and with its full stop if it has one, into the capitalised name of a person that directly follows; no other word counts as a title.",
            ),
            "zh": (
                f"首字母大写的人名前紧挨着首字母大写的英文头衔（{_IN_ZH}，带不带点均可）时，连同头衔一起写。",
                f"{_IN_ZH}（首字母大写，包括带点的写法）紧接在首字母大写的人名之前时，算作人名的一部分，别的词不算头衔。",
                f"首字母大写的头衔 {_IN_ZH} 若紧接在首字母大写的人名前面，要连同它的点一并写出。",
            ),
        },
    },
    "zh": {
        "without": {
            "en": (
                f"Give the name of a person without a title behind it; titles are {_HAN_EN}.",
                f"A title at the end of a person's name ({_HAN_EN}) is left out; a mention that is only a title stays.",
                f"Drop {_HAN_EN} after the name of a person; no other word counts as a title.",
            ),
            "zh": (
                f"人名后面的称谓{_HAN_ZH}不要写。",
                f"称谓{_HAN_ZH}不算在人名之内，只有称谓而没有姓名的提及照写。",
                f"人名以{_HAN_ZH}结尾时，去掉这个称谓；别的词不算称谓。",
            ),
        },
        "with": {
            "en": (
                f"If a title directly follows the name of a person, include it; titles are {_HAN_EN}.",
                f"A title right behind a person's name ({_HAN_EN}) belongs to the name.",
                f"Take {_HAN_EN} into the name of a person that it immediately follows; no other word counts as a title.",
            ),
            "zh": (
                f"人名后面紧跟称谓{_HAN_ZH}时，连同称谓一起写。",
                f"称谓{_HAN_ZH}紧接在人名之后的，算作人名的一部分。",
                f"紧跟在人名后面的{_HAN_ZH}要一并写出；别的词不算称谓。",
            ),
        },
    },
}
_TITLE = rf"(?:{'|'.join(ENGLISH)})\.? "
_LEADING, _BEFORE = re.compile(rf"(?i:{_TITLE})"), re.compile(rf"(?<![\w.'’-])({_TITLE})\Z")
_TRAILING = re.compile(rf"(.+)(?:{'|'.join(CHINESE)})\Z", re.DOTALL)
_BEHIND = re.compile(rf"(?:{'|'.join(CHINESE)})")
_SURNAME = "|".join(sorted(SURNAMES))
_NAMED = re.compile(rf"(?:{_SURNAME})[\u4e00-\u9fff]{{0,2}}|[\w·]*[^\W\d_]·[^\W\d_][\w·]*")
_SURNAMED = re.compile(rf"(?:{_SURNAME})|[\w·]*[^\W\d_]·[^\W\d_][\w·]*")


class Title(Rule):
    """Whether a title beside the name of a person belongs to it."""

    id: ClassVar[str] = "title"
    stage: ClassVar[Literal["extent"]] = "extent"
    excludes: ClassVar[frozenset[str]] = frozenset({"conjoined", "leading-article", "pronouns", "quotation-marks"})

    def options(self, case: Case) -> Sequence[str]:
        """Mentions of which some have a label for persons."""
        persons = any(_is_person(label) for label in case.schema.labels)
        applies = mention_field(case) is not None and label_field(case) is not None and persons
        return ("without", "with") if applies and case.input_language in _WORDS else ()

    def wordings(self, option: str, case: Case) -> Sequence[str]:
        """See `Rule.wordings`: the titles of the texts' language."""
        return _WORDS[case.input_language][option][case.language]

    def transform(self, answer: Answer, case: Case, option: str) -> Answer:
        """See `Rule.transform`."""
        at, by = mention_field(case), label_field(case)
        assert at is not None and by is not None
        persons = {label.name for label in case.schema.labels if _is_person(label)}
        edged = _english if case.input_language == "en" else _chinese
        changed = []
        for record in answer:
            mention = value_at(record, at)
            if value_at(record, by).text in persons and mention.start is not None and mention.end is not None:
                text = edged(mention, case.text(mention), mention.start, mention.end, option)
                record = (*record[:at], replace(mention, text=text), *record[at + 1 :])
            changed.append(record)
        return tuple(changed)

    def becomes(self, record: Record, among: Answer, case: Case, option: str) -> tuple[Record, ...]:
        """See `Rule.becomes`."""
        (mention,) = wordings(record, case.schema)
        if not self._names_person(record, case) or mention.start is None:
            return (record,)
        checked = self._in_english if case.input_language == "en" else self._in_chinese
        return (reworded(record, mention, checked(mention, case.text(mention), option)),)

    def unsettled(self, truth: Answer, case: Case, option: str) -> str | None:
        """See `Rule.unsettled`: several titles in a row, or words of which it is open whether they are a name's title."""
        for record in truth:
            (mention,) = wordings(record, case.schema)
            if not self._names_person(record, case):
                continue
            if mention.start is None or mention.end is None:
                return "place-of-mention-unknown"
            passage = case.text(mention)
            if case.input_language == "en" and self._several(passage, mention.start, mention.end, option):
                return "several-titles"
            if case.input_language == "zh" and self._doubtful(passage, mention.start, mention.end, option):
                return "title-in-doubt"
        return None

    def _names_person(self, record: Record, case: Case) -> bool:
        shown = [cell for cell, field in zip(record, case.schema.fields, strict=True) if field.kind == "label"]
        label = shown[0] if case.schema.by is None else record[case.schema.by]
        for known in case.schema.labels:
            called = (known.key, known.name, known.called, known.abroad)
            if (
                isinstance(label, Value)
                and known.name == label.text
                and any(name.casefold() in PERSONS for name in called)
            ):
                return True
        return False

    def _in_english(self, mention: Value, passage: str, option: str) -> str:
        assert mention.start is not None and mention.end is not None
        text, source = mention.text, passage[mention.start : mention.end]
        title = _LEADING.match(source)
        named = source[title.end() :][:1].isupper() if title else source[:1].isupper()
        if option == "without":
            begins = title and text[: title.end()].casefold() == title[0].casefold()
            plain = title and named and begins and not _LEADING.match(source, title.end())
            return text[title.end() :] if title and plain else text
        before = _BEFORE.search(passage, 0, mention.start)
        if title or not named or not before or _LEADING.fullmatch(f"{source} "):
            return text
        doubled = _BEFORE.search(passage, 0, before.start())
        taken = text.casefold().startswith(before[1].casefold())
        return text if doubled or taken else before[1] + text

    def _several(self, passage: str, start: int, end: int, option: str) -> bool:
        source = passage[start:end]
        inside = _LEADING.match(source)
        before = _BEFORE.search(passage, 0, start)
        if option == "without":
            return bool(inside and _LEADING.match(source, inside.end()))
        return bool(before and (inside or _BEFORE.search(passage, 0, before.start())))

    def _in_chinese(self, mention: Value, passage: str, option: str) -> str:
        assert mention.start is not None and mention.end is not None
        text, source = mention.text, passage[mention.start : mention.end]
        ends = _TRAILING.fullmatch(source)
        if self._doubtful(passage, mention.start, mention.end, option):
            return text
        if option == "without":
            return text[: ends.end(1)] if ends and len(text) == len(source) else text
        follows = _BEHIND.match(passage, mention.end)
        whole = ends or _BEHIND.fullmatch(source)
        return text + follows[0] if follows and not whole and len(text) == len(source) else text

    def _doubtful(self, passage: str, start: int, end: int, option: str) -> bool:
        """Whether it is open that there is a name, or that what follows it is a title and no longer word."""
        source = passage[start:end]
        ends = _TRAILING.fullmatch(source)
        if option == "without":
            return bool(ends) and _SURNAMED.fullmatch(ends[1] if ends else "") is None
        follows = _BEHIND.match(passage, end)
        if not follows or _BEHIND.fullmatch(source):
            return False
        closed = re.compile(r"\Z|[\W_]" + ("" if follows[0] == "教授" else "|[的说是和与]"))
        return bool(ends) or not (_NAMED.fullmatch(source) and closed.match(passage, follows.end()))


def _is_person(label: Label) -> bool:
    return bool({name.casefold() for name in (label.key, label.name, label.called, label.abroad)} & PERSONS)


def _english(mention: Value, passage: str, start: int, end: int, option: str) -> str:
    text, words = mention.text, passage[start:end].split(" ")
    if option == "without":
        single = len(words) > 1 and _is_title(words[0]) and not (len(words) > 2 and _is_title(words[1]))
        head = f"{words[0]} "
        if single and words[1][:1].isupper() and text.casefold().startswith(head.casefold()):
            return text[len(head) :]
        return text
    before = passage[:start].split(" ")
    if _is_title(words[0]) or not words[0][:1].isupper() or len(before) < 2 or before[-1]:
        return text
    title = _capital_title(before[-2])
    doubled = title == before[-2] and len(before) > 2 and _capital_title(before[-3])
    if not title or doubled or text.casefold().startswith(f"{title} ".casefold()):
        return text
    return f"{title} {text}"


def _is_title(word: str) -> bool:
    return word.removesuffix(".").casefold() in {title.casefold() for title in ENGLISH}


def _capital_title(word: str) -> str:
    """The title that a word is, or ends in behind a sign that parts words; an empty string where there is none."""
    for title in (*ENGLISH, *(f"{title}." for title in ENGLISH)):
        front = word.removesuffix(title)
        if word.endswith(title) and not (front[-1:].isalnum() or front[-1:] in tuple("_.'’-")):
            return title
    return ""


def _chinese(mention: Value, passage: str, start: int, end: int, option: str) -> str:
    text, source = mention.text, passage[start:end]
    if len(text) != len(source) or source in CHINESE:
        return text
    title = source[-2:]
    if option == "without":
        bare = title in CHINESE and (source[:-2] in SURNAMES or _has_dot(source[:-2]))
        return text[:-2] if bare else text
    title, after = passage[end : end + 2], passage[end + 2 : end + 3]
    if title not in CHINESE or source[-2:] in CHINESE:
        return text
    surname = 2 if source[:2] in SURNAMES else 1
    given = source[surname:]
    named = source[:surname] in SURNAMES and len(given) < 3 and all("\u4e00" <= sign <= "\u9fff" for sign in given)
    ends = not after.isalnum() or (title != "教授" and after in "的说是和与")
    return text + title if (named or _has_dot(source)) and ends else text


def _has_dot(name: str) -> bool:
    """Whether a name has a dot between letters, as foreign names have in Chinese."""
    parts = name.split("·")
    letters = all(sign.isalnum() or sign == "_" for sign in name.replace("·", ""))
    pairs = itertools.pairwise(parts)
    return letters and any(_is_letter(left[-1:]) and _is_letter(right[:1]) for left, right in pairs)


def _is_letter(sign: str) -> bool:
    return sign.isalnum() and not sign.isdecimal()
