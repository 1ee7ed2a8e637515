"""What the rules that leave out mentions of one kind have in common; which those are stands in each of them."""

from abc import abstractmethod
from collections.abc import Sequence
from typing import ClassVar, Literal

from hum_hub import Answer, Case, Rule, wordings
from hum_hub_plugin_ie.rules.shapes import mention_field, value_at


class SiftingRule(Rule):
    """Answers with mentions of a kind, or without them; what counts is the wording in the text."""

    stage: ClassVar[Literal["select"]] = "select"
    spoken: ClassVar[frozenset[str]] = frozenset({"en", "zh"})

    def options(self, case: Case) -> Sequence[str]:
        """Mentions in texts of the languages that have the kind."""
        applies = mention_field(case) is not None and case.schema.optional and case.input_language in self.spoken
        return ("with", "without") if applies else ()

    @abstractmethod
    def sifted(self, words: str, case: Case) -> bool:
        """Whether the builder takes a mention with these words to be of the kind."""

    def transform(self, answer: Answer, case: Case, option: str) -> Answer:
        """See `Rule.transform`."""
        at = mention_field(case)
        if option == "with" or at is None:
            return answer
        kept = []
        for record in answer:
            mention = value_at(record, at)
            if mention.start is None or not self.sifted(case.text(mention)[mention.start : mention.end], case):
                kept.append(record)
        return tuple(kept)

    def unsettled(self, truth: Answer, case: Case, option: str) -> str | None:
        """See `Rule.unsettled`: the wording in the text is known only where the place is."""
        unplaced = any(value.start is None for record in truth for value in wordings(record, case.schema))
        return "place-of-mention-unknown" if unplaced and option == "without" else None
