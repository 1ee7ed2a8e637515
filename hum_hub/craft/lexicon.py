"""What the labels of a source are called, in each language, and what else is known of them."""

from collections import Counter
from collections.abc import Mapping, Sequence

from hum_hub.contract.guidelines import Guideline
from hum_hub.contract.task import Column, Element, Subtask
from hum_hub.contract.values import Label, Schema

_OTHER = {"en": "zh", "zh": "en"}


class Lexicon:
    """Turns the elements of one subtask into labels as shown, with the names that guidelines give them."""

    def __init__(self, asked: Subtask, guidelines: Sequence[Guideline], inventory: Sequence[Element]) -> None:
        self._asked = asked
        self.guidelines = {guide.key: guide for guide in guidelines if guide.kind in asked.guideline_kinds}
        self._fields = {guide.key: guide for guide in guidelines if (guide.kind, guide.family) == ("field", asked.name)}
        self._inventory = inventory
        self._every: dict[str, tuple[Label, ...]] = {}
        self._known: dict[str, dict[str, Label]] = {}

    def explaining(self, schema: Schema, columns: Sequence[Column]) -> Mapping[str, Guideline]:
        """The guidelines for what a schema asks for, by the keys of `explainable`: labels, or fields by their names."""
        if schema.labels and not schema.listed:
            return self.guidelines
        names = [(field.name, column.name["en"]) for field, column in zip(schema.fields, columns, strict=True)]
        return {shown: self._fields[key] for shown, key in names if key in self._fields}

    def every(self, language: str) -> tuple[Label, ...]:
        """All labels of the source."""
        if language not in self._every:
            self._every[language] = self._named(self._inventory, language)
        return self._every[language]

    def labels(self, elements: Sequence[Element], language: str) -> tuple[Label, ...]:
        """Labels for some elements, in their order; a name that two would share gives way to their keys."""
        if language not in self._known:
            self._known[language] = {label.key: label for label in self.every(language)}
        known = self._known[language]
        if all(element.key in known for element in elements):
            return tuple(known[element.key] for element in elements)
        return self._named(elements, language)

    def _named(self, elements: Sequence[Element], language: str) -> tuple[Label, ...]:
        names = [self._name(element.key, language) for element in elements]
        uses = Counter(names)
        return tuple(
            self._label(element, name if uses[name] == 1 else element.key, language)
            for element, name in zip(elements, names, strict=True)
        )

    def _label(self, element: Element, name: str, language: str) -> Label:
        guide = self.guidelines.get(element.key)
        abroad = self._given(element.key, _OTHER.get(language, "")) or ""
        return Label(
            element.key,
            name,
            tuple((part, self._part(guide, part, language)) for part in element.parts),
            abroad=abroad if abroad != name else "",
            above=self._above(element.key, language),
            inverse=guide.inverse.get(language, "") if guide is not None else "",
            symmetric=guide is not None and guide.symmetric,
        )

    def _name(self, key: str, language: str) -> str:
        if self._asked.labels == "example":
            return self._given(key, language) or key
        return self._given(key, language) or key.replace("_", " ")

    def _given(self, key: str, language: str) -> str | None:
        """The name that a guideline or the subtask gives a label, if any."""
        names: Mapping[str, str] = self._asked.label_names.get(key, {})
        guide = self.guidelines.get(key)
        return (guide.name.get(language) if guide is not None else None) or names.get(language)

    def _part(self, guide: Guideline | None, part: str, language: str) -> str:
        role = guide.roles.get(part) if guide is not None else None
        return role.name.get(language, part) if role is not None else part

    def _above(self, key: str, language: str) -> tuple[str, ...]:
        """The names of the labels above one, from the root downwards."""
        chain: list[str] = []
        guide = self.guidelines.get(key)
        while guide is not None and guide.parent and guide.parent not in chain:
            chain.append(guide.parent)
            guide = self.guidelines.get(guide.parent)
        return tuple(self._name(above, language) for above in reversed(chain))
