"""Merged records as the properties that people see: typed where the metamodel says what a text is."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from graphmodel.model.metamodel import KINDS
from graphmodel.model.table import Table

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from graphmodel.model.catalogue import Catalogue
    from graphmodel.model.table import Value

SEPARATOR: Final = "\t"
"""Between the parts of a key, and of a line of ids; no id holds a control character."""

KEY: Final = "key"
"""The property of a relationship besides the record's fields."""

LARGEST: Final = 2**63
WHOLE: Final = frozenset({"criticality", "needs"})
NUMBERS: Final = frozenset({"percent", "number"})
LISTS: Final = frozenset({"ids", "list"})


def names(table: Table) -> dict[str, str]:
    """Column → property. A free attribute whose name is taken, or that Neo4j cannot have, gets a ``_`` at its end."""
    kind = table.kind
    left_out = {field.name for field in (*kind.relationships, *kind.ends)}
    found = {n: n for n in kind.names if n in table.columns and n not in left_out}
    taken = {*kind.names, KEY}
    for column in table.free():
        name = column.replace("\0", "_") or "_"
        while name in taken:
            name += "_"
        taken.add(name)
        found[column] = name
    return found


def converted(type: str) -> Callable[[str], object]:
    """How a canonical text of that type becomes a value of Neo4j."""
    if type in WHOLE:
        return _whole
    if type in NUMBERS:
        return _number
    if type in LISTS:
        return lambda text: text.split(";")
    if type == "date":
        return _date
    if type == "flag":
        return lambda text: text == "yes"
    return str


def _whole(text: str) -> int | str:
    return int(text) if text.isdecimal() and int(text) < LARGEST else text


def _number(text: str) -> float | str:
    try:
        return float(text)
    except ValueError:
        return text


def _date(text: str) -> object:
    from datetime import date

    try:
        return date.fromisoformat(text)
    except ValueError:
        return text


def written(table: Table) -> list[tuple[str, Callable[[str], Any], list[Value]]]:
    """Of each column that is a property its name, how its texts become values, and the texts."""
    found = []
    for column, name in names(table).items():
        field = table.kind.field(column)
        found.append((name, converted(field.type if field else "text"), table.columns[column]))
    return found


def rows(table: Table, numbers: Sequence[int], *, cleared: Sequence[str] = ()) -> Iterator[Any]:
    """Maps of properties, for relationships ``[start, end, properties]``.

    ``cleared``: properties that are null where the record has none, for those that are there already.
    """
    columns = written(table)
    blank: dict[str, object] = dict.fromkeys(cleared)
    if table.kind.is_node:
        for row in numbers:
            yield blank | {name: convert(text) for name, convert, column in columns if (text := column[row])}
        return
    keys = [table.texts(name) for name in table.kind.key]
    for row in numbers:
        made = blank | {name: convert(text) for name, convert, column in columns if (text := column[row])}
        key = [column[row] for column in keys]
        made[KEY] = SEPARATOR.join(key)
        yield [*key[:2], made]


def identity(table: Table) -> list[str]:
    """What the graph knows each record by: its id, or its key."""
    columns = [table.texts(name) for name in table.kind.key]
    return (
        columns[0] if len(columns) == 1 else [SEPARATOR.join(parts) for parts in zip(*columns, strict=True)]
    )


def shown(catalogue: Catalogue) -> dict[str, Table]:
    """The records as the graph shows them: a dependency says the strength and the needs of its requirement."""
    return {name: catalogue.table(name) for name in KINDS} | {"dependency": _stated(catalogue.dependencies)}


def _stated(table: Table) -> Table:
    said = {name: table.texts(name) for name in ("strength", "needs")}
    stated: dict[str, list[Value]] = {
        "strength": [how or "hard" for how in said["strength"]],
        "needs": [many or "1" for many in said["needs"]],
    }
    groups: dict[tuple[str, str], list[int]] = {}
    for row, (consumer, group) in enumerate(zip(table.texts("service"), table.texts("group"), strict=True)):
        if group:
            groups.setdefault((consumer, group), []).append(row)
    for rows in groups.values():
        for name, texts in said.items():
            if of_group := next((texts[row] for row in rows if texts[row]), None):
                for row in rows:
                    stated[name][row] = texts[row] or of_group
    return Table(table.kind, table.columns | stated, table.files, table.lines, table.sources)
