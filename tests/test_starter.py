"""The starter corpus: enough, exact, explained, and proven."""

import json
import re
import shutil
import subprocess
import sys
import tomllib
from collections import Counter
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq
import pytest
from conftest import Hum

from hum_hub import Guideline
from hum_hub.pipeline.surveying import source_guidelines
from hum_hub.recipe.loading import open_recipe
from hum_hub.recipe.model import Source

ROOT = Path(__file__).parent.parent
PLUGINS = ROOT / "plugins"
GUIDELINES = ROOT / "craft" / "guidelines"
OF_WHOLE_TEXTS = {Path("classification/acceptability.toml"), Path("classification/out-of-scope.toml")}
"""Guidelines for judgements of whole texts, which have no typical wordings."""
DEFINED_ALONE = {"field", "boolean", "answerable"}
"""Kinds of guidelines that may do without examples: for what an answer is, and for yes and no."""
RECIPE = open_recipe(ROOT / "hum.toml")
NAMED = {ROOT / file.uri.removeprefix("file:") for _, source in RECIPE.sources() for file in source.guidelines}
FILES = sorted(path.relative_to(GUIDELINES) for path in GUIDELINES.glob("*/*.toml") if NAMED & {path, path.parent})
"""The guidelines that the starter corpus is made with; others are for public data."""
IN_WORDS = ("starter-documents-zh-in-words", "arguments")
"""A source and a subtask whose labels are words that need no guideline to be understood."""
CHINESE = re.compile("[\u4e00-\u9fff]")


def starter(task: str) -> Path:
    return PLUGINS / task / f"hum_hub_plugin_{task}" / "starter"


def seeds(task: str, language: str) -> list[dict[str, Any]]:
    paths = sorted(starter(task).glob(f"*.{language}.jsonl"))
    return [json.loads(line) for path in paths for line in path.read_text(encoding="utf-8").splitlines()]


def elements(file: Path) -> list[dict[str, Any]]:
    return tomllib.loads((GUIDELINES / file).read_text(encoding="utf-8"))["element"]


def guides(source: Source) -> dict[tuple[str, str], Guideline]:
    task = next(task for task, of_task in RECIPE.sources() if of_task.name == source.name)
    return {(guide.kind, guide.key): guide for guide in source_guidelines(RECIPE, task, source)}


@pytest.fixture(scope="module")
def corpus(tmp_path_factory) -> Path:
    """The starter corpus, built from the project's own recipe in another folder."""
    folder = tmp_path_factory.mktemp("starter")
    shutil.copy(ROOT / "hum.toml", folder)
    (folder / "plugins").symlink_to(PLUGINS)
    (folder / "craft").symlink_to(ROOT / "craft")
    subprocess.run([sys.executable, "-m", "hum_hub", "build"], cwd=folder, check=True, timeout=300)
    return folder / "build" / "hum"


@pytest.mark.parametrize("language", ["en", "zh"])
@pytest.mark.parametrize("task", ["ie", "mrc", "classification"])
def test_there_are_sixty_seeds_for_each_task_and_language_in_several_domains(task, language):
    found = seeds(task, language)
    assert len(found) >= 60
    assert len({seed["id"] for seed in found}) == len(found)
    assert len({seed["domain"] for seed in found}) >= 8


@pytest.mark.parametrize("task", ["ie", "mrc", "classification", "generalist"])
def test_every_file_is_listed_with_the_number_of_its_items(task):
    page = (starter(task) / "README.md").read_text(encoding="utf-8").splitlines()
    for path in starter(task).glob("*.jsonl"):
        (line,) = (line for line in page if f"`{path.name}`" in line)
        assert re.search(rf"\b{len(path.read_text(encoding='utf-8').splitlines())}\b", line), line
    assert not any("guidelines.toml" in line for line in page)


