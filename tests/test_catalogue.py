"""The catalogue of formats and rules, `docs/craft.md`, held to the code."""

import re
from collections.abc import Iterator
from dataclasses import replace
from functools import cache
from pathlib import Path

from hum_hub import Case, Conventions, Field, Format, Label, Rule, Schema, Unfit, Value
from hum_hub.craft import formats, rules
from hum_hub.registry.loading import Registry, load

ROOT = Path(__file__).parent.parent


def test_the_readme_counts_formats_and_rules():
    assert f"{len(_formats())} formats" in _page("README.md")
    assert f"{len(_rules())} preference rules" in _page("README.md")


def test_the_catalogue_of_formats_is_that_of_the_code():
    found = {}
    for cells in _table("docs/craft.md", "format"):
        found[_quoted(cells[0])[0]] = (cells[1], _quoted(cells[2]), _quoted(cells[3]))
    assert found == {
        format.id: (_example(format), sorted(format.losses), sorted(_traits(format))) for format in _formats()
    }


def test_the_catalogue_of_rules_is_that_of_the_code():
    offered = _offered()
    listed = {_quoted(cells[0])[0]: cells for cells in _table("docs/craft.md", "rule")}
    assert listed.keys() == {rule.id for _, rule in _rules()}
    for owner, rule in _rules():
        _, plugin, stage, options, sentence = listed[rule.id]
        assert (plugin, stage) == (owner, rule.stage), rule.id
        if rule.id == "inverse-relations":  # its other options are the keys of relations
            assert _quoted(options) == ["none"]
        else:
            assert _quoted(options) == list(offered[rule.id]), rule.id
        assert any(sentence.replace("\\|", "|") in lines for lines in offered[rule.id].values()), rule.id


def _page(name: str) -> str:
    return (ROOT / name).read_text(encoding="utf-8")


def _table(page: str, first: str) -> list[list[str]]:
    """The rows of the tables of a page whose first column is headed so."""
    rows, inside = [], False
    for line in _page(page).splitlines():
        cells = [cell.strip() for cell in re.split(r"(?<!\\)\|", line)[1:-1]]
        inside = bool(cells) and (inside or cells[0] == first)
        if inside and cells[0] != first and set(cells[0]) != {"-"}:
            rows.append(cells)
    return rows


def _quoted(cell: str) -> list[str]:
    return [found.replace("\\|", "|") for found in re.findall(r"`([^`]+)`", cell)]


@cache
def _plugins() -> Registry:
    return load(sorted(path for path in (ROOT / "plugins").iterdir() if path.is_dir()))


def _formats() -> list[Format]:
    return [*formats.SHARED.values(), *(format for task in _plugins().tasks.values() for format in task.formats)]


def _rules() -> list[tuple[str, Rule]]:
    own = [(task.name, rule) for task in _plugins().tasks.values() for rule in task.rules]
    return [*(("core", rule) for rule in rules.SHARED.values()), *own]


_MARKED = Schema("en", (Field("type", "label"), Field("text", "text")), (Label("p", "person"), Label("c", "place")), 0)
_OPTIONS = (Label("a", "Oslo"), Label("b", "Rome"))
_CHOSEN = Schema("en", (Field("answer", "label"),), _OPTIONS, many=False, optional=False, listed=True)
_LISTED = Schema("en", (Field("name", "text"),))
_ADA, _OSLO = Value("Ada", 0, 3), Value("Oslo", 9, 13)
TINY = (
    (replace(_MARKED, inline=True), ((Value("person"), _ADA), (Value("place"), _OSLO))),
    (_CHOSEN, ((Value("Rome"),),)),
    (_LISTED, ((_ADA,), (_OSLO,))),
    (replace(_LISTED, many=False), ((_ADA,),)),
    (Schema("en", (Field("response", "prose"),), many=False, optional=False), ((Value("Ada left Oslo in May."),),)),
)
"""Answers on the text `Ada left Oslo.`, of which a format is shown with the first that it can hold."""


def _example(format: Format) -> str:
    for schema, answer in TINY:
        if format.fits(schema):
            conventions = Conventions(separator=next(iter(format.separators), ""))
            try:
                written = format.render(format.normal(answer, schema), schema, conventions, "Ada left Oslo.")
            except Unfit:
                continue
            return f"`{written}`".replace("|", "\\|").replace("\n", "⏎").replace("\t", "⇥")
    raise AssertionError(f"{format.id} holds none of the answers")


def _traits(format: Format) -> list[str]:
    traits = {"grouped": format.grouped, "verbatim": format.verbatim, "phrase": format.phrase_needed}
    return [name for name, has_it in traits.items() if has_it]


_KEYS = (
    ("works for", "spouse"),
    ("person", "place"),
    ("yes", "no"),
    ("entailment", "contradiction", "neutral"),
    ("positive", "negative", "neutral"),
    ("acceptable", "unacceptable"),
    ("1 star", "2 stars", "3 stars", "4 stars", "5 stars"),
    ("billing", "oos"),
)


@cache
def _offered() -> dict[str, dict[str, set[str]]]:
    """For each rule its options, in the order in which they are offered first, with their English sentences."""
    found: dict[str, dict[str, set[str]]] = {}
    for owner, case in _cases():
        for name, rule in _rules():
            for option in rule.options(case) if name in ("core", owner) else ():
                lines = found.setdefault(rule.id, {}).setdefault(option, set())
                lines.update(rule.wordings(option, case) if case.language == "en" else ())
    return found


def _cases() -> Iterator[tuple[str, Case]]:
    """Every subtask with labels of many kinds in every format and language."""
    for task in _plugins().tasks.values():
        for asked in task.subtasks.values():
            for keys in _KEYS if asked.labels != "none" else ((),):
                for language in ("en", "zh"):
                    parts = (("who", "who"), ("when", "when")) if any(c.kind == "roles" for c in asked.columns) else ()
                    labels = [
                        Label(
                            key, key, parts, abroad=f"{key}?", above=("all",), inverse="employs", symmetric=place == 1
                        )
                        for place, key in enumerate(keys)
                    ]
                    fields = tuple(Field(column.name[language], column.kind) for column in asked.columns)
                    schema = Schema(language, fields, tuple(labels), asked.by, asked.many, asked.optional, asked.listed)
                    schema = replace(schema, inline=asked.inline)
                    inputs = tuple((name, "Ada walked 5 km.") for name, _ in asked.inputs)
                    for format in _formats():
                        if format.fits(schema):
                            for spoken in ("en", "zh"):
                                yield task.name, Case(inputs, spoken, schema, asked.name, format)
