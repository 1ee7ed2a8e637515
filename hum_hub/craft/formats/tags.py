"""A tag for each token of a text: where a span begins, goes on and ends, and its label."""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from hum_hub.contract.formats import FormatError, Unfit
from hum_hub.contract.values import Answer, Schema
from hum_hub.craft.formats.spans import names, record_of, spans_of


@dataclass(frozen=True, slots=True)
class Scheme:
    """The letters of a span's tokens: `letters` gives them by its length; `runs` finds them, `whole` fits only them."""

    letters: Callable[[int], str]
    runs: re.Pattern[str]
    whole: re.Pattern[str]
    meaning: Mapping[str, str]


BIO = Scheme(
    letters=lambda length: "B" + "I" * (length - 1),
    runs=re.compile("BI*"),
    whole=re.compile("(?:O|BI*+)*+"),
    meaning={
        "en": "B for its first token, I for each further one",
        "zh": "第一个词元标 B，其后的词元标 I",
    },
)
BIOES = Scheme(
    letters=lambda length: "S" if length == 1 else "B" + "I" * (length - 2) + "E",
    runs=re.compile("S|BI*E"),
    whole=re.compile("(?:O|S|BI*+E)*+"),
    meaning={
        "en": "S if it is a single token, else B for its first token, E for its last, I for those between",
        "zh": "只有一个词元时标 S，否则第一个词元标 B，最后一个标 E，中间的标 I",
    },
)


def spelt(schema: Schema) -> dict[str, str] | None:
    """The labels by their spelling in tags, blanks as underscores; `None` when two would be spelt alike."""
    labels = {re.sub(r"\s", "_", label.name): label.name for label in schema.labels}
    return labels if len(labels) == len(schema.labels) and "" not in labels else None


def described(schema: Schema, scheme: Scheme) -> str:
    """What tags there are and what they mean."""
    label, wording = names(schema)
    blanks = any(re.search(r"\s", known.name) for known in schema.labels)
    if schema.language == "zh":
        after = f"，字母后接连字符和{label}" if label else ""
        after += f"（{label}中的空白写成下划线）" if blanks else ""
        return f"找到的每处内容（{wording}）：{scheme.meaning['zh']}{after}；其他词元都标 O。"
    after = f", with a hyphen and the {label} behind the letter" if label else ""
    after += f" (blanks in the {label} as underscores)" if blanks else ""
    return f"The tags of each span found ({wording}): {scheme.meaning['en']}{after}; all other tokens have the tag O."


def tagged(answer: Answer, places: Sequence[tuple[int, int]], schema: Schema, scheme: Scheme) -> list[str]:
    """The tags of the tokens that stand at `places`.

    Raises:
        Unfit: a span is not of whole tokens, or shares a token with another, or labels are not told apart.
    """
    known = spelt(schema)
    if known is None:
        raise Unfit("labels-spelt-alike")
    spellings = {name: spelling for spelling, name in known.items()}
    first = {start: number for number, (start, _) in enumerate(places)}
    last = {end: number for number, (_, end) in enumerate(places)}
    tags = ["O"] * len(places)
    for start, end, name in spans_of(answer, schema):
        if start not in first or end not in last:
            raise Unfit("span-not-of-whole-tokens")
        run = slice(first[start], last[end] + 1)
        if any(tag != "O" for tag in tags[run]):
            raise Unfit("overlapping-spans")
        tags[run] = _run(scheme, run.stop - run.start, f"-{spellings[name]}" if name else "")
    return tags


def untagged(
    tags: Sequence[str], places: Sequence[tuple[int, int]], text: str, schema: Schema, scheme: Scheme
) -> Answer:
    """The records that the tags of the tokens at `places` state.

    Raises:
        FormatError: a tag is unknown or cannot stand where it does.
    """
    letters = "".join([tag[:1] for tag in tags])
    if len(letters) < len(tags) or not scheme.whole.fullmatch(letters) or letters.count("O") != tags.count("O"):
        raise FormatError("a tag is unknown, or does not follow from the one before it")
    known = spelt(schema)
    if known is None:
        raise FormatError("two labels would be spelt alike")
    labels = {f"-{spelling}": name for spelling, name in known.items()} or {"": ""}
    records = []
    for found in scheme.runs.finditer(letters):
        first, end = found.span()
        ending = tags[first][1:]
        if ending not in labels or tags[first:end] != _run(scheme, end - first, ending):
            raise FormatError(f"a span has a label that is unknown or changes within it: {tags[first]}")
        records.append(record_of((places[first][0], places[end - 1][1], labels[ending]), text, schema))
    if len(records) > 1 and not schema.many:
        raise FormatError("more than one record")
    return tuple(records)


def _run(scheme: Scheme, length: int, ending: str) -> list[str]:
    return [letter + ending for letter in scheme.letters(length)]
