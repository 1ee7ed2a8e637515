"""Round trips of reading comprehension: answers found again, options with one right letter, twins without an answer."""

from collections import Counter
from typing import Any

import pytest
from hum_hub_plugin_mrc.synthesis.instructions import TWIN
from mrc_teacher import DRAFTS, TASK, TWINS, Teacher, codes, made, quoted, seed

from hum_hub import Prompt
from hum_hub.testing import synthesized


def finding(*answers: str, answerable: bool = True) -> Any:
    return lambda prompt, usual: {"answerable": answerable, "answers": list(answers)}


@pytest.mark.parametrize(
    ("subtask", "answers", "kept"),
    [
        ("span", ["Its engine had failed."], True),
        ("span", ["engine had failed"], True),
        ("span", ["its engine had not failed"], False),
        ("span", ["the ferry"], False),
        ("span", ["its engine had failed", "the bridge"], False),
        ("span", [], False),
        ("date", ["in May 1998"], True),
        ("date", ["May 1999"], False),
        ("date", ["1998"], False),
        ("spans", ["tom lee", "ann ray"], True),
        ("spans", ["Ann Ray"], False),
        ("spans", ["Ann Ray", "Tom Lee", "the ferry"], False),
        ("number", ["fifty-five"], True),
        ("number", ["55 people"], True),
        ("number", ["40"], False),
        ("number", ["40 + 15 = 55"], False),
    ],
)
def test_an_answer_has_to_be_found_again(subtask, answers, kept):
    found = made(subtask, teacher=Teacher(answerability=finding(*answers)), twins=0)
    assert (codes(found), len(found.examples)) == (([], 1) if kept else (["not-answerable-again"], 0))


@pytest.mark.parametrize(
    ("subtask", "answers", "kept"),
    [
        ("span", ["是发动机损坏"], True),
        ("span", ["发动机没有损坏"], False),
        ("date", ["一九九八年五月"], True),
        ("date", ["1999年5月"], False),
        ("number", ["五十五"], True),
        ("number", ["５５"], True),
        ("spans", ["林安、陶然"], False),
    ],
)
def test_a_chinese_answer_has_to_be_found_again(subtask, answers, kept):
    found = made(subtask, teacher=Teacher("zh", answerability=finding(*answers)), language="zh", twins=0)
    assert codes(found) == ([] if kept else ["not-answerable-again"])


def test_a_reader_who_finds_no_answer_drops_the_question():
    teacher = Teacher(answerability=finding("its engine had failed", answerable=False))
    assert codes(made("span", teacher=teacher)) == ["not-answerable-again"]


@pytest.mark.parametrize("verdict", ["yes", "depends", "unanswerable"])
def test_a_verdict_has_to_be_given_again(verdict):
    teacher = Teacher(answerability=lambda prompt, usual: {"answer": verdict})
    assert codes(made("boolean", teacher=teacher)) == ["not-answerable-again"]


def test_depends_is_not_offered_only_where_it_is_right():
    found = synthesized(TASK, [seed("boolean", id=str(number)) for number in range(20)], Teacher())
    (subset,) = {example.text("question") for example in found.examples}
    assert subset == DRAFTS["en"]["boolean"]["question"]
    offered = Counter(len(example.gold.choices) for example in found.examples)
    assert set(offered) == {2, 3}


def test_free_answers_in_other_words_are_compared():
    def other(same: bool) -> Any:
        return lambda prompt, usual: (
            {"same": same}
            if "second-answer" in prompt.user
            else {"answerable": True, "answers": ["From boat to cafe."]}
        )

    assert codes(made("free", teacher=Teacher(answerability=other(True)), twins=0)) == []
    assert codes(made("free", teacher=Teacher(answerability=other(False)), twins=0)) == ["not-answerable-again"]


def test_a_document_that_is_not_needed_is_found_out():
    teacher = Teacher(answerability=finding("Ure"))
    assert codes(made("hops", teacher=teacher)) == ["document-not-needed"]


