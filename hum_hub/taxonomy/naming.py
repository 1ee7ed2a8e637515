"""Names of nodes: what may be one, which names count as the same, and the ids made of them."""

import re
import unicodedata
from collections.abc import Container, Mapping

from hum_hub.contract.records import digest

ID = r"^[a-z0-9][a-z0-9-]{0,63}$"
LONGEST_NAME, LONGEST_ID = 200, 64
_TURNING = "\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"
_INVISIBLE = frozenset(_TURNING + "\u00ad\u200b\u2060\ufeff")
"""Signs that turn the direction of a line, or make names differ that look the same; joiners are left to scripts."""
_REFUSED = frozenset(("Cc", "Cs", "Zl", "Zp"))
_SLUG_LENGTH = 48


def written(text: str) -> str:
    """The text itself, if it can stand in one line of a file, a prompt and a terminal.

    Raises:
        ValueError: it is blank, has blanks at its edges, or signs that break or turn lines or cannot be seen.
    """
    if all(sign.isspace() or unicodedata.category(sign) == "Cf" for sign in text):
        raise ValueError("is blank; leave it out or write something")
    if text != text.strip():
        raise ValueError("has blanks at its edges; take them off")
    for sign in text:
        if unicodedata.category(sign) in _REFUSED or sign in _INVISIBLE:
            raise ValueError(f"holds the invisible sign U+{ord(sign):04X}; take it out")
    return text


def same(name: str) -> str:
    """What a name is compared by: width, case, and white space do not count."""
    return " ".join(unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", name).casefold()).split())


def new_id(names: Mapping[str, str], under: str | None, taken: Container[str]) -> str:
    """An id for a new node: a slug of the English name (or a name in Latin letters), else a short digest.

    One that is taken gets the id of the node above in front, then a digest behind.
    """
    mark = digest(under, sorted(names.items()))[:8]
    slug = _slug(names.get("en") or next(iter(names.values()), ""))
    candidates = [slug, f"{under}-{slug}" if under else "", f"{slug}-{mark}"] if slug else []
    for candidate in [*candidates, f"n-{mark}"]:
        if re.match(ID, candidate) and len(candidate) <= LONGEST_ID and candidate not in taken:
            return candidate
    number = 2
    while f"n-{mark}-{number}" in taken:
        number += 1
    return f"n-{mark}-{number}"


def _slug(name: str) -> str:
    """The name in plain letters, digits and hyphens; nothing if letters of another script would get lost."""
    plain = "".join(
        sign for sign in unicodedata.normalize("NFKD", name).casefold() if not unicodedata.combining(sign)
    ).replace("'", "")
    if any(sign.isalpha() and not sign.isascii() for sign in plain):
        return ""
    slug = re.sub(r"[^a-z0-9]+", "-", plain).strip("-")
    return slug[:_SLUG_LENGTH].rstrip("-")
