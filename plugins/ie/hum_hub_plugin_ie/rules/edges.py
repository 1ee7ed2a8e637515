"""What the rules on the edges of mentions have in common; what they decide stands in each of them."""

from abc import abstractmethod
from collections.abc import Sequence
from dataclasses import replace
from typing import ClassVar, Literal

from hum_hub import Answer, Case, Rule, Value, wordings
from hum_hub_plugin_ie.rules.shapes import mention_field, value_at


class EdgeRule(Rule):
    """Mentions without something at their edge, or with it; `spoken` are the languages of texts that have it."""

    stage: ClassVar[Literal["extent"]] = "extent"
    spoken: ClassVar[frozenset[str]] = frozenset({"en"})

    def options(self, case: Case) -> Sequence[str]:
        """Mentions in texts of the languages that have it."""
        return ("without", "with") if mention_field(case) is not None and case.input_language in self.spoken else ()

    @abstractmethod
    def edged(self, mention: Value, case: Case, option: str) -> str:
        """The builder's wording of a mention under an option."""

    def transform(self, answer: Answer, case: Case, option: str) -> Answer:
        """See `Rule.transform`."""
        place = mention_field(case)
        if place is None:
            return answer
        changed = []
        for record in answer:
            mention = value_at(record, place)
            cell = replace(mention, text=self.edged(mention, case, option))
            changed.append((*record[:place], cell, *record[place + 1 :]))
        return tuple(changed)

    def unsettled(self, truth: Answer, case: Case, option: str) -> str | None:
        """See `Rule.unsettled`: what stands beside a mention is known only where its place is."""
        unplaced = any(value.start is None for record in truth for value in wordings(record, case.schema))
        return "place-of-mention-unknown" if unplaced and option == "with" else None
