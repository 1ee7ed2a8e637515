"""The requests of a synthesis: material between tags, what is asked of it, and the shape of the reply."""

from hum_hub import Prompt, delimited, digest
from hum_hub_plugin_classification.synthesis import instructions as told
from hum_hub_plugin_classification.synthesis.shapes import AllLabelled, Labelled, Written
from hum_hub_plugin_classification.synthesis.wishes import Wish


def texts(wish: Wish) -> Prompt:
    """Ask for texts of the label that is wished for."""
    return _writing(wish, "texts", wish.texts, "", ())


def near_misses(wish: Wish, sibling: str) -> Prompt:
    """Ask for texts of the label that look as if they were of a sibling."""
    shown = (delimited("sibling", wish.line(sibling)),)
    return _writing(wish, "near-misses", wish.near_misses, told.NEAR[wish.language], shown)


def labelling(wish: Wish, text: str) -> Prompt:
    """Ask for the label of a text among all labels, without saying which one is wished for."""
    lines = [f"{number}. {wish.line(label)}" for number, label in enumerate(ordered(wish, text), 1)]
    asked = (told.LABEL_ALL if wish.several else told.LABEL)[wish.language]
    parts = [delimited(name, given) for name, given in wish.given.items()]
    parts += [delimited(wish.written, text), delimited("labels", "\n".join(lines)), asked.format(written=wish.written)]
    return Prompt(
        "\n\n".join(parts),
        "labelling",
        told.READER[wish.language],
        temperature=0.0,
        shape=AllLabelled if wish.several else Labelled,
    )


def ordered(wish: Wish, text: str) -> list[str]:
    """The labels in the order in which the reader of a text sees them: another one for each text."""
    return sorted(wish.labels, key=lambda label: digest("label", text, label))


def _writing(wish: Wish, stage: str, count: int, about: str, shown: tuple[str, ...]) -> Prompt:
    others = [label for label in wish.labels if label not in wish.wanted]
    parts = [delimited(name, given) for name, given in wish.given.items()]
    parts += [delimited("wanted", "\n".join(map(wish.line, wish.wanted))), *shown]
    parts.append(delimited("other-labels", "\n".join(map(wish.line, others))))
    if wish.hints:
        parts.append(delimited("hints", "\n".join(wish.hints)))
    form = told.FORMS[wish.subtask][wish.language]
    parts.append(about + told.WRITE[wish.language].format(count=count, form=form))
    # two seeds may wish for the same: each gets texts of its own
    number = 1 + int(digest("seed", wish.seed)[:8], 16) % 1_000_000
    system = told.WRITER[wish.language]
    return Prompt("\n\n".join(parts), stage, system, number=number, shape=Written, language=wish.language)
