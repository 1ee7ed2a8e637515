"""The preference rules that all tasks share."""

from collections.abc import Mapping

from hum_hub.contract.rules import Rule
from hum_hub.craft.rules.absent import AbsentLabels
from hum_hub.craft.rules.letter_case import LetterCase
from hum_hub.craft.rules.nothing import NothingFound
from hum_hub.craft.rules.order import Order
from hum_hub.craft.rules.repeats import Repeats

SHARED: Mapping[str, Rule] = {
    rule.id: rule for rule in (AbsentLabels(), LetterCase(), NothingFound(), Order(), Repeats())
}
