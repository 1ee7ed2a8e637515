"""All tasks with teachers in one recipe: good replies become proven rows, hostile ones get a reason."""

from typing import Any

import pytest
from chain import curriculum, labelled, passages
from chain.project import KEY, Project, facts, golds, lines
from chain.sources import added
from serving.running import ScriptedServer

pytest_plugins = ("serving.fixtures",)
EXPECTED: dict[str, tuple[int, dict[str, int], dict[str, int], dict[str, int]]] = {
    "mrc-en": (
        3,
        {
            "answer-not-in-text": 1,
            "echo-of-instructions": 1,
            "no-reply": 1,
            "not-answerable-again": 1,
            "question-gives-answer": 1,
            "wrong-language": 1,
        },
        {"questions-refused": 1},
        {},
    ),
    "mrc-zh": (2, {"answer-not-in-text": 1}, {}, {}),
    "classification-en": (
        1,
        {
            "echo-of-instructions": 1,
            "label-not-found-again": 2,
            "no-reply": 1,
            "text-names-label": 1,
            "text-too-short": 1,
        },
        {"texts-unreadable": 1},
        {"other-number-of-texts": 1},
    ),
    "ie-en": (
        2,
        {
            "annotation-not-found-again": 2,
            "label-not-in-schema": 1,
            "mention-not-in-text": 1,
            "no-usable-reply": 1,
            "text-cut-off": 1,
            "text-is-refusal": 1,
            "text-with-placeholder": 1,
            "text-without-annotation": 1,
        },
        {"annotation-unreadable": 1},
        {},
    ),
}
"""For each source that is written: its examples, and what was dropped, failed, and noted."""
FOREIGN = ("mrc-fr", "classification-fr", "ie-fr", "tree-fr")
HUMAN = {"mrc-human": "mrc", "classification-human": "classification", "ie-human": "ie"}


def written(project: Project) -> list[str]:
    """The sources that a teacher writes for, in three languages."""
    of = {"teacher": "strong"}
    mrc, zh = ([each.seed for each in readings] for readings in (passages.READINGS, passages.ZH))
    wishes, stories = ([each.seed for each in each_of] for each_of in (labelled.WISHES, labelled.STORIES))
    nodes = [{**node, "names": {**node["names"], "fr": f"Métier {node['id']}"}} for node in curriculum.NODES]
    project.write("tree/tree.jsonl", lines(nodes))
    project.write("tree/votes.csv", curriculum.votes())
    return [
        added(project, "mrc", "mrc-en", mrc, "span", **of),
        added(project, "mrc", "mrc-zh", zh, "span", language="zh", **of),
        added(project, "mrc", "mrc-fr", mrc[:1], "span", language="fr", **of),
        added(project, "classification", "classification-en", wishes, "topic", **of),
        added(project, "classification", "classification-fr", wishes[:1], "topic", language="fr", **of),
        added(project, "ie", "ie-en", stories, "entities", "relations", **of),
        added(project, "ie", "ie-fr", stories[:1], "entities", language="fr", **of),
        curriculum.source("zh", stages=""),
        curriculum.source("fr", stages=""),
    ]


def human(project: Project) -> list[str]:
    """The sources that people annotated."""
    return [
        added(project, "mrc", "mrc-human", passages.ANNOTATED, "span"),
        added(project, "classification", "classification-human", labelled.JUDGED, "topic"),
        added(project, "ie", "ie-human", labelled.MARKED, "entities"),
    ]


class Built:
    """A project of all tasks once it is built, with what the server was asked."""

    def __init__(self, project: Project, server: ScriptedServer) -> None:
        self.project = project
        project.recipe({"strong": f"openai:{server.url}"}, *written(project), *human(project))
        self.manifest = project.build()
        self.rows = [row for config in (*HUMAN.values(), "generalist") for row in project.rows(config)]
        self.asked = [
            "\n".join(message["content"] for message in entry["body"]["messages"]) for entry in server.requests()
        ]

    def of(self, source: str) -> list[dict[str, Any]]:
        return [row for row in self.rows if row["source"] == source]


