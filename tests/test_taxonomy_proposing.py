"""Proposals of a teacher, driven with scripted replies: only what hangs below one node, and nothing twice."""

import json
from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st
from test_taxonomy_trees import SMALL, tree_of

from hum_hub import Problem, Prompt, Reply
from hum_hub.taxonomy import wording
from hum_hub.taxonomy.parsing import parse_tree, write_tree
from hum_hub.taxonomy.proposing import extend
from hum_hub.taxonomy.tree import Node, Tree
from hum_hub.taxonomy.votes import standings

Answering = Callable[[Prompt], str | None]


def proposed(
    tree: Tree, teacher: Answering, *arguments: object, model: str = "scripted-1"
) -> tuple[list, list[Prompt]]:
    """What comes of a proposal, and the prompts; a reply that is not of its shape is none, as in a run."""
    found, prompts, steps, received = [], [], extend(tree, *arguments), None

    def reply(prompt: Prompt) -> Reply | None:
        prompts.append(prompt)
        text = teacher(prompt)
        answer = Reply(text, model) if text is not None else None
        try:
            if answer is not None and prompt.shape is not None:
                answer.read(prompt.shape)
        except ValueError:
            return None
        return answer

    while True:
        try:
            step = steps.send(received)
        except StopIteration:
            return found, prompts
        if isinstance(step, tuple):
            received = tuple(reply(prompt) for prompt in step)
        elif isinstance(step, Prompt):
            received = reply(step)
        else:
            found.append(step)
            received = None


def teacher(*names: tuple[str, str], **by_stage: list[tuple[str, str]]) -> Answering:
    """Lists these names at every stage, or those of the stage."""

    def answer(prompt: Prompt) -> str:
        entries = by_stage.get(prompt.stage.removesuffix("-structure"), names)
        if prompt.stage.endswith("-structure"):
            return json.dumps({"entries": [{"en": en, "zh": zh} for en, zh in entries]})
        return "\n".join(f"- {en} ({zh}): a sentence." for en, zh in entries) or "none"

    return answer


def codes(found: list) -> list[str]:
    return [each.code for each in found if isinstance(each, Problem)]


def ids(found: list) -> list[str]:
    return [each.id for each in found if isinstance(each, Node)]


WHOLE = teacher(
    fields=[("Arts", "艺术"), ("Law", "法律")],
    subfields=[("Practice", "实践"), ("Theory", "理论")],
    disciplines=[("History", "历史")],
)


def test_a_whole_tree_is_proposed_level_by_level_each_level_at_once():
    found, prompts = proposed(Tree(), WHOLE)
    assert [prompt.stage for prompt in prompts] == [
        *("fields", "fields-structure"),
        *("subfields", "subfields", "subfields-structure", "subfields-structure"),
        *("disciplines", "disciplines", "disciplines-structure", "disciplines-structure"),
    ]
    assert ids(found) == ["arts", "law", "practice", "theory", "history"]
    tree = parse_tree(write_tree(Tree(tuple(each for each in found if isinstance(each, Node)))), "t")
    assert tree.languages() == ["en", "zh"]
    assert codes(found) == ["node-already-in-tree"] * 3  # practice, theory and history a second time


def test_free_text_is_asked_first_and_structure_second_with_temperature_zero():
    _, (first, second) = proposed(Tree(), WHOLE, None, "en", "field")
    assert first.shape is None
    assert (first.temperature, first.top_p) == (1.0, 0.95)
    assert (second.shape, second.temperature) == (wording.Listing, 0.0)
    assert "<text>\n- Arts (艺术)" in second.user


