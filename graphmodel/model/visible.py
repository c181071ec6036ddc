"""Text made safe to look at: what a terminal would obey, or an eye would miss, is shown as an escape."""

from __future__ import annotations

import re
import unicodedata
from typing import Any, Final

_JOINED: Final = re.compile(
    "(?<=[\u2190-\u2bff\ufe0f\U0001f000-\U0001faff])\u200d(?=[\u2190-\u2bff\U0001f000-\U0001faff])"
    "|(?<=[\u0600-\u109f])[\u200c\u200d](?=[\u0600-\u109f])"
)
"""A joiner where it is spelling: between emoji, and in scripts from Arabic to Burmese."""


def visible(text: str, keep: str = "") -> str:
    r"""The text with control, bidirectional, zero-width and unassigned characters escaped, except those to keep.

    >>> print(visible("red \x1b[31m, back \x9b0m, bell \a, right to left \u202e, nothing \u200b"))
    red \x1b[31m, back \x9b0m, bell \x07, right to left \u202e, nothing \u200b
    >>> print(visible("two\nlines\tand a tab"))
    two\nlines\tand a tab
    >>> visible("two\nlines", keep="\n")
    'two\nlines'
    >>> print(visible("surrogate \udc80, tag \U000e0041, separator \u2028"))
    surrogate \udc80, tag \U000e0041, separator \u2028
    >>> visible("naïve 保守 ☎ \xa0 👩")
    'naïve 保守 ☎ \xa0 👩'
    >>> visible("👩\u200d💻") == "👩\u200d💻", visible("می\u200cخواهم") == "می\u200cخواهم"
    (True, True)
    >>> print(visible("pay\u200dpal, 保\u200d守"))
    pay\u200dpal, 保\u200d守
    """
    if text.isprintable():
        return text
    joined = {match.start() for match in _JOINED.finditer(text)}
    return "".join(
        c if c in keep or not hidden(c) or at in joined else _escape(c) for at, c in enumerate(text)
    )


def hidden(character: str) -> bool:
    """Whether that character cannot be seen, or does something to what stands around it."""
    return not character.isprintable() and unicodedata.category(character) != "Zs"


def readable_cell(value: Any, keep: str = "") -> str:
    """A cell as a reader sees it: nothing as nothing, yes and no, lists with commas.

    >>> [readable_cell(v) for v in (None, True, False, 3, 99.95, 99.99999999, ("a", "b"), "x")]
    ['', 'yes', 'no', '3', '99.95', '99.99999999', 'a, b', 'x']
    >>> readable_cell(0.1 + 0.2)
    '0.3'
    """
    if isinstance(value, str):
        return visible(value, keep)
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, float):
        return f"{value:.10g}"
    if isinstance(value, int):
        return str(value)
    if isinstance(value, dict):
        return visible(str(value), keep)
    return ", ".join(readable_cell(item, keep) for item in value)


def _escape(character: str) -> str:
    return character.encode("unicode_escape").decode("ascii")
