"""The preference rules of reading comprehension: their laws, worked examples, and that their checks bite."""

import re
from dataclasses import replace
from typing import Any

import pytest
from hum_hub_plugin_mrc.rules import RULES
from hum_hub_plugin_mrc.rules.answer_units import AnswerUnits
from hum_hub_plugin_mrc.task import ReadingComprehension
from hypothesis import given, settings
from hypothesis import strategies as st

from hum_hub import Answer, Case, Field, Label, Schema, Value
from hum_hub.testing import check_rule, prover_of, shared_format

TASK = ReadingComprehension()
PROVER = prover_of(TASK)
BY_ID = {rule.id: rule for rule in RULES}
OF_WORDINGS = [rule for rule in RULES if rule.stage != "name"]
PASSAGE = {
    "en": "The old ferry was sold in 1998. A bridge now crosses the strait, and the ferry is a cafe.",
    "zh": "老渡船于1998年卖掉了。如今一座桥跨过海峡，渡船成了咖啡馆。",
}


def case(
    passage: str, language: str = "en", subtask: str = "span", format: str = "plain", shown: str | None = None
) -> Case:
    schema = Schema(shown or language, (Field("answer", "text"),), many=False)
    return Case((("passage", passage), ("question", "When?")), language, schema, subtask, shared_format(format))


def answered(passage: str, *texts: str | tuple[str, int]) -> Answer:
    """The answer with the first wording, and the others beside it; each at its first place, or at the one given."""
    found = []
    for text in texts:
        wording, start = text if isinstance(text, tuple) else (text, passage.index(text))
        found.append(Value(wording, start, start + len(wording), "passage"))
    return ((replace(found[0], also=tuple(found[1:])),),)


WORDS = st.sampled_from(
    (
        *(
            "Dr",
            "B",
            "the",
            "Ayr",
            "38",
            "3.5",
            "etc",
            "No",
            "Mr. Ray",
            "走吧",
            "他说",
            "km",
            " yards",
            "公里",
            "1,200",
            "米",
        ),
        *".!?\"'”’“(]) \n\t。！？；」』）…%[",
        *(". ", ".\n", "。\n", " [1]", "“a”", "...", " "),
    )
)


@st.composite
def answers(draw: st.DrawFn) -> tuple[str, Answer]:
    """A passage and pieces of it: an answer, and others beside it."""
    passage = "".join(draw(st.lists(WORDS, min_size=1, max_size=16)))
    found = []
    for _ in range(draw(st.integers(1, 3))):
        one, two = sorted((draw(st.integers(0, len(passage))), draw(st.integers(0, len(passage)))))
        text = passage[one:two].strip()
        if text:
            start = passage.index(text, one)
            found.append(Value(text, start, start + len(text), "passage"))
    return passage, ((replace(found[0], also=tuple(found[1:])),),) if found else ()


@pytest.mark.parametrize("rule", OF_WORDINGS, ids=lambda rule: rule.id)
@settings(max_examples=600, deadline=None)
@given(made=answers(), language=st.sampled_from(("en", "zh")), shown=st.sampled_from(("en", "zh")))
def test_a_rule_keeps_its_laws(rule, made, language, shown):
    passage, answer = made
    assert rule.id == "answer-units" or rule.options(case(passage, language, shown=shown))
    check_rule(rule, answer, case(passage, language, shown=shown), PROVER)


