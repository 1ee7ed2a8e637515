"""RDF Turtle: a blank node for each record, a predicate for each field."""

import re
from typing import ClassVar

from pyoxigraph import BlankNode, Literal, NamedNode, RdfFormat, Triple, parse

from hum_hub.contract.formats import Conventions, Format, FormatError, Unfit
from hum_hub.contract.values import Answer, Cell, Field, Record, Schema, Value
from hum_hub.craft.formats.strict_json import dumps

_SPACE = "urn:hum:"
_PREFIX = f"@prefix : <{_SPACE}> ."
_LIST = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
_LOCAL = re.compile("[A-Za-z_\u3400-\u9fff][A-Za-z0-9_\u3400-\u9fff]*")

_Object = BlankNode | Literal | NamedNode | Triple
_Nodes = dict[str, dict[str, _Object]]
"""The objects of a graph by subject and predicate."""


class Turtle(Format):
    """`[] :type "person" ; :text "Ada" .` below a prefix line; several values and roles are RDF lists."""

    id: ClassVar[str] = "turtle"
    losses: ClassVar[frozenset[str]] = frozenset({"positions"})

    def fits(self, schema: Schema) -> bool:
        """Everything but prose, when the field names make different names of predicates."""
        if any(field.kind == "prose" for field in schema.fields):
            return False
        names = [_name(field) for field in schema.fields]
        return len(set(names)) == len(names) and all(_LOCAL.fullmatch(name) for name in names)

    def describe(self, schema: Schema, conventions: Conventions) -> str:
        """See `Format.describe`."""
        chinese = schema.language == "zh"
        form = f"[] {' ; '.join(_sketch(field, chinese) for field in schema.fields)} ."
        listed = any(field.kind in ("texts", "roles") for field in schema.fields)
        own_empty = conventions.nothing is None and schema.optional
        if chinese:
            unit = "其后每条结果占一行" if schema.many else "其后只有一行"
            said = (
                f"用 RDF Turtle 回答：第一行是 {_PREFIX} ，{unit}，形如 {form} 其中字符串用双引号，照 JSON 的规则转义。"
            )
            said += "空列表写成 ()。" if listed else ""
            return said + ("没有结果时只写第一行。" if own_empty else "")
        unit = "then one line for each result" if schema.many else "then one line"
        said = (
            f"Answer in RDF Turtle: the first line is {_PREFIX} and {unit}, of the form {form} "
            "Strings stand in double quotes, escaped as in JSON."
        )
        said += " An empty list is ()." if listed else ""
        return said + (" Without results write the first line only." if own_empty else "")

    def write(self, answer: Answer, schema: Schema, conventions: Conventions) -> str:
        """See `Format.write`."""
        if len(answer) > 1 and not schema.many:
            raise Unfit("more-than-one-record")
        return "\n".join([_PREFIX, *(_line(record, schema) for record in answer)])

    def read(self, text: str, schema: Schema, conventions: Conventions) -> Answer:
        """See `Format.read`; other ways to write the same graph are refused."""
        if not text.startswith(_PREFIX):
            raise FormatError(f"the first line is not {_PREFIX}")
        nodes, inner = _graph(text)
        answer = tuple(
            tuple(_cell(predicates.get(_SPACE + _name(field)), field, nodes) for field in schema.fields)
            for subject, predicates in list(nodes.items())
            if subject not in inner
        )
        if len(answer) > 1 and not schema.many:
            raise FormatError("more than one result")
        if self.write(answer, schema, conventions) != text:
            raise FormatError("the graph is not written as described")
        return answer


def _name(field: Field) -> str:
    return re.sub(r"[\s-]", "_", field.name)


def _sketch(field: Field, chinese: bool) -> str:
    if field.kind == "roles":
        inner = '[ :role "<角色>" ; :value "..." ]' if chinese else '[ :role "<role>" ; :value "..." ]'
        return f":{_name(field)} ( {inner} ... )"
    return f':{_name(field)} ( "..." ... )' if field.kind == "texts" else f':{_name(field)} "..."'


def _line(record: Record, schema: Schema) -> str:
    pairs = zip(schema.fields, record, strict=True)
    return f"[] {' ; '.join(f':{_name(field)} {_object(cell)}' for field, cell in pairs)} ."


def _object(cell: Cell) -> str:
    if isinstance(cell, Value):
        return dumps(cell.text)
    parts = [
        dumps(part.text) if isinstance(part, Value) else f"[ :role {dumps(part[0])} ; :value {dumps(part[1].text)} ]"
        for part in cell
    ]
    return f"( {' '.join(parts)} )" if parts else "()"


def _graph(text: str) -> tuple[_Nodes, set[str]]:
    """The nodes in the order of the text, and the names of those that are objects."""
    nodes: _Nodes = {}
    inner = set[str]()
    try:
        for quad in parse(input=text.encode(), format=RdfFormat.TURTLE):
            subject, target = quad.subject, quad.object
            if isinstance(subject, BlankNode):
                nodes.setdefault(subject.value, {})[quad.predicate.value] = target
            if isinstance(target, BlankNode):
                inner.add(target.value)
    except (SyntaxError, ValueError) as error:
        raise FormatError(f"not Turtle: {error}") from error
    return nodes, inner


def _cell(found: _Object | None, field: Field, nodes: _Nodes) -> Cell:
    if field.kind not in ("texts", "roles"):
        return _value(found)
    members = _members(found, nodes)
    if field.kind == "texts":
        return tuple(_value(member) for member in members)
    return tuple(_role(member, nodes) for member in members)


def _members(found: _Object | None, nodes: _Nodes) -> list[_Object | None]:
    """The members of an RDF list; its nodes are used up, so that a list in a circle ends."""
    members = []
    while isinstance(found, BlankNode):
        node = nodes.pop(found.value, {})
        members.append(node.get(f"{_LIST}first"))
        found = node.get(f"{_LIST}rest")
    return members


def _role(found: _Object | None, nodes: _Nodes) -> tuple[str, Value]:
    node = nodes.get(found.value, {}) if isinstance(found, BlankNode) else {}
    return _value(node.get(f"{_SPACE}role")).text, _value(node.get(f"{_SPACE}value"))


def _value(found: _Object | None) -> Value:
    if not isinstance(found, Literal):
        raise FormatError("a literal or a list is missing, or stands where it does not belong")
    return Value(found.value)
