"""The shapes of answers that the rules of information extraction are for."""

from hum_hub import Case, Record, Value

_MENTIONS = frozenset({"entities", "mentions", "quantities", "slots", "aspect-terms", "aspects"})


def mention_field(case: Case) -> int | None:
    """The position of the wording where every record is one mention, alone or with labels; `None` elsewhere."""
    kinds = [field.kind for field in case.schema.fields]
    if not case.schema.many or kinds.count("text") != 1 or not set(kinds) <= {"text", "label", "word"}:
        return None
    spans = case.schema.inline and case.subtask != "triggers"  # the words for an event are no mention of a thing
    return kinds.index("text") if spans or case.subtask in _MENTIONS else None


def label_field(case: Case) -> int | None:
    """The position of the label that a record stands under, or `None`."""
    kinds = [field.kind for field in case.schema.fields]
    if case.schema.by is not None:
        return case.schema.by
    return kinds.index("label") if "label" in kinds else None


def roles_field(case: Case) -> int | None:
    """The position of the arguments by role, or `None`."""
    kinds = [field.kind for field in case.schema.fields]
    return kinds.index("roles") if kinds.count("roles") == 1 else None


def is_relation(case: Case) -> bool:
    """Whether records are a subject, a relation and an object."""
    return [field.kind for field in case.schema.fields] == ["text", "label", "text"]


def value_at(record: Record, place: int) -> Value:
    """The cell at a place that holds one value."""
    cell = record[place]
    assert isinstance(cell, Value)
    return cell


def listed(names: list[str], language: str, last: str = "or") -> str:
    """Names in quotation marks, as a sentence lists them."""
    if language == "zh":
        return "".join(f"“{name}”" for name in names)
    quoted = [f'"{name}"' for name in names]
    return f" {last} ".join([", ".join(quoted[:-1]), quoted[-1]]) if len(quoted) > 1 else quoted[0]
