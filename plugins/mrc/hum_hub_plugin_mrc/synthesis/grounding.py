"""Where the answers of a draft stand: places are found by code, and never taken from a model."""

from hum_hub import Problem, sentences
from hum_hub_plugin_mrc.pages import Page
from hum_hub_plugin_mrc.synthesis.shapes import Quoted


def grounded(quoted: Quoted, page: Page, language: str) -> int | Problem:
    """Where the wording starts on the page.

    A wording that occurs several times is told apart by the context that was quoted, then by its sentence. The
    sentence that was named has to be the one where it stands.
    """
    places = occurrences(quoted.text, page.text)
    if not places:
        return Problem("answer-not-in-text", quoted.text)
    cuts = sentences(page.text, language)
    if quoted.sentence > len(cuts):
        return Problem("no-such-sentence", str(quoted.sentence))
    first, last = cuts[quoted.sentence - 1]
    within = [place for place in places if first <= place < last]
    if not within:
        return Problem("answer-outside-its-sentence", f"{quoted.text} in sentence {quoted.sentence}")
    if len(within) > 1:
        within = _narrowed(within, quoted.text, quoted.context, page.text)
    return within[0] if len(within) == 1 else Problem("answer-ambiguous", quoted.text)


def grounded_in(text: str, context: str, page: Page, document: int) -> int | Problem:
    """Where a wording starts in the body of a document, counted from its beginning; documents count from 0."""
    if not 0 <= document < len(page.bodies):
        return Problem("no-such-document", str(document + 1))
    body = page.text[slice(*page.bodies[document])]
    places = occurrences(text, body)
    if not places:
        return Problem("answer-not-in-text", text)
    if len(places) > 1:
        places = _narrowed(places, text, context, body)
    return places[0] if len(places) == 1 else Problem("answer-ambiguous", text)


def occurrences(part: str, text: str) -> list[int]:
    """Where a part starts in a text, also within itself; a part in the middle of a Latin word or a number is none."""
    found, place = list[int](), text.find(part) if part.strip() else -1
    while place >= 0:
        if not (_joined(text, place) or _joined(text, place + len(part))):
            found.append(place)
        place = text.find(part, place + 1)
    return found


def _narrowed(places: list[int], part: str, context: str, text: str) -> list[int]:
    """The places that lie within an occurrence of the context, at all the places where it has the part."""
    inner = occurrences(part, context)
    if len(inner) != 1 or len(context) <= len(part):
        return places
    around = {start + inner[0] for start in range(len(text)) if text.startswith(context, start)}
    return [place for place in places if place in around]


def _joined(text: str, place: int) -> bool:
    """Whether a letter or digit goes on as another one at a place; Chinese characters stand alone."""
    if not 0 < place < len(text):
        return False
    before, after = text[place - 1], text[place]
    if before.isdigit() and after.isdigit():
        return True
    return all(sign.isalpha() and not "\u3400" <= sign <= "\u9fff" for sign in (before, after))
