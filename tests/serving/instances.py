"""Instances of JSON schemas, drawn from a seeded source: what an obedient model with nothing to say would write.

Obeyed are type, enum, const, properties, required, items, prefixItems, anyOf, oneOf, allOf, $ref into the document,
and the bounds of strings, lists and numbers. Patterns and formats of strings are not.
"""

import math
from random import Random
from typing import Any

from serving.sentences import phrase

DEEPEST = 8
"""Below this depth lists are as short and choices as plain as the schema allows."""
USUAL_ITEMS, USUAL_CHARACTERS, USUAL_NUMBER = 3, 60, 100


def instance(schema: dict[str, Any], chance: Random, chinese: bool = False) -> Any:
    """An instance of a schema.

    Raises:
        ValueError: the schema points to what is not there, or can only be met without end.
    """
    return _Drawing(schema, chance, chinese).value(schema, 0)


class _Drawing:
    def __init__(self, schema: dict[str, Any], chance: Random, chinese: bool) -> None:
        self.schema, self.chance, self.chinese = schema, chance, chinese

    def value(self, node: Any, depth: int) -> Any:
        if depth > 4 * DEEPEST:
            raise ValueError("the schema has no instance that ends")
        if node is True or not node:
            return phrase(self.chance, 1, USUAL_CHARACTERS, self.chinese)
        if "$ref" in node:
            return self.value(self._pointed(node["$ref"]), depth + 1)
        if "const" in node:
            return node["const"]
        if "enum" in node:
            return self.chance.choice(node["enum"])
        if choices := node.get("anyOf") or node.get("oneOf"):
            return self.value(self._choice(choices, depth), depth + 1)
        if "allOf" in node:
            return self.value({**node, **_merged(node["allOf"], self._pointed), "allOf": []}, depth + 1)
        return self._typed(node, depth)

    def _typed(self, node: dict[str, Any], depth: int) -> Any:
        kind = node.get("type", "object" if "properties" in node else "string")
        if isinstance(kind, list):
            kind = kind[-1] if depth > DEEPEST else self.chance.choice(kind)
        match kind:
            case "object":
                return self._object(node, depth)
            case "array":
                return self._array(node, depth)
            case "string":
                least = node.get("minLength", 0)
                most = node.get("maxLength", max(least, USUAL_CHARACTERS))
                return phrase(
                    self.chance, max(least, min(1, most)), min(most, max(least, USUAL_CHARACTERS)), self.chinese
                )
            case "integer" | "number":
                return self._number(node, kind)
            case "boolean":
                return self.chance.random() < 0.5
            case "null":
                return None
        raise ValueError(f"the schema has the unknown type {kind!r}")

    def _object(self, node: dict[str, Any], depth: int) -> dict[str, Any]:
        properties, required = node.get("properties", {}), node.get("required", [])
        names = [name for name in properties if name in required or (depth < DEEPEST and self.chance.random() < 0.5)]
        return {name: self.value(properties[name], depth + 1) for name in names}

    def _array(self, node: dict[str, Any], depth: int) -> list[Any]:
        first = [self.value(entry, depth + 1) for entry in node.get("prefixItems", [])]
        least, items = max(node.get("minItems", 0), len(first)), node.get("items", True)
        if items is False:
            return first
        most = least if depth > DEEPEST else min(node.get("maxItems", math.inf), max(least, USUAL_ITEMS))
        wanted = least if most <= least else self.chance.randint(least, int(most))
        for _ in range(wanted - len(first)):
            entry = self.value(items, depth + 1)
            for _ in range(20 if node.get("uniqueItems") else 0):
                entry = entry if entry not in first else self.value(items, depth + 1)
            first.append(entry)
        return first

    def _number(self, node: dict[str, Any], kind: str) -> float | int:
        step = node.get("multipleOf", 1 if kind == "integer" else 0.25)
        low = node.get("minimum", node.get("exclusiveMinimum", -math.inf))
        high = node.get("maximum", node.get("exclusiveMaximum", math.inf))
        low = low if low > -math.inf else min(0, high - USUAL_NUMBER)
        high = high if high < math.inf else max(low, 0) + USUAL_NUMBER
        first, last = math.ceil(low / step), math.floor(high / step)
        first += first * step == node.get("exclusiveMinimum")
        last -= last * step == node.get("exclusiveMaximum")
        if first > last:  # a fraction between two bounds that no step falls between
            return float(low + high) / 2
        number: float | int = self.chance.randint(first, last) * step
        return number

    def _choice(self, choices: list[Any], depth: int) -> Any:
        if depth <= DEEPEST:
            return self.chance.choice(choices)
        plain = [choice for choice in choices if "$ref" not in choice and choice.get("type") not in ("object", "array")]
        return (plain or choices)[-1]

    def _pointed(self, reference: str) -> Any:
        node: Any = self.schema
        for step in reference.removeprefix("#").strip("/").split("/"):
            name = step.replace("~1", "/").replace("~0", "~")
            if name and (not isinstance(node, dict) or name not in node):
                raise ValueError(f"the schema points to {reference}, which is not there")
            node = node[name] if name else node
        return node


def _merged(parts: list[dict[str, Any]], pointed: Any) -> dict[str, Any]:
    """Several schemas that must all hold, as one."""
    merged: dict[str, Any] = {}
    for part in parts:
        held = pointed(part["$ref"]) if "$ref" in part else part
        properties = {**merged.get("properties", {}), **held.get("properties", {})}
        required = [*merged.get("required", []), *held.get("required", [])]
        merged |= {**held, "properties": properties, "required": required} if properties else held
    return merged
