"""The law of formats: what is rendered is read back, or the format refuses."""

from hum_hub.contract.formats import Conventions, Format, Unfit
from hum_hub.contract.values import Answer, Schema
from hum_hub.craft.formats import SHARED
from hum_hub.craft.formats.canonical import names_of


def check_format(
    format: Format, answer: Answer, schema: Schema, conventions: Conventions, text: str = ""
) -> str | None:
    """Render and parse an answer; the message, or `None` where the format refuses the answer.

    `text` is the input that the wordings stand in, which formats that mark it need.

    Raises:
        AssertionError: the answer is not read back, or the format cannot be described.
        FormatError: the format does not understand what it wrote.
    """
    if not format.fits(schema):
        return None
    described = format.describe(schema, conventions)
    assert "{}" not in described or any("{}" in name for name in names_of(schema)), (
        f"{format.id} leaves a slot unfilled: {described}"
    )
    normal = format.normal(answer, schema)
    try:
        message = format.render(normal, schema, conventions, text)
    except Unfit:
        return None
    parsed = format.parse(message, schema, conventions, text)
    assert parsed == normal, f"{format.id} reads {message!r} back as {parsed!r}, expected {normal!r}"
    return message


def shared_format(id: str) -> Format:
    """The shared format named `id`, as a `Case` needs it.

    Raises:
        KeyError: there is none of this name.
    """
    return SHARED[id]
