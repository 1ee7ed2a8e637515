"""A real server as a teacher: schema-valid nonsense is rejected or taken for the right reasons, down to the ledger."""

import json
from collections import Counter
from pathlib import Path
from typing import Any

import pytest
from chain import curriculum, labelled, passages
from chain.project import Project, facts, golds, replies
from chain.sources import added
from serving.llama import KEY, NAME, LlamaServer

pytest_plugins = ("serving.fixtures",)
LIMITS = "most_tokens = 300\nconnections = 4\nparameters = { seed = 1 }"
UNUSABLE = {"truncated", "empty", "looping", "wrong-language", "unreadable", "echo"}
"""Why the engine cannot use a reply."""
STAGES = {
    "mrc": {"questions", "answerability", "distractors", "twins"},
    "classification": {"texts", "near-misses", "labelling"},
    "ie": {"schema", "schema-structure", "texts", "annotation", "extraction"},
    "generalist": {"subjects", "syllabus", "question", "answer", "judge", "result"}
    | {"subjects-structure", "syllabus-structure", "question-structure"},
}
NONSENSE = {
    "mrc": {"answer-not-in-text", "no-such-sentence", "answer-outside-its-sentence", "answer-ambiguous", "blank-text"}
    | {"not-a-question", "wrong-language", "question-gives-answer", "not-answerable-again", "not-a-number"}
    | {"not-one-blank", "sentence-copied", "too-few-distractors", "distractor-repeated", "question-repeated"}
    | {"no-reply", "several-right-options", "twin-equal", "twin-of-other-type", "twin-unlike", "twin-answerable"},
    "classification": {"text-too-short", "wrong-language", "text-repeated", "label-not-found-again", "no-reply"},
    "ie": {"text-too-short", "text-cut-off", "text-in-other-language", "text-with-markup", "text-with-placeholder"}
    | {"text-not-plain", "text-repeats-another", "text-without-annotation", "text-lists-labels", "label-not-in-schema"}
    | {"mention-not-in-text", "annotation-not-found-again", "description-too-short", "description-in-other-language"}
    | {"label-name-unfit", "schema-without-labels", "relation-with-unknown-type", "relation-end-not-annotated"}
    | {"mention-with-two-labels", "mention-inside-mention", "mentions-overlap", "relation-to-itself"}
    | {"schema-without-labels-of-subtask", "label-names-not-distinct", "event-type-without-roles"},
    "generalist": {"no-subjects", "no-usable-syllabus", "question-repeats", "too-few-or-many-options"}
    | {"options-repeat", "answer-disagrees-with-key", "answer-repeats-question", "wrong-language", "text-cut-off"}
    | {"blank-text", "judged-poor", "blank-question-or-answer", "question-gives-answer", "samples-disagree"},
}
"""What may be wrong with nonsense of the right shape, by task."""
NOTHING = {"no-question-fits", "other-number-of-texts"}
"""Notes of a teacher who wrote nothing, or less than was wanted."""
TREE = "queries: 1, subjects: 1, questions: 2, least_sessions: {sessions}"


def tree(project: Project) -> None:
    project.write("tree/tree.jsonl", curriculum.tree())
    project.write("tree/votes.csv", curriculum.votes())


def branch(language: str, teacher: str, sessions: int, more: str = "", stages: str = "") -> str:
    source = curriculum.source(language, TREE.format(sessions=sessions) + more, stages)
    return source.replace('teacher = "strong"', f'teacher = "{teacher}"')


def alone(project: Project, teacher: str) -> list[str]:
    """Sources of one seed each, so that the ledger of a source is that of its seed."""
    zh, topic = passages.ZH[0].seed, [{"id": "open", "open": True, "topic": "mills"}]
    wish = labelled.WISHES[0].seed | {"texts": 3}
    sources = [
        added(project, "mrc", "mrc-zh", [zh], "span", "free", teacher=teacher, language="zh"),
        added(project, "mrc", "mrc-en", [passages.READINGS[0].seed], "choice", "boolean", "number", teacher=teacher),
        added(project, "classification", "classification-en", [wish], "topic", teacher=teacher),
        added(project, "ie", "ie-open", topic, "own-entities", teacher=teacher),
    ]
    for number in range(2):
        story = labelled.STORIES[number].seed | {"texts": 2}
        sources.append(added(project, "ie", f"ie-{number}", [story], "entities", "relations", teacher=teacher))
    return sources


def ledger(project: Project) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = json.loads(project.hum("sources", "--json").stdout)
    return found


def task_of(source: str) -> str:
    return "generalist" if source.startswith("tree") else source.split("-")[0]


def check(found: list[dict[str, Any]]) -> None:
    """Every seed came to something, and every reason is one of its task and stage."""
    for entry in found:
        task, code = task_of(entry["source"]), entry["code"]
        if entry["kind"] == "dropped":
            assert code in NONSENSE[task], entry
        elif entry["kind"] == "failed":
            assert code in {f"{stage}-{reason}" for stage in STAGES[task] for reason in UNUSABLE}, entry
    for source in {entry["source"] for entry in found}:
        kinds = {entry["kind"]: entry for entry in found if entry["source"] == source}
        notes = {entry["code"] for entry in found if (entry["source"], entry["kind"]) == (source, "noted")}
        assert {"example", "dropped", "failed"} & set(kinds) or notes & NOTHING, f"nothing is said of {source}"


