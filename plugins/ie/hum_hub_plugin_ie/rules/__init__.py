"""The preference rules of information extraction."""

from hum_hub import Rule
from hum_hub_plugin_ie.rules.absent_arguments import AbsentArguments
from hum_hub_plugin_ie.rules.argument_wording import ArgumentWording
from hum_hub_plugin_ie.rules.article import LeadingArticle
from hum_hub_plugin_ie.rules.bare_events import BareEvents
from hum_hub_plugin_ie.rules.common_nouns import CommonNouns
from hum_hub_plugin_ie.rules.conjoined import Conjoined
from hum_hub_plugin_ie.rules.edge_punctuation import EdgePunctuation
from hum_hub_plugin_ie.rules.inverse import InverseRelations
from hum_hub_plugin_ie.rules.label_priority import LabelPriority
from hum_hub_plugin_ie.rules.nested import NestedMentions
from hum_hub_plugin_ie.rules.number_mentions import NumberMentions
from hum_hub_plugin_ie.rules.possessive import Possessive
from hum_hub_plugin_ie.rules.pronouns import Pronouns
from hum_hub_plugin_ie.rules.quotation import QuotationMarks
from hum_hub_plugin_ie.rules.role_order import RoleOrder
from hum_hub_plugin_ie.rules.symmetric import SymmetricRelations
from hum_hub_plugin_ie.rules.title import Title
from hum_hub_plugin_ie.rules.tuple_arity import TupleArity

RULES: tuple[Rule, ...] = (
    AbsentArguments(),
    ArgumentWording(),
    BareEvents(),
    CommonNouns(),
    Conjoined(),
    EdgePunctuation(),
    InverseRelations(),
    LabelPriority(),
    LeadingArticle(),
    NestedMentions(),
    NumberMentions(),
    Possessive(),
    Pronouns(),
    QuotationMarks(),
    RoleOrder(),
    SymmetricRelations(),
    Title(),
    TupleArity(),
)
