"""Reads a recipe and checks all of it before any work starts: every error names file, key and what was expected."""

import difflib
import json
import tomllib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any

from pydantic import TypeAdapter, ValidationError, with_config

from hum_hub.contract.hooks import Reader
from hum_hub.contract.task import Task
from hum_hub.craft import formats, rules
from hum_hub.craft.mix import ENRICHMENTS, Mix
from hum_hub.errors import HumError, RecipeError
from hum_hub.recipe import model
from hum_hub.recipe.licenses import KNOWN
from hum_hub.recipe.model import Recipe, Source
from hum_hub.recipe.policy import unfit
from hum_hub.registry.loading import Registry, load
from hum_hub.sources.mapping import mapping


@dataclass(frozen=True, slots=True)
class Workspace:
    """A checked recipe together with the plugins that it needs."""

    path: Path
    recipe: Recipe
    registry: Registry

    def sources(self) -> Iterable[tuple[Task[Any], Source]]:
        """All sources with their tasks: tasks by name, sources as the recipe lists them."""
        for name in sorted(self.recipe.tasks):
            for source in self.recipe.tasks[name].sources:
                yield self.registry.tasks[name], source

    def reader(self, source: Source) -> tuple[Reader, Any]:
        """The reader of a source and its options."""
        options = dict(source.reader)
        reader = self.registry.readers[options.pop("type")]
        return reader, _options(reader).validate_json(_json(options))


def open_recipe(path: Path) -> Workspace:
    """The checked recipe at `path`.

    Raises:
        RecipeError: the recipe is wrong; the message names the file, the key and what was expected.
        PluginError: a plugin that it names cannot be used.
    """
    recipe = read_recipe(path)
    registry = load(plugin_folders(recipe, path), recipe.plugins.only)
    workspace = Workspace(path, recipe, registry)
    _check_dataset(workspace)
    names: dict[str, str] = {}
    for task in sorted(recipe.tasks):
        if task not in registry.tasks:
            raise _error(path, f"tasks.{task}", f"no plugin offers this task{_hint(task, registry.tasks)}")
        for number, source in enumerate(recipe.tasks[task].sources):
            key = f"tasks.{task}.sources[{number}]"
            if source.name in names:
                raise _error(path, f"{key}.name", f"{source.name!r} is also the name of {names[source.name]}")
            names[source.name] = key
            _check_source(workspace, registry.tasks[task], source, key)
    return workspace


def read_recipe(path: Path) -> Recipe:
    """The recipe at `path` as far as it can be checked without plugins.

    Raises:
        RecipeError: the file is missing, is not TOML, or has a wrong key or value.
    """
    try:
        table = tomllib.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError as error:
        raise RecipeError(
            f"{path} does not exist; name a recipe with --recipe, or run in a folder with a hum.toml"
        ) from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError, OSError) as error:
        raise RecipeError(f"{path} cannot be read: {error}") from error
    try:
        recipe: Recipe = TypeAdapter(Recipe).validate_json(_json({**table, "base": str(path.resolve().parent)}))
    except ValidationError as error:
        raise RecipeError(_explained(path, error)) from error
    if "base" in table:
        raise _error(path, "base", "unknown key")
    return recipe


def plugin_folders(recipe: Recipe, path: Path) -> list[Path]:
    """The plugin folders of a recipe, glob patterns resolved.

    Raises:
        RecipeError: a folder or pattern matches nothing.
    """
    folders: list[Path] = []
    for number, pattern in enumerate(recipe.plugins.folders):
        try:
            found = sorted(folder for folder in recipe.base.glob(pattern) if (folder / "pyproject.toml").is_file())
        except (NotImplementedError, ValueError) as error:
            raise _error(
                path, f"plugins.folders[{number}]", f"expected a path below the recipe's folder: {error}"
            ) from error
        if not found:
            raise _error(path, f"plugins.folders[{number}]", f"no folder with a pyproject.toml matches {pattern!r}")
        folders += found
    return folders


