"""What each text of a seed is to be like: drawn from hashes, so that the same seed always gives the same plans."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from hum_hub import digest
from hum_hub_plugin_ie.synthesis.scheme import Scheme, Wanted

Draws = Mapping[str, Sequence[str]]
REGISTERS: Draws = {
    "en": (
        "a short news report",
        "an e-mail between colleagues",
        "minutes of a meeting, as running text",
        "an encyclopedia entry",
        "a diary entry",
        "a passage from a novel",
        "a press release",
        "a notice to members of a club",
        "a letter to an editor",
        "an entry in a company's chronicle",
        "a reporter's blog post",
        "a police or court report",
        "a trip report",
        "a message in a discussion forum",
    ),
    "zh": (
        "一则新闻短讯",
        "同事之间的一封邮件",
        "一段会议纪要（连贯的文字）",
        "一个百科条目",
        "一篇日记",
        "小说里的一段",
        "一份新闻稿",
        "给社团成员的通知",
        "一封读者来信",
        "企业年鉴中的一条记载",
        "一篇记者手记",
        "一则警情或庭审通报",
        "一篇出差小结",
        "论坛里的一个帖子",
    ),
}
"""Kinds of texts; one is drawn for each text where the seed names none."""
UTTERANCES: Draws = {
    "en": (
        "a short spoken command",
        "a polite request",
        "a question",
        "a hurried message without niceties",
        "a request that first tells why",
        "something a speaker corrects half-way",
    ),
    "zh": (
        "一句简短的口令",
        "一个客气的请求",
        "一个问句",
        "一条匆忙发出、不讲客套的消息",
        "先说明缘由再提出的请求",
        "说到一半又改口的话",
    ),
}
"""Kinds of what a user says to an assistant, for slots."""
TOPICS: Draws = {
    "en": (
        "local government",
        "a small manufacturer",
        "school and teaching",
        "a sports club",
        "music and stage",
        "harbours and shipping",
        "farming and food",
        "health care",
        "railways and roads",
        "museums and archives",
        "science and its laboratories",
        "trade and banking",
        "weather and landscape",
        "software and its makers",
        "family life",
        "books and publishers",
    ),
    "zh": (
        "基层政务",
        "一家小型制造企业",
        "学校与教学",
        "体育俱乐部",
        "音乐与舞台",
        "港口与航运",
        "农业与食品",
        "医疗卫生",
        "铁路与公路",
        "博物馆与档案",
        "科研与实验室",
        "贸易与银行",
        "天气与山水",
        "软件与开发者",
        "家庭生活",
        "图书与出版",
    ),
}
"""What texts are about where the seed does not say."""
SENTENCES = ((1, 2), (2, 3), (3, 5), (4, 6), (6, 8))
UTTERED = ((1, 1), (1, 2))
"""From how many to how many sentences a text has, and an utterance."""
MOST_WISHED = 6


@dataclass(frozen=True, slots=True)
class TextPlan:
    """One text to be written: its number, kind, topic and length, and the labels it shall use and do without.

    Labels that are neither wished for nor to be absent may occur or not.
    """

    number: int
    register: str
    topic: str
    sentences: tuple[int, int]
    wished: tuple[str, ...]
    absent: tuple[str, ...]


def plans(key: str, scheme: Scheme, wanted: Wanted, language: str) -> list[TextPlan]:
    """A plan for each text that is wanted; more texts only add plans at the end."""
    return [_plan(f"{key}/{number}", number, scheme, wanted, language) for number in range(wanted.texts)]


def shuffled(key: str, names: Sequence[str]) -> list[str]:
    """Names in an order that depends on the key and on them alone."""
    return sorted(names, key=lambda name: digest("order", key, name))


def _plan(key: str, number: int, scheme: Scheme, wanted: Wanted, language: str) -> TextPlan:
    absent = _absent(key, scheme, wanted.absent)
    wished = _wished(key, scheme, absent)
    kinds = UTTERANCES if scheme.slots else REGISTERS
    lengths = UTTERED if scheme.slots else SENTENCES[len(wished) // 3 :]
    # registers and topics go round in an order of their own, so that texts of one seed differ before any repeats
    seed = key.rpartition("/")[0]
    return TextPlan(
        number,
        wanted.register or _turn(seed, number, kinds[language]),
        wanted.topic or _turn(seed, number, TOPICS[language]),
        lengths[int(digest("length", key), 16) % len(lengths)],
        wished,
        tuple(label for label in scheme.labels if label in absent),
    )


def _turn(key: str, number: int, choices: Sequence[str]) -> str:
    round, place = divmod(number, len(choices))
    return shuffled(f"{key}/{round}", choices)[place]


def _wished(key: str, scheme: Scheme, absent: set[str]) -> tuple[str, ...]:
    """So many of the other labels as a short text can speak of without listing things."""
    others = [label for label in scheme.labels if label not in absent]
    chosen = set(shuffled(f"{key}/wished", others)[: 2 if scheme.slots else MOST_WISHED])
    return tuple(label for label in others if label in chosen)


def _absent(key: str, scheme: Scheme, share: float) -> set[str]:
    """A share of the labels, and the relations that could not hold without those."""
    count = math.floor(share * len(scheme.labels) + 0.5)
    absent = set(shuffled(f"{key}/absent", scheme.labels)[:count])
    left = set(scheme.entities) - absent
    for name, relation in scheme.relations.items():
        if not (left & set(relation.heads or scheme.entities) and left & set(relation.tails or scheme.entities)):
            absent.add(name)
    return absent