SAID = "It rained. “We left,” he said. “Go.” Then"
CAFE = "The ferry is 38 yards long. It holds 12 cars, weighs 40.5 t and does 9 km per hour."
WORKED: list[tuple[str, str, str, tuple[str | tuple[str, int], ...], str, str]] = [
    ("answer-form", "en", PASSAGE["en"], ("1998",), "sentence", "The old ferry was sold in 1998."),
    ("answer-form", "en", "Mr. Ray paid 3.5 pounds. He left.", ("3.5 pounds",), "sentence", "Mr. Ray paid 3.5 pounds."),
    (
        *("answer-form", "en", "Dr. J. Ray of the U.S. Army left. It rained.", ("Army",), "sentence"),
        "Dr. J. Ray of the U.S. Army left.",
    ),
    ("answer-form", "en", SAID, ("We left",), "sentence", "“We left,” he said."),
    ("answer-form", "en", "A title\nIt rained", ("rained",), "sentence", "It rained"),
    ("answer-form", "en", "It rained. We left. Ann stayed.", ("rained. We",), "sentence", "It rained. We left."),
    ("answer-form", "zh", PASSAGE["zh"], ("1998年",), "sentence", "老渡船于1998年卖掉了。"),
    ("answer-form", "zh", "他说：“走吧。”我们走了", ("走吧",), "sentence", "他说：“走吧。”"),
    ("answer-form", "zh", "下雨了。我们走了。她留下。", ("雨了。我们",), "sentence", "下雨了。我们走了。"),
    ("answer-form", "en", PASSAGE["en"], ("1998",), "span", "1998"),
    ("answer-choice", "en", PASSAGE["en"], ("bridge", "A bridge", "ferry"), "first", "ferry"),
    ("answer-choice", "en", PASSAGE["en"], ("bridge", "A bridge", "ferry"), "longest", "A bridge"),
    ("answer-choice", "en", PASSAGE["en"], ("bridge", "A bridge", "ferry"), "shortest", "ferry"),
    ("answer-choice", "en", PASSAGE["en"], ("ferry is", "A bridge", "sold"), "longest", "A bridge"),
    ("answer-choice", "zh", PASSAGE["zh"], ("一座桥", "桥", "海峡"), "shortest", "桥"),
    ("answer-quotes", "en", PASSAGE["en"], ("1998",), "plain", "1998"),
    ("answer-quotes", "en", PASSAGE["en"], ("1998",), "curly", "“1998”"),
    ("answer-quotes", "zh", PASSAGE["zh"], ("一座桥",), "curly", "“一座桥”"),
    ("answer-quotes", "zh", PASSAGE["zh"], ("一座桥",), "straight", '"一座桥"'),
    ("answer-stop", "en", PASSAGE["en"], ("1998",), "without", "1998"),
    ("answer-stop", "en", PASSAGE["en"], ("1998",), "with", "1998."),
    ("answer-stop", "en", PASSAGE["en"], ("1998.",), "with", "1998."),
    ("answer-stop", "en", "Who? Me!", ("Who?",), "with", "Who?"),
    ("answer-stop", "zh", PASSAGE["zh"], ("一座桥",), "with", "一座桥。"),
    ("answer-stop", "zh", PASSAGE["zh"], ("卖掉了。",), "with", "卖掉了。"),
    ("answer-units", "en", CAFE, ("38 yards",), "without", "38"),
    ("answer-units", "en", CAFE, ("38",), "with", "38 yards"),
    ("answer-units", "en", CAFE, ("12",), "with", "12"),
    ("answer-units", "en", CAFE, ("12 cars",), "without", "12 cars"),
    ("answer-units", "en", CAFE, ("38 yards long",), "without", "38 yards long"),
    ("answer-units", "en", "It cost 5%.", ("5",), "with", "5%"),
    ("answer-units", "en", "It took 1,200 hours.", ("1,200 hours",), "without", "1,200"),
    ("answer-units", "zh", "桥长38公里。", ("38公里",), "without", "38"),
    ("answer-units", "zh", "桥长38公里。", ("38",), "with", "38公里"),
    ("sentence-number", "en", PASSAGE["en"], ("1998",), "plain", "1998"),
    ("sentence-number", "en", PASSAGE["en"], ("1998",), "numbered", "1998 [1]"),
    ("sentence-number", "en", PASSAGE["en"], ("a cafe",), "numbered", "a cafe [2]"),
    ("sentence-number", "en", "A title\n\nMr. Ray paid 3.5 pounds. He left.", ("He",), "numbered", "He [3]"),
    ("sentence-number", "zh", PASSAGE["zh"], ("一座桥",), "numbered", "一座桥 [2]"),
    ("sentence-number", "zh", "下雨了！！“走吧。”\n我们走了；她留下。", ("她",), "numbered", "她 [4]"),
]


@pytest.mark.parametrize(("id", "language", "passage", "texts", "option", "expected"), WORKED)
def test_a_worked_example(id, language, passage, texts, option, expected):
    rule, at, answer = BY_ID[id], case(passage, language), answered(passage, *texts)
    check_rule(rule, answer, at, PROVER)
    assert rule.unsettled(rule.transform(answer, at, option), at, option) is None
    ((value,),) = rule.transform(answer, at, option)
    assert value.text == expected


