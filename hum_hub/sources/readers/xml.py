"""XML files: each element of a given name becomes an object."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any
from xml.etree import ElementTree

from hum_hub.contract.hooks import Material, Reader
from hum_hub.contract.records import Note, Problem
from hum_hub.sources.readers.selecting import Selecting, selected


@dataclass(frozen=True, slots=True, kw_only=True)
class Xml(Selecting):
    """`item` names the element that holds one seed.

    In the object, attributes are `@name`, text is `#text`, and child elements stand in lists under their name.
    """

    item: str


def _read(material: Material, options: Xml, language: str) -> Iterator[dict[str, Any] | Problem | Note]:
    for file in material.files:
        number = 0
        with file.open() as stream:
            try:
                for _, element in ElementTree.iterparse(stream, events=("end",)):
                    if element.tag == options.item:
                        number += 1
                        yield from selected(_object(element), f"{file.name}#{number}", options, language)
                        element.clear()
            except (ElementTree.ParseError, ValueError, LookupError, RecursionError) as error:
                yield Problem("not-xml", f"{file.name}: {error}")


def _object(element: ElementTree.Element) -> dict[str, Any]:
    found: dict[str, Any] = {f"@{name}": value for name, value in element.attrib.items()}
    found["#text"] = element.text or ""
    for child in element:
        found.setdefault(child.tag, []).append(_object(child))
    return found


READERS = (Reader("xml", Xml, _read),)
