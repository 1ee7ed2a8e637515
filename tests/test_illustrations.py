"""Illustrations of guidelines held against the corpus."""

import json
from pathlib import Path

from conftest import Hum

from hum_hub import Answer, Field, Guideline, Illustration, Label, Schema, Value
from hum_hub.quality.illustrations import Claims, unseen
from hum_hub.release.manifest import read_manifest

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


def test_a_build_notes_an_illustration_that_is_a_seed(project: Path, hum: Hum):
    seed = json.loads((project / "words.zh.jsonl").read_text(encoding="utf-8").splitlines()[7])
    guide = '[[element]]\nkey = "long"\npositive = [{{ language = "zh", text = "{}", mention = "x", reason = "y" }}]\n'
    (project / "guide.toml").write_text(guide.format(f"  {seed['text']} "), encoding="utf-8")
    recipe = (project / "hum.toml").read_text()
    entry = 'name = "words-en"\n'
    (project / "hum.toml").write_text(recipe.replace(entry, f'{entry}guidelines = [{{ uri = "file:guide.toml" }}]\n'))
    assert hum("build").returncode == 0
    noted = {source.name: source.noted for source in read_manifest(project / "build" / "toy").sources}
    assert noted == {"words-en": {"illustration-is-a-seed": 1}, "words-zh": {}}
