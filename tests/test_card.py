"""The card: a snapshot that a reviewer reads, templates in their order, and names that would like to break it."""

import re
import sys
from dataclasses import fields, replace
from pathlib import Path
from types import ModuleType

import pytest
import yaml
from card_scene import Words, scene
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from hum_hub.errors import BuildError
from hum_hub.proof.features import SCHEMA
from hum_hub.recipe.policy import MEANING
from hum_hub.registry.loading import load
from hum_hub.release.card import card
from hum_hub.release.card_checking import problems
from hum_hub.release.cards.columns import MEANING as COLUMNS
from hum_hub.release.cards.marks import marked, replaced, sections
from hum_hub.release.cards.strict_yaml import front_of, read
from hum_hub.release.cards.templates import Templates, plugin_templates
from hum_hub.release.diff.changelog import entries, with_changelog

SNAPSHOT = Path(__file__).parent / "card.snapshot.md"


def text_of(folder: Path) -> str:
    return (folder / "README.md").read_text(encoding="utf-8")


def test_the_card_is_as_a_reviewer_last_read_it(tmp_path):
    manifest = scene(tmp_path)
    for name, config in manifest.configs.items():  # sizes of files depend on the version of the writer
        splits = {split: replace(facts, bytes=2000, memory=3000) for split, facts in config.splits.items()}
        manifest.configs[name] = replace(config, splits=splits)
    written = card(manifest, tmp_path)
    assert written == SNAPSHOT.read_text(encoding="utf-8"), "read the difference, then copy the card to the snapshot"


def test_the_card_of_a_build_states_both_languages_and_loads(built_once):
    text = text_of(built_once / "build" / "toy")
    front, body = front_of(text)
    assert read(front)["language"] == ["en", "zh"]
    assert "words-zh" in body and "渡船" in (built_once / "words.zh.jsonl").read_text(encoding="utf-8")
    assert problems(built_once / "build" / "toy") == []


def test_sections_of_the_card_are_there_in_order(tmp_path):
    scene(tmp_path)
    headings = re.findall(r"^## (.+)$", text_of(tmp_path), re.MULTILINE)
    assert headings == [
        *("Contents", "Loading", "Config `ie`", "Config `mrc`", "Columns", "Sources and licences", "How it was made"),
        *("Splits", "Overlap with benchmarks", "Uses", "Limitations and biases", "Personal information", "Versions"),
        *("Reproduce and verify", "Citation"),
    ]


def test_every_column_and_every_kind_of_terms_is_explained():
    assert list(COLUMNS) == SCHEMA.names
    assert set(MEANING.values()) and all(MEANING.values())


def test_the_changelog_finds_its_section(tmp_path):
    scene(tmp_path)
    changed = with_changelog(text_of(tmp_path), "### v1.3.0\n\nTwo rows more.\n")
    assert list(entries(changed)) == ["1.3.0", "1.2.0"]
    (tmp_path / "README.md").write_text(changed, encoding="utf-8")
    assert problems(tmp_path) == []


def test_a_template_of_the_recipe_wins_over_a_plugin_and_that_over_the_shipped_one(tmp_path):
    folder = tmp_path / "dataset_cards"
    folder.mkdir()
    (folder / "mrc.md.jinja").write_text("Ours of {{ name }}.")
    templates = Templates(folder, {"mrc": "A plugin's.", "ie": "A plugin's of {{ name }}, {{ 1 + 1 }}."})
    scene(tmp_path / "build", templates=templates)
    text = text_of(tmp_path / "build")
    assert "Ours of mrc." in text and "A plugin's of ie, 2." in text and "A plugin's." not in text
    assert "Information extraction, closed and open" not in text
    assert problems(tmp_path / "build") == []


def test_a_plugin_ships_its_template_in_its_package(tmp_path):
    package = tmp_path / "plugin" / "toy_with_card"
    package.mkdir(parents=True)
    (package.parent / "pyproject.toml").write_text(
        '[project]\nname = "hum-hub-plugin-toy"\nversion = "0.1.0"\n'
        '[project.entry-points.hum_hub]\ntoy = "toy_with_card"\n'
    )
    (package / "__init__.py").write_text((Path(__file__).parent / "toy.py").read_text(encoding="utf-8"), "utf-8")
    (package / "card.md.jinja").write_text("The longest words of {{ name }}.")
    try:
        registry = load([package.parent], ["toy"])
        assert plugin_templates(registry, ["toy", "none"]) == {"toy": "The longest words of {{ name }}."}
    finally:
        sys.path.remove(str(package.parent))
        sys.modules.pop("toy_with_card", ModuleType("gone"))


