"""A recipe is checked before any work starts: every error names the file, the key and what was expected."""

import itertools
import tomllib
from collections.abc import Callable
from pathlib import Path

import pytest

from hum_hub.errors import RecipeError
from hum_hub.recipe.loading import Workspace, open_recipe

TOY = (Path(__file__).parent / "toy.py").read_text(encoding="utf-8")
NUMBERS = itertools.count()
RECIPE = """
[dataset]
repo = "org/toy"
version = "1.0.0"
licenses = ["cc0-1.0"]

[plugins]
folders = ["plugins/*"]
only = ["toy"]

[mix]
compound = 0.5

[splits]
train = 0.8
test = 0.2

[[tasks.toy.sources]]
name = "words"
uri = "file:words.jsonl"
reader = { type = "json-lines", select = "{id, text}" }
language = "en"
license = "cc0-1.0"
subtasks = ["longest"]
"""
SECOND = """
[[tasks.toy.sources]]
name = "{name}"
uri = "file:words.jsonl"
reader = {{ type = "json-lines" }}
language = "zh"
license = "{license}"
subtasks = ["longest"]
use = "{use}"
"""
SOURCE = "tasks.toy.sources[0]"

Opened = Callable[[str], Workspace]


@pytest.fixture
def opened(tmp_path: Path) -> Opened:
    """Write a recipe beside a source and a plugin folder, whose module has a name of its own, and open it."""
    module = f"toy_of_recipe_{next(NUMBERS)}"
    plugin = tmp_path / "plugins" / "toy"
    plugin.mkdir(parents=True)
    (plugin / "pyproject.toml").write_text(
        f'[project]\nname = "hum-hub-plugin-toy"\nversion = "0.1.0"\n[project.entry-points.hum_hub]\ntoy = "{module}"\n'
    )
    (plugin / f"{module}.py").write_text(TOY, encoding="utf-8")
    (tmp_path / "words.jsonl").write_text('{"id": "1", "text": "渡船 slowly"}\n', encoding="utf-8")

    def run(recipe: str) -> Workspace:
        (tmp_path / "hum.toml").write_text(recipe, encoding="utf-8")
        return open_recipe(tmp_path / "hum.toml")

    return run


def changed(old: str, new: str) -> str:
    assert RECIPE.count(old) == 1, old
    return RECIPE.replace(old, new)


def test_a_right_recipe_opens_with_its_tasks_sources_and_readers(opened):
    workspace = opened(RECIPE + SECOND.format(name="more", license="cc0-1.0", use="rows"))
    assert [(task.name, source.name, source.language) for task, source in workspace.sources()] == [
        ("toy", "words", "en"),
        ("toy", "more", "zh"),
    ]
    (_, source), _ = workspace.sources()
    reader, options = workspace.reader(source)
    assert (reader.name, options.select) == ("json-lines", "{id, text}")
    assert workspace.recipe.splits == {"train": 0.8, "test": 0.2}
    assert workspace.recipe.dataset.folder == "toy"


def test_a_source_of_reference_may_have_a_licence_that_rows_may_not(opened):
    opened(RECIPE + SECOND.format(name="more", license="cc-by-nc-4.0", use="reference"))


