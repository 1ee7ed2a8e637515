"""The formats that all tasks share."""

from collections.abc import Mapping

from hum_hub.contract.formats import Format
from hum_hub.craft.formats.choices import Letter, LetterWithText
from hum_hub.craft.formats.json_by_label import JsonByLabel
from hum_hub.craft.formats.json_records import JsonRecords
from hum_hub.craft.formats.label_lines import LabelLines
from hum_hub.craft.formats.markdown_table import MarkdownTable
from hum_hub.craft.formats.plain import Lines, Plain, Prose
from hum_hub.craft.formats.sentences import Sentences
from hum_hub.craft.formats.xml_tags import XmlTags

SHARED: Mapping[str, Format] = {
    format.id: format
    for format in (
        JsonByLabel(),
        JsonRecords(),
        LabelLines(),
        Letter(),
        LetterWithText(),
        Lines(),
        MarkdownTable(),
        Plain(),
        Prose(),
        Sentences(),
        XmlTags(),
    )
}
