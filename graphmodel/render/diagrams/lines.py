"""Text in lines: broken where a reader would, never between a letter and what is combined with it."""

from __future__ import annotations

import re
import unicodedata
from itertools import accumulate, pairwise
from typing import TYPE_CHECKING, Final, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

_WHOLE: Final = 60
"""Cells of a word that is never broken, however short the lines are; twice the width if that is more."""
_AFTER: Final = re.compile(
    r"(?<=[_\-/.:])(?=[^_\-/.:])(?<!\d[.:](?=\d))|(?<=[a-zß-öø-ÿ0-9])(?=[A-ZÀ-ÖØ-Þ][a-z])"
)
"""Within a word: after ``_ - / . :``, but not in 2.5 or 10:30, and between the words of camelCase."""
_CLUSTERS: Final = re.compile(
    "[\U0001f1e6-\U0001f1ff]{2}"
    "|.[\ufe0e\ufe0f\u20e3\U0001f3fb-\U0001f3ff]*(?:\u200d.[\ufe0e\ufe0f\U0001f3fb-\U0001f3ff]*)*",
    re.DOTALL,
)
"""A flag, or a character with what selects its form, its skin, and what is joined to it."""

_COMBINING: Final = "\u0300"
"""The first character that is not one cell wide; control characters count as one."""


def wrap(text: str, width: int) -> list[str]:
    """The text in lines of so many cells: broken at blanks; a word that is longer after ``_ - / . :`` and in camelCase.

    What has no such place stays whole (up to 60 cells, or twice the width).

    >>> wrap("Campus network access switches", 16)
    ['Campus network', 'access switches']
    >>> wrap("container-artifact-registry", 22), wrap("profileAggregationChunks", 12)
    (['container-artifact-', 'registry'], ['profile', 'Aggregation', 'Chunks'])
    >>> wrap("Donaudampfschifffahrt", 8), wrap("保守保守", 5), wrap("", 5)
    (['Donaudampfschifffahrt'], ['保守', '保守'], [' '])
    """
    return _filled(_pieces(text, width), width)


def balanced(text: str, width: int) -> list[str]:
    """The same in as many lines, which are about equally long.

    >>> balanced("container-artifact-registry", 22), balanced("batch_export_data_provider", 22)
    (['container-', 'artifact-registry'], ['batch_export_', 'data_provider'])
    >>> balanced("Identity and sign-on management", 22)
    ['Identity and', 'sign-on management']
    """
    pieces = _pieces(text, width)
    lines = _filled(pieces, width)
    most = max(map(cells, lines))
    for narrow in range(most // 2, most):
        closer = _filled(pieces, narrow)
        if len(closer) == len(lines) and max(map(cells, closer)) < most:
            return closer
    return lines


class _Piece(NamedTuple):
    """What stays whole."""

    text: str
    cells: int
    first: bool
    """It begins a word."""


def _pieces(text: str, whole: int) -> list[_Piece]:
    """The words, those of more than ``whole`` cells in parts."""
    return [
        _Piece(part, cells(part), at == 0)
        for word in text.split(" ")
        for at, part in enumerate([word] if cells(word) <= whole else _parts(word, whole))
    ]


def _filled(pieces: Sequence[_Piece], width: int) -> list[str]:
    """Lines of so many cells."""
    lines, used = [""], 0
    for text, wide, first in pieces:
        between = " " if lines[-1] and first else ""
        if used + len(between) + wide <= width:
            lines[-1] += between + text
            used += len(between) + wide
        elif lines[-1]:
            lines.append(text)
            used = wide
        else:
            lines[-1], used = text, wide
    return [line for line in lines if line.strip()] or [" "]


def _parts(word: str, width: int) -> list[str]:
    """A long word in the parts that it may be broken into."""
    found = []
    starts = set(accumulate(map(len, clusters(word)), initial=0))
    places = [0, *(at for match in _AFTER.finditer(word) if (at := match.start()) in starts), len(word)]
    for begin, end in pairwise(places):
        part = word[begin:end]
        if all(cells(c) == 2 for c in clusters(part)):
            found += clusters(part)
        elif cells(part) <= max(_WHOLE, 2 * width):
            found.append(part)
        else:
            found += _cut(part, width)
    return found


def _cut(text: str, width: int) -> Iterator[str]:
    """In equal parts of about so many cells, for want of a better place."""
    pieces = clusters(text)
    number = -(-len(pieces) // width)
    size = -(-len(pieces) // number)
    yield from ("".join(pieces[at : at + size]) for at in range(0, len(pieces), size))


def clusters(text: str) -> list[str]:
    r"""What a reader takes for one character each.

    >>> [len(c) for c in clusters("e\u0301🇨🇭👩\u200d💻x")]
    [2, 2, 3, 1]
    """
    found: list[str] = []
    for cluster in _CLUSTERS.findall(text):
        if found and (unicodedata.category(cluster[0])[0] == "M" or cluster[0] in "\u200c\u200d"):
            found[-1] += cluster
        else:
            found.append(cluster)
    return found


def cells(text: str) -> int:
    """How many cells wide the text is; Chinese and emoji take two, joined ones too, what combines none.

    >>> cells("naïve"), cells("nai\u0308ve"), cells("保守"), cells("👩\u200d💻"), cells("🇨🇭")
    (5, 5, 4, 2, 2)
    """
    if text.isascii() or max(text) < _COMBINING:
        return len(text)
    return sum(map(_width, clusters(text)))


def _width(cluster: str) -> int:
    first = cluster[0]
    if unicodedata.category(first)[0] == "M":
        return 0
    wide = unicodedata.east_asian_width(first) in "WF" or "\ufe0f" in cluster
    return 2 if wide or (len(cluster) > 1 and "\U0001f1e6" <= first <= "\U0001f1ff") else 1
