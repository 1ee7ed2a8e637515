"""The pictures of a card, as small SVG files: what rows there are, and how far topics are covered."""

from collections import Counter

from hum_hub.release.charts import Picture, bars, covered
from hum_hub.release.manifest import Manifest
from hum_hub.release.shortfalls import Share

MOST_BARS = 24
"""The most bars of a picture; what is rarest is left to the tables."""


def of_card(manifest: Manifest) -> dict[str, list[Picture]]:
    """The pictures by what they show: `rows`, `licences`, `topics`, and the sub-tasks of a config as `config:NAME`.

    A picture with fewer than two bars says nothing and is left out.
    """
    configs = {name: sum(split.rows for split in config.splits.values()) for name, config in manifest.configs.items()}
    licenses = Counter[str]()
    for config in manifest.configs.values():
        licenses.update(config.counts["license"])
    found = {
        "rows": _picture("rows.svg", "Rows by config, per cent", configs),
        "licences": _picture("licences.svg", "Rows by licence, per cent", licenses),
        "topics": covered(manifest.coverage),
    }
    for number, (name, config) in enumerate(manifest.configs.items()):
        plain = name.isascii() and name.replace("-", "").replace("_", "").isalnum()
        file = f"subtasks-{name if plain else number}.svg"
        found[f"config:{name}"] = _picture(file, f"Rows of {name} by sub-task, per cent", config.counts["subtask"])
    return found


def _picture(file: str, title: str, counts: dict[str, int]) -> list[Picture]:
    if len(counts) < 2:
        return []
    largest = sorted(counts.items(), key=lambda entry: (-entry[1], entry[0]))[:MOST_BARS]
    whole = sum(counts.values())
    return [Picture(file, title, bars(title, tuple(Share(name, count, whole) for name, count in largest)))]
