"""Records that are taken out of a catalogue, and what becomes of those that name them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from graphmodel.model.catalogue import by_id
from graphmodel.model.metamodel import DEPENDENCY, SERVICE
from graphmodel.model.table import Table, concat, from_records

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

    from graphmodel.model.catalogue import Tables
    from graphmodel.model.metamodel import Field
    from graphmodel.model.table import Value


def leave(tables: Tables, kind: str, nodes: Mapping[str, str]) -> Tables:
    """The records without these nodes of one kind (id → name), and without what they said of others.

    Relationships go with either of their ends, and fields that refer to them are empty. Only who depends on a service
    still does: it stays as what is only named, a placeholder with its name, and that requirement cannot be met.
    """
    if not nodes:
        return tables
    found = {name: _without(table, kind, nodes.keys()) for name, table in tables.items()}
    if kind == SERVICE.name:
        needed = found[DEPENDENCY.name].distinct("depends_on").intersection(nodes)
        if needed:
            found[kind] = by_id(concat(SERVICE, [found[kind], _placeholders({i: nodes[i] for i in needed})]))
    return found


def _placeholders(services: Mapping[str, str]) -> Table:
    rows = [{"id": one, "name": name, **dict(SERVICE.named)} for one, name in services.items()]
    made = from_records(SERVICE.name, rows)
    return Table(SERVICE, made.columns, made.files, [0] * len(made), [""] * len(made))


def _without(table: Table, kind: str, ids: Collection[str]) -> Table:
    if table.kind.name == kind:
        table = _kept(table, "id", ids)
    for field in table.kind.fields:
        if field.refers_to != kind or (table.kind is DEPENDENCY and field.name == "depends_on"):
            continue
        if field in table.kind.ends:
            table = _kept(table, field.name, ids)
        elif field.name in table.columns:
            table = _cleared(table, field, ids)
    return table


def _kept(table: Table, column: str, ids: Collection[str]) -> Table:
    """The rows whose column names none of these."""
    if table.distinct(column).isdisjoint(ids):
        return table
    return table.take([row for row, text in enumerate(table.texts(column)) if text not in ids])


def _cleared(table: Table, field: Field, ids: Collection[str]) -> Table:
    """The same rows; what the field says of these is empty."""
    column: list[Value]
    if field.type == "ids":
        if not any(part in ids for text in table.distinct(field.name) for part in text.split(";")):
            return table
        column = [
            ";".join(part for part in text.split(";") if part not in ids) if text else text
            for text in table.columns[field.name]
        ]
    elif table.distinct(field.name).isdisjoint(ids):
        return table
    else:
        column = ["" if text in ids else text for text in table.columns[field.name]]
    return Table(table.kind, table.columns | {field.name: column}, table.files, table.lines, table.sources)


def not_there(services: Table, day: str) -> dict[str, str]:
    """Id → name of the services that have ended by that day (ISO 8601), or have not started."""
    if not {"starts", "ends"} & services.columns.keys():
        return {}
    dated = zip(*(services.texts(name) for name in ("id", "name", "starts", "ends")), strict=True)
    return {one: name for one, name, starts, ends in dated if starts > day or (ends and ends <= day)}
