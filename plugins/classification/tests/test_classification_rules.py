"""The preference rules of text classification: what they write, what they refuse, and that their checks bite."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import pytest
from hum_hub_plugin_classification.rules import RULES
from hum_hub_plugin_classification.rules.aspects import NeutralAspects
from hum_hub_plugin_classification.rules.polarity import PolarityWords
from hum_hub_plugin_classification.rules.rating import RatingForm
from hum_hub_plugin_classification.rules.scope import OutOfScopePhrase
from hum_hub_plugin_classification.task import TextClassification
from hypothesis import given, settings
from hypothesis import strategies as st

from hum_hub import Answer, Case, Field, Label, Rule, Schema, Seed, Value
from hum_hub.craft.mix import Mix
from hum_hub.testing import HOSTILE, check_rule, examples_of, prove_rows, prover_of, shared_format

TASK = TextClassification()
PROVER = prover_of(TASK)
BY_ID = {rule.id: rule for rule in RULES}
TEXT = "The Soup was cold, the staff kind, the street a street. 汤凉了，服务员很和气，街道就是街道。"
ASPECT = (Field("aspect", "text"), Field("polarity", "label"))
SINGLE = (Field("label", "label"),)
SHOWN = {
    "acceptability-words": ("acceptability", ("acceptable", "unacceptable")),
    "inference-words": ("inference", ("contradiction", "entailment", "neutral")),
    "neutral-aspects": ("aspects", ("negative", "neutral", "positive")),
    "out-of-scope-phrase": ("intent", ("alarm", "oos", "weather")),
    "polarity-words": ("sentiment", ("mixed", "negative", "neutral", "positive")),
    "rating-form": ("rating", ("1", "2", "3", "4", "5")),
}
NAMING = [rule for rule in RULES if rule.stage == "name"]


def case(subtask: str, keys: Sequence[str], language: str = "en", **more: Any) -> Case:
    """A case whose labels have other names than their keys, as a guideline or a recipe gives them."""
    labels = tuple(Label(key, f"<{key}>") for key in keys)
    fields = ASPECT if subtask == "aspects" else SINGLE
    schema = Schema(language, fields, labels, by=1 if subtask == "aspects" else None, many=subtask == "aspects", **more)
    return Case((("text", TEXT),), language, schema, subtask, shared_format("json-records"))


def shown(rule: Rule, language: str = "en") -> Case:
    return case(*SHOWN[rule.id], language)


def dressed(rule: Rule, of: Case, option: str) -> Case:
    schema = rule.dress(of.schema, option, of.schema.labels)
    assert schema is not None
    return replace(of, schema=schema)


def names(of: Case) -> dict[str, str]:
    return {label.key: label.name for label in of.schema.labels}


def objected(rule: Rule, of: Case, option: str) -> bool:
    return bool(list(rule.objections("", (), of, option)))


def test_every_rule_is_shown_here():
    assert {rule.id for rule in RULES} == set(SHOWN) == set(BY_ID)
    assert list(BY_ID) == sorted(BY_ID)


@pytest.mark.parametrize(
    ("rule", "subtask", "option", "language", "expected"),
    [
        ("polarity-words", "sentiment", "signs", "en", {"positive": "+", "negative": "-", "neutral": "0"}),
        ("polarity-words", "aspects", "signs", "zh", {"pos": "+", "neg": "-", "mixed": "±"}),
        ("polarity-words", "aspects", "plain", "en", {"POSITIVE": "good", "conflict": "mixed", "neutral": "neutral"}),
        ("polarity-words", "aspect-polarity", "plain", "zh", {"正面": "好", "负面": "坏", "中性": "一般"}),
        ("polarity-words", "aspect-polarity", "plain", "zh", {"1": "好", "-1": "坏", "0": "一般"}),
        ("polarity-words", "aspect-polarity", "signs", "en", {"-1": "-", "0": "0", "1": "+"}),
        (
            "inference-words",
            "inference",
            "yes-no",
            "en",
            {"entailment": "yes", "contradiction": "no", "neutral": "maybe"},
        ),
        ("inference-words", "inference", "yes-no", "zh", {"蕴含": "成立", "矛盾": "不成立", "中立": "不一定"}),
        ("inference-words", "inference", "truth", "en", {"entailment": "true", "neutral": "undecided"}),
        ("inference-words", "inference", "truth", "zh", {"contradiction": "假", "entailment": "真"}),
        ("acceptability-words", "acceptability", "yes-no", "en", {"acceptable": "yes", "unacceptable": "no"}),
        ("acceptability-words", "acceptability", "yes-no", "zh", {"合乎语法": "可以", "不合乎语法": "不可以"}),
        (
            "acceptability-words",
            "acceptability",
            "right-wrong",
            "en",
            {"ungrammatical": "wrong", "grammatical": "right"},
        ),
        ("acceptability-words", "acceptability", "right-wrong", "zh", {"acceptable": "对", "unacceptable": "错"}),
        ("rating-form", "rating", "digits", "en", {"4 stars": "4", "1 star": "1"}),
        ("rating-form", "rating", "digits", "zh", {"4.0": "4", "5.0": "5"}),
        ("rating-form", "rating", "words", "en", {"1": "one", "2": "two", "3": "three", "4": "four", "5": "five"}),
        (
            "rating-form",
            "rating",
            "words",
            "zh",
            {"1星": "一星", "2星": "二星", "3颗星": "三星", "4": "四星", "5": "五星"},
        ),
        ("rating-form", "rating", "stars", "en", {"5_Stars": "★★★★★", "2-stars": "★★"}),
        ("rating-form", "rating", "stars", "zh", {"1": "★", "3": "★★★"}),
        ("out-of-scope-phrase", "intent", "unsupported", "en", {"oos": "unsupported", "weather": "<weather>"}),
        ("out-of-scope-phrase", "intent", "以上都不是", "zh", {"none": "以上都不是", "天气": "<天气>"}),
        ("out-of-scope-phrase", "out-of-scope", "不支持", "zh", {"in-scope": "<in-scope>", "out-of-scope": "不支持"}),
    ],
)
def test_labels_are_named_as_the_option_says(rule, subtask, option, language, expected):
    plain = case(subtask, tuple(expected), language)
    under = dressed(BY_ID[rule], plain, option)
    assert names(under) == expected
    assert [(label.key, label.called) for label in under.schema.labels] == [
        (key, f"<{key}>" if name != f"<{key}>" else "") for key, name in expected.items()
    ]
    assert not objected(BY_ID[rule], under, option)


@pytest.mark.parametrize(
    ("rule", "subtask", "keys"),
    [
        ("polarity-words", "sentiment", ("positive", "negative", "sarcastic")),
        ("polarity-words", "sentiment", ("positive", "pos")),
        ("polarity-words", "sentiment", ("0", "1")),  # two numbers may be negative and positive as well
        ("polarity-words", "sentiment", ("-1", "0", "1", "2")),
        ("polarity-words", "stance", ("positive", "negative")),
        ("polarity-words", "emotion", ("positive", "negative")),
        ("inference-words", "inference", ("entailment", "neutral", "-")),
        ("inference-words", "inference", ("entailment", "not_entailment")),
        ("inference-words", "label", ("entailment", "neutral")),
        ("acceptability-words", "acceptability", ("0", "1")),
        ("acceptability-words", "acceptability", ("acceptable", "marginal", "unacceptable")),
        ("rating-form", "rating", ("4.5", "5")),
        ("rating-form", "rating", ("1", "10")),
        ("rating-form", "rating", ("0", "1")),
        ("rating-form", "rating", ("4", "4.0")),
        ("rating-form", "rating", ("4 points", "5 points")),
        ("rating-form", "rating", ("good", "bad")),
        ("rating-form", "label", ("1", "2")),
        ("out-of-scope-phrase", "intent", ("weather", "alarm")),
        ("out-of-scope-phrase", "intent", ("oos", "none", "alarm")),
        ("out-of-scope-phrase", "intent", ("oos",)),
        ("out-of-scope-phrase", "topic", ("none", "sport")),
        ("neutral-aspects", "aspects", ("positive", "negative")),
        ("neutral-aspects", "aspects", ("neutral",)),
        ("neutral-aspects", "sentiment", ("neutral", "positive")),
        *((rule, subtask, ()) for rule, (subtask, _) in SHOWN.items()),
    ],
)
def test_a_rule_does_not_apply_to_other_labels(rule, subtask, keys):
    for language in ("en", "zh"):
        assert not BY_ID[rule].options(case(subtask, keys, language))


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.id)
def test_a_rule_does_not_name_labels_that_are_hidden(rule):
    assert rule.options(shown(rule))
    assert not rule.options(case(*SHOWN[rule.id], hidden=True))


@pytest.mark.parametrize("rule", NAMING, ids=lambda rule: rule.id)
@pytest.mark.parametrize("language", ["en", "zh"])
def test_names_are_given_once_and_told_from_those_of_other_options(rule, language):
    plain = shown(rule, language)
    for option in rule.options(plain):
        under = dressed(rule, plain, option)
        assert rule.options(under) == rule.options(plain)
        assert dressed(rule, under, option) == under
        assert len(set(names(under).values())) == len(names(under))
        assert objected(rule, plain, option)
        for other in rule.options(plain):
            assert objected(rule, under, other) == (other != option)


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.id)
@pytest.mark.parametrize("language", ["en", "zh"])
def test_each_option_is_dictated_by_at_least_three_sentences(rule, language):
    plain = shown(rule, language)
    for option in rule.options(plain):
        lines = rule.wordings(option, dressed(rule, plain, option))
        assert len(set(lines)) == len(lines) >= 3
        for line in lines:
            assert any("\u4e00" <= sign <= "\u9fff" for sign in line) == (language == "zh"), line
            assert line.endswith("。" if language == "zh" else ".")
            assert "{" not in line


@pytest.mark.parametrize("rule", [BY_ID["polarity-words"], BY_ID["inference-words"], BY_ID["acceptability-words"]])
@pytest.mark.parametrize("language", ["en", "zh"])
def test_a_sentence_says_what_stands_for_each_label_shown_and_no_other(rule, language):
    whole, some = shown(rule, language), case(SHOWN[rule.id][0], SHOWN[rule.id][1][:1], language)
    for option in rule.options(whole):
        quoted = '"{}"' if language == "en" else "“{}”"
        said = [quoted.format(name) for name in names(dressed(rule, whole, option)).values()]
        for line in rule.wordings(option, whole):
            assert all(line.count(name) == 1 for name in said)
        for line in rule.wordings(option, some):
            assert [name in line for name in said] == [True, *(False for _ in said[1:])]


def test_a_label_that_is_not_shown_can_forbid_the_names():
    stars, all_of_them = case("rating", ("1", "2")), (Label("1", "1"), Label("2", "2"), Label("9", "9"))
    assert BY_ID["rating-form"].dress(stars.schema, "stars", all_of_them) is None
    polarity, more = case("sentiment", ("positive",)), (Label("positive", "p"), Label("angry", "a"))
    assert BY_ID["polarity-words"].dress(polarity.schema, "signs", more) is None
    intent, others = case("intent", ("oos", "alarm")), (Label("oos", "o"), Label("x", "unsupported"))
    assert BY_ID["out-of-scope-phrase"].dress(intent.schema, "unsupported", others) is None
    assert BY_ID["out-of-scope-phrase"].dress(intent.schema, "not covered", others) is not None
    assert BY_ID["out-of-scope-phrase"].dress(intent.schema, "not covered", (*others, Label("none", "n"))) is None


def test_a_label_that_has_the_name_already_is_left_alone():
    schema = Schema("en", SINGLE, (Label("neutral", "neutral"), Label("positive", "nice", called="very nice")))
    changed = BY_ID["polarity-words"].dress(schema, "plain", schema.labels)
    assert changed is not None
    assert changed.labels == (Label("neutral", "neutral"), Label("positive", "good", called="very nice"))


class Swapped(PolarityWords):
    """Takes one polarity for the other."""

    def dress(self, schema, option, every):
        found = super().dress(schema, option, every)
        assert found is not None
        first, second, *rest = found.labels
        swapped = (replace(first, name=second.name), replace(second, name=first.name), *rest)
        return replace(found, labels=swapped)


class OneStarMore(RatingForm):
    """Counts from two."""

    def dress(self, schema, option, every):
        found = super().dress(schema, option, every)
        assert found is not None
        return replace(found, labels=tuple(replace(label, name=label.name + label.name[:1]) for label in found.labels))


class AnotherLabel(OutOfScopePhrase):
    """Gives the phrase to a label that is in scope."""

    def dress(self, schema, option, every):
        return replace(schema, labels=(replace(schema.labels[0], name=option), *schema.labels[1:]))


@pytest.mark.parametrize("broken", [Swapped(), OneStarMore(), AnotherLabel()], ids=lambda rule: type(rule).__name__)
@pytest.mark.parametrize("language", ["en", "zh"])
def test_the_check_finds_names_given_to_the_wrong_labels(broken, language):
    plain = shown(broken, language)
    for option in broken.options(plain):
        assert objected(BY_ID[broken.id], dressed(broken, plain, option), option)


def test_a_phrase_for_what_is_out_of_scope_is_idle_where_a_request_is_in_scope():
    rule = BY_ID["out-of-scope-phrase"]
    under = dressed(rule, shown(rule), "unsupported")
    assert rule.witness(((Value("unsupported"),),), under, "unsupported") == "unsupported"
    assert rule.witness(((Value("<alarm>"),),), under, "unsupported") is None


@settings(max_examples=300, deadline=None)
@given(
    keys=st.lists(
        st.one_of(
            st.sampled_from([key for _, keys in SHOWN.values() for key in keys]),
            st.sampled_from(HOSTILE),
            st.from_regex(r"[0-6](\.0)?( ?stars?|星)?", fullmatch=True),
        ),
        unique=True,
        max_size=5,
    ),
    subtask=st.sampled_from(sorted({subtask for subtask, _ in SHOWN.values()} | {"out-of-scope", "aspect-polarity"})),
    language=st.sampled_from(("en", "zh")),
)
def test_whatever_the_labels_their_names_stay_apart_and_are_read_back(keys, subtask, language):
    plain = case(subtask, keys, language)
    for rule in NAMING:
        for option in rule.options(plain):
            schema = rule.dress(plain.schema, option, plain.schema.labels)
            assert schema is not None
            assert [label.key for label in schema.labels] == keys
            assert len({label.name for label in schema.labels}) == len(keys)
            assert not objected(rule, replace(plain, schema=schema), option)


def opinions(*polarities: str) -> Answer:
    places = ((4, 8), (23, 28), (39, 45), (48, 54))
    return tuple(
        (Value(TEXT[start:end], start, end), Value(f"<{polarity}>"))
        for (start, end), polarity in zip(places, polarities, strict=False)
    )


ASPECTS = SHOWN["neutral-aspects"]


@pytest.mark.parametrize(
    ("polarities", "option", "kept"),
    [
        (("negative", "positive", "neutral", "neutral"), "with", ("Soup", "staff", "street", "street")),
        (("negative", "positive", "neutral", "neutral"), "without", ("Soup", "staff")),
        (("neutral",), "without", ()),
        (("negative",), "without", ("Soup",)),
        ((), "without", ()),
    ],
)
def test_neutral_aspects_are_kept_or_left_out(polarities, option, kept):
    found = BY_ID["neutral-aspects"].transform(opinions(*polarities), case(*ASPECTS), option)
    assert tuple(record[0].text for record in found) == kept


def test_neutral_aspects_are_called_what_the_schema_calls_them():
    rule, signs = BY_ID["neutral-aspects"], dressed(BY_ID["polarity-words"], case(*ASPECTS, "zh"), "signs")
    assert all("“0”" in line for option in ("with", "without") for line in rule.wordings(option, signs))
    answer = ((Value("汤", 57, 58), Value("-")), (Value("街道", 70, 72), Value("0")))
    assert rule.transform(answer, signs, "without") == answer[:1]
    assert check_rule(rule, answer, signs, PROVER) == 2


def test_an_aspect_named_like_the_polarity_stays():
    answer = ((Value("<neutral>", 4, 8), Value("<positive>")),)
    assert BY_ID["neutral-aspects"].transform(answer, case(*ASPECTS), "without") == answer
    assert check_rule(BY_ID["neutral-aspects"], answer, case(*ASPECTS), PROVER) == 0


@settings(max_examples=200, deadline=None)
@given(
    polarities=st.lists(st.sampled_from(ASPECTS[1]), max_size=4),
    language=st.sampled_from(("en", "zh")),
    terms=st.lists(st.sampled_from((*HOSTILE, "<neutral>")), min_size=4, max_size=4),
)
def test_the_selection_of_aspects_keeps_its_laws(polarities, language, terms):
    answer = tuple(
        (replace(record[0], text=term), record[1]) for record, term in zip(opinions(*polarities), terms, strict=False)
    )
    told_apart = check_rule(BY_ID["neutral-aspects"], answer, case(*ASPECTS, language), PROVER)
    assert told_apart == (2 if "neutral" in polarities else 0)


class Positive(NeutralAspects):
    """Leaves out too much."""

    def transform(self, answer, case, option):
        return () if option == "without" else answer


class Never(NeutralAspects):
    """Leaves out nothing."""

    def transform(self, answer, case, option):
        return answer


@pytest.mark.parametrize("broken", [Positive(), Never()], ids=lambda rule: type(rule).__name__)
def test_the_check_of_the_selection_bites(broken):
    with pytest.raises(AssertionError, match="rejects its own transform"):
        check_rule(broken, opinions("negative", "neutral"), case(*ASPECTS), PROVER)


def seeds(rule: str, language: str) -> list[Seed]:
    """Many seeds in which a rule can be dictated, each of an origin of its own."""
    subtask, keys = SHOWN[rule]
    found = []
    for number in range(24):
        text, key = f"{TEXT} {number}", keys[number % len(keys)]
        fields: dict[str, Any] = {"text": text, "premise": text, "hypothesis": text[::-1], "label": key}
        if subtask == "aspects":
            fields["aspects"] = [{"term": "staff", "polarity": "positive"}, {"term": "汤", "polarity": key}]
        found.append(Seed(f"s{number}", "test", language, "cc0-1.0", f"o{number}", fields, (subtask,)))
    return found


@pytest.mark.parametrize("rule", SHOWN)
@pytest.mark.parametrize("language", ["en", "zh"])
def test_rows_with_the_rule_are_proven(rule, language):
    class Only(TextClassification):
        rules = (BY_ID[rule],)

    task = Only()
    examples, problems = examples_of(task, seeds(rule, language))
    assert not problems
    mix = Mix(compound=1, renderings=3, allowed_rules=(rule,))
    rows = [row for row in prove_rows(task, examples, mix) if row.rules]
    assert {choice.rule for row in rows for choice in row.rules} == {rule}
    if BY_ID[rule].stage == "name":
        assert any(label.called for row in rows for label in row.shown().schema.labels)
    for row in rows:
        (choice,), labels = row.rules, row.shown().schema.labels
        if BY_ID[rule].stage == "name":
            shown_in = row.shown().schema.language
            plain = Schema(shown_in, SINGLE, tuple(Label(label.key, label.key) for label in labels))
            dressed_so = BY_ID[rule].dress(plain, choice.option, plain.labels)
            assert dressed_so is not None
            assert [label.name for label in labels] == [label.name for label in dressed_so.labels]
