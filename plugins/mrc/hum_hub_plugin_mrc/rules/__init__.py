"""The preference rules of reading comprehension."""

from hum_hub import Rule
from hum_hub_plugin_mrc.rules.answer_choice import AnswerChoice
from hum_hub_plugin_mrc.rules.answer_form import AnswerForm
from hum_hub_plugin_mrc.rules.answer_quotes import AnswerQuotes
from hum_hub_plugin_mrc.rules.answer_stop import AnswerStop
from hum_hub_plugin_mrc.rules.answer_units import AnswerUnits
from hum_hub_plugin_mrc.rules.answer_words import AnswerWords
from hum_hub_plugin_mrc.rules.sentence_number import SentenceNumber

RULES: tuple[Rule, ...] = (
    AnswerChoice(),
    AnswerForm(),
    AnswerQuotes(),
    AnswerStop(),
    AnswerUnits(),
    AnswerWords(),
    SentenceNumber(),
)