UNSETTLED: list[tuple[str, str, str, tuple[str | tuple[str, int], ...], str, str]] = [
    ("answer-form", "en", "It rained. We left.", ("We left.",), "span", "answer-is-a-sentence"),
    ("answer-choice", "en", PASSAGE["en"], ("1998",), "longest", "no-other-answer"),
    ("answer-choice", "en", PASSAGE["en"], ("A bridge", "A"), "first", "answers-begin-together"),
    ("answer-quotes", "en", SAID, ("“We left,” he",), "curly", "quotation-marks-in-answer"),
    ("answer-quotes", "en", SAID, ("“We left,”",), "curly", "quotation-marks-in-answer"),
    ("answer-quotes", "en", SAID, ("“We left,”",), "plain", "quotation-marks-in-answer"),
    ("answer-quotes", "zh", "他说“走吧”。", ("说“走吧”",), "straight", "quotation-marks-in-answer"),
    ("answer-stop", "en", SAID, ("“Go.”",), "with", "stop-of-another-kind"),
    ("answer-stop", "zh", "他说Go.", ("Go.",), "with", "stop-of-another-kind"),
    ("answer-units", "en", CAFE, ("9",), "with", "unit-uncertain"),
    ("answer-units", "en", "It cost $5 million.", ("5",), "with", "unit-uncertain"),
    ("answer-units", "zh", "他在5天津卫。", ("5",), "with", "unit-uncertain"),
    ("sentence-number", "en", "It rained. We left.", ("rained. We",), "numbered", "answer-in-several-sentences"),
    ("sentence-number", "en", "He met Gen. Lee. It rained.", ("It",), "numbered", "sentence-ends-doubtful"),
    ("sentence-number", "en", "“Go!” he said. It rained.", ("It",), "numbered", "sentence-ends-doubtful"),
    (
        "sentence-number",
        "en",
        "It ended.[5] They left. It rained.",
        ("It rained",),
        "numbered",
        "sentence-ends-doubtful",
    ),
    ("sentence-number", "en", "It ended.They left. It rained.", ("It rained",), "numbered", "sentence-ends-doubtful"),
    ("sentence-number", "en", "He lives in the U.S. They left.", ("They",), "numbered", "sentence-ends-doubtful"),
    ("sentence-number", "en", "It rained [1]. We left.", ("rained [1]",), "numbered", "answer-ends-in-bracket"),
    ("sentence-number", "zh", "“走吧！”。我们走了。", ("我们",), "numbered", "sentence-ends-doubtful"),
]


@pytest.mark.parametrize(("id", "language", "passage", "texts", "option", "reason"), UNSETTLED)
def test_what_the_gold_does_not_settle_is_refused(id, language, passage, texts, option, reason):
    rule, at = BY_ID[id], case(passage, language)
    answer = rule.transform(answered(passage, *texts), at, option)
    assert rule.unsettled(answer, at, option) == reason


@pytest.mark.parametrize(
    ("id", "option"),
    [
        ("answer-form", "sentence"),
        ("answer-choice", "longest"),
        ("answer-units", "with"),
        ("sentence-number", "numbered"),
    ],
)
def test_an_answer_without_a_place_settles_nothing_that_depends_on_it(id, option):
    at, value = case(PASSAGE["en"]), Value("38", input="passage", also=(Value("A bridge", input="passage"),))
    assert BY_ID[id].unsettled(((value,),), at, option) == "place-of-answer-unknown"
    check_rule(BY_ID[id], ((value,),), at, PROVER)


def test_the_sentence_keeps_its_number_and_what_other_rules_make_of_it():
    at, answer = case(PASSAGE["en"]), answered(PASSAGE["en"], "1998")
    form, number = BY_ID["answer-form"], BY_ID["sentence-number"]
    ((value,),) = number.transform(form.transform(answer, at, "sentence"), at, "numbered")
    assert value.text == "The old ferry was sold in 1998. [1]"
    for text in (value.text, value.text.upper(), value.text.replace("1998", "１９９８")):
        record = (replace(value, text=text),)
        assert form.becomes(record, (record,), at, "sentence") == (record,)
        assert number.becomes(record, (record,), at, "numbered") == (record,)


def test_the_choice_among_answers_depends_on_their_places_alone():
    at, answer = case(PASSAGE["en"]), answered(PASSAGE["en"], "A bridge", "bridge")
    ((value,),) = BY_ID["answer-choice"].transform(answer, at, "shortest")
    assert (value.text, value.start) == ("bridge", 34)
    record = (replace(value, text="the bridge across the strait"),)
    assert BY_ID["answer-choice"].becomes(record, (record,), at, "shortest") == (record,)


BROKEN: list[tuple[str, str, str, Any]] = [
    ("answer-form", "sentence", "A bridge", lambda text: text + " now crosses the strait"),
    ("answer-choice", "longest", "A bridge", lambda text: "bridge"),
    ("answer-quotes", "curly", "A bridge", lambda text: f'"{text}"'),
    ("answer-stop", "with", "A bridge", lambda text: text + "。"),
    ("answer-units", "without", "38 yards", lambda text: text),
    ("sentence-number", "numbered", "A bridge", lambda text: text + " [1]"),
]


@pytest.mark.parametrize(("id", "option", "text", "broken"), BROKEN)
def test_the_check_finds_a_transform_that_does_something_else(id, option, text, broken):
    passage = PASSAGE["en"] + " " + CAFE
    answer, at, rule = answered(passage, text, text.split()[1]), case(passage), BY_ID[id]
    ((value,),) = answer
    wrong: Answer = ((replace(value, text=broken(value.text)),),)

    class Broken(type(rule)):  # type: ignore[misc]  # a rule of each kind
        def transform(self, answer: Answer, case: Case, chosen: str) -> Answer:
            return wrong if chosen == option else super().transform(answer, case, chosen)  # type: ignore[no-any-return]  # see above

    assert rule.transform(answer, at, option) != wrong
    with pytest.raises(AssertionError, match="rejects its own transform"):
        check_rule(Broken(), answer, at, PROVER)


