"""The sentence of a passage that shows the answer."""

from hum_hub import sentences
from hum_hub_plugin_mrc.gold import Reading


def evidence(gold: Reading, passage: str, language: str) -> tuple[int, int] | None:
    """The place of the one sentence that holds every accepted wording, or `None` where there is no such sentence."""
    places = [(answer.start, answer.end) for answer in gold.answers if answer.start is not None]
    if not places or len(places) < len(gold.answers):
        return None
    for start, end in sentences(passage, language):
        if all(start <= first and last is not None and last <= end for first, last in places):
            return start, end
    return None
