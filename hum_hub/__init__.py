"""hum-hub makes, proves and publishes instruction corpora for natural language understanding.

Plugins import from here and from nowhere else; their tests also from `hum_hub.testing`.
"""

from hum_hub.contract.formats import Conventions, Format, FormatError, TextFormat, Unfit
from hum_hub.contract.guidelines import Guideline, Illustration, Part
from hum_hub.contract.hooks import Material, Reader, SourceFile, hookimpl
from hum_hub.contract.plan import Plan
from hum_hub.contract.prompts import Prompt, Reply, Synthesis, delimited
from hum_hub.contract.records import Example, Instruction, Message, Note, Placed, Problem, Seed, Topic, digest
from hum_hub.contract.rules import Case, Choice, Rule, Words, reworded
from hum_hub.contract.shapes import length, parsed, within
from hum_hub.contract.task import Column, Element, Headings, Localised, Subtask, Task
from hum_hub.contract.teachers import Allowance, Completion, Teacher, TeacherSettings, Unanswered
from hum_hub.contract.values import Answer, Cell, Field, Label, Record, Schema, Value, values, wordings
from hum_hub.errors import HumError, PluginError, SourceError, TeacherError
from hum_hub.text.sentences import sentences
from hum_hub.text.statements import load_statements

__all__ = [
    "Allowance",
    "Answer",
    "Case",
    "Cell",
    "Choice",
    "Column",
    "Completion",
    "Conventions",
    "Element",
    "Example",
    "Field",
    "Format",
    "FormatError",
    "Guideline",
    "Headings",
    "HumError",
    "Illustration",
    "Instruction",
    "Label",
    "Localised",
    "Material",
    "Message",
    "Note",
    "Part",
    "Placed",
    "Plan",
    "PluginError",
    "Problem",
    "Prompt",
    "Reader",
    "Record",
    "Reply",
    "Rule",
    "Schema",
    "Seed",
    "SourceError",
    "SourceFile",
    "Subtask",
    "Synthesis",
    "Task",
    "Teacher",
    "TeacherError",
    "TeacherSettings",
    "TextFormat",
    "Topic",
    "Unanswered",
    "Unfit",
    "Value",
    "Words",
    "delimited",
    "digest",
    "hookimpl",
    "length",
    "load_statements",
    "parsed",
    "reworded",
    "sentences",
    "values",
    "within",
    "wordings",
]
