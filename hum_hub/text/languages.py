"""Whether a text is written in a language, as far as its script tells."""

import re

_HAN = re.compile(r"[\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff]")
_LATIN = re.compile(r"[A-Za-z\u00c0-\u024f]+")
_CODE = re.compile(r"```.*?(?:```|\Z)|`[^`\n]*`|\$\$.*?\$\$|\$[^$\n]*\$", re.DOTALL)
FEWEST = 20
"""How many words or characters a text must have for its script to say anything."""


def is_written_in(text: str, language: str) -> bool:
    """Whether a text may be in a language: Chinese has mostly Han characters, English hardly any.

    Code and formulas are left out. Short texts and other languages always may be.
    """
    prose = _CODE.sub(" ", text)
    han, latin = len(_HAN.findall(prose)), len(_LATIN.findall(prose))
    if han + latin < FEWEST:
        return True
    if language == "zh":
        return han >= 0.5 * (han + latin)
    if language == "en":
        return han <= 0.3 * (han + latin)
    return True
