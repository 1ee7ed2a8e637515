"""Text folded for comparison: what counts as the same text."""

import unicodedata


def folded(text: str) -> str:
    """The text in NFC with runs of white space as one blank; case and punctuation count."""
    return " ".join(unicodedata.normalize("NFC", text).split())


def cased(character: str) -> bool:
    """Whether a character has an upper and a lower case that lead back to each other."""
    lower, upper = character.lower(), character.upper()
    return (
        character in (lower, upper)
        and lower != upper
        and len(lower) == len(upper) == 1
        and lower.upper() == upper
        and upper.lower() == lower
    )
