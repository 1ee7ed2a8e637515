"""Illustrations of guidelines held against the corpus."""

from hum_hub import Answer, Field, Guideline, Illustration, Label, Schema, Value
from hum_hub.quality.illustrations import Claims, unseen

BOAT = Illustration("en", "The Ada left the harbour.", "Ada", "A ship has a name too.")
GUIDES = (
    Guideline("person", positive=(Illustration("en", "Ada sang.", "Ada", "A human being."),)),
    Guideline("place", negative=(Illustration("en", "York spoke first.", "York", "Here a person."),)),
    Guideline("ship", positive=(BOAT,)),
)
SCHEMA = Schema(
    "en",
    (Field("type", "label"), Field("text", "text")),
    tuple(Label(key, key.upper()) for key in ("person", "place", "ship")),
    by=0,
)


def answer(*pairs: tuple[str, str]) -> Answer:
    return tuple((Value(label.upper()), Value(text)) for label, text in pairs)


def test_an_illustration_that_is_an_example_of_the_corpus_is_not_shown():
    kept, dropped = unseen(GUIDES, lambda text: text == BOAT.text)
    assert dropped == [BOAT.text]
    assert [guide.illustrations for guide in kept] == [GUIDES[0].positive, GUIDES[1].negative, ()]


def test_gold_that_denies_an_illustration_is_told():
    claims = Claims(GUIDES[:2])
    assert list(claims.denied_by(answer(("person", "Ada")), SCHEMA)) == []
    assert list(claims.denied_by(answer(("person", "ada"), ("ship", "ada")), SCHEMA)) == []
    (told,) = claims.denied_by(answer(("place", "Ada")), SCHEMA)
    assert told == "Ada as place, against the guideline for person"
    (told,) = claims.denied_by(answer(("place", "York")), SCHEMA)
    assert told == "York as place, against the guideline for place"


def test_labels_that_are_not_shown_are_not_judged():
    fewer = Schema("en", SCHEMA.fields, SCHEMA.labels[1:], by=0)
    assert list(Claims(GUIDES[:1]).denied_by(answer(("place", "Ada")), fewer)) == []
