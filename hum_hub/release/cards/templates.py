"""Where the templates of a card come from: the recipe's folder wins over a plugin's own, and that over hum-hub's."""

from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from importlib.resources import files
from pathlib import Path

from jinja2 import Environment, StrictUndefined, TemplateError

from hum_hub.errors import BuildError
from hum_hub.registry.loading import Registry
from hum_hub.release.cards import escaping

CARD = "card.md.jinja"
TABLES = "tables.md.jinja"


@dataclass(frozen=True, slots=True)
class Templates:
    """Templates by name: the recipe's folder, if it has one, and what plugins ship for their configs."""

    folder: Path | None = None
    of_plugins: Mapping[str, str] = field(default_factory=dict)

    def card(self) -> str:
        """The template of the whole card."""
        return self._own(CARD) or shipped(CARD) or ""

    def of_config(self, name: str) -> str | None:
        """The template for what is special to a config, if there is one."""
        file = f"{name}.md.jinja"
        if file in (CARD, TABLES):
            return self.of_plugins.get(name)
        return self._own(file) or self.of_plugins.get(name) or shipped(file)

    def _own(self, file: str) -> str | None:
        path = self.folder / file if self.folder is not None else None
        return path.read_text("utf-8") if path is not None and path.is_file() else None


def plugin_templates(registry: Registry, configs: Iterable[str]) -> dict[str, str]:
    """What plugins ship for their configs: the file `card.md.jinja` in the package of the plugin."""
    found = {}
    for config in configs:
        plugin = registry.provider(config)
        if plugin is None:
            continue
        try:
            template = files(plugin.module.split(":")[0]).joinpath(CARD)
        except (TypeError, ModuleNotFoundError):  # the plugin is a single module, so it has no files of its own
            continue
        if template.is_file():
            found[config] = template.read_text("utf-8")
    return found


def shipped(file: str) -> str | None:
    """A template that hum-hub ships, if it has one of that name."""
    template = files("hum_hub_cards").joinpath(file)
    return template.read_text("utf-8") if "/" not in file and template.is_file() else None


def environment() -> Environment:
    """Jinja as card templates know it: undefined names are errors, and filters make data safe for Markdown."""
    found = Environment(undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True, autoescape=False)
    found.filters |= {
        "one_line": escaping.one_line,
        "inline": escaping.inline,
        "prose": escaping.prose,
        "code": escaping.code,
        "fenced": escaping.fenced,
        "number": lambda count: f"{count:,}",
    }
    found.globals["link"] = escaping.link
    return found


@contextmanager
def naming(template: str) -> Iterator[None]:
    """Within it, what goes wrong with a template is an error that names the template.

    Raises:
        BuildError: the template is wrong.
    """
    try:
        yield
    except (TemplateError, TypeError, KeyError, AttributeError) as error:
        line = getattr(error, "lineno", None)
        place = f"{template}, line {line}" if line else template
        raise BuildError(f"the card template {place}: {type(error).__name__}: {error}; correct the template") from error
