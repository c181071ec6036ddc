"""References by name: what a record calls by its name where that is no id, if exactly one record has the name.

An id or alias in other letters (``DB-cluster``) is a name, too, and goes before those that records are called.

A name beside the id of the same record is a name of it, too: ``Payroll (S-02)``, ``S-02 - Payroll``.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Final

from graphmodel.importers.checking.identity import unique
from graphmodel.importers.incoming import Incoming
from graphmodel.importers.names import halves, same_name
from graphmodel.importers.rejected import Rejected, Rejects
from graphmodel.importers.tables.found import Found, because
from graphmodel.model import taxonomy
from graphmodel.model.aliases import claims
from graphmodel.model.catalogue import Tables
from graphmodel.model.metamodel import KINDS, Field, Kind
from graphmodel.model.origin import origin
from graphmodel.model.table import Table, Value, concat
from graphmodel.model.words import count, listed
from graphmodel.planning import legal

CANDIDATES: Final = 5
"""So many records of one name are listed."""

CALLED: Final = {"role": ("contact",)}
"""Fields besides the name by which a node may be called: a role by its mail address."""

_Meant = Mapping[tuple[str, str], Mapping[str, Mapping[str, str]]]
"""(kind, field) → name as it is written → ids that have it, each as a message writes it."""


def by_name(incoming: Incoming, others: Mapping[str, Tables], placeholders: Collection[str]) -> Incoming:
    """The same with ids in place of names. Rows that use a name of several records are rejected.

    ``others`` and ``placeholders`` as in ``resolve``.
    """
    meant = {
        (kind.name, field.name): found
        for kind, field in _references(incoming.tables)
        if (found := _meant(kind, field, incoming, others, placeholders))
    }
    return _Replacing(incoming, meant).done() if meant else incoming


def _references(tables: Tables) -> Iterator[tuple[Kind, Field]]:
    """Fields that refer to one record."""
    for table in tables.values():
        for field in table.kind.fields:
            if field.refers_to and field.type == "id" and field.name in table.columns:
                yield table.kind, field


def _meant(
    kind: Kind,
    field: Field,
    incoming: Incoming,
    others: Mapping[str, Tables],
    placeholders: Collection[str],
) -> dict[str, dict[str, str]]:
    """Name as it is written → ids that have it, for what is no id."""
    own = (incoming.tables, incoming.doubtful)
    given = [tables[kind.name] for tables in own if kind.name in tables]
    target = field.refers_to
    parts = [("", tables[target]) for tables in own if target in tables]
    parts += [(source, tables[target]) for source, tables in sorted(others.items()) if target in tables]
    ids = [table.distinct("id") for _, table in parts]
    values = set[str]().union(*(table.distinct(field.name).difference(*ids) for table in given)) - {""}
    if not values:
        return {}
    alias = legal.known(parts).alias if target == "service" else {}
    values -= alias.keys()
    values -= {*placeholders, *incoming.allowed_missing} if target == "service" else set()
    values -= taxonomy.types().keys() if target == "category" else set()
    meant: dict[str, dict[str, str]] = {}
    for fields in (("id", "aliases"), ("name", *CALLED.get(target, ()))):
        names = _names(parts, {same_name(value) for value in values}, alias, fields)
        meant |= {value: found for value in values if (found := names.get(same_name(value)))}
        values -= meant.keys()
    return meant | _labels(parts, values, alias)


def _called(table: Table, fields: Sequence[str]) -> Iterator[tuple[int, str, str]]:
    """(row, what its record is called, its id) for each of these fields."""
    for field in fields:
        if field == "aliases":
            yield from claims(table)
        else:
            names = zip(table.texts(field), table.texts("id"), strict=True)
            yield from ((row, name, own) for row, (name, own) in enumerate(names))


def _names(
    parts: legal.Parts, wanted: Collection[str], alias: Mapping[str, str], fields: Sequence[str]
) -> dict[str, dict[str, str]]:
    """Folded name → ids that have it in one of these fields, each as a message writes it."""
    found: dict[str, dict[str, str]] = defaultdict(dict)
    for source, table in parts if wanted else ():
        for row, name, own in _called(table, fields):
            if name and own and (folded := same_name(name)) in wanted:
                by = f", source {source}" if source else ""
                found[folded].setdefault(alias.get(own, own), f"{own!r} ({table.origin(row)}{by})")
    return found


def _labels(
    parts: legal.Parts, values: Collection[str], alias: Mapping[str, str]
) -> dict[str, dict[str, str]]:
    """Text as it is written → the records of which it is an id (or alias) beside a name (or another id)."""
    pairs = {value: [*halves(same_name(value))] for value in values}
    asked = {half for every in pairs.values() for pair in every for half in pair}
    if not asked:
        return {}
    called: dict[str, list[tuple[set[str], str, str]]] = defaultdict(list)
    """Id or alias that is asked for → what such a record is called, its id, and that as a message writes it."""
    for source, table in parts:
        rows = zip(*map(table.texts, ("id", "name", "aliases")), strict=True)
        for row, (own, name, others) in enumerate(rows):
            ids = set(map(same_name, (own, *others.split(";"))))
            if own and not asked.isdisjoint(ids):
                by = f", source {source}" if source else ""
                said = alias.get(own, own), f"{own!r} ({table.origin(row)}{by})"
                for one in asked & ids:
                    called[one].append(({*ids, same_name(name)} - {one, ""}, *said))
    found: dict[str, dict[str, str]] = {}
    for value, every in pairs.items():
        for one, two in (p for pair in every for p in (pair, pair[::-1])):
            for names, own, told in called.get(one, ()):
                if two in names:
                    found.setdefault(value, {}).setdefault(own, told)
    return found


class _Replacing:
    """Writes ids in place of names."""

    def __init__(self, incoming: Incoming, meant: _Meant) -> None:
        self._incoming = incoming
        self._meant = meant
        self._found = Found(sheets=incoming.sheets, prefer=incoming.prefer)
        self._count: dict[str, Counter[tuple[str, str]]] = defaultdict(Counter)
        """File → (name, id) that stands for it."""

    def done(self) -> Incoming:
        """What came in, with ids."""
        incoming = self._incoming
        doubtful = {name: self._table(table)[0] for name, table in incoming.doubtful.items()}
        tables = dict[str, Table]()
        for name, table in incoming.tables.items():
            replaced, bad = self._table(table)
            tables[name] = (
                replaced.take([row for row in range(len(table)) if row not in bad]) if bad else replaced
            )
            if bad:
                kept = [doubtful[name]] if name in doubtful else []
                doubtful[name] = concat(table.kind, [*kept, replaced.take(sorted(bad))])
        # Two rows may turn out to be of one record.
        again = {kind for kind, field in self._meant if field in KINDS[kind].key}
        tables |= unique(tables, self._found, again)
        before = {
            self._translated(one): [self._translated(other) for other in others]
            for one, others in incoming.completed.items()
        }
        completed = dict(before)
        for one, others in self._found.completed.items():
            completed[one] = [
                r for row in (one, *others) for r in (row, *before.get(row, ())) if r is not one
            ]
        rejected = Rejects(map(self._translated, incoming.rejected))
        for one in self._found.rejected:
            for row in (one, *before.get(one._replace(because=""), ())):
                rejected.append(row._replace(because=one.because))
        return replace(
            incoming,
            tables=tables,
            doubtful=doubtful,
            problems=(*incoming.problems, *self._found.problems),
            rejected=rejected,
            notes=(*incoming.notes, *self._notes()),
            completed=completed,
            merged=self._merged(),
        )

    def _merged(self) -> dict[str, set[int]]:
        before, now = self._incoming.merged, self._found.merged
        return {
            sheet: before.get(sheet, set()) | now.get(sheet, set()) for sheet in before.keys() | now.keys()
        }

    def _table(self, table: Table) -> tuple[Table, set[int]]:
        """The table with ids, and the rows that use a name of several records, which is blank in them."""
        columns, bad = dict(table.columns), set[int]()
        for field in table.kind.fields:
            meant = self._meant.get((table.kind.name, field.name))
            if not meant or field.name not in columns:
                continue
            column: list[Value] = list(columns[field.name])
            for row, value in enumerate(column):
                if value is None or (ids := meant.get(value)) is None:
                    continue
                column[row] = next(iter(ids)) if len(ids) == 1 else ""
                if len(ids) == 1:
                    self._count[origin(table.files[row], 1).file][value, next(iter(ids))] += 1
                else:
                    bad.add(row)
                    self._ambiguous(table, row, field, value, ids)
            columns[field.name] = column
        return Table(table.kind, columns, table.files, table.lines, table.sources), bad

    def _ambiguous(self, table: Table, row: int, field: Field, value: str, ids: Mapping[str, str]) -> None:
        message = f"{count(len(ids), 'record')} have this name: {listed(sorted(ids.values()), CANDIDATES)}"
        hint = "write the id of the one that is meant"
        problem = self._incoming.sheets.of_row("E312", table, row, message, field.name, value, hint)
        self._found.problems.append(problem)
        self._found.rejected.append(
            self._translated(self._incoming.sheets.rejected(table, row, because(problem)))
        )

    def _translated(self, one: Rejected) -> Rejected:
        fields = KINDS[one.kind].key
        ids = (
            self._meant.get((one.kind, field), {}).get(part, {})
            for field, part in zip(fields, one.key, strict=False)
        )
        key = tuple(
            part if not i else next(iter(i)) if len(i) == 1 else ""
            for i, part in zip(ids, one.key, strict=True)
        )
        return one if key == one.key else one._replace(key=key)

    def _notes(self) -> Iterator[str]:
        for file, used in sorted(self._count.items()):
            (name, own), _ = min(used.items(), key=lambda item: (-item[1], item[0]))
            yield f"{file}: {count(used.total(), 'reference')} by name, not by id: {name!r} is {own!r}" + (
                " and so on" if len(used) > 1 else ""
            )
