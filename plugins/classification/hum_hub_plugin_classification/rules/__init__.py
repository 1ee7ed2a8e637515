"""The preference rules of text classification."""

from hum_hub import Rule
from hum_hub_plugin_classification.rules.acceptability import AcceptabilityWords
from hum_hub_plugin_classification.rules.aspects import NeutralAspects
from hum_hub_plugin_classification.rules.inference import InferenceWords
from hum_hub_plugin_classification.rules.polarity import PolarityWords
from hum_hub_plugin_classification.rules.rating import RatingForm
from hum_hub_plugin_classification.rules.scope import OutOfScopePhrase

RULES: tuple[Rule, ...] = (
    AcceptabilityWords(),
    InferenceWords(),
    NeutralAspects(),
    OutOfScopePhrase(),
    PolarityWords(),
    RatingForm(),
)
