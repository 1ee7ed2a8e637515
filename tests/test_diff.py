"""`hum diff` on builds of the toy project: what was done to the project is what it says."""

import json
import shutil
from pathlib import Path

import pytest
from conftest import lines, texts

from hum_hub.recipe.loading import open_recipe
from hum_hub.release.diff.bumping import demands, required_bump
from hum_hub.release.diff.changelog import changelog_entry
from hum_hub.release.diff.comparing import diff
from hum_hub.release.layout import RECIPE
from hum_hub.release.making import make
from hum_hub.release.opening import opened

MORE = """
[[tasks.toy.sources]]
name = "words-more"
uri = "file:words.more.jsonl"
reader = { type = "json-lines" }
language = "en"
license = "cc0-1.0"
subtasks = ["longest"]
"""


@pytest.fixture
def rebuilt(built_project: Path):
    """Builds the project again, and compares; the old build stands in the folder `old`."""
    shutil.copytree(built_project / "build" / "toy", built_project / "old")

    def compared(samples: int = 0):
        make(open_recipe(built_project / "hum.toml"), workers=1, report=lambda progress: None)
        return diff(opened(str(built_project / "old")), opened(str(built_project / "build" / "toy")), samples)

    return compared


@pytest.fixture
def rebuilt_with_another_plugin(built_project: Path, hum):
    """The same in a process of its own, which knows nothing of the plugin as it was."""
    shutil.copytree(built_project / "build" / "toy", built_project / "old")

    def compared():
        result = hum("build", "--workers", "1")
        assert result.returncode == 0, result.stderr
        return diff(opened(str(built_project / "old")), opened(str(built_project / "build" / "toy")))

    return compared


def edit(path: Path, *pairs: tuple[str, str]) -> None:
    text = path.read_text(encoding="utf-8")
    for old, new in pairs:
        assert old in text
        text = text.replace(old, new)
    path.write_text(text, encoding="utf-8")


def source(difference, name: str):
    return next(each for each in difference.configs[0].sources if each.name == name)


def test_another_version_number_is_no_difference(project, rebuilt):
    edit(project / "hum.toml", ('version = "1.0.0"', 'version = "1.0.1"'))
    found = rebuilt()
    assert required_bump(found) == "none"
    assert (found.old_version, found.new_version) == ("1.0.0", "1.0.1")
    assert found.download.fetched == 0 < found.download.kept


def test_seeds_that_are_appended_are_rows_added_to_their_source(project, rebuilt):
    (project / "words.en.jsonl").write_text(lines(texts("en", 160)), encoding="utf-8")
    found = rebuilt(samples=2)
    english, chinese = source(found, "words-en"), source(found, "words-zh")
    assert english.added >= 20 and english.why_added == {"seeds": english.added}
    assert english.facts["seeds"] == (150, 160)
    assert (english.removed, chinese.removed, chinese.added, chinese.changed) == (0, 0, 0, 0)
    assert required_bump(found) == "minor"
    assert {sample.change for sample in found.configs[0].samples} >= {"added"}
    assert all(sample.new.source == "words-en" for sample in found.configs[0].samples if sample.change == "added")
    assert f"added (seeds {english.added})" in changelog_entry(found, "1.1.0")


def test_a_source_that_is_appended_changes_no_row_of_another(project, rebuilt):
    more = [{**each, "text": f"more {each['text']}"} for each in texts("en", 30)]
    (project / "words.more.jsonl").write_text(lines(more), encoding="utf-8")
    (project / "hum.toml").write_text((project / "hum.toml").read_text() + MORE)
    found = rebuilt()
    added = source(found, "words-more")
    assert (added.presence, added.why_added) == ("added", {"source": added.new})
    assert all(each.unchanged == each.old == each.new for each in found.configs[0].sources if each.name != "words-more")
    assert required_bump(found) == "minor"
    assert "Sources added: words-more" in changelog_entry(found, "1.1.0")


def test_a_source_that_is_removed_takes_its_rows_with_it(project, rebuilt):
    recipe = (project / "hum.toml").read_text()
    (project / "hum.toml").write_text(recipe[: recipe.rindex("[[tasks.toy.sources]]")])
    found = rebuilt()
    gone, stays = source(found, "words-zh"), source(found, "words-en")
    assert (gone.presence, gone.why_removed) == ("removed", {"source": gone.old})
    assert stays.unchanged == stays.old == stays.new
    assert found.configs[0].licenses["cc0-1.0"] == (gone.old + stays.old, stays.new)
    assert required_bump(found) == "minor"


def test_a_limit_is_the_reason_for_rows_of_seeds_that_it_leaves_out(project, rebuilt):
    edit(project / "hum.toml", ('uri = "file:words.en.jsonl"', 'uri = "file:words.en.jsonl"\nlimit = 140'))
    found = rebuilt()
    english, chinese = source(found, "words-en"), source(found, "words-zh")
    assert english.removed >= 10 and english.why_removed == {"limit": english.removed}
    assert english.settings == {"limit": ("", "140")} and not chinese.differs
    back = diff(opened(str(project / "build" / "toy")), opened(str(project / "old")))
    assert source(back, "words-en").why_added == {"limit": english.removed}
    (project / "old" / RECIPE).unlink()
    without = diff(opened(str(project / "old")), opened(str(project / "build" / "toy")))
    assert source(without, "words-en").why_removed == {"seeds": english.removed}


