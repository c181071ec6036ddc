"""Did you mean …? The known ids that a mistyped one is near to, quickly also among a million."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from difflib import get_close_matches
from functools import cached_property
from typing import Final

from graphmodel.model.values import MAX_ID

FEW: Final = 1_000
"""Up to so many known names are compared one by one."""

SUGGESTED: Final = 100
"""So many distinct unknown names get a did-you-mean; in more something else is wrong."""

_JOINTS = re.compile(r"[\s._/-]+")


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
    def _letters(self) -> str:
        return "".join(sorted({letter for form in self._squeezed for letter in form}))

    def nearest(self, word: str) -> str:
        """A known name that differs in case or joints only, or in one slip; among few, also in more. Or empty."""
        form = _squeezed(word)
        if len(form) > MAX_ID:
            return ""
        if form in self._squeezed:
            return self._squeezed[form]
        if len(self._known) <= FEW:
            return self._squeezed.get(
                next(iter(get_close_matches(form, sorted(self._squeezed), 1, 0.75)), ""), ""
            )
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