def _check_dataset(workspace: Workspace) -> None:
    path, recipe = workspace.path, workspace.recipe
    for number, license in enumerate(recipe.dataset.licenses):
        if license not in KNOWN:
            raise _error(path, f"dataset.licenses[{number}]", f"unknown licence {license!r}{_hint(license, KNOWN)}")
    _check_policy(workspace)
    total = sum(recipe.splits.values())
    if abs(total - 1) > 1e-9:
        raise _error(path, "splits", f"the shares add up to {total:g}, expected 1")
    known_rules = {*rules.SHARED, *(rule.id for task in workspace.registry.tasks.values() for rule in task.rules)}
    known_formats = {*formats.SHARED, *(form.id for task in workspace.registry.tasks.values() for form in task.formats)}
    for key, names, known in (
        ("allowed_rules", recipe.mix.allowed_rules, known_rules),
        ("allowed_formats", recipe.mix.allowed_formats, known_formats),
    ):
        for number, name in enumerate(names):
            if name not in known:
                raise _error(path, f"mix.{key}[{number}]", f"unknown {name!r}{_hint(name, known)}")
    _check_mix(recipe.mix, path)


def _check_policy(workspace: Workspace) -> None:
    dataset, tasks = workspace.recipe.dataset, workspace.recipe.tasks.values()
    rows = [(each.name, each.license) for task in tasks for each in task.sources if each.use == "rows"]
    found = unfit(rows, dataset.licenses, dataset.license_policy)
    if found:
        message = f"{dataset.license_policy!r} does not allow {', '.join(found)}; take them out, or name a wider policy"
        raise _error(workspace.path, "dataset.license_policy", message)


def _check_mix(mix: Mix, path: Path) -> None:
    total = sum(mix.rules_per_row)
    if abs(total - 1) > 1e-9:
        raise _error(path, "mix.rules_per_row", f"the shares add up to {total:g}, expected 1")
    for cell, share in mix.cells().items():
        if share < -1e-9:
            carried = " and ".join(cell) + (" alone" if len(cell) < len(ENRICHMENTS) else "")
            raise _error(
                path,
                "mix",
                f"guidelines, rules, formats and their pairs contradict each other: {share:.2f} of the compound rows "
                f"would carry {carried}; make the pairs fit the single shares",
            )


def _check_source(workspace: Workspace, task: Task[Any], source: Source, key: str) -> None:
    path = workspace.path
    for number, subtask in enumerate(source.subtasks):
        if subtask not in task.subtasks:
            raise _error(
                path,
                f"{key}.subtasks[{number}]",
                f"task {task.name!r} has no subtask {subtask!r}{_hint(subtask, task.subtasks)}",
            )
    if source.license not in KNOWN:
        raise _error(path, f"{key}.license", f"unknown licence {source.license!r}{_hint(source.license, KNOWN)}")
    if source.use == "rows" and source.license not in workspace.recipe.dataset.licenses:
        raise _error(
            path,
            f"{key}.license",
            f"{source.license!r} is not among dataset.licenses ({', '.join(workspace.recipe.dataset.licenses)})",
        )
    _check_teachers(workspace, task, source, key)
    names = list(source.labels.values())
    if len(set(names)) < len(names):
        raise _error(path, f"{key}.labels", "two labels have the same name")
    _check_reader(workspace, source, f"{key}.reader")
    for number, file in enumerate(source.guidelines):
        if file.select is not None:
            _check_program(path, file.select, f"{key}.guidelines[{number}].select")
    for place, uri in [
        ("uri", source.uri),
        *((f"guidelines[{n}].uri", file.uri) for n, file in enumerate(source.guidelines)),
    ]:
        try:
            workspace.registry.open(uri, workspace.recipe.base)
        except HumError as error:
            raise _error(path, f"{key}.{place}", str(error)) from error


