"""Under which conventions a message states an answer; for checks of what a format leaves open."""

import itertools
from collections import Counter

from hum_hub.contract.formats import Conventions, FormatError
from hum_hub.contract.rules import Case
from hum_hub.contract.values import Answer


def states(
    message: str,
    truth: Answer,
    case: Case,
    absent: str | None = None,
    single: bool | None = None,
    separator: str | None = None,
) -> bool:
    """Whether a message states the truth, in any order, under conventions as given here, all else being open.

    The phrase for an empty answer is not known here, so that it mostly states nothing.
    """
    format, records = case.format, Counter(truth)
    absences = [absent] if absent is not None else format.absences or ("empty",)
    singles = [single] if single is not None else [False, True] if format.singles else [False]
    separators = [separator] if separator is not None else format.separators or ("",)
    for each in itertools.product(absences, singles, separators):
        conventions = Conventions(None, *each)  # type: ignore[arg-type]  # absences are the three literals
        try:
            parsed = format.parse(message, case.schema, conventions, case.inputs[0][1])
        except FormatError:
            continue
        if Counter(parsed) == records:
            return True
    return False
