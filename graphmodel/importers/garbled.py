"""Text whose bytes were read in another encoding than they were written in: ``GrÃ¶ÃŸe`` for ``Größe``."""

from __future__ import annotations

import re
from functools import cache, partial
from typing import Final

LOST: Final = "\ufffd"
"""What decoders write in place of bytes that they could not read."""

_MISREAD_AS: Final = ("cp1252", "mac_roman", "cp850", "cp437")
"""Encodings in which UTF-8 is read by mistake, on Windows, old Macs and in consoles."""

_ENDS: Final = "…–—‘’“”»›™\u00a0"
"""What may stand behind a capital letter at the end of a word in capitals in sound text."""


def _byte(codec: str, byte: int) -> str:
    """That byte in that encoding; where it has none, in latin-1."""
    try:
        return bytes([byte]).decode(codec)
    except UnicodeDecodeError:
        return chr(byte)


def _set(codec: str, first: int, last: int) -> str:
    """The characters of these bytes, as a set of a pattern."""
    return f"[{re.escape(''.join(_byte(codec, byte) for byte in range(first, last + 1)))}]"


@cache
def _sequences(codec: str) -> re.Pattern[str]:
    """What characters of two to four bytes in UTF-8 look like in that encoding, several in a row."""
    more = _set(codec, 0x80, 0xBF)
    two, three, four = _set(codec, 0xC2, 0xDF), _set(codec, 0xE0, 0xEF), _set(codec, 0xF0, 0xF4)
    return re.compile(f"(?:{two}{more}|{three}{more}{{2}}|{four}{more}{{3}})+")


@cache
def _certain(codec: str) -> re.Pattern[str]:
    """What sound text does not have: of the sequences those that no word, quote or list of signs makes by chance."""
    more = _set(codec, 0x80, 0xBF)
    if codec != "cp1252":
        lead, quote = {"mac_roman": ("√¬", "‚"), "cp850": ("├┬", "Ô"), "cp437": ("├┬", "Γ")}[codec]
        return re.compile(f"[{lead}]{more}|{quote}[ÄÇÜ]")
    behind_a_word = f"[{_ENDS}](?<=[^\\W\\d_a-z]Ã.)(?![^\\W\\d_])"
    return re.compile(
        f"Ã(?={more})(?!{behind_a_word})|Â[\u00a0-¿]|â[€‚„†]|ðŸ|ï[»¿]"
        f"|[ÄÅ](?![{_ENDS}®©°²³·]){more}|(?:[Â-ß]{more}){{2}}"
    )


@cache
def _back(codec: str) -> dict[int, int]:
    """Character → the byte that it was read from."""
    return {ord(_byte(codec, byte)): byte for byte in range(0x80, 0x100)}


_SIGNS: Final = "ÃÂâðïÄÅÎÏÐÑ√¬‚├┬ÔΓ" + LOST
"""Without one of these a text is sound: looked for first, since that is fast."""


def suspicious(text: str) -> bool:
    """May it be garbled? Fast, also for a whole file."""
    return not text.isascii() and any(sign in text for sign in _SIGNS)


def meant(text: str) -> str:
    """What the text was before it was read in the wrong encoding; the same text where nothing says that it was.

    >>> meant("GrÃ¶ÃŸe"), meant("Citroën … “Ÿ”"), meant("Ã–ffentlich â€“ 5 â‚¬"), meant("MANHÃ…")
    ('Größe', 'Citroën … “Ÿ”', 'Öffentlich – 5 €', 'MANHÃ…')
    """
    found = (
        _sequences(codec).sub(partial(_decoded, _back(codec)), text)
        for codec in _MISREAD_AS
        if _certain(codec).search(text)
    )
    return min((text, *found), key=len)


def _decoded(back: dict[int, int], run: re.Match[str]) -> str:
    try:
        return bytes(back[ord(c)] for c in run[0]).decode("utf-8")
    except UnicodeDecodeError:
        return run[0]
