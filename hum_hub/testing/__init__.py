"""The test kit for plugins: the laws that every task, format and rule has to keep."""

from hum_hub.testing.formats import check_format, shared_format
from hum_hub.testing.rules import check_rule, prover_of
from hum_hub.testing.strategies import HOSTILE, answers, schemas
from hum_hub.testing.synthesis import Answering, Synthesized, synthesized
from hum_hub.testing.tasks import check_task, examples_of, prove_rows

__all__ = [
    "HOSTILE",
    "Answering",
    "Synthesized",
    "answers",
    "check_format",
    "check_rule",
    "check_task",
    "examples_of",
    "prove_rows",
    "prover_of",
    "schemas",
    "shared_format",
    "synthesized",
]