def test_only_what_hangs_below_one_node_is_proposed():
    found, prompts = proposed(SMALL, teacher(("Acoustics", "声学"), ("Optics", "光学")), "physics")
    assert [(each.id, each.under, each.level) for each in found if isinstance(each, Node)] == [
        ("acoustics", "physics", "discipline")
    ]
    assert codes(found) == ["node-already-in-tree"]
    assert [prompt.stage for prompt in prompts] == ["disciplines", "disciplines-structure"]
    assert "<place>\nScience\nPhysics\n</place>" in prompts[0].user
    assert "<known>\nMechanics\nOptics\n</known>" in prompts[0].user
    assert "Carpentry" not in prompts[0].user


def test_another_branch_changes_nothing_in_what_is_asked():
    _, before = proposed(SMALL, WHOLE, "physics")
    grown = Tree((*SMALL.nodes, Node("metal", "subfield", {"en": "Metalwork", "zh": "金工"}, "trades")))
    _, after = proposed(grown, WHOLE, "physics")
    assert [prompt.key() for prompt in before] == [prompt.key() for prompt in after]


def test_below_a_discipline_skills_are_proposed_and_below_a_skill_nothing():
    found, prompts = proposed(SMALL, teacher(("Sawing", "锯切")), "carpentry")
    assert [node.level for node in found] == ["skill"]
    assert prompts[0].stage == "skills"
    assert codes(proposed(SMALL, WHOLE, "joinery")[0]) == ["nothing-hangs-below-a-skill"]


def test_proposed_nodes_are_undecided_and_say_who_proposed_them():
    found, _ = proposed(SMALL, teacher(("Acoustics", "声学")), "physics", model="teacher-9")
    assert found[0].note == "proposed by teacher-9"
    assert standings(Tree((*SMALL.nodes, *found)), [])["acoustics"] == "undecided"


@pytest.mark.parametrize("model", ["x" * 5000, "a\nb", "\x1b[2J", ""])
def test_a_model_cannot_write_what_it_likes_into_the_file_by_its_name(model):
    found, _ = proposed(SMALL, teacher(("Acoustics", "声学")), "physics", model=model)
    assert found[0].note == "proposed by a model"


def test_prompts_are_chinese_in_a_chinese_tree_and_ids_still_english():
    tree = Tree((Node("wuli", "subfield", {"zh": "物理学"}, "ziran"), Node("ziran", "field", {"zh": "自然科学"})))
    found, prompts = proposed(tree, teacher(("Acoustics", "声学")), "wuli")
    assert (found[0].id, found[0].names) == ("acoustics", {"zh": "声学"})
    assert prompts[0].user.startswith("下面这个子领域包含哪些学科？")
    assert "自然科学\n物理学" in prompts[0].user
    assert not any(each in prompts[0].user for each in (",", "?", "Which"))


@pytest.mark.parametrize("language", ["en", "zh"])
def test_every_level_has_prompts_in_both_languages(language):
    for level in ("field", "subfield", "discipline", "skill"):
        prompt = wording.listing(level, ["a"], ["b"], language)
        assert prompt.language == language
        assert "<place>" in prompt.user
        assert all(said.strip() for said in wording.instructions(level, language))


def test_a_language_without_prompts_is_a_problem():
    tree = Tree((Node("kunst", "field", {"de": "Kunst"}),))
    assert codes(proposed(tree, WHOLE)[0]) == ["language-without-prompts"]
    assert codes(proposed(SMALL, WHOLE, None, "fr")[0]) == ["language-without-prompts"]


@pytest.mark.parametrize(
    ("entry", "code"),
    [
        (("Optics", "光学"), "node-already-in-tree"),
        (("ＯＰＴＩＣＳ", "光的学问"), "node-already-in-tree"),
        (("Light", "optics学"), "node-already-in-tree"),
        (("光学", "光学"), "name-in-wrong-language"),
        (("Оптика", "光学二"), "name-in-wrong-language"),
        (("Acoustics", "Acoustics"), "name-in-wrong-language"),
        (("...", "……"), "name-is-no-name"),
        (("<name>", "声学"), "name-is-no-name"),
        (("{discipline}", "声学"), "name-is-no-name"),
        (("A\u202eB", "声学"), "name-cannot-be-written"),
        (("   ", "声学"), "name-cannot-be-written"),
        (("Give each its usual name in English", "声学"), "reply-echoes-prompt"),
    ],
)
def test_hostile_names_are_dropped_with_a_reason(entry, code):
    found, _ = proposed(SMALL, teacher(entry), "physics")
    assert codes(found) == [code]
    assert ids(found) == []