def test_a_repaired_seed_is_a_repair(project, rebuilt):
    repaired = texts("en", 150)
    repaired[3]["text"] += " harbours"
    (project / "words.en.jsonl").write_text(lines(repaired), encoding="utf-8")
    english = source(rebuilt(), "words-en")
    assert english.why_removed == {"seed-changed": english.removed}
    assert english.why_added == {"seed-changed": english.added}
    assert 2 <= english.added <= 3


def test_rows_that_another_source_had_first_have_moved_to_it(project, rebuilt):
    (project / "words.more.jsonl").write_text(lines(texts("en", 5)), encoding="utf-8")
    recipe = (project / "hum.toml").read_text()
    first = recipe.index("[[tasks.toy.sources]]")
    (project / "hum.toml").write_text(recipe[:first] + MORE.lstrip() + "\n" + recipe[first:])
    found = rebuilt()
    english, more = source(found, "words-en"), source(found, "words-more")
    assert english.removed >= 10 and english.why_removed["other-source"] >= 5
    assert more.why_added["other-source"] == english.why_removed["other-source"]
    assert english.facts["dropped: duplicate"] == (0, 5)


def test_another_mix_shows_the_same_examples_otherwise(project, rebuilt):
    edit(project / "hum.toml", ("compound = 0.5", "compound = 0.9"))
    found = rebuilt()
    config = found.configs[0]
    assert config.total("changed") > config.total("added") + config.total("removed")
    assert {"rule", "format"} <= set(config.why("changed"))
    assert set(config.why("added")) | set(config.why("removed")) <= {"renderings"}
    assert found.facts == {"mix.compound": ("0.5", "0.9")}
    assert "Also different: mix.compound." in changelog_entry(found, "1.0.1")


def test_another_version_of_the_task_is_the_reason_for_every_row(project, rebuilt_with_another_plugin):
    edit(project / "plugins" / "toy" / "toy.py", ('version: ClassVar[str] = "1"', 'version: ClassVar[str] = "2"'))
    found = rebuilt_with_another_plugin()
    config = found.configs[0]
    assert config.task_version == ("1", "2")
    assert config.why("changed") == {"task-version": config.total("old")}
    assert config.total("changed") == config.total("new") and not config.golds
    assert required_bump(found) == "patch"


def test_a_gold_of_another_shape_is_another_meaning(project, rebuilt_with_another_plugin):
    edit(
        project / "plugins" / "toy" / "toy.py",
        ('version: ClassVar[str] = "1"', 'version: ClassVar[str] = "2"'),
        ("    kind: str\n", "    size: str\n"),
        ("gold.kind", "gold.size"),
    )
    found = rebuilt_with_another_plugin()
    config = found.configs[0]
    assert config.golds == (".kind", ".size")
    assert config.why("removed") == {"task-version": config.total("old")}
    assert required_bump(found) == "major"


def test_a_licence_that_asks_for_more_is_a_break(project, rebuilt):
    recipe = (
        (project / "hum.toml").read_text().replace('licenses = ["cc0-1.0"]', 'licenses = ["cc0-1.0", "cc-by-sa-4.0"]')
    )
    before, _, after = recipe.rpartition('license = "cc0-1.0"')
    (project / "hum.toml").write_text(f'{before}license = "cc-by-sa-4.0"{after}')
    found = rebuilt()
    chinese = source(found, "words-zh")
    assert chinese.settings == {"license": ("cc0-1.0", "cc-by-sa-4.0")}
    assert chinese.restrictions == ("attribution", "share-alike")
    assert chinese.why_changed == {"license": chinese.changed} and chinese.changed == chinese.old
    assert {demand.bump for demand in demands(found)} == {"major", "patch"}
    assert "Licence of words-zh: cc0-1.0 → cc-by-sa-4.0." in changelog_entry(found, "2.0.0")


def test_the_command_shows_tables_and_proposes_a_version(project, rebuilt, hum):
    (project / "words.en.jsonl").write_text(lines(texts("en", 160)), encoding="utf-8")
    rebuilt()
    result = hum("diff", "old", "build/toy", "--samples", "1")
    assert result.returncode == 0, result.stderr
    assert "Proposed version after 1.0.0: 1.1.0 (minor). The new one says 1.0.0, which is too small." in result.stdout
    assert "toy: added (seeds)" in result.stdout and "seeds" in result.stdout
    result = hum("diff", "old", "build/toy", "--json", "--exit-code", "--samples", "1")
    assert result.returncode == 1
    told = json.loads(result.stdout)
    assert (told["bump"], told["next_version"], told["is_enough"]) == ("minor", "1.1.0", False)
    assert [each["change"] for each in told["configs"][0]["samples"]] == ["added"]
    assert told["configs"][0]["added"] == sum(each["added"] for each in told["configs"][0]["sources"])


def test_nothing_is_said_to_differ_from_itself(built_project, hum):
    result = hum("diff", "build/toy", "build/toy", "--exit-code")
    assert result.returncode == 0
    assert "Nothing differs; 1.0.0 stays." in result.stdout


@pytest.mark.parametrize(("name", "message"), [("nowhere", "is no folder"), ("plugins", "manifest.json is missing")])
def test_what_is_no_version_is_one_clear_error(project, hum, name, message):
    result = hum("diff", name, name)
    assert result.returncode == 1
    assert message in result.stderr and "Traceback" not in result.stderr
