"""The generalist's whole chain as a user runs it: a tree and votes in two languages, three teachers, proven rows."""

from collections import Counter, defaultdict
from typing import Any

import pytest
from chain import curriculum
from chain.curriculum import PER_SUBJECT, SUBJECTS, rules, sessions, syllabus
from chain.project import KEY, Project, facts, golds, replies
from hum_hub_plugin_generalist.choices import lettered
from serving.running import ScriptedServer

pytest_plugins = ("serving.fixtures",)
STAGES = {
    "subjects": ("Someone wants to master", "有人想要掌握"),
    "subjects-structure": ("Collect the subjects", "收集文中介绍的科目"),
    "syllabus": ("Write the syllabus", "请编写这门科目"),
    "syllabus-structure": ("Collect the class sessions", "收集文中的各次课"),
    "question": ("Students work through", "学生按这份大纲"),
    "question-structure": ("The text holds a choice question", "文中有一道选择题"),
    "result": ("Someone has answered", "有人回答了"),
    "judge": ("strict and fair examiner", "严格而公正的考官"),
}
"""What only the prompts of a stage say; those of answers say nothing but the question."""
TEACHER = dict.fromkeys(STAGES, "strong-1") | {"answer": "cheap-1", "result": "cheap-1", "judge": "judge-1"}
FREE, STEADY = (1.0, 0.95), (0.0, 1.0)
SAMPLING = {stage: FREE if stage in ("subjects", "syllabus", "question") else STEADY for stage in STAGES}
SAMPLING["answer"] = (0.7, 0.95)
"""Temperature and top_p of each stage: those of GLAN (arXiv 2402.13064); structure without any chance."""
CHOSEN = {"Beekeeping", "Chess", "养蜂学", "国际象棋"}


class Run:
    """A build, and what the server has seen of it."""

    def __init__(self, project: Project, server: ScriptedServer) -> None:
        self.project, self.manifest = project, project.build()
        self.counts, self.bodies = server.counts(), [entry["body"] for entry in server.requests()]
        self.rows = project.rows("generalist")
        self.by_stage = defaultdict[str, list[dict[str, Any]]](list)
        for body in self.bodies:
            self.by_stage[stage_of(body)].append(body)


def said(body: dict[str, Any]) -> str:
    return "\n".join(message["content"] for message in body["messages"])


def stage_of(body: dict[str, Any]) -> str:
    found = [stage for stage, texts in STAGES.items() if any(text in said(body) for text in texts)]
    assert len(found) <= 1
    return found[0] if found else "answer"


@pytest.fixture(scope="module")
def run(scripted_once: ScriptedServer, tmp_path_factory: pytest.TempPathFactory) -> Run:
    scripted_once.reset(key=KEY, replies=rules(), log=True)
    project = Project(tmp_path_factory.mktemp("generalist"))
    project.write("tree/tree.jsonl", curriculum.tree())
    project.write("tree/votes.csv", curriculum.votes())
    teachers = dict.fromkeys(("strong", "cheap", "judge"), f"openai:{scripted_once.url}")
    project.recipe(teachers, curriculum.source("en"), curriculum.source("zh"))
    return Run(project, scripted_once)


def test_all_rows_are_proven_and_every_question_is_accounted_for(run):
    assert run.project.proven() == len(run.rows) > 20
    assert {row["input_language"] for row in run.rows} == {"en", "zh"}
    assert {row["subtask"] for row in run.rows} == {"response", "choice"}
    for source, subjects in (("tree-en", 3), ("tree-zh", 2)):
        of = facts(run.manifest, source)
        assert of["seeds"] == 2 and of["failed"] == {}
        answered = {row["source_id"].removesuffix("/choice") for row in run.rows if row["source"] == source}
        assert len(answered) + sum(of["dropped"].values()) == PER_SUBJECT * subjects
        assert set(of["dropped"]) <= {"answer-disagrees-with-key", "too-few-or-many-options"}
        assert set(of["noted"]) == {"judge-tie"}


def test_usage_is_what_the_server_counted_stage_by_stage_and_teacher_by_teacher(run):
    sent = Counter((stage, body["model"]) for stage, bodies in run.by_stage.items() for body in bodies)
    assert replies(run.manifest, "stage", "model") == sent
    assert set(sent) == set(TEACHER.items())
    for name, of in (("replies", "answered"), ("input_tokens", "input_tokens"), ("output_tokens", "output_tokens")):
        assert sum(use[name] for use in run.manifest["usage"]) == run.counts[of]
    price = {"input": 2e-6, "output": 8e-6}
    for use in run.manifest["usage"]:
        cost = sum(use[f"{side}_tokens"] * each for side, each in price.items())
        assert use["cost"] == pytest.approx(cost, abs=1e-6)


