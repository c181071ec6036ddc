"""What changed from one catalogue to another."""

from __future__ import annotations

from typing import TYPE_CHECKING

from graphmodel.model.metamodel import KINDS
from graphmodel.planning.compare import compare, match
from graphmodel.planning.making import known_as
from graphmodel.planning.plan import DiffRow, changes

if TYPE_CHECKING:
    from collections.abc import Iterator

    from graphmodel.model.catalogue import Catalogue, Tables
    from graphmodel.model.table import Table
    from graphmodel.planning.plan import KindPlan

__all__ = ["DiffRow", "difference"]


def difference(before: Catalogue, after: Catalogue) -> Iterator[DiffRow]:
    """Every change, by kind in the order of the metamodel, then id, then what happens, then field.

    Of what is only named (placeholders, implied categories and roles, the shipped types) nothing is said: it comes and
    goes with the records that name it.
    """
    kinds, old, new = compared(before, after)
    return changes(kinds, old, new, gone="removed")


def compared(before: Catalogue, after: Catalogue) -> tuple[dict[str, KindPlan], Tables, Tables]:
    """The same as row numbers: the changes by kind of record, and the records given before and after."""
    old, new = given_tables(before), given_tables(after)
    alias = known_as([old["service"]], new)
    kinds = {name: compare(old[name], new[name], match(old[name], new[name], alias)) for name in KINDS}
    return kinds, old, new


def given_tables(catalogue: Catalogue) -> Tables:
    """The records that its sources gave, of every kind: without what is only named, and the shipped types."""
    return {name: _given(catalogue.table(name)) for name in KINDS}


def _given(table: Table) -> Table:
    if table.kind.field("placeholder"):
        implied = [p == "yes" for p in table.texts("placeholder")]
    elif table.kind.is_node:
        implied = [line == 0 for line in table.lines]
    else:
        return table
    return table.take([row for row, only in enumerate(implied) if not only]) if any(implied) else table