@pytest.mark.parametrize(
    ("right", "code"),
    [
        (lambda right: [], "not-answerable-again"),
        (lambda right: [letter for letter in "ABCD" if letter not in right][:1], "not-answerable-again"),
        (lambda right: ["A", "B", "C", "D"], "several-right-options"),
    ],
)
@pytest.mark.parametrize("subtask", ["choice", "cloze"])
def test_exactly_one_option_has_to_be_right(subtask, right, code):
    teacher = Teacher(answerability=lambda prompt, usual: {"right": right(usual["right"])})
    assert codes(made(subtask, teacher=teacher)) == [code]


@pytest.mark.parametrize(
    ("options", "problems"),
    [
        (["a new road", "A broken motor.", "a cold winter"], ["distractor-repeated"]),
        (["a new road", "A new road", "a cold winter"], ["distractor-repeated"]),
        (["a new road", "none of these", "a cold winter"], ["distractor-on-options"]),
        (["a new road", "渡船坏了所以停", "a cold winter"], ["wrong-language"]),
        (["a new road", "a broken motor"], ["distractor-repeated", "too-few-distractors"]),
        ([], ["too-few-distractors"]),
        (["a", "b", "c"], ["answer-stands-out"]),
    ],
)
def test_options_differ(options, problems):
    found = made("choice", teacher=Teacher(distractors=lambda prompt, usual: {"options": options}))
    assert codes(found) == problems
    assert all(len(example.gold.choices) == 3 for example in found.examples)


def test_right_letters_are_evenly_spread():
    found = synthesized(TASK, [seed("choice", id=str(number)) for number in range(200)], Teacher())
    letters = Counter(example.gold.correct for example in found.examples)
    assert sorted(letters) == [0, 1, 2, 3] and min(letters.values()) > 30
    drafts = [
        {"question": question, "answer": f"{colour} paint"}
        for question, colour in zip(
            ("Who came?", "Where is it?", "Why did they go home?", "What broke?"),
            ("red", "blue", "green", "white"),
            strict=True,
        )
    ]
    found = made("choice", teacher=Teacher(drafts={"choice": drafts}), questions=4)
    assert sorted(example.gold.correct for example in found.examples) == [0, 1, 2, 3]


@pytest.mark.parametrize(
    ("language", "twin", "code"),
    [
        ("en", "why was the ferry  sold ?", "twin-equal"),
        ("en", "Who sold the ferry?", "twin-of-other-type"),
        ("en", "Why do geese fly south each autumn in such numbers?", "twin-unlike"),
        ("en", "Why was the ferry sold in the passage?", "question-about-the-passage"),
        ("en", TWIN["en"][60:200], "echo-of-instructions"),
        ("en", "渡船为什么被卖给别人？", "wrong-language"),
        ("zh", "渡船为什么被卖掉?", "twin-equal"),
        ("zh", "渡船被谁卖掉？", "twin-of-other-type"),
        ("zh", TWIN["zh"][20:60], "echo-of-instructions"),
    ],
)
def test_a_twin_that_does_not_hold_is_dropped_alone(language, twin, code):
    teacher = Teacher(language, twins=lambda prompt, usual: {"question": twin})
    found = made("span", teacher=teacher, language=language)
    assert codes(found) == [code]
    assert len(found.examples) == 1 and found.examples[0].gold.answers


def test_a_twin_that_is_answered_is_dropped():
    def reader(prompt: Prompt, usual: Any) -> Any:
        return {"answerable": True, "answers": ["a reason"]} if not usual["answerable"] else usual

    found = made("span", teacher=Teacher(answerability=reader))
    assert (codes(found), len(found.examples)) == (["twin-answerable"], 1)


def test_twins_are_made_of_as_many_questions_as_the_seed_says():
    drafts = [DRAFTS["en"]["span"], {"question": "What spans the water?", "answer": quoted("A bridge", 2)}]
    for twins, examples in ((0, 2), (1, 3)):
        teacher = Teacher(drafts={"span": drafts}, twins=lambda prompt, usual: {"question": TWINS["en"]["span"]})
        teacher._known = lambda question: "span"  # type: ignore[method-assign]
        assert len(made("span", teacher=teacher, questions=2, twins=twins).examples) == examples