def test_the_curriculum_is_large_enough():
    documents = [json.loads(path.read_text("utf-8")) for path in (PLUGINS / "generalist" / "curriculum").glob("*.json")]
    assert len(documents) >= 12
    assert len({document["discipline"]["field"]["id"] for document in documents}) >= 5
    pairs = [pair for document in documents for subject in document["subjects"] for pair in subject["questions"]]
    assert len(pairs) >= 150
    assert len({pair["question"] for pair in pairs}) == len(pairs)
    assert all(len(pair["answer"]) >= 100 for pair in pairs)


def test_chinese_texts_are_chinese_and_english_ones_english():
    for task in ("ie", "mrc", "classification"):
        for language in ("en", "zh"):
            for seed in seeds(task, language):
                text = seed.get("text") or seed.get("passage") or seed["premise"]
                chinese = len(CHINESE.findall(text))
                assert (chinese > 0.15 * len(text)) if language == "zh" else not chinese, seed["id"]


@pytest.mark.parametrize("file", FILES, ids=str)
def test_every_guideline_is_complete_and_its_examples_hold_their_mention_once(file):
    parents = {element.get("parent") for element in elements(file)}
    for element in elements(file):
        defined_alone = element["kind"] in DEFINED_ALONE
        without = defined_alone or file in OF_WHOLE_TEXTS or element["key"] in parents
        for language in ("en", "zh"):
            assert element["name"][language]
            assert len(element["definition"][language]) >= 2
            assert without or element["typical"][language], element["key"]
            assert defined_alone or element["boundary"][language]
            for kind in ("positive", "negative"):
                given = [example for example in element.get(kind, ()) if example["language"] == language]
                assert given or defined_alone
                assert all(example["text"].count(example["mention"]) == 1 for example in given), element["key"]


@pytest.mark.parametrize("task", ["ie", "classification"])
def test_no_example_of_a_guideline_is_a_seed(task):
    texts = {seed.get("text") or seed["premise"] for language in ("en", "zh") for seed in seeds(task, language)}
    for file in FILES:
        for element in elements(file):
            assert not texts & {
                example["text"] for kind in ("positive", "negative") for example in element.get(kind, ())
            }


@pytest.mark.parametrize("file", FILES, ids=str)
def test_the_labels_above_a_label_have_guidelines_beside_it(file):
    above = {element["key"]: element.get("parent", "") for element in elements(file)}
    assert len({(each["kind"], each.get("family"), each["key"]) for each in elements(file)}) == len(elements(file))
    for key in above:
        chain = [key]
        while parent := above[chain[-1]]:
            assert parent in above, f"{chain[-1]}: {parent}"
            assert parent not in chain
            chain.append(parent)


def test_no_source_has_two_guidelines_for_the_same_label():
    for task, source in RECIPE.sources():
        found = Counter((guide.kind, guide.family, guide.key) for guide in source_guidelines(RECIPE, task, source))
        assert not {label for label, count in found.items() if count > 1}, source.name


def test_every_kind_of_seed_in_classification_has_its_guidelines_and_no_guideline_is_idle():
    names = {path.name.split(".")[0] for path in starter("classification").glob("*.jsonl")}
    assert names == {file.stem for file in FILES if file.parent.name == "classification"}
    every = {(element["kind"], element["key"]) for file in FILES for element in elements(file)}
    for language in ("en", "zh"):
        used = {known for _, source in RECIPE.sources() if source.language == language for known in guides(source)}
        assert every <= used, language


def test_every_label_in_use_has_a_guideline_that_says_what_it_is_called(corpus):
    known = {source.name: guides(source) for _, source in RECIPE.sources()}
    for task in ("ie", "classification"):
        for row in rows(corpus, task):
            if (row["source"], row["subtask"]) == IN_WORDS:
                continue
            kinds = RECIPE.registry.tasks[task].subtasks[row["subtask"]].guideline_kinds
            of_row = {key: guide for (kind, key), guide in known[row["source"]].items() if kind in kinds}
            for label in json.loads(row["schema"])["schema"].get("labels", []):
                check_names(label, of_row, row["instruction_language"])


