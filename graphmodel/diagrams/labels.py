"""What is written at a thing that stands for several."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

from graphmodel.model.words import listed

if TYPE_CHECKING:
    from collections import Counter

    from graphmodel.model.revision import Revision

_MOST: Final = 4
SIGNS: Final = {"added": "+", "changed": "≠", "removed": "−"}
"""Words of what is written at an edge that stands for several → their signs."""


def revision_label(revision: Revision) -> str:
    """Which state of the catalogue it is.

    >>> from graphmodel.model.revision import Revision
    >>> revision_label(Revision(3, "x", "2024-01-01T00:00:00Z", "cmdb")), revision_label(Revision(0, "", "", ""))
    ('revision 3 of 2024-01-01T00:00:00Z', 'catalogue folder, not a revision')
    >>> revision_label(Revision(4, "", "", "cmdb", "plan"))
    'what an import of cmdb would make'
    >>> revision_label(Revision(3, "x", "", "cmdb", "proposal"))
    'proposed of revision 3'
    """
    if revision.action == "proposal":
        return f"proposed of {revision_label(replace(revision, action='import'))}"
    if revision.action == "plan":
        return f"what an import of {revision.source} would make"
    if not revision.number:
        return "catalogue folder, not a revision"
    return (
        f"revision {revision.number} of {revision.time}" if revision.time else f"revision {revision.number}"
    )


def counted(words: Counter[str], of: int) -> str:
    """How many of them are what, in the order of counting; of one thing just what it is.

    >>> from collections import Counter
    >>> counted(Counter({"down": 3, "degraded": 0, "failed": 1}), 5)
    '3 down, 1 failed'
    >>> counted(Counter(added=1), 1)
    'added'
    """
    found = [word if of == 1 else f"{number:,} {word}" for word, number in words.items() if word and number]
    return listed(found, _MOST)


def tallied(words: Counter[str], of: int) -> str:
    """The same of dependencies drawn as one, which have less room: where they are of several kinds, by their signs.

    >>> from collections import Counter
    >>> tallied(Counter(added=1200, removed=2), 1300), tallied(Counter(added=2, removed=0), 2)
    ('+1,200 −2', '2 added')
    """
    found = [(SIGNS.get(word, word), number) for word, number in words.items() if word and number]
    if len(found) < 2:
        return counted(words, of)
    return " ".join(f"{sign}{number:,}" for sign, number in found)
