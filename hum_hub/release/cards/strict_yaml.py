"""YAML read as a publisher should: one meaning, no surprises, and no more of it than a card needs."""

from typing import Any

import yaml

LONGEST = 1_000_000
"""The most characters of a front matter."""
DEEPEST = 20


def front_of(card: str) -> tuple[str, str]:
    """The front matter and the body of a card.

    Raises:
        ValueError: the card does not begin with a front matter.
    """
    lines = card.split("\n")
    if lines[0] != "---" or "---" not in lines[1:]:
        raise ValueError("the card does not begin with a front matter between two lines of three hyphens")
    end = lines.index("---", 1)
    return "\n".join(lines[1:end]) + "\n", "\n".join(lines[end + 1 :])


def read(text: str) -> dict[str, Any]:
    """The mapping that a text of YAML states.

    Raises:
        ValueError: it is too long or too deep, has a key twice, an alias or a tag, or is no mapping of plain values.
    """
    if len(text) > LONGEST:
        raise ValueError(f"the front matter has {len(text):,} characters, more than {LONGEST:,}")
    try:
        _check(text)
        found = yaml.load(text, _Strict)  # a subclass of the safe loader
    except (yaml.YAMLError, RecursionError) as error:
        raise ValueError(" ".join(str(error).split()) or "nested too deeply") from error
    if not isinstance(found, dict) or not all(isinstance(key, str) for key in found):
        raise ValueError("the front matter is no mapping")
    return found


def _check(text: str) -> None:
    """Look at events only, which cost nothing to make: an alias can stand for more than memory holds."""
    depth = 0
    for event in yaml.parse(text, yaml.SafeLoader):
        if isinstance(event, yaml.AliasEvent) or getattr(event, "anchor", None):
            raise ValueError(f"an alias or anchor in line {event.start_mark.line + 1}; write the value twice")
        if getattr(event, "tag", None):
            raise ValueError(f"a tag in line {event.start_mark.line + 1}; write plain values")
        depth += isinstance(event, yaml.CollectionStartEvent) - isinstance(event, yaml.CollectionEndEvent)
        if depth > DEEPEST:
            raise ValueError(f"more than {DEEPEST} levels in line {event.start_mark.line + 1}")


class _Strict(yaml.SafeLoader):  # type: ignore[misc]  # yaml ships no types
    """The safe loader, which does not take a key twice."""

    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict[Any, Any]:
        seen = set()
        for key, _ in node.value:
            if key.tag == "tag:yaml.org,2002:merge":
                raise ValueError(f"a merge key in line {key.start_mark.line + 1}; write the values out")
            if not isinstance(key, yaml.ScalarNode):
                raise ValueError(f"a key that is no word in line {key.start_mark.line + 1}")
            if key.value in seen:
                raise ValueError(
                    f"the key {key.value!r} stands twice, the second time in line {key.start_mark.line + 1}"
                )
            seen.add(key.value)
        found: dict[Any, Any] = super().construct_mapping(node, deep)
        return found
