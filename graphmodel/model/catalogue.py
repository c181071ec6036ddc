"""A catalogue: what several sources hold, merged, with what is only named brought into being."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from graphmodel.model import metamodel as mm
from graphmodel.model import taxonomy
from graphmodel.model.aliases import aliases
from graphmodel.model.register import located
from graphmodel.model.table import Table, concat, empty, from_records
from graphmodel.model.uniting import UNITE

if TYPE_CHECKING:
    from collections.abc import Hashable, Iterable, Mapping

    import networkx

    from graphmodel.model.metamodel import Kind
    from graphmodel.model.table import Value

_DIFFERENCE: Final = "graphmodel.planning.difference:difference"
_TO_NETWORKX: Final = "graphmodel.interchange.nx:to_networkx"
_FROM_NETWORKX: Final = "graphmodel.interchange.nx:from_networkx"
"""What the class offers and rooms above this one make."""

Tables = dict[str, Table]
"""What one source gives: kind of record → its records. A kind it gives nothing of may be absent."""


@dataclass(frozen=True, eq=False)
class Catalogue:
    """The merged catalogue. Absent values are empty strings or None alike; use ``Table.texts`` or ``Table.record``.

    Two are equal when their records are: absent values as empty ones, texts that mean the same alike, whatever the
    order of rows and columns and the places that they were read from.
    """

    tables: Tables
    """Every kind of record, in the order of the metamodel.

    Nodes are sorted by id; one that is only named (or is a shipped type) has line 0 and no file. Relationships stand
    in no particular order, one row per identity; where a record names a service it is by its id, aliases resolved.
    """

    def table(self, kind: str) -> Table:
        """The records of one kind, by the kind's name."""
        return self.tables[kind]

    @property
    def services(self) -> Table:
        """Services and products; placeholders among them, with ``placeholder`` = yes."""
        return self.tables["service"]

    @property
    def categories(self) -> Table:
        """Categories, the shipped types among them where they are used or none was brought."""
        return self.tables["category"]

    @property
    def roles(self) -> Table:
        """Roles."""
        return self.tables["role"]

    @property
    def dependencies(self) -> Table:
        """Dependencies."""
        return self.tables["dependency"]

    @property
    def responsibilities(self) -> Table:
        """Responsibilities."""
        return self.tables["responsibility"]

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Catalogue):
            return NotImplemented
        return next(located(_DIFFERENCE)(self, other), None) is None

    __hash__ = None  # type: ignore[assignment]

    def to_networkx(self) -> networkx.MultiDiGraph[str]:
        """The catalogue as a NetworkX graph, without loss; ``docs/networkx.md`` names nodes, edges and attributes."""
        graph: networkx.MultiDiGraph[str] = located(_TO_NETWORKX)(self)
        return graph

    @staticmethod
    def from_networkx(graph: networkx.Graph[Any]) -> Catalogue:
        """The catalogue of a directed graph of NetworkX; of one that ``to_networkx`` made, an equal one.

        Nodes need no attributes: ``docs/networkx.md`` says what they may have. Raises RejectedError with every problem
        of the graph, UsageError for what is no graph.
        """
        catalogue: Catalogue = located(_FROM_NETWORKX)(graph)
        return catalogue


def merge(held: Mapping[str, Tables]) -> Catalogue:
    """The catalogue that these sources hold together (source name → what it gives).

    Where sources contradict each other (which an import refuses) the first by name wins. A node that is referred to and
    that nobody holds is added: a service as a placeholder.
    """
    return completed(
        joined({kind: table.given_by(name) for kind, table in held[name].items()} for name in sorted(held))
    )


def joined(given: Iterable[Tables], alias: dict[str, str] | None = None) -> Tables:
    """What several sources give as one: aliases resolved, one row per identity, of every kind of record.

    Of two that say different things of one field the first has the last word. ``alias``: other id → id, by default what
    these sources say.
    """
    parts = list(given)
    if alias is None:
        alias = aliases(tables["service"] for tables in parts if "service" in tables)
    return {
        name: _merged(kind, [tables[name] for tables in parts if name in tables], alias)
        for name, kind in mm.KINDS.items()
    }


