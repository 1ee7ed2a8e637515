"""A synthetic corpus of two tasks with several sources each, which can be changed the way releases change."""

import json
import random
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import cache
from itertools import accumulate
from pathlib import Path

ROOT = Path(__file__).parent.parent.parent
RECIPE = """
[dataset]
repo = "bench/hum"
version = "0.0.1"
licenses = ["cc0-1.0"]
[plugins]
folders = ["plugins/*"]
only = ["ie", "toy"]
[mix]
renderings = 2
"""
SOURCE = """
[[tasks.{task}.sources]]
name = "{name}"
uri = "file:{name}.jsonl"
reader = {{ type = "json-lines" }}
language = "{language}"
license = "cc0-1.0"
subtasks = ["{subtask}"]
"""
TOY = """
[project]
name = "hum-hub-plugin-toy"
version = "0.1.0"
[project.entry-points.hum_hub]
toy = "toy"
"""
SUBTASKS = {"ie": "entities", "toy": "longest"}
SOURCES = {"ie": ("ie-en", "ie-zh", "ie-en-more"), "toy": ("toy-en", "toy-zh")}
NAMES = {
    "person": ("Ada", "林晓", "Omar", "周岚"),
    "place": ("Leeds", "杭州", "Oslo", "成都"),
    "product": ("Lumen", "云雀"),
}
VOCABULARY = 8_000
Seeds = Iterator[dict[str, str]]


@dataclass(slots=True)
class Corpus:
    """How many seeds each source has, and which edition of its texts; other editions share no text."""

    seeds: dict[str, int]
    editions: dict[str, int] = field(default_factory=dict)
    fixed: dict[str, range] = field(default_factory=dict)
    """Seeds of a source that were repaired: they have another text."""

    def write(self, folder: Path) -> None:
        """Write recipe, sources and the toy plugin; plugins of the project are linked."""
        recipe = RECIPE
        for task, names in SOURCES.items():
            for name in names:
                if name in self.seeds:
                    recipe += SOURCE.format(task=task, name=name, language=_language(name), subtask=SUBTASKS[task])
                    _write_lines(folder / f"{name}.jsonl", self._of(task, name))
        (folder / "hum.toml").write_text(recipe, encoding="utf-8")
        plugins = folder / "plugins"
        if not plugins.exists():
            (plugins / "toy").mkdir(parents=True)
            (plugins / "ie").symlink_to(ROOT / "plugins" / "ie")
            (plugins / "toy" / "pyproject.toml").write_text(TOY, encoding="utf-8")
            code = (ROOT / "tests" / "toy.py").read_text(encoding="utf-8")
            (plugins / "toy" / "toy.py").write_text(code, encoding="utf-8")

    def _of(self, task: str, name: str) -> Seeds:
        make = {"ie": _marked, "toy": _plain}[task]
        fixed = self.fixed.get(name, range(0))
        for number in range(self.seeds[name]):
            edition = self.editions.get(name, 0) + (100 if number in fixed else 0)
            dice = random.Random(f"{name}/{edition}/{number}")
            yield {"id": f"{name}-{number}", **make(dice, _language(name), number)}


def _language(name: str) -> str:
    return name.split("-")[1]


def _write_lines(path: Path, seeds: Seeds) -> None:
    with path.open("w", encoding="utf-8") as stream:
        stream.writelines(json.dumps(seed, ensure_ascii=False) + "\n" for seed in seeds)


@cache
def _words(language: str) -> tuple[list[str], list[float]]:
    """Invented words, and how often each occurs: the second half as often as the first, as Zipf has it."""
    dice = random.Random(language)
    made: Callable[[], str] = _syllables(dice) if language == "en" else _characters(dice)
    return [made() for _ in range(VOCABULARY)], list(accumulate(1 / rank for rank in range(1, VOCABULARY + 1)))


def _syllables(dice: random.Random) -> Callable[[], str]:
    return lambda: "".join(dice.choice("bdfgklmnprstvz") + dice.choice("aeiou") for _ in range(dice.randint(1, 4)))


def _characters(dice: random.Random) -> Callable[[], str]:
    return lambda: "".join(chr(dice.randrange(0x4E00, 0x5E00)) for _ in range(dice.randint(1, 2)))


def _pieces(dice: random.Random, language: str, count: int) -> list[str]:
    words, weights = _words(language)
    return dice.choices(words, cum_weights=weights, k=count)


def _marked(dice: random.Random, language: str, number: int) -> dict[str, str]:
    pieces = _pieces(dice, language, dice.randint(50, 110))
    for label in dice.choices(list(NAMES), k=4):
        name = dice.choice(NAMES[label]) + str(dice.randrange(1000))
        pieces.insert(dice.randrange(len(pieces)), f"[{name}]({label})")
    return {"marked": _glue(language).join(pieces) + f" {number}"}


def _plain(dice: random.Random, language: str, number: int) -> dict[str, str]:
    return {"text": " ".join(_pieces(dice, language, dice.randint(60, 150))) + f" {number}"}


def _glue(language: str) -> str:
    return "" if language == "zh" else " "
