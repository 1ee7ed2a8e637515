"""The dataset card: front matter for the Hub and its clients, text from templates, numbers from the manifest alone."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import yaml
from jinja2 import Environment

from hum_hub.release.cards.blocks import placed
from hum_hub.release.cards.front import metadata
from hum_hub.release.cards.pictures import of_card
from hum_hub.release.cards.templates import CARD, Templates, environment, naming
from hum_hub.release.manifest import Manifest

__all__ = ["card", "metadata"]


def card(manifest: Manifest, folder: Path, templates: Templates | None = None) -> str:
    """The README of a build folder.

    Raises:
        BuildError: a template is wrong.
    """
    templates = templates or Templates()
    jinja = environment()
    given = {
        "manifest": manifest,
        "configs": manifest.configs,
        "block": placed(manifest, folder),
        "pictures": of_card(manifest),
    }
    special = {
        name: _special(jinja, templates, name, {**given, "config": manifest.configs[name]}) for name in manifest.configs
    }
    with naming(CARD):
        body = jinja.from_string(templates.card()).render(given, special=special)
    return f"---\n{front_matter(manifest)}---\n\n{body.strip()}\n"


def _special(jinja: Environment, templates: Templates, name: str, given: Mapping[str, Any]) -> str:
    """What is special to a config; empty if nobody wrote of it."""
    text = templates.of_config(name)
    if text is None:
        return ""
    with naming(f"of the config {name}"):
        return jinja.from_string(text).render(given, name=name).strip()


def front_matter(manifest: Manifest) -> str:
    """The front matter as YAML, without the lines around it."""
    text: str = yaml.dump(
        metadata(manifest), Dumper=_WithoutAliases, allow_unicode=True, sort_keys=False, width=float("inf")
    )
    return text


class _WithoutAliases(yaml.SafeDumper):  # type: ignore[misc]  # yaml ships no types
    """Writes a value that occurs twice twice: an alias is more than readers of cards should have to know."""

    def ignore_aliases(self, data: Any) -> bool:
        return True
