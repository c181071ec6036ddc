"""Records laid over a catalogue, as if they came from a source of its own that has the last word."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

from graphmodel.model.aliases import aliases, claims
from graphmodel.model.catalogue import Catalogue, by_id, completed, joined
from graphmodel.model.metamodel import DEPENDENCY, NODES, SERVICE
from graphmodel.model.suggest import did_you_mean
from graphmodel.model.table import Table, concat
from graphmodel.model.words import listed
from graphmodel.planning import legal
from graphmodel.planning.compare import identities
from graphmodel.planning.difference import given_tables
from graphmodel.planning.flaw import Flaw
from graphmodel.planning.groups import members, requirements
from graphmodel.planning.leaving import leave
from graphmodel.planning.plan import label

if TYPE_CHECKING:
    from collections.abc import Collection, Hashable, Iterator, Mapping, Sequence

    from graphmodel.model.catalogue import Tables
    from graphmodel.model.problems import Problem
    from graphmodel.model.table import Value
    from graphmodel.planning.groups import Group

NAMED: Final = 5
"""So many records are listed of which one may be meant."""
STATED: Final = ("strength", "needs")
"""What a group says once for all of its rows."""


@dataclass(frozen=True)
class Overlay:
    """What is laid over a catalogue."""

    source: str
    """What its records are said to come from."""
    tables: Tables
    """What they say; an empty value says nothing."""
    removed: Tables
    """The records that are taken out."""


@dataclass(frozen=True)
class Laid:
    """What came of it."""

    catalogue: Catalogue
    gone: Mapping[str, str]
    """Id → name of the services that are taken out."""
    counts: Mapping[str, int]
    """How many records were added, changed and removed."""
    problems: tuple[Problem, ...]
    """Why the whole is no catalogue, or may mean something else than was meant."""


def lay(base: Catalogue, overlay: Overlay) -> Laid:
    """Lay these records over the catalogue.

    A record that both have takes what the overlay says of it; what that leaves empty stays. A group of alternatives
    that both have rows of is one group; its strength, and how many it needs, are what the overlay states.
    """
    before = given_tables(base)
    services = [tables["service"] for tables in (overlay.tables, before) if "service" in tables]
    alias = aliases(services)
    under = before | {
        DEPENDENCY.name: _overruled(before["dependency"], overlay.tables.get("dependency"), alias)
    }
    over = {name: table.given_by(overlay.source) for name, table in overlay.tables.items()}
    tables = _joined(over, under, alias)
    counts = _counts(overlay, before, alias)
    titles = dict(zip(base.services.texts("id"), base.services.texts("name"), strict=True))
    flaws = list(_absent(overlay, tables, titles, alias))
    tables, gone = _taken_out(tables, overlay, titles, alias)
    flaws += legal.flaws({"": _touched(tables, overlay, alias)})
    problems = tuple(replace(f.problem(), source=_source(f)) for f in flaws)
    return Laid(completed(tables), gone, counts, problems)


def _joined(over: Tables, under: Tables, alias: dict[str, str]) -> Tables:
    """Both as one; of the records below only those that the overlay has, too, are looked at one by one."""
    if _renames(over):
        return joined([over, under])
    found = dict(under)
    for name, table in over.items():
        again = _rows(under[name], set(identities(table, alias)))
        both = joined([{name: table}, {name: under[name].take(again)}], alias)[name]
        found[name] = concat(table.kind, [both, _but(under[name], again)])
        if table.kind.is_node:
            found[name] = by_id(found[name])
    return found


def _renames(tables: Tables) -> bool:
    """Whether services have aliases, which may make one of two that were there before."""
    return "service" in tables and any(claims(tables["service"]))


def _rows(table: Table, keys: Collection[Hashable]) -> list[int]:
    """The rows of these identities; of relationships those of other consumers are not looked at any further."""
    if not keys:
        return []
    first = {key[0] if isinstance(key, tuple) else key for key in keys}
    likely = [row for row, text in enumerate(table.texts(table.kind.key[0])) if text in first]
    own = identities(table.take(likely), {})
    return [row for row, key in zip(likely, own, strict=True) if key in keys]


def _but(table: Table, rows: Collection[int]) -> Table:
    """The table without these rows."""
    if not rows:
        return table
    out = set(rows)
    return table.take([row for row in range(len(table)) if row not in out])


def _touched(tables: Tables, overlay: Overlay, alias: Mapping[str, str]) -> Tables:
    """The records that may have become wrong: of dependencies those of consumers that the overlay speaks of."""
    if _renames(overlay.tables):
        return tables
    said = [part[DEPENDENCY.name] for part in (overlay.tables, overlay.removed) if DEPENDENCY.name in part]
    consumers = {alias.get(one, one) for table in said for one in table.distinct("service")}
    table = tables[DEPENDENCY.name]
    rows = [row for row, text in enumerate(table.texts("service")) if text in consumers]
    return tables | {DEPENDENCY.name: table.take(rows)}


def _source(flaw: Flaw) -> str:
    return flaw.table.sources[flaw.row] if flaw.table.sources else flaw.source


def _overruled(held: Table, laid: Table | None, alias: Mapping[str, str]) -> Table:
    """The dependencies without what the rows laid over them state of their groups."""
    if laid is None or not len(laid) or "group" not in laid.columns:
        return held
    columns: dict[str, list[Value]] = {}
    mine = requirements(laid, alias)
    for name in STATED:
        if name not in laid.columns or name not in held.columns:
            continue
        rows = [
            row
            for group, theirs in members(held, alias, mine).items()
            if any(laid.columns[name][own] for own in members(laid, alias, [group])[group])
            for row in theirs
        ]
        if rows:
            columns[name] = list(held.columns[name])
            for row in rows:
                columns[name][row] = ""
    return replace_columns(held, columns)


def replace_columns(table: Table, columns: Mapping[str, list[Value]]) -> Table:
    """The same records with other columns."""
    if not columns:
        return table
    return Table(table.kind, {**table.columns, **columns}, table.files, table.lines, table.sources)


def _counts(overlay: Overlay, before: Tables, alias: Mapping[str, str]) -> dict[str, int]:
    found = {"added": 0, "changed": 0, "removed": sum(map(len, overlay.removed.values()))}
    for name, table in overlay.tables.items():
        there = len(_rows(before[name], set(identities(table, alias))))
        found["added"] += len(table) - there
        found["changed"] += there
    return found


def _taken_out(
    tables: Tables, overlay: Overlay, titles: Mapping[str, str], alias: Mapping[str, str]
) -> tuple[Tables, dict[str, str]]:
    """The records without those that are removed, and the services among these."""
    gone: dict[str, str] = {}
    for name, removed in overlay.removed.items():
        keys = set(identities(removed, alias))
        if name in NODES:
            nodes = {str(key): titles.get(str(key), "") for key in keys}
            tables = leave(tables, name, nodes)
            gone |= nodes if name == SERVICE.name else {}
        elif keys:
            rows = _rows(tables[name], keys)
            table = _restated(tables[name], rows) if name == DEPENDENCY.name else tables[name]
            tables = tables | {name: _but(table, rows)}
    return tables, gone


def _restated(table: Table, going: Collection[int]) -> Table:
    """The dependencies, where what a row states that goes is stated by the others of its group, too."""
    groups, consumers = table.texts("group"), table.texts("service")
    lost: set[Group] = {(consumers[row], groups[row]) for row in going if groups[row]}
    columns: dict[str, list[Value]] = {}
    for rows in members(table, {}, lost).values():
        for name in STATED:
            stated = next((table.texts(name)[row] for row in rows if table.texts(name)[row]), "")
            if stated:
                column = columns.setdefault(name, list(table.columns[name]))
                for row in rows:
                    column[row] = column[row] or stated
    return replace_columns(table, columns)


def _absent(
    overlay: Overlay, tables: Tables, services: Mapping[str, str], alias: Mapping[str, str]
) -> Iterator[Flaw]:
    """E405: what is to be taken out is not there. ``services``: those of the catalogue, also what is only named."""
    for name, removed in overlay.removed.items():
        keys = identities(removed, alias)
        there = tables[name].take(_rows(tables[name], set(keys)))
        known = set(identities(there, {})).union(services if name == SERVICE.name else ())
        for row, key in enumerate(keys):
            if key not in known:
                yield _not_there(removed, row, key, tables, alias)


def _not_there(removed: Table, row: int, key: Hashable, tables: Tables, alias: Mapping[str, str]) -> Flaw:
    kind, what = removed.kind, [removed.texts(name)[row] for name in removed.kind.key]
    column, hint = kind.key[0], ""
    if kind.is_node:
        hint = did_you_mean(what[0], [*tables[kind.name].texts("id"), *tables[kind.name].texts("name")])
    else:
        for field, value in zip(kind.ends, what, strict=False):
            names = tables[field.refers_to]
            if value and alias.get(value, value) not in names.distinct("id"):
                column, hint = field.name, did_you_mean(value, names.texts("id"))
                break
        else:
            assert isinstance(key, tuple)
            hint = _others(tables[kind.name], key)
    message = f"there is no {kind.name} {label(what)} to remove"
    return Flaw(
        "E405", removed, row, "", message, column, dict(zip(kind.key, what, strict=True))[column],
        hint or "name one that is there; graphmodel list shows them",
    )  # fmt: skip


def _others(table: Table, key: Sequence[str]) -> str:
    """The records between the same ends, else those with the same start: one of them may be meant."""
    known = [other for other in identities(table, {}) if isinstance(other, tuple) and other[0] == key[0]]
    same = [other for other in known if other[1] == key[1]] or known
    return f"there are: {listed([label(other) for other in same], NAMED, '; ')}" if same else ""
