"""Texts of cells, as they are, as ids and as lists."""

from __future__ import annotations

import unicodedata
from typing import Final

from graphmodel.model.notation import PLAIN, BadValue, Notation

MAX_ID: Final = 255
"""Characters of an id, after normalising."""

_MARKED: Final = 4 * MAX_ID
"""Characters that are normalised: the time that takes grows with the square of a run of combining marks."""
_UNSEEN: Final = {
    "Cc": "control",
    "Cf": "invisible",
    "Cs": "surrogate",
    "Zl": "line-breaking",
    "Zp": "line-breaking",
}


def identifier(text: str, _notation: Notation = PLAIN) -> str:
    """Trimmed and NFC-normalised. Raises BadValue for control, zero-width and bidirectional characters, and for more
    than ``MAX_ID`` characters.
    """
    found = text.strip()
    if len(found) <= _MARKED:
        found = unicodedata.normalize("NFC", found)
    if len(found) > MAX_ID:
        raise BadValue(f"has {len(found):,} characters; an id has at most {MAX_ID}", "shorten it", "E211")
    if found.isprintable():
        return found
    for at, char in enumerate(found, 1):
        if what := _UNSEEN.get(unicodedata.category(char)):
            name = unicodedata.name(char, "")
            raise BadValue(
                f"character {at} of the id is the {what} character U+{ord(char):04X} {name}".rstrip(),
                "ids hold no control, zero-width or bidirectional characters: type it again",
                "E202",
            )
    return found


def items(text: str, notation: Notation = PLAIN) -> str:
    """``a;b``: items trimmed, empty ones and repetitions left out. Raises BadValue for a NUL character."""
    parts = verbatim(text, notation).split(";")
    return ";".join(dict.fromkeys(item for part in parts if (item := part.strip())))


def identifiers(text: str, _notation: Notation) -> str:
    """``a;b``: ids as ``identifier`` reads each. Raises BadValue."""
    return items(";".join(identifier(item) for item in text.split(";")))


def verbatim(text: str, _notation: Notation) -> str:
    """The text. Raises BadValue for a NUL character."""
    if "\0" in text:
        raise BadValue(
            "the text holds a NUL character", "remove it; a file full of them is likely UTF-16", "E209"
        )
    return text
