"""Answers: samples, agreement on results, the key of choice questions, and the judge."""

import json
from collections import Counter
from collections.abc import Callable
from typing import Any

import pytest
from hum_hub_plugin_generalist import shapes
from hum_hub_plugin_generalist.choices import laid_out, settled
from hum_hub_plugin_generalist.results import largest_group, same
from hum_hub_plugin_generalist.task import Generalist
from hypothesis import given
from hypothesis import strategies as st

from hum_hub import Problem, Prompt, Seed
from hum_hub.testing import Synthesized, synthesized

TASK = Generalist()
OPTIONS = ["lime", "clay", "silt", "sand"]


def question(**fields: Any) -> Seed:
    """A question that is to be answered; its choices, where it has some, are those of `OPTIONS`, the third is right."""
    given = {"stage": "answer", "question": "What now?", "models": ["author-1"], "form": "calculation", **fields}
    if given["form"] == "choice":
        given |= {"options": OPTIONS, "correct": 2}
    return Seed("q", "test", given.pop("language", "en"), "cc0-1.0", "o", given, ("response", "choice"))


def run(made: Seed, **replies: Any) -> Synthesized:
    """The synthesis, answered by stage: one text for all, or one text for each request."""
    lists = {stage: iter(texts) for stage, texts in replies.items() if isinstance(texts, list)}

    def teacher(prompt: Prompt) -> str | None:
        given = next(lists[prompt.stage]) if prompt.stage in lists else replies[prompt.stage]
        text: str | None = given(prompt) if isinstance(given, Callable) else given  # type: ignore[arg-type]  # a function
        return text

    return synthesized(TASK, [made], teacher, "answerer-1")


def stated(*values: str | None) -> list[str]:
    return [json.dumps({"stated": value is not None, "value": value or ""}) for value in values]


def codes(found: Synthesized) -> list[str]:
    return [step.code for step in (*found.problems, *found.notes)]


def marks(mark: int = 4, **other: int) -> dict[str, int]:
    return {**dict.fromkeys(("correct", "complete", "clear", "fitting"), mark), **other}


def compared(better: str, first: int = 4, second: int = 4) -> str:
    return json.dumps({"reason": "r", "first": marks(first), "second": marks(second), "better": better})


def test_an_answer_is_asked_for_with_nothing_but_the_question():
    found = run(question(form="free"), answer="So.")
    (prompt,) = found.prompts
    assert (prompt.user, prompt.system, prompt.shape) == ("What now?", "", None)
    assert (prompt.temperature, prompt.top_p) == (0.7, 0.95)
    (example,) = found.examples
    assert example.model == "answerer-1; author-1"
    assert (example.gold.text, example.gold.agreement, example.gold.score) == ("So.", "", "")


def test_a_question_from_elsewhere_can_be_answered_too():
    made = Seed("q", "test", "en", "cc0-1.0", "o", {"stage": "answer", "question": "Why?"})
    (example,) = run(made, answer="No.").examples
    assert (example.gold.text, example.model) == ("No.", "answerer-1")


def test_samples_that_agree_give_the_answer_and_its_agreement():
    answers = [f"Sample {number}." for number in range(5)]
    results = stated("41 kg", "42 kg", "42.0kg", None, "42")
    found = run(question(samples=5), answer=answers, result=results)
    (example,) = found.examples
    assert (example.gold.text, example.gold.result, example.gold.agreement) == ("Sample 1.", "42 kg", "3/5")
    assert [prompt.number for prompt in found.prompts if prompt.stage == "answer"] == list(range(5))
    for prompt in found.prompts[5:]:
        assert (prompt.stage, prompt.temperature, prompt.shape) == ("result", 0.0, shapes.Result)


@pytest.mark.parametrize("results", [stated("1", "2", "3"), stated("1", "1", "2", "2"), stated("1", "1", "2", None)])
def test_samples_without_a_majority_drop_the_question(results):
    found = run(question(samples=len(results)), answer=[f"S{n}." for n in range(len(results))], result=results)
    assert (found.examples, codes(found)) == ([], ["samples-disagree"])


def test_an_answer_without_a_short_result_is_kept_and_noted():
    found = run(question(form="code", samples=2), answer=["One.", "Two."], result=stated(None, None))
    assert codes(found) == ["no-short-result"]
    assert (found.examples[0].gold.result, found.examples[0].gold.agreement) == ("", "")


def test_one_sample_of_a_form_without_a_result_is_enough():
    for form in ("free", "essay"):
        assert len(run(question(form=form, samples=5), answer="So.").prompts) == 1


@pytest.mark.parametrize(
    ("bad", "code"),
    [
        ("I'm sorry, but I can't help with that.", "refusal"),
        ("", "blank-text"),
        ("What now?", "answer-repeats-question"),
        ("2 + 2 = 5", "calculation-wrong"),
    ],
)
def test_a_faulty_sample_counts_against_agreement(bad, code):
    found = run(question(samples=3), answer=["S0.", bad, "S2."], result=stated("1", "1"))
    assert codes(found) == ["sample-dropped"]
    assert code in found.notes[0].detail
    assert found.examples[0].gold.agreement == "2/3"
    assert codes(run(question(), answer=bad)) == [code]


