"""An answer that is not what the gold and the rules make of it is caught, in whatever format it stands."""

from collections.abc import Callable, Iterator
from dataclasses import replace

import pytest
from hum_hub_plugin_ie.task import InformationExtraction
from proof_rows import Proven, answered, starter_rows, texts

from hum_hub import Answer, Schema, Seed, Unfit, Value
from hum_hub.contract.values import Record
from hum_hub.craft.mix import Mix
from hum_hub.testing import examples_of, prove_rows, prover_of

Change = Callable[[Answer, Schema], Iterator[Answer]]
WORDINGS = ("text", "word", "prose")


def with_cell(answer: Answer, number: int, place: int, cell: Value) -> Answer:
    record: Record = (*answer[number][:place], cell, *answer[number][place + 1 :])
    return (*answer[:number], record, *answer[number + 1 :])


def cells(answer: Answer, schema: Schema, *kinds: str) -> Iterator[tuple[int, int, Value]]:
    """The single values of some kinds with the numbers of their records and fields."""
    for number, record in enumerate(answer):
        for place, (cell, field) in enumerate(zip(record, schema.fields, strict=True)):
            if field.kind in kinds and isinstance(cell, Value):
                yield number, place, cell


def label_swapped(answer: Answer, schema: Schema) -> Iterator[Answer]:
    for number, place, cell in cells(answer, schema, "label"):
        names = [label.name for label in schema.labels if label.name != cell.text]
        if names:
            yield with_cell(answer, number, place, Value(names[0]))


def record_dropped(answer: Answer, schema: Schema) -> Iterator[Answer]:
    for number in range(len(answer)):
        yield (*answer[:number], *answer[number + 1 :])


def record_repeated(answer: Answer, schema: Schema) -> Iterator[Answer]:
    for number in range(len(answer)):
        yield (*answer[: number + 1], *answer[number:])


def boundary_shifted(answer: Answer, schema: Schema) -> Iterator[Answer]:
    for number, place, cell in cells(answer, schema, *WORDINGS):
        if len(cell.text) > 1:
            end = cell.end - 1 if cell.end is not None else None
            yield with_cell(answer, number, place, replace(cell, text=cell.text[:-1], end=end))


def case_changed(answer: Answer, schema: Schema) -> Iterator[Answer]:
    for number, place, cell in cells(answer, schema, *WORDINGS):
        if cell.text.swapcase() != cell.text:
            yield with_cell(answer, number, place, replace(cell, text=cell.text.swapcase()))


def messages_of(proven: Proven, change: Change) -> Iterator[str]:
    """The answer of a row, changed and written again in the very same format."""
    row, shown, text = proven.row, proven.row.shown(), texts(proven.row)[0][1]
    format = proven.prover.formats[row.format]
    message = row.messages[-1].content
    answer = format.parse(message, shown.schema, shown.conventions, text)
    for changed in change(answer, shown.schema):
        try:
            written = format.render(format.normal(changed, shown.schema), shown.schema, shown.conventions, text)
        except Unfit:
            continue
        if written != message:
            yield written


@pytest.mark.parametrize(
    ("change", "code", "formats"),
    [
        (label_swapped, "answer-adds", 18),
        (record_dropped, "answer-lacks", 18),
        (record_repeated, "answer-adds", 14),
        (boundary_shifted, "answer-adds", 18),
        (case_changed, "answer-adds", 14),
    ],
    ids=lambda each: getattr(each, "__name__", ""),
)
def test_a_changed_answer_in_the_right_format_is_caught(change, code, formats):
    """Many formats are tried: the change is one of meaning, which only the gold can give away."""
    tried = set()
    for proven in starter_rows():
        for message in messages_of(proven, change):
            codes = proven.codes(answered(proven.row, message))
            assert code in codes or "answer-not-in-format" in codes, (proven.row.format, message)
            if code in codes:
                tried.add(proven.row.format)
    assert len(tried) >= formats, sorted(tried)


def test_records_in_another_order_are_caught():
    ordered, free = set(), set()
    for proven in starter_rows():
        row, stages = proven.row, [proven.prover.rules[choice.rule].stage for choice in proven.row.rules]
        if proven.prover.formats[row.format].verbatim:
            continue
        for message in messages_of(proven, lambda answer, schema: iter([answer[::-1]])):
            codes = proven.codes(answered(row, message))
            assert codes & {"answer-out-of-order", "answer-not-in-format"}, (row.format, row.rules, message)
            (ordered if "order" in stages else free).add(row.format)
    assert len(ordered) >= 5
    assert len(free) >= 12


@pytest.mark.parametrize(
    "change",
    [
        lambda text: text + " ",
        lambda text: " " + text,
        lambda text: text + "\n",
        lambda text: text + ".",
        lambda text: f"Answer: {text}",
        lambda text: f"```\n{text}\n```",
        lambda text: text.replace(", ", ",", 1),
        lambda text: text.replace(": ", ":", 1),
        lambda text: text.replace('"', "'"),
        lambda text: text.replace("\n", "\n\n", 1),
        lambda text: text.replace("\n", "\r\n", 1),
        lambda text: text.replace("；", ";", 1),
        lambda text: text.replace("|", " |", 1),
        lambda text: text.replace("\t", " ", 1),
        lambda text: "",
    ],
)
def test_a_detail_of_the_format_is_caught(change):
    for proven in starter_rows():
        message = proven.row.messages[-1].content
        forged = change(message)
        is_open = proven.row.format in LENIENT and forged.translate(OPEN) == message.translate(OPEN)
        if forged != message and (not is_open or forged != forged.strip()):
            codes = proven.codes(answered(proven.row, forged))
            assert codes & {"answer-not-in-format", "answer-lacks", "answer-adds"}, (proven.row.format, message)


LENIENT = ("json-records", "json-by-label", "xml-tags")
"""Formats whose descriptions leave the blanks between values, or the choice of quotation marks, to the reader."""
OPEN = str.maketrans({" ": "", "'": '"'})
AYR = Seed(
    "s1",
    "test",
    "en",
    "cc0-1.0",
    "o1",
    {"text": "The Bank of Ayr hired Ann Lee in Ayr.", "mentions": [{"label": "place", "start": 33, "end": 36}]},
    ("entities",),
)


@pytest.mark.parametrize(
    ("format", "right", "elsewhere"),
    [
        ("inline-marks", "of Ayr hired Ann Lee in [Ayr](place)", "of [Ayr](place) hired Ann Lee in Ayr"),
        ("bio-columns", "Ayr\tO\nhired\tO\nAnn\tO\nLee\tO\nin\tO\nAyr\tB-place", "Ayr\tB-place\nhired\tO\nAnn\tO\nLee\tO\nin\tO\nAyr\tO"),
        ("token-labels", "Ayr(O) hired(O) Ann(O) Lee(O) in(O) Ayr(B-place)", "Ayr(B-place) hired(O) Ann(O) Lee(O) in(O) Ayr(O)"),
    ],
)  # fmt: skip
def test_a_mark_at_an_equal_wording_elsewhere_is_caught(format, right, elsewhere):
    task = InformationExtraction()
    mix = Mix(compound=1, guidelines=0, rules=0, formats=1, **PAIRS, allowed_formats=(format,))
    (row,) = prove_rows(task, examples_of(task, [AYR])[0], mix)
    message = row.messages[-1].content
    assert right in message
    forged = answered(row, message.replace(right, elsewhere))
    assert Proven(row, prover_of(task)).codes(forged) == {"answer-marks-another-place"}


PAIRS = {"guidelines_and_rules": 0.0, "guidelines_and_formats": 0.0, "rules_and_formats": 0.0}
