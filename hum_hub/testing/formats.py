"""The law of formats: what is rendered is read back, or the format refuses."""

from hum_hub.contract.formats import Conventions, Format, Unfit
from hum_hub.contract.values import Answer, Schema


def check_format(format: Format, answer: Answer, schema: Schema, conventions: Conventions) -> str | None:
    """Render and parse an answer; the text, or `None` where the format refuses the answer.

    Raises:
        AssertionError: the answer is not read back, or the format cannot be described.
        FormatError: the format does not understand what it wrote.
    """
    if not format.fits(schema):
        return None
    described = format.describe(schema, conventions)
    assert "{}" not in described, f"{format.id} leaves a slot unfilled: {described}"
    normal = format.normal(answer, schema)
    try:
        text = format.render(normal, schema, conventions)
    except Unfit:
        return None
    parsed = format.parse(text, schema, conventions)
    assert parsed == normal, f"{format.id} reads {text!r} back as {parsed!r}, expected {normal!r}"
    return text
