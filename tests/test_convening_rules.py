"""Whether rules of stage `convene` see that a message follows another convention."""

from dataclasses import replace

import pytest
from rule_cases import ENGLISH, case

from hum_hub import Conventions, Unfit, Value
from hum_hub.craft.rules import SHARED
from hum_hub.craft.rules.reading import states

CONVENED = [
    ("absent-labels", ("json-by-label", "json-nested", "label-lines", "markdown-list")),
    ("one-or-many", ("json-by-label", "json-nested")),
    ("separator", ("separated",)),
    ("nothing-found", ("json-records", "lines", "separated")),
]


@pytest.mark.parametrize(("rule", "formats"), CONVENED, ids=lambda each: each if isinstance(each, str) else "")
@pytest.mark.parametrize("language", ["en", "zh"])
def test_a_message_under_another_convention_is_objected_to(rule, formats, language):
    rule, objected = SHARED[rule], 0
    for format in formats:
        each = case("text" if format in ("lines", "separated") else "pair", format, language)
        for answer in _samples(each):
            for option in rule.options(each):
                for other in rule.options(each):
                    conventions = rule.convene(Conventions(nothing="-0-"), each, other)
                    try:
                        message = each.format.render(answer, each.schema, conventions, ENGLISH)
                    except Unfit:
                        continue
                    objections = list(rule.objections(message, answer, each, option))
                    assert not objections or option != other, (format, message)
                    mine = each.format.render(
                        answer, each.schema, rule.convene(Conventions(nothing="-0-"), each, option), ENGLISH
                    )
                    assert objections or mine == message, (format, option, message)
                    assert mine == message or rule.witness(answer, each, option) is not None
                    objected += bool(objections)
    assert objected >= 2


def _samples(each):
    place = [(Value(text),) for text in ("Ann", "Bank", "Ayr")]
    if len(each.schema.fields) == 1:
        return [(), tuple(place[:1]), tuple(place[:2]), tuple(place)]
    names = [label.name for label in each.schema.labels]
    counts = [(1,), (2,), (1, 1), (2, 1), (1,) * len(names), (2,) * len(names)]
    return [
        tuple((Value(name), *cell) for name, count in zip(names, many, strict=False) for cell in place[:count])
        for many in counts
    ]


def test_a_phrase_for_nothing_is_not_taken_for_another_convention():
    each = case("pair", "json-by-label")
    for rule in ("absent-labels", "one-or-many"):
        for option in SHARED[rule].options(each):
            assert not list(SHARED[rule].objections("NONE", (), each, option))
    assert not states("NONE", (), each)
    assert states('{"person": [], "place": [], "date": []}', (), each, absent="empty")


def test_separators_are_called_by_their_names():
    each = case("text", "separated", "en")
    lines = {option: SHARED["separator"].wordings(option, each)[0] for option in SHARED["separator"].options(each)}
    assert lines[", "] == "Separate the entries by a comma and a blank."
    assert lines[" | "] == "Separate the entries by a vertical bar with a blank on either side."
    chinese = case("text", "separated", "zh")
    assert SHARED["separator"].wordings("、", chinese)[0] == "各项之间用顿号隔开。"
    assert SHARED["separator"].wordings("; ", chinese)[0] == "各项之间用半角分号加一个空格隔开。"
    assert SHARED["separator"].wordings("~~", each)[0] == 'Separate the entries by "~~".'


def test_there_are_many_phrases_for_nothing():
    for language in ("en", "zh"):
        options = SHARED["nothing-found"].options(case("pair", "json-records", language))
        assert len(set(options)) == len(options) >= 8
    each = case("pair", "json-records")
    assert not SHARED["nothing-found"].options(replace(each, schema=replace(each.schema, optional=False)))