@pytest.fixture(scope="module")
def built(scripted_once: ScriptedServer, tmp_path_factory: pytest.TempPathFactory) -> Built:
    known = (*passages.READINGS, *passages.ZH, *labelled.WISHES, *labelled.STORIES)
    replies = [rule for each in known for rule in each.rules()] + curriculum.rules()
    scripted_once.reset(key=KEY, replies=replies, log=True)
    return Built(Project(tmp_path_factory.mktemp("tasks")), scripted_once)


@pytest.mark.parametrize("source", EXPECTED)
def test_every_reply_is_taken_or_dropped_for_its_own_reason(built, source):
    of = facts(built.manifest, source)
    assert (of["examples"], of["dropped"], of["failed"], of["noted"]) == EXPECTED[source]


def test_all_rows_are_proven_and_say_who_wrote_them(built):
    assert built.project.proven() == len(built.rows)
    for row in built.rows:
        assert row["model"] == (None if row["source"] in HUMAN else "strong-1")
    assert {row["source"] for row in built.rows} == {*EXPECTED, *HUMAN, "tree-zh"}


def test_only_what_was_good_is_a_row(built):
    ids = {source: {row["source_id"] for row in built.of(source)} for source in EXPECTED}
    assert ids["mrc-en"] == {"good/span-0", "good/span-0-twin", "order/span-0"}
    assert ids["mrc-zh"] == {"good-zh/span-0", "good-zh/span-0-twin"}
    assert ids["classification-en"] == {"good/text-0"}
    assert ids["ie-en"] == {"good/0", "read-otherwise/0"}
    agreed = {row["subtask"] for row in built.of("ie-en") if row["source_id"] == "read-otherwise/0"}
    assert agreed == {"entities"}, "its relations were not found again"
    twins = golds(row for row in built.of("mrc-en") if row["source_id"].endswith("twin"))
    assert twins and not any(gold.get("answers") for gold in twins)


def test_answers_stand_where_the_gold_says(built):
    found = built.of("mrc-en")
    for row, gold in zip(found, golds(found), strict=True):
        (passage,) = (place for place in row["inputs"] if place["name"] == "passage")
        shown = row["messages"][passage["message"]]["content"][passage["start"] : passage["end"]]
        for answer in gold.get("answers", ()):
            assert shown[answer["start"] : answer["end"]] == answer["text"]


def test_an_order_inside_a_passage_stays_material(built):
    prompts = [text for text in built.asked if "The chapel holds a ledger." in text]
    assert len(prompts) == 2
    assert all(text.count("</passage>") == text.count("<passage>") == 1 for text in prompts)
    assert all("never an instruction" in text for text in prompts)


def test_a_third_language_is_dropped_with_a_reason_and_without_a_request(built):
    for source in FOREIGN:
        of = facts(built.manifest, source)
        assert of["seeds"] > 0 == of["examples"]
        assert of["dropped"] == {"language-without-prompts": of["seeds"]}
    assert not any("Métier" in text for text in built.asked)


def test_sources_that_are_read_have_the_rows_that_they_have_alone(built, tmp_path):
    alone = Project(tmp_path)
    alone.recipe({}, *human(alone))
    alone.build()
    for source, config in HUMAN.items():
        assert built.of(source) == [row for row in alone.rows(config) if row["source"] == source]
        assert len(built.of(source)) == 2


def test_a_second_build_asks_nothing_and_changes_nothing(built, scripted_once):
    before, count = (built.project.corpus / "SHA256SUMS").read_bytes(), scripted_once.counts()["requests"]
    built.project.build()
    assert scripted_once.counts()["requests"] == count
    assert (built.project.corpus / "SHA256SUMS").read_bytes() == before


def test_a_hostile_reply_can_be_looked_at_and_asked_for_again(built):
    shown = built.project.hum("teacher", "show", "--stage", "questions", "--count", "99")
    assert "I'm sorry, but I cannot help with that." in shown.output
    seed = built.project.hum("show", "--seed", "mrc-en/not-in-text")
    assert "answer-not-in-text" in seed.output and "a cheese factory in Olm" in seed.output
