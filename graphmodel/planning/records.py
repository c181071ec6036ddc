"""Rows of one record of one source: what they say together, and where they contradict each other (E301, E302).

Whoever makes records asks here, whatever they are made of: files, what people type, graphs.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import reduce

from graphmodel.model.metamodel import SERVICE
from graphmodel.model.table import Table, Value
from graphmodel.model.uniting import UNITE
from graphmodel.model.values import TYPES, Type, type_of
from graphmodel.model.words import listed, short
from graphmodel.planning.flaw import Flaw

Rank = Callable[[str, str], int]
"""(column, what rows share of their origin) → who has the last word on it: 0 before 1."""


@dataclass(frozen=True)
class Merged:
    """What the rows of one record say together."""

    rows: tuple[int, ...]
    """By file and line."""
    row: int
    """The one that says the most, the first of those: its place is the record's."""
    values: dict[str, int]
    """Column → the row whose value is taken."""
    disputed: dict[str, tuple[int, ...]]
    """Column of several values → for each value the first row that gives it."""
    overruled: dict[str, tuple[int, ...]]
    """Column → the row whose file has the last word, and for each other value the first row that gives it."""
    united: dict[str, str]
    """Column to which every row adds its own → what they say together."""
    repeated: dict[int, int]
    """Row that says nothing new → the row that says the same, or the same and more."""


class Merger:
    """Merges rows of one table. An empty cell says nothing."""

    def __init__(self, table: Table, prefer: Rank | None = None) -> None:
        self._table = table
        self._prefer = prefer
        adding = {f.name: UNITE[f.united] for f in table.kind.fields if f.united in ("sum", "latest")}
        self._adding = [(n, column, adding[n]) for n, column in table.columns.items() if n in adding]
        self._columns = [
            (name, column, type_of(table.kind, name))
            for name, column in table.columns.items()
            if name not in table.kind.key and name not in adding
        ]

    def merged(self, rows: Sequence[int]) -> Merged:
        """Those rows, which have one identity."""
        files, lines = self._table.files, self._table.lines
        rows = sorted(rows, key=lambda row: (files[row], lines[row], row))
        values: dict[str, int] = {}
        disputed: dict[str, tuple[int, ...]] = {}
        overruled: dict[str, tuple[int, ...]] = {}
        said: list[list[Hashable]] = [[] for _ in rows]
        for name, column, typed in self._columns:
            given: dict[Hashable, int] = {}
            giving: list[int] = []
            for at, row in enumerate(rows):
                if (value := column[row]) and (meaning := _meaning(typed, value)) != "":
                    given.setdefault(meaning, row)
                    giving.append(row)
                    said[at].append((name, meaning))
            if given:
                values[name] = _plainest(column, giving) if len(given) == 1 else giving[0]
            if len(given) > 1 and (preferred := self._preferred(name, typed, giving)) is not None:
                values[name] = preferred
                own = _meaning(typed, column[preferred])
                overruled[name] = (preferred, *(row for meaning, row in given.items() if meaning != own))
            elif len(given) > 1:
                disputed[name] = tuple(given.values())
        most = max(range(len(rows)), key=lambda at: (len(said[at]), -at))
        united = {
            name: reduce(unite, (column[row] or "" for row in rows)) for name, column, unite in self._adding
        }
        # Two rows that say the same are two of what is counted.
        repeated = {} if united else dict(_repeated(rows, [frozenset(of_row) for of_row in said], most))
        return Merged(tuple(rows), rows[most], values, disputed, overruled, united, repeated)

    def _preferred(self, name: str, typed: Type, rows: Sequence[int]) -> int | None:
        """Of rows that give a value, the one that is taken of the files that have the last word, if these give one."""
        if self._prefer is None:
            return None
        files, column = self._table.files, self._table.columns[name]
        ranks = {row: self._prefer(name, files[row]) for row in rows}
        best = min(ranks.values())
        last = [row for row in rows if ranks[row] == best]
        return _plainest(column, last) if len({_meaning(typed, column[row]) for row in last}) == 1 else None

    def value(self, column: str, one: Merged) -> Value:
        """The value of a column; where no row gives one: empty where a row says so, else None."""
        if column in one.united:
            return one.united[column]
        cells = self._table.columns[column]
        if column in one.values:
            return cells[one.values[column]]
        return "" if any(cells[row] is not None for row in one.rows) else None


def _meaning(typed: Type, value: Value) -> Hashable:
    """What is the same for all that rows of one record may write for it: blanks around a text say nothing."""
    return (value or "").strip() if typed is TYPES["text"] else typed.identity(value or "")


def _plainest(column: Sequence[Value], rows: Sequence[int]) -> int:
    """Of rows that mean the same, the one to write it as, whatever their order: ``4h`` before ``240 min``."""
    return min(rows, key=lambda row: (len(column[row] or ""), column[row] or ""))


def _repeated(
    rows: Sequence[int], said: Sequence[frozenset[Hashable]], most: int
) -> Iterator[tuple[int, int]]:
    first = {said[most]: rows[most]}
    for row, of_row in zip(rows, said, strict=True):
        if row == rows[most]:
            continue
        if of_row <= said[most]:
            yield row, rows[most]
        elif first.setdefault(of_row, row) != row:
            yield row, first[of_row]


def several(columns: Sequence[Sequence[str]]) -> Iterator[tuple[tuple[str, ...], list[int]]]:
    """(identity, rows) of the identities that several rows have; ``columns``: of the fields that are the key."""
    first: dict[tuple[str, ...], int] = {}
    found: dict[tuple[str, ...], list[int]] = {}
    for row, key in enumerate(zip(*columns, strict=True)):
        if (kept := first.setdefault(key, row)) != row:
            found.setdefault(key, [kept]).append(row)
    yield from found.items()


def torn(table: Table, one: Merged, key: Sequence[str]) -> Iterator[Flaw]:
    """E301, E302: each row of a record that is the first to give a value which another row gives otherwise."""
    for row in one.rows:
        for other, columns in _given_by(one, row).items():
            yield contradiction(table, other, row, columns, key)


def _given_by(one: Merged, row: int) -> Mapping[int, Sequence[str]]:
    """Row that gave other values first → columns in which this one is the first to give its value."""
    found: dict[int, list[str]] = {}
    for name, rows in one.disputed.items():
        if row in rows[1:]:
            found.setdefault(rows[0], []).append(name)
    return found


def contradiction(table: Table, kept: int, row: int, differ: Sequence[str], key: Sequence[str]) -> Flaw:
    """E301, E302: what a row gives otherwise than the one that is kept, in these columns."""
    other = table.origin(kept)
    if table.kind is SERVICE and "kind" in differ:
        one, two = table.column("kind")[kept], table.column("kind")[row]
        message = f"{key[0]!r} is a {two} here and a {one} in {other}"
        hint = "a product is a service too: keep it in one file, products.csv if it is a product"
        return Flaw("E302", table, row, "", message, "id", key[0], hint)
    what = " → ".join(part for part in key if part)
    values = listed(
        [
            f"{name} ({short(table.texts(name)[kept])!r} there, {short(table.texts(name)[row])!r} here)"
            for name in differ
        ]
    )
    message = f"{what!r} is also in {other}, with another {values}"
    hint = "keep the right one of the two, or give one another identity"
    return Flaw("E301", table, row, "", message, table.kind.key[0], key[0], hint)