def test_each_stage_samples_as_the_paper_does(run):
    for stage, bodies in run.by_stage.items():
        assert {(body["temperature"], body.get("top_p", 1.0)) for body in bodies} == {SAMPLING[stage]}, stage
        structured = stage.endswith("-structure") or stage in ("result", "judge")
        assert {"response_format" in body for body in bodies} == {structured}, stage


def test_whoever_writes_a_question_sees_the_syllabus_and_whoever_answers_sees_the_question_alone(run):
    subjects = [(discipline, subject) for discipline in sorted(CHOSEN) for subject in SUBJECTS[discipline]]
    for discipline, subject in subjects:
        shown = [body for body in run.by_stage["question"] if syllabus(discipline, subject) in said(body)]
        assert len(shown) == PER_SUBJECT
        assert all(discipline in said(body) and f"<subject>\n{subject}" in said(body) for body in shown)
    asked = {body["messages"][0]["content"] for body in run.by_stage["answer"]}
    assert all(len(body["messages"]) == 1 for body in run.by_stage["answer"])
    for row in run.rows:
        if row["subtask"] == "response":
            (place,) = row["inputs"]
            assert row["messages"][place["message"]]["content"][place["start"] : place["end"]] in asked
    words = [*SUBJECTS, *(subject for of in SUBJECTS.values() for subject in of), "<"]
    assert not any(word in text for text in asked for word in words)


def test_gold_says_where_a_question_comes_from_and_the_model_who_wrote_it(run):
    paths = {"Beekeeping": "Crafts", "Chess": "Games", "养蜂学": "手工艺", "国际象棋": "棋牌"}
    for row, gold in zip(run.rows, golds(run.rows), strict=True):
        assert row["model"] == "cheap-1; strong-1"
        assert gold["path"] == [paths[gold["discipline"]]] and gold["level"] == "introductory"
        taught = {session["title"]: session["concepts"] for session in sessions(gold["discipline"], gold["subject"])}
        assert 1 <= len(gold["sessions"]) <= 2 and 1 <= len(gold["concepts"]) <= 5
        for title in gold["sessions"]:
            assert set(taught[title]) & set(gold["concepts"])
        assert set(gold["concepts"]) <= {concept for title in gold["sessions"] for concept in taught[title]}
        assert gold["form"] in ("free", "choice", "calculation") and gold["difficulty"] in ("easy", "medium", "hard")
        assert gold["score"] == "4.25"
        if gold["form"] == "calculation":
            assert (gold["result"], gold["agreement"]) == ("42 kg", "3/3")
        if gold["form"] == "choice" and row["subtask"] == "response":
            assert (gold["result"], gold["agreement"]) == ("A", "3/3")
    assert {gold["correct"] for gold in golds(run.rows) if "correct" in gold} == {0}, "only what the readers settled on"


def test_coverage_is_what_the_rows_meet_of_what_the_syllabi_offer(run):
    met = defaultdict[str, Counter[tuple[str, ...]]](Counter)
    examples = {row["example_id"]: gold for row, gold in zip(run.rows, golds(run.rows), strict=True)}
    for gold in examples.values():
        place = (gold["discipline"], gold["subject"])
        met["discipline"][place[:1]] += 1
        met["subject"][place] += 1
        met["session"].update((*place, session) for session in gold["sessions"])
        met["concept"].update((*place, concept) for concept in gold["concepts"])
    offered = {"discipline": 4, "subject": 5, "session": 10, "concept": 30}
    covered = {each["kind"]: each for each in run.manifest["coverage"]}
    assert set(covered) == set(offered)
    for kind, topics in offered.items():
        assert (covered[kind]["topics"], covered[kind]["met"]) == (topics, len(met[kind]))
        assert covered[kind]["meetings"] == met[kind].total()
        assert 0.9 < covered[kind]["evenness"] <= 1


def test_all_questions_on_a_subject_are_in_one_split(run):
    splits = defaultdict[str, set[str]](set)
    for row, gold in zip(run.rows, golds(run.rows), strict=True):
        splits[f"{gold['discipline']}/{gold['subject']}"].add(row["split"])
        assert row["origin"].startswith(f"{row['source']}/{row['source_id'].split('/')[0]}/")
    assert len(splits) == 5 and all(len(found) == 1 for found in splits.values())
    assert len({next(iter(found)) for found in splits.values()}) > 1


def test_no_key_is_written_anywhere(run):
    files = [path for path in run.project.folder.rglob("*") if path.is_file() and "plugins" not in path.parts]
    assert len(files) > 10
    assert not any(KEY.encode() in path.read_bytes() for path in files)


@pytest.mark.parametrize(
    ("result", "letter"),
    [("A", "A"), ("(c)", "C"), ("B. The queen", "B"), ("选项D", "D"), ("B：后", "B")]
    + [(text, None) for text in ("Both A and B", "Ancient walls", "A or B", "A, B", "None", "", "I")],
)
def test_only_a_letter_settles_on_an_option(result, letter):
    assert lettered(result) == letter
