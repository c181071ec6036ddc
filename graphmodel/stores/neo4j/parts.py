"""Records as parameters of the statements that create: what many rows share is said once for all of them."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import repeat
from typing import TYPE_CHECKING, TypeVar

from graphmodel.model.errors import StoreError
from graphmodel.stores.neo4j import properties, statements

if TYPE_CHECKING:
    from collections.abc import Hashable, Iterable, Mapping, Sequence

    import neo4j

    from graphmodel.model.table import Table

K = TypeVar("K", bound="Hashable")


@dataclass(frozen=True)
class Part:
    """A statement that loads, and some thousand rows for it."""

    statement: str
    """Its name, as ``statements.loading`` has it."""
    parameters: Mapping[str, object]
    relationships: int = 0
    """So many it creates, if all their ends are there."""


def write(transaction: neo4j.Transaction, part: Part) -> None:
    """Run the statement. Raises StoreError where the end of a relationship is not there, or an id is taken."""
    from neo4j import exceptions as e

    try:
        summary = transaction.run(statements.load(part.statement), dict(part.parameters)).consume()
    except e.ConstraintError as error:
        raise StoreError(
            f"the graph holds what no import made, with an id or key that this one brings: {error.message}",
            "graphmodel doctor --repair takes it away; then try again",
        ) from None
    if summary.counters.relationships_created != part.relationships:
        raise StoreError(
            "nodes are missing in the graph, which somebody else must have deleted",
            "graphmodel doctor --repair makes them again; then try again",
        )


def services(statement: str, table: Table) -> Part:
    """Services or products to create, each in its category."""
    at, shapes = _shapes(table, ("id", "name"))
    places, names = _numbered(name or None for name in table.column("name"))
    categories = table.texts(statements.PLACED.name)
    called = ("" if place is None else str(place) for place in places)
    rows = _lines(categories, zip(table.texts("id"), called, map(str, at), strict=True))
    placed = len(categories) - categories.count("")
    return Part(statement, {"rows": rows, "names": names, "shapes": shapes}, placed)


def relationships(statement: str, table: Table) -> Part:
    """Relationships of one kind to create."""
    at, shapes = _shapes(table)
    starts, *rest = (table.texts(name) for name in table.kind.key)
    rows = _lines(starts, zip(*rest, map(str, at), strict=True))
    return Part(statement, {"rows": rows, "shapes": shapes}, len(table))


def _lines(starts: Iterable[str], rows: Iterable[Sequence[str]]) -> str:
    """A line of each start, then all its rows. One text, since the driver takes long over many small values."""
    lines: dict[str, list[str]] = {}
    for start, row in zip(starts, rows, strict=True):
        lines.setdefault(start, [start]).extend(row)
    return "\n".join(map(properties.SEPARATOR.join, lines.values()))


def _numbered(things: Iterable[K | None]) -> tuple[list[int | None], list[K]]:
    """For each thing its place in the list of the different ones, None for None."""
    found: dict[K, int] = {}
    at = [None if thing is None else found.setdefault(thing, len(found)) for thing in things]
    return at, list(found)


def _shapes(table: Table, apart: Sequence[str] = ()) -> tuple[list[int | None], list[dict[str, object]]]:
    """For each row the place of its map of properties, without those ``apart``, in the list of the different ones."""
    columns = [column for column in properties.written(table) if column[0] not in apart]
    texts = zip(*(column for _, _, column in columns), strict=True) if columns else repeat((), len(table))
    at, different = _numbered(texts)
    shapes = [
        {name: convert(text) for (name, convert, _), text in zip(columns, key, strict=True) if text}
        for key in different
    ]
    return at, shapes