GUIDED = 'guidelines = [{ uri = "file:words.jsonl", %s }]\n'
WRONG = {
    # unknown and misspelt keys, at each level
    "unknown key": ("colour = 1\n" + RECIPE, "colour", "unknown key"),
    "misspelt table": (changed("[plugins]", "[pluginss]"), "pluginss", "unknown key; did you mean 'plugins'?"),
    "base": ('base = "/"\n' + RECIPE, "base", "unknown key"),
    "misspelt in dataset": (changed("licenses =", "licences ="), "dataset.licences", "unknown key; did you mean 'licenses'?"),
    "misspelt in plugins": (changed("only =", "onyl ="), "plugins.onyl", "unknown key; did you mean 'only'?"),
    "misspelt in mix": (changed("compound =", "compund ="), "mix.compund", "unknown key; did you mean 'compound'?"),
    "misspelt in teacher": (
        RECIPE + '[teachers.a]\nurl = "recorded:file:a"\n',
        "teachers.a.url",
        "unknown key; did you mean 'uri'?",
    ),
    "key in place of its name": (
        RECIPE + '[teachers.a]\nuri = "openai:https://a.example/v1"\nkey = "sk-secret"\n',
        "teachers.a.key",
        "(never the key itself)",
    ),
    "unknown teacher": (
        RECIPE + 'mode = "synthesize"\nteacher = "strng"\n[teachers.strong]\nuri = "recorded:file:a"\n',
        f"{SOURCE}.teacher",
        "there is no [teachers.strng] table; did you mean 'strong'?",
    ),
    "several teachers and none named": (
        RECIPE + 'mode = "synthesize"\n[teachers.a]\nuri = "recorded:file:a"\n[teachers.b]\nuri = "recorded:file:b"\n',
        f"{SOURCE}.teacher",
        "the recipe has several teachers; name one of a, b",
    ),
    "unknown stage": (
        RECIPE + 'mode = "synthesize"\nstages = { txt = "a" }\n[teachers.a]\nuri = "recorded:file:a"\n',
        f"{SOURCE}.stages.txt",
        "task 'toy' has the stages text; did you mean 'text'?",
    ),
    "misspelt in task": (changed("[[tasks.toy.sources]]", "[[tasks.toy.source]]"), "tasks.toy.source", "unknown key; did you mean 'sources'?"),
    "misspelt in source": (changed('language = "en"', 'langauge = "en"'), f"{SOURCE}.langauge", "unknown key; did you mean 'language'?"),
    "misspelt reader option": (changed("select =", "selct ="), f"{SOURCE}.reader.selct", "unknown key; did you mean 'select'?"),
    "unknown reader option": (changed("select =", "colour ="), f"{SOURCE}.reader.colour", "unknown key"),
    "misspelt in guidelines": (RECIPE + GUIDED % 'selct = "."', f"{SOURCE}.guidelines[0].selct", "unknown key; did you mean 'select'?"),
    # missing keys
    "no dataset": (RECIPE.split("[dataset]")[0] + "[plugins]" + RECIPE.split("[plugins]")[1], "dataset", "this key is required"),
    "no tasks": (RECIPE.split("[[tasks")[0], "tasks", "this key is required"),
    "no repo": (changed('repo = "org/toy"', ""), "dataset.repo", "this key is required"),
    "no language": (changed('language = "en"', ""), f"{SOURCE}.language", "this key is required"),
    "no subtasks": (changed('subtasks = ["longest"]', ""), f"{SOURCE}.subtasks", "this key is required"),
    "no item": (changed('type = "json-lines"', 'type = "xml"'), f"{SOURCE}.reader.item", "this key is required"),
    # wrong types and values
    "text for number": (changed("compound = 0.5", 'compound = "0.5"'), "mix.compound", "valid number"),
    "number for text": (changed('version = "1.0.0"', "version = 1"), "dataset.version", "valid string"),
    "date for text": (changed('version = "1.0.0"', "version = 2026-01-02"), "dataset.version", "three numbers, such as 1.2.0"),
    "text for list": (changed('["longest"]', '"longest"'), f"{SOURCE}.subtasks", "valid array"),
    "empty list": (changed('["longest"]', "[]"), f"{SOURCE}.subtasks", "at least 1"),
    "table for list": (changed("[[tasks.toy.sources]]", "[tasks.toy.sources]"), "tasks.toy.sources", "valid array"),
    "text for table": (changed('{ type = "json-lines", select = "{id, text}" }', '"json-lines"'), f"{SOURCE}.reader", "input should be an object"),
    "number for select": (changed('select = "{id, text}"', "select = 5"), f"{SOURCE}.reader.select", "valid string"),
    "number for label": (RECIPE + "labels = { a = 1 }\n", f"{SOURCE}.labels.a", "valid string"),
    "share above one": (changed("compound = 0.5", "compound = 1.5"), "mix.compound", "less than or equal to 1"),
    "list for share": (changed("compound = 0.5", "rules = [0.5, 0.4]"), "mix.rules", "valid number"),
    "too many rules": (changed("compound = 0.5", "rules_per_row = [0.2, 0.2, 0.2, 0.2, 0.2]"), "mix.rules_per_row", "at most 4 items"),
    "no worked example": (changed("compound = 0.5", "most_shots = 0"), "mix.most_shots", "greater than or equal to 1"),
    "language of instructions": (changed("compound = 0.5", 'languages = ["fr"]'), "mix.languages[0]", "'en' or 'zh'"),
    "not a number": (changed("compound = 0.5", "compound = nan"), "mix.compound", "got nan"),
    "limit 0": (RECIPE + "limit = 0\n", f"{SOURCE}.limit", "greater than or equal to 1, got 0"),
    "limit 1.0": (RECIPE + "limit = 1.0\n", f"{SOURCE}.limit", "valid integer"),
    "mode": (RECIPE + 'mode = "write"\n', f"{SOURCE}.mode", "'read' or 'synthesize', got 'write'"),
    "language": (changed('language = "en"', 'language = "english"'), f"{SOURCE}.language", "got 'english'"),
    "repo": (changed('"org/toy"', '"toy"'), "dataset.repo", "got 'toy'"),
    "version": (changed('"1.0.0"', '"1.0"'), "dataset.version", "got '1.0'"),
    "name": (changed('name = "words"', 'name = "My Words"'), f"{SOURCE}.name", "got 'My Words'"),
    "uri": (changed('uri = "file:words.jsonl"', 'uri = "words.jsonl"'), f"{SOURCE}.uri", "got 'words.jsonl'"),
    "delimiter": (changed('type = "json-lines"', 'type = "csv", delimiter = ";;"'), f"{SOURCE}.reader.delimiter", "got ';;'"),
    "scheme of tags": (changed('type = "json-lines", select = "{id, text}"', 'type = "columns", scheme = "bilou"'), f"{SOURCE}.reader.scheme", "'bio', 'iob1' or 'bioes'"),
    # licences
    "licence of dataset": (changed('licenses = ["cc0-1.0"]', 'licenses = ["cc0-1"]'), "dataset.licenses[0]", "unknown licence 'cc0-1'; did you mean 'cc0-1.0'?"),
    "licence of source": (changed('license = "cc0-1.0"', 'license = "cc-by-4"'), f"{SOURCE}.license", "unknown licence 'cc-by-4'; did you mean 'cc-by-4.0'?"),
    "licence not in policy": (changed('license = "cc0-1.0"', 'license = "mit"'), f"{SOURCE}.license", "'mit' is not among dataset.licenses (cc0-1.0)"),
    # sums
    "splits": (changed("test = 0.2", "test = 0.1"), "splits", "the shares add up to 0.9, expected 1"),
    "no share": (changed("test = 0.2", "test = 0"), "splits.test", "greater than 0"),
    "rules per row": (changed("compound = 0.5", "rules_per_row = [0.5, 0.4]"), "mix.rules_per_row", "the shares add up to 0.9, expected 1"),
    "pair above its single share": (changed("compound = 0.5", "guidelines_and_rules = 0.6"), "mix", "contradict each other: -0.20 of the compound rows would carry guidelines and formats alone"),
    "all three below 0": (changed("compound = 0.5", "guidelines = 0.62"), "mix", "-0.02 of the compound rows would carry guidelines and rules and formats;"),
    # names of what plugins and the core offer
    "task": (RECIPE.replace("tasks.toy", "tasks.toi"), "tasks.toi", "no plugin offers this task; did you mean 'toy'?"),
    "subtask": (changed('["longest"]', '["longst"]'), f"{SOURCE}.subtasks[0]", "task 'toy' has no subtask 'longst'; did you mean 'longest'?"),
    "reader": (changed('"json-lines"', '"jsonlines"'), f"{SOURCE}.reader.type", "expected the name of a reader, one of brat, columns"),
    "misspelt reader": (changed('"json-lines"', '"jsonlines"'), f"{SOURCE}.reader.type", "did you mean 'json-lines'?"),
    "no reader": (changed('type = "json-lines", ', ""), f"{SOURCE}.reader.type", "expected the name of a reader"),
    "rule": (changed("compound = 0.5", 'allowed_rules = ["oder"]'), "mix.allowed_rules[0]", "unknown 'oder'; did you mean 'order'?"),
    "format": (changed("compound = 0.5", 'allowed_formats = ["plain", "toml"]'), "mix.allowed_formats[1]", "unknown 'toml'"),
    # programs
    "program": (changed("{id, text}", "{id, "), f"{SOURCE}.reader.select", "the jq program does not compile"),
    "forbidden": (changed("{id, text}", "{id: now}"), f"{SOURCE}.reader.select", "the jq program may not use now"),
    "layout": (changed("{id, text}", "@squid"), f"{SOURCE}.reader.select", "there is no layout '@squid'"),
    "program of guidelines": (RECIPE + GUIDED % 'select = "{"', f"{SOURCE}.guidelines[0].select", "the jq program does not compile"),
    # places
    "file": (changed("file:words.jsonl", "file:none.jsonl"), f"{SOURCE}.uri", "none.jsonl"),
    "package": (changed("file:words.jsonl", "package:no_such_package/a"), f"{SOURCE}.uri", "no package 'no_such_package' is installed"),
    "dataset revision": (changed("file:words.jsonl", "hf:org/name?split=train"), f"{SOURCE}.uri", "needs revision="),
    "scheme": (changed("file:words.jsonl", "ftp:words"), f"{SOURCE}.uri", "no plugin opens ftp: sources"),
    "guidelines": (RECIPE + 'guidelines = [{ uri = "file:none.toml" }]\n', f"{SOURCE}.guidelines[0].uri", "none.toml"),
    "plugin folder": (changed("plugins/*", "plugin/*"), "plugins.folders[0]", "no folder with a pyproject.toml matches 'plugin/*'"),
    "absolute plugin folder": (changed("plugins/*", "/none/*"), "plugins.folders[0]", "expected a path below the recipe's folder"),
    # what does not go together
    "names": (RECIPE + SECOND.format(name="words", license="cc0-1.0", use="rows"), "tasks.toy.sources[1].name", f"'words' is also the name of {SOURCE}"),
    "teacher": (RECIPE + 'mode = "synthesize"\n', f"{SOURCE}.mode", "synthesize needs a [teachers.NAME] table with a uri"),
    "labels": (RECIPE + 'labels = { a = "人", b = "人" }\n', f"{SOURCE}.labels", "two labels have the same name"),
}  # fmt: skip


