"""Names that are unique only per site, or the like: two columns that tell services apart together."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from typing import Final

from graphmodel.importers.lists import Signs, likely_items, main
from graphmodel.importers.mapping.guess import TRUSTED
from graphmodel.importers.mapping.headers import Name
from graphmodel.importers.mapping.keys import OTHERWISE, Key
from graphmodel.importers.mapping.nearest import Nearest
from graphmodel.importers.mapping.profile import FEW, Profile, known_share
from graphmodel.importers.mapping.proposal import JOIN
from graphmodel.importers.mapping.references import Reference, references
from graphmodel.importers.mapping.sample import Sample
from graphmodel.importers.mapping.synonyms import means, says
from graphmodel.importers.names import same_name

_SURE: Final = 5
"""As a key: like a column that is called an id."""

_ENDS: Final = ("providers", "consumers", "provider", "consumer")

_TRIED: Final = 5
"""Names tried, the surest first: time grows with them times the columns."""


@dataclass(frozen=True, eq=False)
class Composite:
    """Two columns that identify the services of a file."""

    key: Key
    name: Profile
    scope: Profile
    """Within its values names are unique."""


def composite(found: Sample, *, by_name: bool = False) -> Composite | None:
    """The name and what it is unique in, where no column alone tells the rows apart and they are not the same.

    ``by_name``: whatever ids there are beside the name.
    """
    named = found.called("name", 3) or found.called("name")
    ids = [c for c in found.called("id") if not by_name and not _counts_rows(found, c)]
    names = [c for c in (*ids, *named) if c.filled == found.rows and (c in named or means(c.name, "id") > 2)]
    if not names or any(c.unique for c in (*ids, *names)):
        return None
    for name in names[:_TRIED]:
        for scope in _scopes(found, name):
            cells = _joined(name.cells, scope.cells)
            if len(set(map(same_name, cells))) == len(cells):
                header, parts = f"{name.header}{JOIN}{scope.header}", (name.header, scope.header)
                column = Profile(-1, header, name.name, cells, parts)
                return Composite(Key(found, column, _SURE), name, scope)
    return None


def _counts_rows(found: Sample, column: Profile) -> bool:
    """Does a column number the rows, and no other names services by these numbers?"""
    key = Key(found, column, 0)
    ends = (c for end in _ENDS for c in found.called(end) if c is not column)
    return key.counts and not any(_names(end, key.known) for end in ends)


def _scopes(found: Sample, name: Profile) -> Iterator[Profile]:
    """The columns that may be what names are unique in, the likeliest first."""
    others = [c for c in found.columns if c is not name and c.values]
    known = frozenset(map(same_name, name.values))
    ends = [c for c in others if any(means(c.name, end) > 1 for end in _ENDS) or _names(c, known)]
    called = [c for c in found.called("scope", 1) if c in others and c not in ends]
    differ = [c for c in others if c not in ends and _differs(name, c)]
    if ends and not set(differ).difference(called):
        return  # rows of one service, one for each that it depends on
    yield from sorted(called, key=lambda column: len(column.values))  # the fewer, the less by chance
    if not ends:
        for column in differ:
            sorts = column.wordy and len(column.values) <= FEW and len(differ) > 1
            # What no two rows share is what the rows are of: incidents, risks.
            if sorts and not column.unique and column not in called and not _field(column):
                yield column


def _differs(name: Profile, column: Profile) -> bool:
    """Do rows of one name say different things there?"""
    said: dict[str, str] = {}
    for one, cell in zip(name.cells, column.cells, strict=True):
        if cell and not says("nothing", cell) and said.setdefault(same_name(one), cell) != cell:
            return True
    return False


def _field(column: Profile) -> bool:
    return any(means(column.name, field) > 1 for field in OTHERWISE)


def _names(column: Profile, known: AbstractSet[str]) -> bool:
    return known_share(column.items(column.separator(known)), known) >= TRUSTED


def beside(name: Profile, scope: Profile) -> Profile:
    """Both columns as one."""
    cells = [
        JOIN.join(filter(None, (one, "" if says("nothing", two) else two))) if one else ""
        for one, two in zip(name.cells, scope.cells, strict=True)
    ]
    return Profile(-1, f"{name.header}{JOIN}{scope.header}", name.name, cells, (name.header, scope.header))


def _joined(names: Sequence[str], scopes: Sequence[str]) -> list[str]:
    return [JOIN.join(filter(None, pair)) for pair in zip(names, scopes, strict=True)]


def referring(made: Composite, known: Sequence[Key]) -> list[Reference]:
    """The columns of the file that name services, be it only by the names that are not unique."""
    by_name = Key(made.key.found, made.name, 0)
    found = references(made.key.found, Nearest([*known, by_name]))
    own = {made.name, made.scope}
    return [
        _within(made, one) if one.key in {None, by_name} else one for one in found if one.column not in own
    ]


def _within(made: Composite, reference: Reference) -> Reference:
    """A reference by name, as one to the service of that name in the row's own site, where more of them are there."""
    column = reference.column
    times = Counter(map(same_name, made.name.cells))
    known = frozenset(name for name, n in times.items() if n == 1)
    best = known_share(column.items(reference.separator), known)
    found = reference
    scope = _scope_of(made, column) or made.scope
    separators = dict.fromkeys((reference.separator, column.separator(frozenset(times)), ""))
    for separator in separators:
        cells = [
            _items(cell, separator, within) for cell, within in zip(column.cells, scope.cells, strict=True)
        ]
        header, parts = f"{column.header}{JOIN}{scope.header}", (column.header, scope.header)
        joined = Profile(column.at, header, column.name, cells, parts)
        share = known_share(joined.items(separator), made.key.known)
        if share > best:
            best = share
            found = Reference(
                reference.found, joined, made.key, separator, share, reference.upwards, reference.sure
            )
    return found


def _scope_of(made: Composite, column: Profile) -> Profile | None:
    """The column that says within what the names of another column are unique, where these have one of their own."""
    known = {same_name(value) for value in made.scope.values}
    for other in made.key.found.columns:
        if (
            other in {made.scope, made.name, column}
            or not other.values
            or known.isdisjoint(map(same_name, other.values))
        ):
            continue
        words = [Name((word,), (word,)) for word in other.name.words]
        again = other.name.words == made.scope.name.words and other.at == column.at + 1
        if again or any(means(word, end) > 1 for word in words for end in _ENDS):
            return other
    return None


def _items(cell: str, separator: Signs, scope: str) -> str:
    """A cell whose items are each joined with the scope."""
    if not cell or says("nothing", cell):
        return ""
    items = likely_items(cell, separator) if separator else [cell]
    return (main(separator) or " ").join(
        JOIN.join(filter(None, (item.strip(), scope))) for item in items if item.strip()
    )