def test_a_missing_sample_counts_against_agreement_too():
    found = run(question(samples=3), answer=["S0.", None, None], result=stated("1"))
    assert codes(found) == ["samples-disagree"]
    assert codes(run(question(samples=3), answer=None)) == []


@pytest.mark.parametrize("language", ["en", "zh"])
def test_a_choice_question_gives_a_full_answer_and_a_choice(language):
    found = run(
        question(form="choice", language=language),
        answer="选C。" if language == "zh" else "It is C.",
        result=stated("C"),
    )
    response, choice = found.examples
    assert response.text("question") == "What now?\n\nA. lime\nB. clay\nC. silt\nD. sand"
    assert (response.gold.result, response.gold.agreement) == ("C", "1/1")
    assert choice.text("question") == "What now?"
    assert (choice.gold.choices, choice.gold.correct, choice.gold.text) == (tuple(OPTIONS), 2, "silt")
    assert choice.source_id != response.source_id
    assert choice.origin == response.origin


@pytest.mark.parametrize(
    ("answers", "agreement"),
    [(["C", "C", "A"], "2/3"), (["C"], "1/1"), (["A"], None), (["C", "A"], None), (["A", "B", "C"], None)],
)
def test_an_answer_has_to_agree_with_whoever_set_the_question(answers, agreement):
    found = run(question(form="choice", samples=len(answers)), answer=[f"The answer is {each}." for each in answers])
    if agreement is None:
        assert (found.examples, codes(found)) == ([], ["answer-disagrees-with-key"])
    else:
        assert found.examples[0].gold.agreement == agreement
        assert found.examples[0].gold.text == "The answer is C."


def test_a_letter_that_code_cannot_read_is_asked_for():
    found = run(question(form="choice"), answer="Silt holds water best.", result=stated("C."))
    assert [prompt.stage for prompt in found.prompts] == ["answer", "result"]
    assert len(found.examples) == 2
    assert codes(run(question(form="choice"), answer="Silt.", result=None)) == ["answer-disagrees-with-key"]


@pytest.mark.parametrize(
    ("text", "letter"),
    [
        ("B", "B"),
        ("b.", None),
        ("(C)", "C"),
        ("**D**", "D"),
        ("B. clay", "B"),
        ("B) clay", "B"),
        ("The answer is B.", "B"),
        ("So the correct answer is **(C)**.", "C"),
        ("Answer: D", "D"),
        ("The right option is A, as B is wrong.", "A"),
        ("答案是B。", "B"),
        ("因此选C。", "C"),
        ("故选：D", "D"),
        ("正确答案为（A）。", "A"),
        ("答案：Ｂ", "B"),
        ("不选A，应选B。", "B"),
        ("The answer is not A.", None),
        ("The answer is A. No, the answer is B.", None),
        ("A plant needs lime.", None),
        ("An option is always there.", None),
        ("The answer is E.", None),
        ("Both may be right.", None),
        ("", None),
    ],
)
def test_the_letter_of_an_answer_is_read_where_it_is_plain(text, letter):
    assert settled(text, OPTIONS) == letter


def test_the_place_of_the_right_option_is_spread_evenly():
    places = Counter[int]()
    for number in range(400):
        laid = laid_out(shapes.ChoiceQuestion(f"What of {number}?", "r", ("a", "b", "c")))
        assert isinstance(laid, dict)
        assert laid["options"][laid["correct"]] == "r"
        places[laid["correct"]] += 1
    assert all(70 <= places[place] <= 130 for place in range(4))


@pytest.mark.parametrize(
    ("asked", "right", "wrong", "code"),
    [
        ("Q?", "lime", ("Lime", "lime ", "clay"), "options-repeat"),
        ("Q?", "A. lime", ("B. lime", "C. clay", "x"), "options-repeat"),
        ("Q?", "lime", (" ", "clay", "silt"), "options-repeat"),
        ("Q?", "lime", ("clay",), "too-few-or-many-options"),
        ("Q?", "all of the above", ("clay", "silt", "lime"), "options-refer-to-others"),
        ("Q?", "石灰", ("以上都不对", "黏土", "粉土"), "options-refer-to-others"),
        ("What is quicklime made of?", "quicklime", ("clay", "silt", "sand"), "question-gives-answer"),
        (" ", "lime", ("clay", "silt", "sand"), "question-gives-answer"),
    ],
)
def test_choice_questions_without_exactly_one_right_option_are_dropped(asked, right, wrong, code):
    laid = laid_out(shapes.ChoiceQuestion(asked, right, wrong))
    assert isinstance(laid, Problem)
    assert laid.code == code


def test_options_that_differ_in_signs_or_case_are_different():
    for options in (("2.5", "25", "-25"), ("Aa", "aa", "AA"), ("x²", "x2", "x³")):
        assert isinstance(laid_out(shapes.ChoiceQuestion("Q?", options[0], options[1:])), dict)


