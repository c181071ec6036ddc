"""Names as people tell them apart: without case, accents and punctuation."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from graphmodel.model.folding import all_folded

if TYPE_CHECKING:
    from collections.abc import Sequence

_WORD: Final = re.compile(r"[^\W_]+")
LEGAL: Final = frozenset((
    "ab", "ag", "aps", "as", "asa", "bv", "co", "corp", "corporation", "gmbh", "inc", "incorporated", "kg", "limited",
    "llc", "llp", "ltd", "nv", "oy", "plc", "pte", "pty", "sa", "sarl", "se", "spa", "srl",
))  # fmt: skip
"""Legal forms of companies, which say nothing of which one it is."""


def words(texts: Sequence[str]) -> list[list[str]]:
    """The words of each text, folded.

    >>> words(["E-mail (Köln)", "DB_02", ""])
    [['e', 'mail', 'koln'], ['db', '02'], []]
    """
    return [_WORD.findall(text) for text in all_folded(texts)]


def company(said: Sequence[str]) -> str:
    """What the words of a supplier or a team name, whatever its legal form; empty where they name nothing.

    >>> [company(said) for said in words(["ACME, Ltd.", "Acme", "Ltd", "Acme Bank"])]
    ['acme', 'acme', 'ltd', 'acmebank']
    """
    return "".join([word for word in said if word not in LEGAL] or said)


def key(said: Sequence[str]) -> str:
    """The words of a name, in whatever order they stand.

    >>> key(["relay", "mail"])
    'mail relay'
    """
    return " ".join(sorted(said))


def apart(said: Sequence[str]) -> tuple[str, ...]:
    """The words that tell siblings apart: numbers, and single letters.

    >>> apart(["database", "a"]), apart(["node", "07", "x2"])
    (('a',), ('07', 'x2'))
    """
    return tuple(sorted(word for word in said if len(word) == 1 or any(map(str.isdigit, word))))