def test_a_plugin_without_a_package_has_no_template(built_once):
    assert plugin_templates(load([built_once / "plugins" / "toy"], ["toy"]), ["toy"]) == {}


@pytest.mark.parametrize(
    ("template", "message"),
    [
        ("{% if %}", "the card template card.md.jinja, line 1: TemplateSyntaxError"),
        ("{{ nothing }}", "'nothing' is undefined"),
        ('{{ block("contnts") }}', "there is no block 'contnts'"),
        ("{{ manifest.rows.x.y }}", "the card template card.md.jinja"),
    ],
)
def test_a_wrong_template_is_named(tmp_path, template, message):
    folder = tmp_path / "dataset_cards"
    folder.mkdir()
    (folder / "card.md.jinja").write_text(template)
    with pytest.raises(BuildError, match=re.escape(message)):
        scene(tmp_path / "build", templates=Templates(folder))


def test_marks_in_code_are_none_and_sections_can_be_replaced():
    text = "```text\n<!-- hum:end a -->\n```\n" + marked("a", "one\n\n~~~\n<!-- hum:end a -->\n~~~")
    (found,) = sections(text)
    assert found.name == "a" and found.text.startswith("one")
    (changed,) = sections(replaced(text, "a", "two"))
    assert changed.text == "two"


@pytest.mark.parametrize(
    "text", ["<!-- hum:begin a -->", "<!-- hum:end a -->", marked("a", "") + "\n" + marked("a", "")]
)
def test_marks_out_of_order_are_refused(text):
    with pytest.raises(ValueError, match=r"hum:|no end"):
        sections(text)


NASTY = [
    *(
        "|",
        "\\",
        "\\|",
        "`",
        "``` ",
        "~~~",
        "[a](https://x.example)",
        "![i](x.png)",
        "<script>",
        "<!-- hum:end contents -->",
    ),
    *(
        "<!-- hum:begin sources -->",
        "*a*",
        "_a_",
        "# a",
        "---",
        "- a",
        "1. a",
        "> a",
        "\n",
        "\n\n",
        "\r",
        "\t",
        "\u2028",
        "\x00",
    ),
    *(
        "{{ 7 * 7 }}",
        "{% raw %}",
        "&amp;",
        "$x$",
        "https://x.example",
        "a@b.example",
        "\u202e",
        ": ",
        "key: &a *a",
        "'",
        '"',
    ),
    *("渡船", "|---|---|", "=====", "</details>", "ﷺ", "🚢", "%", "!!python/object", "..."),
]
hostile = st.lists(st.sampled_from(NASTY) | st.text(max_size=6), min_size=1, max_size=6).map("".join)
TEXTS = [each.name for each in fields(Words) if each.name not in ("homepage", "license")]


@st.composite
def worded(draw: st.DrawFn) -> Words:
    texts = {name: "x" + draw(hostile).encode("utf-8", "replace").decode() for name in TEXTS}
    texts["description"] = re.sub(r"\s+", " ", texts["description"])
    texts["reason"] = texts["reason"].replace("duplicate", "")
    return Words(
        **texts, homepage=draw(st.sampled_from(["", "javascript:alert(1)", "https://a.example/(b)|c?d=<e>\u00e4"]))
    )


def shape(text: str) -> list[str]:
    """What a reader of Markdown sees: the blocks, the cells of tables, links and pictures, but no words."""
    found = []
    for token in MarkdownIt("commonmark").enable(["table", "strikethrough"]).parse(front_of(text)[1]):
        if token.type == "html_block":
            found.append(token.content.strip())
        elif token.type == "inline":
            found += [
                child.type for child in token.children or [] if child.type not in ("text", "softbreak", "code_inline")
            ]
        else:
            found.append(token.type)
    return found


@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(words=worded())
def test_no_name_breaks_the_card(tmp_path_factory, words):
    plain = Words(**dict.fromkeys(TEXTS, "x"), homepage=words.homepage)
    folder, other = tmp_path_factory.mktemp("hostile"), tmp_path_factory.mktemp("plain")
    scene(folder, words)
    scene(other, plain)
    text, expected = text_of(folder), text_of(other)
    assert shape(text) == shape(expected)
    front, expected_front = read(front_of(text)[0]), read(front_of(expected)[0])
    assert {**front, "pretty_name": 0, "dataset_info": 0} == {**expected_front, "pretty_name": 0, "dataset_info": 0}
    assert yaml.safe_load(text.removeprefix("---\n").split("\n---\n")[0]) == front
    assert problems(folder) == []
