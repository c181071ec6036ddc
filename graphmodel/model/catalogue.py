"""A catalogue: what several sources hold, merged, with what is only named brought into being."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from graphmodel.model import metamodel as mm
from graphmodel.model import taxonomy
from graphmodel.model.aliases import aliases
from graphmodel.model.meaning import UNITED, united
from graphmodel.model.register import located
from graphmodel.model.table import Table, concat, empty, from_records

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

    services: Table
    """Services and products, sorted by id; placeholders among them, with ``placeholder`` = yes."""
    categories: Table
    """Sorted by id. One that is only named, or is a shipped type, has line 0 and no file."""
    roles: Table
    """Sorted by id. One that is only named has line 0 and no file."""
    dependencies: Table
    """Ends are ids, aliases resolved; one row per identity, in no particular order."""
    responsibilities: Table
    """The service is an id, aliases resolved; one row per identity, in no particular order."""

    def table(self, kind: str) -> Table:
        """The records of one kind, by the kind's name."""
        return {
            "service": self.services,
            "category": self.categories,
            "role": self.roles,
            "dependency": self.dependencies,
            "responsibility": self.responsibilities,
        }[kind]

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
        """The catalogue that ``to_networkx`` gave. Raises RejectedError where the graph is not of that form."""
        catalogue: Catalogue = located(_FROM_NETWORKX)(graph)
        return catalogue


def merge(held: Mapping[str, Tables]) -> Catalogue:
    """The catalogue that these sources hold together (source name → what it gives).

    Where sources contradict each other (which an import refuses) the first by name wins. A service that is referred to
    and that nobody holds is a placeholder; categories and roles that are only named are added.
    """
    sources = [(name, held[name]) for name in sorted(held)]
    alias = aliases(t["service"] for _, t in sources if "service" in t)
    services = _merged(mm.SERVICE, sources, alias, sort=True)
    dependencies = _merged(mm.DEPENDENCY, sources, alias)
    responsibilities = _merged(mm.RESPONSIBILITY, sources, alias)
    services = _with_placeholders(services, dependencies, responsibilities)
    categories = _with_types(_merged(mm.CATEGORY, sources, {}, sort=True), services)
    roles = _with_named(_merged(mm.ROLE, sources, {}, sort=True), set(responsibilities.texts("role")))
    return Catalogue(services, categories, roles, dependencies, responsibilities)


def _merged(
    kind: Kind, sources: list[tuple[str, Tables]], alias: dict[str, str], *, sort: bool = False
) -> Table:
    tables = [_resolved(_given(t[kind.name], name), alias) for name, t in sources if kind.name in t]
    table = concat(kind, tables)
    if len(table) and (alias or sum(1 for t in tables if len(t)) > 1):
        table = unique(table, table.keys())
    if sort:
        ids = table.texts("id")
        order = sorted(range(len(ids)), key=ids.__getitem__)
        if order != list(range(len(ids))):
            table = table.take(order)
    return table


def _given(table: Table, source: str) -> Table:
    return Table(table.kind, table.columns, table.files, table.lines, [source] * len(table))


def _resolved(table: Table, alias: dict[str, str]) -> Table:
    """The table with aliases replaced by ids wherever it names a service."""
    if not alias:
        return table
    names = (
        ["id"]
        if table.kind is mm.SERVICE
        else [f.name for f in table.kind.fields if f.refers_to == "service"]
    )
    columns = table.columns | {
        n: [alias.get(v, v) for v in table.texts(n)] for n in names if n in table.columns
    }
    return Table(table.kind, columns, table.files, table.lines, table.sources)


def unique(table: Table, keys: Iterable[Hashable]) -> Table:
    """One row per identity (``keys``, one per row): of each field the first value that is not empty.

    The aliases and tags of a service are those of all its rows.
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
    lists: dict[str, list[Value]] = {
        n: columns.pop(n) for n in UNITED if n in columns and table.kind is mm.SERVICE
    }
    for kept, row in later:
        for column in columns.values():
            column[kept] = column[kept] or column[row]
        for name, column in lists.items():
            own = columns["id"][kept] or "" if name == "aliases" else ""
            column[kept] = united(column[kept] or "", column[row] or "", own)
    columns |= lists
    merged = Table(table.kind, columns, table.files, table.lines, table.sources)
    return merged.take(list(first.values()))


def _with_placeholders(services: Table, dependencies: Table, responsibilities: Table) -> Table:
    named = {
        *dependencies.texts("service"),
        *dependencies.texts("depends_on"),
        *responsibilities.texts("service"),
    }
    missing = sorted(named.difference(services.texts("id")))
    if not missing:
        return services
    added = from_records("service", ({"id": i, "kind": "service", "placeholder": "yes"} for i in missing))
    return _sorted(_with(services, added))


def _with_types(categories: Table, services: Table) -> Table:
    """The categories with those only named, and, where no root category was brought, all the shipped types."""
    known = set(categories.texts("id"))
    named = {*services.texts("category"), *categories.texts("parent")} - known
    if all(categories.texts("parent")):
        named.update(taxonomy.types())
    return _with_named(categories, named, taxonomy.types())


def _with_named(table: Table, named: set[str], known: Mapping[str, dict[str, str]] | None = None) -> Table:
    missing = sorted(named.difference(table.texts("id"), {""}))
    if not missing:
        return table
    added = from_records(table.kind.name, ((known or {}).get(i, {"id": i}) for i in missing))
    return _sorted(_with(table, added))


def _with(table: Table, implied: Table) -> Table:
    nowhere = Table(implied.kind, implied.columns, implied.files, [0] * len(implied))
    return concat(table.kind, [table, nowhere])


def _sorted(table: Table) -> Table:
    ids = table.texts("id")
    return table.take(sorted(range(len(ids)), key=ids.__getitem__))


def blank() -> Tables:
    """What a source gives that gives nothing."""
    return {name: empty(kind) for name, kind in mm.KINDS.items()}


def values(column: Iterable[Value]) -> set[str]:
    """The distinct values of a column that are not empty."""
    return {v for v in column if v}
