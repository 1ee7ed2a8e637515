"""Text made safe for Markdown: whatever stands in a name, a card keeps its shape."""

import re
import unicodedata
from urllib.parse import quote

LONGEST = 300
"""The most characters of a name that a card shows."""
_SIGNS = re.compile(
    r"""[\\`*\[\]<>|&~#$@]          # what begins code, emphasis, links, HTML, cells, entities, formulas, mentions
    | (?<![0-9A-Za-z])_ | _(?![0-9A-Za-z])
    | :(?=//) | (?<=[wW]{3})\.      # what makes a link of a bare address
    | ^[-+=:](?=.)                  # what begins a list, a rule or a heading
    """,
    re.VERBOSE,
)
_NUMBERED = re.compile(r"^(\d{1,9})([.)])(?=\s|$)")
_PLAIN = re.compile(r"[\w.,:/%+()-]+(?: [\w.,:/%+()-]+)*", re.ASCII)
_OF_ADDRESSES = ":/?#@!$&'*+,;=%~.-_"
_FENCE = re.compile(r"`{3,}")
_TURNING = frozenset("\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\ufeff")
"""Signs that turn the direction of the text after them, and the mark of byte order."""


def one_line(text: object) -> str:
    """A text in one line, without control signs, cut where it is longer than a name should be."""
    shown = _flat(str(text))
    return shown if len(shown) <= LONGEST else shown[: LONGEST - 1] + "…"


def inline(text: object) -> str:
    """A text that stands for itself inside a paragraph, a heading or a cell of a table."""
    return _escaped(one_line(text)) or "–"


def prose(text: str) -> str:
    """Paragraphs that stand for themselves; blank lines part them."""
    paragraphs = re.split(r"\n\s*\n", text.replace("\r\n", "\n").strip())
    return "\n\n".join(_escaped(_flat(part)) for part in paragraphs if _flat(part))


def code(text: object) -> str:
    """A name as code; as plain text where it holds signs that code would not keep apart."""
    return f"`{text}`" if len(str(text)) <= LONGEST and _PLAIN.fullmatch(str(text)) else inline(text)


def link(name: object, url: str) -> str:
    """A link, if the address is one of the web; else the name alone."""
    if not re.fullmatch(r"https?://[^\s\x00-\x1f]+", url):
        return inline(name)
    return f"[{inline(name)}]({quote(url, safe=_OF_ADDRESSES)})"


def fenced(text: str) -> str:
    """The text in a Markdown code block that nothing inside it can close."""
    longest = max((len(fence) for fence in _FENCE.findall(text)), default=2)
    fence = "`" * max(3, longest + 1)
    lines = text.replace("\r\n", "\n").replace("\r", "\n").replace("\0", "\ufffd")
    return f"{fence}text\n{lines}\n{fence}"


def _escaped(text: str) -> str:
    return _NUMBERED.sub(r"\1\\\2", _SIGNS.sub(lambda match: f"\\{match.group()}", text))


def _flat(text: str) -> str:
    return " ".join("".join(_shown(sign) for sign in text).split())


def _shown(sign: str) -> str:
    if sign in _TURNING:
        return ""
    category = unicodedata.category(sign)
    return "\ufffd" if category == "Cs" else " " if category in ("Cc", "Zl", "Zp") else sign