@pytest.mark.parametrize(("recipe", "key", "expected"), WRONG.values(), ids=WRONG)
def test_a_wrong_recipe_is_refused_with_file_key_and_expectation(opened, tmp_path, recipe, key, expected):
    with pytest.raises(RecipeError) as error:
        opened(recipe)
    (line,) = [line for line in str(error.value).splitlines() if line.startswith(f"{tmp_path / 'hum.toml'}: {key}: ")]
    assert expected in line


def test_all_wrong_keys_are_named_at_once(opened):
    with pytest.raises(RecipeError) as error:
        opened(changed('repo = "org/toy"', "repoo = 1").replace("compound", "compund"))
    assert len(str(error.value).splitlines()) == 3


@pytest.mark.parametrize("content", [b"[dataset", b"a = 1\na = 2", b"\xff"], ids=["open", "twice", "no-utf-8"])
def test_what_is_not_toml_is_refused_with_its_file(tmp_path, content):
    (tmp_path / "hum.toml").write_bytes(content)
    with pytest.raises(RecipeError, match=r"hum\.toml cannot be read: "):
        open_recipe(tmp_path / "hum.toml")


def test_a_folder_is_no_recipe(tmp_path):
    with pytest.raises(RecipeError, match="cannot be read"):
        open_recipe(tmp_path)


def test_a_recipe_that_is_not_there_is_refused_with_what_to_do(tmp_path):
    with pytest.raises(RecipeError, match=r"hum\.toml does not exist; name a recipe with --recipe"):
        open_recipe(tmp_path / "hum.toml")


def test_the_recipe_of_these_tests_is_toml():
    assert set(tomllib.loads(RECIPE)) == {"dataset", "plugins", "mix", "splits", "tasks"}