def test_names_that_the_free_text_does_not_hold_are_dropped():
    def answer(prompt: Prompt) -> str:
        return '{"entries": [{"en": "Alchemy", "zh": "炼金术"}]}' if prompt.shape else "Acoustics (声学): sound."

    assert codes(proposed(SMALL, answer, "physics")[0]) == ["name-not-in-text"]


@pytest.mark.parametrize(
    ("draft", "structure", "code"),
    [
        (None, "{}", "no-reply"),
        ("  \n", "{}", "blank-reply"),
        ("I cannot help with that.", '{"entries": []}', "nothing-proposed"),
        ("Acoustics 声学", None, "no-structure"),
        ("Acoustics 声学", '["Acoustics"]', "no-structure"),
        ("Acoustics 声学", '{"entries": [{"en": 5, "zh": "声学"}]}', "no-structure"),
        ("Acoustics 声学", json.dumps({"entries": [{"en": "a" * 121, "zh": "声学"}]}), "no-structure"),
        ("Acoustics 声学", json.dumps({"entries": [{"en": "a", "zh": "声学"}] * 65}), "no-structure"),
        ("Acoustics 声学", "[" * 100_000, "no-structure"),
    ],
)
def test_replies_that_hold_nothing_end_as_problems(draft, structure, code):
    found, _ = proposed(SMALL, lambda prompt: structure if prompt.shape else draft, "physics")
    assert codes(found) == [code]


def test_a_reply_that_echoes_the_prompt_is_not_asked_about_again():
    found, prompts = proposed(SMALL, lambda prompt: prompt.user, "physics")
    assert codes(found) == ["reply-echoes-prompt"]
    assert len(prompts) == 1


def test_a_giant_reply_is_cut_and_cannot_close_the_tag_around_it():
    _, prompts = proposed(SMALL, lambda prompt: "Acoustics </text> " * 100_000, "physics")
    assert len(prompts[1].user) < 25_000
    assert prompts[1].user.count("</text>") == 1


def test_one_lost_reply_costs_its_own_branch_only():
    def answer(prompt: Prompt) -> str | None:
        return None if "<place>\nArts" in prompt.user else WHOLE(prompt)

    found, _ = proposed(Tree(), answer)
    assert ids(found) == ["arts", "law", "practice", "theory", "history"]
    assert codes(found)[0] == "no-reply"


NAMES = (
    st.sampled_from(("Optics", "Acoustics", "Heat", "optics", "C#", "C++")),
    st.sampled_from(("光学", "声学", "热学")),
)


@given(st.lists(st.tuples(*NAMES), max_size=10), st.sampled_from((None, "science", "physics", "carpentry")))
def test_whatever_is_proposed_still_makes_a_tree(entries, under):
    found, _ = proposed(SMALL, teacher(*entries), under)
    nodes = [each for each in found if isinstance(each, Node)]
    tree = Tree((*SMALL.nodes, *nodes))
    assert parse_tree(write_tree(tree), "t") == tree
    assert all(under in (None, node.under) or under in [a.id for a in tree.above(node)] for node in nodes)


def test_levels_that_a_tree_leaves_out_are_proposed_all_the_same():
    tree = tree_of("trades field", "welding discipline trades")
    found, _ = proposed(tree, teacher(("Metalwork", "金工"), ("Welding", "welding学")), "trades", None, "subfield")
    assert ids(found) == ["metalwork"]
    assert codes(found) == ["node-already-in-tree"]
