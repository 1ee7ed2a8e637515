"""Which labels are easily taken for each other: computed from what a source and its guidelines say of them."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from itertools import combinations

from hum_hub.contract.guidelines import Guideline

MOST = 8
"""How many labels are kept for each."""
LEAST = 0.15
"""The lowest score at which two labels count as easily confused."""
ALL_PAIRS = 1500
"""Up to how many labels the names and definitions of all pairs are compared."""

Pair = tuple[str, str]
Scores = defaultdict[Pair, float]


def confusable(
    keys: Sequence[str],
    guidelines: Mapping[str, Guideline],
    together: Mapping[Pair, int],
    surfaces: Iterable[Iterable[str]],
) -> dict[str, tuple[str, ...]]:
    """For each label the keys of those likeliest to be taken for it, the likeliest first.

    Two labels are alike when they stand under one parent, when their names or definitions are similar, when the same
    wording was annotated with both (`surfaces`: for each wording its labels), and when they occur in the same
    examples (`together`: how often, a label with itself being how often it occurs at all).
    """
    scores: Scores = defaultdict(float)
    _add_shared(scores, surfaces)
    _add_together(scores, together)
    if len(keys) <= ALL_PAIRS:
        _add_meaning(scores, keys, guidelines)
    found: dict[str, list[tuple[float, str]]] = {key: [] for key in keys}
    for (one, other), score in scores.items():
        if score >= LEAST and one in found and other in found:
            found[one].append((-score, other))
            found[other].append((-score, one))
    return {key: tuple(other for _, other in sorted(near)[:MOST]) for key, near in found.items() if near}


def _add_shared(scores: Scores, surfaces: Iterable[Iterable[str]]) -> None:
    """The share of the rarer label's wordings that the other one has too, counted twice."""
    own, shared = Counter[str](), Counter[Pair]()
    for labels in surfaces:
        ordered = sorted(labels)
        own.update(ordered)
        shared.update(combinations(ordered, 2))
    for (one, other), count in shared.items():
        scores[one, other] += 2 * count / min(own[one], own[other])


def _add_together(scores: Scores, together: Mapping[Pair, int]) -> None:
    """Half the share of the rarer label's examples that hold the other one too."""
    for (one, other), count in together.items():
        if one < other:
            rarer = min(together.get((one, one), 1), together.get((other, other), 1))
            scores[one, other] += 0.5 * count / rarer


def _add_meaning(scores: Scores, keys: Sequence[str], guidelines: Mapping[str, Guideline]) -> None:
    names = {key: _pieces(_name(key, guidelines.get(key))) for key in keys}
    words = {key: _words(guidelines.get(key)) for key in keys}
    for one, other in combinations(sorted(keys), 2):
        score = _overlap(names[one], names[other]) + 0.5 * _overlap(words[one], words[other])
        mine, theirs = guidelines.get(one), guidelines.get(other)
        if mine is not None and theirs is not None and mine.parent and mine.parent == theirs.parent:
            score += 1
        if score >= LEAST / 2:
            scores[one, other] += score


def _name(key: str, guide: Guideline | None) -> str:
    return (guide.name.get("en") or guide.name.get("zh") if guide is not None else None) or key


def _words(guide: Guideline | None) -> frozenset[str]:
    """The words of a label's definitions; of Chinese ones the pairs of neighbouring signs."""
    if guide is None:
        return frozenset()
    english = " ".join(guide.definition.get("en", ())).casefold().split()
    return frozenset(word for word in english if len(word) > 3) or _pieces(" ".join(guide.definition.get("zh", ())))


def _pieces(name: str) -> frozenset[str]:
    """The pairs of neighbouring characters of a name; none of nothing, so that two without words are not alike."""
    folded = "".join(name.casefold().replace("_", " ").split())
    return frozenset(folded[place : place + 2] for place in range(max(1, len(folded) - 1))) - {""}


def _overlap(one: frozenset[str], other: frozenset[str]) -> float:
    """The Jaccard similarity of two sets."""
    union = len(one | other)
    return len(one & other) / union if union else 0.0
