"""Where sentences end, as the checks see it: written apart from `hum_hub.sentences`, which the transforms use."""

import re

_ABBREVIATED = re.compile(
    r"(?<!\w)([A-Z]|M(?:r|rs|s)|Dr|Prof|[SJ]r|St|Inc|Ltd|Corp|Co|vs|etc|Fig|No|Vol|pp|e\.g|i\.e|U\.[SK])\.$"
)
_BEGINNING = re.compile(r"[\"'“‘(\[]?[A-Z0-9\u4e00-\u9fff]")
_STOP = re.compile(r"([.!?…]+)([\"'”’)\]]*)(\s*)")
_WORD_BEFORE = re.compile(r"[\w.]*\Z")
_NEVER_LAST = frozenset(("mr", "mrs", "ms", "dr", "prof", "st", "fig", "vol", "pp", "vs", "e.g", "i.e"))
"""Abbreviations that no sentence ends with."""
_PERHAPS_LAST = re.compile(
    r"mt|gen|col|capt|lt|sgt|maj|gov|sen|rep|rev|hon|pres|[sj]r|inc|ltd|corp?|etc|nos?|ave|blvd|rd|approx|est|dept|eds?|al"
    r"|jan|feb|mar|apr|jun|jul|aug|sept?|oct|nov|dec|mon|tues?|wed|thu|thurs|fri|sat|sun|ca|cf|op|cit|bros|ft|univ|assn"
    r"|esq|messrs|mme|mlle|ph"
)
"""Abbreviations that a sentence may end with, or a name may follow."""


def cuts(passage: str, language: str) -> list[int]:
    """The places where a sentence has ended and the next one begins."""
    if language == "zh":
        return [match.end() for match in re.finditer(r"[。！？；]+[”’」』）]*|\n", passage)]
    return [blank.end() for blank in re.finditer(r"\s+", passage) if _is_cut(passage, blank)]


def around(passage: str, start: int, end: int, language: str) -> tuple[int, int]:
    """From a place outwards to the nearest sentence ends, white space left out."""
    found = cuts(passage, language)
    first = max((cut for cut in found if cut <= start), default=0)
    last = min((cut for cut in found if cut >= end), default=len(passage))
    inner = passage[first:last].strip()
    first = passage.index(inner, first)
    return first, first + len(inner)


def before(passage: str, start: int, language: str) -> list[str]:
    """The sentences that have ended before a place."""
    ends = [cut for cut in cuts(passage, language) if cut <= start]
    pieces = [passage[first:last].strip() for first, last in zip([0, *ends], ends, strict=False)]
    return [piece for piece in pieces if piece]


def doubtful(passage: str, end: int, language: str) -> bool:
    """Whether readers may disagree about the sentence ends of a passage before a place."""
    if language == "zh":
        return any(not any(map(str.isalnum, piece)) for piece in before(passage, end, language))
    found = set(cuts(passage, language))
    stops = (stop for stop in _STOP.finditer(passage) if stop.start() < end)
    return any(_is_doubtful(passage, stop, stop.end() in found) for stop in stops)


def _is_cut(passage: str, blank: re.Match[str]) -> bool:
    if "\n" in blank[0]:
        return True
    sentence = passage[max(0, blank.start() - 40) : blank.start()].rstrip("\"'”’)]")
    stopped = sentence.endswith((".", "!", "?")) and not _ABBREVIATED.search(sentence)
    return stopped and _BEGINNING.match(passage, blank.end()) is not None


def _is_doubtful(passage: str, stop: re.Match[str], is_cut: bool) -> bool:
    """A stop after what may be an abbreviation, before a small letter, or with something unusual behind it."""
    signs, closers, blank = stop.groups()
    following = passage[stop.end() : stop.end() + 1]
    found = _WORD_BEFORE.search(passage, max(0, stop.start() - 20), stop.start())
    word = found[0].lower() if found else ""
    if "\n" in blank or not following:
        return False
    if "…" in signs:
        return True
    if is_cut:
        return signs == "." and (len(word) < 2 or "." in word or _PERHAPS_LAST.fullmatch(word) is not None)
    if signs != ".":
        return True
    if blank:
        return not (following.islower() or word in _NEVER_LAST)
    if closers:
        return following not in ",;:"
    glued = word[-1:].isalpha() and following.isupper() and len(word) > 1 and "." not in word  # "left.Then"
    return not (following in ",;:-–" or (following.isalnum() and not glued))
