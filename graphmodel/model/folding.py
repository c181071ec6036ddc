"""Texts as a search compares them: without case and accents."""

from __future__ import annotations

import unicodedata
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Sequence

_BETWEEN: Final = "\0"


def folded(text: str) -> str:
    """The text without case, accents and compatibility forms.

    >>> folded("Café ＡＢＣ Straße"), folded("İstanbul"), folded("保守")
    ('cafe abc strasse', 'istanbul', '保守')
    """
    if text.isascii():
        return text.casefold()
    apart = unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", text).casefold())
    return "".join(c for c in apart if not unicodedata.combining(c))


def all_folded(texts: Sequence[str]) -> list[str]:
    """Each of the texts folded; many at once where all are ASCII.

    >>> all_folded(["One", "", "Zoë"]), all_folded([]), all_folded(["A"])
    (['one', '', 'zoe'], [], ['a'])
    """
    joined = _BETWEEN.join(texts)
    if texts and joined.isascii() and joined.count(_BETWEEN) == len(texts) - 1:
        return joined.casefold().split(_BETWEEN)
    return list(map(folded, texts))