@pytest.fixture
def project(tmp_path: Path) -> Project:
    made = Project(tmp_path, KEY)
    tree(made)
    return made


def test_nonsense_at_every_stage_ends_with_a_reason_for_every_seed(project, llama):
    branches = [branch(language, "tiny", 1, ", judge: true") for language in ("en", "zh")]
    project.recipe({"tiny": f"openai:{llama.url}"}, *alone(project, "tiny"), *branches, more=LIMITS)
    result = project.hum("build")
    found = ledger(project)
    check(found)
    assert Counter({entry["source"]: entry["count"] for entry in found if entry["kind"] == "seed"}).total() == 10
    examples = sum(entry["count"] for entry in found if entry["kind"] == "example")
    if examples:
        assert result.exit_code == 0 and project.proven() > 0
    else:
        assert result.exit_code == 1 and "no row was made" in result.stderr
    asked = {(each["stage"], each["model"]) for each in project.json("teacher", "replies")}
    assert {"questions", "texts", "schema", "subjects"} <= {stage for stage, _ in asked}
    assert {model for _, model in asked} == {NAME}


def test_readers_and_judges_who_talk_nonsense_let_nothing_through_that_cannot_be_proven(project, llama, scripted):
    known = (*passages.READINGS, *passages.ZH, *labelled.WISHES, *labelled.STORIES)
    scripted.play(key=KEY, replies=[rule for each in known for rule in each.rules()] + curriculum.rules())
    checking = {
        "mrc": 'answerability = "tiny", twins = "tiny"',
        "classification": 'labelling = "tiny"',
        "ie": 'annotation = "tiny", extraction = "tiny"',
    }
    sources = [
        source.replace('teacher = "strong"', f'teacher = "strong"\nstages = {{ {checking[task]} }}')
        for task, each_of, subtasks in (
            ("mrc", passages.READINGS[:1], ("span",)),
            ("classification", labelled.WISHES[:2], ("topic",)),
            ("ie", labelled.STORIES[:2], ("entities", "relations")),
        )
        for source in [
            added(project, task, f"{task}-read", [each.seed for each in each_of], *subtasks, teacher="strong")
        ]
    ]
    answered = branch("en", "strong", 2, stages='answer = "tiny", result = "tiny"')
    judged = branch("zh", "strong", 2, ", judge: true", 'judge = "tiny"')
    teachers = {"strong": f"openai:{scripted.url}", "tiny": f"openai:{llama.url}"}
    project.recipe(teachers, *sources, answered, judged, more=LIMITS)
    result = project.hum("build")
    found = ledger(project)
    check(found)
    rows = [row for config in STAGES for row in project.rows(config)]
    assert (result.exit_code == 0) == bool(rows)
    manifest = json.loads((project.corpus / "manifest.json").read_text(encoding="utf-8")) if rows else {}
    assert not rows or project.proven() == len(rows)
    for row, gold in zip(rows, golds(rows), strict=True):
        writers = set(row["model"].split("; "))
        assert writers <= {"strong-1", NAME} and (row["source"] != "tree-en" or NAME in writers)
        assert row["source"] != "tree-zh" or not gold.get("score") or float(gold["score"]) >= 3
    if rows:
        by_teacher = replies(manifest, "task", "stage", "teacher")
        assert by_teacher["ie", "annotation", "tiny"] >= 2 and by_teacher["ie", "texts", "strong"] == 2
        assert facts(manifest, "classification-read")["seeds"] == 2
    said = {(task_of(entry["source"]), entry["code"]) for entry in found if entry["kind"] in ("dropped", "failed")}
    assert {task for task, _ in said} >= {"mrc", "classification", "ie"}


def test_a_wrong_key_is_one_clear_error(project, llama):
    project.key = "not-the-key"
    project.recipe({"tiny": f"openai:{llama.url}"}, *alone(project, "tiny"), more=LIMITS)
    result = project.hum("build")
    assert result.exit_code == 1
    assert result.stderr.startswith("error: teacher 'tiny' refuses the key") and result.stderr.count("\n") == 1
    assert "environment variable" in result.stderr and not result.stdout
    assert not project.corpus.exists() and not project.json("teacher", "replies")


def test_a_server_that_is_gone_is_one_clear_error(project, tiny_model):
    with LlamaServer(tiny_model, key=KEY) as server:
        url = server.url
    more = LIMITS + "\nattempts = 2\nlongest_wait = 0.1\ndead_after = 0.2"
    project.recipe({"tiny": f"openai:{url}"}, *alone(project, "tiny"), more=more)
    result = project.hum("build")
    assert result.exit_code == 1 and result.stderr.splitlines()[-1].startswith("error: ")
    assert not project.corpus.exists()
