"""The preference rules that all tasks share."""

from collections.abc import Mapping

from hum_hub.contract.rules import Rule
from hum_hub.craft.rules.absent import AbsentLabels
from hum_hub.craft.rules.at_most import AtMost
from hum_hub.craft.rules.blanks import Blanks
from hum_hub.craft.rules.character_width import CharacterWidth
from hum_hub.craft.rules.date_form import DateForm
from hum_hub.craft.rules.label_case import LabelCase
from hum_hub.craft.rules.label_codes import LabelCodes
from hum_hub.craft.rules.label_language import LabelLanguage
from hum_hub.craft.rules.label_level import LabelLevel
from hum_hub.craft.rules.label_order import LabelOrder
from hum_hub.craft.rules.letter_case import LetterCase
from hum_hub.craft.rules.nothing import NothingFound
from hum_hub.craft.rules.number_form import NumberForm
from hum_hub.craft.rules.occurrence import Occurrence
from hum_hub.craft.rules.one_or_many import OneOrMany
from hum_hub.craft.rules.order import Order
from hum_hub.craft.rules.repeats import Repeats
from hum_hub.craft.rules.separator import Separator

SHARED: Mapping[str, Rule] = {
    rule.id: rule
    for rule in (
        AbsentLabels(),
        AtMost(),
        Blanks(),
        CharacterWidth(),
        DateForm(),
        LabelCase(),
        LabelCodes(),
        LabelLanguage(),
        LabelLevel(),
        LabelOrder(),
        LetterCase(),
        NothingFound(),
        NumberForm(),
        Occurrence(),
        OneOrMany(),
        Order(),
        Repeats(),
        Separator(),
    )
}
