"""How the labels of a source are worded where they stand in inputs and answers as text."""

from collections.abc import Iterator, Mapping

from hum_hub import Localised

TRIGGER: Localised = {"en": "trigger", "zh": "触发词"}
"""The column of a table that holds the words that name the event."""
_COMMA: Localised = {"en": ", ", "zh": "、"}


def words(key: str) -> str:
    """A label as text: its key, underscores as blanks.

    What guidelines call it is not known here. A source whose keys are codes names them in its `select`.
    """
    return key.replace("_", " ")


def in_a_row(names: list[str], language: str) -> str:
    """Names as they are listed in the language of a text."""
    return of_language(_COMMA, language).join(names)


def of_language(texts: Localised, language: str) -> str:
    """The Chinese text for Chinese, the English one for all other languages."""
    return texts["zh" if language == "zh" else "en"]


def role_key(type: str, role: str) -> str:
    """The key of a role as a label: roles of two event types may be called the same and mean different things."""
    return f"{type}/{role}"


class RoleNames(Mapping[str, Localised]):
    """The names of role labels that no guideline names: what follows the event type in their keys."""

    def __getitem__(self, key: str) -> Localised:
        name = words(key.rpartition("/")[2])
        return {"en": name, "zh": name}

    def __iter__(self) -> Iterator[str]:
        return iter(())

    def __len__(self) -> int:
        return 0
