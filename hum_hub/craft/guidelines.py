"""Guidelines read from files: TOML in our own layout, or JSON turned into it by a jq program."""

import json
import tomllib
from typing import Any

from pydantic import ValidationError

from hum_hub.contract.guidelines import Guideline
from hum_hub.contract.hooks import Material
from hum_hub.craft.codec import convert
from hum_hub.errors import SourceError
from hum_hub.sources.mapping import mapping


def read_guidelines(material: Material, select: str | None) -> list[Guideline]:
    """The guidelines in a material.

    Raises:
        SourceError: a file is not TOML or JSON, or an element is not a guideline.
    """
    found: list[Guideline] = []
    for file in material.files:
        with file.open() as stream:
            content = stream.read()
        try:
            text = content.decode("utf-8")
            document = tomllib.loads(text) if file.name.endswith(".toml") else json.loads(text)
        except ValueError as error:
            raise SourceError(f"{file.name} is neither TOML nor JSON: {error}") from error
        found.extend(
            _guideline(element, file.name) for element in mapping(select or ".element[]").apply(document, file.name)
        )
    return found


def _guideline(element: Any, name: str) -> Guideline:
    try:
        guideline: Guideline = convert(element, Guideline)
    except ValidationError as error:
        first = error.errors()[0]
        key = element.get("key", "") if isinstance(element, dict) else element
        place = ".".join(map(str, first["loc"]))
        raise SourceError(
            f"{name}: element {key!r}: {place}: {first['msg']}, got {str(first['input'])[:60]!r}"
        ) from error
    return guideline
