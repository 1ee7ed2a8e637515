"""What a question is asked about: a passage, or several documents joined under their titles."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from hum_hub import Note, Problem
from hum_hub_plugin_mrc.gold import Wording


@dataclass(frozen=True, slots=True)
class Page:
    """The text as shown, under the name of the input.

    `bodies` are the places of the documents without their titles, `titles` the titles, each with its place, and
    `supporting` the positions of the documents that the answer rests on. A passage has none of these.
    """

    name: str
    text: str
    bodies: tuple[tuple[int, int], ...] = ()
    titles: tuple[Wording | None, ...] = ()
    supporting: tuple[int, ...] = ()

    def supports(self) -> tuple[Wording, ...] | Note:
        """The titles of the supporting documents, or why they cannot be named by title."""
        named = [self.titles[number] for number in self.supporting]
        every = [title.text for title in self.titles if title is not None]
        found = tuple(title for title in named if title is not None)
        if len(found) < len(named):
            return Note("supporting-document-without-title")
        again = [title.text for title in found if every.count(title.text) > 1]
        return Note("title-of-several-documents", again[0]) if again else found


def page(fields: Mapping[str, Any]) -> Page | Problem:
    """The page of a seed: its `documents`, or its `passage` (or `text`).

    Raises:
        KeyError: a document has no text.
        TypeError: the documents are not what they have to be.
    """
    if "documents" in fields:
        return _joined(fields["documents"])
    passage = fields.get("passage", fields.get("text"))
    if not isinstance(passage, str) or not passage.strip():
        return Problem("no-passage")
    return Page("passage", passage)


def _joined(documents: Any) -> Page | Problem:
    """Each document headed by its title, with a blank line between two of them."""
    if not isinstance(documents, list | tuple):
        raise TypeError(f"expected a list of documents, got {documents!r:.80}")
    if not documents:
        return Problem("no-documents")
    pieces, length = list[str](), 0
    bodies, titles = list[tuple[int, int]](), list[Wording | None]()
    supporting = list[int]()
    for number, document in enumerate(documents):
        title, body = _parts(document)
        if not body:
            return Problem("blank-document", f"document {number}")
        if len(title.splitlines()) > 1:
            return Problem("title-of-several-lines", title)
        titles.append(Wording(title, length, length + len(title)) if title else None)
        start = length + len(title) + bool(title)
        bodies.append((start, start + len(body)))
        pieces.append(f"{title}\n{body}" if title else body)
        length = start + len(body) + 2
        if isinstance(document, dict) and document.get("supporting") is True:
            supporting.append(number)
    return Page("documents", "\n\n".join(pieces), tuple(bodies), tuple(titles), tuple(supporting))


def _parts(document: Any) -> tuple[str, str]:
    """Title and text of a document, which may be a text alone."""
    title, body = ("", document) if isinstance(document, str) else (document.get("title") or "", document["text"])
    if not isinstance(title, str) or not isinstance(body, str):
        raise TypeError(f"expected texts in a document, got {title!r:.40} and {body!r:.40}")
    return title.strip(), body if body.strip() else ""
