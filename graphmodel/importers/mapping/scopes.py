"""Relations whose ends are two columns each: a name, and the site or the like within which it is unique."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from graphmodel.importers.mapping.composite import beside
from graphmodel.importers.mapping.guess import TRUSTED
from graphmodel.importers.mapping.keys import Key
from graphmodel.importers.mapping.profile import Profile, known_share
from graphmodel.importers.mapping.relations import Edges
from graphmodel.importers.mapping.synonyms import means, says
from graphmodel.importers.names import same_name

_LEAST: Final = 4
"""A word of at least so many letters may be the end of a longer one: ``Zielstandort``."""


def scoped(said: Edges, others: Sequence[Key]) -> Edges:
    """The same with both ends joined with their scopes, where names alone do not tell services apart.

    ``others``: keys of other files, which have the last word.
    """
    ends = said.consumer, said.provider
    if any(_known(ends, key) for key in others if not key.column.parts):
        return said
    by_key = (_of_key(said, key) for key in others if key.column.parts)
    found = next(filter(None, by_key), None) or _by_names(said)
    return replace(said, consumer=found[0], provider=found[1]) if found else said


def are_of(said: Edges, key: Key) -> bool:
    """Are both ends two columns each, and most of them services of that key?"""
    return bool(said.consumer.parts) and _known((said.consumer, said.provider), key)


def _known(ends: Sequence[Profile], key: Key) -> bool:
    return all(known_share(end.items(""), key.known) >= TRUSTED for end in ends)


def _of_key(said: Edges, key: Key) -> list[Profile] | None:
    """The ends with the columns beside them that make most of them services of another file."""
    found = list[Profile]()
    for end, other in ((said.consumer, said.provider), (said.provider, said.consumer)):
        columns = [c for c in said.found.columns if c not in {said.consumer, said.provider} and c.wordy]
        # Of columns that fit as well, each end has the one that is called after it, or else the next one.
        columns.sort(key=lambda c: (_shared(c, other) - _shared(c, end), c.at < end.at, abs(c.at - end.at)))
        joined = [beside(end, column) for column in columns]
        best = max(joined, key=lambda one: known_share(one.items(""), key.known), default=end)
        if best is end:
            return None
        found.append(best)
    return found if _known(found, key) else None


def _by_names(said: Edges) -> list[Profile] | None:
    """The ends with two columns that are called after scopes, if a name occurs in several of them."""
    one, two = sorted((said.consumer, said.provider), key=lambda end: end.at)
    scopes = [c for c in said.found.columns if c not in {one, two, said.type} and c.values and _is_scope(c)]
    if len(scopes) != 2:
        return None
    if _shared(one, scopes[1]) + _shared(two, scopes[0]) > _shared(one, scopes[0]) + _shared(two, scopes[1]):
        scopes.reverse()
    within: dict[str, set[str]] = defaultdict(set)
    for end, scope in zip((one, two), scopes, strict=True):
        for name, cell in zip(end.cells, scope.cells, strict=True):
            if name and cell and not says("nothing", cell):
                within[same_name(name)].add(same_name(cell))
    if max(map(len, within.values()), default=0) < 2:
        return None
    joined = {one: beside(one, scopes[0]), two: beside(two, scopes[1])}
    return [joined[said.consumer], joined[said.provider]]


def _is_scope(column: Profile) -> bool:
    return means(column.name, "scope") > 0 or any(
        says("scope", word[at:]) for word in column.name.words for at in range(1, len(word) - _LEAST + 1)
    )


def _shared(one: Profile, two: Profile) -> int:
    """How many words two names of columns have in common."""
    return len({*one.name.words} & {*two.name.words})
