"""Labels and schemes that texts are written for, and what a teacher replies: good, or hostile."""

from dataclasses import dataclass, field
from typing import Any

from chain.passages import Rule, rule
from hum_hub import digest

LABELS = {
    "late": "an order has not come in time",
    "broken": "a thing arrived damaged",
    "praise": "someone is content with the shop",
}


@dataclass(frozen=True, slots=True)
class Wish:
    """A label that a text is wished for, the text that is written, and the label that a reader finds in it."""

    id: str
    label: str
    text: str
    found: str = ""
    instead: Any = None
    topic: str = ""

    @property
    def seed(self) -> dict[str, Any]:
        """The seed that a source holds; its topic tells its requests from those of others."""
        return {"id": self.id, "label": self.label, "labels": [*LABELS], "definitions": LABELS, "topic": self.hint}

    @property
    def hint(self) -> str:
        """What the text is about."""
        return f"an order with the number {self.id}"

    def rules(self) -> list[Rule]:
        """What the server replies: a text, and the number under which the reader of it sees the label."""
        shown = sorted(LABELS, key=lambda label: digest("label", self.text, label))
        number = shown.index(self.found or self.label) + 1 if self.found != "none" else 0
        return [
            rule(f"<text>\n{self.text}\n</text>", {"label": number}),
            rule(
                f"<hints>\n{self.hint}\n</hints>", self.instead if self.instead is not None else {"texts": [self.text]}
            ),
        ]


WISHES = (
    Wish("good", "late", "Nine days I have waited at the window, and still no parcel."),
    Wish("found-otherwise", "late", "The vase came, but in four pieces.", found="broken"),
    Wish("fits-nothing", "broken", "The cat slept all day on the warm stove.", found="none"),
    Wish("names-label", "broken", "My new lamp was broken when it came."),
    Wish("too-short", "praise", "Nice."),
    Wish("echo", "praise", "Show it, do not say it: neither the name of a label nor words of its definition occur."),
    Wish("nothing", "praise", "-", instead={"texts": []}),
    Wish("prose", "praise", "-", instead="Here is a text for you about a happy customer."),
)
JUDGED = [
    {"id": f"human-{number}", "text": text, "labels": [label]}
    for number, (text, label) in enumerate(
        [("The scarf is as soft as it looked.", "praise"), ("Where is the rug I paid for in June?", "late")]
    )
]
"""Texts that people labelled."""
SCHEME = {
    "entities": {"person": "a named human being", "firm": "a named business"},
    "relations": {"runs": {"definition": "leads its daily business", "head": "person", "tail": "firm"}},
}
FACTS = (["person", "Nora Pike"], ["firm", "Ashgrove Pottery"]), ["runs", "Nora Pike", "Ashgrove Pottery"]
TEXT = "In the spring Nora Pike took over from her uncle and has run Ashgrove Pottery ever since. {}"
Listing = dict[str, list[Any]]


def listing(mentions: Any = FACTS[0], relations: Any = (FACTS[1],)) -> Listing:
    """What a reader says of a text."""
    return {
        "mentions": [{"label": label, "wording": wording, "context": ""} for label, wording in mentions],
        "relations": [{"label": label, "subject": one, "object": other} for label, one, other in relations],
        "events": [],
    }


@dataclass(frozen=True, slots=True)
class Story:
    """A text for the scheme, how it is annotated by who knows what it was written for, and by who does not."""

    id: str
    ending: str
    annotated: Any = field(default_factory=listing)
    extracted: Any = field(default_factory=listing)
    text: str = TEXT

    @property
    def topic(self) -> str:
        """What the text is about."""
        return f"the pottery of the case {self.id}"

    @property
    def seed(self) -> dict[str, Any]:
        """The seed that a source holds."""
        return {"id": self.id, **SCHEME, "topic": self.topic, "absent": 0}

    def rules(self) -> list[Rule]:
        """What the server replies: a text, then two annotations."""
        written = self.text.format(self.ending)
        return [
            rule(f"for the scheme that goes with it.\n\n<text>\n{written}\n", self.annotated),
            rule(f"</scheme>\n\n<text>\n{written}\n", self.extracted),
            rule(f"<topic>\n{self.topic}\n</topic>", written),
        ]


STORIES = (
    Story("good", "The kiln is lit on Mondays."),
    Story("invented", "It snowed that year.", listing((*FACTS[0], ["person", "Bram Holt"]))),
    Story("unknown-label", "Her uncle moved away.", listing((*FACTS[0], ["season", "spring"]))),
    Story("read-otherwise", "The glaze is blue.", extracted=listing(FACTS[0], ())),
    Story("read-wildly", "The clay is from the river.", extracted=listing([["person", "Nobody"]], ())),
    Story("nothing-said", "Visitors are welcome at any hour.", listing((), ()), listing((), ())),
    Story("placeholder", "Ask for [name] at the gate."),
    Story("cut-off", "And then she went to the"),
    Story("refusal", "", text="I cannot write a text about that."),
    Story("no-json", "The shelves are full.", annotated="There are two entities in the text."),
)
MARKED = [
    {
        "id": f"human-{number}",
        "text": text,
        "mentions": [{"label": "firm", "start": text.index(name), "end": text.index(name) + len(name), "text": name}],
    }
    for number, (text, name) in enumerate(
        [("The barge was built by Quill and Sons.", "Quill and Sons"), ("Harrow Mills makes paper.", "Harrow Mills")]
    )
]
"""Texts that people annotated."""
