"""Tokens of English and Chinese text: the units that formats of one tag a token write."""

import re
from collections.abc import Mapping

from hum_hub.contract.formats import Unfit

_HAN = "\u3005\u3007\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
_TOKEN = re.compile(rf"[^\W_{_HAN}]+|\S")
_UNSEEN = re.compile(
    "[\x00-\x08\x0e-\x1b\x7f-\x84\x86-\x9f\xad\u061c\u180b-\u180f\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufeff"
    "\ufff9-\ufffb\ud800-\udfff\U000e0000-\U000e0fff"  # signs that show nothing
    "\u0300-\u036f\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff\ufe00-\ufe0f\ufe20-\ufe2f]"  # and ones drawn on another
)

DEFINITION: Mapping[str, str] = {
    "en": (
        "Tokens: an unbroken run of letters and digits is one token, only that each Chinese character stands alone; "
        "so does every other visible sign; blanks are no tokens."
    ),
    "zh": (
        "词元的划分：每个汉字单独成为一个词元，连续的其他字母和数字合为一个词元，其余每个可见符号单独成为一个词元，空白不算词元。"
    ),
}
"""What a token is, as instructions say it."""


def tokens(text: str) -> list[tuple[int, int]]:
    """The half-open spans of the tokens of a text.

    Raises:
        Unfit: the text has no token, or signs of which no reader could say whether they stand alone.
    """
    if _UNSEEN.search(text):
        raise Unfit("invisible-or-combining-sign")
    places = [match.span() for match in _TOKEN.finditer(text)]
    if not places:
        raise Unfit("no-token")
    return places
