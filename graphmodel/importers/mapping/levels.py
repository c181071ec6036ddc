"""Sheets whose columns are levels: ``Product, Service, Component``; what is in one depends on what is in the next.

The names of the columns say that they are levels, and which is above which; the rows say it again: values of an upper
one are repeated, or stand once above blank cells.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import groupby, product
from typing import Final, NamedTuple

from graphmodel.importers.lists import likely_items
from graphmodel.importers.mapping.duties import assigned
from graphmodel.importers.mapping.guess import TRUSTED
from graphmodel.importers.mapping.headers import Name
from graphmodel.importers.mapping.interfaces import is_of_interfaces
from graphmodel.importers.mapping.keys import Key
from graphmodel.importers.mapping.owners import doubtful, owners_of
from graphmodel.importers.mapping.profile import Profile, known_share
from graphmodel.importers.mapping.proposal import short
from graphmodel.importers.mapping.relations import Edges
from graphmodel.importers.mapping.sample import Sample
from graphmodel.importers.mapping.synonyms import level, means, says, shortest, supporting
from graphmodel.importers.names import same_name
from graphmodel.model.words import listed

_SURE: Final = 4
"""As keys: called like a name, or like an id."""
_ID: Final = 6
_RELATED: Final = ("providers", "consumers", "relation")
"""What a column is for that says more of how the rows are related."""
_DIVIDING: Final = (";", "|", "\n")
"""Signs that names do not have."""
_CODE: Final = re.compile(r"[\w.-]*[\d_.-][\w.-]*")
"""What is called so is no word: ``srv-1``."""
_SEVERAL: Final = 3
"""So many columns of levels are levels even where no name is repeated."""
_RUNNING: Final = 5
"""The rank of databases; servers have a higher one."""
_NAMED: Final = 3
"""So many names that stand below several others are named."""


class SheetLevel(NamedTuple):
    """One level."""

    keys: tuple[Key, ...]
    """Its id, or name, first; all of a sample of its own, which has a row for each."""
    product: bool
    """It is called after what people use, and nothing depends on it."""

    @property
    def found(self) -> Sample:
        """The sample."""
        return self.keys[0].found


@dataclass(frozen=True, eq=False)
class SheetLevels:
    """The levels of a sheet, the uppermost first, and the dependencies between them, each as a sample of its own."""

    found: Sample
    levels: tuple[SheetLevel, ...]
    edges: tuple[Edges, ...]
    signs: Mapping[str, str]
    """Header of a column of lists → what separates their items."""
    doubtful: tuple[tuple[str, str, str], ...] = ()
    """Columns, the level of which they are read, and an upper one each of which has one value, too."""

    @property
    def parts(self) -> list[Sample]:
        """All samples."""
        return [*(one.found for one in self.levels), *(one.found for one in self.edges)]

    @cached_property
    def in_words(self) -> str:
        """In words."""
        pairs = dict.fromkeys((one.consumer.header, one.provider.header) for one in self.edges)
        order = listed([f"{one} > {two}" for one, two in pairs])
        said = f"{self.found.place}: columns read as levels, each depends on the next: {order}"
        several = list(dict.fromkeys(short(name) for edge in self.edges for name in _several(edge)))
        if several:
            said += f"; what stands below several is one service: {listed(several, _NAMED)}"
        for (lower, upper), same in groupby(self.doubtful, lambda one: one[1:]):
            columns = [column for column, *_ in same]
            are, each = ("is", "it") if len(columns) == 1 else ("are", "each")
            said += (
                f"; {listed(columns, 10)} {are} read as what is said of {lower}, "
                f"and each {upper} has one value of {each}, too"
            )
        return said


class _LevelColumns(NamedTuple):
    """The columns of a level: what it is referred to by, and its name beside that."""

    key: Profile
    others: tuple[Profile, ...]
    rank: int


def levels(found: Sample, elsewhere: Collection[str] = ()) -> SheetLevels | None:
    """The levels that the columns of a sheet are, uppermost first; None where they are none.

    ``elsewhere``: what other sheets call the levels that these are of.
    """
    columns = _ordered(_columns(found))
    signs = {one.key.header: sign for one in columns if (sign := _sign(one.key))}
    if len(columns) < 2 or assigned(found) or _is_of_one(found, columns, signs, elsewhere):
        return None
    if any(_names_rows(found, one.key, signs.get(one.key.header, "")) for one in columns):
        return None
    rows = _rows_are_of(found, columns)
    kept = columns[0].key.unique or (rows is not None and columns[rows].rank < _RUNNING)
    above = _above(columns, signs, inventory=kept)
    own_keys = [one.key for one in columns]
    machines = columns[0].rank >= _RUNNING and columns[0].key.unique
    said = owners_of(found, own_keys, _all(columns), signs, rows=rows, machines=machines)
    unsure = tuple(doubtful(own_keys, said))
    whole, columns = _itemised(found, columns, signs) if signs else (found, columns)
    taken, keys = _all(columns), [one.key for one in columns]
    owners = {c: said[own] for c, own in zip(whole.columns, found.columns, strict=True) if own in said}
    left = [c for c in whole.columns if c.some and c not in owners and c not in taken]
    if any(means(c.name, field) > 1 for c in left for field in _RELATED):
        return None
    stair = _is_stair(columns)
    made = []
    for at, one in enumerate(columns):
        own = [
            c for c in whole.columns if c in one.others or owners.get(c) == at or (stair and c not in taken)
        ]
        lower = columns[at + 1 :]
        below = {same_name(value) for other in lower for value in other.key.values}
        named = at == 0 and one.rank == 1 and below.isdisjoint(map(same_name, one.key.values))
        made.append(SheetLevel(_level(whole, one, own, lower[0].key if stair and lower else None), named))
    between = tuple(_edges(whole, keys, above, [] if stair else left))
    return SheetLevels(found, tuple(made), between, signs, unsure)


def _all(columns: Sequence[_LevelColumns]) -> set[Profile]:
    return {c for one in columns for c in (one.key, *one.others)}


def _rows_are_of(found: Sample, columns: Sequence[_LevelColumns]) -> int | None:
    """The level of which each row is a record: it comes first, and every row has another; None: of none."""
    at, first = min(enumerate(columns), key=lambda one: one[1].key.at)
    return at if first.key.unique and first.key.filled == found.rows else None


def _names_rows(found: Sample, column: Profile, sign: str) -> bool:
    """Does a column name other rows of the sheet, by what tells these apart? What it names is of the same level."""
    items = column.items(sign)
    others = (c for c in found.columns if c is not column and c.unique)
    rows = (c for c in others if c.wordy or means(c.name, "id"))
    return any(known_share(items, c.items("")) > TRUSTED for c in rows)


def _ordered(columns: Sequence[_LevelColumns]) -> list[_LevelColumns]:
    """The uppermost first, as they stand or the other way round; none where they stand in another order.

    What runs on what is known of databases, servers and the like, wherever they stand.
    """
    upper = [one for one in columns if one.rank < _RUNNING]
    ranks = [one.rank for one in upper]
    lower = sorted((one for one in columns if one.rank >= _RUNNING), key=lambda one: one.rank)
    if ranks == sorted(ranks, reverse=True) != sorted(ranks):
        upper.reverse()
    return [*upper, *lower] if ranks in (sorted(ranks), sorted(ranks, reverse=True)) else []


def _sign(column: Profile) -> str:
    """What separates the items of a column of a level, where its cells are lists; empty where they are none."""
    if column.form:
        return column.form
    together = "\0".join(column.values)
    if sign := next((one for one in _DIVIDING if one in together), ""):
        return sign
    parts = [cell.split(",") for cell in column.values if "," in cell]
    items = Counter(same_name(item) for cell in column.values for item in {*cell.split(",")})
    if all(_CODE.fullmatch(item.strip()) for cell in parts for item in cell):
        return "," if parts else ""
    known = sum(1 for cell in parts if any(items[same_name(item)] > 1 for item in cell))
    several = level(column.name)[0] != " ".join(column.name.plain)
    return "," if parts and (several or 2 * known > len(parts)) else ""


def _itemised(
    found: Sample, columns: Sequence[_LevelColumns], signs: Mapping[str, str]
) -> tuple[Sample, list[_LevelColumns]]:
    """The same with a row for each item of the columns of lists."""
    cells: list[Sequence[str]] = []
    for row in zip(*(c.cells for c in found.columns), strict=True):
        items = [_items(cell, signs.get(c.header, "")) for c, cell in zip(found.columns, row, strict=True)]
        cells += product(*items)
    divided = zip(*cells, strict=True)
    again = {c.at: replace(c, cells=own) for c, own in zip(found.columns, divided, strict=True)}
    part = replace(found, columns=tuple(again.values()), rows=len(cells), of=found.of or found)
    return part, [
        _LevelColumns(again[one.key.at], tuple(again[c.at] for c in one.others), one.rank) for one in columns
    ]


def _items(cell: str, sign: str) -> list[str]:
    return [item for one in likely_items(cell, sign) if (item := one.strip())] or [""] if sign else [cell]


def _columns(found: Sample) -> list[_LevelColumns]:
    """The columns that are called as levels are, those of one level together."""
    called = [(c, *level(c.name)) for c in found.columns if (c.some and c.wordy) or _numbers_level(c)]
    known = [(c, word, rank) for c, word, rank in called if rank and not (is_of_interfaces(c) or c.nesting)]
    supported = [one for one in known if not supporting(one[0].name.plain)]
    if any(c.unique for c, *_ in supported):  # a row for each, which says what it needs
        known = supported
    made: list[_LevelColumns] = []
    words = {word for _, word, _ in known}
    for _, same in groupby(
        known, key=lambda one: (shortest(one[1], words), one[0].header.casefold().count("sub"))
    ):
        own = [c for c, *_ in same]
        rank = level(own[0].name)[1]
        if made and _are_one(made[-1], own, rank):
            own = [made[-1].key, *made.pop().others, *own]
        ids = sorted(own, key=lambda c: (-c.filled, means(c.name, "id") < 2))
        made.append(_LevelColumns(ids[0], tuple(ids[1:]), rank))
    return made


def _are_one(before: _LevelColumns, own: Sequence[Profile], rank: int) -> bool:
    """Are columns of one rank the ids and the names of the same: each value of one beside one of the other?"""
    pairs = {*zip(before.key.cells, own[0].cells, strict=True)}
    ids = any(means(c.name, "id") > 1 for c in (before.key, *before.others, *own))
    generic = any(says("generic", level(c.name)[0]) for c in (before.key, own[0])) and before.key.unique
    one = before.rank == rank or generic
    return ids and one and all(len({*end}) == len(pairs) for end in zip(*pairs, strict=True))


def _numbers_level(column: Profile) -> bool:
    return bool(column.some) and means(column.name, "id") > 1


def _is_of_one(
    found: Sample, columns: Sequence[_LevelColumns], lists: Collection[str], elsewhere: Collection[str]
) -> bool:
    """Is each row a record of its own, which another column names, or each of one level only?"""
    upper = [one.key for one in columns[:-1]]
    last = max((one.key for one in columns), key=lambda key: key.at)
    if upper[0].unique and upper[0].header not in lists and level(last.name)[0] not in elsewhere:
        runs = columns[0].rank >= _RUNNING and last.filled > len(last.values)
        return not (lists or runs) and len(columns) < _SEVERAL
    own = _all(columns)
    named = [
        c
        for c in found.columns
        if c not in own and c.unique and max(means(c.name, "id"), means(c.name, "name")) > 1
    ]
    filled = {c.header for c in upper}.issubset(found.fill)  # whatever numbers the rows
    repeated = any(c.filled > len(c.values) for c in upper)
    return bool(named and not filled) or not (
        repeated or lists or level(last.name)[0] in elsewhere or len(columns) >= _SEVERAL
    )


def _is_stair(columns: Sequence[_LevelColumns]) -> bool:
    """Has everything on a level, but for the last, a row of its own, in which all lower levels are blank?"""
    cells = [one.key.cells for one in columns]
    for at in range(1, len(columns)):
        paths, own = set(), set()
        for row in zip(*cells, strict=True):
            if row[at - 1]:
                paths.add(row[:at])
                if not any(row[at:]):
                    own.add(row[:at])
        if paths != own:
            return False
    return True


def _level(
    found: Sample, one: _LevelColumns, own: Sequence[Profile], below: Profile | None
) -> tuple[Key, ...]:
    """A sample of a level, with a row for each name. ``below``: a level that is blank in its rows."""
    rows: dict[str, list[str]] = {}
    columns = [one.key, *own]
    for at, cells in enumerate(zip(*(c.cells for c in columns), strict=True)):
        if cells[0] and not (below and below.cells[at]):
            row = rows.setdefault(same_name(cells[0]), list(cells))
            row[:] = [before or cell for before, cell in zip(row, cells, strict=True)]
    values = list(zip(*rows.values(), strict=True)) or [()] * len(columns)
    keyed = dict(zip(columns, values, strict=True))
    named = {one.key: Name.of("name"), **dict.fromkeys(one.others, Name.of("name"))}
    if one.others and means(one.key.name, "id") > 1:
        named[one.key] = Name.of("id")
    made = {c: replace(c, cells=keyed[c], name=named.get(c, c.name)) for c in columns}
    part = replace(
        found,
        columns=tuple(sorted(made.values(), key=lambda c: c.at)),
        rows=len(rows),
        of=found.of or found,
        filled=_once((*found.filled, one.key.header)),
        blank_in=(below.header,) if below else (),
    )
    key = Key(part, made[one.key], _ID if one.others else _SURE)
    return (key, *(Key(part, made[c], _SURE) for c in one.others if made[c].unique))


def _edges(
    found: Sample, keys: Sequence[Profile], above: Sequence[int], left: Sequence[Profile]
) -> Iterator[Edges]:
    """The dependencies of each level on the next, and over a level that is blank between filled ones.

    ``above``: the level that depends on each; ``left``: columns that say something of the rows of the last two.
    """
    for lower in range(1, len(keys)):
        blank: list[Profile] = []
        upper = lower
        while upper:
            upper = above[upper]
            rows = zip(*(k.cells for k in (keys[upper], keys[lower], *blank)), strict=True)
            at = [n for n, cells in enumerate(rows) if cells[0] and cells[1] and not any(cells[2:])]
            if at:
                others = left if lower == len(keys) - 1 and not blank else ()
                yield _between(found, keys[upper], keys[lower], blank, others, at)
            blank = [*blank, keys[upper]]


def _stand_beside(one: _LevelColumns, two: _LevelColumns) -> bool:
    return one.rank == two.rank or min(one.rank, two.rank) >= _RUNNING


def _once(headers: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(headers))


def _above(columns: Sequence[_LevelColumns], lists: Collection[str], *, inventory: bool) -> list[int]:
    """The level that depends on each: the one before it, unless that has lists, which stand for themselves.

    In an ``inventory``, a row for each of the first, what is of one rank, or runs it, stands beside each other.
    """
    found = [0]
    for lower, one in enumerate(columns[1:], 1):
        at = lower - 1
        while at and (columns[at].key.header in lists or (inventory and _stand_beside(columns[at], one))):
            at -= 1
        found.append(at)
    return found


def _between(
    found: Sample,
    consumer: Profile,
    provider: Profile,
    between: Sequence[Profile],
    others: Sequence[Profile],
    rows: Sequence[int],
) -> Edges:
    one, two, *rest = (replace(c, cells=[c.cells[n] for n in rows]) for c in (consumer, provider, *others))
    part = replace(
        found,
        columns=(one, two, *rest),
        rows=len(rows),
        of=found.of or found,
        filled=_once((*found.filled, one.header, two.header)),
        blank_in=tuple(c.header for c in between),
    )
    return Edges(part, one, two, f"by their names: {one.header} depends on {two.header}")


def _several(edge: Edges) -> list[str]:
    """The providers that nothing else depends on, which several consumers have."""
    above: dict[str, set[str]] = defaultdict(set)
    for one, two in zip(edge.consumer.cells, edge.provider.cells, strict=True):
        above[two].add(same_name(one))
    return [name for name, consumers in above.items() if len(consumers) > 1]
