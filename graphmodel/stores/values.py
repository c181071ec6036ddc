"""What records may hold that a store gives back: what no import lets in is damage, whatever its checksums say."""

from __future__ import annotations

import json
from contextlib import contextmanager
from typing import TYPE_CHECKING, Final

from graphmodel.index import build, shapes
from graphmodel.model.catalogue import merge
from graphmodel.model.errors import StoreError
from graphmodel.model.metamodel import KINDS
from graphmodel.model.notation import BadValue, Notation
from graphmodel.model.values import TYPES
from graphmodel.planning.parents import cycles

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping, Sequence

    from graphmodel.model.catalogue import Catalogue, Tables
    from graphmodel.model.metamodel import Field, Kind
    from graphmodel.model.revision import Revision
    from graphmodel.model.table import Table, Value

IDS: Final = ("id", "ids")
ANY: Final = ("text", "list")

WRONG: Final = (ArithmeticError, AttributeError, LookupError, RecursionError, TypeError, ValueError)
"""What comes of records of another shape."""


def check(table: Table) -> Table:
    """The table. Raises ValueError for an id that is unprintable, missing or repeated, a value of another type."""
    for field in table.kind.fields:
        column = table.columns.get(field.name)
        if column is not None:
            _check(field, column)
    for name in (field.name for field in table.kind.fields if field.required):
        if not all(table.columns.get(name, [None] * len(table))):
            raise ValueError(f"{table.kind.plural} without {name}")
    if len(set(table.keys())) != len(table):
        raise ValueError(f"{table.kind.plural} that stand there twice")
    return table


def is_typed(column: str) -> bool:
    """Whether the column ``KIND.FIELD`` of an index is one whose texts have a form."""
    kind, _, name = column.partition(".")
    field = KINDS[kind].field(name) if kind in KINDS else None
    return field is not None and field.type not in ANY


def are_right(column: str, texts: Sequence[str]) -> bool:
    """Whether those texts of such a column have that form."""
    kind, _, name = column.partition(".")
    field = KINDS[kind].field(name)
    try:
        if field:
            _check(field, texts)
    except ValueError:
        return False
    return True


def _check(field: Field, texts: Sequence[Value]) -> None:
    if field.type in ANY:
        return
    if field.type in IDS:
        if not "".join(filter(None, texts)).isprintable():
            raise ValueError(f"a {field.name} holds what cannot be printed")
        return
    for text in {*texts} - {None, ""}:
        TYPES[field.type].parse(str(text), Notation())


def revision(found: Revision) -> Revision:
    """The revision. Raises ValueError for one that nobody wrote."""
    texts = (found.uid, found.time, found.source, found.action, found.root)
    numbers = (found.number, found.undoes, found.added, found.changed, found.withdrawn)
    if not all(isinstance(text, str) for text in texts) or not all(
        type(n) is int and n >= 0 for n in numbers
    ):
        raise ValueError("a revision with values of another type")
    if not (found.uid + found.time + found.action).isprintable() or found.undoes >= max(found.number, 1):
        raise ValueError(f"revision {found.number} says what none can say of itself")
    return found


def free(kind: Kind, text: str) -> dict[str, str]:
    """The free attributes of one record, from JSON. Raises ValueError for anything else."""
    try:
        found = json.loads(text)
    except RecursionError:
        found = None
    if not isinstance(found, dict) or not all(isinstance(value, str) for value in found.values()):
        raise ValueError(f"free attributes of {kind.plural} are no texts by name")
    if not found.keys().isdisjoint(kind.names):
        raise ValueError(f"free attributes of {kind.plural} have names of fields")
    return found


def texts(kind: Kind, said: object, rows: int) -> dict[str, list[Value]]:
    """Columns of so many texts each, which came as JSON. Raises ValueError for anything else."""
    if not isinstance(said, dict):
        raise ValueError(f"{kind.plural} are no columns by name")
    for column in said.values():
        if not isinstance(column, list) or len(column) != rows:
            raise ValueError(f"{kind.plural} have columns of another length")
        if not {*map(type, column)} <= {str, type(None)}:
            raise ValueError(f"{kind.plural} hold what is no text")
    return said


def adopted(field: Field, said: Value, text: str) -> tuple[Value, bool]:
    """What a field says that takes over the text of a free attribute, and whether the text is left: it is another."""
    try:
        value = TYPES[field.type].parse(text, Notation())
    except BadValue:
        return said, True
    return said or value, bool(said) and said != value


def renamed(
    kind: Kind, columns: Mapping[str, list[Value]], free: Collection[str] | None
) -> Mapping[str, list[Value]]:
    """Columns under the names that the fields have now. ``free``: those that were free attributes when they were kept;
    None where nobody said so: those that are none today, nor were.

    One that is called like a field of today moves to that field; what this cannot take stays, with ``_`` behind it.
    """
    before = {field.name: name for field in kind.fields for name in field.formerly if name in columns}
    if free is None:
        free = {*before, *(columns.keys() - {*kind.names, *before.values()})}
    if not before and not any(kind.field(name) for name in free):
        return columns
    found = {kind.current(name): column for name, column in columns.items() if name not in free}
    for name in sorted(columns.keys() & free):
        field, column = kind.field(kind.current(name)), columns[name]
        if field:
            own = found.get(field.name, [None] * len(column))
            taken = [
                adopted(field, said, text) if text else (said, False)
                for said, text in zip(own, column, strict=True)
            ]
            found[field.name] = [value for value, _ in taken]
            column = [text if left else None for text, (_, left) in zip(column, taken, strict=True)]
        if field is None or any(column):
            while kind.field(kind.current(name)) or name in found:
                name += "_"
            found[name] = column
    return found


def whole(said: object, length: int | None = None, below: int = 2**63) -> list[int]:
    """A list of whole numbers from 0 on, which came as JSON. Raises ValueError for anything else."""
    if not isinstance(said, list) or (length is not None and len(said) != length):
        raise ValueError("numbers are missing or too many")
    if not {*map(type, said)} <= {int} or (said and not 0 <= min(said) <= max(said) < below):
        raise ValueError("numbers are out of range")
    return said


def merged(held: Mapping[str, Tables]) -> Catalogue:
    """The catalogue that sources hold together. Raises StoreError where no import would have let that come to be."""
    with damage():
        found = merge(held)
        up = zip(found.categories.texts("id"), found.categories.texts("parent"), strict=True)
        if loops := cycles({category: parent for category, parent in up if parent}):
            raise ValueError(f"category {loops[0][0][:60]!r} is its own ancestor")
        return found


def arrays(catalogue: Catalogue) -> build.Arrays:
    """The arrays of the index of a catalogue that a store gave back. Raises StoreError as ``merged`` does."""
    with damage():
        found = build.arrays(catalogue)
        if not shapes.consistent(found):
            raise ValueError("its records contradict each other")
        return found


@contextmanager
def damage() -> Iterator[None]:
    """Inside, whatever goes wrong comes of records that no import lets in."""
    try:
        yield
    except WRONG as error:
        raise StoreError(
            f"the catalogue is damaged: it holds what no import lets in ({_described(error)})",
            "graphmodel doctor says more; restore it from a backup, or import the sources into a new one",
        ) from error


def _described(error: BaseException) -> str:
    said = f"{type(error).__name__}: {error}" if not isinstance(error, ValueError) else str(error)
    return said[:200].encode("unicode_escape").decode("ascii")
