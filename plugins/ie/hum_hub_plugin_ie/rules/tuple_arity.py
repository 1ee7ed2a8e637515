"""How many arguments a fact in the words of the text has."""

from collections.abc import Sequence
from typing import ClassVar, Literal, cast

from hum_hub import Answer, Case, Record, Rule, Value, Words

_WORDS: Words = {
    "all": {
        "en": (
            "Give every argument of a predicate.",
            "List all arguments that belong to the predicate, not just the first.",
            "A predicate with several arguments is given with each of them.",
        ),
        "zh": ("谓语的论元要全部写出。", "谓语带有几个论元就写几个，不要只写第一个。", "同一谓语的各个论元都要列出。"),
    },
    "first": {
        "en": (
            "Of the arguments of a predicate give only the one that comes first in the text.",
            "One argument is enough for a predicate: the first in the order of the text.",
            "Leave out all arguments of a predicate but the one that the text has first.",
        ),
        "zh": (
            "每个谓语的论元只写原文中最先出现的一个。",
            "谓语带有几个论元时，只取原文里排在最前的那个。",
            "同一谓语的论元除最先出现的之外都不写。",
        ),
    },
}


class TupleArity(Rule):
    """All arguments of a fact, or the first."""

    id: ClassVar[str] = "tuple-arity"
    stage: ClassVar[Literal["form"]] = "form"
    words: ClassVar[Words] = _WORDS

    def options(self, case: Case) -> Sequence[str]:
        """Facts in the words of the text: subject, predicate, arguments."""
        return ("all", "first") if [field.kind for field in case.schema.fields] == ["text", "text", "texts"] else ()

    def transform(self, answer: Answer, case: Case, option: str) -> Answer:
        """See `Rule.transform`."""
        if option == "all":
            return answer
        changed: list[Record] = []
        for record in answer:
            arguments = cast(tuple[Value, ...], record[2])
            starts = [value.start for value in arguments if value.start is not None]
            leads = len(starts) == len(arguments) > 1 and starts[0] == min(starts) and starts.count(starts[0]) == 1
            changed.append((*record[:2], arguments[:1]) if leads else record)
        return tuple(changed)

    def becomes(self, record: Record, among: Answer, case: Case, option: str) -> tuple[Record, ...]:
        """See `Rule.becomes`."""
        subject, predicate, arguments = record
        if option == "all" or not arguments or not isinstance(arguments, tuple):
            return (record,)
        first, *others = cast(tuple[Value, ...], arguments)
        for other in others:
            if first.start is None or other.start is None or other.start <= first.start:
                return (record,)
        return ((subject, predicate, (first,)),)

    def unsettled(self, truth: Answer, case: Case, option: str) -> str | None:
        """See `Rule.unsettled`: several are left where the first as noted is not the first in the text."""
        several = any(len(cast(tuple[Value, ...], record[2])) > 1 for record in truth)
        return "first-argument-in-doubt" if option == "first" and several else None
