"""The formats that all tasks share."""

from collections.abc import Mapping

from hum_hub.contract.formats import Format
from hum_hub.craft.formats.bio_columns import BioColumns
from hum_hub.craft.formats.bioes_columns import BioesColumns
from hum_hub.craft.formats.bracketed import Bracketed
from hum_hub.craft.formats.choices import Letter, LetterWithText
from hum_hub.craft.formats.class_calls import ClassCalls
from hum_hub.craft.formats.csv_table import Csv
from hum_hub.craft.formats.html_table import HtmlTable
from hum_hub.craft.formats.inline_marks import InlineMarks
from hum_hub.craft.formats.json_by_label import JsonByLabel
from hum_hub.craft.formats.json_lines import JsonLines
from hum_hub.craft.formats.json_nested import JsonNested
from hum_hub.craft.formats.json_records import JsonRecords
from hum_hub.craft.formats.label_lines import LabelLines
from hum_hub.craft.formats.markdown_list import MarkdownList
from hum_hub.craft.formats.markdown_table import MarkdownTable
from hum_hub.craft.formats.plain import Lines, Plain, Prose
from hum_hub.craft.formats.sentences import Sentences
from hum_hub.craft.formats.separated import Separated
from hum_hub.craft.formats.token_labels import TokenLabels
from hum_hub.craft.formats.tsv_table import Tsv
from hum_hub.craft.formats.tuple_list import TupleList
from hum_hub.craft.formats.turtle import Turtle
from hum_hub.craft.formats.xml_tags import XmlTags
from hum_hub.craft.formats.yaml_mappings import Yaml

SHARED: Mapping[str, Format] = {
    format.id: format
    for format in (
        BioColumns(),
        BioesColumns(),
        Bracketed(),
        ClassCalls(),
        Csv(),
        HtmlTable(),
        InlineMarks(),
        JsonByLabel(),
        JsonLines(),
        JsonNested(),
        JsonRecords(),
        LabelLines(),
        Letter(),
        LetterWithText(),
        Lines(),
        MarkdownList(),
        MarkdownTable(),
        Plain(),
        Prose(),
        Sentences(),
        Separated(),
        TokenLabels(),
        Tsv(),
        TupleList(),
        Turtle(),
        XmlTags(),
        Yaml(),
    )
}
