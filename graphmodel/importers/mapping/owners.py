"""Of which level of a sheet its other columns say something."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import Final

from graphmodel.importers.mapping.profile import Profile
from graphmodel.importers.mapping.sample import Sample
from graphmodel.importers.names import same_name

_EVIDENT: Final = 2
"""So many groups of several rows that say one thing each say that it is of the group."""


def owners_of(
    found: Sample,
    keys: Sequence[Profile],
    taken: Collection[Profile],
    lists: Collection[str],
    *,
    rows: int | None,
    machines: bool,
) -> dict[Profile, int]:
    """Column → the level of which it says something: it says one thing of each that is there.

    ``keys``: what tells each level apart; ``lists``: headers of those that are lists; ``rows``: the level of
    which each row is a record; ``machines``: the first are such, whose host is one of what is said of them.
    """
    owners = {}
    for column in found.columns:
        if column in taken or not column.some:
            continue
        able = [at for at, key in enumerate(keys) if key.header not in lists and _says_one(key, column)]
        beside = _beside(keys, able, column)
        evident = [at for at in able if _is_said_of(keys[at], column)]
        if beside not in evident:
            evident = [at for at in evident if at != len(keys) - 1]
            beside = next(iter(evident), beside if rows is None else rows)
        if able:
            owners[column] = 0 if machines else beside
    return owners


def doubtful(keys: Sequence[Profile], owners: Mapping[Profile, int]) -> Iterator[tuple[str, str, str]]:
    """What is said of a level by where it stands, and as well of an upper one, in several rows of one name."""
    for column, at in owners.items():
        for upper in keys[:at]:
            groups = [[*filter(None, cells)] for cells in _groups(upper, column).values()]
            if _says_one(upper, column) and any(len(cells) > 1 for cells in groups):
                yield column.header, keys[at].header, upper.header
                break


def _beside(keys: Sequence[Profile], able: Sequence[int], column: Profile) -> int:
    """The one of these levels that stands before a column; where the lowest comes first, that one."""
    last = len(keys) - 1
    if last in able and keys[last].at < keys[0].at:
        return last
    before = [at for at in able if keys[at].at < column.at]
    return max(before, key=lambda at: keys[at].at, default=next(iter(able), 0))


def _groups(key: Profile, column: Profile) -> dict[str, list[str]]:
    said: dict[str, list[str]] = defaultdict(list)
    for name, cell in zip(key.cells, column.cells, strict=True):
        if name:
            said[same_name(name)].append(cell)
    return said


def _says_one(key: Profile, column: Profile) -> bool:
    """Does a column say the same in all rows of a name, or nothing?"""
    return all(len({*cells} - {""}) < 2 for cells in _groups(key, column).values())


def _is_said_of(key: Profile, column: Profile) -> bool:
    """Is it filled in all rows of each name, or in the first only; and not in all names alike?"""
    groups = [cells for cells in _groups(key, column).values() if len(cells) > 1 and any(cells)]
    alike = all(all(cells) or (cells[0] and not any(cells[1:])) for cells in groups)
    return alike and len(groups) >= _EVIDENT and len({next(filter(None, cells)) for cells in groups}) > 1
