"""One token a line with its BIOES tag."""

from typing import ClassVar

from hum_hub.craft.formats.bio_columns import BioColumns
from hum_hub.craft.formats.tags import BIOES, Scheme


class BioesColumns(BioColumns):
    """Token, tab, tag; the last token of a span and a span of one token have tags of their own."""

    id: ClassVar[str] = "bioes-columns"
    scheme: ClassVar[Scheme] = BIOES
