"""Did you mean …? Names near to a mistyped one, found quickly among a million."""

from __future__ import annotations

import re
from functools import cached_property
from heapq import nlargest
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Sequence

LONGEST: Final = 255
"""Characters: a longer text is no mistyped name."""

MOST: Final = 1_000
"""How many likely names are compared letter by letter."""

FEW: Final = 1_000
"""Up to so many known names are compared one by one."""

SUGGESTED: Final = 100
"""So many distinct unknown names get a did-you-mean; in more something else is wrong."""

_JOINTS = re.compile(r"[\s._/-]+")
_PARTS = re.compile(r"[\s:/|()\[\]]+")


def near(text: str, known: Iterable[str]) -> list[str]:
    """Up to three of the known names that ``text`` may be meant for, the nearest first.

    Two slips leave one of three pieces of a word whole, so names that share no piece are not compared further; of the
    others those go first that begin and end alike.
    """
    wanted = text.casefold()
    if len(wanted) > LONGEST:
        return []
    third = max(1, len(wanted) // 3)
    pieces = [wanted[i : i + third] for i in range(0, len(wanted), third)]
    shared: dict[str, tuple[int, str]] = {}
    for name in known:
        folded = name.casefold()
        if any(piece in folded for piece in pieces):
            ends = _begin(folded, wanted) + _begin(folded[::-1], wanted[::-1])
            shared.setdefault(folded, (ends - len(folded), name))
    likely = nlargest(MOST, shared, key=lambda folded: shared[folded][0])
    return [shared[folded][1] for folded in _alike(wanted, likely, 3, 0.6)]


def closest(word: str, names: Iterable[str], likeness: float = 0.6) -> str:
    """The one of a few names that ``word`` is most likely meant for, or empty. ``likeness``: up to 1, the same.

    >>> closest("nmae", ["id", "name"], 0.8), closest("availabilty", ["availability"]), closest("host", ["cost"], 0.8)
    ('name', 'availability', '')
    """
    among = list(names)
    swapped = [name for name in among if sorted(name) == sorted(word)]
    return next(iter(swapped or _alike(word, among, 1, likeness)), "")


def _alike(word: str, names: Sequence[str], most: int, likeness: float) -> list[str]:
    from difflib import get_close_matches  # which only those need who mistype

    return get_close_matches(word, names, most, likeness)


def did_you_mean(text: str, known: Iterable[str], otherwise: str = "") -> str:
    """A hint that names what may be meant; ``otherwise`` where nothing is near."""
    names = [repr(name) for name in near(text, known)]
    if not names:
        return otherwise
    return f"did you mean {' or '.join(names)}?"


def _begin(one: str, other: str) -> int:
    """How many characters both begin with."""
    for at, (a, b) in enumerate(zip(one, other, strict=False)):
        if a != b:
            return at
    return min(len(one), len(other))


class KnownNames:
    """Known names that mistyped ones are looked up in."""

    def __init__(self, known: Collection[str]) -> None:
        self._known = known

    @cached_property
    def _squeezed(self) -> dict[str, str]:
        """The smallest name of each squeezed form."""
        found: dict[str, str] = {}
        for name in self._known:
            form = _squeezed(name)
            if form not in found or name < found[form]:
                found[form] = name
        return found

    @cached_property
    def _ends(self) -> dict[str, str]:
        """First and last parts of names (``A-100 CRM``) → the name; empty where several have it."""
        found: dict[str, str] = {}
        for name in self._known:
            parts = [part for part in _PARTS.split(name) if part]
            for part in {*map(_squeezed, (parts[:1] + parts[-1:]))} if len(parts) > 1 else ():
                found[part] = "" if part in found else name
        return found

    @cached_property
    def _letters(self) -> str:
        return "".join(sorted({letter for form in self._squeezed for letter in form}))

    def nearest(self, word: str) -> str:
        """A known name that differs in case or joints only, or in one slip; among few, also in more. Or empty.

        One that is the last part of the word, or of which the word is the first or last part, is meant, too.
        """
        form = _squeezed(word)
        if len(form) > LONGEST:
            return ""
        if form in self._squeezed:
            return self._squeezed[form]
        if beside := self._squeezed.get(_squeezed(_PARTS.split(word)[-1])) or self._ends.get(form):
            return beside
        if bare := self._squeezed.get(_squeezed(word.partition("(")[0])):  # DB (optional)
            return bare
        if len(self._known) <= FEW:
            return self._squeezed.get(closest(form, sorted(self._squeezed), 0.75), "")
        return min(
            (self._squeezed[s] for s in _slips(form, self._letters) if s in self._squeezed), default=""
        )

    def hint(self, word: str, otherwise: str) -> str:
        """``did you mean …?``, or what else to do."""
        found = self.nearest(word)
        return f"did you mean {found!r}?" if found else otherwise


def _squeezed(name: str) -> str:
    return _JOINTS.sub("", name.casefold())


def _slips(word: str, letters: str) -> Iterator[str]:
    """Everything that is one missing, additional, wrong or swapped letter away (P. Norvig's spelling corrector)."""
    for i in range(min(len(word), 64) + 1):
        before, after = word[:i], word[i:]
        yield before + after[1:]
        if len(after) > 1:
            yield before + after[1] + after[0] + after[2:]
        for letter in letters:
            yield before + letter + after
            yield before + letter + after[1:]
