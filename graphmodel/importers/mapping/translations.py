"""What headers in other languages mean for a catalogue folder."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache

from graphmodel.importers.mapping.headers import Name
from graphmodel.importers.mapping.synonyms import SURE, folded_as, means, rows


def may_be(header: str, field: str) -> bool:
    """Is a column of that name likely the required field of some kind of record?"""
    called = {"service": ("consumer", "name"), "depends_on": ("provider", "providers"), "id": ("id", "name")}
    name = Name.of(header)
    return any(means(name, one) == SURE for one in called.get(field, (field,)))


@cache
def _foreign() -> Mapping[str, frozenset[str]]:
    """Folded word that is not English → the fields that it is listed for."""
    found: dict[str, set[str]] = {}
    english = set()
    for row in rows():
        word = folded_as(row["field"], row["word"])
        if row["language"] == "en":
            english.add((word, row["field"]))
        found.setdefault(word, set()).add(row["field"])
    words = {word for word, _ in english}
    return {word: frozenset(fields) for word, fields in found.items() if word not in words}


def translated(header: str, words: Mapping[str, str]) -> str:
    """What a header in German, French or Spanish means as a whole; empty where that is nothing, or several things.

    ``words``: a field, as the list of words has it → what is meant by it.

    >>> from graphmodel.importers.mapping.synonyms import FIELDS
    >>> words = {field: field for field in FIELDS}
    >>> translated("Bezeichnung", words), translated("Verfügbarkeit", words), translated("Status", words)
    ('name', 'availability', '')
    """
    named = _foreign().get(" ".join(Name.of(header).words), frozenset[str]())
    meant = {words[word] for word in named if word in words}
    return meant.pop() if len(meant) == 1 else ""