def yes_no(language: str, *keys: str) -> Schema:
    return Schema(
        language, (Field("answer", "label"),), tuple(Label(key, key) for key in keys), many=False, optional=False
    )


def labelled(schema: Schema) -> Case:
    return Case((("passage", "a"), ("question", "b")), "en", schema, "boolean", shared_format("plain"))


@pytest.mark.parametrize(
    ("language", "option", "names"),
    [
        ("en", "yes-no", ["yes", "no"]),
        ("zh", "yes-no", ["是", "否"]),
        ("en", "true-false", ["true", "false"]),
        ("zh", "true-false", ["对", "错"]),
        ("en", "letters", ["Y", "N"]),
        ("zh", "letters", ["Y", "N"]),
    ],
)
def test_yes_and_no_have_other_names(language, option, names):
    rule = BY_ID["answer-words"]
    dressed = rule.dress(yes_no(language, "yes", "no"), option, ())
    assert dressed is not None
    assert [label.name for label in dressed.labels] == names
    assert [bool(label.called) for label in dressed.labels] == [option == "letters"] * 2
    assert rule.dress(dressed, option, ()) == dressed
    at = labelled(dressed)
    for other in rule.options(at):
        objected = list(rule.objections("", (), at, other))
        theirs = rule.dress(dressed, other, ())
        assert theirs is not None
        assert bool(objected) == ([label.name for label in theirs.labels] != names)
    for line in rule.wordings(option, at):
        quoted = re.findall(r"[“\"](\w+)[”\"]", line)
        assert quoted == names


def test_swapped_words_are_found():
    rule = BY_ID["answer-words"]
    swapped = Schema("en", (Field("answer", "label"),), (Label("yes", "N"), Label("no", "Y")))
    assert len(list(rule.objections("", (), labelled(swapped), "letters"))) == 2


def test_words_are_for_questions_with_two_answers():
    rule = BY_ID["answer-words"]
    assert rule.options(labelled(yes_no("en", "yes", "no")))
    assert not rule.options(labelled(yes_no("en", "yes", "no", "depends")))
    assert not rule.options(replace(labelled(yes_no("en", "yes", "no")), subtask="choice"))


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.id)
@pytest.mark.parametrize("language", ["en", "zh"])
@pytest.mark.parametrize("shown", ["en", "zh"])
def test_a_rule_is_worded_in_the_language_of_the_instruction(rule, language, shown):
    at = case("a", language, shown=shown)
    if rule.stage == "name":
        at = labelled(yes_no(shown, "yes", "no"))
    for option in rule.options(at):
        lines = list(rule.wordings(option, at))
        assert len(lines) == len(set(lines)) >= 3
        for line in lines:
            assert "{}" not in line
            assert line.endswith("。" if shown == "zh" else ".")


def test_each_rule_is_for_its_own_subtasks():
    def subtasks(id: str, format: str = "plain", passage: str = "5 km") -> set[str]:
        return {name for name in TASK.subtasks if BY_ID[id].options(case(passage, subtask=name, format=format))}

    assert subtasks("answer-form") == {"span", "dialogue"}
    assert subtasks("answer-choice") == subtasks("answer-stop") == {"span", "dialogue", "date", "hops"}
    assert subtasks("answer-quotes") == {"span", "dialogue", "date", "hops", "evidence"}
    assert subtasks("answer-units") == {"span", "dialogue", "hops"}
    assert subtasks("answer-units", passage="5 cars") == set()
    assert subtasks("sentence-number") == {"span", "dialogue", "date", "evidence"}
    assert subtasks("answer-quotes", "json-records") == subtasks("answer-stop", "xml-tags") == set()
    assert subtasks("answer-words") == set()


def test_rules_that_would_interfere_exclude_each_other():
    pairs = {(rule.id, other) for rule in RULES for other in rule.excludes}
    assert all((other, id) in pairs for id, other in pairs)
    assert ("answer-quotes", "sentence-number") in pairs


@pytest.mark.parametrize(
    "text", ["38 yard", "1 foot", "5 per cent", "5km", "38 furlongs", "38yards", "3. km", "12,34 km"]
)
def test_both_lists_of_units_say_the_same(text):
    rule, at = AnswerUnits(), case(text)
    ((value,),) = rule.transform(answered(text, text), at, "without")
    assert rule.writes(text, Value(text, 0, len(text), "passage"), at, "without") == value.text