def check_names(label: dict[str, Any], known: dict[str, Guideline], language: str) -> None:
    """A label is called as its guideline says, or by all labels above it, or stands for all that it covers."""
    called = (label.get("called") or label["name"]).casefold()  # the name may be a code, or of the other language
    for key in label.get("covers") or [label["key"]]:
        path = [known[key]]
        while path[0].parent:
            path.insert(0, known[path[0].parent])
        names = [guide.name[language].casefold() for guide in path]
        inverse = [path[-1].inverse[language].casefold()] if "inverse" in label else []
        assert called in (names[:-1] if "covers" in label else [names[-1], " > ".join(names), *inverse]), label
    for part, name in label.get("parts", []):
        assert name == known[label["key"]].roles[part].name[language], label


def test_labels_without_a_guideline_are_words_of_the_language_of_their_texts(corpus):
    asked = [row for row in rows(corpus, "ie") if (row["source"], row["subtask"]) == IN_WORDS]
    keys = {label["key"] for row in asked for label in json.loads(row["schema"])["schema"]["labels"]}
    assert len(keys) > 10
    assert all(CHINESE.search(key) for key in keys)


def test_nothing_is_dropped_and_every_row_is_proven(corpus, hum: Hum):
    manifest = json.loads((corpus / "manifest.json").read_text(encoding="utf-8"))
    assert set(manifest["configs"]) == {"classification", "generalist", "ie", "mrc"}
    assert all(not source["dropped"] for source in manifest["sources"])
    assert all(source["rows"] for source in manifest["sources"])
    for config in manifest["configs"].values():
        assert set(config["counts"]["input_language"]) == {"en", "zh"}
        assert set(config["splits"]) == {"train", "validation", "test"}
    result = hum("verify", str(corpus), folder=ROOT)
    assert result.returncode == 0, result.stdout[-2000:]
    assert hum("check", str(corpus), folder=ROOT).returncode == 0


def test_the_front_matter_has_no_anchors_which_not_every_reader_knows(corpus):
    front = (corpus / "README.md").read_text(encoding="utf-8").split("---\n")[1]
    assert front.count("config_name") == 8
    assert "&id" not in front and "*id" not in front


def test_the_mix_is_met_where_rows_can_be_compound(corpus):
    kinds = Counter(row["kind"] for task in ("ie", "mrc", "classification") for row in rows(corpus, task))
    assert abs(kinds["compound"] / kinds.total() - 0.45) < 0.03


def test_no_instruction_holds_a_stray_placeholder_or_contradicts_itself(corpus):
    for task in ("ie", "mrc", "classification", "generalist"):
        for row in rows(corpus, task):
            prompt = worded(row)
            assert "{labels}" not in prompt and "{}" not in prompt, prompt
            dictated = any(rule["rule"] == "nothing-found" for rule in row["rules"])
            assert not (dictated and ("Write []" in prompt or "输出 []" in prompt or "<answer></answer>" in prompt)), (
                prompt
            )


def test_an_answer_never_stands_in_the_part_of_the_instruction_that_we_word(corpus):
    for row in rows(corpus, "mrc"):
        if row["subtask"] == "span" and row["gold"] != "{}":
            answer = row["messages"][-1]["content"]
            assert len(answer) < 4 or answer not in worded(row)


def worded(row: dict[str, Any]) -> str:
    """All messages before the answer, without inputs and worked examples."""
    places = [*row["inputs"], *(place for shot in row["shots"] for place in (*shot["inputs"], shot["answer"]))]
    contents = [message["content"] for message in row["messages"][:-1]]
    for place in sorted(places, key=lambda place: -place["start"]):
        content = contents[place["message"]]
        contents[place["message"]] = content[: place["start"]] + "\n" + content[place["end"] :]
    return "\n".join(contents)


def rows(corpus: Path, config: str) -> list[dict[str, Any]]:
    return [row for path in sorted((corpus / config).glob("*.parquet")) for row in pq.read_table(path).to_pylist()]
