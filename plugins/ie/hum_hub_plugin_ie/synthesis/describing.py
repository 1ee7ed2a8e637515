"""A scheme in words, as it stands in prompts."""

from collections.abc import Iterator, Sequence

from hum_hub_plugin_ie.naming import in_a_row
from hum_hub_plugin_ie.synthesis.scheme import RelationType, Scheme

_HEADS = {
    "en": {
        "entities": "Types of entities:",
        "slots": "Slots:",
        "relations": "Relations:",
        "events": "Types of events:",
    },
    "zh": {"entities": "实体类型：", "slots": "槽位：", "relations": "关系：", "events": "事件类型："},
}
_COLON = {"en": ": ", "zh": "："}
_ENDS = {"en": "from {heads} to {tails}", "zh": "从{heads}到{tails}"}
_ANY = {"en": "any entity", "zh": "任一实体"}
_OR = {"en": " or ", "zh": "或"}
_ASIDE = {"en": " ({aside})", "zh": "（{aside}）"}
_ROLES = {"en": "  Roles: ", "zh": "  角色："}


def described(scheme: Scheme, language: str, order: Sequence[str] = ()) -> str:
    """A scheme's labels with what they mean, a line each; in the scheme's own order unless another is given."""
    lines = list[str]()
    for kind, head in _HEADS[language].items():
        of_kind = getattr(scheme, kind)
        if of_kind:
            lines.append(head)
            for name in [label for label in order or of_kind if label in of_kind]:
                lines += _lines(kind, name, scheme, language)
    return "\n".join(lines)


def _lines(kind: str, name: str, scheme: Scheme, language: str) -> Iterator[str]:
    if kind == "relations":
        relation = scheme.relations[name]
        yield _line(name + _aside(_ends(relation, language), language), relation.definition, language)
    elif kind == "events":
        event = scheme.events[name]
        yield _line(name, event.definition, language)
        if event.roles:
            roles = [role + _aside(definition, language) for role, definition in event.roles.items()]
            yield _ROLES[language] + in_a_row(roles, language)
    else:
        yield _line(name, scheme.mentions[name], language)


def _line(name: str, definition: str, language: str) -> str:
    return f"- {name}{_COLON[language]}{definition}" if definition else f"- {name}"


def _ends(relation: RelationType, language: str) -> str:
    heads, tails = (_OR[language].join(types) or _ANY[language] for types in (relation.heads, relation.tails))
    return _ENDS[language].format(heads=heads, tails=tails)


def _aside(words: str, language: str) -> str:
    return _ASIDE[language].format(aside=words) if words else ""
