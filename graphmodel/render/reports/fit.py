"""How a table fits a screen: widths, what is left out, and cells that go on over several lines. Nothing is cut.

An id is never broken and never left out before something that is less important. A text goes on in the next line: at
white space, behind a semicolon (of a list), or where it must within a word.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

from graphmodel.model.identifiers import MAX_ID

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

GAP: Final = 2
"""Characters between two columns."""
COMFORTABLE: Final = 20
"""A text that goes on over lines gets at least so many characters, where it has as many."""
_PIECES: Final = re.compile(r"\s*(?:[^\s;]+;*|;+)")
_SHARES: Final = (0.6, 0.4, 0.3, 0.2)
"""Of a screen: how much of it an id gets at most; the first with which no key is left out."""
_LETTERS: Final = re.compile(r"[\W\d_]*[^\W\d_]+[.,;:!?)]*")
_AROUND: Final = 10
"""Signs that may stand around an id in a text."""


@dataclass(frozen=True)
class Need:
    """What a column needs."""

    bare: int
    """Characters it cannot do with less: an id whole, a word, the longest line of its head."""
    least: int
    """Characters in which it reads well."""
    most: int
    """Characters in which every cell takes one line."""
    spare: int = 0
    """The higher, the sooner it is left out."""
    key: bool = False
    """It says what a row is about: ids are narrowed rather than that it is left out."""


def fit(needs: Sequence[Need], available: int) -> dict[int, int]:
    """Which columns are shown, and how wide: their number → characters, together no more than are available.

    Left out are those with the highest ``spare``; when all others are as narrow as they can be, from the right. The
    first stays whatever it takes. What room is left goes to the narrowest that are short of it.

    >>> text, short = Need(10, 24, 60), Need(20, 20, 20)
    >>> fit([Need(5, 5, 5), text, text], 200), fit([Need(5, 5, 5), text, text], 70)
    ({0: 5, 1: 60, 2: 60}, {0: 5, 1: 31, 2: 30})
    >>> fit([Need(5, 5, 5), Need(20, 20, 20, spare=1), text], 40), fit([Need(5, 5, 5), text, text], 40)
    ({0: 5, 2: 33}, {0: 5, 1: 16, 2: 15})
    >>> fit([short, short, short], 15), fit([short, short, short], 42)
    ({0: 20}, {0: 20, 1: 20})
    """
    kept = list(range(len(needs)))
    widths = {i: need.least for i, need in enumerate(needs)}
    while _total(widths, kept) > available and len(kept) > 1:
        spare = max(needs[i].spare for i in kept[1:])
        if not spare:
            widths = {i: need.bare for i, need in enumerate(needs)}
            if _total(widths, kept) <= available:
                break
        kept.remove(max(i for i in kept[1:] if needs[i].spare == spare))
    room = available - _total(widths, kept)
    while room > 0 and (short := [i for i in kept if widths[i] < needs[i].most]):
        narrowest = min(widths[i] for i in short)
        for i in short:
            if widths[i] == narrowest and room > 0:
                widths[i] += 1
                room -= 1
    return {i: widths[i] for i in kept}


def fit_all(needs: Sequence[Need], available: int) -> dict[int, int]:
    """The same, but no ``key`` is left out for ids that are too long: these take lines of their own.

    >>> long = Need(60, 60, 60, key=True)
    >>> fit_all([long, long, Need(5, 5, 5)], 80), fit_all([long, Need(5, 5, 5)], 80)
    ({0: 36, 1: 35, 2: 5}, {0: 60, 1: 5})
    """
    found: dict[int, int] = {}
    for share in _SHARES:
        most = max(int(available * share), 1)
        found = fit([_at_most(need, most) for need in needs], available)
        if all(i in found or not need.key for i, need in enumerate(needs)):
            return found
    return found


def fits(needs: Sequence[Need], available: int) -> bool:
    """Whether all these columns fit beside each other, ids that are very long in lines of their own."""
    most = int(available * _SHARES[0])
    return sum(min(need.bare, most) + GAP for need in needs) - GAP <= available


def _at_most(need: Need, width: int) -> Need:
    return replace(need, bare=min(need.bare, width), least=min(need.least, max(width, COMFORTABLE)))


def _total(widths: dict[int, int], kept: Sequence[int]) -> int:
    return sum(widths[i] + GAP for i in kept) - GAP


def any_word(word: str) -> bool:
    """See ``wrap``: what is longer than a line is broken."""
    return bool(word)


def no_word(word: str) -> bool:
    """See ``wrap``: what is longer than a line stays whole."""
    return not word


def no_id(word: str) -> bool:
    """See ``wrap``: only what cannot be an id, a place or a number.

    >>> no_id("Donaudampfschifffahrt"), no_id("保守保守"), no_id("(db-1.example.org),"), no_id("-" * 999)
    (True, True, False, True)
    """
    # A script of wide characters needs no spaces between its words.
    return bool(_LETTERS.fullmatch(word)) or cells(word) > len(word) or len(word) > MAX_ID + _AROUND


def wrap(text: str, width: int, breaks: Callable[[str], bool] = any_word) -> list[str]:
    """The text in lines of at most that many characters of the screen; ``breaks``: which words may be broken for it.

    >>> wrap("nothing underpins product alumni-network", 17)
    ['nothing underpins', 'product', 'alumni-network']
    >>> wrap("保守保守 x", 5), wrap("abcdefgh", 3), wrap("", 3)
    (['保守', '保守', 'x'], ['abc', 'def', 'gh'], [''])
    >>> wrap("a abcdefgh", 3, no_word)
    ['a', 'abcdefgh']
    """
    if cells(text) <= width:
        return [text]
    lines: list[str] = []
    line, used = "", 0
    for piece in _PIECES.findall(text):
        word = piece.lstrip()
        if line and used + cells(piece) <= width:
            line, used = line + piece, used + cells(piece)
            continue
        if line:
            lines.append(line)
        *parts, line = _broken(word, width) if breaks(word) else [word]
        lines += parts
        used = cells(line)
    return [*lines, line]


def cells(text: str) -> int:
    """Characters of the screen that the text takes."""
    if text.isascii():
        return len(text)
    from rich.cells import cell_len

    return cell_len(text)


def longest(text: str) -> int:
    """The characters of its longest word.

    >>> longest("nothing underpins product"), longest("")
    (9, 0)
    """
    return max(map(cells, words(text)), default=0)


def words(text: str) -> list[str]:
    """The parts of which each can stand in a line of its own.

    >>> words("login;sso and more")
    ['login;', 'sso', 'and', 'more']
    """
    return [piece.lstrip() for piece in _PIECES.findall(text)]


def _broken(word: str, width: int) -> list[str]:
    """A word in pieces of at most that many characters; a character that is wider than that stands alone."""
    if cells(word) <= width:
        return [word]
    found, piece, used = [], "", 0
    for character in word:
        wide = cells(character)
        if piece and used + wide > width:
            found.append(piece)
            piece, used = "", 0
        piece, used = piece + character, used + wide
    return [*found, piece]
