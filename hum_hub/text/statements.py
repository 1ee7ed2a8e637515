"""The statements of a task: the ways to ask, kept in a TOML file beside the plugin's code."""

import tomllib
from collections.abc import Mapping
from importlib.resources import files

from hum_hub.errors import PluginError


def load_statements(package: str, name: str = "statements.toml") -> Mapping[str, Mapping[str, tuple[str, ...]]]:
    """Statements by subtask and language, from a table `[subtask]` with a list of strings for each language.

    Raises:
        PluginError: the file is missing, is not TOML, or leaves a placeholder other than `{labels}`.
    """
    try:
        text = files(package).joinpath(name).read_text(encoding="utf-8")
        tables = tomllib.loads(text)
    except (OSError, tomllib.TOMLDecodeError) as error:
        raise PluginError(f"{package}/{name} cannot be read: {error}") from error
    for subtask, by_language in tables.items():
        for language, lines in by_language.items():
            for line in lines:
                if "{" in line.replace("{labels}", "") or "}" in line.replace("{labels}", ""):
                    raise PluginError(f"{package}/{name}: {subtask}.{language} has a stray placeholder: {line}")
    return {
        subtask: {language: tuple(lines) for language, lines in by_language.items()}
        for subtask, by_language in tables.items()
    }
