"""Relations seen from their other end."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import ClassVar, Literal

from hum_hub import Answer, Case, Label, Problem, Record, Rule, Schema, Words
from hum_hub_plugin_ie.rules.shapes import is_relation, value_at

_WORDS: Words = {
    "none": {
        "en": (
            "Give every relation in the direction of its label: the subject is the one of which the label says something.",
            "Do not turn relations round: subject and object stand as the label reads from the one to the other.",
            "Read from subject to object, each relation has to make sense with its label as listed.",
        ),
        "zh": (
            "每条关系都按标签本身的方向写：从主体到客体读来与标签相符。",
            "不要把关系反过来写，主体、客体的位置依标签的读法而定。",
            "主体在前、客体在后，方向以所列标签的含义为准。",
        ),
    },
    "turned": {
        "en": (
            'The relation "{old}" is given the other way round, as "{new}": its subject becomes the object and its object the subject.',
            'Instead of A "{old}" B write B "{new}" A.',
            'Write "{new}", never "{old}": what would be the object of "{old}" is the subject of "{new}", and the reverse.',
        ),
        "zh": (
            "关系“{old}”要反过来写成“{new}”：原来的主体作客体，原来的客体作主体。",
            "凡是甲“{old}”乙的，一律写成乙“{new}”甲。",
            "只写“{new}”，不写“{old}”：“{old}”的客体就是“{new}”的主体，反之亦然。",
        ),
    },
}


class InverseRelations(Rule):
    """The relations as listed, or one of them, which is the option, under the name that it has from its other end."""

    id: ClassVar[str] = "inverse-relations"
    stage: ClassVar[Literal["name"]] = "name"
    redefines: ClassVar[bool] = True
    excludes: ClassVar[frozenset[str]] = frozenset({"label-case", "label-codes", "label-language", "label-level"})

    def options(self, case: Case) -> Sequence[str]:
        """Relations that have a name from their other end; the same before a label is renamed and after."""
        keys = [label.key for label in case.schema.labels if _turns(label)] if is_relation(case) else []
        return ("none", *keys) if keys and not case.schema.hidden else ()

    def wordings(self, option: str, case: Case) -> Sequence[str]:
        """See `Rule.wordings`: of the schema with the label renamed."""
        if option == "none":
            return _WORDS["none"][case.language]
        label = next(label for label in case.schema.labels if label.key == option)
        names = {"new": label.called or label.name, "old": label.inverse}
        return [line.format(**names) for line in _WORDS["turned"][case.language]]

    def dress(self, schema: Schema, option: str, every: Sequence[Label]) -> Schema | None:
        """See `Rule.dress`: not where the new name is that of another label, or the label is shown as a code."""
        if option == "none":
            return schema
        label = next((label for label in schema.labels if label.key == option), None)
        if label is None or not _turns(label) or label.called:
            return None
        others = [other for other in (*schema.labels, *every) if other.key != option]
        if any(label.inverse in (other.key, other.name, other.called) for other in others):
            return None
        turned = replace(label, name=label.inverse, inverse=label.name, abroad="")
        return replace(schema, labels=tuple(turned if one is label else one for one in schema.labels))

    def transform(self, answer: Answer, case: Case, option: str) -> Answer:
        """See `Rule.transform`."""
        turned = {label.name for label in case.schema.labels if label.key == option and option != "none"}
        return tuple(
            (record[2], record[1], record[0]) if value_at(record, 1).text in turned else record for record in answer
        )

    def becomes(self, record: Record, among: Answer, case: Case, option: str) -> tuple[Record, ...]:
        """See `Rule.becomes`."""
        subject, relation, object = record
        if option != "none" and getattr(relation, "text", None) == case.schema.name(option):
            return ((object, relation, subject),)
        return (record,)

    def objections(self, message: str, truth: Answer, case: Case, option: str) -> Iterable[Problem]:
        """See `Rule.objections`: where keys are names, they tell whether a label stands as listed or turned."""
        for label in case.schema.labels:
            if label.key == option and label.key == label.name:
                yield Problem("relation-not-turned", label.name)
            elif label.key != option and label.inverse and label.key == label.inverse != label.name:
                yield Problem("relation-turned", label.name)

    def witness(self, answer: Answer, case: Case, option: str) -> str | None:
        """See `Rule.witness`: the first relation that has another name from its other end."""
        names = {label.name for label in case.schema.labels if _turns(label)}
        return next((relation for record in answer if (relation := value_at(record, 1).text) in names), None)


def _turns(label: Label) -> bool:
    return bool(label.inverse) and not label.symmetric and label.inverse != label.name and label.key != "none"