def _check_teachers(workspace: Workspace, task: Task[Any], source: Source, key: str) -> None:
    path, teachers = workspace.path, workspace.recipe.teachers
    if source.mode == "read":
        return
    if not teachers:
        raise _error(path, f"{key}.mode", "synthesize needs a [teachers.NAME] table with a uri")
    if source.teacher is None and len(teachers) > 1:
        raise _error(path, f"{key}.teacher", f"the recipe has several teachers; name one of {', '.join(teachers)}")
    for place, name in [("teacher", source.teacher), *((f"stages.{of}", name) for of, name in source.stages.items())]:
        if name is not None and name not in teachers:
            raise _error(path, f"{key}.{place}", f"there is no [teachers.{name}] table{_hint(name, teachers)}")
    for stage in source.stages:
        if stage not in task.stages:
            known = ", ".join(task.stages) or "none"
            raise _error(
                path, f"{key}.stages.{stage}", f"task {task.name!r} has the stages {known}{_hint(stage, task.stages)}"
            )


def _check_reader(workspace: Workspace, source: Source, key: str) -> None:
    options = dict(source.reader)
    name = options.pop("type", None)
    readers = workspace.registry.readers
    if not isinstance(name, str) or name not in readers:
        raise _error(
            workspace.path,
            f"{key}.type",
            f"expected the name of a reader, one of {', '.join(readers)}{_hint(str(name), readers)}",
        )
    try:
        parsed = _options(readers[name]).validate_json(_json(options))
    except ValidationError as error:
        known = [item.name for item in fields(readers[name].options)]
        raise RecipeError(_explained(workspace.path, error, key, known)) from error
    if hasattr(parsed, "select"):
        _check_program(workspace.path, parsed.select, f"{key}.select")


def _check_program(path: Path, program: str, key: str) -> None:
    try:
        mapping(program)
    except RecipeError as error:
        raise _error(path, key, str(error)) from error


def _options(reader: Reader) -> TypeAdapter[Any]:
    return TypeAdapter(with_config(extra="forbid", strict=True)(reader.options))


def _json(table: dict[str, Any]) -> str:
    """A TOML table as JSON, in which pydantic checks types strictly and still takes tables for dataclasses."""
    return json.dumps(table, default=str)


def _explained(path: Path, error: ValidationError, prefix: str = "", options: Sequence[str] = ()) -> str:
    lines = []
    for problem in error.errors():
        key = _key(problem["loc"], prefix)
        if problem["type"] in ("extra_forbidden", "unexpected_keyword_argument"):
            known = options or _known_keys(problem["loc"])
            lines.append(f"{path}: {key}: unknown key{_hint(str(problem['loc'][-1]), known)}")
        elif problem["type"] in ("missing", "missing_argument"):
            lines.append(f"{path}: {key}: this key is required")
        elif problem["type"] == "string_pattern_mismatch":
            shown = "" if key.startswith("teachers.") else f", got {problem['input']!r}"  # it may be a key
            lines.append(f"{path}: {key}: expected {model.EXPECTED[problem['ctx']['pattern']]}{shown}"[:400])
        else:
            wrong = problem["msg"][0].lower() + problem["msg"][1:]
            lines.append(f"{path}: {key}: {wrong}, got {problem['input']!r}"[:400])
    return "\n".join(lines)


def _known_keys(location: tuple[Any, ...]) -> list[str]:
    """The keys of the table in which an unknown key stands, as far as the model tells."""
    tables = {
        "dataset": model.Dataset,
        "plugins": model.Plugins,
        "budget": model.Spending,
        "mix": Mix,
    }
    if len(location) == 1:
        return [item.name for item in fields(Recipe) if item.name != "base"]
    if location[0] in tables:
        return [item.name for item in fields(tables[location[0]])]
    if location[0] == "teachers":
        return [item.name for item in fields(model.PriceList if "price" in location else model.TeacherChoice)]
    if "guidelines" in location:
        return [item.name for item in fields(model.GuidelineFile)]
    return [item.name for item in fields(model.Source if "sources" in location else model.TaskSources)]


def _key(location: tuple[Any, ...], prefix: str) -> str:
    key = prefix
    for part in location:
        key += f"[{part}]" if isinstance(part, int) else f".{part}" if key else str(part)
    return key


def _hint(name: str, known: Iterable[str]) -> str:
    close = difflib.get_close_matches(name, list(known), 1, 0.6)
    return f"; did you mean {close[0]!r}?" if close else ""


def _error(path: Path, key: str, message: str) -> RecipeError:
    return RecipeError(f"{path}: {key}: {message}")
