"""What is written at a thing that stands for several."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections import Counter

_MOST: Final = 4


def said(words: Counter[str], of: int) -> str:
    """How many of them are what, in the order of counting; of one thing just what it is.

    >>> from collections import Counter
    >>> said(Counter({"down": 3, "degraded": 0, "failed": 1}), 5)
    '3 down, 1 failed'
    >>> said(Counter(added=1), 1)
    'added'
    """
    found = [word if of == 1 else f"{number:,} {word}" for word, number in words.items() if word and number]
    return ", ".join(found[:_MOST]) + ", …" * (len(found) > _MOST)