def completed(tables: Tables) -> Catalogue:
    """The catalogue of these records, one per identity, with what they name and nobody holds."""
    named = {name: _named(tables.values(), name) for name in mm.NODES}
    # Where no root category was brought all the shipped types are there.
    if all(tables["category"].texts("parent")):
        named["category"].update(taxonomy.types())
    return Catalogue(tables | {name: _with_named(tables[name], named[name]) for name in mm.NODES})


def _named(tables: Iterable[Table], target: str) -> set[str]:
    """What fields refer to records of that kind by, lists aside: these expect something, and name nothing."""
    return set().union(
        *(
            table.distinct(field.name)
            for table in tables
            for field in table.kind.fields
            if field.refers_to == target and field.type == "id"
        )
    )


def _merged(kind: Kind, given: Iterable[Table], alias: dict[str, str]) -> Table:
    tables = [_resolved(table, alias) for table in given]
    table = concat(kind, tables)
    if len(table) and (alias or sum(1 for t in tables if len(t)) > 1):
        table = unique(table, table.keys())
    return by_id(table) if kind.is_node else table


def _resolved(table: Table, alias: dict[str, str]) -> Table:
    """The table with aliases replaced by ids wherever it names a service."""
    fields = [f for f in table.kind.service_fields if f.name in table.columns]
    if not alias or not fields:
        return table
    columns = table.columns | {
        f.name: [
            ";".join(alias.get(name, name) for name in text.split(";"))
            if f.type == "ids"
            else alias.get(text, text)
            for text in table.texts(f.name)
        ]
        for f in fields
    }
    return Table(table.kind, columns, table.files, table.lines, table.sources)


def unique(table: Table, keys: Iterable[Hashable]) -> Table:
    """One row per identity (``keys``, one per row): of each field the first value that is not empty.

    A field that is united (the aliases and tags of a service, the count of observations) is that of all its rows.
    """
    first: dict[Hashable, int] = {}
    later: list[tuple[int, int]] = []
    for row, key in enumerate(keys):
        kept = first.setdefault(key, row)
        if kept != row:
            later.append((kept, row))
    if not later:
        return table
    columns = {name: list(column) for name, column in table.columns.items()}
    united = {f.name: f.united for f in table.kind.fields if f.united and f.name in columns}
    given = {name: columns.pop(name) for name in united}
    for kept, row in later:
        for column in columns.values():
            column[kept] = column[kept] or column[row]
        for name, column in given.items():
            together = UNITE[united[name]](column[kept] or "", column[row] or "")
            if name == "aliases":  # a service is no alias of itself, whatever another source calls it
                together = ";".join(one for one in together.split(";") if one != columns["id"][kept])
            column[kept] = together
    columns |= given
    merged = Table(table.kind, columns, table.files, table.lines, table.sources)
    return merged.take(list(first.values()))


def _with_named(table: Table, named: set[str]) -> Table:
    """The table with what is only named; a shipped type is as it is shipped."""
    missing = sorted(named.difference(table.texts("id"), {""}))
    if not missing:
        return table
    kind, types = table.kind, taxonomy.types() if table.kind.name == "category" else {}
    added = from_records(kind.name, (types.get(name) or {"id": name, **dict(kind.named)} for name in missing))
    return by_id(concat(kind, [table, Table(kind, added.columns, added.files, [0] * len(added))]))


def by_id(table: Table) -> Table:
    """The nodes, sorted by id."""
    ids = table.texts("id")
    order = sorted(range(len(ids)), key=ids.__getitem__)
    return table if order == list(range(len(ids))) else table.take(order)


def blank() -> Tables:
    """What a source gives that gives nothing."""
    return {name: empty(kind) for name, kind in mm.KINDS.items()}


def values(column: Iterable[Value]) -> set[str]:
    """The distinct values of a column that are not empty."""
    return {v for v in column if v}