def test_options_named_in_the_question_may_be_right():
    asked = "Which is larger here, the mean or the median?"
    assert isinstance(laid_out(shapes.ChoiceQuestion(asked, "the mean", ("the median", "neither"))), dict)


@pytest.mark.parametrize(
    ("one", "other", "equal"),
    [
        ("42", "42.0", True),
        ("42 kg", "42kg", True),
        ("42", "42 kg", True),
        ("42 g", "42 kg", False),
        ("0.57", "0.5657", False),
        ("0.566", "0.5657", True),
        ("1,000", "1000", True),
        ("1/2", "0.5", True),
        ("3e8 m/s", "3×10^8 m/s", True),
        ("x = 4", "4", True),
        ("约1.5小时", "1.5 小时", True),
        ("1；2", "1; 2", True),
        ("1; 2", "1; 3", False),
        ("1; 2", "1", False),
        ("[5, 2]", "[5,2]", True),
        ("yes", "Yes.", True),
        ("4", "four", False),
        ("-3", "3", False),
        ("−3", "-3", True),
        ("1/0", "1/0", True),
        ("", "", False),
    ],
)
def test_results_are_the_same_but_for_rounding_and_dress(one, other, equal):
    assert same(one, other) is equal
    assert same(other, one) is equal


@given(st.lists(st.one_of(st.none(), st.text(max_size=8), st.sampled_from(["4", "4.0", "5 m", "1e999", "9" * 400]))))
def test_a_group_agrees_with_its_first(results):
    group = largest_group(results)
    assert all(results[place] is not None for place in group)
    assert group == sorted(set(group))


def test_one_answer_is_marked_by_the_rubric():
    verdict = json.dumps({"reason": "r", "marks": marks(5, clear=4)})
    found = run(question(form="free", judge=True), answer=["Only.", None], judge=verdict)
    assert found.examples[0].gold.score == "4.75"
    assert found.prompts[-1].shape is shapes.Verdict


@pytest.mark.parametrize(
    ("straight", "turned", "text", "code"),
    [
        ("first", "second", "One.", "judge-prefers-one"),
        ("second", "first", "Two.", "judge-prefers-one"),
        ("equal", "equal", "One.", "judge-tie"),
        ("first", "first", "One.", "judge-order-dependent"),
        ("second", "second", "One.", "judge-order-dependent"),
        ("second", "equal", "One.", "judge-order-dependent"),
    ],
)
def test_a_judge_sees_two_answers_in_both_orders(straight, turned, text, code):
    replies = [compared(straight), compared(turned)]
    found = run(question(form="free", judge=1), answer=["One.", "Two."], judge=replies)
    assert found.examples[0].gold.text == text
    assert codes(found) == [code]
    first, second = (prompt for prompt in found.prompts if prompt.stage == "judge")
    assert (first.shape, first.temperature) == (shapes.Comparison, 0.0)
    assert first.user.index("One.") < first.user.index("Two.")
    assert second.user.index("Two.") < second.user.index("One.")


def test_the_score_is_the_mean_of_both_orders():
    found = run(
        question(form="free", judge=1),
        answer=["One.", "Two."],
        judge=[compared("first", 5, 3), compared("second", 2, 4)],
    )
    assert found.examples[0].gold.score == "4.50"


def test_an_answer_that_is_judged_poor_is_dropped():
    replies = [compared("equal", 2, 2)] * 2
    found = run(question(form="free", judge=1), answer=["One.", "Two."], judge=replies)
    assert (found.examples, codes(found)) == ([], ["judged-poor", "judge-tie"])
    wrong = json.dumps({"reason": "r", "marks": marks(5, correct=1)})
    assert codes(run(question(form="free", judge=1), answer=["One.", None], judge=wrong)) == ["judged-poor"]


@pytest.mark.parametrize(
    ("replies", "noted"),
    [
        ([None, None], ["judge-silent"]),
        ([compared("second"), None], ["judge-silent-once"]),
        (["{}", "[]"], ["judge-silent"]),
    ],
)
def test_a_judge_who_says_nothing_is_noted(replies, noted):
    found = run(question(form="free", judge=1), answer=["One.", "Two."], judge=replies)
    assert codes(found) == noted
    assert found.examples[0].gold.text == "One."


def test_two_equal_answers_are_judged_once():
    verdict = json.dumps({"reason": "r", "marks": marks(5)})
    found = run(question(form="free", judge=1), answer=["Same.", "Same."], judge=verdict)
    assert [prompt.stage for prompt in found.prompts] == ["answer", "answer", "judge"]
    assert found.examples[0].gold.score == "5.00"


def test_only_answers_that_agree_come_before_the_judge():
    found = run(
        question(samples=3, judge=1),
        answer=["Off.", "Two.", "Three."],
        result=stated("9", "4", "4"),
        judge=[compared("second"), compared("first")],
    )
    assert found.examples[0].gold.text == "Three."
    assert not any("Off." in prompt.user for prompt in found.prompts if prompt.stage == "judge")
